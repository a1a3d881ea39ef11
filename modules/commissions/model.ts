import type { Decision } from '../../core/commission/decision.ts';
import type { ClickFacts, LineFacts, OrderFacts } from '../../core/commission/facts/facts.ts';
import type { Decimal } from '../../core/money/decimal.ts';
import type { JournalEntry } from '../../core/posting/index.ts';
import type { ProgramTerms } from '../../core/terms/model.ts';
import type { Instant } from '../../core/time/instant.ts';
import type { Clock } from '../../platform/clock/index.ts';
import type { Queryable, Tx } from '../../platform/db/index.ts';
import type { OrderRecord, OrderRef } from '../orders/index.ts';

/** What a decision and its readers need of a click; the click module's rows have all of it. */
export interface DecidingClick extends Omit<ClickFacts, 'clickId' | 'adSpace'> {
  readonly clickId: string;
  readonly publisherOrg: string;
  readonly adSpaceId: string;
  readonly adSpaceCode: string | null;
  readonly adSpaceKind: string | null;
  readonly trafficType: string | null;
  readonly dropshipping: boolean;
  readonly agreed: boolean;
  readonly flags: readonly string[];
  /** `false`: no order is ever attributed to it. */
  readonly attributable: boolean;
  readonly subids: readonly (string | null)[];
  /** For statistics alone; absent where only the id is left of the click. */
  readonly linkCode?: string;
  readonly device?: string;
}

/** What the catalogue knew of a product; the part of a line that an advertiser need not report. */
export type ProductSnapshot = Pick<
  LineFacts,
  'storeId' | 'category' | 'sellerCountry' | 'affiliate' | 'hot' | 'virtual' | 'hidden' | 'sellerRate' | 'hotRate'
>;

export interface TermsInForce {
  readonly terms: ProgramTerms;
  /** Number of the publication, from 1; what is decided now stays with it. */
  readonly publication: number;
}

/** The ad space a coupon was given to, and whose it is. */
export interface CouponOwner {
  readonly adSpaceId: string;
  readonly adSpaceCode: string | null;
  readonly publisherOrg: string;
  readonly kind: string | null;
  readonly trafficType: string | null;
  readonly dropshipping: boolean;
  readonly blocked: boolean;
  readonly agreed: boolean;
}

/** An id holds hashes of the landing page's product and store, so they come out only when they are among those of the order. */
export interface RestoreQuery {
  readonly program: string;
  readonly clickIds: readonly string[];
  readonly productIds: readonly string[];
  readonly storeIds: readonly string[];
}

export type ClickQuery = Pick<RestoreQuery, 'program' | 'clickIds'>;
export type ClicksById = ReadonlyMap<string, DecidingClick>;

export interface ProductQuery {
  readonly program: string;
  readonly productIds: readonly string[];
  readonly at: Instant;
}

export interface RatesQuery {
  readonly program: string;
  /** `YYYY-MM-DD` in the program's zone. */
  readonly day: string;
}
export type Rates = Readonly<Record<string, Decimal>>;

export interface CouponQuery {
  readonly program: string;
  readonly code: string;
  /** When the order was made. */
  readonly at: Instant;
}

/** What commissions ask of the modules before them; the wiring of a process hands the functions in. */
export interface CommissionDeps {
  readonly clock: Clock;
  readonly orderRecords: (q: Queryable, refs: readonly OrderRef[]) => Promise<readonly OrderRecord[]>;
  /** Stored clicks of each program asked for, by id. This and the next four answer in the order of `asked`, all of it at once. */
  readonly findClicks: (q: Queryable, asked: readonly ClickQuery[]) => Promise<readonly ClicksById[]>;
  /** Clicks whose rows are gone or not there yet, recovered from their signed ids (G-4); forged ids are left out. */
  readonly restoreClicks: (q: Queryable, asked: readonly RestoreQuery[]) => Promise<readonly ClicksById[]>;
  /** What the catalogue knew of products at an order's time, by id. */
  readonly productsAt: (
    q: Queryable,
    asked: readonly ProductQuery[],
  ) => Promise<readonly ReadonlyMap<string, ProductSnapshot>[]>;
  /** The program's internal rates of a calendar day of its zone, by pair. */
  readonly internalRatesOn: (q: Queryable, asked: readonly RatesQuery[]) => Promise<readonly Rates[]>;
  /** `null` for a public or unknown coupon. */
  readonly couponOwners: (q: Queryable, asked: readonly CouponQuery[]) => Promise<readonly (CouponOwner | null)[]>;
  /** By program; one that has published no terms is absent. */
  readonly termsOf: (q: Queryable, programs: readonly string[]) => Promise<ReadonlyMap<string, TermsInForce>>;
  readonly termsOfPublication: (q: Queryable, program: string, publication: number) => Promise<ProgramTerms | null>;
  /**
   * Entries to book together with decisions that lower what was approved: they settle what was advanced for it (S-022). Asked before the
   * decisions are booked, and only for such.
   */
  readonly settlementsOf: (tx: Tx, lowered: readonly StoredDecision[]) => Promise<readonly JournalEntry[]>;
  /** Runs in the transaction of the decisions: statistics, the status shown with the order. */
  readonly onDecided: (tx: Tx, decided: readonly DecidedOrder[]) => Promise<void>;
}

/** What is kept beside the facts because a later decision of the same order needs it again. */
export interface Sources {
  /** What the catalogue knew; `null` where that was nothing. A list, because ids come from outside and may be any text. */
  readonly products: readonly { readonly productId: string; readonly known: ProductSnapshot | null }[];
  /** Organisation behind each ad space among clicks and coupon. */
  readonly publishers: Readonly<Record<string, string>>;
  readonly clicks: readonly ClickSource[];
  /** Why the order waits although its own facts would approve it; `null` when it does not. */
  readonly held: Held | null;
  /** Calendar day, in the program's zone, whose internal rates were used. */
  readonly ratesDay: string;
}

/** What became of one click id that the order named. */
export interface ClickSource {
  readonly clickId: string;
  readonly origin: 'stored' | 'restored' | 'not_attributable' | 'unknown';
  readonly subids: readonly (string | null)[];
  readonly linkCode?: string | undefined;
  readonly device?: string | undefined;
}

export type Held =
  /** The order id stands in another program of the advertiser, which reported it first. */
  | { readonly why: 'order_id_in_other_program'; readonly program: string }
  /** Only a pixel has reported the order (BAD-72). */
  | { readonly why: 'unverified' };

/** One decision as it is kept; the first seven fields name it and what it answers. */
export interface StoredDecision {
  readonly program: string;
  readonly orderId: string;
  /** Counts the decisions of the order from 1. */
  readonly revision: number;
  readonly decidedAt: Instant;
  readonly advertiserOrg: string;
  readonly publisherOrg: string | null;
  /** What made this decision necessary: the id of an event, `order` for the first report, `change` for any other change. */
  readonly event: string;
  readonly clickId: string | null;
  readonly termsPublication: number | null;
  readonly facts: OrderFacts;
  readonly sources: Sources;
  readonly decision: Decision;
}

/** What an order earns by state, in minor units of the accrual currency. */
export interface ActionAmounts {
  readonly pending: bigint;
  readonly approved: bigint;
  /** What it would have earned had it not been declined; zero where it was never priced. */
  readonly declined: bigint;
  readonly deducted: bigint;
}

/** A decision that has just been stored, with what statistics and lists show of it. */
export interface DecidedOrder {
  readonly stored: StoredDecision;
  /** The decision that it replaces. */
  readonly previous: StoredDecision | null;
  readonly click: ClickFacts | null;
  readonly subids: readonly (string | null)[];
  /** Of the attributed click, where its row was found. */
  readonly linkCode: string | null;
  readonly device: string | null;
  readonly amounts: ActionAmounts;
  /** Price of the order's lines in minor units of the order's currency. */
  readonly orderAmount: bigint;
  readonly confirmedAt: Instant | null;
  readonly declinedAt: Instant | null;
}
