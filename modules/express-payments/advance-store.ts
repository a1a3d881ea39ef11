import type { Currency } from '../../core/money/index.ts';
import type { Instant } from '../../core/time/instant.ts';
import { type Queryable, sqlInstant, type Tx } from '../../platform/db/index.ts';
import type { Advance } from './model.ts';

const COLUMNS = `payment_id as "paymentId", program, order_id as "orderId", publisher_org as "publisherOrg", currency, revision,
  terms_version as "termsVersion", minor, settled_minor as settled`;

interface Ref {
  readonly program: string;
  readonly orderId: string;
}

/** What is advanced for these orders and not settled, the oldest payment first; locked until the transaction ends. */
export async function lockedAdvances(tx: Tx, refs: readonly Ref[]): Promise<Advance[]> {
  if (refs.length === 0) return [];
  return await tx.query<Advance>(
    `select ${COLUMNS} from unnest($1::text[], $2::text[]) as asked (asked_program, asked_order)
       join express.advance a on program = asked_program and order_id = asked_order and settled_minor < minor
      order by program, order_id, (select asked_at from express.payment p where p.payment_id = a.payment_id), payment_id
      for update of a`,
    [refs.map(({ program }) => program), refs.map(({ orderId }) => orderId)],
  );
}

/** The same for reading: sums by order. */
export async function openAdvances(q: Queryable, publisherOrg: string): Promise<(Ref & { readonly open: bigint })[]> {
  return await q.query(
    `select program, order_id as "orderId", sum(minor - settled_minor)::bigint as open from express.advance
      where publisher_org = $1 and settled_minor < minor group by program, order_id`,
    [publisherOrg],
  );
}

/** What the publisher of each of these orders has advanced for it and not settled, by publisher and currency. */
export async function openByPublisher(
  q: Queryable,
  program: string,
  orderIds: readonly string[],
): Promise<{ readonly publisherOrg: string; readonly currency: Currency; readonly open: bigint }[]> {
  return await q.query(
    `select publisher_org as "publisherOrg", currency, sum(minor - settled_minor)::bigint as open from express.advance
      where settled_minor < minor and program = $1 and order_id = any ($2::text[]) group by publisher_org, currency`,
    [program, orderIds],
  );
}

/** Of one payment, the order confirmed first before the others, if the reader may see it. */
export async function advancesOf(q: Queryable, paymentId: string): Promise<Advance[]> {
  return await q.query<Advance>(`select ${COLUMNS} from express.advance where payment_id = $1 order by position`, [
    paymentId,
  ]);
}

export async function addSettled(
  q: Queryable,
  settled: readonly (Ref & { readonly paymentId: string; readonly minor: bigint })[],
): Promise<void> {
  if (settled.length === 0) return;
  await q.query(
    `update express.advance a set settled_minor = settled_minor + s.minor
       from unnest($1::uuid[], $2::text[], $3::text[], $4::bigint[]) as s (payment_id, program, order_id, minor)
      where a.payment_id = s.payment_id and a.program = s.program and a.order_id = s.order_id`,
    [
      settled.map(({ paymentId }) => paymentId),
      settled.map(({ program }) => program),
      settled.map(({ orderId }) => orderId),
      settled.map(({ minor }) => minor),
    ],
  );
}

/** How a request was answered; `null` for a new one. */
export interface AnsweredRequest {
  readonly contentHash: string;
  readonly paymentId: string | null;
  readonly refusal: unknown;
}

export async function requestOf(q: Queryable, publisherOrg: string, key: string): Promise<AnsweredRequest | null> {
  const [row] = await q.query<AnsweredRequest>(
    `select encode(content_hash, 'hex') as "contentHash", payment_id as "paymentId", refusal from express.request
      where publisher_org = $1 and key = $2`,
    [publisherOrg, key],
  );
  return row ?? null;
}

export async function insertRequest(
  q: Queryable,
  request: AnsweredRequest & { readonly publisherOrg: string; readonly key: string; readonly at: Instant },
): Promise<void> {
  const { publisherOrg, key, contentHash, at, paymentId, refusal } = request;
  await q.query(
    `insert into express.request (publisher_org, key, content_hash, at, payment_id, refusal)
     values ($1, $2, decode($3, 'hex'), $4, $5, $6)`,
    [publisherOrg, key, contentHash, sqlInstant(at), paymentId, refusal === null ? null : JSON.stringify(refusal)],
  );
}
