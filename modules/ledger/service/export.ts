import { setTimeout as pause } from 'node:timers/promises';
import type { Instant } from '../../../core/time/index.ts';
import type { Database, Tx } from '../../../platform/db/index.ts';
import {
  closePostingCursor,
  type ExportBounds,
  fetchPostings,
  openPostingCursor,
  selectClock,
  selectOldestRunning,
  takeTransactionId,
} from '../export-store.ts';
import type { HistoryRow } from '../model.ts';

export type { ExportBounds } from '../export-store.ts';

/** Passes every posting of the range to `onRow`, oldest first, and waits for it. As the system role: all accounts. */
export async function exportPostings(
  tx: Tx,
  range: ExportBounds,
  onRow: (row: HistoryRow) => Promise<void>,
): Promise<void> {
  await openPostingCursor(tx, range);
  for (;;) {
    const rows = await fetchPostings(tx);
    if (rows.length === 0) break;
    for (const row of rows) await onRow(row);
  }
  await closePostingCursor(tx);
}

/** Bookings take milliseconds and imports some seconds a transaction; one that runs longer hangs or is somebody's own. */
const WAIT_MS_MAX = 30_000;

const WAIT_PAUSE_MS = 20;

/** What was recorded so long ago is committed or never will be: nothing of ours is open for as long. */
const SETTLED_AFTER_MS = 3_600_000;

/**
 * The bound up to which the book is complete for whoever reads it from now on: `until`, or the database's time where that is earlier. An
 * entry gets its time before it is committed, so transactions that may have such a time are waited for, at most `waitMs` milliseconds.
 * `null` where one of them does not end. Call it before the transaction that reads.
 */
export async function settled(db: Database, until: Instant, waitMs = WAIT_MS_MAX): Promise<Instant | null> {
  const ask = <T>(question: (tx: Tx) => Promise<T>): Promise<T> => db.transaction({ role: 'system' }, question);
  const now = await ask(selectClock);
  if (now - until > SETTLED_AFTER_MS) return until;
  // Taken after the time: whoever has a later transaction id has a later time as well (see ledger.stamp_entry).
  const next = await ask(takeTransactionId);
  for (let waited = 0; ; waited += WAIT_PAUSE_MS) {
    if ((await ask(selectOldestRunning)) >= next) return Math.min(until, now);
    if (waited >= waitMs) return null;
    await pause(WAIT_PAUSE_MS);
  }
}
