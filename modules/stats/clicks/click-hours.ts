import type { CalendarDay } from '../../../core/time/index.ts';
import type { Queryable } from '../../../platform/db/index.ts';
import type { FilterDimension } from '../reports/report-query.ts';
import { subidBit, subidNames } from './subid-store.ts';

/** Which clicks are looked for, in the words of reports; '' stands for "unknown" or "none". */
export interface ClickHoursQuery {
  readonly program: string;
  readonly since: CalendarDay;
  /** The day after the last. */
  readonly until: CalendarDay;
  readonly filters: Readonly<Partial<Record<FilterDimension, readonly string[]>>>;
}

/** A day of the program's zone, with a bit for each of its hours. */
export interface DayHours {
  readonly day: CalendarDay;
  readonly hours: number;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * The hours in which there may be clicks that fit, on the ad spaces that the transaction may see: whoever looks for single clicks need not
 * look anywhere else. The rollups of each side that is asked for know it; where several are, an hour has to be in all of them. Call
 * `settleClicks` before. Newest first.
 */
export async function hoursWithClicks(q: Queryable, query: ClickHoursQuery): Promise<readonly DayHours[]> {
  const values: unknown[] = [query.program, query.since, query.until];
  const parameter = (value: unknown) => `$${values.push(value)}`;
  const places = ['program = $1'];
  const { ad_space: adSpaces, traffic_type: types } = query.filters;
  if (adSpaces !== undefined)
    places.push(`ad_space_id = any(${parameter(adSpaces.filter((id) => UUID.test(id)))}::uuid[])`);
  if (types !== undefined) places.push(`traffic_type = any(${parameter(types)}::text[])`);
  const sides = sidesOf(query.filters, parameter);
  const inEvery = sides.map(
    (rows, side) =>
      `select place, day, ${side} as side, bit_or(hours) as hours from (${rows}) as asked group by place, day`,
  );
  const rows = await q.query<DayHours>(
    `with known as materialized (select place from stats.place where ${places.join(' and ')})
     select day::text, bit_or(hours) as hours from (
       select day, bit_and(hours) as hours from (${inEvery.join(' union all ')}) as each
       group by place, day having count(*) = ${sides.length}
     ) as fitting
     group by day having bit_or(hours) <> 0 order by fitting.day desc`,
    values,
  );
  return rows;
}

/** Rows of place, day and hours for each side that is asked for; for all hours with a click where none is. */
function sidesOf(filters: ClickHoursQuery['filters'], parameter: (value: unknown) => string): readonly string[] {
  const rowsOf = (rollup: string, fits: string, hours = 'hours') =>
    `select place, day, ${hours} as hours from stats.click_day_${rollup} where place in (select place from known) and day >= $2 and day < $3 and ${fits}`;
  const sides: string[] = [];
  for (const name of ['link', 'country', 'device'] as const) {
    const accepted = filters[name];
    if (accepted !== undefined) sides.push(rowsOf(name, `${name} = any(${parameter(accepted)}::text[])`));
  }
  const asked = subidNames.filter((name) => filters[name] !== undefined);
  if (asked.length > 0) {
    const fits = asked.map((name) => `${name} = any(${parameter(filters[name])}::text[])`).join(' and ');
    sides.push([rowsOf('subid', fits), ...foldedSubids(filters, fits, parameter)].join(' union all '));
  }
  return sides.length > 0 ? sides : [rowsOf('hour', 'true', '1 << hour')];
}

/** SubIDs that were summed with others: by name as long as it is kept, then by a hash of it. */
function foldedSubids(
  filters: ClickHoursQuery['filters'],
  fits: string,
  parameter: (value: unknown) => string,
): readonly string[] {
  const inDays = 'place in (select place from known) and day >= $2 and day < $3';
  const bits = subidNames.reduce((sum, name) => sum + (filters[name] === undefined ? 0 : subidBit(name)), 0);
  const words = subidNames.flatMap((name) => filters[name] ?? []).filter((word) => word !== '');
  return [
    `select place, day, hours from stats.click_single_subid where ${inDays} and folded & ${parameter(bits)} <> 0 and ${fits}`,
    `select place, day, 1 << hour from stats.click_subid_hour where ${inDays}
       and hashes && array(select hashtext(word) from unnest(${parameter(words)}::text[]) as word)`,
  ];
}
