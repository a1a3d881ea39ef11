import { addDecimals, DECIMAL_ZERO, type Decimal, isZero } from '../../core/money/decimal.ts';
import type { Instant } from '../../core/time/index.ts';
import { orderAmount } from './action.ts';
import type { StoredDecision } from './model.ts';

/**
 * What orders made and earned, kept as sums by quarter of an hour and by day (UTC), so that a period costs the same however many orders
 * are in it. Every time zone begins its days at some quarter of an hour.
 */
export interface Turnover {
  /** Orders that wait or are approved, and what they cost together. */
  readonly orders: number;
  readonly amount: Decimal;
  /** Minor units that all orders earn. */
  readonly minor: bigint;
}

export const NO_TURNOVER: Turnover = { orders: 0, amount: DECIMAL_ZERO, minor: 0n };

export type Span = 'quarter' | 'day';

const SPAN_MS: Readonly<Record<Span, number>> = { quarter: 15 * 60_000, day: 24 * 3_600_000 };
const SPANS = ['quarter', 'day'] as const;

/** Half-open; `null` is unbounded. */
export interface Period {
  readonly from: Instant | null;
  readonly until: Instant | null;
}

/** A run of sums of one span. */
export interface Run extends Period {
  readonly span: Span;
}

function startOf(at: Instant, span: Span): Instant {
  return Math.floor(at / SPAN_MS[span]) * SPAN_MS[span];
}

function endOf(at: Instant, span: Span): Instant {
  return Math.ceil(at / SPAN_MS[span]) * SPAN_MS[span];
}

/** The end of the quarter of an hour that `at` is in. */
export function quarterEnd(at: Instant): Instant {
  return startOf(at, 'quarter') + SPAN_MS.quarter;
}

/** The whole quarters that a period is part of, and what of them lies outside it. */
export function covered({ from, until }: Period): { readonly whole: Period; readonly outside: readonly Period[] } {
  const whole = {
    from: from === null ? null : startOf(from, 'quarter'),
    until: until === null ? null : endOf(until, 'quarter'),
  };
  const outside = [
    { from: whole.from, until: from },
    { from: until, until: whole.until },
  ].filter((edge) => edge.from !== edge.until);
  return { whole, outside };
}

/** The runs that make up a period of whole quarters: days as far as they go, quarters before and after them. */
export function runsOf({ from, until }: Period): readonly Run[] {
  const firstDay = from === null ? null : endOf(from, 'day');
  const lastDay = until === null ? null : startOf(until, 'day');
  if (firstDay !== null && lastDay !== null && firstDay >= lastDay) return [{ span: 'quarter', from, until }];
  const runs: readonly Run[] = [
    { span: 'quarter', from, until: firstDay },
    { span: 'day', from: firstDay, until: lastDay },
    { span: 'quarter', from: lastDay, until },
  ];
  return runs.filter((run) => run.span === 'day' || run.from !== run.until);
}

/** One sum and what is added to it. */
export interface TurnoverChange extends Turnover {
  readonly program: string;
  /** `null`: everybody's together, of which only what is earned is kept. */
  readonly publisherOrg: string | null;
  readonly span: Span;
  readonly starts: Instant;
  readonly currency: string;
}

/** What decisions change: each brings its own numbers and takes those of the decision before it away. */
export function turnoverChanges(
  made: readonly { readonly stored: StoredDecision; readonly previous: StoredDecision | null }[],
): readonly TurnoverChange[] {
  const changes = new Map<string, Adding>();
  for (const { stored, previous } of made) {
    addTo(changes, stored, turnoverOf(stored));
    if (previous !== null) addTo(changes, previous, negative(turnoverOf(previous)));
  }
  return [...changes.values()].filter(({ orders, amount, minor }) => orders !== 0 || !isZero(amount) || minor !== 0n);
}

/** A change while a batch goes over its orders: four of them an order, so nothing is copied. */
interface Adding extends TurnoverChange {
  orders: number;
  amount: Decimal;
  minor: bigint;
}

function addTo(changes: Map<string, Adding>, of: StoredDecision, { orders, amount, minor }: Turnover): void {
  for (const span of SPANS) {
    changeOf(changes, of, span, null).minor += minor;
    if (of.publisherOrg === null) continue;
    const own = changeOf(changes, of, span, of.publisherOrg);
    own.orders += orders;
    own.amount = addDecimals(own.amount, amount);
    own.minor += minor;
  }
}

function changeOf(
  changes: Map<string, Adding>,
  { program, facts, decision }: StoredDecision,
  span: Span,
  publisherOrg: string | null,
): Adding {
  const { currency } = decision.commission;
  const starts = startOf(facts.orderedAt, span);
  const key = `${program} ${publisherOrg} ${span} ${starts} ${currency}`;
  const known = changes.get(key);
  if (known !== undefined) return known;
  const change = { program, publisherOrg, span, starts, currency, orders: 0, amount: DECIMAL_ZERO, minor: 0n };
  changes.set(key, change);
  return change;
}

function turnoverOf(stored: StoredDecision): Turnover {
  const { status, commission } = stored.decision;
  const isCounted = status === 'pending' || status === 'approved';
  return {
    orders: isCounted ? 1 : 0,
    amount: isCounted ? orderAmount(stored) : DECIMAL_ZERO,
    minor: commission.minor,
  };
}

export function sum(one: Turnover, other: Turnover): Turnover {
  return {
    orders: one.orders + other.orders,
    amount: addDecimals(one.amount, other.amount),
    minor: one.minor + other.minor,
  };
}

export function negative({ orders, amount, minor }: Turnover): Turnover {
  return { orders: -orders, amount: { ...amount, digits: -amount.digits }, minor: -minor };
}

/** The same number however the orders wrote theirs: sums of different orders that are equal are told as equal. */
export function withoutZeros({ digits, scale }: Decimal): Decimal {
  let shorter = { digits, scale };
  while (shorter.scale > 0 && shorter.digits % 10n === 0n) {
    shorter = { digits: shorter.digits / 10n, scale: shorter.scale - 1 };
  }
  return shorter;
}
