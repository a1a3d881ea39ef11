import { decimal } from '../../money/index.ts';
import type { AdSpaceFacts, ClickFacts, LineFacts, OrderEventFacts, OrderFacts } from '../facts/facts.ts';
import { RC } from './examples.ts';

const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
/** 15 June 2022, 12:00 in Moscow: version R2. */
export const ORDERED_AT = Date.UTC(2022, 5, 15, 9);

/** The base order of the worked examples: 20.00 USD at 5 % is 1.00 USD, at 60 RUB a dollar 60.00 RUB. A test changes what it is about. */
export function orderOf(change: Partial<OrderFacts> = {}): OrderFacts {
  return {
    orderId: 'A1',
    program: RC,
    orderedAt: ORDERED_AT,
    deliveryCountry: 'RU',
    currency: 'USD',
    internalRates: { 'USD/RUB': decimal('60.0000') },
    clicks: [clickOf()],
    customer: null,
    coupon: null,
    volume: null,
    used: { day: null, month: null, budget: null },
    goodsReceived: true,
    events: [],
    lines: [lineOf()],
    ...change,
  };
}

export function clickOf(change: Partial<ClickFacts> = {}): ClickFacts {
  return {
    clickId: 'c1',
    at: ORDERED_AT - HOUR_MS,
    country: 'RU',
    anonymizer: 'no',
    landing: { kind: 'home', productId: null, storeId: null, redirected: false },
    adSpace: adSpaceOf(),
    routedFrom: null,
    ...change,
  };
}

export function adSpaceOf(change: Partial<AdSpaceFacts> = {}): AdSpaceFacts {
  return {
    id: 'space-1',
    code: null,
    kind: 'content_site',
    trafficType: 'content_site',
    dropshipping: false,
    blocked: false,
    agreed: true,
    ...change,
  };
}

export function lineOf(change: Partial<LineFacts> = {}): LineFacts {
  return {
    lineId: '1',
    productId: 'P1',
    storeId: 'S-CN1',
    sellerCountry: 'CN',
    category: 'other',
    amount: decimal('20.00'),
    quantity: 1,
    affiliate: true,
    hot: false,
    virtual: false,
    hidden: false,
    sellerRate: decimal('5.00'),
    hotRate: null,
    ...change,
  };
}

/** Events are dated by days after the order. */
export function received(day: number, id = 'received'): OrderEventFacts {
  return { id, type: 'goods_received', at: ORDERED_AT + day * DAY_MS };
}

export function closed(day: number): OrderEventFacts {
  return { id: 'closed', type: 'closed', at: ORDERED_AT + day * DAY_MS };
}

export function refunded(day: number, amounts: Readonly<Record<string, string | null>> | null): OrderEventFacts {
  const lines =
    amounts === null
      ? null
      : Object.entries(amounts).map(([lineId, amount]) => ({
          lineId,
          amount: amount === null ? null : decimal(amount),
        }));
  return { id: `refunded-${day}`, type: 'refunded', at: ORDERED_AT + day * DAY_MS, lines };
}

export function violation(day: number, lines: readonly string[] | null = null): OrderEventFacts {
  return {
    id: `violation-${day}`,
    type: 'violation',
    at: ORDERED_AT + day * DAY_MS,
    violation: 'abnormal_order',
    lines,
  };
}

export function corrected(day: number, lines: readonly LineFacts[]): OrderEventFacts {
  return { id: `corrected-${day}`, type: 'corrected', at: ORDERED_AT + day * DAY_MS, lines };
}
