import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { AdvertiserDue } from '../../../../contract/wire/advertiser-payments.ts';
import { useApi } from '../../kit/api/use-api.ts';
import { Loaded } from '../../kit/page/states.tsx';
import { type Column, DataTable } from '../../kit/table/data-table.tsx';
import { useFormats } from '../../kit/values/format.ts';
import { DUE } from './paths.ts';
import { Sums } from './sums.tsx';

type Row = AdvertiserDue['programs'][number];

/** What waits to be paid, by program. `onChoose` is null for those who may only look. */
export function DueList({ onChoose }: { readonly onChoose: ((program: string) => void) | null }) {
  const { t } = useTranslation('operator');
  const due = useApi<AdvertiserDue>(DUE);
  const columns = useColumns(onChoose);
  return (
    <Loaded query={due} isEmpty={({ programs }) => programs.length === 0} empty={t('payments.nothingDue')}>
      {({ programs }) => (
        <DataTable caption={t('payments.due')} columns={columns} rows={programs} rowKey={({ program }) => program} />
      )}
    </Loaded>
  );
}

function useColumns(onChoose: ((program: string) => void) | null): readonly Column<Row>[] {
  const { t } = useTranslation('operator');
  const formats = useFormats();
  const record: Column<Row> = {
    key: 'record',
    title: t('payments.record'),
    cell: ({ program, name }) => (
      <Button
        size="compact-sm"
        variant="default"
        aria-label={t('payments.recordOf', { program: name })}
        onClick={() => onChoose?.(program)}
      >
        {t('payments.record')}
      </Button>
    ),
  };
  return [
    { key: 'program', title: t('common.program'), isHeader: true, cell: ({ name }) => name },
    { key: 'orders', title: t('payments.orders'), align: 'right', cell: (row) => formats.number(row.orders) },
    { key: 'due', title: t('payments.amount'), align: 'right', cell: (row) => <Sums of={row.due} /> },
    { key: 'oldest', title: t('payments.oldest'), cell: (row) => formats.day(row.oldest.slice(0, 10)) },
    ...(onChoose === null ? [] : [record]),
  ];
}
