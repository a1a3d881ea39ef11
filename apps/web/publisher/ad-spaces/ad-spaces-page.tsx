import { Group, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { AdSpaceAnswer, AdSpaceStatus } from '../../../../contract/wire/ad-spaces.ts';
import { useAddress } from '../../kit/address/use-address.ts';
import { useMayWrite } from '../../kit/api/may-write.ts';
import { ButtonLink, TextLink } from '../../kit/controls/text-link.tsx';
import { Page } from '../../kit/page/page.tsx';
import { ReadOnlyNote } from '../../kit/page/read-only-note.tsx';
import { Empty, Loaded } from '../../kit/page/states.tsx';
import { type Column, DataTable } from '../../kit/table/data-table.tsx';
import { Pages } from '../../kit/table/pages.tsx';
import { When } from '../../kit/values/amounts.tsx';
import { StatusBadge } from '../../kit/values/status-badge.tsx';
import { kindName, shortAddress, spaceTones } from './names.ts';
import { useOwnAdSpaces } from './own-ad-spaces.ts';
import '../offers.css';

const STATUSES: readonly AdSpaceStatus[] = ['new', 'pending', 'active', 'rejected', 'blocked', 'archived'];
/** So many are found with the eyes. */
const SEEN_AT_ONCE = 10;
const ROWS = 100;

export function AdSpacesPage() {
  const { t } = useTranslation(['publisher', 'frame']);
  const found = useOwnAdSpaces();
  const mayWrite = useMayWrite();
  const add = mayWrite ? <ButtonLink to="/publisher/ad-spaces/new">{t('adSpaces.add')}</ButtonLink> : null;
  return (
    <Page title={t('adSpaces.title')} help="ad-spaces" lead={t('adSpaces.lead')} actions={add}>
      <ReadOnlyNote />
      <Loaded
        query={found}
        isEmpty={(spaces) => spaces.length === 0}
        empty={
          <Empty title={t('adSpaces.none')}>
            <Stack align="center" gap="sm">
              <span>{t('adSpaces.noneHint')}</span>
              {add}
            </Stack>
          </Empty>
        }
      >
        {(spaces) => <SpaceList spaces={spaces} />}
      </Loaded>
    </Page>
  );
}

const ORDERS: Readonly<Record<string, (t: T, one: AdSpaceAnswer, other: AdSpaceAnswer) => number>> = {
  name: (_t, one, other) => one.name.localeCompare(other.name),
  kind: (t, one, other) => kindName(t, one.kind).localeCompare(kindName(t, other.kind)),
  status: (_t, one, other) => STATUSES.indexOf(one.status) - STATUSES.indexOf(other.status),
  since: (_t, one, other) => one.created_at.localeCompare(other.created_at),
};

/** Those that are asked for, in the order asked for. Archived ones are shown when they are asked for. */
function chosen(t: T, spaces: readonly AdSpaceAnswer[], asked: { readonly [name in 'status' | 'q' | 'sort']: string }) {
  const words = asked.q.toLocaleLowerCase().split(/\s+/);
  const by = asked.sort.replace(/^-/, '');
  const order = ORDERS[by] ?? ORDERS['name'];
  const found = spaces.filter(({ status, name, url }) => {
    if (asked.status === '' ? status === 'archived' : status !== asked.status) return false;
    const text = `${name} ${url ?? ''} ${shortAddress(url)}`.toLocaleLowerCase();
    return words.every((word) => text.includes(word));
  });
  const sorted = found.sort((one, other) => order?.(t, one, other) ?? 0);
  return asked.sort.startsWith('-') ? sorted.reverse() : sorted;
}

function SpaceList({ spaces }: { readonly spaces: readonly AdSpaceAnswer[] }) {
  const { t } = useTranslation(['publisher', 'frame']);
  const { values, change } = useAddress({ status: '', q: '', sort: 'name', page: '1' });
  const present = STATUSES.filter((status) => spaces.some((space) => space.status === status));
  const shown = chosen(t, spaces, values);
  const page = Math.max(1, Number.parseInt(values.page, 10) || 1);
  const options = [
    { value: '', label: t('adSpaces.all') },
    ...present.map((status) => ({ value: status, label: t(`adSpaces.status.${status}`) })),
  ];
  return (
    <Stack gap="md">
      <Group gap="md" align="flex-end">
        {spaces.length <= SEEN_AT_ONCE && values.q === '' ? null : (
          <TextInput
            type="search"
            label={t('adSpaces.search')}
            value={values.q}
            onChange={({ currentTarget }) => change({ q: currentTarget.value, page: '1' })}
            maxLength={100}
          />
        )}
        {present.length < 2 ? null : (
          <SegmentedControl
            value={values.status}
            onChange={(status) => change({ status, page: '1' })}
            data={options}
            aria-label={t('adSpaces.filter')}
            className="wrapping-choice"
          />
        )}
      </Group>
      {shown.length === 0 ? (
        <Empty>{t(values.q === '' ? 'adSpaces.noneWith' : 'adSpaces.noneFound')}</Empty>
      ) : (
        <SpaceTable
          spaces={shown.slice((page - 1) * ROWS, page * ROWS)}
          sort={values.sort}
          onSort={(sort) => change({ sort, page: '1' })}
        />
      )}
      <Pages
        page={page}
        hasMore={page * ROWS < shown.length}
        onPage={(next) => change({ page: String(next) }, { push: true })}
      />
    </Stack>
  );
}

type T = ReturnType<typeof useTranslation<['publisher', 'frame']>>['t'];

function SpaceTable(props: {
  readonly spaces: readonly AdSpaceAnswer[];
  readonly sort: string;
  readonly onSort: (sort: string) => void;
}) {
  const { t } = useTranslation(['publisher', 'frame']);
  const columns: readonly Column<AdSpaceAnswer>[] = [
    {
      key: 'name',
      title: t('adSpaces.columns.name'),
      isHeader: true,
      sortBy: 'name',
      cell: ({ id, name }) => (
        <TextLink to="/publisher/ad-spaces/$id" params={{ id }} className="breaking">
          {name}
        </TextLink>
      ),
    },
    { key: 'kind', title: t('adSpaces.columns.kind'), sortBy: 'kind', cell: ({ kind }) => kindName(t, kind) },
    {
      key: 'url',
      title: t('adSpaces.columns.address'),
      cell: ({ url }) => (
        <Text span inherit lineClamp={1} title={url ?? ''} className="breaking">
          {shortAddress(url)}
        </Text>
      ),
    },
    {
      key: 'status',
      title: t('adSpaces.columns.status'),
      sortBy: 'status',
      cell: ({ status }) => <StatusBadge tone={spaceTones[status]}>{t(`adSpaces.status.${status}`)}</StatusBadge>,
    },
    {
      key: 'since',
      title: t('adSpaces.columns.since'),
      sortBy: 'since',
      cell: ({ created_at }) => <When at={created_at} />,
    },
  ];
  const { spaces, sort, onSort } = props;
  return (
    <DataTable
      caption={t('adSpaces.title')}
      columns={columns}
      rows={spaces}
      rowKey={({ id }) => id}
      sort={sort}
      onSort={onSort}
    />
  );
}
