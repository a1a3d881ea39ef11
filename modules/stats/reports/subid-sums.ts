import { type CalendarDay, dayAt, type Instant } from '../../../core/time/index.ts';
import type { Queryable, Tx } from '../../../platform/db/index.ts';
import { actionRows, lockActionSums } from '../actions/action-rollup.ts';
import { namedSums, ofNamedSubids, subidSums } from '../actions/subid-rollup.ts';
import { FOLDED, subidNames } from '../clicks/subid-store.ts';
import { DAY_MS } from '../model.ts';
import { isOverPublishers, type ReportQuery, rollupOf } from './report-query.ts';

/**
 * From so many different SubIDs a day, over all ad spaces, reports over many publishers read the most frequent ones only, and so many of these of
 * a program and day.
 */
const BOUNDS = { day: 20_000, program: 300 };
type Bounds = typeof BOUNDS;
/** A day that goes on is summed anew when it has so much more clicks; what came since has no name until then. */
const GROWTH = 1.1;
/** In every zone a day is over so long after its beginning in UTC. */
const ENDED_MS = 12 * 3_600_000;
/** Days that clicks may still come to from a spool. */
const DAYS_AGAIN = 8;

const five = subidNames.join(', ');
const allFolded = subidNames.map(() => `'${FOLDED}'`).join(', ');
const counters = ['clicks', 'unique_clicks', 'filtered'] as const;

/** One at a time: a second one would find the same days to do. */
const DAYS_LOCK = `hashtextextended('stats subid days', 0)`;

/**
 * Sums the most frequent SubIDs of each program for the days that have very many, as `system`; a job calls it every minute. Reports over many
 * publishers read these sums, and "…" for all others: their work is bounded by programs and days, not by how many SubIDs there are. What a
 * publisher asks, an ad space, or a SubID by its name is answered from every SubID. Returns how many days were summed.
 */
export async function sumSubidDays(tx: Tx, now: Instant, bounds: Bounds = BOUNDS): Promise<number> {
  await tx.query(`select pg_advisory_xact_lock(${DAYS_LOCK})`);
  const since = dayAt(now - DAYS_AGAIN * DAY_MS, 'UTC');
  const days = await grownDays(tx, since, dayAt(now - ENDED_MS, 'UTC'), bounds);
  for (const { day, clicks } of days) await sumDay(tx, day, clicks, bounds);
  return days.length;
}

/** The same for all days, where the rollups were made anew. */
export async function sumAllSubidDays(tx: Tx): Promise<void> {
  for (const { day, clicks } of await grownDays(tx, '-infinity', 'infinity', BOUNDS))
    await sumDay(tx, day, clicks, BOUNDS);
}

interface GrownDay {
  readonly day: CalendarDay;
  readonly clicks: bigint;
}

/** Days with more clicks than when they were summed, or with very many SubIDs for the first time. */
async function grownDays(
  q: Queryable,
  since: CalendarDay | '-infinity',
  goesOnFrom: CalendarDay | 'infinity',
  { day }: Bounds,
) {
  return await q.query<GrownDay>(
    `select counted.day::text, counted.clicks
     from (select day, sum(clicks + filtered)::bigint as clicks from stats.click_program_device where day >= $1::date group by day) as counted
     left join stats.click_subid_day as summed using (day)
     where counted.clicks > case when day < $2::date then summed.clicks else summed.clicks * ${GROWTH} end
       or summed.clicks is null and counted.clicks >= ${day} and ${day} =
         (select count(*) from (select from stats.click_day_subid as own where own.day = counted.day limit ${day}) as subid)
     order by counted.day`,
    [since, goesOnFrom],
  );
}

async function sumDay(q: Queryable, day: CalendarDay, clicks: bigint, { program }: Bounds): Promise<void> {
  await q.query('delete from stats.click_program_subid where day = $1', [day]);
  const sums = counters.map((name) => `sum(${name}) as ${name}`).join(', ');
  const columns = `day, program, traffic_type, subid_digest, ${five}, ${counters.join(', ')}`;
  await q.query(
    `with own as (
       select place, subid_digest, ${five}, ${counters.join(', ')} from stats.click_day_subid where day = $1 and subid <> '${FOLDED}'
     ), word as (
       select program, traffic_type, subid_digest, ${subidNames.map((name) => `any_value(${name}) as ${name}`).join(', ')}, ${sums}
       from own join stats.place using (place) group by program, traffic_type, subid_digest
     ), named as (
       select * from (
         select *, row_number() over (partition by program order by clicks + filtered desc, subid_digest) as rank from word
       ) as ranked where rank <= ${program}
     ), told as (
       insert into stats.click_subid_day (day, clicks) values ($1, $2) on conflict (day) do update set clicks = excluded.clicks
     )
     insert into stats.click_program_subid (${columns})
     select $1::date, program, traffic_type, subid_digest, ${five}, ${counters.join(', ')} from named
     union all
     select $1::date, program, traffic_type, 0, ${allFolded}, ${counters.map((name) => `-sum(${name})`).join(', ')}
     from named group by program, traffic_type`,
    [day, clicks],
  );
  await sumActionsOf(q, day);
}

/** The actions of the SubIDs that have a name now. What waits is added with the names that it finds then. */
async function sumActionsOf(q: Queryable, day: CalendarDay): Promise<void> {
  await lockActionSums(q);
  await q.query('delete from stats.action_program_subid where day = $1', [day]);
  await q.query(
    `insert into stats.action_program_subid (${namedSums.columns})
     select ${namedSums.sums} from ${ofNamedSubids('(select * from stats.action_day_subid where day = $1)')} as named group by ${namedSums.key}`,
    [day],
  );
}

/** The days whose SubIDs a report reads from sums; none where it asks for something that these do not tell. */
export async function daysOfSummedSubids(q: Queryable, query: ReportQuery): Promise<readonly CalendarDay[]> {
  const found = rollupOf(query);
  const byName = subidNames.some((name) => query.filters[name] !== undefined);
  if (!found.ok || found.rollup !== 'subid' || byName || !isOverPublishers(query)) return [];
  const rows = await q.query<{ day: CalendarDay }>(
    'select day::text from stats.click_subid_day where day >= $1 and day < $2',
    [query.since, query.until],
  );
  return rows.map(({ day }) => day);
}

/**
 * Rows of SubIDs over all publishers: named ones of the days that are summed, "…" for what else was clicked on these, and every SubID of all
 * other days. Rows of a day that was summed in between are right as well, for they tell the same sums.
 */
export function summedSubids(
  query: ReportQuery,
  summedDays: readonly CalendarDay[],
  parameter: (value: unknown) => string,
): string {
  const summed = `day = any(${parameter(summedDays)}::date[])`;
  const others = parameter(daysBetween(query).filter((day) => !summedDays.includes(day)));
  const places = `program, traffic_type, ${five}, ${counters.join(', ')}`;
  return `(select day, ${places} from stats.click_program_subid where ${summed}
    union all select day, program, traffic_type, ${allFolded}, ${counters.join(', ')} from stats.click_program_device where ${summed}
    union all select day, ${places} from stats.click_day_subid join stats.place using (place) where day = any(${others}::date[]))`;
}

/**
 * Actions with the SubIDs under which `summedSubids` counts clicks of their days: "…" for what it has no name for. Otherwise an order of a rare
 * SubID would stand beside no click, and one of a SubID that has a name on some days beside too few.
 */
export function summedActions(
  query: ReportQuery,
  summedDays: readonly CalendarDay[],
  parameter: (value: unknown) => string,
): string {
  const summed = `day = any(${parameter(summedDays)}::date[])`;
  const others = parameter(daysBetween(query).filter((day) => !summedDays.includes(day)));
  const [place, rest] = ['day, program, traffic_type', subidSums];
  return `(select ${place}, ${five}, ${rest} from stats.action_program_subid where ${summed}
    union all select ${place}, ${five}, ${rest} from ${ofNamedSubids(`(select * from stats.action_change where ${summed})`)} as waiting
    union all select ${place}, ${allFolded}, ${rest} from ${actionRows([], true)} as every where ${summed}
    union all select ${place}, ${five}, ${rest} from ${actionRows(['subid'], true)} as own where day = any(${others}::date[]))`;
}

function daysBetween({ since, until }: ReportQuery): readonly CalendarDay[] {
  const from = Date.parse(since);
  const length = Math.round((Date.parse(until) - from) / DAY_MS);
  return Array.from({ length }, (_, index) => dayAt(from + index * DAY_MS, 'UTC'));
}
