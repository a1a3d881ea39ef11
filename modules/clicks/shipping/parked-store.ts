import type { Instant } from '../../../platform/clock/index.ts';
import { type Queryable, sqlInstant, type Tx } from '../../../platform/db/index.ts';
import type { ParkedRecord } from '../store.ts';

/** A record that the store refused, since when and with its reason. */
export interface KeptRecord extends ParkedRecord {
  readonly parkedAt: Instant;
}

interface ParkedRow {
  readonly segment: string;
  readonly ordinal: bigint;
  readonly parked_at: Instant;
  readonly reason: string;
  readonly record: string;
}

/** Parked records in the order of their segments, from behind `after` on. */
export async function parkedRecords(
  q: Queryable,
  asked: { readonly limit: number; readonly after?: Pick<ParkedRecord, 'segment' | 'ordinal'> | null },
): Promise<KeptRecord[]> {
  const { limit, after = null } = asked;
  const rows = await q.query<ParkedRow>(
    `select segment, ordinal, parked_at, reason, record from clicks.parked
     where $2::text is null or (segment, ordinal) > ($2, $3) order by segment, ordinal limit $1`,
    [limit, after?.segment ?? null, after?.ordinal ?? null],
  );
  return rows.map((row) => ({
    segment: row.segment,
    ordinal: Number(row.ordinal),
    parkedAt: row.parked_at,
    reason: row.reason,
    record: row.record,
  }));
}

/** Whether the record was still parked. */
export async function deleteParked(
  tx: Tx,
  { segment, ordinal }: Pick<ParkedRecord, 'segment' | 'ordinal'>,
): Promise<boolean> {
  const rows = await tx.query('delete from clicks.parked where segment = $1 and ordinal = $2 returning ordinal', [
    segment,
    ordinal,
  ]);
  return rows.length > 0;
}

/** The present reason why a record is refused, and when that was found. */
export async function updateParked(tx: Tx, record: ParkedRecord, at: Instant): Promise<void> {
  await tx.query('update clicks.parked set reason = $3, parked_at = $4 where segment = $1 and ordinal = $2', [
    record.segment,
    record.ordinal,
    record.reason.replaceAll('\u0000', '\u2400'),
    sqlInstant(at),
  ]);
}
