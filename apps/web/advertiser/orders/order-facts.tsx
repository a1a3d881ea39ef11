import { useTranslation } from 'react-i18next';
import type { DeskPage } from '../../../../contract/wire/order-desk.ts';
import { useApi } from '../../kit/api/use-api.ts';
import { Money, When } from '../../kit/values/amounts.tsx';
import { useFormats } from '../../kit/values/format.ts';
import { Figures } from '../daily/figures.tsx';
import { OrderStatus } from '../daily/order-status.tsx';
import { useZoneOf } from '../daily/program-choice.tsx';
import type { OrderRead } from './order-read.ts';

const FOUND_MAX = 200;

/** What one asks of an order first: what became of it, how much it is, what it earns and for whom, when, and where to. */
export function OrderFacts({ order }: { readonly order: OrderRead }) {
  const { t } = useTranslation('advertiser');
  const { country } = useFormats();
  const zoneOf = useZoneOf();
  const { program, order_id, decision, delivery_country: delivery } = order;
  // The desk finds ids by their beginning; it knows the whole amount and the name of the ad space.
  const found = useApi<DeskPage>('/api/v1/order-desk', { program, order_id, limit: FOUND_MAX });
  const row = found.data?.orders.find((each) => each.order_id === order_id && each.program === program);
  return (
    <Figures
      figures={[
        [t('daily.orders.status'), <OrderStatus key="status" status={decision?.status ?? null} />],
        [t('daily.orders.amount'), row === undefined ? '—' : <Money key="amount" {...row.amount} />],
        [t('daily.orders.commission'), decision === null ? '—' : <Money key="commission" {...decision.commission} />],
        [t('daily.orders.adSpace'), row?.ad_space?.name ?? '—'],
        [t('daily.orders.ordered'), <When key="at" at={order.ordered_at} zone={zoneOf(program)} />],
        [t('daily.order.delivery'), delivery === null ? '—' : country(delivery)],
      ]}
    />
  );
}
