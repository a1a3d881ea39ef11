import { formatAmount } from '../../core/money/index.ts';
import type { Instant } from '../../core/time/instant.ts';
import { sqlInstant, type Tx } from '../../platform/db/index.ts';
import { type NewNotice, notify } from './notify.ts';

/** Orders of one publisher in a program that waited and will not be paid; negative where that was taken back. */
export interface DeclinedOrders {
  readonly orgId: string;
  readonly program: string;
  readonly orders: number;
  /** What they would have brought. */
  readonly minor: bigint;
  readonly currency: string;
}

/** Keeps them until their day has ended: an advertiser declines thousands at once, or takes that back, and nobody reads thousands of notices. */
export async function keepDeclined(tx: Tx, declined: readonly DeclinedOrders[], at: Instant): Promise<void> {
  if (declined.length === 0) return;
  await tx.query(
    `insert into notifications.declined_orders (org_id, program, at, orders, minor, currency)
     select org_id, program, $6, orders, minor, currency
       from unnest($1::uuid[], $2::text[], $3::int[], $4::bigint[], $5::text[]) as row (org_id, program, orders, minor, currency)`,
    [
      declined.map(({ orgId }) => orgId),
      declined.map(({ program }) => program),
      declined.map(({ orders }) => orders),
      declined.map(({ minor }) => minor),
      declined.map(({ currency }) => currency),
      sqlInstant(at),
    ],
  );
}

interface DayRow {
  readonly org_id: string;
  readonly day: string;
  readonly orders: number;
  readonly minor: bigint;
  readonly currency: string;
}

/**
 * Tells each publisher of a program's declined orders, or of those that wait again, one notice a day and currency, once the day has
 * ended in the program's zone: `before` is the moment at which the present day began there. Needs a system transaction.
 */
export async function tellOfDeclined(
  tx: Tx,
  of: { readonly program: string; readonly timeZone: string; readonly before: Instant; readonly now: Instant },
): Promise<void> {
  const { program, timeZone, before, now } = of;
  const days = await tx.query<DayRow>(
    `with taken as (
       delete from notifications.declined_orders where program = $1 and at < $2
       returning org_id, to_char(at at time zone $3, 'YYYY-MM-DD') as day, orders, minor, currency)
     select org_id, day, sum(orders)::int as orders, sum(minor)::bigint as minor, currency
       from taken group by org_id, day, currency having sum(orders) <> 0 order by org_id, day, currency`,
    [program, sqlInstant(before), timeZone],
  );
  await notify(tx, ...days.map((each) => noticeOf(program, each, now)));
}

function noticeOf(program: string, { org_id: orgId, day, orders, minor, currency }: DayRow, at: Instant): NewNotice {
  const isTakenBack = orders < 0;
  const amount = formatAmount({ minor: isTakenBack ? -minor : minor, currency });
  const data = { program, day, orders: String(Math.abs(orders)), amount, currency };
  return { orgId, kind: isTakenBack ? 'orders_reopened' : 'orders_declined', subject: `program:${program}`, data, at };
}
