import type { Comparison } from '../../../contract/wire/comparison.ts';
import { type Currency, formatAmount } from '../../../core/money/index.ts';
import type { ProgramTerms } from '../../../core/terms/index.ts';
import type { Instant } from '../../../core/time/index.ts';
import type { Queryable } from '../../../platform/db/index.ts';
import type { StoredDecision } from '../model.ts';
import { latestDecisionsOf, type OrderCursor } from '../store.ts';
import { chargeOf, decidedElsewhere } from './elsewhere.ts';

/** Orders of one comparison: each is decided again for every other program while somebody waits. */
export const COMPARED_MAX = 20_000;
/** Decisions read at a time: bounds the memory whatever the number of orders. */
const CHUNK = 1_000;

export interface Compared {
  readonly orders: number;
  readonly with: Comparison['with'];
}

interface Tally {
  readonly terms: ProgramTerms;
  compared: number;
  better: number;
  notStated: number;
  readonly here: Map<Currency, bigint>;
  readonly there: Map<Currency, bigint>;
}

/**
 * What a publisher's orders of [from, until) would have earned under other terms, decided by the code that decides orders. Amounts are
 * in the currency of the orders, because programs pay in different ones. `null` where there are more than `COMPARED_MAX` orders.
 */
export async function compareElsewhere(
  q: Queryable,
  asked: { readonly program: string; readonly publisherOrg: string; readonly from: Instant; readonly until: Instant },
  others: readonly ProgramTerms[],
): Promise<Compared | null> {
  const tallies = others.map(
    (terms): Tally => ({ terms, compared: 0, better: 0, notStated: 0, here: new Map(), there: new Map() }),
  );
  let orders = 0;
  for (let after: OrderCursor | null = null; ; ) {
    const chunk: readonly StoredDecision[] = await latestDecisionsOf(q, { ...asked, after, limit: CHUNK });
    orders += chunk.length;
    if (orders > COMPARED_MAX) return null;
    for (const stored of chunk) for (const tally of tallies) compare(tally, stored);
    const last = chunk.at(-1);
    if (last === undefined || chunk.length < CHUNK) break;
    after = { orderedAt: last.facts.orderedAt, orderId: last.orderId };
  }
  return { orders, with: tallies.map(shown) };
}

function compare(tally: Tally, { decision, facts }: StoredDecision): void {
  const other = decidedElsewhere(facts, tally.terms);
  if (other === null || other.status === 'unresolved') {
    tally.notStated += 1;
    return;
  }
  const [here, there] = [chargeOf(decision, facts), chargeOf(other, facts)];
  tally.compared += 1;
  tally.better += there.minor > here.minor ? 1 : 0;
  tally.here.set(here.currency, (tally.here.get(here.currency) ?? 0n) + here.minor);
  tally.there.set(there.currency, (tally.there.get(there.currency) ?? 0n) + there.minor);
}

function shown({ terms, compared, better, notStated, here, there }: Tally): Comparison['with'][number] {
  const sums = (by: ReadonlyMap<Currency, bigint>) =>
    [...by].map(([currency, minor]) => ({ amount: formatAmount({ minor, currency }), currency }));
  return {
    program: terms.code,
    name: terms.name,
    ...{ compared, better, not_stated: notStated, here: sums(here), there: sums(there) },
  };
}
