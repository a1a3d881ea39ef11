import { Button, Checkbox, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeskRow, HandleBody } from '../../../../contract/wire/order-desk.ts';
import { useMayWrite } from '../../kit/api/may-write.ts';
import { TextLink } from '../../kit/controls/text-link.tsx';
import { type Column, DataTable } from '../../kit/table/data-table.tsx';
import { Money, When } from '../../kit/values/amounts.tsx';
import { named } from '../daily/names.ts';
import { OrderStatus } from '../daily/order-status.tsx';
import { useZoneOf } from '../daily/program-choice.tsx';
import { type Filters, filtered } from './order-filters.tsx';

export type Verdict = HandleBody['verdict'];

/** What is to be said of which orders. */
export interface Asked {
  readonly verdict: Verdict;
  readonly selection: HandleBody['selection'];
}

export interface OrdersProps {
  readonly orders: readonly DeskRow[];
  readonly total: number;
  readonly filters: Filters;
  readonly onAsk: (asked: Asked) => void;
}

const keyOf = ({ program, order_id }: DeskRow): string => `${program}/${order_id}`;

/** A page of orders, to be handled one by one or all that the filters find. */
export function OrdersTable({ orders, ...props }: OrdersProps) {
  const { t } = useTranslation('advertiser');
  const mayWrite = useMayWrite();
  const [keys, setKeys] = useState<ReadonlySet<string>>(new Set());
  const columns = useColumns();
  const choice = useChoiceColumn(orders, keys, setKeys);
  return (
    <>
      <Many {...props} chosen={orders.filter((order) => keys.has(keyOf(order)))} />
      <DataTable
        caption={t('daily.orders.title')}
        columns={mayWrite ? [choice, ...columns] : columns}
        rows={orders}
        rowKey={keyOf}
      />
    </>
  );
}

/** A box before each order, and one before all of the page. */
function useChoiceColumn(
  orders: readonly DeskRow[],
  keys: ReadonlySet<string>,
  onKeys: (keys: ReadonlySet<string>) => void,
): Column<DeskRow> {
  const { t } = useTranslation('advertiser');
  const chosen = orders.filter((order) => keys.has(keyOf(order))).length;
  return {
    key: 'choice',
    title: (
      <Checkbox
        aria-label={t('daily.orders.chooseAll')}
        checked={chosen > 0 && chosen === orders.length}
        indeterminate={chosen > 0 && chosen < orders.length}
        onChange={() => onKeys(new Set(chosen === orders.length ? [] : orders.map(keyOf)))}
      />
    ),
    cell: (order) => (
      <Checkbox
        aria-label={t('daily.orders.choose', { order: order.order_id })}
        checked={keys.has(keyOf(order))}
        onChange={() => onKeys(toggled(keys, keyOf(order)))}
      />
    ),
  };
}

function toggled(keys: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const others = new Set(keys);
  if (!others.delete(key)) others.add(key);
  return others;
}

/** The chosen orders, or all that the filters find, where they are of one program. */
function Many(props: Omit<OrdersProps, 'orders'> & { readonly chosen: readonly DeskRow[] }) {
  const { t } = useTranslation('advertiser');
  const mayWrite = useMayWrite();
  const { total, chosen, filters, onAsk } = props;
  const count = chosen.length;
  const selection = count > 0 ? chosenOf(chosen) : filtered(filters);
  const areDeclined = count > 0 ? chosen.every(({ status }) => status === 'declined') : filters.status === 'declined';
  const verdicts: readonly Verdict[] = areDeclined ? ['reopened'] : ['approved', 'declined'];
  return (
    <Group justify="space-between" mb="sm">
      <Text size="sm" c="dimmed" role="status">
        {t('daily.orders.count', { count: total })}
        {count === 0 ? '' : ` · ${t('daily.orders.chosen', { count })}`}
      </Text>
      {!mayWrite ? null : selection === null ? (
        <Text size="sm" c="dimmed">
          {t(count > 0 ? 'daily.orders.oneProgram' : 'daily.orders.chooseProgram')}
        </Text>
      ) : (
        <Group gap="sm">
          {verdicts.map((verdict) => (
            <Button
              key={verdict}
              variant={verdict === 'approved' ? 'light' : 'default'}
              aria-haspopup="dialog"
              onClick={() => onAsk({ verdict, selection })}
            >
              {t(`daily.orders.${count > 0 ? 'chosenToBe' : 'allToBe'}.${verdict}`)}
            </Button>
          ))}
        </Group>
      )}
    </Group>
  );
}

function chosenOf(chosen: readonly DeskRow[]): Asked['selection'] | null {
  const [first] = chosen;
  if (first === undefined || chosen.some(({ program }) => program !== first.program)) return null;
  return { program: first.program, order_ids: chosen.map(({ order_id }) => order_id) };
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
