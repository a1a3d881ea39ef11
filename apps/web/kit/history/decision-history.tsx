import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { WhyAnswer } from '../../../../contract/wire/why.ts';
import { DataTable } from '../table/data-table.tsx';
import { Money, When } from '../values/amounts.tsx';

export interface DecisionHistoryProps {
  readonly decisions: WhyAnswer['decisions'];
  readonly zone: string;
  readonly eventName: (type: string) => string;
  readonly status: (status: string) => ReactNode;
}

/** Every decision of an order and what was reported before it, the latest first. */
export function DecisionHistory({ decisions, zone, eventName, status }: DecisionHistoryProps) {
  const { t } = useTranslation('frame');
  return (
    <DataTable
      caption={t('decisions.title')}
      columns={[
        { key: 'revision', title: t('decisions.number'), isHeader: true, cell: ({ revision }) => revision },
        { key: 'at', title: t('decisions.at'), cell: ({ decided_at: at }) => <When at={at} zone={zone} /> },
        {
          key: 'because',
          title: t('decisions.because'),
          cell: ({ because, revision }) =>
            because === null ? t(revision === 1 ? 'decisions.order' : 'decisions.change') : eventName(because.type),
        },
        {
          key: 'reason',
          title: t('decisions.reason'),
          cell: ({ because }) => (because?.by === 'network' ? t('decisions.byNetwork') : (because?.reason ?? '—')),
        },
        { key: 'status', title: t('decisions.status'), cell: (made) => status(made.status) },
        {
          key: 'commission',
          title: t('decisions.commission'),
          align: 'right',
          cell: ({ commission }) => <Money {...commission} />,
        },
      ]}
      rows={decisions.toReversed()}
      rowKey={({ revision }) => String(revision)}
    />
  );
}
