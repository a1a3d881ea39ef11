import type { Instant } from '../../../core/time/instant.ts';
import type { AdSpaceKey } from './people.ts';

/** What the example loader will do, worked out beforehand: pure data, the same for the same seed and the same moment. */
export interface TrafficPlan {
  /** Ascending by time. */
  readonly clicks: readonly PlannedClick[];
  /** Ascending by time of the order. */
  readonly orders: readonly PlannedOrder[];
  /** Ascending by time. */
  readonly events: readonly PlannedEvent[];
  /** Orders that the advertiser pays for, by the day of the payment; ascending. */
  readonly payments: readonly PlannedPayment[];
}

export interface PlannedClick {
  readonly at: Instant;
  readonly program: string;
  readonly adSpace: AdSpaceKey;
  readonly address: string;
  readonly userAgent: string;
  readonly prefetch: boolean;
  readonly subids: readonly (string | null)[];
  /** Page of the shop the link leads to; `null` is its home page. */
  readonly target: string | null;
}

export interface PlannedOrder {
  readonly orderId: string;
  readonly program: string;
  /** Index into `clicks`; `null` for an order that nobody's click led to. */
  readonly click: number | null;
  readonly at: Instant;
  readonly deliveryCountry: string | null;
  readonly currency: string;
  readonly customer: 'new' | 'returning';
  readonly coupon: string | null;
  readonly lines: readonly PlannedLine[];
}

export interface PlannedLine {
  readonly productId: string;
  /** Minor units of the order's currency. */
  readonly amountMinor: bigint;
}

export interface PlannedEvent {
  readonly at: Instant;
  readonly program: string;
  readonly orderId: string;
  readonly type: 'goods_received' | 'closed' | 'refunded' | 'violation';
  readonly violation: 'abnormal_order' | null;
}

export interface PlannedPayment {
  readonly at: Instant;
  readonly program: string;
  readonly orderIds: readonly string[];
}

const secondMs = 1000;
const minuteMs = 60 * secondMs;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

/** How long the example network has been running. */
export const historyDays = 200;
