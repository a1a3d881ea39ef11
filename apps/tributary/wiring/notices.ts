import { formatAmount } from '../../../core/money/index.ts';
import { deductionKind } from '../../../core/posting/index.ts';
import { dayAt, dayInterval, type Instant } from '../../../core/time/index.ts';
import type { DecidedOrder } from '../../../modules/commissions/index.ts';
import {
  type DeclinedOrders,
  keepDeclined,
  type NewNotice,
  notify,
  tellOfDeclined,
} from '../../../modules/notifications/index.ts';
import { listPrograms } from '../../../modules/programs/index.ts';
import type { Tx } from '../../../platform/db/index.ts';

/**
 * Tells publishers what became of orders that they had counted on, or had not: an advertiser corrected what was bought, or a
 * violation took back what was approved; at once. Those that waited and were declined, and those of which that was taken back, are told of
 * together when the day has ended. Everything else that happens to an order is its usual way, which statistics and the list of actions show.
 */
export async function tellOfDecisions(tx: Tx, decided: readonly DecidedOrder[], at: Instant): Promise<void> {
  await notify(tx, ...decided.flatMap((each) => [...correction(each, at), ...deduction(each, at)]));
  await keepDeclined(tx, declinedAmong(decided), at);
}

/** Tells of the declined orders of each day that has ended in its program's zone. */
export async function tellOfDeclinedDays(tx: Tx, now: Instant): Promise<void> {
  for (const { code: program, timeZone } of await listPrograms(tx))
    await tellOfDeclined(tx, { program, timeZone, before: dayInterval(dayAt(now, timeZone), timeZone).from, now });
}

/** Summed by publisher, program and currency: what one advertiser declines at once is one row each. */
function declinedAmong(decided: readonly DecidedOrder[]): readonly DeclinedOrders[] {
  const sums = new Map<string, DeclinedOrders>();
  for (const each of decided) {
    const { publisherOrg: orgId, program, decision } = each.stored;
    const minor = lostBy(each);
    if (orgId === null || minor === 0n) continue;
    const { currency } = decision.commission;
    const key = `${orgId} ${program} ${currency}`;
    const sum = sums.get(key) ?? { orgId, program, orders: 0, minor: 0n, currency };
    sums.set(key, { ...sum, orders: sum.orders + (minor > 0n ? 1 : -1), minor: sum.minor + minor });
  }
  return [...sums.values()];
}

/** What waited and is declined now, less what was declined and waits again: a decline that is taken back the same day is nothing to tell. */
function lostBy({ stored, previous }: DecidedOrder): bigint {
  const before = new Map(previous?.decision.lines.map((line) => [line.lineId, line]));
  return stored.decision.lines.reduce((sum, { lineId, status, commission }) => {
    const was = before.get(lineId);
    if (was?.status === 'pending' && status === 'declined') return sum + was.commission.minor;
    return was?.status === 'declined' && (status === 'pending' || status === 'approved') ? sum - commission.minor : sum;
  }, 0n);
}

function correction({ stored, previous }: DecidedOrder, at: Instant): NewNotice[] {
  const { publisherOrg: orgId, facts, decision } = stored;
  if (orgId === null || previous === null) return [];
  const known = new Set(previous.facts.events.map(({ id }) => id));
  const isCorrected = facts.events.some(({ id, type }) => type === 'corrected' && !known.has(id));
  const [before, after] = [previous.decision.commission, decision.commission];
  if (!isCorrected || before.minor === after.minor) return [];
  const data = {
    ...named(stored),
    before: formatAmount(before),
    after: formatAmount(after),
    currency: after.currency,
    reason: decision.lines[0]?.reason ?? '',
  };
  return [{ orgId, kind: 'order_corrected', subject: subjectOf(stored), data, at }];
}

function deduction({ stored, previous }: DecidedOrder, at: Instant): NewNotice[] {
  const { publisherOrg: orgId, decision } = stored;
  if (orgId === null || previous === null) return [];
  const before = new Map(previous.decision.lines.map((line) => [line.lineId, line]));
  const taken = decision.lines.flatMap(({ lineId, status, reason }) => {
    const line = before.get(lineId);
    return status === 'deducted' && line?.status === 'approved' ? [{ reason, minor: line.commission.minor }] : [];
  });
  const [first] = taken;
  if (first === undefined) return [];
  const { currency } = decision.commission;
  const amount = formatAmount({ minor: taken.reduce((sum, { minor }) => sum + minor, 0n), currency });
  const data = { ...named(stored), amount, currency, reason: first.reason };
  return [{ orgId, kind: deductionKind(first.reason), subject: subjectOf(stored), data, at }];
}

type Ordered = Pick<DecidedOrder['stored'], 'program' | 'orderId'>;

function named({ program, orderId }: Ordered) {
  return { program, order: orderId };
}

function subjectOf({ program, orderId }: Ordered): string {
  return `order:${program}/${orderId}`;
}
