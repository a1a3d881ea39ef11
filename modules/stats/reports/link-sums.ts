import { type CalendarDay, dayAt, type Instant } from '../../../core/time/index.ts';
import type { Queryable, Tx } from '../../../platform/db/index.ts';
import { lockSubids } from '../clicks/subid-store.ts';
import { DAY_MS } from '../model.ts';
import { isOverPublishers, type ReportQuery, rollupOf } from './report-query.ts';

/** In every zone a day is over so long after its beginning in UTC. */
const ENDED_MS = 12 * 3_600_000;
/** Days that are summed, and for which every sum is kept: any report of 30 days that ended within the last month finds its own. */
const DAYS_KEPT = 70;
/** So many are summed in one transaction: meanwhile no click is added to the rollups. */
const DAYS_TOGETHER = 3;

const counters = ['clicks', 'unique_clicks', 'filtered'] as const;
const list = counters.join(', ');
const monthOf = (day: string) => `date_trunc('month', ${day}::date)::date`;

/**
 * Sums the clicks of each link from the beginning of the month to each day that is over, as `system`; a job calls it. Reports over many publishers
 * take the difference of two such sums: three rows a link instead of thirty. A click that comes later takes away the day and those after it in its month
 * (`addToRollups`), and the next call makes them anew. Returns how many days were summed.
 */
export async function sumLinkDays(tx: Tx, now: Instant): Promise<number> {
  const range = [dayAt(now - DAYS_KEPT * DAY_MS, 'UTC'), dayAt(now - ENDED_MS, 'UTC')];
  const unsummed = `select distinct day::text from stats.click_program_device as counted
     where day >= $1 and day < $2 and not exists (select from stats.click_link_day as summed where summed.day = counted.day) order by day limit ${DAYS_TOGETHER}`;
  if ((await tx.query(unsummed, range)).length === 0) return 0;
  await lockSubids(tx);
  const days = await tx.query<{ day: CalendarDay }>(unsummed, range);
  for (const { day } of days) await sumDay(tx, day);
  return days.length;
}

async function sumDay(q: Queryable, day: CalendarDay): Promise<void> {
  await q.query('delete from stats.click_link_until where day = $1', [day]);
  await q.query(
    `with base as (
       select max(day) as day from stats.click_link_day where day < $1::date and day >= ${monthOf('$1')}
     ), told as (
       insert into stats.click_link_day (day) values ($1)
     )
     insert into stats.click_link_until (day, place, link, ${list})
     select $1::date, place, link, ${counters.map((name) => `sum(${name})`).join(', ')}
     from (
       select place, link, ${list} from stats.click_link_until where day = (select day from base)
       union all
       select place, link, ${list} from stats.click_day_link
       where day <= $1 and day >= ${monthOf('$1')} and day > coalesce((select day from base), '-infinity')
     ) as part
     group by place, link order by place, link`,
    [day],
  );
}

/** Forgets sums of days that are long over, but for those of whole months; a job calls it daily. */
export async function forgetLinkDays(q: Queryable, now: Instant): Promise<void> {
  const before = [dayAt(now - DAYS_KEPT * DAY_MS, 'UTC')];
  const within = `day < $1 and day + 1 <> ${monthOf('(day + 1)')}`;
  await q.query(`delete from stats.click_link_day where ${within}`, before);
  await q.query(`delete from stats.click_link_until where ${within}`, before);
}

/** Days whose sums are added, those whose sums are taken away, and those that are read by themselves. */
export interface LinkSpans {
  readonly added: readonly CalendarDay[];
  readonly taken: readonly CalendarDay[];
  readonly single: readonly CalendarDay[];
}

/** How the clicks of links are put together for a report; `null` where it asks for days, for a publisher, or where nothing is summed. */
export async function linkSpansOf(q: Queryable, query: ReportQuery): Promise<LinkSpans | null> {
  const found = rollupOf(query);
  if (!found.ok || found.rollup !== 'link' || query.groupBy.includes('day') || !isOverPublishers(query)) return null;
  const rows = await q.query<{ day: CalendarDay }>(
    'select day::text from stats.click_link_day where day >= $1::date - 1 and day < $2',
    [query.since, query.until],
  );
  const spans = linkSpans(query, new Set(rows.map(({ day }) => day)));
  return spans.added.length === 0 ? null : spans;
}

/** Of each month that the range touches: its last sum less the one before its first day, and the days after that sum. */
export function linkSpans(
  { since, until }: { readonly since: CalendarDay; readonly until: CalendarDay },
  summed: ReadonlySet<CalendarDay>,
): LinkSpans {
  const spans = { added: [] as CalendarDay[], taken: [] as CalendarDay[], single: [] as CalendarDay[] };
  for (let first = since; first < until; ) {
    const days = daysOfMonth(first, until);
    const before = addDays(first, -1);
    const isWhole = first.endsWith('-01');
    const last = isWhole || summed.has(before) ? days.findLastIndex((day) => summed.has(day)) : -1;
    const added = days[last];
    if (added !== undefined) spans.added.push(added);
    if (added !== undefined && !isWhole) spans.taken.push(before);
    spans.single.push(...days.slice(last + 1));
    first = addDays(first, days.length);
  }
  return spans;
}

/** The days from one on to the end of its month, or to the day before `until`. */
function daysOfMonth(first: CalendarDay, until: CalendarDay): readonly CalendarDay[] {
  const days: CalendarDay[] = [];
  for (let day = first; day < until && day.slice(0, 7) === first.slice(0, 7); day = addDays(day, 1)) days.push(day);
  return days;
}

function addDays(day: CalendarDay, days: number): CalendarDay {
  return dayAt(Date.parse(day) + days * DAY_MS, 'UTC');
}

/** Rows of clicks by link that add up to those of the range, in the columns of the rollup, each with a day of it. */
export function linkSums({ added, taken, single }: LinkSpans, parameter: (value: unknown) => string): string {
  const until = (days: readonly CalendarDay[], day: string, sign: string) =>
    `select place, ${day} as day, link, ${counters.map((name) => `${sign}${name} as ${name}`).join(', ')}
     from stats.click_link_until where day = any(${parameter(days)}::date[])`;
  return `(${until(added, 'day', '')} union all ${until(taken, 'day + 1', '-')}
    union all select place, day, link, ${list} from stats.click_day_link where day = any(${parameter(single)}::date[]))`;
}
