import { type Currency, formatAmount } from '../../core/money/index.ts';
import { type Candidate, feeOf } from './allocation.ts';
import type { Bounds, Reason, Settings } from './model.ts';

/** A publisher's account in one program, in minor units. */
export interface ProgramStanding {
  readonly program: string;
  /** What the ledger says: all that is confirmed, less deductions and payouts. */
  readonly balance: bigint;
  /** Confirmed and not funded. */
  readonly approved: bigint;
  /** Advanced and not settled. */
  readonly outstanding: bigint;
}

/** Everything that an offer in one currency follows from. */
export interface Standing {
  readonly currency: Currency;
  readonly programs: readonly ProgramStanding[];
  /** Of all programs, the one confirmed first before the others. */
  readonly candidates: readonly Candidate[];
  /** Advanced to all publishers and not settled. */
  readonly outstandingInAll: bigint;
}

export interface Offer {
  readonly approved: bigint;
  readonly outstanding: bigint;
  readonly owed: bigint;
  /** 0 where nothing can be asked for. */
  readonly mayAsk: bigint;
  readonly fee: bigint;
  /** Of programs in which nothing is owed. */
  readonly candidates: readonly Candidate[];
  readonly reasons: readonly Reason[];
}

const sum = (amounts: readonly bigint[]) => amounts.reduce((total, amount) => total + amount, 0n);
const least = (...amounts: readonly bigint[]) => amounts.reduce((a, b) => (a < b ? a : b));
const orZero = (amount: bigint) => (amount < 0n ? 0n : amount);

/**
 * What a publisher may ask for now. `barred`: what keeps it from asking at all. A program in which it owes something advances nothing, and
 * debts that nothing approved stands for are set off; above all that no limit is exceeded.
 */
export function offerOf(
  standing: Standing,
  bounds: Bounds,
  { feePercent }: Pick<Settings, 'feePercent'>,
  barred: readonly Reason[],
): Offer {
  const { currency, programs } = standing;
  const owing = programs.filter(({ balance, approved }) => balance < approved);
  const candidates = standing.candidates.filter(({ program }) => !owing.some((each) => each.program === program));
  const outstanding = sum(programs.map((each) => each.outstanding));
  const unsecured = sum(owing.map(({ balance }) => orZero(-balance)));
  const open = sum(candidates.map(({ minor }) => minor));
  const room = orZero(bounds.perPublisher - outstanding);
  const roomInAll = orZero(bounds.inAll - standing.outstandingInAll);
  const possible = least(orZero(open - unsecured), room, roomInAll);
  const owed = sum(owing.map(({ balance, approved }) => approved - balance));
  const text = (minor: bigint) => formatAmount({ minor, currency });
  const reason = (code: Reason['code'], value: bigint | null, expected: bigint | null): Reason => ({
    code,
    value: value === null ? null : text(value),
    expected: expected === null ? null : text(expected),
    metAt: null,
  });
  const reasons = [
    ...barred,
    ...(standing.candidates.length === 0 ? [reason('nothing_approved', null, null)] : []),
    ...(owed > 0n ? [reason('owes', owed, 0n)] : []),
    ...(room < open ? [reason('limit_reached', outstanding, bounds.perPublisher)] : []),
    ...(roomInAll < least(open, room) ? [reason('network_limit_reached', null, null)] : []),
    ...(possible > 0n && possible < bounds.minimum ? [reason('below_minimum', possible, bounds.minimum)] : []),
  ];
  const mayAsk = barred.length > 0 || possible < bounds.minimum ? 0n : possible;
  return {
    approved: sum(programs.map((each) => each.approved)),
    outstanding,
    owed,
    mayAsk,
    fee: feeOf(mayAsk, feePercent),
    candidates,
    reasons,
  };
}
