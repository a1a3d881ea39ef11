import { formatAmount, formatCanonical } from '../../../core/money/index.ts';
import { latestDecisions, type StoredDecision } from '../../../modules/commissions/index.ts';
import { type DecisionSummary, type OrderRef, orderName } from '../../../modules/orders/index.ts';
import type { Queryable } from '../../../platform/db/index.ts';

/** What the present decisions say, in the words in which orders are shown. */
export async function summariesOf(
  q: Queryable,
  refs: readonly OrderRef[],
): Promise<ReadonlyMap<string, DecisionSummary>> {
  const decisions = await latestDecisions(q, refs);
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
      rate: line.rate === null ? null : formatCanonical(line.rate, 2),
      commission: formatAmount(line.commission),
    })),
  };
}
