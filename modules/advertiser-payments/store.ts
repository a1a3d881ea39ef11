import type { Instant } from '../../core/time/instant.ts';
import { type Queryable, sqlInstant } from '../../platform/db/index.ts';
import type { Payment } from './model.ts';

const COLUMNS = `payment_id as id, program, reference, encode(content_hash, 'hex') as "contentHash", arrived_at as "arrivedAt",
  recorded_at as "recordedAt", recorded_by as "recordedBy", orders, due, publishers`;

export async function paymentByReference(q: Queryable, program: string, reference: string): Promise<Payment | null> {
  const [row] = await q.query<Payment>(`select ${COLUMNS} from funding.payment where program = $1 and reference = $2`, [
    program,
    reference,
  ]);
  return row ?? null;
}

/** Newest first; of one program, or of all with `null`. */
export async function paymentsBefore(
  q: Queryable,
  program: string | null,
  before: { readonly at: Instant; readonly id: string } | null,
  limit: number,
): Promise<Payment[]> {
  return await q.query<Payment>(
    `select ${COLUMNS} from funding.payment
      where ($1::text is null or program = $1) and ($2::timestamptz is null or (recorded_at, payment_id) < ($2, $3::uuid))
      order by recorded_at desc, payment_id desc limit $4`,
    [program, before === null ? null : sqlInstant(before.at), before?.id ?? null, limit],
  );
}

export async function insertPayment(q: Queryable, payment: Payment, advertiserOrg: string): Promise<void> {
  await q.query(
    `insert into funding.payment (payment_id, program, advertiser_org, reference, content_hash, arrived_at, recorded_at, recorded_by,
       orders, due, publishers)
     values ($1, $2, $3, $4, decode($5, 'hex'), $6, $7, $8, $9, $10, $11)`,
    [
      ...[payment.id, payment.program, advertiserOrg, payment.reference, payment.contentHash],
      ...[sqlInstant(payment.arrivedAt), sqlInstant(payment.recordedAt), payment.recordedBy, payment.orders],
      ...[JSON.stringify(payment.due), JSON.stringify(payment.publishers)],
    ],
  );
}
