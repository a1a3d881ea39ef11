import { useTranslation } from 'react-i18next';
import { Section } from '../../kit/page/page.tsx';
import { DataTable } from '../../kit/table/data-table.tsx';
import { Money } from '../../kit/values/amounts.tsx';
import { useFormats } from '../../kit/values/format.ts';
import { named } from '../daily/names.ts';
import type { OrderRead } from './order-read.ts';

/** Each line with what was decided about it. */
export function OrderLines({ order }: { readonly order: OrderRead }) {
  const { t } = useTranslation('advertiser');
  const formats = useFormats();
  const decided = new Map(order.decision?.lines.map((line) => [line.line_id, line]));
  const currency = order.decision?.commission.currency ?? order.currency;
  const rows = order.lines.map((line) => ({ ...line, decided: decided.get(line.line_id) ?? null }));
  const version = order.decision?.terms_version ?? null;
  return (
    <Section
      title={t('daily.order.lines')}
      {...(version === null ? {} : { lead: t('daily.order.terms', { version }) })}
    >
      <DataTable
        caption={t('daily.order.lines')}
        columns={[
          { key: 'line', title: t('daily.order.line'), isHeader: true, cell: ({ line_id }) => line_id },
          { key: 'product', title: t('daily.order.product'), cell: ({ product_id }) => product_id ?? '—' },
          {
            key: 'amount',
            title: t('daily.order.amount'),
            align: 'right',
            cell: ({ amount }) => <Money amount={amount} currency={order.currency} />,
          },
          {
            key: 'status',
            title: t('daily.order.status'),
            cell: ({ decided: line }) => (line === null ? '—' : t(`daily.orders.statuses.${line.status}`)),
          },
          {
            key: 'reason',
            title: t('daily.order.reason'),
            cell: ({ decided: line }) => (line === null ? '—' : named(t, 'reason', line.reason)),
          },
          {
            key: 'rate',
            title: t('daily.order.rate'),
            align: 'right',
            cell: ({ decided: line }) => (line?.rate == null ? '—' : formats.rate(line.rate)),
          },
          {
            key: 'commission',
            title: t('daily.order.commission'),
            align: 'right',
            cell: ({ decided: line }) => (line === null ? '—' : <Money amount={line.commission} currency={currency} />),
          },
        ]}
        rows={rows}
        rowKey={({ line_id }) => line_id}
      />
    </Section>
  );
}
