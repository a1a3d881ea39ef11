import { type CalendarDay, dayAt, type Instant } from '../../../core/time/index.ts';
import type { Queryable, Tx } from '../../../platform/db/index.ts';
import { FOLDED, subidNames } from '../clicks/subid-store.ts';
import { DAY_MS } from '../model.ts';
import { isOverPublishers, type ReportQuery, rollupOf } from './report-query.ts';

/** From so many different SubIDs a day, over all ad spaces, reports over many publishers read the most frequent ones only. */
const DAY_SUBIDS_MAX = 20_000;
/** So many SubIDs of a program and day are named in these reports. */
const PROGRAM_SUBIDS_MAX = 300;
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
export async function sumSubidDays(tx: Tx, now: Instant): Promise<number> {
  await tx.query(`select pg_advisory_xact_lock(${DAYS_LOCK})`);
  const since = dayAt(now - DAYS_AGAIN * DAY_MS, 'UTC');
  const days = await grownDays(tx, since, dayAt(now - ENDED_MS, 'UTC'));
  for (const { day, clicks } of days) await sumDay(tx, day, clicks);
  return days.length;
}

/** The same for all days, where the rollups were made anew. */
export async function sumAllSubidDays(tx: Tx): Promise<void> {
  for (const { day, clicks } of await grownDays(tx, '-infinity', 'infinity')) await sumDay(tx, day, clicks);
}

interface GrownDay {
  readonly day: CalendarDay;
  readonly clicks: bigint;
}

/** Days with more clicks than when they were summed, or with very many SubIDs for the first time. */
async function grownDays(q: Queryable, since: CalendarDay | '-infinity', goesOnFrom: CalendarDay | 'infinity') {
  return await q.query<GrownDay>(
    `select counted.day::text, counted.clicks
     from (select day, sum(clicks + filtered)::bigint as clicks from stats.click_program_device where day >= $1::date group by day) as counted
     left join stats.click_subid_day as summed using (day)
     where counted.clicks > case when day < $2::date then summed.clicks else summed.clicks * ${GROWTH} end
       or summed.clicks is null and counted.clicks >= ${DAY_SUBIDS_MAX} and ${DAY_SUBIDS_MAX} =
         (select count(*) from (select from stats.click_day_subid as own where own.day = counted.day limit ${DAY_SUBIDS_MAX}) as subid)
     order by counted.day`,
    [since, goesOnFrom],
  );
}

async function sumDay(q: Queryable, day: CalendarDay, clicks: bigint): Promise<void> {
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
       ) as ranked where rank <= ${PROGRAM_SUBIDS_MAX}
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
export function namedAsClicks(
  actions: string,
  summedDays: readonly CalendarDay[],
  parameter: (value: unknown) => string,
): string {
  const places = ['day', 'program', 'traffic_type', ...subidNames];
  const isNamed = `named.day is not null or one.day <> all(${parameter(summedDays)}::date[])`;
  const others = [
    'hour',
    'country',
    'device',
    'link',
    'ad_space_id',
    'publisher_org',
    'status',
    'currency',
    'order_currency',
  ];
  const numbers = [
    'actions',
    'new_customers',
    'pending_minor',
    'approved_minor',
    'declined_minor',
    'deducted_minor',
    'order_minor',
  ];
  const names = subidNames.map((name) => `case when ${isNamed} then one.${name} else '${FOLDED}' end as ${name}`);
  return `(select one.day, one.program, one.traffic_type, ${names.join(', ')}, ${[...others, ...numbers].map((name) => `one.${name}`).join(', ')}
    from ${actions} as one left join stats.click_program_subid as named
      on ${places.map((name) => `named.${name} = one.${name}`).join(' and ')})`;
}

function daysBetween({ since, until }: ReportQuery): readonly CalendarDay[] {
  const from = Date.parse(since);
  const length = Math.round((Date.parse(until) - from) / DAY_MS);
  return Array.from({ length }, (_, index) => dayAt(from + index * DAY_MS, 'UTC'));
}
