import type { ExpressReasonCode, ExpressState } from '../../contract/wire/express-payments.ts';
import type { Currency, Decimal } from '../../core/money/index.ts';
import type { Instant } from '../../core/time/instant.ts';

/** Amounts in minor units of a currency. */
export interface Bounds {
  readonly currency: Currency;
  /** The most that may be advanced and not settled: to one publisher, and to all of them. */
  readonly perPublisher: bigint;
  readonly inAll: bigint;
  /** The least that may be asked for. */
  readonly minimum: bigint;
}

/** What the network has decided about express payments. */
export interface Settings {
  /** 0 while nobody has decided: nothing is offered then. */
  readonly version: number;
  readonly enabled: boolean;
  readonly feePercent: Decimal;
  readonly accountDays: number;
  readonly fundedActions: number;
  readonly bounds: readonly Bounds[];
  readonly changed: { readonly by: string; readonly at: Instant } | null;
}

export interface Reason {
  readonly code: ExpressReasonCode;
  readonly value: string | null;
  readonly expected: string | null;
  /** When it will be met, where that is known. */
  readonly metAt: Instant | null;
}

/** An approved order that its advertiser has not paid for, as lists of actions have it. */
export interface UnfundedOrder {
  readonly program: string;
  readonly orderId: string;
  readonly advertiserOrg: string;
  readonly currency: Currency;
  /** What is approved of it. */
  readonly minor: bigint;
}

export interface PaymentPart {
  readonly program: string;
  readonly advanced: bigint;
  readonly fee: bigint;
  readonly settled: bigint;
}

export interface Payment {
  readonly id: string;
  readonly publisherOrg: string;
  readonly currency: Currency;
  readonly state: ExpressState;
  readonly advanced: bigint;
  readonly fee: bigint;
  readonly feePercent: Decimal;
  readonly orders: number;
  readonly askedAt: Instant;
  readonly askedBy: string;
  readonly handled: { readonly by: string; readonly at: Instant } | null;
  readonly transfer: { readonly reference: string; readonly at: Instant } | null;
  readonly takenBackReason: string | null;
  readonly parts: readonly PaymentPart[];
}

/** What one payment advanced for one order. */
export interface Advance {
  readonly paymentId: string;
  readonly program: string;
  readonly orderId: string;
  readonly publisherOrg: string;
  readonly currency: Currency;
  readonly revision: number;
  readonly termsVersion: string | null;
  readonly minor: bigint;
  readonly settled: bigint;
}
