import type { PlannedEvent, PlannedOrder, PlannedPayment } from './plan.ts';
import { dayMs } from './plan.ts';
import type { Fate } from './story.ts';

export interface Decided {
  readonly order: PlannedOrder;
  readonly fate: Fate;
}

/** Orders fail in turn for the reasons people know: sent back, never collected, paid with a stolen card. */
const failures = ['refunded', 'closed', 'refunded', 'violation'] as const;

/** What is reported about the orders after they were made, ascending by time. */
export function eventsOf(decided: readonly Decided[]): PlannedEvent[] {
  const events: PlannedEvent[] = [];
  let failed = 0;
  for (const { order, fate } of decided) {
    if (fate.decidedAt === null) continue;
    const named = { program: order.program, orderId: order.orderId };
    if (fate.outcome === 'declined') {
      const type = failures[failed % failures.length] ?? 'closed';
      failed += 1;
      events.push({ ...named, at: fate.decidedAt, type, violation: type === 'violation' ? 'abnormal_order' : null });
      continue;
    }
    events.push({ ...named, at: fate.decidedAt, type: 'goods_received', violation: null });
    if (fate.outcome === 'deducted') {
      events.push({ ...named, at: fate.decidedAt + dayMs, type: 'refunded', violation: null });
    }
  }
  return events.sort((a, b) => a.at - b.at);
}

/** What the advertisers pay, gathered by day and program, ascending. */
export function paymentsOf(decided: readonly Decided[]): PlannedPayment[] {
  const byDay = new Map<string, { at: number; program: string; orderIds: string[] }>();
  for (const { order, fate } of decided) {
    if (fate.paidAt === null) continue;
    const at = Math.floor(fate.paidAt / dayMs) * dayMs;
    const key = `${order.program}/${at}`;
    const payment = byDay.get(key) ?? { at, program: order.program, orderIds: [] };
    payment.orderIds.push(order.orderId);
    byDay.set(key, payment);
  }
  return [...byDay.values()].sort((a, b) => a.at - b.at);
}
