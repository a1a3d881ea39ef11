import { addDecimals, DECIMAL_ZERO, type Decimal } from '../../../core/money/decimal.ts';
import type { Instant } from '../../../core/time/instant.ts';
import type { Queryable } from '../../../platform/db/index.ts';
import { type DecisionSummary, type OrderRef, orderName } from '../model.ts';
import { type OrderRow, ordersAfter } from '../store.ts';
import { orderRecords } from './read.ts';

/** One order as exports show it. */
export interface ExportedOrder extends OrderRef {
  readonly recordedAt: Instant;
  readonly orderedAt: Instant;
  readonly deliveryCountry: string | null;
  /** Of all lines as they stand after corrections, in `orderCurrency`. */
  readonly amount: Decimal;
  readonly orderCurrency: string;
  readonly clickIds: readonly string[];
  /** Present decision; `null` while there is none. */
  readonly decision: DecisionSummary | null;
}

export interface ExportQuery {
  /** By the time of recording, half-open; `null` is unbounded. */
  readonly since: Instant | null;
  readonly until: Instant | null;
  readonly summaryOf: (q: Queryable, refs: readonly OrderRef[]) => Promise<ReadonlyMap<string, DecisionSummary>>;
}

/** Orders held in memory at a time. */
const PAGE_ORDERS = 500;

/** Hands on every order that the asker may see, oldest recorded first, page by page; the next page waits until `onRow` is done. */
export async function exportOrders(
  q: Queryable,
  query: ExportQuery,
  onRow: (order: ExportedOrder) => void | Promise<void>,
): Promise<void> {
  let after: OrderRow | null = null;
  for (;;) {
    const { since, until } = query;
    const rows: OrderRow[] = await ordersAfter(q, { since, until, after, limit: PAGE_ORDERS });
    const decisions = await query.summaryOf(q, rows);
    for (const record of await orderRecords(q, rows)) {
      await onRow({
        program: record.program,
        orderId: record.orderId,
        recordedAt: record.recordedAt,
        orderedAt: record.orderedAt,
        deliveryCountry: record.deliveryCountry,
        amount: record.linesNow.reduce((sum, line) => addDecimals(sum, line.amount), DECIMAL_ZERO),
        orderCurrency: record.currency,
        clickIds: record.clickIds,
        decision: decisions.get(orderName(record)) ?? null,
      });
    }
    after = rows.at(-1) ?? null;
    if (rows.length < PAGE_ORDERS) return;
  }
}
