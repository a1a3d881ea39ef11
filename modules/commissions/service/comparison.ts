import type { Comparison } from '../../../contract/wire/comparison.ts';
import { type Currency, formatAmount } from '../../../core/money/index.ts';
import type { ProgramTerms } from '../../../core/terms/index.ts';
import type { Instant } from '../../../core/time/index.ts';
import type { Database } from '../../../platform/db/index.ts';
import type { StoredDecision } from '../model.ts';
import { latestDecisionsOf, type OrderCursor } from '../store.ts';
import { chargeOf, decidedElsewhere } from './elsewhere.ts';

/** Orders of one comparison: each is decided again for every other program while somebody waits and sees how far it is. */
export const COMPARED_MAX = 1_000_000;
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

/** A publisher's orders made in [from, until). */
export interface ComparedOrders {
  readonly program: string;
  readonly publisherOrg: string;
  readonly from: Instant;
  readonly until: Instant;
}

/**
 * What a publisher's orders would have earned under other terms, decided by the code that decides orders. Amounts are in the currency of the
 * orders, because programs pay in different ones. Read some at a time, in transactions of their own; `null` once nobody waits for it any more.
 */
export async function compareElsewhere(
  db: Database,
  asked: ComparedOrders,
  others: readonly ProgramTerms[],
  watch: { readonly onProgress: (orders: number) => void; readonly isAwaited: () => boolean },
): Promise<Compared | null> {
  const tallies = others.map(
    (terms): Tally => ({ terms, compared: 0, better: 0, notStated: 0, here: new Map(), there: new Map() }),
  );
  let orders = 0;
  for (let after: OrderCursor | null = null; ; ) {
    const page: OrderCursor | null = after;
    const chunk: readonly StoredDecision[] = await db.transaction({ role: 'app', org: asked.publisherOrg }, (tx) =>
      latestDecisionsOf(tx, { ...asked, after: page, limit: CHUNK }),
    );
    orders += chunk.length;
    for (const stored of chunk) for (const tally of tallies) compare(tally, stored);
    watch.onProgress(orders);
    if (!watch.isAwaited()) return null;
    const last: StoredDecision | undefined = chunk.at(-1);
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
