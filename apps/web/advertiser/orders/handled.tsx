import { useTranslation } from 'react-i18next';
import type { HandledAnswer } from '../../../../contract/wire/order-desk.ts';
import { DataTable } from '../../kit/data-table.tsx';
import { useFormats } from '../../kit/format.ts';
import { Section } from '../../kit/page.tsx';
import { RefusalText } from '../../kit/refusal-text.tsx';
import { Amounts, Figures } from '../daily/figures.tsx';

/** How many orders change, and how much that is. */
export function HandledFigures({ answer }: { readonly answer: HandledAnswer }) {
  const { t } = useTranslation('advertiser');
  const formats = useFormats();
  return (
    <Figures
      figures={[
        [t('daily.many.change'), formats.number(answer.orders)],
        [t('daily.many.same'), formats.number(answer.outcomes['no_change'] ?? 0)],
        [t('daily.many.refused'), formats.number(answer.outcomes['refused'] ?? 0)],
        [t('daily.many.worth'), <Amounts key="worth" sums={answer.amounts} />],
        [t('daily.many.earns'), <Amounts key="earns" sums={answer.commissions} />],
      ]}
    />
  );
}

/** Each refused row with its reason. */
export function RefusedRows({ answer }: { readonly answer: HandledAnswer }) {
  const { t } = useTranslation('advertiser');
  if (answer.refused.length === 0) return null;
  return (
    <Section title={t('daily.many.refusedTitle')}>
      <DataTable
        caption={t('daily.many.refusedTitle')}
        columns={[
          { key: 'line', title: t('daily.many.line'), cell: ({ line }) => line ?? '—' },
          { key: 'order', title: t('daily.orders.order'), isHeader: true, cell: ({ order_id }) => order_id ?? '—' },
          { key: 'why', title: t('daily.many.why'), cell: (row) => <RefusalText {...row} /> },
        ]}
        rows={answer.refused}
        rowKey={({ line, order_id, code }) => `${line}/${order_id}/${code}`}
      />
    </Section>
  );
}
