import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeskPage, DeskRow } from '../../../../contract/wire/order-desk.ts';
import { Money, When } from '../../kit/amounts.tsx';
import { type Column, DataTable } from '../../kit/data-table.tsx';
import { dayOf, pageOf } from '../../kit/from-address.ts';
import { useMayWrite } from '../../kit/may-write.ts';
import { Page } from '../../kit/page.tsx';
import { Loaded } from '../../kit/states.tsx';
import { TextLink } from '../../kit/text-link.tsx';
import { useAddress } from '../../kit/use-address.ts';
import { useApi } from '../../kit/use-api.ts';
import { named } from '../daily/names.ts';
import { OrderStatus } from '../daily/order-status.tsx';
import { NumberedPages } from '../daily/pages.tsx';
import { useZoneOf } from '../daily/program-choice.tsx';
import { HandleMany } from './handle-many.tsx';
import { OrderFilters } from './order-filters.tsx';

const PAGE = 50;
const defaults = { program: '', status: '', ad_space: '', since: '', until: '', order_id: '', page: '1' };

/** What was ordered through the advertiser's programs, one by one or many at once. */
export function OrdersPage() {
  const { t } = useTranslation('advertiser');
  const columns = useColumns();
  const address = useAddress(defaults);
  const { page: pageText, ...named } = address.values;
  const chosen = { ...named, since: dayOf(named.since), until: dayOf(named.until) };
  const page = pageOf(pageText, PAGE);
  const found = useApi<DeskPage>('/api/v1/order-desk', { ...chosen, limit: PAGE, offset: (page - 1) * PAGE });
  return (
    <Page title={t('daily.orders.title')} lead={t('daily.orders.lead')}>
      <OrderFilters
        values={chosen}
        onChange={(values) => address.change({ ...values, page: '1' })}
        onReset={address.reset}
      />
      <Loaded query={found} isEmpty={({ total }) => total === 0} empty={t('daily.orders.none')}>
        {({ orders, total }) => (
          <>
            <Many total={total} selection={chosen} />
            <DataTable
              caption={t('daily.orders.title')}
              columns={columns}
              rows={orders}
              rowKey={({ program, order_id }) => `${program}/${order_id}`}
            />
            <NumberedPages
              page={page}
              total={total}
              size={PAGE}
              onPage={(next) => address.change({ page: String(next) })}
            />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Many({ total, selection }: { readonly total: number; readonly selection: Omit<typeof defaults, 'page'> }) {
  const { t } = useTranslation('advertiser');
  const mayWrite = useMayWrite();
  const [verdict, setVerdict] = useState<'approved' | 'declined' | null>(null);
  const hasProgram = selection.program !== '';
  return (
    <Group justify="space-between" mb="sm">
      <Text size="sm" c="dimmed" role="status">
        {t('daily.orders.count', { count: total })}
      </Text>
      {!mayWrite ? null : hasProgram ? (
        <Group gap="sm">
          <Button variant="light" onClick={() => setVerdict('approved')}>
            {t('daily.orders.confirmAll')}
          </Button>
          <Button variant="default" onClick={() => setVerdict('declined')}>
            {t('daily.orders.declineAll')}
          </Button>
        </Group>
      ) : (
        <Text size="sm" c="dimmed">
          {t('daily.orders.chooseProgram')}
        </Text>
      )}
      {verdict === null ? null : (
        <HandleMany verdict={verdict} selection={selection} onClose={() => setVerdict(null)} />
      )}
    </Group>
  );
}

function useColumns(): readonly Column<DeskRow>[] {
  const { t } = useTranslation('advertiser');
  const zoneOf = useZoneOf();
  return [
    {
      key: 'order',
      title: t('daily.orders.order'),
      isHeader: true,
      cell: ({ program, order_id: order }) => (
        <TextLink to="/advertiser/orders/detail" search={{ program, order }}>
          {order}
        </TextLink>
      ),
    },
    {
      key: 'ordered',
      title: t('daily.orders.ordered'),
      cell: (row) => <When at={row.ordered_at} zone={zoneOf(row.program)} />,
    },
    { key: 'space', title: t('daily.orders.adSpace'), cell: (row) => row.ad_space?.name ?? '—' },
    {
      key: 'amount',
      title: t('daily.orders.amount'),
      align: 'right',
      cell: ({ amount }) => <Money amount={amount.amount} currency={amount.currency} />,
    },
    { key: 'status', title: t('daily.orders.status'), cell: ({ status }) => <OrderStatus status={status} /> },
    {
      key: 'reasons',
      title: t('daily.orders.reasons'),
      cell: ({ reasons }) => reasons.map((reason) => named(t, 'reason', reason)).join(', ') || '—',
    },
    {
      key: 'received',
      title: t('daily.orders.received'),
      cell: (row) => t(row.goods_received ? 'daily.orders.yes' : 'daily.orders.no'),
    },
    {
      key: 'commission',
      title: t('daily.orders.commission'),
      align: 'right',
      cell: ({ commission }) =>
        commission === null ? '—' : <Money amount={commission.amount} currency={commission.currency} />,
    },
  ];
}
