import type { Instant } from '../../core/time/index.ts';
import { type Queryable, sqlInstant, type Tx } from '../../platform/db/index.ts';
import type { HistoryRow } from './model.ts';
import { HISTORY_COLUMNS, HISTORY_JOIN, type HistorySqlRow, historyRow } from './store.ts';

/** Bounds of an export, half-open, and the time of entries that they and the order are about. */
export interface ExportBounds {
  readonly by: 'recorded' | 'effective';
  readonly since: Instant | null;
  readonly until: Instant;
}

/** Rows of an export that are in memory at a time. */
const EXPORT_BATCH = 2_000;

/**
 * Begins to read the postings of a range, oldest first; one such reading a transaction. A cursor, since it goes on in the database's
 * own microseconds, where an Instant has milliseconds.
 */
export async function openPostingCursor(q: Queryable, { by, since, until }: ExportBounds): Promise<void> {
  const time = by === 'recorded' ? 'e.recorded_at' : 'e.effective_at';
  await q.query(
    `declare exported_postings no scroll cursor for
     select ${HISTORY_COLUMNS} from ${HISTORY_JOIN}
      where ${time} >= coalesce($1::timestamptz, '-infinity') and ${time} < $2::timestamptz
      order by ${time}, p.id`,
    [since === null ? null : sqlInstant(since), sqlInstant(until)],
  );
}

export async function fetchPostings(q: Queryable): Promise<HistoryRow[]> {
  return (await q.query<HistorySqlRow>(`fetch forward ${EXPORT_BATCH} from exported_postings`)).map(historyRow);
}

export async function closePostingCursor(q: Queryable): Promise<void> {
  await q.query('close exported_postings');
}

/** The database's own time, which entries are recorded with. */
export async function selectClock(q: Queryable): Promise<Instant> {
  const [row] = await q.query<{ now: Instant }>('select clock_timestamp() as now');
  if (row === undefined) throw new Error('ledger: the database told no time');
  return row.now;
}

/** A new transaction's id: whoever took one before has a smaller one. (The end of a snapshot is no such id: it leaves out who runs.) */
export async function takeTransactionId(tx: Tx): Promise<bigint> {
  const [row] = await tx.query<{ id: bigint }>('select pg_current_xact_id()::text::bigint as id');
  if (row === undefined) throw new Error('ledger: the database gave no transaction id');
  return row.id;
}

/** The smallest id of the transactions that may still commit. */
export async function selectOldestRunning(q: Queryable): Promise<bigint> {
  const [row] = await q.query<{ id: bigint }>('select pg_snapshot_xmin(pg_current_snapshot())::text::bigint as id');
  if (row === undefined) throw new Error('ledger: the database told no snapshot');
  return row.id;
}
