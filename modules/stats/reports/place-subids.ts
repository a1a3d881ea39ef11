import { type CalendarDay, dayAt, type Instant } from '../../../core/time/index.ts';
import type { Queryable, Tx } from '../../../platform/db/index.ts';
import { subidNames } from '../clicks/subid-store.ts';
import { DAY_MS } from '../model.ts';

/** In every zone a day is over so long after its beginning in UTC. */
const ENDED_MS = 36 * 3_600_000;
/** Days that clicks may still come to from a spool. */
const DAYS_AGAIN = 8;
/** Ad spaces with so many SubIDs a day are copied. */
const SUBIDS_MIN = 100;
const DAYS_KEPT = 70;

const columns = [...subidNames, 'clicks', 'unique_clicks', 'filtered'].join(', ');

/** One at a time: a second one would find the same days to do. */
const LOCK = `hashtextextended('stats place subids', 0)`;

/**
 * Copies the SubIDs of days that are over in the order of their ad spaces, where these have many, as `system`; a job calls it. In the rollup they lie
 * as they came, those of one publisher on as many pages as there are. A copy answers while its clicks are all that the ad space has that day.
 * Returns how many days were copied.
 */
export async function copyPlaceSubids(tx: Tx, now: Instant, fewest = SUBIDS_MIN): Promise<number> {
  await tx.query(`select pg_advisory_xact_lock(${LOCK})`);
  const days = await tx.query<{ day: CalendarDay; clicks: bigint }>(
    `select counted.day::text, counted.clicks
     from (
       select day, sum(clicks + filtered)::bigint as clicks from stats.click_program_device where day >= $1 and day <= $2 group by day
     ) as counted left join stats.click_copied_day as copied using (day)
     where copied.clicks is distinct from counted.clicks order by counted.day`,
    [dayAt(now - DAYS_AGAIN * DAY_MS, 'UTC'), dayAt(now - ENDED_MS, 'UTC')],
  );
  for (const { day, clicks } of days) await copyDay(tx, day, clicks, fewest);
  return days.length;
}

async function copyDay(q: Queryable, day: CalendarDay, clicks: bigint, fewest: number): Promise<void> {
  await q.query('delete from stats.click_place_subid where day = $1', [day]);
  await q.query('delete from stats.click_place_day where day = $1', [day]);
  await q.query(
    `with own as materialized (select place, ${columns} from stats.click_day_subid where day = $1),
     crowded as (
       insert into stats.click_place_day (place, day, clicks)
       select place, $1::date, sum(clicks + filtered) from own group by place having count(*) >= $3
       returning place
     ), told as (
       insert into stats.click_copied_day (day, clicks) values ($1, $2) on conflict (day) do update set clicks = excluded.clicks
     )
     insert into stats.click_place_subid (place, day, ${columns})
     select place, $1::date, ${columns} from own join crowded using (place) order by place, subid`,
    [day, clicks, fewest],
  );
}

/** Forgets copies of days that are long over; a job calls it daily. */
export async function forgetPlaceSubids(q: Queryable, now: Instant): Promise<void> {
  const before = [dayAt(now - DAYS_KEPT * DAY_MS, 'UTC')];
  for (const name of ['place_subid', 'place_day', 'copied_day'])
    await q.query(`delete from stats.click_${name} where day < $1`, before);
}

/** A publisher's clicks by SubID from $1 on and before $2: from the copies that are whole, else from the rollup. */
export function publisherSubids(publisherOrg: string, parameter: (value: unknown) => string): string {
  return `(with told as materialized (
      select place, counted.day, copied.clicks is not distinct from counted.clicks + counted.filtered as whole
      from stats.place join stats.click_day_space as counted using (place) left join stats.click_place_day as copied using (place, day)
      where publisher_org = ${parameter(publisherOrg)} and counted.day >= $1 and counted.day < $2
    )
    select place, day, ${columns} from told join stats.click_place_subid using (place, day) where whole
    union all select place, day, ${columns} from told join stats.click_day_subid using (place, day) where not whole)`;
}
