import type { Queryable } from './transaction.ts';

/**
 * Reading what changed in a table, without a gap. Rows carry the transaction that wrote them last (`changed_in xid8`, set by the
 * database). A reader keeps the snapshot with which it read; next time it asks for rows whose transaction that snapshot did not see.
 * A number or a time would not do: what is numbered first may be committed last, and would be passed over.
 */
export interface ChangeMark {
  /** Server, history and database: snapshots of another one mean nothing here. */
  readonly database: string;
  /** As `pg_current_snapshot()` writes it. */
  readonly snapshot: string;
}

/** Which rows were not seen yet: parameters $1 and $2 of `UNSEEN`. */
export interface Unseen {
  /** No older transaction matters. */
  readonly from: string;
  /** What this snapshot saw is known; `null` where nobody is sure. */
  readonly snapshot: string | null;
}

/** A condition on the column `changed_in`. The last line leaves out rows restored from a server that was further on. */
export const UNSEEN = `changed_in >= $1::xid8
  and ($2::pg_snapshot is null or not pg_visible_in_snapshot(changed_in, $2::pg_snapshot))
  and changed_in < pg_snapshot_xmax(pg_current_snapshot())`;

/**
 * After a crash the server may use numbers of transactions again that had failed and were not on disk yet. It writes them at the latest
 * after some tenths of a second, so this many are far more than can be concerned; to read rows twice harms nobody.
 */
const OVERLAP = 100_000n;
const FIRST_XID = 3n;

/** The snapshot of this transaction, which must be of isolation `repeatable read`: all it reads is of that moment. */
export async function changeMark(q: Queryable): Promise<ChangeMark> {
  const [row] = await q.query<ChangeMark>(
    `select pg_current_snapshot()::text as snapshot,
            concat_ws('/', (select system_identifier from pg_control_system()),
                           (select timeline_id from pg_control_checkpoint()),
                           (select oid from pg_database where datname = current_database())) as database`,
  );
  if (row === undefined) throw new Error('the server answered no snapshot');
  return row;
}

/** What `mark` has not seen. `sure` is false when the connection was lost since: then a little more is read again. */
export function unseenSince({ snapshot }: ChangeMark, sure: boolean): Unseen {
  const oldest = BigInt(snapshot.split(':', 1)[0] ?? '');
  if (sure) return { from: String(oldest), snapshot };
  const from = oldest - OVERLAP;
  return { from: String(from < FIRST_XID ? FIRST_XID : from), snapshot: null };
}
