import type { Instant } from '../../core/time/instant.ts';
import { type Queryable, sqlInstant, type Tx } from '../../platform/db/index.ts';
import type { Attribution, Channel, Customer, OrderRef, OrderReport, TimeSource } from './model.ts';
import type { OrderHead } from './record/merge.ts';

/** An order's row. */
export interface OrderRow extends OrderHead, OrderRef {
  readonly advertiserOrg: string;
  readonly publisherOrg: string | null;
  readonly status: string | null;
  readonly channel: Channel;
  readonly recordedAt: Instant;
  readonly revision: number;
}

/**
 * Makes this transaction the only one that works on these orders, also on those that do not exist yet, until it ends. Keys are per
 * advertiser and order id, so that one id in two programs meets, and are always taken in the same order: no deadlock.
 */
export async function lockOrderKeys(
  tx: Tx,
  orders: readonly { readonly advertiserOrg: string; readonly orderId: string }[],
): Promise<void> {
  await tx.query(
    `select pg_advisory_xact_lock(key) from (
       select distinct hashtextextended('order ' || advertiser_org || ' ' || order_id, 0) as key
       from unnest($1::text[], $2::text[]) as asked (advertiser_org, order_id)
       order by key
     ) as keys`,
    [orders.map((order) => order.advertiserOrg), orders.map((order) => order.orderId)],
  );
}

export interface NewOrder {
  readonly report: OrderReport;
  readonly at: Instant;
  /** `null` before its decision. */
  readonly attribution: Attribution | null;
}

/** Inserts the orders that are not there yet and answers which those were. */
export async function insertOrders(q: Queryable, orders: readonly NewOrder[]): Promise<OrderRef[]> {
  if (orders.length === 0) return [];
  return q.query<{ program: string; orderId: string }>(
    `insert into orders.orders (program, order_id, advertiser_org, channel, verified, ordered_at, time_source, recorded_at,
       delivery_country, currency, click_ids, coupon, customer, credited_source, revision, publisher_org, ad_space_id, status,
       decide_again_at)
     select program, order_id, advertiser_org, channel, channel <> 'pixel', ordered_at, time_source, recorded_at,
       delivery_country, currency, array(select jsonb_array_elements_text(click_ids)), coupon, customer, credited_source, 1,
       publisher_org, ad_space_id, status, decide_again_at
     from jsonb_to_recordset($1::jsonb) as report (program text, order_id text, advertiser_org uuid, channel text,
       ordered_at timestamptz, time_source text, recorded_at timestamptz, delivery_country char(2), currency char(3), click_ids jsonb,
       coupon text, customer text, credited_source text, publisher_org uuid, ad_space_id uuid, status text,
       decide_again_at timestamptz)
     on conflict (program, order_id) do nothing
     returning program, order_id as "orderId"`,
    [JSON.stringify(orders.map(orderJson))],
  );
}

function orderJson({ report, at, attribution }: NewOrder): object {
  return {
    program: report.program,
    order_id: report.orderId,
    advertiser_org: report.advertiserOrg,
    channel: report.channel,
    ordered_at: sqlInstant(report.orderedAt),
    time_source: report.timeSource,
    recorded_at: sqlInstant(at),
    delivery_country: report.deliveryCountry,
    currency: report.currency,
    click_ids: report.clickIds,
    coupon: report.coupon,
    customer: report.customer,
    credited_source: report.creditedSource,
    publisher_org: attribution?.publisherOrg ?? null,
    ad_space_id: attribution?.adSpaceId ?? null,
    status: attribution?.status ?? null,
    decide_again_at: lookAgainAt(attribution),
  };
}

/** Orders of these advertisers and ids, in whatever program. */
export async function ordersOfIds(
  q: Queryable,
  asked: readonly { readonly advertiserOrg: string; readonly orderId: string }[],
): Promise<{ readonly advertiserOrg: string; readonly orderId: string }[]> {
  return q.query(
    `select one.advertiser_org as "advertiserOrg", one.order_id as "orderId"
     from unnest($1::uuid[], $2::text[]) as asked (advertiser_org, order_id)
     cross join lateral (select * from orders.orders one where one.advertiser_org = asked.advertiser_org
       and one.order_id = asked.order_id offset 0) as one`,
    [asked.map(({ advertiserOrg }) => advertiserOrg), asked.map(({ orderId }) => orderId)],
  );
}

/** Writes the head of an order as it is after its changes. */
export async function updateOrder(tx: Tx, ref: OrderRef, head: OrderHead, revision: number): Promise<void> {
  await tx.query(
    `update orders.orders set verified = $3, ordered_at = $4, time_source = $5, delivery_country = $6, click_ids = $7, coupon = $8,
       customer = $9, revision = $10
     where program = $1 and order_id = $2`,
    [
      ref.program,
      ref.orderId,
      head.verified,
      sqlInstant(head.orderedAt),
      head.timeSource,
      head.deliveryCountry,
      head.clickIds,
      head.coupon,
      head.customer,
      revision,
    ],
  );
}

/** Counts a change of orders that only their events tell of, and that a channel which proves its sender brought it. */
export async function countChange(tx: Tx, refs: readonly OrderRef[]): Promise<void> {
  if (refs.length === 0) return;
  await tx.query(
    `update orders.orders o set verified = true, revision = revision + 1
     from unnest($1::text[], $2::text[]) as asked (program, order_id)
     where o.program = asked.program and o.order_id = asked.order_id`,
    refArrays(refs),
  );
}

interface OrderColumns {
  readonly program: string;
  readonly order_id: string;
  readonly advertiser_org: string;
  readonly publisher_org: string | null;
  readonly status: string | null;
  readonly channel: Channel;
  readonly verified: boolean;
  readonly ordered_at: Instant;
  readonly time_source: TimeSource;
  readonly recorded_at: Instant;
  readonly delivery_country: string | null;
  readonly currency: string;
  readonly click_ids: string[];
  readonly coupon: string | null;
  readonly customer: Customer | null;
  readonly revision: number;
}

const ORDER_COLUMNS = `program, order_id, advertiser_org, publisher_org, status, channel, verified, ordered_at, time_source,
  recorded_at, delivery_country, currency, click_ids, coupon, customer, revision`;

function orderRow(row: OrderColumns): OrderRow {
  return {
    program: row.program,
    orderId: row.order_id,
    advertiserOrg: row.advertiser_org,
    publisherOrg: row.publisher_org,
    status: row.status,
    channel: row.channel,
    verified: row.verified,
    orderedAt: row.ordered_at,
    timeSource: row.time_source,
    recordedAt: row.recorded_at,
    deliveryCountry: row.delivery_country,
    currency: row.currency,
    clickIds: row.click_ids,
    coupon: row.coupon,
    customer: row.customer,
    revision: row.revision,
  };
}

export async function ordersByRefs(q: Queryable, refs: readonly OrderRef[]): Promise<OrderRow[]> {
  const rows = await q.query<OrderColumns>(
    `select ${ORDER_COLUMNS} from orders.orders
     join (select distinct * from unnest($1::text[], $2::text[])) as asked (program, order_id) using (program, order_id)`,
    refArrays(refs),
  );
  return rows.map(orderRow);
}

/** Orders of that id in every program the asker may see. */
export async function ordersOfId(q: Queryable, orderId: string): Promise<OrderRow[]> {
  const rows = await q.query<OrderColumns>(
    `select ${ORDER_COLUMNS} from orders.orders where order_id = $1 order by program limit 100`,
    [orderId],
  );
  return rows.map(orderRow);
}

export interface OrderListQuery {
  readonly program: string | null;
  readonly status: string | null;
  readonly since: Instant | null;
  readonly until: Instant | null;
  readonly limit: number;
  readonly offset: number;
}

/** Newest first. */
export async function listOrderRows(q: Queryable, query: OrderListQuery): Promise<OrderRow[]> {
  const rows = await q.query<OrderColumns>(
    `select ${ORDER_COLUMNS} from orders.orders where ${LIST_CONDITION}
     order by recorded_at desc, program, order_id limit $5 offset $6`,
    [...listValues(query), query.limit, query.offset],
  );
  return rows.map(orderRow);
}

export async function countOrderRows(q: Queryable, query: OrderListQuery): Promise<number> {
  const rows = await q.query<{ count: bigint }>(
    `select count(*) as count from orders.orders where ${LIST_CONDITION}`,
    listValues(query),
  );
  return Number(rows[0]?.count ?? 0n);
}

const LIST_CONDITION = `($1::text is null or program = $1) and ($2::text is null or status = $2)
  and ($3::timestamptz is null or recorded_at >= $3) and ($4::timestamptz is null or recorded_at < $4)`;

function listValues(query: OrderListQuery): unknown[] {
  return [
    query.program,
    query.status,
    query.since === null ? null : sqlInstant(query.since),
    query.until === null ? null : sqlInstant(query.until),
  ];
}

/** A page of the export: oldest recorded first, after the given place. */
export async function ordersAfter(
  q: Queryable,
  place: {
    readonly since: Instant | null;
    readonly until: Instant | null;
    readonly after: OrderRow | null;
    readonly limit: number;
  },
): Promise<OrderRow[]> {
  const rows = await q.query<OrderColumns>(
    `select ${ORDER_COLUMNS} from orders.orders
     where ($1::timestamptz is null or recorded_at >= $1) and ($2::timestamptz is null or recorded_at < $2)
       and ($3::timestamptz is null or (recorded_at, program, order_id) > ($3, $4, $5))
     order by recorded_at, program, order_id limit $6`,
    [
      place.since === null ? null : sqlInstant(place.since),
      place.until === null ? null : sqlInstant(place.until),
      place.after === null ? null : sqlInstant(place.after.recordedAt),
      place.after?.program ?? null,
      place.after?.orderId ?? null,
      place.limit,
    ],
  );
  return rows.map(orderRow);
}

export interface Sibling extends OrderRef {
  readonly sibling: string;
  readonly recordedAt: Instant;
}

/** For each order the other programs of its advertiser with the same order id. */
export async function siblingsOf(q: Queryable, refs: readonly OrderRef[]): Promise<Sibling[]> {
  if (refs.length === 0) return [];
  return q.query<Sibling>(
    // Each step by its index, whatever the planner believes of the tables.
    `select mine.program, mine.order_id as "orderId", other.program as sibling, other.recorded_at as "recordedAt"
     from (select distinct * from unnest($1::text[], $2::text[])) as asked (program, order_id)
     cross join lateral (select * from orders.orders one
       where one.program = asked.program and one.order_id = asked.order_id limit 1) as mine
     cross join lateral (select * from orders.orders one where one.advertiser_org = mine.advertiser_org
       and one.order_id = mine.order_id and one.program <> mine.program offset 0) as other
     order by other.recorded_at, other.program`,
    refArrays(refs),
  );
}

/** Writes who earns and in which state the orders are, after a decision. */
export async function updateAttributions(tx: Tx, attributions: readonly Attribution[]): Promise<void> {
  if (attributions.length === 0) return;
  await tx.query(
    `update orders.orders o set publisher_org = a.publisher_org, ad_space_id = a.ad_space_id, status = a.status,
       decide_again_at = a.look_again_at, decide_attempts = 0
     from unnest($1::text[], $2::text[], $3::uuid[], $4::text[], $5::uuid[], $6::timestamptz[])
       as a (program, order_id, publisher_org, status, ad_space_id, look_again_at)
     where o.program = a.program and o.order_id = a.order_id`,
    [
      attributions.map((attribution) => attribution.program),
      attributions.map((attribution) => attribution.orderId),
      attributions.map((attribution) => attribution.publisherOrg),
      attributions.map((attribution) => attribution.status),
      attributions.map((attribution) => attribution.adSpaceId),
      attributions.map(lookAgainAt),
    ],
  );
}

function lookAgainAt(attribution: Attribution | null): string | null {
  const at = attribution?.lookAgainAt ?? null;
  return at === null ? null : sqlInstant(at);
}

/** Marks orders whose decision failed, to be tried again at `at`. */
export async function markUndecided(tx: Tx, refs: readonly OrderRef[], at: Instant): Promise<void> {
  await tx.query(
    `update orders.orders o set decide_again_at = $3, decide_attempts = decide_attempts + 1
     from unnest($1::text[], $2::text[]) as asked (program, order_id)
     where o.program = asked.program and o.order_id = asked.order_id`,
    [...refArrays(refs), sqlInstant(at)],
  );
}

/** The decision of the order has caught up, whether or not somebody earns by it. */
export async function setDecided(tx: Tx, ref: OrderRef): Promise<void> {
  await tx.query(
    'update orders.orders set decide_again_at = null, decide_attempts = 0 where program = $1 and order_id = $2',
    [ref.program, ref.orderId],
  );
}

export interface Undecided extends OrderRef {
  readonly advertiserOrg: string;
  readonly attempts: number;
}

/** Orders whose decision is due again, longest waiting first. */
export async function undecidedOrders(q: Queryable, now: Instant, limit: number): Promise<Undecided[]> {
  return q.query<Undecided>(
    `select program, order_id as "orderId", advertiser_org as "advertiserOrg", decide_attempts as attempts
     from orders.orders where decide_again_at <= $1 order by decide_again_at, program, order_id limit $2`,
    [sqlInstant(now), limit],
  );
}

/** A shop's clock may be this far behind: an order is then recorded before the click that it names. */
const SKEW_MS = 10_000;

/** Few enough to be looked through here; more, after an outage or in a busy second, are found by the database. */
const RECENT_ORDERS_MAX = 500;

/**
 * Orders that name one of these clicks: what to decide again when clicks arrive after their orders (G-8). An order is recorded after
 * the click that it names, so where clicks arrive at once, as they nearly always do, only the orders of the last seconds are looked at.
 */
export async function refsOfClicks(
  q: Queryable,
  program: string,
  { clicks, since: first }: { readonly clicks: readonly { readonly clickId: string }[]; readonly since: Instant },
): Promise<OrderRef[]> {
  const since = sqlInstant(first - SKEW_MS);
  const recent = await q.query<{ program: string; orderId: string; clickIds: string[] }>(
    `select program, order_id as "orderId", click_ids as "clickIds" from orders.orders
     where program = $1 and recorded_at >= $2 order by recorded_at desc limit $3`,
    [program, since, RECENT_ORDERS_MAX],
  );
  if (recent.length === 0) return [];
  const ids = clicks.map(({ clickId }) => clickId);
  if (recent.length < RECENT_ORDERS_MAX) {
    const known = new Set(ids);
    return recent.filter(({ clickIds }) => clickIds.some((id) => known.has(id)));
  }
  return q.query<{ program: string; orderId: string }>(
    'select program, order_id as "orderId" from orders.orders where click_ids && $2::text[] and program = $1',
    [program, ids],
  );
}

export function refArrays(refs: readonly OrderRef[]): [string[], string[]] {
  return [refs.map((ref) => ref.program), refs.map((ref) => ref.orderId)];
}
