import { Button, Group, Select, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TrafficPolicy } from '../../../../contract/wire/moderation.ts';
import { useMayWrite } from '../../kit/api/may-write.ts';
import { useApi, useSend } from '../../kit/api/use-api.ts';
import { Unsaved } from '../../kit/forms/unsaved.tsx';
import { Page } from '../../kit/page/page.tsx';
import { ReadOnlyNote } from '../../kit/page/read-only-note.tsx';
import { Loaded, ProblemAlert } from '../../kit/page/states.tsx';
import { type Column, DataTable } from '../../kit/table/data-table.tsx';
import { When } from '../../kit/values/amounts.tsx';
import { useFormats } from '../../kit/values/format.ts';
import { StatusBadge } from '../../kit/values/status-badge.tsx';
import { toneOf } from '../look/tones.ts';

const PATH = '/api/v1/traffic-policy';
const statuses = ['allowed', 'by_agreement', 'prohibited'] as const;
type Kind = TrafficPolicy['kinds'][number];
type Chosen = Readonly<Record<string, (typeof statuses)[number]>>;

/** What new programs say about kinds of traffic. */
export function TrafficPage() {
  const { t } = useTranslation('operator');
  const policy = useApi<TrafficPolicy>(PATH);
  return (
    <Page title={t('traffic.title')} help="traffic-types" lead={t('traffic.lead')}>
      <Loaded query={policy} rows={12}>
        {(found) => <Table kinds={found.kinds} />}
      </Loaded>
    </Page>
  );
}

function Table({ kinds }: { readonly kinds: readonly Kind[] }) {
  const { t } = useTranslation('operator');
  const mayWrite = useMayWrite();
  const [chosen, setChosen] = useState<Chosen>({});
  const changed = kinds.filter(({ key, status }) => chosen[key] !== undefined && chosen[key] !== status);
  const save = useSend<void>({
    method: 'PUT',
    path: PATH,
    body: () => ({ kinds: changed.map(({ key }) => ({ key, status: chosen[key] })) }),
    renews: [PATH],
    onDone: () => setChosen({}),
  });
  const choose = (key: string, status: string | null): void => {
    const known = statuses.find((each) => each === status);
    if (known !== undefined) setChosen({ ...chosen, [key]: known });
  };
  return (
    <>
      <ReadOnlyNote />
      <Unsaved when={changed.length > 0} />
      <DataTable
        caption={t('traffic.title')}
        columns={useColumns(chosen, choose)}
        rows={kinds}
        rowKey={(row) => row.key}
      />
      {mayWrite ? (
        <Group mt="md" gap="md">
          <Button onClick={() => save.run()} loading={save.running} disabled={changed.length === 0}>
            {t('traffic.save')}
          </Button>
          <Text size="sm" role="status">
            {changed.length === 0 ? '' : t('traffic.changedCount', { count: changed.length })}
          </Text>
        </Group>
      ) : null}
      {save.problem === null ? null : <ProblemAlert problem={save.problem} />}
    </>
  );
}

function useColumns(chosen: Chosen, choose: (key: string, status: string | null) => void): readonly Column<Kind>[] {
  const { t } = useTranslation('operator');
  const formats = useFormats();
  const mayWrite = useMayWrite();
  // The words have the kinds that the software knows; a key of somebody's own is shown as it is.
  const nameOf = (key: string): string => t(`traffic.kinds.${key}` as 'traffic.kinds.forum', { defaultValue: key });
  const says = ({ programs }: Kind): string => {
    const said = statuses.filter((status) => programs[status] > 0);
    return said.length === 0
      ? t('traffic.nobody')
      : said.map((status) => `${t(`traffic.statuses.${status}`)} — ${formats.number(programs[status])}`).join(', ');
  };
  return [
    {
      key: 'kind',
      title: t('traffic.kind'),
      cell: (row) => (row.parent === null ? nameOf(row.key) : `${nameOf(row.parent)} › ${nameOf(row.key)}`),
      isHeader: true,
    },
    {
      key: 'status',
      title: t('traffic.status'),
      cell: (row) =>
        row.is_heading || !mayWrite ? (
          <Group gap="xs">
            <StatusBadge tone={toneOf(row.status)}>{t(`traffic.statuses.${row.status}`)}</StatusBadge>
            {row.is_heading ? (
              <Text size="xs" c="dimmed">
                {t('traffic.heading')}
              </Text>
            ) : null}
          </Group>
        ) : (
          <Select
            aria-label={`${t('traffic.status')}: ${nameOf(row.key)}`}
            data={statuses.map((value) => ({ value, label: t(`traffic.statuses.${value}`) }))}
            value={chosen[row.key] ?? row.status}
            onChange={(status) => choose(row.key, status)}
            allowDeselect={false}
            size="xs"
            maw="12rem"
          />
        ),
    },
    {
      key: 'programs',
      title: t('traffic.programs'),
      cell: (row) => (row.is_heading ? '—' : <Text size="sm">{says(row)}</Text>),
    },
    { key: 'changed', title: t('traffic.changed'), cell: (row) => <When at={row.changed?.at ?? null} /> },
  ];
}
