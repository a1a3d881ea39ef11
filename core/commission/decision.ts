import { type LineState, lineStates } from '../lifecycle/index.ts';
import type { Decimal } from '../money/decimal.ts';
import type { Money } from '../money/money.ts';
import type { Reason } from './reasons.ts';

/** A decision has the states of its lines; the status of an order is the first of these that one of its lines has. */
export const statuses = lineStates;
export type Status = LineState;

export interface Decision {
  readonly orderId: string;
  readonly program: string;
  /** Id of the terms version that decided; `null` when no version covers the order time. */
  readonly termsVersion: string | null;
  readonly engineVersion: string;
  readonly status: Status;
  /** What the order earns now, in the accrual currency: pending and approved lines. */
  readonly commission: Money;
  readonly capped: boolean;
  /** Index into `facts.clicks` of the click that owns the order; `null` when none does. */
  readonly click: number | null;
  /** Id of the ad space that earns, from the click or the coupon. */
  readonly adSpaceId: string | null;
  readonly regime: string | null;
  readonly lines: readonly LineDecision[];
  /** The whole way to it, where it was asked for: a `DecisionTrace` as JSON text, which `readTrace` reads. */
  readonly trace: string | null;
}

export interface LineDecision {
  readonly lineId: string;
  readonly status: Status;
  readonly reason: Reason;
  readonly notes: readonly string[];
  /** Name of the rule that priced or refused the line. */
  readonly rule: string | null;
  /** Percent; `null` for a line that was never priced or that earns only a fixed amount. */
  readonly rate: Decimal | null;
  /** In the order's currency: rounded, before the cap. Zero unless pending or approved. */
  readonly orderCommission: Money;
  /** In the order's currency: the line's share after caps. Zero unless pending or approved. */
  readonly cappedCommission: Money;
  /** In the accrual currency: what the line earns now. Zero unless pending or approved. */
  readonly commission: Money;
  /**
   * What the line had earned when it was approved, before later events took some of it back; `null` if it never was approved.
   * `approved − commission` is what was deducted.
   */
  readonly approved: { readonly cappedCommission: Money; readonly commission: Money } | null;
}

/** The whole way to a decision, for people who ask why. Every rule that was tried is there, in order, with the facts it read. */
export interface DecisionTrace {
  readonly attribution: readonly TraceStep[];
  readonly lines: readonly {
    readonly lineId: string;
    readonly rules: readonly TraceStep[];
    readonly arithmetic: readonly string[];
  }[];
  readonly order: readonly string[];
}

export interface TraceStep {
  /** Name of the rule or step. */
  readonly step: string;
  readonly outcome: 'hit' | 'miss';
  /** The facts that were read, by name, as people write them; `null` is unknown. */
  readonly facts: Readonly<Record<string, string | null>>;
  readonly detail: string | null;
}
