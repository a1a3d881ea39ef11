import type { Instant } from '../../../core/time/instant.ts';
import type { Queryable, Tx } from '../../../platform/db/index.ts';
import { type Attribution, type OrderReport, orderName } from '../model.ts';
import { insertOrders, type NewOrder, updateAttributions } from '../store.ts';

/**
 * New orders whose rows wait for their decision, by transaction. A row that is written with who earns is written once; written before and
 * changed afterwards it would be entered in each of its indexes twice.
 */
const waiting = new WeakMap<Queryable, Map<string, NewOrder>>();

/**
 * Runs `work`, which has new orders decided; writes those that nobody decided afterwards. They are locked (`lockOrderKeys`), are not there yet,
 * and no statement but their decision asks for them: `orderRecords` and `setAttribution` know of them.
 */
export async function withNewOrders(
  tx: Tx,
  reports: readonly OrderReport[],
  at: Instant,
  work: () => Promise<void>,
): Promise<void> {
  const orders = reports.map((report): NewOrder => ({ report, at, attribution: null }));
  waiting.set(tx, new Map(orders.map((order) => [orderName(order.report), order])));
  try {
    await work();
    await writeNewOrders(tx);
  } finally {
    // Also where it failed inside a savepoint: nothing of it may come up later.
    waiting.delete(tx);
  }
}

/** Writes what waits in this transaction, for whoever asks for its rows before it is decided. */
export async function writeNewOrders(q: Queryable): Promise<void> {
  const orders = waiting.get(q);
  if (orders === undefined || orders.size === 0) return;
  const all = [...orders.values()];
  orders.clear();
  await insertNew(q, all);
}

/** Writes who earns and in which state the orders are, after a decision; new ones with it. */
export async function setAttribution(tx: Tx, attributions: readonly Attribution[]): Promise<void> {
  const orders = waiting.get(tx);
  const first: NewOrder[] = [];
  const again: Attribution[] = [];
  for (const attribution of attributions) {
    const order = orders?.get(orderName(attribution));
    if (order === undefined) again.push(attribution);
    else first.push({ ...order, attribution });
  }
  for (const { report } of first) orders?.delete(orderName(report));
  await Promise.all([insertNew(tx, first), updateAttributions(tx, again)]);
}

async function insertNew(q: Queryable, orders: readonly NewOrder[]): Promise<void> {
  const rows = await insertOrders(q, orders);
  if (rows.length !== orders.length) throw new Error(`of ${orders.length} new orders ${rows.length} were new`);
}

interface Identified {
  readonly advertiserOrg: string;
  readonly orderId: string;
}

/** Orders that meet no other report or order of their advertiser and id can wait for their decision; the others are read before it. */
export function apart(
  reports: readonly OrderReport[],
  all: readonly Identified[],
): { readonly alone: readonly OrderReport[]; readonly others: readonly OrderReport[] } {
  const idOf = ({ advertiserOrg, orderId }: Identified) => `${advertiserOrg} ${orderId}`;
  const counts = new Map<string, number>();
  for (const each of all) counts.set(idOf(each), (counts.get(idOf(each)) ?? 0) + 1);
  const isAlone = (report: OrderReport) => counts.get(idOf(report)) === 1;
  return { alone: reports.filter(isAlone), others: reports.filter((report) => !isAlone(report)) };
}
