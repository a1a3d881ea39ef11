import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import type { Instant } from '../../../core/time/instant.ts';
import type { StoredClick } from '../model.ts';
import { type ClickRow, clickOf } from '../reading/click-row.ts';
import { archiveColumns, countInDuckDb } from './archive-columns.ts';

/** Rows and what they add up to; the same for the same rows in any order. */
export interface ArchiveCount {
  readonly clicks: number;
  readonly checksum: string;
}

/** An archive is written and read beside a network that runs: it takes one core and little memory. */
const LIMITS = { threads: '1', memory_limit: '256MB' };

/** Rows that are in memory while a file is written: some tens of megabytes. */
const ROWS_TOGETHER = 40_960;

/** Runs `work` with a DuckDB of its own. Its library takes 70 MB, so it is loaded when the first archive is touched. */
async function withDuckDb<T>(directory: string, work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:', { ...LIMITS, temp_directory: `${directory}/.spill` });
  const connection = await instance.connect();
  try {
    return await work(connection);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/**
 * Makes a Parquet file of the rows that PostgreSQL wrote as CSV, reads it back and says what it holds. The file has its name only when it is
 * whole and on the disk. Removes the CSV.
 */
export async function writeArchiveFile(csv: string, file: string): Promise<ArchiveCount> {
  const unfinished = `${file}.new`;
  const columns = archiveColumns.map(({ name }) => `'${name}': 'varchar'`).join(', ');
  const kept = archiveColumns.map(({ name, kept }) => `${kept} as "${name}"`).join(', ');
  const count = await withDuckDb(dirname(file), async (connection) => {
    await connection.run(
      `copy (select ${kept} from read_csv(${literal(csv)}, columns = {${columns}}, header = false, auto_detect = false,
         delim = ',', quote = '"', escape = '"', nullstr = '', allow_quoted_nulls = false, new_line = '\\n', parallel = false))
       to ${literal(unfinished)} (format parquet, compression zstd, row_group_size ${ROWS_TOGETHER})`,
    );
    const reader = await connection.runAndReadAll(`select ${countInDuckDb} from read_parquet(${literal(unfinished)})`);
    const [row] = reader.getRowObjectsJson();
    return { clicks: Number(row?.['clicks']), checksum: String(row?.['checksum']) };
  });
  await onDisk(unfinished);
  await rename(unfinished, file);
  await onDisk(dirname(file));
  await rm(csv, { force: true });
  return count;
}

async function onDisk(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** From an instant up to another, which is not included. */
export interface Span {
  readonly from: Instant;
  readonly until: Instant;
}

/** Which archived clicks are read. Every condition is optional; columns are compared with any of the values, null with ''. */
export interface ArchiveQuery {
  /** Half-open; a click lies in one of them. */
  readonly spans: readonly Span[];
  readonly columns: Readonly<Record<string, readonly string[]>>;
  /** Only clicks with one of these flags; `null`: all. */
  readonly flags: readonly string[] | null;
  /** Whose clicks, for a publisher or an advertiser. */
  readonly org: string | null;
  /** Only clicks with a smaller id. */
  readonly before: string | null;
  readonly newestFirst: boolean;
  readonly limit: number | null;
}

/** Passes archived clicks to `onClick`, in the order of their ids, and waits for it; needs the same memory for any number of them. */
export async function readArchiveFile(
  file: string,
  query: ArchiveQuery,
  onClick: (click: StoredClick) => void | Promise<void>,
): Promise<number> {
  const { conditions, values } = conditionsOf(query);
  // Files are written in the order of the ids, and DuckDB keeps the order of a file: only the other way round needs sorting.
  const order = query.newestFirst ? 'order by day desc, click_id desc' : '';
  const limit = query.limit === null ? '' : `limit ${query.limit}`;
  return await withDuckDb(dirname(file), async (connection) => {
    const result = await connection.stream(
      `select ${clickColumns} from read_parquet(${literal(file)}) where ${conditions} ${order} ${limit}`,
      values,
    );
    let read = 0;
    for await (const rows of result.yieldRowObjectJson()) {
      for (const row of rows) await onClick(clickOf(archivedRow.parse(row)));
      read += rows.length;
    }
    return read;
  });
}

/** Instants as milliseconds; the rest as it stands. */
const clickColumns = archiveColumns
  .map(({ name, again }) => (name === 'at' || name === 'visitor_since' ? `${again} as "${name}"` : `"${name}"`))
  .join(', ');

function conditionsOf(query: ArchiveQuery): { readonly conditions: string; readonly values: string[] } {
  const values: string[] = [];
  const parameter = (value: string) => `$${values.push(value)}`;
  const spans = query.spans.map(({ from, until }) => `epoch_ms("at") >= ${from} and epoch_ms("at") < ${until}`);
  const parts = [`(${['false', ...spans].join(' or ')})`];
  for (const [name, accepted] of Object.entries(query.columns)) {
    if (!archiveColumns.some((column) => column.name === name)) throw new Error(`archive: no column ${name}`);
    parts.push(`coalesce("${name}", '') in (${accepted.map(parameter).join(', ')})`);
  }
  if (query.flags !== null)
    parts.push(`list_has_any(string_split(flags, ' '), [${query.flags.map(parameter).join(', ')}])`);
  if (query.org !== null) parts.push(`${parameter(query.org)} in (publisher_org, advertiser_org)`);
  if (query.before !== null) parts.push(`click_id < ${parameter(query.before)}`);
  return { conditions: parts.join(' and '), values };
}

const text = z.string();
const flag = z.boolean();
const instant = z.string().transform(Number);

/** A row as the store's own readers expect it. */
const archivedRow: z.ZodType<ClickRow> = z.object({
  click_id: text,
  program: text,
  at: instant,
  advertiser_org: text,
  publisher_org: text,
  ad_space_id: text,
  ad_space_kind: text,
  traffic_type: text,
  dropshipping: flag,
  agreed: flag,
  link_code: text,
  country: text.nullable(),
  anonymizer: z.enum(['no', 'yes', 'unknown']),
  landing_kind: z.enum(['home', 'item', 'shop', 'category']),
  landing_product: text.nullable(),
  landing_store: text.nullable(),
  landing_category: text.nullable(),
  landing_redirected: flag,
  target: text,
  subid: text.nullable(),
  subid1: text.nullable(),
  subid2: text.nullable(),
  subid3: text.nullable(),
  subid4: text.nullable(),
  visitor_id: text,
  visitor_since: instant.nullable(),
  device: z.enum(['desktop', 'mobile', 'tablet', 'other']),
  flags: text.transform((words) => (words === '' ? [] : words.split(' '))),
  attributable: flag,
  routed_from: text.nullable(),
});

function literal(path: string): string {
  return `'${path.replaceAll("'", "''")}'`;
}
