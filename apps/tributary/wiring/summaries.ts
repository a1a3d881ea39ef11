import { formatAmount, formatCanonical } from '../../../core/money/index.ts';
import { latestDecisions, type StoredDecision } from '../../../modules/commissions/index.ts';
import { type DecisionSummary, type OrderRef, orderName } from '../../../modules/orders/index.ts';
import type { Queryable } from '../../../platform/db/index.ts';

/** Decisions made in a transaction that is under way, by the name of their order. */
const made = new WeakMap<Queryable, Map<string, StoredDecision>>();

/** Remembers what has just been decided in `tx`, so that telling the sender needs not read it again. */
export function rememberDecisions(tx: Queryable, decisions: readonly StoredDecision[]): void {
  const known = made.get(tx) ?? new Map<string, StoredDecision>();
  made.set(tx, known);
  for (const stored of decisions) known.set(orderName(stored), stored);
}

/** What the present decisions say, in the words in which orders are shown. */
export async function summariesOf(
  q: Queryable,
  refs: readonly OrderRef[],
): Promise<ReadonlyMap<string, DecisionSummary>> {
  const known = made.get(q) ?? new Map<string, StoredDecision>();
  const others = refs.filter((ref) => !known.has(orderName(ref)));
  const decisions = [
    ...refs.flatMap((ref) => known.get(orderName(ref)) ?? []),
    ...(others.length === 0 ? [] : await latestDecisions(q, others)),
  ];
  return new Map(decisions.map((stored) => [orderName(stored), summary(stored)]));
}

function summary({ decision, clickId, publisherOrg }: StoredDecision): DecisionSummary {
  return {
    status: decision.status,
    commission: { amount: formatAmount(decision.commission), currency: decision.commission.currency },
    clickId,
    publisher: publisherOrg,
    termsVersion: decision.termsVersion,
    lines: decision.lines.map((line) => ({
      lineId: line.lineId,
      status: line.status,
      reason: line.reason,
      notes: line.notes,
      rate: line.rate === null ? null : formatCanonical(line.rate, 2),
      commission: formatAmount(line.commission),
    })),
  };
}
