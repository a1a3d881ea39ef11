import type { Money } from '../money/money.ts';
import type { CompiledVersion, CurrencyPlan } from './compile.ts';
import type { LineDecision, Status } from './decision.ts';
import type { LineFacts } from './facts.ts';
import type { LineHistory } from './history.ts';
import type { LinePrice } from './prices.ts';
import type { Reason } from './reasons.ts';
import type { Situation } from './situation.ts';
import type { PricedVerdict, Verdict } from './verdict.ts';

/** All that is known about one line when its outcome is put together. */
export interface LineCase {
  readonly line: LineFacts;
  readonly history: LineHistory;
  readonly verdict: Verdict;
  readonly price: LinePrice;
  /** Its price when receipt was confirmed, if something happened since; `null` otherwise. */
  readonly approval: LinePrice | null;
  readonly plan: CurrencyPlan;
  readonly version: CompiledVersion;
  readonly situation: Situation;
}

interface Standing {
  readonly status: Status;
  readonly reason: Reason;
}

const awaiting: Standing = { status: 'pending', reason: 'AWAITING_RECEIPT' };
const zeroAmount: Standing = { status: 'approved', reason: 'ZERO_AMOUNT' };
const partlyRefunded: Standing = { status: 'approved', reason: 'PARTIAL_REFUND' };
const wholeDeduction: Standing = { status: 'deducted', reason: 'REFUND_DEDUCTION' };
const rateMissing: Standing = { status: 'unresolved', reason: 'RATE_MISSING' };

export function lineDecision(lineCase: LineCase): LineDecision {
  const { verdict, price } = lineCase;
  if (!verdict.priced) return unpricedLine(lineCase, verdict);
  if (price.missingRate) return unpricedLine(lineCase, { ...rateMissing, rule: verdict.rule });
  return pricedLine(lineCase, verdict);
}

/**
 * A violation that is known comes before the rules (table 11, step 2), but not before attribution (step 1). What had been approved and
 * is refused after a correction is a deduction.
 */
function unpricedLine(lineCase: LineCase, found: Standing & { readonly rule: string | null }): LineDecision {
  const { line, history, plan, version, approval } = lineCase;
  const flagged = history.violation !== null && found.status !== 'not_attributed';
  const reason = flagged && history.violation !== null ? history.violation : found.reason;
  const refused = flagged ? 'declined' : found.status;
  const takenBack = approval?.alive === true && approval.earned > 0n && refused !== 'unresolved';
  return {
    lineId: line.lineId,
    status: takenBack ? 'deducted' : refused,
    reason,
    notes: [],
    rule: found.rule,
    rate: null,
    orderCommission: plan.zero,
    cappedCommission: plan.zero,
    commission: version.accrualZero,
    approved: approval?.alive === true ? earnedThen(approval, lineCase) : null,
  };
}

function pricedLine(lineCase: LineCase, verdict: PricedVerdict): LineDecision {
  const { line, price, plan, version } = lineCase;
  const { status, reason } = standing(lineCase, verdict.reason);
  const live = status === 'approved' || status === 'pending';
  return {
    lineId: line.lineId,
    status,
    reason,
    notes: lineNotes(lineCase, verdict.reason, live ? reason : null),
    rule: verdict.rule,
    rate: verdict.percent,
    orderCommission: live ? money(price.uncapped, plan.zero) : plan.zero,
    cappedCommission: live ? money(price.share, plan.zero) : plan.zero,
    commission: live ? money(price.earned, version.accrualZero) : version.accrualZero,
    approved: approvedAmounts(lineCase, status),
  };
}

/** receipt first, then what events took back, then amounts that round to nothing. */
function standing({ history, price, approval }: LineCase, priceReason: Reason): Standing {
  switch (history.state) {
    case 'pending':
      return awaiting;
    case 'approved':
      if (price.uncapped === 0n) {
        const had = approval?.alive === true && approval.uncapped > 0n;
        if (!had) return zeroAmount;
        return history.reason === 'PARTIAL_REFUND' ? wholeDeduction : { status: 'deducted', reason: 'ZERO_AMOUNT' };
      }
      return history.reason === 'PARTIAL_REFUND' ? partlyRefunded : { status: 'approved', reason: priceReason };
    default:
      // Only events lead here, and each of them names its reason.
      return { status: history.state, reason: history.reason ?? priceReason };
  }
}

const noNotes: readonly string[] = [];

/** Notes in fixed order: the reason that priced the line where another one stands, the cap, then the terms' own remarks. */
function lineNotes(lineCase: LineCase, priceReason: Reason, liveReason: Reason | null): readonly string[] {
  const { price, version, situation } = lineCase;
  let notes: string[] | null = null;
  if (liveReason !== null && liveReason !== priceReason) notes = [priceReason];
  if (liveReason !== null && price.capped) {
    if (notes === null) notes = ['CAPPED'];
    else notes.push('CAPPED');
  }
  for (const rule of version.notes) {
    if (!rule.holds(situation)) continue;
    if (notes === null) notes = [rule.note];
    else if (!notes.includes(rule.note)) notes.push(rule.note);
  }
  return notes ?? noNotes;
}

function approvedAmounts(lineCase: LineCase, status: Status): LineDecision['approved'] {
  const { approval, price } = lineCase;
  if (approval?.alive === true && !approval.missingRate) return earnedThen(approval, lineCase);
  if (status === 'approved') return earnedThen(price, lineCase);
  return status === 'deducted'
    ? { cappedCommission: lineCase.plan.zero, commission: lineCase.version.accrualZero }
    : null;
}

function earnedThen(price: LinePrice, { plan, version }: LineCase): NonNullable<LineDecision['approved']> {
  return { cappedCommission: money(price.share, plan.zero), commission: money(price.earned, version.accrualZero) };
}

/** Zero is shared, because most lines of most orders that earn nothing need no record of their own. */
function money(minor: bigint, zero: Money): Money {
  return minor === 0n ? zero : { minor, currency: zero.currency };
}
