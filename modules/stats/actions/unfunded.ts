import type { CalendarDay, Instant } from '../../../core/time/index.ts';
import { type Queryable, sqlInstant } from '../../../platform/db/index.ts';
import { sumsBySpace } from './action-rollup.ts';

/** An order of which every line is decided, something is approved, and the advertiser has not paid for it. */
export interface UnfundedOrder {
  readonly program: string;
  readonly orderId: string;
  readonly advertiserOrg: string;
  /** In which the publisher earns. */
  readonly currency: string;
  readonly minor: bigint;
}

const IS_UNFUNDED = 'approved_minor > 0 and pending_minor = 0 and paid_at is null';

/** A publisher's, the one confirmed first before the others. */
export async function unfundedOrders(q: Queryable, publisherOrg: string, limit: number): Promise<UnfundedOrder[]> {
  return await q.query<UnfundedOrder>(
    `select program, order_id as "orderId", advertiser_org as "advertiserOrg", currency, approved_minor as minor from stats.action
      where publisher_org = $1 and ${IS_UNFUNDED} order by confirmed_at, program, order_id limit $2`,
    [publisherOrg, limit],
  );
}

/** Ids of a program's orders of the kind that were confirmed before `before`, the one confirmed first before the others. */
export async function unfundedOf(q: Queryable, program: string, before: Instant, limit: number): Promise<string[]> {
  const rows = await q.query<{ id: string }>(
    `select order_id as id from stats.action where program = $1 and ${IS_UNFUNDED} and confirmed_at < $2
      order by confirmed_at, order_id limit $3`,
    [program, sqlInstant(before), limit],
  );
  return rows.map(({ id }) => id);
}

/** How many of a publisher's actions advertisers have paid for; nobody counts beyond `most`. */
export async function fundedActions(q: Queryable, publisherOrg: string, most: number): Promise<number> {
  const [row] = await q.query<{ n: number }>(
    `select count(*)::int as n from (
       select from stats.action where publisher_org = $1 and paid_at is not null limit $2
     ) as funded`,
    [publisherOrg, most],
  );
  return row?.n ?? 0;
}

/** By program: how many orders with something approved wait for the advertiser's payment, and on which day the oldest was made. */
export async function unfundedByProgram(
  q: Queryable,
): Promise<{ readonly program: string; readonly orders: number; readonly oldest: CalendarDay }[]> {
  return await q.query(
    `select program, sum(orders)::int as orders, min(day)::text as oldest from (
       select program, day, sum(with_approved) as orders from ${sumsBySpace} as sums where not paid group by program, day
     ) as days
      where orders > 0 group by program order by program`,
  );
}
