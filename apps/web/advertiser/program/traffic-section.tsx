import { Button, Group, Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProgramSettings, TrafficKinds, TrafficTypeRow } from '../../../../contract/wire/program-editing.ts';
import { useMayWrite } from '../../kit/api/may-write.ts';
import { useApi, useSend } from '../../kit/api/use-api.ts';
import { ConfirmAction } from '../../kit/controls/confirm-action.tsx';
import { Loaded } from '../../kit/page/states.tsx';
import { type Column, DataTable } from '../../kit/table/data-table.tsx';
import { When } from '../../kit/values/amounts.tsx';
import { SectionForm } from './section-form.tsx';

type Status = 'allowed' | 'by_agreement' | 'prohibited';
const STATUSES = ['allowed', 'by_agreement', 'prohibited'] as const satisfies readonly Status[];
type Chosen = Readonly<Record<string, Status>>;

/** Which kinds of traffic the program takes (S-123 … S-128). */
export function TrafficSection({ program }: { readonly program: ProgramSettings }) {
  const kinds = useApi<TrafficKinds>('/api/v1/traffic-kinds');
  return (
    <Loaded query={kinds}>
      {(found) => <TrafficForm key={program.traffic_types_changed_at ?? ''} program={program} kinds={found.kinds} />}
    </Loaded>
  );
}

function chosenOf(types: readonly TrafficTypeRow[]): Chosen {
  const chosen: Record<string, Status> = {};
  for (const { key, status } of types) if (status !== 'restricted') chosen[key] = status;
  return chosen;
}

function TrafficForm({ program, kinds }: { readonly program: ProgramSettings; readonly kinds: TrafficKinds['kinds'] }) {
  const { t } = useTranslation('advertiser');
  const mayWrite = useMayWrite();
  const rows = program.traffic_types.length === 0 ? kinds : program.traffic_types;
  const [chosen, setChosen] = useState<Chosen | null>(
    program.traffic_types.length === 0 ? null : chosenOf(program.traffic_types),
  );
  const [isDropping, setDropping] = useState(false);
  const headings = new Set(rows.map(({ parent }) => parent));
  const leaves = rows.filter(({ key }) => !headings.has(key));
  const send = useSend<readonly { readonly key: string; readonly status: Status }[], ProgramSettings>({
    method: 'PUT',
    path: `/api/v1/programs/${program.code}/traffic-types`,
    body: (types) => ({ types }),
    renews: [`/api/v1/programs/${program.code}`],
    onDone: () => setDropping(false),
  });
  const all = leaves.map(({ key }) => ({ key, status: chosen?.[key] ?? ('allowed' as const) }));
  const isChanged = chosen !== null && JSON.stringify(chosenOf(program.traffic_types)) !== JSON.stringify(chosen);
  const count = (status: Status) => all.filter((each) => each.status === status).length;
  return (
    <SectionForm
      title={t('traffic.title')}
      lead={t('traffic.lead')}
      isChanged={isChanged}
      onSave={() => send.run(all)}
      send={send}
      fields={[]}
    >
      {chosen === null ? (
        <Everything
          mayWrite={mayWrite}
          onMake={() => setChosen(Object.fromEntries(leaves.map(({ key }) => [key, 'allowed'])))}
        />
      ) : (
        <>
          <Group justify="space-between">
            <Text size="sm">
              {t('traffic.counts', {
                allowed: count('allowed'),
                agreement: count('by_agreement'),
                prohibited: count('prohibited'),
              })}
            </Text>
            {program.traffic_types_changed_at === null ? null : (
              <Text size="sm" c="dimmed">
                {t('traffic.changed')}: <When at={program.traffic_types_changed_at} zone={program.time_zone} />
              </Text>
            )}
          </Group>
          <Rows rows={rows} chosen={chosen} onChoose={(key, status) => setChosen({ ...chosen, [key]: status })} />
          {mayWrite ? <Drop onDrop={() => setDropping(true)} /> : null}
        </>
      )}
      <ConfirmAction
        opened={isDropping}
        onClose={() => setDropping(false)}
        title={t('traffic.drop')}
        action={t('traffic.drop')}
        typed={String(leaves.length)}
        running={send.running}
        onConfirm={() => send.run([])}
      >
        {t('traffic.dropWhat', { count: leaves.length })}
      </ConfirmAction>
    </SectionForm>
  );
}

function Drop({ onDrop }: { readonly onDrop: () => void }) {
  const { t } = useTranslation('advertiser');
  return (
    <Button variant="subtle" color="red" size="xs" w="fit-content" onClick={onDrop}>
      {t('traffic.drop')}
    </Button>
  );
}

function Everything({ mayWrite, onMake }: { readonly mayWrite: boolean; readonly onMake: () => void }) {
  const { t } = useTranslation('advertiser');
  return (
    <Stack gap="xs" align="flex-start">
      <Text fw={600}>{t('traffic.all')}</Text>
      <Text size="sm" c="dimmed">
        {t('traffic.allHint')}
      </Text>
      {mayWrite ? (
        <Button variant="default" onClick={onMake}>
          {t('traffic.make')}
        </Button>
      ) : null}
    </Stack>
  );
}

interface RowsProps {
  readonly rows: readonly { readonly key: string; readonly parent: string | null }[];
  readonly chosen: Chosen;
  readonly onChoose: (key: string, status: Status) => void;
}

function Rows({ rows, chosen, onChoose }: RowsProps) {
  const { t } = useTranslation('advertiser');
  // Rows that a network added itself have no word; they are shown by their key.
  const labelOf = (key: string): string => t(`traffic.rows.${key}` as 'traffic.rows.forum', { defaultValue: key });
  const childrenOf = (key: string) => rows.filter(({ parent }) => parent === key);
  const headingStatus = (key: string) => {
    const statuses = new Set(childrenOf(key).map((child) => chosen[child.key]));
    const [first] = statuses;
    return statuses.size === 1 && first !== undefined ? first : 'restricted';
  };
  const columns: readonly Column<RowsProps['rows'][number]>[] = [
    {
      key: 'kind',
      title: t('traffic.kind'),
      isHeader: true,
      cell: ({ key, parent }) => <span className={parent === null ? '' : 'traffic-child'}>{labelOf(key)}</span>,
    },
    {
      key: 'status',
      title: t('traffic.status'),
      cell: ({ key }) =>
        childrenOf(key).length > 0 ? (
          <Text size="sm" title={t('traffic.restrictedHint')}>
            {t(`traffic.statuses.${headingStatus(key)}`)}
          </Text>
        ) : (
          <Select
            aria-label={`${t('traffic.status')}: ${labelOf(key)}`}
            size="xs"
            w={170}
            allowDeselect={false}
            data={STATUSES.map((status) => ({ value: status, label: t(`traffic.statuses.${status}`) }))}
            value={chosen[key] ?? 'allowed'}
            onChange={(value) => onChoose(key, STATUSES.find((status) => status === value) ?? 'allowed')}
          />
        ),
    },
  ];
  return <DataTable caption={t('traffic.title')} columns={columns} rows={rows} rowKey={({ key }) => key} />;
}
