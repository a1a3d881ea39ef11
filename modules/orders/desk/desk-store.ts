import type { Instant } from '../../../core/time/instant.ts';
import { type Queryable, sqlInstant } from '../../../platform/db/index.ts';
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
}

export interface SelectedOrder extends OrderRef {
  readonly adSpaceId: string | null;
}

const CONDITION = `($1::uuid is null or advertiser_org = $1) and ($2::text is null or program = $2)
  and ($3::text is null or status = $3) and ($4::uuid is null or ad_space_id = $4)
  and ($5::timestamptz is null or ordered_at >= $5) and ($6::timestamptz is null or ordered_at < $6)
  and ($7::text is null or starts_with(order_id, $7)) and ($8::text[] is null or order_id = any($8))`;

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
      order by ordered_at desc, program, order_id limit $9 offset $10`,
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
