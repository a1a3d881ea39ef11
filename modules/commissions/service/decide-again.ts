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
  clicks: readonly { readonly program: string; readonly clickId: string }[],
): Promise<readonly StoredDecision[]> {
  const byProgram = new Map<string, string[]>();
  for (const { program, clickId } of clicks) {
    byProgram.set(program, [...(byProgram.get(program) ?? []), clickId]);
  }
  const refs: OrderRef[] = [];
  for (const [program, clickIds] of byProgram) {
    refs.push(...(await refsOfClicks(tx, program, clickIds)));
  }
  return await decideAgain(tx, deps, refs);
}
