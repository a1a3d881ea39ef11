import type { Instant } from '../../../core/time/instant.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { lockOrderKeys, type OrderRef, refsOfClicks } from '../../orders/index.ts';
import type { CommissionDeps, StoredDecision } from '../model.ts';
import { decideOrders } from './decide-orders.ts';

/** Locks orders and decides them again, for whoever does not hold their locks already. */
export async function decideAgain(
  tx: Tx,
  deps: CommissionDeps,
  refs: readonly OrderRef[],
): Promise<readonly StoredDecision[]> {
  if (refs.length === 0) {
    return [];
  }
  // Read for the organisation that the lock is named after; the orders themselves are read again under it.
  await lockOrderKeys(tx, await deps.orderRecords(tx, refs));
  return await decideOrders(tx, deps, refs);
}

/** Decides the orders that named these clicks before the clicks were there (G-8). */
export async function decideOrdersOfClicks(
  tx: Tx,
  deps: CommissionDeps,
  clicks: readonly { readonly program: string; readonly clickId: string; readonly at: Instant }[],
): Promise<readonly StoredDecision[]> {
  const byProgram = new Map<string, { readonly clicks: { readonly clickId: string }[]; since: Instant }>();
  for (const click of clicks) {
    const { program, at } = click;
    const known = byProgram.get(program);
    if (known === undefined) {
      byProgram.set(program, { clicks: [click], since: at });
    } else {
      known.clicks.push(click);
      known.since = Math.min(known.since, at);
    }
  }
  const refs: OrderRef[] = [];
  for (const [program, asked] of byProgram) {
    refs.push(...(await refsOfClicks(tx, program, asked)));
  }
  return await decideAgain(tx, deps, refs);
}
