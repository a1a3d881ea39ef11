import type { Instant } from '../../../core/time/instant.ts';
import { type Queryable, sqlInstant, type Tx } from '../../../platform/db/index.ts';
import type { OrderRef } from '../model.ts';

/** Which orders an advertiser means; times of the order, half-open. */
export interface Selection {
  /** `null`: of every advertiser. */
  readonly advertiserOrg: string | null;
  readonly program: string | null;
  readonly status: string | null;
  readonly adSpaceId: string | null;
  readonly since: Instant | null;
  readonly until: Instant | null;
  /** The id or its beginning. */
  readonly orderId: string | null;
  /** Only these, one by one; `null`: all. */
  readonly orderIds: readonly string[] | null;
  /** Only those that were changed together at one time. */
  readonly handledIn: string | null;
}

export interface SelectedOrder extends OrderRef {
  readonly adSpaceId: string | null;
}

const CONDITION = `($1::uuid is null or advertiser_org = $1) and ($2::text is null or program = $2)
  and ($3::text is null or status = $3) and ($4::uuid is null or ad_space_id = $4)
  and ($5::timestamptz is null or ordered_at >= $5) and ($6::timestamptz is null or ordered_at < $6)
  and ($7::text is null or starts_with(order_id, $7)) and ($8::text[] is null or order_id = any($8))
  and ($9::uuid is null or (program, order_id) in
    (select h.program, unnest(h.order_ids) from orders.handling h where h.id = $9))`;

function values(selection: Selection): unknown[] {
  const { since, until } = selection;
  return [
    selection.advertiserOrg,
    selection.program,
    selection.status,
    selection.adSpaceId,
    since === null ? null : sqlInstant(since),
    until === null ? null : sqlInstant(until),
    selection.orderId,
    selection.orderIds,
    selection.handledIn,
  ];
}

/** Newest first. */
export async function selectOrders(
  q: Queryable,
  selection: Selection,
  page: { readonly limit: number; readonly offset: number },
): Promise<SelectedOrder[]> {
  return q.query<{ program: string; orderId: string; adSpaceId: string | null }>(
    `select program, order_id as "orderId", ad_space_id as "adSpaceId" from orders.orders where ${CONDITION}
      order by ordered_at desc, program, order_id limit $10 offset $11`,
    [...values(selection), page.limit, page.offset],
  );
}

export async function countSelected(q: Queryable, selection: Selection): Promise<number> {
  const [row] = await q.query<{ count: number }>(
    `select count(*)::int as count from orders.orders where ${CONDITION}`,
    values(selection),
  );
  return row?.count ?? 0;
}

/** What was said of many orders at once, with those that changed. */
export interface Handled {
  readonly id: string;
  readonly program: string;
  readonly advertiserOrg: string;
  readonly at: Instant;
  readonly author: string;
  readonly verdict: 'approved' | 'declined' | 'reopened';
  readonly reason: string;
  readonly orderIds: readonly string[];
}

export async function insertHandling(tx: Tx, handled: Handled): Promise<void> {
  const { id, program, advertiserOrg, at, author, verdict, reason, orderIds } = handled;
  await tx.query(
    `insert into orders.handling (id, program, advertiser_org, at, author, verdict, reason, order_ids)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [id, program, advertiserOrg, sqlInstant(at), author, verdict, reason, orderIds],
  );
}
