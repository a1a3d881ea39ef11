import { Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { AdvertiserPayment, AdvertiserPaymentPage } from '../../../../contract/wire/advertiser-payments.ts';
import { useAddress } from '../../kit/address/use-address.ts';
import { useApi } from '../../kit/api/use-api.ts';
import type { Column } from '../../kit/table/data-table.tsx';
import { When } from '../../kit/values/amounts.tsx';
import { sumsByCurrency } from '../../kit/values/decimals.ts';
import { useFormats } from '../../kit/values/format.ts';
import { PagedTable } from '../look/paged-table.tsx';
import { ProgramSelect } from '../look/program-select.tsx';
import { PAYMENTS } from './paths.ts';
import { Sums } from './sums.tsx';

/** Payments of advertisers that were recorded, newest first. */
export function Recorded() {
  const { t } = useTranslation('operator');
  const { values, change, query } = useAddress({ program: '', before: '' });
  const page = useApi<AdvertiserPaymentPage>(PAYMENTS, query);
  const columns = useColumns();
  return (
    <Stack gap="md">
      <Group>
        <ProgramSelect value={values.program} onChange={(program) => change({ program, before: '' })} optional />
      </Group>
      <PagedTable
        query={page}
        rowsOf={({ payments }) => payments}
        nextOf={({ next }) => next}
        caption={t('payments.recorded')}
        columns={columns}
        rowKey={({ id }) => id}
        empty={t('payments.none')}
        mark={values.before}
        onMark={(before, options) => change({ before }, options)}
      />
    </Stack>
  );
}

function useColumns(): readonly Column<AdvertiserPayment>[] {
  const { t } = useTranslation('operator');
  const formats = useFormats();
  const settledOf = ({ publishers }: AdvertiserPayment) =>
    sumsByCurrency(publishers.map(({ settled, currency }) => ({ amount: settled, currency })));
  return [
    { key: 'program', title: t('common.program'), isHeader: true, cell: (row) => row.program_name },
    {
      key: 'reference',
      title: t('payments.reference'),
      cell: (row) => (
        <Stack component="span" gap={0}>
          <span className="anywhere">{row.reference}</span>
          <Text span size="xs" c="dimmed">
            {row.recorded_by === null
              ? t('payments.byNobody', { when: formats.instant(row.recorded_at) })
              : t('payments.by', { when: formats.instant(row.recorded_at), name: row.recorded_by })}
          </Text>
        </Stack>
      ),
    },
    { key: 'at', title: t('payments.arrived'), cell: (row) => <When at={row.at} /> },
    { key: 'orders', title: t('payments.orders'), align: 'right', cell: (row) => formats.number(row.orders) },
    { key: 'due', title: t('ledger.amount'), align: 'right', cell: (row) => <Sums of={row.due} /> },
    { key: 'settled', title: t('payments.settled'), align: 'right', cell: (row) => <Sums of={settledOf(row)} /> },
  ];
}
