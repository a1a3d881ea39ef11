import type { ExpressState } from '../../contract/wire/express-payments.ts';
import { formatDecimal } from '../../core/money/index.ts';
import type { Instant } from '../../core/time/instant.ts';
import { type Queryable, sqlInstant, type Tx } from '../../platform/db/index.ts';
import type { Advance, Payment, PaymentPart } from './model.ts';
import { decimalOf } from './settings-store.ts';

/**
 * Makes this transaction the only one that asks, funds, transfers or takes back until it ends: limits are sums over everybody, and no
 * order is advanced while its advertiser's payment is being recorded.
 */
export async function lockExpress(tx: Tx): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('express payments', 0))`);
}

interface PaymentRow {
  readonly payment_id: string;
  readonly publisher_org: string;
  readonly currency: string;
  readonly state: ExpressState;
  readonly advanced_minor: bigint;
  readonly fee_minor: bigint;
  readonly fee_percent: string;
  readonly orders: number;
  readonly asked_at: Instant;
  readonly asked_by: string;
  readonly handled_by: string | null;
  readonly handled_at: Instant | null;
  readonly reference: string | null;
  readonly transferred_at: Instant | null;
  readonly taken_back_reason: string | null;
}

interface PartRow {
  readonly payment_id: string;
  readonly program: string;
  readonly advanced: bigint;
  readonly fee: bigint;
  readonly settled: bigint;
}

const COLUMNS = `payment_id, publisher_org, currency, state, advanced_minor, fee_minor, fee_percent::text as fee_percent, orders, asked_at,
  asked_by, handled_by, handled_at, reference, transferred_at, taken_back_reason`;

/** With what was advanced in each program, the largest part first. */
async function withParts(q: Queryable, rows: readonly PaymentRow[]): Promise<Payment[]> {
  if (rows.length === 0) return [];
  const parts = await q.query<PartRow>(
    `select payment_id, p.program, p.advanced_minor as advanced, p.fee_minor as fee, coalesce(a.settled, 0)::bigint as settled
       from express.part p left join lateral (
         select sum(settled_minor) as settled from express.advance a where a.payment_id = p.payment_id and a.program = p.program
       ) a on true
      where payment_id = any ($1::uuid[]) order by p.advanced_minor desc, p.program`,
    [rows.map(({ payment_id }) => payment_id)],
  );
  return rows.map((row) =>
    paymentOf(
      row,
      parts
        .filter(({ payment_id }) => payment_id === row.payment_id)
        .map(({ program, advanced, fee, settled }) => ({ program, advanced, fee, settled })),
    ),
  );
}

function paymentOf(row: PaymentRow, parts: readonly PaymentPart[]): Payment {
  const { handled_by: by, handled_at: at, reference, transferred_at: transferredAt } = row;
  return {
    id: row.payment_id,
    publisherOrg: row.publisher_org,
    currency: row.currency,
    state: row.state,
    advanced: row.advanced_minor,
    fee: row.fee_minor,
    feePercent: decimalOf(row.fee_percent),
    orders: row.orders,
    askedAt: row.asked_at,
    askedBy: row.asked_by,
    handled: by === null || at === null ? null : { by, at },
    transfer: reference === null || transferredAt === null ? null : { reference, at: transferredAt },
    takenBackReason: row.taken_back_reason,
    parts,
  };
}

/** The payment, if the reader may see it. */
export async function paymentById(q: Queryable, id: string): Promise<Payment | null> {
  const rows = await q.query<PaymentRow>(`select ${COLUMNS} from express.payment where payment_id = $1`, [id]);
  return (await withParts(q, rows))[0] ?? null;
}

export interface PaymentsAsked {
  readonly state: ExpressState | null;
  /** `null`: of everybody whom the reader may see. */
  readonly publisherOrg: string | null;
  /** The last of the page before. */
  readonly after: { readonly at: Instant; readonly id: string } | null;
  readonly oldestFirst: boolean;
  readonly limit: number;
}

export async function paymentsAfter(q: Queryable, asked: PaymentsAsked): Promise<Payment[]> {
  const [further, direction] = asked.oldestFirst ? (['>', 'asc'] as const) : (['<', 'desc'] as const);
  const { state, publisherOrg, after, limit } = asked;
  const rows = await q.query<PaymentRow>(
    `select ${COLUMNS} from express.payment
      where ($1::text is null or state = $1) and ($2::uuid is null or publisher_org = $2)
        and ($3::timestamptz is null or (asked_at, payment_id) ${further} ($3, $4::uuid))
      order by asked_at ${direction}, payment_id ${direction} limit $5`,
    [state, publisherOrg, after === null ? null : sqlInstant(after.at), after?.id ?? null, limit],
  );
  return withParts(q, rows);
}

export async function referenceIsUsed(q: Queryable, reference: string): Promise<boolean> {
  const rows = await q.query('select 1 from express.payment where reference = $1', [reference]);
  return rows.length > 0;
}

export async function insertPayment(q: Queryable, payment: Payment, advances: readonly Advance[]): Promise<void> {
  const { id, publisherOrg, currency, parts } = payment;
  await q.query(
    `insert into express.payment (payment_id, publisher_org, currency, state, advanced_minor, fee_minor, fee_percent, orders, asked_at, asked_by)
     values ($1, $2, $3, 'granted', $4, $5, $6, $7, $8, $9)`,
    [
      ...[id, publisherOrg, currency, payment.advanced, payment.fee, formatDecimal(payment.feePercent), payment.orders],
      ...[sqlInstant(payment.askedAt), payment.askedBy],
    ],
  );
  await q.query(
    `insert into express.part (payment_id, program, publisher_org, advanced_minor, fee_minor)
     select $1, program, $2, advanced, fee from unnest($3::text[], $4::bigint[], $5::bigint[]) as part (program, advanced, fee)`,
    [
      ...[id, publisherOrg, parts.map(({ program }) => program)],
      ...[parts.map(({ advanced }) => advanced), parts.map(({ fee }) => fee)],
    ],
  );
  await q.query(
    `insert into express.advance (payment_id, program, order_id, position, publisher_org, currency, revision, terms_version, minor)
     select $1, program, order_id, position, $2, $3, revision, terms_version, minor
       from unnest($4::text[], $5::text[], $6::integer[], $7::text[], $8::bigint[])
         with ordinality as advance (program, order_id, revision, terms_version, minor, position)`,
    [
      ...[id, publisherOrg, currency, advances.map(({ program }) => program), advances.map(({ orderId }) => orderId)],
      ...[advances.map(({ revision }) => revision), advances.map(({ termsVersion }) => termsVersion)],
      advances.map(({ minor }) => minor),
    ],
  );
}

export async function setTransferred(
  q: Queryable,
  id: string,
  done: { readonly by: string; readonly at: Instant; readonly reference: string; readonly leftAt: Instant },
): Promise<void> {
  await q.query(
    `update express.payment set state = 'transferred', handled_by = $2, handled_at = $3, reference = $4, transferred_at = $5
      where payment_id = $1`,
    [id, done.by, sqlInstant(done.at), done.reference, sqlInstant(done.leftAt)],
  );
}

export async function setTakenBack(
  q: Queryable,
  id: string,
  done: { readonly by: string; readonly at: Instant; readonly reason: string },
): Promise<void> {
  await q.query(
    `update express.payment set state = 'taken_back', handled_by = $2, handled_at = $3, taken_back_reason = $4
      where payment_id = $1`,
    [id, done.by, sqlInstant(done.at), done.reason],
  );
}

/** Net amounts that are granted and not transferred. */
export async function waitingByCurrency(q: Queryable): Promise<{ readonly currency: string; readonly net: bigint }[]> {
  return await q.query(
    `select currency, sum(advanced_minor - fee_minor)::bigint as net from express.payment where state = 'granted' group by currency`,
  );
}
