import { Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { AdSpaceAnswer, AdSpacePage, AdSpaceStatus } from '../../../../contract/wire/ad-spaces.ts';
import { When } from '../../kit/amounts.tsx';
import { type Column, DataTable } from '../../kit/data-table.tsx';
import { Page } from '../../kit/page.tsx';
import { Empty, Loaded } from '../../kit/states.tsx';
import { StatusBadge } from '../../kit/status-badge.tsx';
import { ButtonLink, TextLink } from '../../kit/text-link.tsx';
import { useAddress } from '../../kit/use-address.ts';
import { useApi } from '../../kit/use-api.ts';
import { kindName, shortAddress, spaceTones } from './names.ts';
import '../offers.css';

const STATUSES: readonly AdSpaceStatus[] = ['new', 'pending', 'active', 'rejected', 'blocked', 'archived'];
const LIMIT = 500;

export function AdSpacesPage() {
  const { t } = useTranslation(['publisher', 'frame']);
  const address = useAddress({ status: '' });
  const found = useApi<AdSpacePage>('/api/v1/ad-spaces', { limit: LIMIT });
  const add = <ButtonLink to="/publisher/ad-spaces/new">{t('adSpaces.add')}</ButtonLink>;
  return (
    <Page title={t('adSpaces.title')} lead={t('adSpaces.lead')} actions={add}>
      <Loaded
        query={found}
        isEmpty={({ ad_spaces }) => ad_spaces.length === 0}
        empty={
          <Empty title={t('adSpaces.none')}>
            <Stack align="center" gap="sm">
              <span>{t('adSpaces.noneHint')}</span>
              {add}
            </Stack>
          </Empty>
        }
      >
        {({ ad_spaces }) => (
          <SpaceList
            spaces={ad_spaces}
            status={address.values.status}
            onStatus={(status) => address.change({ status })}
          />
        )}
      </Loaded>
    </Page>
  );
}

/** Archived ones are shown when they are asked for. */
function SpaceList(props: {
  readonly spaces: readonly AdSpaceAnswer[];
  readonly status: string;
  readonly onStatus: (status: string) => void;
}) {
  const { t } = useTranslation(['publisher', 'frame']);
  const present = STATUSES.filter((status) => props.spaces.some((space) => space.status === status));
  const shown = props.spaces.filter(({ status }) =>
    props.status === '' ? status !== 'archived' : status === props.status,
  );
  const options = [
    { value: '', label: t('adSpaces.all') },
    ...present.map((status) => ({ value: status, label: t(`adSpaces.status.${status}`) })),
  ];
  return (
    <Stack gap="md">
      {present.length < 2 ? null : (
        <Group>
          <SegmentedControl
            value={props.status}
            onChange={props.onStatus}
            data={options}
            aria-label={t('adSpaces.filter')}
            className="wrapping-choice"
          />
        </Group>
      )}
      {shown.length === 0 ? <Empty>{t('adSpaces.noneWith')}</Empty> : <SpaceTable spaces={shown} />}
    </Stack>
  );
}

function SpaceTable({ spaces }: { readonly spaces: readonly AdSpaceAnswer[] }) {
  const { t } = useTranslation(['publisher', 'frame']);
  const columns: readonly Column<AdSpaceAnswer>[] = [
    {
      key: 'name',
      title: t('adSpaces.columns.name'),
      isHeader: true,
      cell: ({ id, name }) => (
        <TextLink to="/publisher/ad-spaces/$id" params={{ id }}>
          {name}
        </TextLink>
      ),
    },
    { key: 'kind', title: t('adSpaces.columns.kind'), cell: ({ kind }) => kindName(t, kind) },
    {
      key: 'url',
      title: t('adSpaces.columns.address'),
      cell: ({ url }) => (
        <Text span inherit lineClamp={1} title={url ?? ''}>
          {shortAddress(url)}
        </Text>
      ),
    },
    {
      key: 'status',
      title: t('adSpaces.columns.status'),
      cell: ({ status }) => <StatusBadge tone={spaceTones[status]}>{t(`adSpaces.status.${status}`)}</StatusBadge>,
    },
    { key: 'since', title: t('adSpaces.columns.since'), cell: ({ created_at }) => <When at={created_at} /> },
  ];
  return <DataTable caption={t('adSpaces.title')} columns={columns} rows={spaces} rowKey={({ id }) => id} />;
}
