import type { Decimal } from '../../money/decimal.ts';
import type { Instant } from '../../time/instant.ts';

/**
 * Everything one decision may look at, and nothing else. Facts are plain values; the same facts give the same decision for ever.
 * `null` always means "not known", never "no".
 */
export interface OrderFacts {
  readonly orderId: string;
  readonly program: string;
  readonly orderedAt: Instant;
  /** ISO 3166-1 alpha-2 of the delivery address; `null` when not known. */
  readonly deliveryCountry: string | null;
  /** Currency of all amounts of the lines. */
  readonly currency: string;
  /** The program's internal rates of the order's day, by pair, for example `USD/RUB` → 60.0000 (one USD costs 60 RUB). */
  readonly internalRates: Readonly<Record<string, Decimal>>;
  /** Clicks of the same buyer that may own the order, in any order; usually none or one. */
  readonly clicks: readonly ClickFacts[];
  readonly customer: 'new' | 'returning' | null;
  readonly coupon: CouponFacts | null;
  /** What the publisher already had in the calendar period of the order, before it; only for terms with volume tiers. */
  readonly volume: VolumeFacts | null;
  /** What was already earned against the period caps and the budget before this order, in the accrual currency. */
  readonly used: { readonly day: Decimal | null; readonly month: Decimal | null; readonly budget: Decimal | null };
  /** `true` once the buyer confirmed receipt (or whatever the program's confirmation is). */
  readonly goodsReceived: boolean;
  readonly events: readonly OrderEventFacts[];
  readonly lines: readonly LineFacts[];
}

export interface ClickFacts {
  readonly clickId: string | null;
  readonly at: Instant;
  readonly country: string | null;
  readonly anonymizer: 'no' | 'yes' | 'unknown';
  readonly landing: LandingFacts;
  readonly adSpace: AdSpaceFacts;
  /** Where GEO routing moved the click to another program: the program whose link was followed (S-114). */
  readonly routedFrom: string | null;
}

export interface LandingFacts {
  readonly kind: 'home' | 'item' | 'shop' | 'category';
  readonly productId: string | null;
  readonly storeId: string | null;
  /** An invalid product link was sent elsewhere: the link then is direct for nothing (C-29). */
  readonly redirected: boolean;
}

export interface AdSpaceFacts {
  readonly id: string | null;
  /** The short code by which people know the ad space; groups of the terms may name it by either. */
  readonly code: string | null;
  readonly kind: string | null;
  readonly trafficType: string | null;
  readonly dropshipping: boolean;
  readonly blocked: boolean;
  /** `false` where the kind of traffic needs the advertiser's agreement and there is none. */
  readonly agreed: boolean;
}

export interface CouponFacts {
  readonly code: string;
  /** The ad space the coupon was given to; `null` for a public coupon. */
  readonly adSpace: AdSpaceFacts | null;
}

export interface VolumeFacts {
  readonly orders: number;
  readonly amount: Decimal;
}

export interface LineFacts {
  readonly lineId: string;
  readonly productId: string | null;
  readonly storeId: string | null;
  readonly sellerCountry: string | null;
  readonly category: string | null;
  /** Price after discounts, without shipping, of all units together (C-43). */
  readonly amount: Decimal;
  readonly quantity: number;
  readonly affiliate: boolean | null;
  readonly hot: boolean | null;
  readonly virtual: boolean | null;
  readonly hidden: boolean | null;
  /** Percent. */
  readonly sellerRate: Decimal | null;
  /** Percent. */
  readonly hotRate: Decimal | null;
}

export type ViolationCode = 'abnormal_traffic' | 'abnormal_order' | 'PPC_violation' | 'SID_black_list' | 'risk';

/** What happened to an order after it was made. Each has an id that makes it the same event however often it is reported. */
export type OrderEventFacts =
  | { readonly id: string; readonly type: 'goods_received'; readonly at: Instant }
  /** Closed without receipt. */
  | { readonly id: string; readonly type: 'closed'; readonly at: Instant }
  | {
      readonly id: string;
      readonly type: 'refunded';
      readonly at: Instant;
      /** `null`: the whole order. A line's `amount` `null`: the whole line. */
      readonly lines: readonly { readonly lineId: string; readonly amount: Decimal | null }[] | null;
    }
  | {
      readonly id: string;
      readonly type: 'violation';
      readonly at: Instant;
      readonly violation: ViolationCode;
      readonly lines: readonly string[] | null;
    }
  /** The order's lines as they should have been reported; replaces the named lines. */
  | { readonly id: string; readonly type: 'corrected'; readonly at: Instant; readonly lines: readonly LineFacts[] };
