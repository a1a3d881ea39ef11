import type { Instant } from '../../core/time/instant.ts';
import { copyIn, type Queryable, sqlInstant, sqlState, type Tx } from '../../platform/db/index.ts';
import { clickKey } from './id/click-key.ts';
import type { StoredClick } from './model.ts';
import { CLICK_COLUMNS, type ClickRow, clickOf } from './reading/click-row.ts';
import type { ReadClick } from './record/record-reader.ts';
import { programNumber } from './record/shared-part.ts';
import { copyRows, ROW_COLUMNS } from './shipping/copy-rows.ts';

/** Makes sure that clicks of these days can be stored. */
export async function makePartitions(tx: Tx, firstDay: string, lastDay: string): Promise<void> {
  await tx.query('select clicks.make_partitions($1::date, $2::date)', [firstDay, lastDay]);
}

/** `unique_violation`. */
const REPEATED = '23505';

/**
 * Stores clicks as they lie in the spool, all of one month (`YYYY-MM`), and says by their keys which were new; `null` is all of them. Nearly
 * every batch is new as a whole and goes straight into the month's partition; only where one of it is stored already it takes the way
 * over the staging table.
 */
export async function storeRecords(
  tx: Tx,
  month: string,
  clicks: readonly ReadClick[],
): Promise<ReadonlySet<string> | null> {
  try {
    // The table itself is under row-level security, which COPY refuses; its partitions are not, and can only be added to.
    await tx.savepoint(() => copyClicks(tx, `clicks.click_${month.replace('-', '_')}`, clicks));
    return null;
  } catch (error) {
    if (sqlState(error) !== REPEATED) {
      throw error;
    }
    return await storeByStaging(tx, clicks);
  }
}

/** Emptying the staging table takes a lock that no other shipper gets until this transaction ends: they never mix their batches. */
async function storeByStaging(tx: Tx, clicks: readonly ReadClick[]): Promise<ReadonlySet<string>> {
  await tx.query('truncate clicks.incoming');
  await copyClicks(tx, 'clicks.incoming', clicks);
  const rows = await tx.query<{ key: string }>(
    `insert into clicks.stored (${ROW_COLUMNS}) select ${ROW_COLUMNS} from clicks.incoming
     on conflict (program_number, key) do nothing returning key`,
  );
  return new Set(rows.map((row) => row.key));
}

function copyClicks(tx: Tx, table: string, clicks: readonly ReadClick[]): Promise<void> {
  return copyIn(tx, `copy ${table} (${ROW_COLUMNS}) from stdin (format binary)`, copyRows(clicks));
}

/** Forgets that these days were reduced. */
export async function daysWithClicks(tx: Tx, days: readonly string[]): Promise<void> {
  await tx.query('delete from clicks.reduced where day = any($1::date[])', [days]);
}

export interface ParkedRecord {
  readonly segment: string;
  readonly ordinal: number;
  readonly reason: string;
  readonly record: string;
}

/** Keeps a record that cannot be stored. NUL, which no text column takes, is shown as its sign. */
export async function parkRecords(tx: Tx, parked: readonly ParkedRecord[], at: Instant): Promise<void> {
  await tx.query(
    `insert into clicks.parked (segment, ordinal, parked_at, reason, record)
     select segment, ordinal, $5, reason, record
     from unnest($1::text[], $2::bigint[], $3::text[], $4::text[]) as one (segment, ordinal, reason, record)
     on conflict (segment, ordinal) do nothing`,
    [
      parked.map(({ segment }) => segment),
      parked.map(({ ordinal }) => ordinal),
      parked.map(({ reason }) => reason.replaceAll('\u0000', '\u2400')),
      parked.map(({ record }) => record.replaceAll('\u0000', '\u2400')),
      sqlInstant(at),
    ],
  );
}

/** The books of one spool segment: recorded = stored + repeated + parked, always. */
export interface SegmentBooks {
  readonly segment: string;
  readonly spool: string;
  readonly position: number;
  readonly nextOrdinal: number;
  readonly recorded: number;
  readonly stored: number;
  readonly repeated: number;
  readonly parked: number;
  readonly lost: number;
  readonly damaged: readonly (readonly [from: number, to: number])[];
  readonly confirmedAt: Instant | null;
  readonly deletedAt: Instant | null;
}

interface SegmentRow {
  readonly segment: string;
  readonly spool: string;
  readonly position: bigint;
  readonly next_ordinal: bigint;
  readonly recorded: bigint;
  readonly stored: bigint;
  readonly repeated: bigint;
  readonly parked: bigint;
  readonly lost: bigint;
  readonly damaged: [number, number][];
  readonly confirmed_at: Instant | null;
  readonly deleted_at: Instant | null;
}

const SEGMENT_COLUMNS =
  'segment, spool, position, next_ordinal, recorded, stored, repeated, parked, lost, damaged, confirmed_at, deleted_at';

function booksOf(row: SegmentRow): SegmentBooks {
  return {
    segment: row.segment,
    spool: row.spool,
    position: Number(row.position),
    nextOrdinal: Number(row.next_ordinal),
    recorded: Number(row.recorded),
    stored: Number(row.stored),
    repeated: Number(row.repeated),
    parked: Number(row.parked),
    lost: Number(row.lost),
    damaged: row.damaged,
    confirmedAt: row.confirmed_at,
    deletedAt: row.deleted_at,
  };
}

/** The books of a segment, opened if it is new, locked until the transaction ends. */
export async function lockBooks(tx: Tx, segment: string, spool: string, at: Instant): Promise<SegmentBooks> {
  await tx.query(
    `insert into clicks.segment (segment, spool, position, next_ordinal, recorded, stored, repeated, parked, lost, damaged, first_seen_at)
     values ($1, $2, 0, 0, 0, 0, 0, 0, 0, '[]', $3) on conflict (segment) do nothing`,
    [segment, spool, sqlInstant(at)],
  );
  const [row] = await tx.query<SegmentRow>(
    `select ${SEGMENT_COLUMNS} from clicks.segment where segment = $1 for update`,
    [segment],
  );
  if (row === undefined) {
    throw new Error(`clicks.segment: ${segment} vanished while it was locked`);
  }
  return booksOf(row);
}

export async function writeBooks(tx: Tx, books: SegmentBooks): Promise<void> {
  await tx.query(
    `update clicks.segment set position = $2, next_ordinal = $3, recorded = $4, stored = $5, repeated = $6, parked = $7,
       lost = $8, damaged = $9, confirmed_at = $10, deleted_at = $11
     where segment = $1`,
    [
      books.segment,
      books.position,
      books.nextOrdinal,
      books.recorded,
      books.stored,
      books.repeated,
      books.parked,
      books.lost,
      JSON.stringify(books.damaged),
      books.confirmedAt === null ? null : sqlInstant(books.confirmedAt),
      books.deletedAt === null ? null : sqlInstant(books.deletedAt),
    ],
  );
}

/** The books of these segments, as far as there are any. */
export async function booksOfSegments(q: Queryable, segments: readonly string[]): Promise<SegmentBooks[]> {
  const rows = await q.query<SegmentRow>(`select ${SEGMENT_COLUMNS} from clicks.segment where segment = any($1)`, [
    segments,
  ]);
  return rows.map(booksOf);
}

/** All books, newest segments first; for `tributary doctor` and metrics. */
export async function segmentBooks(q: Queryable, limit: number): Promise<SegmentBooks[]> {
  const rows = await q.query<SegmentRow>(
    `select ${SEGMENT_COLUMNS} from clicks.segment order by first_seen_at desc, segment desc limit $1`,
    [limit],
  );
  return rows.map(booksOf);
}

/**
 * The stored clicks among these ids of a program. Ids that are none of ours, or whose click was never stored, are simply not in
 * the answer. Each is looked up in the one partition that its own time names.
 */
export async function findClicks(
  q: Queryable,
  program: string,
  clickIds: readonly string[],
): Promise<ReadonlyMap<string, StoredClick>> {
  const [found] = await findClicksOf(q, [{ program, clickIds }]);
  return found ?? new Map();
}

/** Stored clicks of several programs in one statement, each program's by id, in the order of `asked`. */
export async function findClicksOf(
  q: Queryable,
  asked: readonly { readonly program: string; readonly clickIds: readonly string[] }[],
): Promise<readonly ReadonlyMap<string, StoredClick>[]> {
  const wanted = asked.flatMap(({ program, clickIds }) =>
    clickIds.flatMap((clickId) => {
      const key = clickKey(clickId);
      return key === null ? [] : [{ program, clickId, key }];
    }),
  );
  const rows =
    wanted.length === 0
      ? []
      : await q.query<ClickRow>(
          `select ${CLICK_COLUMNS} from unnest($1::integer[], $2::uuid[]) as asked (program_number, key)
           join clicks.click on click.program_number = asked.program_number and click.key = asked.key`,
          [wanted.map(({ program }) => programNumber(program)), wanted.map(({ key }) => key)],
        );
  const stored = new Map(rows.map((row) => [`${row.program} ${row.click_id}`, clickOf(row)]));
  return asked.map(
    ({ program, clickIds }) =>
      new Map(
        clickIds.flatMap((clickId) => {
          const click = stored.get(`${program} ${clickId}`);
          return click === undefined ? [] : [[clickId, click] as const];
        }),
      ),
  );
}

export interface ClickSpan {
  /** Half-open; `null` is unbounded. */
  readonly since: Instant | null;
  readonly until: Instant | null;
}

/** No click is earlier or later. */
const FIRST = 0;
const LAST = Date.UTC(9999, 11, 31);

/** Rows fetched at once by an export: some megabytes, whatever the number of clicks. */
const EXPORT_ROWS = 1_000;

/**
 * All clicks of a span that the transaction may see, oldest first, one after the other with bounded memory; waits for `onRow`.
 * Keys sort by time.
 */
export async function exportClicks(
  tx: Tx,
  span: ClickSpan,
  onRow: (click: StoredClick) => void | Promise<void>,
): Promise<number> {
  // Whole milliseconds in a fixed form: safe as text, which a cursor's query needs.
  const since = sqlInstant(span.since ?? FIRST);
  const until = sqlInstant(span.until ?? LAST);
  await tx.query(
    `declare exported_clicks no scroll cursor for select ${CLICK_COLUMNS} from clicks.click
     where at >= '${since}' and at < '${until}' and key >= clicks.first_key('${since}') and key < clicks.first_key('${until}')
     order by key`,
  );
  let exported = 0;
  for (;;) {
    const rows = await tx.query<ClickRow>(`fetch ${EXPORT_ROWS} from exported_clicks`);
    for (const row of rows) {
      await onRow(clickOf(row));
    }
    exported += rows.length;
    if (rows.length < EXPORT_ROWS) {
      await tx.query('close exported_clicks');
      return exported;
    }
  }
}
