import { PAID_ORDERS_MAX } from '../../contract/wire/advertiser-payments.ts';
import { dayInterval } from '../../core/time/index.ts';
import type { Queryable } from '../../platform/db/index.ts';
import { approvedOf, dueOf, latestDecisions, paidOrders, type StoredDecision } from '../commissions/index.ts';
import { openByPublisher } from '../express-payments/index.ts';
import { orderName } from '../orders/index.ts';
import type { Program } from '../programs/index.ts';
import type { Figures, FundingDeps, LeftOut, PublisherSum, Which } from './model.ts';

/** Decisions read at a time: bounds the memory. */
export const CHUNK = 1_000;

/** What would be paid: which of the orders, what the advertiser owes for them, and what it means for publishers. */
export async function figuresOf(
  q: Queryable,
  deps: Pick<FundingDeps, 'unfundedOf'>,
  which: Which,
  { code, timeZone }: Pick<Program, 'code' | 'timeZone'>,
): Promise<Figures> {
  const found = await askedOf(q, deps, which, { code, timeZone });
  const asked = found.slice(0, PAID_ORDERS_MAX);
  const orderIds: string[] = [];
  const leftOut: LeftOut[] = [];
  const due = new Map<string, bigint>();
  const publishers = new Map<string, PublisherSum>();
  for (let from = 0; from < asked.length; from += CHUNK) {
    const refs = asked.slice(from, from + CHUNK).map((orderId) => ({ program: code, orderId }));
    const decided = new Map((await latestDecisions(q, refs)).map((stored) => [stored.orderId, stored]));
    const paid = await paidOrders(q, refs);
    for (const ref of refs) {
      const stored = decided.get(ref.orderId);
      const reason = leftOutBecause(stored, paid.has(orderName(ref)));
      if (stored === undefined || reason !== null) {
        leftOut.push({ orderId: ref.orderId, reason: reason ?? 'unknown' });
        continue;
      }
      orderIds.push(ref.orderId);
      const { currency, minor } = dueOf(stored);
      due.set(currency, (due.get(currency) ?? 0n) + minor);
      add(publishers, stored);
    }
  }
  for (const { publisherOrg, currency, open } of await openByPublisher(q, code, orderIds)) {
    const key = `${publisherOrg} ${currency}`;
    const sum = publishers.get(key) ?? { publisherOrg, currency, orders: 0, approved: 0n, settled: 0n };
    publishers.set(key, { ...sum, settled: open });
  }
  return {
    orderIds,
    due: [...due].map(([currency, minor]) => ({ currency, minor })).sort((a, b) => (a.currency < b.currency ? -1 : 1)),
    publishers: [...publishers.values()].sort((a, b) =>
      a.approved > b.approved ? -1 : Number(a.approved < b.approved),
    ),
    leftOut,
    more: found.length > PAID_ORDERS_MAX,
  };
}

async function askedOf(
  q: Queryable,
  deps: Pick<FundingDeps, 'unfundedOf'>,
  { orders, until = '' }: Which,
  { code, timeZone }: Pick<Program, 'code' | 'timeZone'>,
): Promise<readonly string[]> {
  if (orders !== undefined) return [...new Set(orders)];
  return await deps.unfundedOf(q, code, dayInterval(until, timeZone).until, PAID_ORDERS_MAX + 1);
}

function leftOutBecause(stored: StoredDecision | undefined, isPaid: boolean): LeftOut['reason'] | null {
  if (stored === undefined) return 'unknown';
  if (isPaid) return 'paid_before';
  // An order is paid for once: what is still to be decided of it would never be.
  if (stored.decision.lines.some(({ status }) => status === 'pending')) return 'still_pending';
  return dueOf(stored).minor > 0n ? null : 'not_approved';
}

function add(publishers: Map<string, PublisherSum>, stored: StoredDecision): void {
  const { publisherOrg, decision } = stored;
  if (publisherOrg === null) return;
  const { currency } = decision.commission;
  const key = `${publisherOrg} ${currency}`;
  const sum = publishers.get(key) ?? { publisherOrg, currency, orders: 0, approved: 0n, settled: 0n };
  publishers.set(key, { ...sum, orders: sum.orders + 1, approved: sum.approved + approvedOf(stored) });
}
