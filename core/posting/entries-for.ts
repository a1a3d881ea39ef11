import type { Decision, LineDecision } from '../commission/decision.ts';
import type { Currency } from '../money/money.ts';
import type { Instant } from '../time/instant.ts';
import { type AccountKind, type EntryKind, titles } from './chart.ts';
import { type Cause, entryProblems, type FxUsed, type JournalEntry, merged, type Posting } from './journal.ts';

/** Who pays and who earns by a decision. */
export interface Parties {
  readonly advertiserOrg: string;
  /** `null` when nobody earns; then the decision has no commission. */
  readonly publisherOrg: string | null;
}

/** A decision with what is needed to book it. */
export interface Booking {
  readonly decision: Decision;
  readonly parties: Parties;
  /** Currency of the order: the advertiser is charged in it. */
  readonly orderCurrency: Currency;
  /** The internal rate behind the decision; `null` when both currencies are the same. */
  readonly fx: FxUsed | null;
}

/** What happened, and which revision of the decision answers it. */
export interface BookingCause {
  readonly revision: number;
  /** Id of the event, as the intake names it. */
  readonly event: string;
  readonly effectiveAt: Instant;
}

/** An amount on both sides: what the advertiser is charged, and what the publisher is credited. */
interface Amount {
  readonly charged: bigint;
  readonly credited: bigint;
}

/** What the ledger holds for one line after a decision. All three are never negative. */
interface LineState {
  readonly held: Amount;
  /** Everything that was ever approved, before deductions. */
  readonly rewarded: Amount;
  readonly deducted: Amount;
}

/** Everything about one line that stays the same while its entries are made. */
interface LineContext {
  readonly booking: Booking;
  readonly line: LineDecision;
  readonly cause: BookingCause;
}

const NOTHING: Amount = { charged: 0n, credited: 0n };
const EMPTY: LineState = { held: NOTHING, rewarded: NOTHING, deducted: NOTHING };

const violations: ReadonlySet<string> = new Set([
  'abnormal_traffic',
  'abnormal_order',
  'PPC_violation',
  'SID_black_list',
  'risk',
]);

/**
 * The entries that lead from what was booked for `previous` to what `next` says, line by line (table 17). Whatever the sequence of
 * decisions, the net effect on every account is that of the last one. A decision that changes no money gives no entry.
 */
export function entriesFor(change: {
  readonly previous: Booking | null;
  readonly next: Booking;
  readonly cause: BookingCause;
}): JournalEntry[] {
  const { previous, next, cause } = change;
  const before = new Map(previous?.decision.lines.map((line) => [line.lineId, line]) ?? []);
  const entries: JournalEntry[] = [];
  const sameAccounts = previous !== null && accountsAgree(previous, next);
  for (const line of next.decision.lines) {
    const old = before.get(line.lineId);
    before.delete(line.lineId);
    if (previous !== null && old !== undefined && !sameAccounts) {
      // Another publisher or currency: the old accounts are emptied at the old rate before the new ones are filled.
      entries.push(...transition({ booking: previous, line: old, cause }, stateOf(old), EMPTY));
    }
    const from = old !== undefined && sameAccounts ? stateOf(old) : EMPTY;
    entries.push(...transition({ booking: next, line, cause }, from, stateOf(line)));
  }
  if (previous !== null) {
    for (const gone of before.values()) {
      entries.push(...transition({ booking: previous, line: gone, cause }, stateOf(gone), EMPTY));
    }
  }
  return entries;
}

function accountsAgree(a: Booking, b: Booking): boolean {
  return (
    a.parties.publisherOrg === b.parties.publisherOrg &&
    a.parties.advertiserOrg === b.parties.advertiserOrg &&
    a.orderCurrency === b.orderCurrency &&
    a.decision.commission.currency === b.decision.commission.currency
  );
}

function stateOf(line: LineDecision): LineState {
  const now: Amount = { charged: line.cappedCommission.minor, credited: line.commission.minor };
  const held = line.status === 'pending' ? now : NOTHING;
  const kept = line.status === 'approved' ? now : NOTHING;
  const approved =
    line.approved === null
      ? kept
      : { charged: line.approved.cappedCommission.minor, credited: line.approved.commission.minor };
  const deducted = minus(approved, kept);
  // More kept than was approved means that the reward itself rose (a cap shared anew): that is a reward, not a negative deduction.
  return isNegative(deducted) ? { held, rewarded: kept, deducted: NOTHING } : { held, rewarded: approved, deducted };
}

function transition(context: LineContext, from: LineState, to: LineState): JournalEntry[] {
  const held = minus(to.held, from.held);
  const rewarded = minus(to.rewarded, from.rewarded);
  const deducted = minus(to.deducted, from.deducted);
  const firstReward = isZero(from.rewarded) && !isZero(to.rewarded);
  const moreDeducted = !isZero(deducted) && !isNegative(deducted);

  const entries: JournalEntry[] = [];
  if (firstReward) {
    entries.push(entry(context, 'reward', [...holdPostings(context, held), ...rewardPostings(context, rewarded)]));
  } else if (isZero(rewarded) && isZero(deducted)) {
    entries.push(entry(context, holdKind(from.held, to.held), holdPostings(context, held)));
  }
  // What restates an earlier booking instead of following from a new step is one correction, whatever it touches.
  const restated = [
    ...(firstReward || (isZero(rewarded) && isZero(deducted)) ? [] : holdPostings(context, held)),
    ...(firstReward ? [] : rewardPostings(context, rewarded)),
    ...(moreDeducted ? [] : rewardPostings(context, negated(deducted))),
  ];
  entries.push(entry(context, 'correction', restated));
  if (moreDeducted) {
    entries.push(entry(context, deductionKind(context.line.reason), rewardPostings(context, negated(deducted))));
  }
  return entries.filter((made) => made.postings.length > 0);
}

/** Violations have a name of their own (S-085); everything else that is taken back was refunded. */
export function deductionKind(reason: string): 'antispam_deduction' | 'refund_deduction' {
  return violations.has(reason) ? 'antispam_deduction' : 'refund_deduction';
}

function holdKind(from: Amount, to: Amount): EntryKind {
  if (isZero(from)) {
    return 'hold';
  }
  return isZero(to) ? 'void' : 'correction';
}

function holdPostings(context: LineContext, amount: Amount): Posting[] {
  return legs(context, 'publisher_hold', 'advertiser_hold', amount);
}

function rewardPostings(context: LineContext, amount: Amount): Posting[] {
  return legs(context, 'publisher_balance', 'advertiser_due', amount);
}

/** Two zero-sum legs joined by the exchange account; in one currency the exchange postings cancel out and vanish (I-1). */
function legs(context: LineContext, credit: AccountKind, charge: AccountKind, amount: Amount): Posting[] {
  const { parties, orderCurrency, decision } = context.booking;
  const { program } = decision;
  const accrualCurrency = decision.commission.currency;
  if (isZero(amount)) {
    return [];
  }
  if (parties.publisherOrg === null) {
    throw new Error(`posting: order ${decision.orderId} of ${program} earns a commission that belongs to no publisher`);
  }
  return [
    { account: { kind: charge, program, org: parties.advertiserOrg, currency: orderCurrency }, minor: -amount.charged },
    { account: { kind: 'network_fx', program, org: null, currency: orderCurrency }, minor: amount.charged },
    { account: { kind: 'network_fx', program, org: null, currency: accrualCurrency }, minor: -amount.credited },
    {
      account: { kind: credit, program, org: parties.publisherOrg, currency: accrualCurrency },
      minor: amount.credited,
    },
  ];
}

function entry(context: LineContext, kind: EntryKind, postings: readonly Posting[]): JournalEntry {
  const { booking, line, cause } = context;
  const { decision } = booking;
  const made: JournalEntry = {
    kind,
    title: titles[kind],
    cause: decisionCause(decision, line.lineId, cause.revision),
    effectiveAt: cause.effectiveAt,
    subject: {
      program: decision.program,
      orderId: decision.orderId,
      lineId: line.lineId,
      revision: cause.revision,
      termsVersion: decision.termsVersion,
      rule: line.rule,
      reason: line.reason,
      event: cause.event,
    },
    fx: booking.fx,
    reverses: null,
    postings: merged(postings),
  };
  const problems = made.postings.length === 0 ? [] : entryProblems(made);
  if (problems.length > 0) {
    throw new Error(`posting: order ${decision.orderId}, line ${line.lineId}: ${problems.join('; ')}`);
  }
  return made;
}

/** Identifiers may contain any character, so each part is encoded: two different lines never share a cause. */
function decisionCause(decision: Decision, lineId: string, revision: number): Cause {
  const parts = [decision.program, decision.orderId, String(revision), lineId];
  return { source: 'decision', eventId: parts.map(encodeURIComponent).join('/') };
}

function minus(a: Amount, b: Amount): Amount {
  return { charged: a.charged - b.charged, credited: a.credited - b.credited };
}

function negated(a: Amount): Amount {
  return minus(NOTHING, a);
}

function isZero(a: Amount): boolean {
  return a.charged === 0n && a.credited === 0n;
}

function isNegative(a: Amount): boolean {
  return a.charged < 0n || a.credited < 0n;
}
