import type { CalendarDay } from '../../../core/time/index.ts';
import type { Queryable } from '../../../platform/db/index.ts';

/** What stands for SubIDs that came once. */
export const FOLDED = '…';
/** An ad space may have so many SubIDs a day that came once before they are folded. */
const SINGLE_SUBIDS_MAX = 50;
/** A SubID of the five that came for so many clicks of its ad space's day is a word to report by, and stays one where the others are folded. */
const WORD_CLICKS_MIN = 10;

export const subidNames = ['subid', 'subid1', 'subid2', 'subid3', 'subid4'] as const;
const five = subidNames.join(', ');
const counters = 'clicks, unique_clicks, filtered';

/** Those that add to the SubIDs' rollup hold it together, one that folds holds it alone: their rows cross, and they would lock each other out. */
const SUBIDS_LOCK = `hashtextextended('stats subids', 0)`;

/** Until the end of the transaction nobody folds. */
export async function shareSubids(q: Queryable): Promise<void> {
  await q.query(`select pg_advisory_xact_lock_shared(${SUBIDS_LOCK})`);
}

/** Until the end of the transaction nobody else adds or folds. */
export async function lockSubids(q: Queryable): Promise<void> {
  await q.query(`select pg_advisory_xact_lock(${SUBIDS_LOCK})`);
}

/** The bit of each of the five in `click_single_subid.folded`. */
export function subidBit(name: (typeof subidNames)[number]): number {
  return 1 << subidNames.indexOf(name);
}

/** Singles that came again since they were folded: they leave the sum and have a row of their own. Call `lockSubids` before. */
export async function unfoldSubids(q: Queryable, since: CalendarDay): Promise<number> {
  const [row] = await q.query<{ gone: bigint }>(
    `with again as (
       select single.* from stats.click_single_subid as single join stats.click_day_subid as own using (place, day, subid_digest)
       where day >= $1::date
     ), gone as (
       delete from stats.click_single_subid as single using again
       where (single.place, single.day, single.subid_digest) = (again.place, again.day, again.subid_digest)
     ), changed (place, day, subid_digest, ${counters}) as (
       select place, day, subid_digest, ${counters} from again
       union all
       select place, day, sum_digest, -sum(clicks), -sum(unique_clicks), -sum(filtered) from again group by place, day, sum_digest
     ), written as (
       update stats.click_day_subid as kept set clicks = kept.clicks + changed.clicks,
         unique_clicks = kept.unique_clicks + changed.unique_clicks, filtered = kept.filtered + changed.filtered
       from changed where (kept.place, kept.day, kept.subid_digest) = (changed.place, changed.day, changed.subid_digest)
     )
     select count(*) as gone from again`,
    [since],
  );
  const gone = Number(row?.gone ?? 0n);
  if (gone > 0) await q.query('delete from stats.click_day_subid where day >= $1 and clicks + filtered = 0', [since]);
  return gone;
}

const isSum = `'${FOLDED}' in (${five})`;
const isSingle = `clicks + filtered = 1 and (${five}) <> ('', '', '', '', '') and not ${isSum}`;
/** The five of a row, with their bits. */
const pieces = `lateral (values ${subidNames.map((name) => `(${subidBit(name)}, ${name})`).join(', ')}) as piece (bit, word)`;
const summed = subidNames.map((name) => `case when folded & ${subidBit(name)} = 0 then ${name} else '${FOLDED}' end`);

/**
 * Sums the SubIDs that came once on a day on ad spaces that have many of them; returns how many rows went. Of the five only those go that are
 * no words there. Singles from `keptSince` on can be found by name afterwards. Call `lockSubids` and `unfoldSubids` before.
 */
export async function foldSingles(q: Queryable, since: CalendarDay, keptSince: CalendarDay): Promise<number> {
  const [row] = await q.query<{ gone: bigint }>(
    `with crowded as (
       select place, day from stats.click_day_subid where day >= $1::date group by place, day
       having count(*) filter (where ${isSingle}) > case when bool_or(${isSum}) then 0 else ${SINGLE_SUBIDS_MAX} end
     ), near as materialized (
       select * from stats.click_day_subid join crowded using (place, day) where day >= $1::date
     ), word as (
       select place, day, bit, word from near, ${pieces} where word not in ('', '${FOLDED}')
       group by place, day, bit, word having sum(clicks + filtered) >= ${WORD_CLICKS_MIN}
     ), single as (
       select near.place, near.day, subid_digest, sum(bit)::smallint as folded
       from near cross join ${pieces} left join word using (place, day, bit, word)
       where ${isSingle} and word <> '' and word.place is null group by near.place, near.day, subid_digest
     ), gone as (
       delete from stats.click_day_subid as own using single
       where (own.place, own.day, own.subid_digest) = (single.place, single.day, single.subid_digest)
       returning own.*, single.folded
     ), named as (
       select place, day, subid_digest, ${five}, folded, hashtextextended(concat_ws(E'\x1f', ${summed.join(', ')}), 0) as sum_digest,
         ${counters}, hours from gone
     ), kept as (
       insert into stats.click_single_subid (place, day, subid_digest, ${five}, folded, sum_digest, ${counters}, hours)
       select * from named where day >= $2::date
     ), hidden as (
       ${hidden('(select * from named where day < $2::date) as single')}
     ), added as (
       insert into stats.click_day_subid as kept (place, day, subid_digest, ${five}, ${counters}, hours)
       select place, day, sum_digest, ${summed.join(', ')}, sum(clicks), sum(unique_clicks), sum(filtered), bit_or(hours)
       from named group by place, day, sum_digest, ${summed.join(', ')}
       on conflict (place, day, subid_digest) do update set clicks = kept.clicks + excluded.clicks,
         unique_clicks = kept.unique_clicks + excluded.unique_clicks, filtered = kept.filtered + excluded.filtered,
         hours = kept.hours | excluded.hours
     )
     select count(*) as gone from gone`,
    [since, keptSince],
  );
  return Number(row?.gone ?? 0n);
}

/** Notes in which hours the clicks of singles were whose names are forgotten. Each has one click, so one bit of its hours is set. */
function hidden(singles: string): string {
  return `insert into stats.click_subid_hour as kept (place, day, hour, hashes)
    select place, day, log(2, hours)::smallint, array_agg(distinct hashtext(word)) from ${singles}, ${pieces}
    where folded & bit <> 0 and word <> '' group by place, day, hours
    on conflict (place, day, hour) do update set hashes = kept.hashes || excluded.hashes`;
}

/** Forgets which singles the sums of the days before are made of, but for the hours in which they were. */
export async function forgetSingles(q: Queryable, before: CalendarDay): Promise<void> {
  await q.query(
    `with single as (delete from stats.click_single_subid where day < $1 returning *), hidden as (${hidden('single')}) select`,
    [before],
  );
}
