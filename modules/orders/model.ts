import type { Status } from '../../core/commission/decision.ts';
import type { OrderEventFacts, ViolationCode } from '../../core/commission/facts/facts.ts';
import type { Decimal } from '../../core/money/decimal.ts';
import type { Instant } from '../../core/time/instant.ts';

/** Names one order for ever (I-28, R-6). */
export interface OrderRef {
  readonly program: string;
  readonly orderId: string;
}

/** How an order or an event came in. `pixel` is the only one that proves nothing about its sender. */
export const channels = ['s2s', 'pixel', 'api', 'file'] as const;
export type Channel = (typeof channels)[number];
/** Events come also of the network's own: what a sanction does to an order. */
export type EventChannel = Channel | 'network';

/** A line as the advertiser reported it. What is absent or `null` was not reported; the catalogue may know it. */
export interface ReportedLine {
  readonly lineId: string;
  readonly productId: string | null;
  /** Price after discounts, without shipping, of all units together (C-43), in the order's currency. */
  readonly amount: Decimal;
  readonly quantity: number;
  readonly storeId?: string | null;
  readonly category?: string | null;
  readonly sellerCountry?: string | null;
  readonly affiliate?: boolean | null;
  readonly hot?: boolean | null;
  readonly virtual?: boolean | null;
  readonly hidden?: boolean | null;
}

/** The line with `null` for whatever was not reported, and nothing but what a line has. */
export function wholeLine(line: ReportedLine): Required<ReportedLine> {
  const { lineId, productId, amount, quantity } = line;
  const { storeId = null, category = null, sellerCountry = null } = line;
  const { affiliate = null, hot = null, virtual = null, hidden = null } = line;
  return { lineId, productId, amount, quantity, storeId, category, sellerCountry, affiliate, hot, virtual, hidden };
}

/** A line as it should have been reported: what is absent stays as it was. */
export type LinePatch = { readonly lineId: string } & Partial<Omit<ReportedLine, 'lineId'>>;

export type Customer = 'new' | 'returning';

/**
 * Where the order time comes from: a time with its zone, a time without one read in the program's zone (BAD-42), or the moment the
 * report came in (channels that carry no order time). `received` gives way to the others.
 */
export type TimeSource = 'reported' | 'assumed_zone' | 'received';

/** One report of an order, by whatever channel, already checked. Lines it does not name are not touched by it. */
export interface OrderReport {
  readonly program: string;
  readonly advertiserOrg: string;
  readonly orderId: string;
  readonly channel: Channel;
  readonly orderedAt: Instant;
  readonly timeSource: TimeSource;
  /** ISO 3166-1 alpha-2, `null` when not reported or not a country. */
  readonly deliveryCountry: string | null;
  readonly currency: string;
  readonly clickIds: readonly string[];
  readonly coupon: string | null;
  readonly customer: Customer | null;
  /** Name of the traffic source that the shop itself credits, where it says so (`channel` of the tracking request). */
  readonly creditedSource: string | null;
  readonly lines: readonly ReportedLineAt[];
}

/** A line with its place in the order; places decide ties when an order's amount is shared over its lines. */
export type ReportedLineAt = ReportedLine & { readonly place: number };

export const eventTypes = ['goods_received', 'closed', 'refunded', 'violation', 'corrected', 'reopened'] as const;
export type EventType = (typeof eventTypes)[number];

export const violationCodes: readonly ViolationCode[] = [
  'abnormal_traffic',
  'abnormal_order',
  'PPC_violation',
  'SID_black_list',
  'risk',
];

/** What an event says, apart from which event it is and when. */
export type EventContent =
  | { readonly type: 'goods_received' }
  | { readonly type: 'closed' }
  | {
      readonly type: 'refunded';
      readonly lines: readonly { readonly lineId: string; readonly amount: Decimal | null }[] | null;
    }
  | { readonly type: 'violation'; readonly violation: ViolationCode; readonly lines: readonly string[] | null }
  | { readonly type: 'corrected'; readonly lines: readonly LinePatch[] }
  /** Takes back that the order was closed. The decision after it rests on facts without either. */
  | { readonly type: 'reopened' };

/** One event as reported, already checked. The same id is the same event however often it comes. */
export interface EventReport {
  readonly program: string;
  readonly advertiserOrg: string;
  readonly orderId: string;
  readonly channel: EventChannel;
  readonly id: string;
  readonly at: Instant;
  /** `false`: the sender named no time and `at` is when it came in, so a repetition may have another. */
  readonly isTimeReported?: boolean;
  readonly content: EventContent;
  /** A remark of the sender, shown with the event. */
  readonly reason: string | null;
}

/** An event as kept. `arrival` counts the events of an order from 1 in the order in which they were recorded. */
export interface StoredEvent {
  readonly id: string;
  readonly at: Instant;
  readonly arrival: number;
  readonly content: EventContent;
  readonly reason: string | null;
  readonly channel: EventChannel;
  readonly recordedAt: Instant;
}

/** Everything known of an order: the fold of what was reported about it (I-26). */
export interface OrderRecord {
  readonly program: string;
  readonly orderId: string;
  readonly advertiserOrg: string;
  /** Set by the commission decision; `null` while nobody earns. */
  readonly publisherOrg: string | null;
  readonly orderedAt: Instant;
  readonly timeSource: TimeSource;
  readonly recordedAt: Instant;
  readonly deliveryCountry: string | null;
  readonly currency: string;
  readonly clickIds: readonly string[];
  readonly coupon: string | null;
  readonly customer: Customer | null;
  /** As first reported, in their places; corrections stand among the events. */
  readonly lines: readonly ReportedLine[];
  /** The same lines after the corrections that count: what the order is now. */
  readonly linesNow: readonly ReportedLine[];
  /** Those that count, oldest first; `corrected` names whole lines. What the catalogue knows is `null` in them. */
  readonly events: readonly OrderEventFacts[];
  /** Takings back of a closing that count, oldest first; neither stands among the events. */
  readonly reopened: readonly { readonly id: string; readonly at: Instant }[];
  /** Whether goods were received, by the events that count. */
  readonly goodsReceived: boolean;
  /** Channel of the first report. */
  readonly channel: Channel;
  /** `false` while only a pixel has reported the order: it may not be approved (BAD-72). */
  readonly verified: boolean;
  /** Counts the changes of the order from 1. */
  readonly revision: number;
  /** Other programs of the same advertiser in which this order id was reported: held, never paid twice. */
  readonly alsoIn: readonly { readonly program: string; readonly recordedAt: Instant }[];
}

/** What became of one report of an order. */
export type ReportOutcome =
  /** First sight of the order. */
  | 'recorded'
  /** New lines of a known order. */
  | 'extended'
  /** Something known has changed; an event says what. */
  | 'amended'
  /** Confirmed content of a pixel's order by a channel that proves its sender. */
  | 'verified'
  | 'no_change'
  /** Contradicts an order whose goods were received; kept for a person (BAD-31). */
  | 'needs_review';

/** What became of one event. */
export type EventOutcome =
  | 'applied'
  | 'duplicate'
  /** Waits for its order or for a line of it (G-8). */
  | 'parked';

/** What a decision says of an order, as other modules hand it in for display. Amounts and rates are decimal strings. */
export interface DecisionSummary {
  readonly status: Status;
  readonly commission: { readonly amount: string; readonly currency: string };
  readonly clickId: string | null;
  /** Organisation that earns. */
  readonly publisher: string | null;
  readonly termsVersion: string | null;
  readonly lines: readonly {
    readonly lineId: string;
    readonly status: Status;
    readonly reason: string;
    /** Further reasons that hold for the line (docs/domain/reasons.md). */
    readonly notes: readonly string[];
    readonly rate: string | null;
    readonly commission: string;
  }[];
}

/** Who earns by an order and in which state it is; handed in by the commission decision. */
export interface Attribution extends OrderRef {
  readonly publisherOrg: string | null;
  /** Of the click that owns the order. */
  readonly adSpaceId: string | null;
  readonly status: Status;
  /** When to look again for a click that the decision did not find in the store; nothing is looked for where it is left out. */
  readonly lookAgainAt?: Instant | null;
}

/** `program/order_id`, the name of an order wherever one text is wanted. */
export function orderName(ref: OrderRef): string {
  return `${ref.program}/${ref.orderId}`;
}

/** Items of orders, by the name of their order, in the order in which they come. */
export function byOrder<T extends OrderRef>(items: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(orderName(item));
    if (group === undefined) groups.set(orderName(item), [item]);
    else group.push(item);
  }
  return groups;
}
