import type { Money } from '../../money/money.ts';
import type { LineDecision, Status } from '../decision.ts';
import type { Reason } from '../reasons.ts';
import type { Deliberation } from './deliberation.ts';
import type { LineHistory } from './history.ts';
import type { PricedLine } from './verdict.ts';

interface Standing {
  readonly status: Status;
  readonly reason: Reason;
}

const awaiting: Standing = { status: 'pending', reason: 'AWAITING_RECEIPT' };
const zeroAmount: Standing = { status: 'approved', reason: 'ZERO_AMOUNT' };
const partlyRefunded: Standing = { status: 'approved', reason: 'PARTIAL_REFUND' };
const wholeDeduction: Standing = { status: 'deducted', reason: 'REFUND_DEDUCTION' };
const rateMissing: Standing = { status: 'unresolved', reason: 'RATE_MISSING' };

/** Puts together what becomes of the line at `index` of `found.history.lines`. */
export function lineDecision(found: Deliberation, index: number): LineDecision {
  const line = at(found.history.lines, index);
  const history = at(found.history.histories, index);
  const price = at(found.judged, index);
  if (!price.priced) return unpricedLine(found, index, price);
  if (price.missingRate) return unpricedLine(found, index, { ...rateMissing, rule: price.by.rule });
  const approval = approvalOf(found, index);
  const { status, reason } = standing(history, price, approval);
  const { plan, version } = found;
  const live = status === 'approved' || status === 'pending';
  const share = live ? money(price.share, plan.zero) : plan.zero;
  const commission = live ? money(price.earned, version.accrualZero) : version.accrualZero;
  return {
    lineId: line.lineId,
    status,
    reason,
    notes: lineNotes(price, live ? reason : null),
    rule: price.by.rule,
    rate: price.percent,
    orderCommission: live ? money(price.uncapped, plan.zero) : plan.zero,
    cappedCommission: share,
    commission,
    approved:
      approval !== null && !approval.missingRate ? earned(approval, found) : approvedNow(status, share, commission),
  };
}

/** What the line earned when it was approved, if it then did and something happened since. */
function approvalOf({ approvals }: Deliberation, index: number): PricedLine | null {
  if (approvals === null) return null;
  const line = approvals[index];
  return line?.priced === true && line.alive ? line : null;
}

/** All lists of a deliberation are as long as the order. */
function at<T>(list: readonly T[], index: number): T {
  const value = list[index];
  if (value === undefined) throw new Error(`no line at ${index}`);
  return value;
}

/**
 * A violation that is known comes before the rules (table 11, step 2), but not before attribution (step 1). What had been approved and
 * is refused after a correction is a deduction.
 */
function unpricedLine(
  found: Deliberation,
  index: number,
  refusal: Standing & { readonly rule: string | null },
): LineDecision {
  const { plan, version } = found;
  const line = at(found.history.lines, index);
  const history = at(found.history.histories, index);
  const approval = approvalOf(found, index);
  const violation = refusal.status === 'not_attributed' ? null : history.violation;
  const refused = violation === null ? refusal.status : 'declined';
  const takenBack = approval !== null && approval.earned > 0n && refused !== 'unresolved';
  return {
    lineId: line.lineId,
    status: takenBack ? 'deducted' : refused,
    reason: violation ?? refusal.reason,
    notes: noNotes,
    rule: refusal.rule,
    rate: null,
    orderCommission: plan.zero,
    cappedCommission: plan.zero,
    commission: version.accrualZero,
    approved: approval === null ? null : earned(approval, found),
  };
}

/** receipt first, then what events took back, then amounts that round to nothing. */
function standing(history: LineHistory, price: PricedLine, approval: PricedLine | null): Standing {
  const { approved } = price.by;
  switch (history.state) {
    case 'pending':
      return awaiting;
    case 'approved':
      if (price.uncapped === 0n) {
        const had = approval !== null && approval.uncapped > 0n;
        if (!had) return zeroAmount;
        return history.reason === 'PARTIAL_REFUND' ? wholeDeduction : { status: 'deducted', reason: 'ZERO_AMOUNT' };
      }
      return history.reason === 'PARTIAL_REFUND' ? partlyRefunded : approved;
    default:
      // Only events lead here, and each of them names its reason.
      return { status: history.state, reason: history.reason ?? approved.reason };
  }
}

const noNotes: readonly string[] = [];

/** Notes in fixed order: the reason that priced the line where another one stands, the cap, then the terms' own remarks. */
function lineNotes({ by, remarks, capped }: PricedLine, liveReason: Reason | null): readonly string[] {
  const { approved } = by;
  const priced = liveReason !== null && liveReason !== approved.reason;
  if (!priced && !(capped && liveReason !== null)) return remarks;
  const notes: string[] = priced ? [approved.reason] : [];
  if (capped) notes.push('CAPPED');
  for (const remark of remarks) if (!notes.includes(remark)) notes.push(remark);
  return notes;
}

type Approved = NonNullable<LineDecision['approved']>;

/** A line approved by now had earned what it earns; one taken back without a price of its own then had earned nothing. */
function approvedNow(status: Status, cappedCommission: Money, commission: Money): Approved | null {
  return status === 'approved' || status === 'deducted' ? { cappedCommission, commission } : null;
}

function earned(price: PricedLine, { plan, version }: Deliberation): Approved {
  return { cappedCommission: money(price.share, plan.zero), commission: money(price.earned, version.accrualZero) };
}

/** Zero is shared, because most lines of most orders that earn nothing need no record of their own. */
function money(minor: bigint, zero: Money): Money {
  return minor === 0n ? zero : { minor, currency: zero.currency };
}
