import type { leftOutReasons } from '../../contract/wire/advertiser-payments.ts';
import type { Instant } from '../../core/time/instant.ts';
import type { Queryable, Tx } from '../../platform/db/index.ts';

/** Which orders are meant: these, or all that were confirmed until the end of a day. */
export interface Which {
  readonly program: string;
  readonly orders?: readonly string[] | undefined;
  readonly until?: string | undefined;
}

export interface Sum {
  readonly currency: string;
  readonly minor: bigint;
}

export interface PublisherSum {
  readonly publisherOrg: string;
  readonly currency: string;
  readonly orders: number;
  readonly approved: bigint;
  readonly settled: bigint;
}

export interface LeftOut {
  readonly orderId: string;
  readonly reason: (typeof leftOutReasons)[number];
}

/** What a payment is for. */
export interface Figures {
  readonly orderIds: readonly string[];
  /** By currency of the order, what the advertiser owes. */
  readonly due: readonly Sum[];
  readonly publishers: readonly PublisherSum[];
  readonly leftOut: readonly LeftOut[];
  /** More orders are due than one payment takes. */
  readonly more: boolean;
}

/** A recorded payment; amounts are texts, as they were told then. */
export interface Payment {
  readonly id: string;
  readonly program: string;
  readonly reference: string;
  readonly contentHash: string;
  readonly arrivedAt: Instant;
  readonly recordedAt: Instant;
  readonly recordedBy: string;
  readonly orders: number;
  readonly due: readonly { readonly amount: string; readonly currency: string }[];
  readonly publishers: readonly {
    readonly org: string;
    readonly currency: string;
    readonly orders: number;
    readonly approved: string;
    readonly settled: string;
  }[];
}

/** What is asked of the statistics; the wiring of a process hands the functions in. */
export interface FundingDeps {
  /** Ids of a program's orders that are approved, wholly decided and unpaid, confirmed before an instant; the first come first. */
  readonly unfundedOf: (q: Queryable, program: string, before: Instant, limit: number) => Promise<readonly string[]>;
  readonly unfundedByProgram: (
    q: Queryable,
  ) => Promise<readonly { readonly program: string; readonly orders: number; readonly oldest: string }[]>;
  readonly recordPaid: (
    tx: Tx,
    paid: readonly { readonly program: string; readonly orderId: string; readonly paidAt: Instant }[],
  ) => Promise<unknown>;
}
