import { type CompiledTerms, type Decision, decide, type OrderFacts } from '../../core/commission/index.ts';
import { addDecimals, DECIMAL_ZERO, type Decimal } from '../../core/money/decimal.ts';
import { type Money, moneyFromDecimal } from '../../core/money/money.ts';
import type { Instant } from '../../core/time/instant.ts';
import type { ActionAmounts, DecidedOrder, StoredDecision } from './model.ts';

/** What statistics and lists show of a decision, besides the decision itself. */
export function decidedOrder(
  stored: StoredDecision,
  previous: StoredDecision | null,
  compiled: CompiledTerms,
): DecidedOrder {
  const { facts, decision, sources } = stored;
  const click = decision.click === null ? null : (facts.clicks[decision.click] ?? null);
  const source = sources.clicks.find(({ clickId }) => clickId === click?.clickId);
  return {
    stored,
    previous,
    click,
    subids: source?.subids ?? [],
    linkCode: source?.linkCode ?? null,
    device: source?.device ?? null,
    amounts: amountsOf(stored, compiled),
    orderAmount: moneyFromDecimal(orderAmount(stored), facts.currency, 'half-even').minor,
    confirmedAt: confirmedAt(stored),
    declinedAt: declinedAt(stored),
  };
}

/** Price of all lines as they stand now, in the order's currency. */
export function orderAmount({ facts }: Pick<StoredDecision, 'facts'>): Decimal {
  const lines = new Map(facts.lines.map((line) => [line.lineId, line.amount]));
  for (const event of facts.events.toSorted((a, b) => a.at - b.at)) {
    if (event.type === 'corrected') {
      for (const { lineId, amount } of event.lines) {
        lines.set(lineId, amount);
      }
    }
  }
  return [...lines.values()].reduce(addDecimals, DECIMAL_ZERO);
}

function amountsOf(stored: StoredDecision, compiled: CompiledTerms): ActionAmounts {
  const amounts = { pending: 0n, approved: 0n, declined: 0n, deducted: 0n };
  for (const { status, commission, approved } of stored.decision.lines) {
    if (status === 'pending' || status === 'approved') {
      amounts[status] += commission.minor;
    }
    if (approved !== null && approved.commission.minor > commission.minor) {
      amounts.deducted += approved.commission.minor - commission.minor;
    }
  }
  amounts.declined = declinedAmount(stored, compiled);
  return amounts;
}

function declinedAmount({ facts, decision }: StoredDecision, compiled: CompiledTerms): bigint {
  return [...undisturbed(decision, facts, compiled).values()].reduce((sum, { minor }) => sum + minor, 0n);
}

/** What each declined line would have earned: the decision as it would be without the events that declined them. */
export function undisturbed(
  decision: Pick<Decision, 'lines'>,
  facts: OrderFacts,
  compiled: CompiledTerms,
): ReadonlyMap<string, Money> {
  const declined = new Set(decision.lines.filter(({ status }) => status === 'declined').map(({ lineId }) => lineId));
  if (declined.size === 0) return new Map();
  const events = facts.events.filter((event) => event.type === 'corrected');
  const found = decide(compiled, { ...facts, goodsReceived: false, events }, { trace: false });
  return new Map(
    found.lines.filter(({ lineId }) => declined.has(lineId)).map(({ lineId, commission }) => [lineId, commission]),
  );
}

function confirmedAt({ facts, decision, decidedAt }: StoredDecision): Instant | null {
  if (decision.status !== 'approved' && decision.status !== 'deducted') {
    return null;
  }
  const received = facts.events.filter((event) => event.type === 'goods_received').map(({ at }) => at);
  return received.length === 0 ? decidedAt : Math.min(...received);
}

function declinedAt({ facts, decision, decidedAt }: StoredDecision): Instant | null {
  if (decision.status !== 'declined') {
    return null;
  }
  const declining = facts.events
    .filter(({ type }) => type === 'closed' || type === 'refunded' || type === 'violation')
    .map(({ at }) => at);
  return declining.length === 0 ? decidedAt : Math.min(...declining);
}
