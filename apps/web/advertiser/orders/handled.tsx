import { useTranslation } from 'react-i18next';
import type { HandledAnswer } from '../../../../contract/wire/order-desk.ts';
import { RowRefusalText } from '../../kit/history/refusal-text.tsx';
import { Section } from '../../kit/page/page.tsx';
import { DataTable } from '../../kit/table/data-table.tsx';
import { useFormats } from '../../kit/values/format.ts';
import { Amounts, Figures } from '../daily/figures.tsx';

/** How many orders change, or have changed, and how much that is. */
export function HandledFigures({
  answer,
  ofFile = false,
}: {
  readonly answer: HandledAnswer;
  readonly ofFile?: boolean;
}) {
  const { t } = useTranslation('advertiser');
  const { number } = useFormats();
  const { changed, outcomes } = answer;
  const count = (outcome: string): number => outcomes[outcome] ?? 0;
  const added = count('recorded');
  const known = answer.rows - added - count('no_change') - count('refused');
  // Of a file that was read before, only the rows are known.
  const isOfBefore = answer.already_applied_at !== null;
  const orders = [
    [t(changed ? 'daily.many.changed' : 'daily.many.change'), number(answer.orders)],
    [t('daily.many.worth'), <Amounts key="worth" sums={answer.amounts} />],
    [t(changed ? 'daily.many.earnsNow' : 'daily.many.earns'), <Amounts key="earns" sums={answer.commissions} />],
  ] as const;
  return (
    <Figures
      figures={[
        ...(ofFile
          ? ([
              [t('daily.imports.rows'), number(answer.rows)],
              [t('daily.imports.ofOrders.added'), number(added)],
              [t('daily.imports.ofOrders.known'), number(known)],
            ] as const)
          : []),
        [t('daily.many.same'), number(count('no_change'))],
        [t('daily.many.refused'), number(count('refused'))],
        ...(isOfBefore ? [] : [orders[0]]),
        ...(isOfBefore ? [] : orders.slice(1)),
      ]}
    />
  );
}

/** Each refused row with its reason. */
export function RefusedRows({ answer }: { readonly answer: HandledAnswer }) {
  const { t } = useTranslation('advertiser');
  const { number } = useFormats();
  if (answer.refused.length === 0) return null;
  const all = answer.outcomes['refused'] ?? 0;
  const shown = answer.refused.length;
  return (
    <Section
      title={t('daily.many.refusedTitle')}
      {...(all > shown ? { lead: t('daily.many.firstRefused', { shown: number(shown), all: number(all) }) } : {})}
    >
      <DataTable
        caption={t('daily.many.refusedTitle')}
        columns={[
          { key: 'line', title: t('daily.many.line'), cell: ({ line }) => line ?? '—' },
          { key: 'order', title: t('daily.orders.order'), isHeader: true, cell: ({ order_id }) => order_id ?? '—' },
          { key: 'why', title: t('daily.many.why'), cell: (row) => <RowRefusalText {...row} /> },
        ]}
        rows={answer.refused}
        rowKey={({ line, order_id, code }) => `${line}/${order_id}/${code}`}
      />
    </Section>
  );
}
