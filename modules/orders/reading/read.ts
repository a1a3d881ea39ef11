import type { Queryable } from '../../../platform/db/index.ts';
import { byOrder, type OrderRecord, type OrderRef, orderName, type StoredEvent } from '../model.ts';
import { eventsByRefs } from '../record/event-store.ts';
import { foldEvents, type NotAppliedReason } from '../record/fold.ts';
import { linesByRefs } from '../record/line-store.ts';
import { writeNewOrders } from '../record/new-orders.ts';
import { earliestEventOf, linesInForce, recordOf } from '../record/order-record.ts';
import { ordersByRefs, ordersOfId, siblingsOf } from '../store.ts';

/** The orders that exist among `refs` (and that the asker may see), in the order of `refs`. */
export async function orderRecords(q: Queryable, refs: readonly OrderRef[]): Promise<OrderRecord[]> {
  if (refs.length === 0) return [];
  await writeNewOrders(q);
  const [orders, ...parts] = await Promise.all([
    ordersByRefs(q, refs),
    linesByRefs(q, refs),
    eventsByRefs(q, refs),
    siblingsOf(q, refs),
  ]);
  const rows = new Map(orders.map((row) => [orderName(row), row]));
  const [lines, events, siblings] = [byOrder(parts[0]), byOrder(parts[1]), byOrder(parts[2])];
  const names = new Set(refs.map(orderName));
  return [...names].flatMap((name) => {
    const row = rows.get(name);
    if (row === undefined) return [];
    return [recordOf(row, lines.get(name) ?? [], events.get(name) ?? [], siblings.get(name) ?? [])];
  });
}

/**
 * Orders called `name`: `program/order_id`, or the bare id in whatever program it is. An id may itself hold slashes, so both
 * readings are tried. Several answers mean that the name is ambiguous.
 */
export async function findOrderRefs(q: Queryable, name: string): Promise<OrderRef[]> {
  const slash = name.indexOf('/');
  if (slash > 0) {
    const named = { program: name.slice(0, slash), orderId: name.slice(slash + 1) };
    const [exact] = await ordersByRefs(q, [named]);
    if (exact !== undefined) return [named];
  }
  return (await ordersOfId(q, name)).map(({ program, orderId }) => ({ program, orderId }));
}

/** An event as kept, and why it does not count, if it does not. */
export interface EventHistory {
  readonly event: StoredEvent;
  readonly notApplied: NotAppliedReason | null;
  /** The order was closed by it and has been reopened since. */
  readonly isTakenBack: boolean;
}

/** Every event of an order in order of arrival, also those that do not count. */
export async function orderHistory(q: Queryable, ref: OrderRef): Promise<EventHistory[]> {
  const [row] = await ordersByRefs(q, [ref]);
  if (row === undefined) return [];
  const lines = linesInForce(row, await linesByRefs(q, [ref]), 'counting');
  const rows = await eventsByRefs(q, [ref]);
  const events = rows.flatMap(({ event }) => event ?? []);
  const { notApplied, takenBack } = foldEvents(lines, events, earliestEventOf(row, rows));
  return events.map((event) => ({
    event,
    notApplied: notApplied.get(event.id) ?? null,
    isTakenBack: takenBack.has(event.id),
  }));
}
