import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { to as copyTo } from 'pg-copy-streams';
import type { Instant } from '../../../core/time/instant.ts';
import { type Queryable, sqlInstant, type Tx } from '../../../platform/db/index.ts';
import { PLACE } from '../record/record-form.ts';
import { programNumber } from '../record/shared-part.ts';
import { archiveColumns, countInPostgres } from './archive-columns.ts';
import type { ArchiveCount } from './archive-file.ts';

/** The first field of a record that is for screening alone, counted from 1; the number of the form stands before them all. */
const PERSONAL_FROM = PLACE.client_address + 1;

/** A file of the archive: all of it can be relied on, because its partition is gone. */
export interface ArchivePart {
  /** First day of the month. */
  readonly month: string;
  readonly part: number;
  /** Name below the archive's directory. */
  readonly file: string;
  readonly clicks: number;
}

/** Months that have a partition, by their first days, oldest first. */
export async function presentMonths(q: Queryable): Promise<readonly string[]> {
  const rows = await q.query<{ month: string }>('select months as month from clicks.months()');
  return rows.map(({ month }) => month);
}

/** The archive, oldest month first. */
export async function archiveParts(q: Queryable): Promise<readonly ArchivePart[]> {
  const rows = await q.query<{ month: string; part: number; file: string; clicks: bigint }>(
    'select month, part, file, clicks from clicks.archive order by month, part',
  );
  return rows.map((row) => ({ ...row, clicks: Number(row.clicks) }));
}

/**
 * Keeps every month where it is until the transaction ends. Answers months that the transaction still sees in the database although they
 * have left it since it began.
 */
export async function keepMonths(tx: Tx): Promise<readonly string[]> {
  await tx.query('lock table clicks.stored in access share mode');
  const rows = await tx.query<{ month: string }>(
    `select month from clicks.months() as month where to_regclass('clicks.click_' || to_char(month, 'YYYY_MM')) is null`,
  );
  return rows.map(({ month }) => month);
}

/** Writes a month's clicks to a file as CSV, in the order of their ids: bounded memory, whatever their number. */
export async function writeMonthAsCsv(tx: Tx, month: string, csv: string): Promise<void> {
  const columns = archiveColumns.map(({ text }) => text).join(', ');
  // The month is a partition's, thus a date: safe as text, which COPY needs.
  const rows = `select ${columns} from clicks.whole_click where ${ofMonth(`'${month}'`)} order by key`;
  await pipeline(tx.client.query(copyTo(`copy (${rows}) to stdout (format csv)`)), createWriteStream(csv));
}

/** What a month holds, once nobody can add to it any more until the transaction ends. */
export async function holdMonth(tx: Tx, month: string): Promise<ArchiveCount> {
  await tx.query('select clicks.hold_month($1::date)', [month]);
  const [row] = await tx.query<{ clicks: bigint; checksum: string }>(
    `select ${countInPostgres} from clicks.whole_click where ${ofMonth('$1')}`,
    [month],
  );
  return { clicks: Number(row?.clicks ?? 0n), checksum: row?.checksum ?? '0' };
}

function ofMonth(month: string): string {
  return `key >= ${firstKeyOf(`${month}::date`)} and key < ${firstKeyOf(`${month}::date + interval '1 month'`)}`;
}

/** The least key of a click of the day that begins then in UTC. */
function firstKeyOf(day: string): string {
  return `clicks.first_key((${day})::timestamp at time zone 'UTC')`;
}

/** Puts a part into the archive and drops the month's partition, which must hold exactly as many clicks. */
export async function archiveMonth(tx: Tx, part: ArchivePart, checksum: string, at: Instant): Promise<void> {
  await tx.query(
    'insert into clicks.archive (month, part, file, clicks, checksum, archived_at) values ($1, $2, $3, $4, $5, $6)',
    [part.month, part.part, part.file, part.clicks, checksum, sqlInstant(at)],
  );
  await tx.query('select clicks.drop_month($1::date)', [part.month]);
}

/** Days before `until` that have clicks and were not reduced, oldest first. */
export async function daysToReduce(q: Queryable, from: string, until: string): Promise<readonly string[]> {
  const rows = await q.query<{ day: string }>(
    `select day::date as day from generate_series($1::date, $2::date - 1, interval '1 day') as series (day)
     where not exists (select from clicks.reduced where reduced.day = series.day::date) order by 1`,
    [from, until],
  );
  return rows.map(({ day }) => day);
}

/** Programs that have clicks on a day. */
export async function programsOfDay(q: Queryable, day: string): Promise<readonly string[]> {
  const rows = await q.query<{ program: string }>(
    `select distinct program from clicks.stored where ${ofDay('$1')} order by program`,
    [day],
  );
  return rows.map(({ program }) => program);
}

function ofDay(day: string): string {
  return `key >= ${firstKeyOf(`${day}::date`)} and key < ${firstKeyOf(`${day}::date + 1`)}`;
}

/**
 * Cuts what identifies a person from the next clicks of a program's day: addresses to /24 and /48, user agents to a browser's name. Returns
 * the key of the last click looked at, null at the end. Doing it twice changes nothing.
 */
export async function reduceClicksAfter(
  tx: Tx,
  place: { readonly program: string; readonly day: string; readonly after: string | null },
  limit: number,
): Promise<{ readonly last: string | null; readonly clicks: number }> {
  const [row] = await tx.query<{ last: string | null; clicks: bigint }>(
    `with next as (
       select key from clicks.stored where program_number = $1 and program = $2 and ${ofDay('$3')} and ($4::uuid is null or key > $4)
       order by key limit $5
     ), cut as (
       update clicks.stored as kept set personal = clicks.impersonal(personal)
       from next where kept.program_number = $1 and kept.key = next.key
     )
     select (select key from next order by key desc limit 1) as last, count(*) as clicks from next`,
    [programNumber(place.program), place.program, place.day, place.after, limit],
  );
  const clicks = Number(row?.clicks ?? 0n);
  return { last: clicks < limit ? null : (row?.last ?? null), clicks };
}

/** Cuts the same from parked records of segments that came before `until`. Returns how many had something to cut. */
export async function reduceParkedBefore(tx: Tx, until: Instant): Promise<number> {
  const rows = await tx.query(
    `update clicks.parked as kept set record = clicks.impersonal_record(record, $2)
     from clicks.segment as come
     where come.segment = kept.segment and come.first_seen_at < $1
       and record is distinct from clicks.impersonal_record(record, $2)
     returning kept.ordinal`,
    [sqlInstant(until), PERSONAL_FROM],
  );
  return rows.length;
}

export async function noteReduced(tx: Tx, day: string, clicks: number, at: Instant): Promise<void> {
  await tx.query(
    'insert into clicks.reduced (day, clicks, reduced_at) values ($1, $2, $3) on conflict (day) do nothing',
    [day, clicks, sqlInstant(at)],
  );
}
