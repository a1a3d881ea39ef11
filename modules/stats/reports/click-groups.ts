import { type ProgramRows, programRollups, type RollupName } from '../clicks/rollup.ts';
import { subidBit, subidNames } from '../clicks/subid-store.ts';
import type { KeptSums } from './kept-sums.ts';
import { linkSums } from './link-sums.ts';
import { publisherSubids } from './place-subids.ts';
import { clickFilter, groupBy, inOneTable, type Parameter, words } from './readings.ts';
import { dimensions, isFilter, isOverPublishers, type ReportQuery, rollupOf } from './report-query.ts';
import { summedSubids } from './subid-sums.ts';

export const clickCounts = ['clicks', 'unique_clicks', 'filtered_clicks'] as const;

/** Clicks by group, from the narrowest rows that have what is asked for. */
export function clickGroups(query: ReportQuery, kept: KeptSums, parameter: Parameter): string {
  const found = rollupOf(query);
  if (!found.ok) throw new Error(`report: no rollup of clicks has ${found.apart.join(' and ')} together`);
  const where = ['r.day >= $1', 'r.day < $2'];
  for (const dimension of dimensions) {
    const accepted = isFilter(dimension) ? query.filters[dimension] : undefined;
    if (accepted !== undefined) where.push(clickFilter(dimension, accepted, parameter));
  }
  if (query.publisherOrg !== null) where.push(`p.publisher_org = ${parameter(query.publisherOrg)}`);
  const sums = ['sum(clicks) as clicks', 'sum(unique_clicks) as unique_clicks', 'sum(filtered) as filtered_clicks'];
  const text = (from: string) =>
    `select ${[...words(query), ...sums].join(', ')} from ${from} where ${where.join(' and ')} ${groupBy(query, [])}`;
  if (kept.subidDays.length > 0) {
    const groups = inOneTable(text(`${summedSubids(query, kept.subidDays, parameter)} as r`));
    return `${groups} having sum(clicks + filtered) <> 0`;
  }
  const ofProgram = programRollupOf(query, found.rollup);
  if (ofProgram !== null) return inOneTable(text(`stats.click_program_${ofProgram} as r`));
  const rows = kept.links === null ? rowsOf(found.rollup, query, parameter) : linkSums(kept.links, parameter);
  const groups = text(`${rows} as r`);
  // Whoever asks for nothing that the place says need not look at it.
  const placed = /\bp\./.test(groups) ? text(`${rows} as r join stats.place as p using (place)`) : groups;
  return kept.links === null ? placed : `${placed} having sum(clicks + filtered) <> 0`;
}

/** The sums over all publishers that answer, or `null` where an ad space or a publisher is asked for, or what has none. */
function programRollupOf(query: ReportQuery, rollup: RollupName): ProgramRows['name'] | null {
  if (!isOverPublishers(query)) return null;
  // Devices are few: their sums serve what asks for none as well.
  return programRollups.find((name) => name === (rollup === 'space' ? 'device' : rollup)) ?? null;
}

function rowsOf(rollup: RollupName, query: ReportQuery, parameter: Parameter): string {
  if (rollup === 'subid') return subidRows(query, parameter);
  if (rollup !== 'space' || query.groupBy.some((dimension) => dimension === 'day' || dimension === 'month'))
    return `stats.click_day_${rollup}`;
  // Days are added up first: places are looked up once each then, and not once a day.
  return `(select place, max(day) as day, sum(clicks) as clicks, sum(unique_clicks) as unique_clicks, sum(filtered) as filtered
    from stats.click_day_space where day >= $1 and day < $2 group by place)`;
}

/** A SubID that is asked for by name is found where it was summed with others too: there the sum, named "…", does not answer. */
function subidRows(query: ReportQuery, parameter: Parameter): string {
  const asked = subidNames.filter((name) => query.filters[name] !== undefined);
  if (asked.length === 0)
    return query.publisherOrg === null ? 'stats.click_day_subid' : publisherSubids(query.publisherOrg, parameter);
  const columns = ['place', 'day', ...subidNames, 'clicks', 'unique_clicks', 'filtered'].join(', ');
  const bits = asked.reduce((sum, name) => sum + subidBit(name), 0);
  return `(select ${columns} from stats.click_day_subid union all
    select ${columns} from stats.click_single_subid where folded & ${parameter(bits)} <> 0)`;
}

/** Reports by status have no clicks: a table of the same shape without a row. */
export function noClicks(query: ReportQuery): string {
  const names = ['d_all', ...query.groupBy.map((dimension) => `d_${dimension}`)];
  return `select ${[...names.map((name) => `''::text as ${name}`), ...clickCounts.map((name) => `0::bigint as ${name}`)].join(', ')}
  where false`;
}
