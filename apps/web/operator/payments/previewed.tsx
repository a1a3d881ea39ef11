import { Alert, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type {
  AdvertiserPaymentPreview,
  AdvertiserPaymentPreviewBody,
} from '../../../../contract/wire/advertiser-payments.ts';
import { Empty } from '../../kit/page/states.tsx';
import { type Column, DataTable } from '../../kit/table/data-table.tsx';
import { Money } from '../../kit/values/amounts.tsx';
import { lessOf } from '../../kit/values/decimals.ts';
import { useFormats } from '../../kit/values/format.ts';
import { Facts } from '../look/facts.tsx';
import { ConfirmPayment } from './confirm-payment.tsx';
import { Sums } from './sums.tsx';

interface PreviewedProps {
  /** Of the program. */
  readonly name: string;
  readonly which: AdvertiserPaymentPreviewBody;
  readonly preview: AdvertiserPaymentPreview;
  readonly onRecorded: () => void;
  readonly onLookAgain: () => void;
}

/** What the payment would be: its sums, what each publisher gets of it, what it settles, and what is left out. */
export function Previewed({ name, which, preview, onRecorded, onLookAgain }: PreviewedProps) {
  const { t } = useTranslation('operator');
  const { orders, due, publishers, left_out: leftOut, more } = preview;
  return (
    <Stack gap="md" role="region" aria-label={t('payments.previewOf')}>
      <Title order={3}>{t('payments.previewOf')}</Title>
      {orders === 0 ? (
        <Empty>{t('payments.nothing')}</Empty>
      ) : (
        <>
          <Facts
            facts={[
              { name: t('payments.orders'), value: t('payments.found', { count: orders }) },
              { name: t('payments.amount'), value: <Sums of={due} align="flex-start" /> },
            ]}
          />
          {more ? (
            <Alert color="orange" variant="light">
              {t('payments.more')}
            </Alert>
          ) : null}
          <PublisherTable publishers={publishers} />
        </>
      )}
      {leftOut.length === 0 ? null : <LeftOut orders={leftOut} />}
      {orders === 0 ? null : (
        <ConfirmPayment name={name} which={which} preview={preview} onRecorded={onRecorded} onLookAgain={onLookAgain} />
      )}
    </Stack>
  );
}

type Share = AdvertiserPaymentPreview['publishers'][number];

export function PublisherTable({ publishers }: { readonly publishers: readonly Share[] }) {
  const { t } = useTranslation('operator');
  const formats = useFormats();
  const amount = (key: 'approved' | 'settled' | 'rest', of: (row: Share) => string): Column<Share> => ({
    key,
    title: t(`payments.${key}`),
    align: 'right',
    cell: (row) => <Money amount={of(row)} currency={row.currency} />,
  });
  const columns: readonly Column<Share>[] = [
    { key: 'publisher', title: t('common.publisher'), isHeader: true, cell: ({ publisher }) => publisher.name },
    { key: 'orders', title: t('payments.orders'), align: 'right', cell: (row) => formats.number(row.orders) },
    amount('approved', (row) => row.approved),
    amount('settled', (row) => row.settled),
    amount('rest', (row) => lessOf(row.approved, row.settled)),
  ];
  return (
    <DataTable
      caption={t('payments.publishers')}
      columns={columns}
      rows={publishers}
      rowKey={({ publisher, currency }) => `${publisher.id} ${currency}`}
    />
  );
}

type Left = AdvertiserPaymentPreview['left_out'][number];

function LeftOut({ orders }: { readonly orders: readonly Left[] }) {
  const { t } = useTranslation('operator');
  const title = t('payments.leftOut', { count: orders.length });
  return (
    <Stack gap={4}>
      <Text fw={600}>{title}</Text>
      <DataTable
        caption={title}
        columns={[
          { key: 'order', title: t('ledger.order'), isHeader: true, cell: (row) => row.order_id },
          { key: 'why', title: t('payments.leftOutWhy'), cell: (row) => t(`payments.leftOutReasons.${row.reason}`) },
        ]}
        rows={orders}
        rowKey={(row) => row.order_id}
      />
    </Stack>
  );
}
