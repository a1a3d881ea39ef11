import { type Decimal, formatDecimal, parseDecimal } from '../../core/money/decimal.ts';
import type { Instant } from '../../core/time/instant.ts';
import { type Queryable, sqlInstant, type Tx } from '../../platform/db/index.ts';
import type { HeadChanges, OrderHead } from './merge.ts';
import type {
  Attribution,
  Channel,
  Customer,
  OrderRef,
  OrderReport,
  ReportedLine,
  ReportedLineAt,
  StoredEvent,
  TimeSource,
} from './model.ts';
import { decodeContent, decodeHead, isEventType } from './payload.ts';

/** An order's row. */
export interface OrderRow extends OrderHead, OrderRef {
  readonly advertiserOrg: string;
  readonly publisherOrg: string | null;
  readonly status: string | null;
  readonly channel: Channel;
  readonly recordedAt: Instant;
  readonly revision: number;
}

export interface LineRow extends OrderRef {
  readonly line: ReportedLine;
  readonly verified: boolean;
}

export interface EventRow extends OrderRef {
  readonly advertiserOrg: string;
  readonly arrival: number;
  readonly digest: Buffer;
  /** `null` for a change of the head. */
  readonly event: StoredEvent | null;
  readonly head: HeadChanges | null;
}

export interface NewEventRow extends OrderRef {
  readonly advertiserOrg: string;
  readonly id: string;
  readonly arrival: number;
  readonly type: string;
  readonly at: Instant;
  readonly channel: Channel;
  readonly payload: string;
  readonly digest: Buffer;
  readonly reason: string | null;
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

/** Inserts the orders that are not there yet and answers which those were. */
export async function insertOrders(tx: Tx, reports: readonly OrderReport[], at: Instant): Promise<OrderRef[]> {
  return tx.query<{ program: string; orderId: string }>(
    `insert into orders.orders (program, order_id, advertiser_org, channel, verified, ordered_at, time_source, recorded_at,
       delivery_country, currency, click_ids, coupon, customer, credited_source, revision)
     select program, order_id, advertiser_org, channel, channel <> 'pixel', ordered_at, time_source, $2,
       delivery_country, currency, array(select jsonb_array_elements_text(click_ids)), coupon, customer, credited_source, 1
     from jsonb_to_recordset($1::jsonb) as report (program text, order_id text, advertiser_org uuid, channel text,
       ordered_at timestamptz, time_source text, delivery_country char(2), currency char(3), click_ids jsonb, coupon text,
       customer text, credited_source text)
     on conflict (program, order_id) do nothing
     returning program, order_id as "orderId"`,
    [JSON.stringify(reports.map(orderJson)), sqlInstant(at)],
  );
}

function orderJson(report: OrderReport): object {
  return {
    program: report.program,
    order_id: report.orderId,
    advertiser_org: report.advertiserOrg,
    channel: report.channel,
    ordered_at: sqlInstant(report.orderedAt),
    time_source: report.timeSource,
    delivery_country: report.deliveryCountry,
    currency: report.currency,
    click_ids: report.clickIds,
    coupon: report.coupon,
    customer: report.customer,
    credited_source: report.creditedSource,
  };
}

export type NewLine = OrderRef & { readonly line: ReportedLineAt; readonly verified: boolean };

/** Inserts lines; a line that only a pixel had reported is replaced by one from a channel that proves its sender. */
export async function putLines(tx: Tx, lines: readonly NewLine[], at: Instant): Promise<void> {
  if (lines.length === 0) return;
  await tx.query(
    `insert into orders.order_lines (program, order_id, line_id, place, verified, product_id, amount, quantity, store_id, category,
       seller_country, affiliate, hot, virtual, hidden, recorded_at)
     select line.*, $2
     from jsonb_to_recordset($1::jsonb) as line (program text, order_id text, line_id text, place integer, verified boolean,
       product_id text, amount numeric, quantity integer, store_id text, category text, seller_country char(2), affiliate boolean,
       hot boolean, virtual boolean, hidden boolean)
     on conflict (program, order_id, line_id) do update set
       place = excluded.place, verified = excluded.verified, product_id = excluded.product_id, amount = excluded.amount,
       quantity = excluded.quantity, store_id = excluded.store_id, category = excluded.category,
       seller_country = excluded.seller_country, affiliate = excluded.affiliate, hot = excluded.hot, virtual = excluded.virtual,
       hidden = excluded.hidden
     where not order_lines.verified`,
    [JSON.stringify(lines.map(lineJson)), sqlInstant(at)],
  );
}

function lineJson({ program, orderId, line, verified }: NewLine): object {
  return {
    program,
    order_id: orderId,
    line_id: line.lineId,
    place: line.place,
    verified,
    product_id: line.productId,
    // As text: a JSON number would lose the written decimals.
    amount: formatDecimal(line.amount),
    quantity: line.quantity,
    store_id: line.storeId ?? null,
    category: line.category ?? null,
    seller_country: line.sellerCountry ?? null,
    affiliate: line.affiliate ?? null,
    hot: line.hot ?? null,
    virtual: line.virtual ?? null,
    hidden: line.hidden ?? null,
  };
}

/** The advertiser confirmed the order as it is known: what only a pixel had reported counts now. */
export async function verifyLines(tx: Tx, ref: OrderRef): Promise<void> {
  await tx.query(
    'update orders.order_lines set verified = true where program = $1 and order_id = $2 and not verified',
    [ref.program, ref.orderId],
  );
}

export async function insertEvents(tx: Tx, events: readonly NewEventRow[], at: Instant): Promise<void> {
  if (events.length === 0) return;
  await tx.query(
    `insert into orders.order_events (program, order_id, event_id, advertiser_org, arrival, type, at, channel, payload, digest,
       reason, recorded_at)
     select program, order_id, event_id, advertiser_org, arrival, type, at, channel, payload, decode(digest, 'hex'), reason, $2
     from jsonb_to_recordset($1::jsonb) as event (program text, order_id text, event_id text, advertiser_org uuid, arrival integer,
       type text, at timestamptz, channel text, payload jsonb, digest text, reason text)`,
    [JSON.stringify(events.map(eventJson)), sqlInstant(at)],
  );
}

function eventJson(event: NewEventRow): object {
  return {
    program: event.program,
    order_id: event.orderId,
    event_id: event.id,
    advertiser_org: event.advertiserOrg,
    arrival: event.arrival,
    type: event.type,
    at: sqlInstant(event.at),
    channel: event.channel,
    payload: JSON.parse(event.payload),
    digest: event.digest.toString('hex'),
    reason: event.reason,
  };
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

interface LineColumns {
  readonly program: string;
  readonly order_id: string;
  readonly line_id: string;
  readonly verified: boolean;
  readonly product_id: string | null;
  readonly amount: string;
  readonly quantity: number;
  readonly store_id: string | null;
  readonly category: string | null;
  readonly seller_country: string | null;
  readonly affiliate: boolean | null;
  readonly hot: boolean | null;
  readonly virtual: boolean | null;
  readonly hidden: boolean | null;
}

/** Lines in their places. */
export async function linesByRefs(q: Queryable, refs: readonly OrderRef[]): Promise<LineRow[]> {
  const rows = await q.query<LineColumns>(
    `select program, order_id, line_id, verified, product_id, amount, quantity, store_id, category, seller_country, affiliate, hot,
       virtual, hidden
     from orders.order_lines
     join (select distinct * from unnest($1::text[], $2::text[])) as asked (program, order_id) using (program, order_id)
     order by program, order_id, place, line_id`,
    refArrays(refs),
  );
  return rows.map((row) => ({
    program: row.program,
    orderId: row.order_id,
    verified: row.verified,
    line: {
      lineId: row.line_id,
      productId: row.product_id,
      amount: storedDecimal(row.amount),
      quantity: row.quantity,
      storeId: row.store_id,
      category: row.category,
      sellerCountry: row.seller_country,
      affiliate: row.affiliate,
      hot: row.hot,
      virtual: row.virtual,
      hidden: row.hidden,
    },
  }));
}

function storedDecimal(text: string): Decimal {
  const parsed = parseDecimal(text);
  if (parsed === null) throw new Error(`stored amount ${text} is not a decimal`);
  return parsed;
}

interface EventColumns {
  readonly program: string;
  readonly order_id: string;
  readonly event_id: string;
  readonly advertiser_org: string;
  readonly arrival: number;
  readonly type: string;
  readonly at: Instant;
  readonly channel: Channel;
  readonly payload: object;
  readonly digest: Buffer;
  readonly reason: string | null;
  readonly recorded_at: Instant;
}

/** Events in order of arrival, also those that wait for their order. */
export async function eventsByRefs(q: Queryable, refs: readonly OrderRef[]): Promise<EventRow[]> {
  const rows = await q.query<EventColumns>(
    `select program, order_id, event_id, advertiser_org, arrival, type, at, channel, payload, digest, reason, recorded_at
     from orders.order_events
     join (select distinct * from unnest($1::text[], $2::text[])) as asked (program, order_id) using (program, order_id)
     order by program, order_id, arrival`,
    refArrays(refs),
  );
  return rows.map((row) => ({
    program: row.program,
    orderId: row.order_id,
    advertiserOrg: row.advertiser_org,
    arrival: row.arrival,
    digest: row.digest,
    head: row.type === 'amended' ? decodeHead(row.payload) : null,
    event: isEventType(row.type)
      ? {
          id: row.event_id,
          at: row.at,
          arrival: row.arrival,
          content: decodeContent(row.type, row.payload),
          reason: row.reason,
          channel: row.channel,
          recordedAt: row.recorded_at,
        }
      : null,
  }));
}

export interface Sibling extends OrderRef {
  readonly sibling: string;
  readonly recordedAt: Instant;
}

/** For each order the other programs of its advertiser with the same order id. */
export async function siblingsOf(q: Queryable, refs: readonly OrderRef[]): Promise<Sibling[]> {
  return q.query<Sibling>(
    `select mine.program, mine.order_id as "orderId", other.program as sibling, other.recorded_at as "recordedAt"
     from orders.orders mine
     join (select distinct * from unnest($1::text[], $2::text[])) as asked (program, order_id) using (program, order_id)
     join orders.orders other
       on other.advertiser_org = mine.advertiser_org and other.order_id = mine.order_id and other.program <> mine.program
     order by other.recorded_at, other.program`,
    refArrays(refs),
  );
}

/** Writes who earns and in which state the orders are, after a decision. */
export async function updateAttributions(tx: Tx, attributions: readonly Attribution[]): Promise<void> {
  if (attributions.length === 0) return;
  await tx.query(
    `update orders.orders o set publisher_org = a.publisher_org, status = a.status, decide_again_at = null, decide_attempts = 0
     from unnest($1::text[], $2::text[], $3::uuid[], $4::text[]) as a (program, order_id, publisher_org, status)
     where o.program = a.program and o.order_id = a.order_id`,
    [
      attributions.map((attribution) => attribution.program),
      attributions.map((attribution) => attribution.orderId),
      attributions.map((attribution) => attribution.publisherOrg),
      attributions.map((attribution) => attribution.status),
    ],
  );
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

/** Orders that name one of these clicks: what to decide again when clicks arrive after their orders (G-8). */
export async function refsOfClicks(q: Queryable, program: string, clickIds: readonly string[]): Promise<OrderRef[]> {
  return q.query<{ program: string; orderId: string }>(
    'select program, order_id as "orderId" from orders.orders where click_ids && $2::text[] and program = $1',
    [program, clickIds],
  );
}

function refArrays(refs: readonly OrderRef[]): [string[], string[]] {
  return [refs.map((ref) => ref.program), refs.map((ref) => ref.orderId)];
}
