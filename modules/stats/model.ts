import type { Status } from '../../core/commission/decision.ts';
import { type Decimal, roundQuotient } from '../../core/money/index.ts';
import type { Instant } from '../../core/time/index.ts';

/** Statistics know of a program: whose it is, where its days begin, in which currency it pays, how long its cookie lives. */
export interface ProgramFact {
  readonly program: string;
  readonly advertiserOrg: string;
  /** IANA name; calendar days of clicks and actions are counted in it. */
  readonly timeZone: string;
  /** Accrual currency of the terms valid now; `null` leaves it to the latest action, which follows a change of terms by itself. */
  readonly accrualCurrency: string | null;
  readonly cookieMs: number;
}

/** A click as statistics see it: told once, when the click was stored for the first time. */
export interface ClickFact {
  readonly clickId: string;
  readonly at: Instant;
  readonly program: string;
  readonly adSpaceId: string;
  readonly publisherOrg: string;
  /** SubID, SubID1 … SubID4; shorter arrays lack the last ones. */
  readonly subids: readonly (string | null)[];
  readonly linkCode: string;
  /** ISO 3166-1 alpha-2 of the visitor; `null` when not known. */
  readonly country: string | null;
  /** desktop, mobile, tablet or other. */
  readonly device: string;
  readonly trafficType: string | null;
  /** Why a click does not count, in the words of the click module; only `counted` is read here. */
  readonly flags: readonly string[];
  /** `false` for bots and prefetches: stored, shown as filtered, in no ratio. */
  readonly counted: boolean;
  /** Recognises the same visitor again, for example a hash of its cookie; `null` when not known. */
  readonly visitor: string | null;
  /**
   * When the visitor's id was made by a counted click of the same ad space and program: equal to `at` for the very click that made it.
   * `null` when that is not known or happened elsewhere: then statistics remember who has clicked.
   */
  readonly visitorSince: Instant | null;
}

/** What an order's lines earn by state, in minor units of the accrual currency. */
export interface ActionAmounts {
  /** On hold: what the order earns if it is confirmed. */
  readonly pending: bigint;
  readonly approved: bigint;
  /** What it would have earned had it not been declined; zero where it was never priced. */
  readonly declined: bigint;
  /** Approved once and taken back. */
  readonly deducted: bigint;
}

/** One order as last decided. A later revision replaces an earlier one, whichever arrives last. */
export interface ActionFact {
  readonly program: string;
  readonly orderId: string;
  /** Grows with every decision of the order. */
  readonly revision: number;
  /** When this state was recorded; exports are by it. */
  readonly recordedAt: Instant;
  readonly orderedAt: Instant;
  readonly clickAt: Instant | null;
  readonly advertiserOrg: string;
  /** `null` for an order that nobody is attributed. */
  readonly publisherOrg: string | null;
  readonly adSpaceId: string | null;
  readonly subids: readonly (string | null)[];
  readonly country: string | null;
  readonly trafficType: string | null;
  /** Of the attributed click; `null` where none is known. */
  readonly linkCode: string | null;
  readonly device: string | null;
  readonly status: Status;
  /** Codes of the closed list: those of its lines, each once. */
  readonly reasons: readonly string[];
  readonly currency: string;
  readonly amounts: ActionAmounts;
  readonly orderCurrency: string;
  /** Price of the order's lines in minor units of `orderCurrency`. */
  readonly orderAmount: bigint;
  /** Whether the buyer bought of the advertiser for the first time (S-119); `null` when not known. */
  readonly newCustomer: boolean | null;
  /** When the advertiser confirmed or declined for the first time, which ends the processing (S-007); `null` until then. */
  readonly decidedAt: Instant | null;
  readonly confirmedAt: Instant | null;
  readonly declinedAt: Instant | null;
  /** When the advertiser paid for it; `null` until then. May be told later by `recordPaid`. */
  readonly paidAt: Instant | null;
}

/** The advertiser's payment for an action. */
export interface PaidFact {
  readonly program: string;
  readonly orderId: string;
  readonly paidAt: Instant;
}

/** States that count as actions in CR, EPC and confirmation; the others earn nothing by the terms or belong to nobody (C-26). */
export const countedStatuses = ['approved', 'pending', 'deducted', 'declined'] as const satisfies readonly Status[];

/** A click carries SubID and SubID1 … SubID4. */
export const SUBIDS = 5;

export const DAY_MS = 86_400_000;
export const MINUTE_MS = 60_000;

/**
 * `numerator / denominator` as a decimal with `scale` places, half-even; `null` without a denominator (shown as "—").
 * Counts and money only: nothing passes through a floating-point number.
 */
export function ratio(numerator: bigint, denominator: bigint, scale: number): Decimal | null {
  if (denominator === 0n) return null;
  return { digits: roundQuotient(numerator * 10n ** BigInt(scale), denominator, 'half-even'), scale };
}

/** Share in percent with two decimals: 1 171 of 10 000 → 11.71 (S-003). */
export function percent(part: bigint, whole: bigint): Decimal | null {
  return ratio(part * 100n, whole, 2);
}

/** What 100 clicks earn on average (S-002), with the decimals of the currency: 29 900.00 of 10 000 clicks → 299.00. */
export function earningPerHundredClicks(minor: bigint, clicks: bigint, exponent: number): Decimal | null {
  if (clicks === 0n) return null;
  return { digits: roundQuotient(minor * 100n, clicks, 'half-even'), scale: exponent };
}

/** Mean of a sum of durations in whole days, ties up (S-007). */
export function meanDays(sumMs: bigint, count: bigint): Decimal | null {
  if (count === 0n) return null;
  return { digits: roundQuotient(sumMs, count * BigInt(DAY_MS), 'half-up'), scale: 0 };
}

/** Clicks and actions of one calendar day of the program's zone (S-122). */
export interface DayCounts {
  readonly clicks: bigint;
  readonly actions: bigint;
}

export type CriticalIndicator = 'low_cr' | 'no_actions';

/** Above so many clicks a day a conversion rate below 0.3 % is an alarm (S-120). */
export const LOW_CR_CLICKS_MIN = 5000n;
/** Above so many clicks a day it is an alarm when nobody orders (S-121). */
export const NO_ACTIONS_CLICKS_MIN = 1000n;

/** Critical indicators of traffic quality that are raised by a day's counts (S-120 … S-122, signs as read in C-17). */
export function criticalIndicators(day: DayCounts): readonly CriticalIndicator[] {
  const raised: CriticalIndicator[] = [];
  // CR < 0.3 % without division: actions / clicks < 3 / 1000.
  if (day.clicks > LOW_CR_CLICKS_MIN && day.actions * 1000n < day.clicks * 3n) raised.push('low_cr');
  if (day.clicks > NO_ACTIONS_CLICKS_MIN && day.actions === 0n) raised.push('no_actions');
  return raised;
}
