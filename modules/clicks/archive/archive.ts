import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Instant } from '../../../core/time/instant.ts';
import type { Clock } from '../../../platform/clock/index.ts';
import type { Database, Tx } from '../../../platform/db/index.ts';
import type { StoredClick } from '../model.ts';
import { type ClickSpan, exportClicks } from '../store.ts';
import { readArchiveFile, type Span, writeArchiveFile } from './archive-file.ts';
import {
  type ArchivePart,
  archiveMonth,
  archiveParts,
  holdMonth,
  keepMonths,
  presentMonths,
  writeMonthAsCsv,
} from './archive-store.ts';

export interface ArchiveOptions {
  readonly db: Database;
  readonly clock: Clock;
  /** Where the files are; made if it does not exist. */
  readonly directory: string;
  /** Whole months beside the present one that stay in the database. */
  readonly monthsKept: number;
  /** Told after each step, for tests of what a killed run leaves behind. */
  readonly onStep?: (step: ArchiveStep) => void | Promise<void>;
}

export type ArchiveStep = 'csv' | 'parquet' | 'archived';

/** The archive of a data directory. */
export function archiveDirectory(dataDir: string): string {
  return join(dataDir, 'archive', 'clicks');
}

/**
 * Moves months older than those that are kept into Parquet files, oldest first, one at a time. A partition is dropped in the transaction
 * that has counted it, under a lock, and found the file to hold the same rows; until then the file means nothing, so a run that was killed
 * is run again and loses nothing. Returns the parts that it made.
 */
export async function archiveOldMonths(options: ArchiveOptions): Promise<readonly ArchivePart[]> {
  const { db, clock, directory, monthsKept } = options;
  const first = firstMonthKept(clock.now(), monthsKept);
  const months = await db.transaction({ role: 'system' }, presentMonths);
  const old = months.filter((month) => month < first);
  if (old.length > 0) await mkdir(directory, { recursive: true });
  const made: ArchivePart[] = [];
  for (const month of old) made.push(await archive(options, month));
  return made;
}

function firstMonthKept(now: Instant, monthsKept: number): string {
  const date = new Date(now);
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - monthsKept, 1)).toISOString().slice(0, 10);
}

/** A month to which clicks came while it was written is written again; more often than this it is no old month. */
const TRIES_MAX = 5;

async function archive(options: ArchiveOptions, month: string): Promise<ArchivePart> {
  const { db, clock, directory, onStep = () => undefined } = options;
  const parts = await db.transaction({ role: 'system' }, archiveParts);
  const part = parts.filter((each) => each.month === month).length + 1;
  const name = month.slice(0, 7);
  const file = part === 1 ? `${name}.parquet` : `${name}.${part}.parquet`;
  const csv = join(directory, `${file}.csv`);
  for (let tries = 1; tries <= TRIES_MAX; tries += 1) {
    await db.transaction({ role: 'system' }, (tx) => writeMonthAsCsv(tx, month, csv));
    await onStep('csv');
    const written = await writeArchiveFile(csv, join(directory, file));
    await onStep('parquet');
    const made = { month, part, file, clicks: written.clicks };
    const same = await db.transaction({ role: 'system' }, async (tx) => {
      const held = await holdMonth(tx, month);
      if (held.clicks !== written.clicks || held.checksum !== written.checksum) return false;
      await archiveMonth(tx, made, written.checksum, clock.now());
      return true;
    });
    if (same) {
      await onStep('archived');
      return made;
    }
  }
  await rm(join(directory, file), { force: true });
  throw new Error(
    `archive of clicks: ${month.slice(0, 7)} and ${file} still differed after ${TRIES_MAX} tries; the month stays in the database. ` +
      'Expected that nothing is added to so old a month: look for a shipper that still reads an old spool',
  );
}

/**
 * As `exportClicks`, with the archived months before those of the database. Throws where a month went into the archive between the
 * transaction's beginning and this call: the transaction can see it in neither.
 */
export async function exportAllClicks(
  tx: Tx,
  directory: string,
  span: ClickSpan,
  onRow: (click: StoredClick) => void | Promise<void>,
): Promise<number> {
  const since = span.since ?? 0;
  const until = span.until ?? Number.MAX_SAFE_INTEGER;
  const [left] = await keepMonths(tx);
  if (left !== undefined) {
    throw new Error(
      `export of clicks: ${left.slice(0, 7)} went into the archive at this moment; start the export again`,
    );
  }
  let exported = 0;
  for (const part of await archiveParts(tx)) {
    if (!overlaps(part, { from: since, until })) continue;
    const query = {
      spans: [{ from: since, until }],
      columns: {},
      org: null,
      before: null,
      flags: null,
      newestFirst: false,
      limit: null,
    };
    exported += await readArchiveFile(join(directory, part.file), query, onRow);
  }
  return exported + (await exportClicks(tx, span, onRow));
}

/** Whether a part may have clicks of a span. */
export function overlaps({ month }: ArchivePart, { from, until }: Span): boolean {
  const first = new Date(`${month}T00:00:00Z`);
  const next = Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 1);
  return first.getTime() < until && next > from;
}
