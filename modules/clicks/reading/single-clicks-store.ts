import { type Queryable, sqlInstant } from '../../../platform/db/index.ts';
import type { ArchiveQuery } from '../archive/archive-file.ts';
import { clickKey } from '../id/click-key.ts';
import type { StoredClick } from '../model.ts';
import { programNumber } from '../record/shared-part.ts';
import { CLICK_COLUMNS, type ClickRow, clickOf } from './click-row.ts';

/** What a page of single clicks is made of, in the database as in the archive. */
export type PageQuery = Omit<ArchiveQuery, 'newestFirst' | 'limit' | 'org'> & {
  readonly program: string;
  readonly limit: number;
};

/** Longest time that a page may take before its question is refused; a page of a day takes some milliseconds. */
const PAGE_MS_MAX = 5_000;

/**
 * From the newest click back, until the page is full. Nothing is known of how often a field's value occurs, and the guess is that it hardly does:
 * left to itself the server reads all clicks of the range and sorts those that fit, which takes a second where the page is full after some hundred.
 */
const NEWEST_FIRST = [
  'enable_sort',
  'enable_incremental_sort',
  'enable_bitmapscan',
  'enable_seqscan',
  'enable_hashjoin',
  'enable_mergejoin',
]
  .map((name) => `; set local ${name} = off`)
  .join('');

/** The newest clicks of a program that fit, and that the transaction may see. */
export async function newestClicks(q: Queryable, query: PageQuery): Promise<readonly StoredClick[]> {
  const from = Math.min(...query.spans.map((span) => span.from));
  const until = Math.max(...query.spans.map((span) => span.until));
  const values: unknown[] = [query.program, sqlInstant(from), sqlInstant(until), programNumber(query.program)];
  const parameter = (value: unknown) => `$${values.push(value)}`;
  const parts = Object.entries(query.columns).map(
    ([name, accepted]) => `coalesce(click.${name}::text, '') = any(${parameter(accepted)}::text[])`,
  );
  if (query.before !== null) parts.push(`click.key < ${parameter(clickKey(query.before))}::uuid`);
  if (query.spans.length > 1) {
    const [since, ends] = [query.spans.map((span) => span.from), query.spans.map((span) => span.until)];
    parts.push(
      `exists (select from unnest(${parameter(since.map(sqlInstant))}::timestamptz[], ${parameter(ends.map(sqlInstant))}::timestamptz[])
         as span (since, until) where at >= span.since and at < span.until)`,
    );
  }
  await q.query(`set local statement_timeout = ${PAGE_MS_MAX}${NEWEST_FIRST}`);
  const rows = await q.query<ClickRow>(
    `select ${CLICK_COLUMNS} from clicks.click
     where program_number = $4 and program = $1 and at >= $2 and at < $3
       and key >= clicks.first_key($2::timestamptz) and key < clicks.first_key($3::timestamptz)
       ${parts.map((part) => `and ${part}`).join(' ')}
     order by key desc limit ${parameter(query.limit)}`,
    values,
  );
  return rows.map(clickOf);
}
