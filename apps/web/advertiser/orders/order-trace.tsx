import { useTranslation } from 'react-i18next';
import type { WhyAnswer } from '../../../../contract/wire/why.ts';
import { useTraceTexts } from '../../kit/history/trace-text.ts';
import { DataTable } from '../../kit/table/data-table.tsx';

/** Every step on the way to the decision, with what it read. */
export function OrderTrace({ why }: { readonly why: WhyAnswer }) {
  const { t } = useTranslation('advertiser');
  const texts = useTraceTexts(why.story);
  const rows = why.trace.map((step, index) => ({ ...step, place: index + 1 }));
  return (
    <DataTable
      caption={t('daily.order.trace')}
      columns={[
        { key: 'place', title: '#', cell: ({ place }) => place },
        { key: 'line', title: t('daily.order.line'), cell: ({ line_id }) => line_id ?? '—' },
        { key: 'step', title: t('daily.order.step'), isHeader: true, cell: ({ step }) => texts.step(step) },
        {
          key: 'outcome',
          title: t('daily.order.outcome'),
          cell: ({ outcome }) => (outcome === null ? '—' : t(`daily.order.${outcome}`)),
        },
        {
          key: 'detail',
          title: t('daily.order.detail'),
          // A click id is one word of up to hundreds of characters: it breaks before the table grows.
          cell: ({ detail, facts }) => (
            <span className="breaks">
              {[
                ...(detail === null ? [] : [texts.detail(detail)]),
                ...Object.entries(facts).map(([name, value]) => texts.fact(name, value)),
              ].join('; ')}
            </span>
          ),
        },
      ]}
      rows={rows}
      rowKey={({ place }) => String(place)}
    />
  );
}
