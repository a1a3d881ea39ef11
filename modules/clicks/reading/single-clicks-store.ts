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

/** Parts of the time that are asked in one statement, the newest alone: where clicks are frequent it fills the page. */
const SPANS_FIRST = 1;
const SPANS_GROW = 8;

/** The newest clicks of a program that fit, and that the transaction may see. Between the spans nothing is read. */
export async function newestClicks(q: Queryable, query: PageQuery): Promise<readonly StoredClick[]> {
  await q.query(`set local statement_timeout = ${PAGE_MS_MAX}${NEWEST_FIRST}`);
  const newest = query.spans.toSorted((one, other) => other.from - one.from);
  const found: StoredClick[] = [];
  let many = SPANS_FIRST;
  for (let at = 0; at < newest.length && found.length < query.limit; ) {
    const some = newest.slice(at, at + many);
    found.push(...(await clicksIn(q, query, some, query.limit - found.length)));
    at += many;
    many *= SPANS_GROW;
  }
  return found;
}

async function clicksIn(
  q: Queryable,
  query: PageQuery,
  spans: PageQuery['spans'],
  limit: number,
): Promise<readonly StoredClick[]> {
  const ends = [spans.map(({ from }) => from), spans.map(({ until }) => until)].map((times) => times.map(sqlInstant));
  const values: unknown[] = [query.program, ...ends, programNumber(query.program), limit];
  const parameter = (value: unknown) => `$${values.push(value)}`;
  const parts = Object.entries(query.columns).map(
    ([name, accepted]) => `coalesce(click.${name}::text, '') = any(${parameter(accepted)}::text[])`,
  );
  if (query.flags !== null) parts.push(`click.flags && ${parameter(query.flags)}::text[]`);
  if (query.before !== null) parts.push(`click.key < ${parameter(clickKey(query.before))}::uuid`);
  const rows = await q.query<ClickRow>(
    `select found.* from unnest($2::timestamptz[], $3::timestamptz[]) as span (since, until), lateral (
       select ${CLICK_COLUMNS}, click.key from clicks.click
       where program_number = $4 and program = $1 and at >= span.since and at < span.until
         and key >= clicks.first_key(span.since) and key < clicks.first_key(span.until)
         ${parts.map((part) => `and ${part}`).join(' ')}
       order by key desc limit $5
     ) as found
     order by found.key desc limit $5`,
    values,
  );
  return rows.map(clickOf);
}

/** What these clicks asked for where it could not be taken as it came, by click id: it may hold what is personal, so it is for the system alone. */
export async function keptQueries(q: Queryable, clicks: readonly StoredClick[]): Promise<ReadonlyMap<string, string>> {
  const rows = await q.query<{ click_id: string; query: string }>(
    `select click_id, raw::jsonb ->> 'query' as query from clicks.whole_click
      where key = any ($1::uuid[]) and program_number = any ($2::int[]) and raw is not null and raw::jsonb ? 'query'`,
    [clicks.map(({ clickId }) => clickKey(clickId)), [...new Set(clicks.map(({ program }) => programNumber(program)))]],
  );
  return new Map(rows.map(({ click_id, query }) => [click_id, query]));
}
