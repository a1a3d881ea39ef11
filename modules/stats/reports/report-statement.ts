import type { CalendarDay } from '../../../core/time/index.ts';
import { actionRows } from '../actions/action-rollup.ts';
import { type ProgramRows, programRollups, type RollupName } from '../clicks/rollup.ts';
import { subidBit, subidNames } from '../clicks/subid-store.ts';
import { countedStatuses } from '../model.ts';
import {
  type Dimension,
  dimensions,
  isByStatus,
  isFilter,
  isOverPublishers,
  type ReportQuery,
  rollupOf,
} from './report-query.ts';
import { namedAsClicks, summedSubids } from './subid-sums.ts';

/** How a dimension is read: what rows are grouped by, and its word in the answer. Names are ours; values are always parameters (T-12). */
interface Reading {
  readonly group: string;
  readonly word: string;
}

const plain = (column: string): Reading => ({ group: column, word: column });

/** The same of a rollup `r` with its place `p` and of actions, which are called `r` and `p` both. */
const readings: Readonly<Record<Dimension, Reading>> = {
  day: { group: 'r.day', word: 'r.day::text' },
  month: plain("to_char(r.day, 'YYYY-MM')"),
  hour: { group: 'r.hour', word: "lpad(r.hour::text, 2, '0')" },
  program: plain('p.program'),
  ad_space: { group: 'p.ad_space_id', word: "coalesce(p.ad_space_id::text, '')" },
  traffic_type: plain('p.traffic_type'),
  link: plain('r.link'),
  subid: plain('r.subid'),
  subid1: plain('r.subid1'),
  subid2: plain('r.subid2'),
  subid3: plain('r.subid3'),
  subid4: plain('r.subid4'),
  country: plain('r.country'),
  device: plain('r.device'),
  status: plain('r.status'),
};

const actionCounts = [
  'approved',
  'pending',
  'deducted',
  'unresolved',
  'declined',
  'no_reward',
  'not_attributed',
  'actions',
  'new_customers',
] as const;
const clickCounts = ['clicks', 'unique_clicks', 'filtered_clicks'] as const;
const counts = [...clickCounts, ...actionCounts];
const rewards = ['pending', 'approved', 'declined', 'deducted'] as const;
const money = rewards.map((name) => `${name}_minor`);

/**
 * Clicks are summed by group (`click`), actions by group and currencies (`action`), both are brought together (`grouped`), and what a page
 * shows of money is found for its rows alone (`page`). Total and rows are of one statement, thus of one moment.
 */
export function reportStatement(query: ReportQuery, summedDays: readonly CalendarDay[] = []): Statement {
  const { text, values } = reportParts(query, summedDays);
  return {
    text: `${text}
select (select to_jsonb(total) from total) as total,
  (select count(*) from grouped) as rows_total,
  (select jsonb_agg(to_jsonb(shown) order by line) from shown) as page`,
    values,
  };
}

/** The same for reading row by row: the total comes first, with how many rows there are, then the rows of the page. */
export function reportRowsStatement(query: ReportQuery, summedDays: readonly CalendarDay[]): Statement {
  const { text, values } = reportParts(query, summedDays);
  return {
    text: `${text}
select 0::bigint as line, to_jsonb(total) as cells, (select count(*) from grouped) as rows_total from total
union all select line, to_jsonb(shown), 0::bigint from shown order by line`,
    values,
  };
}

interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

function reportParts(query: ReportQuery, summedDays: readonly CalendarDay[]): Statement {
  const values: unknown[] = [query.since, query.until];
  const parameter = (value: unknown) => `$${values.push(value)}`;
  // One group of everything has a key as well: the statement is the same with and without dimensions.
  const keys = ['d_all', ...query.groupBy.map((dimension) => `d_${dimension}`)].join(', ');
  const clicks = isByStatus(query) ? noClicks(query) : clickGroups(query, summedDays, parameter);
  const text = `with click as (
  ${clicks}
), action as (
  ${actionGroups(query, summedDays, parameter)}
), tally as (
  select ${keys}, ${sums(actionCounts)} from action group by ${keys}
), grouped as (
  select ${keys}, ${counts.map((name) => `coalesce(${name}, 0) as ${name}`).join(', ')} from click full join tally using (${keys})
), page as (
  select * from grouped ${order(query)} limit ${parameter(query.limit)} offset ${parameter(query.offset)}
), page_action as (
  select ${keys}, currency, order_currency, ${[...money, 'sales'].map((name) => `action.${name}`).join(', ')}
  from page join action using (${keys})
), reward as (
  select ${keys}, ${rewardList} as rewards
  from (select ${keys}, currency, ${sums(money)} from page_action group by ${keys}, currency) as each group by ${keys}
), sale as (
  select ${keys}, ${saleList} as sales
  from (select ${keys}, order_currency, sum(sales) as sales from page_action group by ${keys}, order_currency) as each
  group by ${keys}
), total as (
  select ${counts.map((name) => `all_counts.${name}`).join(', ')},
    coalesce((select ${rewardList} from (select currency, ${sums(money)} from action group by currency) as each), '[]') as rewards,
    coalesce((select ${saleList} from
      (select order_currency, sum(sales) as sales from action group by order_currency) as each), '[]') as sales
  from (select ${counts.map((name) => `coalesce(sum(${name}), 0)::text as ${name}`).join(', ')} from grouped) as all_counts
), shown as (
  select row_number() over (${order(query)}) as line, ${keys}, ${counts.map((name) => `page.${name}::text as ${name}`).join(', ')},
    coalesce(rewards, '[]') as rewards, coalesce(sales, '[]') as sales
  from page left join reward using (${keys}) left join sale using (${keys})
)`;
  return { text, values };
}

type Parameter = (value: unknown) => string;

/** Texts of money, so that no digit is lost in JSON. Currencies without any amount are left out. */
const rewardList = `jsonb_agg(jsonb_build_object('currency', currency, ${rewards
  .map((name) => `'${name}', ${name}_minor::text`)
  .join(', ')}) order by currency) filter (where ${money.map((name) => `${name} <> 0`).join(' or ')})`;
const saleList = `jsonb_agg(jsonb_build_object('currency', order_currency, 'amount', sales::text) order by order_currency)
    filter (where sales <> 0)`;

function clickGroups(query: ReportQuery, summedDays: readonly CalendarDay[], parameter: Parameter): string {
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
  if (summedDays.length > 0) {
    const groups = inOneTable(text(`${summedSubids(query, summedDays, parameter)} as r`));
    return `${groups} having sum(clicks + filtered) <> 0`;
  }
  const ofProgram = programRollupOf(query, found.rollup);
  if (ofProgram !== null) return inOneTable(text(`stats.click_program_${ofProgram} as r`));
  const rows = rowsOf(found.rollup, query, parameter);
  const groups = text(`${rows} as r`);
  // Whoever asks for nothing that the place says need not look at it.
  return /\bp\./.test(groups) ? text(`${rows} as r join stats.place as p using (place)`) : groups;
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
  if (asked.length === 0) return 'stats.click_day_subid';
  const columns = ['place', 'day', ...subidNames, 'clicks', 'unique_clicks', 'filtered'].join(', ');
  const bits = asked.reduce((sum, name) => sum + subidBit(name), 0);
  return `(select ${columns} from stats.click_day_subid union all
    select ${columns} from stats.click_single_subid where folded & ${parameter(bits)} <> 0)`;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Compared in the column's own type, so that an index can be used; what no column of that type can hold is nobody's. */
function clickFilter(dimension: Dimension, accepted: readonly string[], parameter: Parameter): string {
  const column = readings[dimension].group;
  if (dimension === 'ad_space') return `${column} = any(${parameter(accepted.filter((id) => UUID.test(id)))}::uuid[])`;
  if (dimension === 'hour') return `${column} = any(${parameter(hours(accepted))}::smallint[])`;
  return `${column} = any(${parameter(accepted)}::text[])`;
}

function hours(accepted: readonly string[]): readonly number[] {
  return accepted.filter((hour) => /^\d{1,2}$/.test(hour)).map(Number);
}

/** Reports by status have no clicks: a table of the same shape without a row. */
function noClicks(query: ReportQuery): string {
  const names = ['d_all', ...query.groupBy.map((dimension) => `d_${dimension}`)];
  return `select ${[...names.map((name) => `''::text as ${name}`), ...clickCounts.map((name) => `0::bigint as ${name}`)].join(', ')}
  where false`;
}

/** Groups of actions by both currencies: rewards are in the one, sales in the other. */
function actionGroups(query: ReportQuery, summedDays: readonly CalendarDay[], parameter: Parameter): string {
  const where = ['r.day >= $1', 'r.day < $2'];
  for (const dimension of dimensions) {
    const accepted = isFilter(dimension) ? query.filters[dimension] : undefined;
    if (accepted === undefined) continue;
    where.push(
      dimension === 'hour'
        ? clickFilter(dimension, accepted, parameter)
        : `${inOneTable(readings[dimension].word)} = any(${parameter(accepted)}::text[])`,
    );
  }
  if (query.publisherOrg !== null) where.push(`r.publisher_org = ${parameter(query.publisherOrg)}`);
  const counted = `status in (${countedStatuses.map((status) => `'${status}'`).join(', ')})`;
  const tallies = [
    ...actionCounts
      .slice(0, 7)
      .map((status) => `coalesce(sum(actions) filter (where status = '${status}'), 0) as ${status}`),
    `coalesce(sum(actions) filter (where ${counted}), 0) as actions`,
    `coalesce(sum(new_customers) filter (where ${counted}), 0) as new_customers`,
    ...money.map((name) => `sum(${name}) as ${name}`),
    `coalesce(sum(order_minor) filter (where ${counted}), 0) as sales`,
  ];
  const asked = dimensions.filter(
    (name) => query.groupBy.includes(name) || (isFilter(name) && query.filters[name] !== undefined),
  );
  const rows = actionRows(asked, query.publisherOrg === null);
  const named = summedDays.length === 0 ? rows : namedAsClicks(rows, summedDays, parameter);
  return `select ${[...words(query).map(inOneTable), 'r.currency', 'r.order_currency', ...tallies].join(', ')}
  from ${named} as r
  where ${where.join(' and ')} ${inOneTable(groupBy(query, ['r.currency', 'r.order_currency']))}
  having sum(actions) <> 0`;
}

/** An action, and what is summed by program, holds what a place says itself. */
function inOneTable(expression: string): string {
  return expression.replaceAll(/\bp\./g, 'r.');
}

function words(query: ReportQuery): readonly string[] {
  return ["''::text as d_all", ...query.groupBy.map((dimension) => `${readings[dimension].word} as d_${dimension}`)];
}

function groupBy(query: ReportQuery, more: readonly string[]): string {
  // The key of everything: without it there would be a row where nothing was found.
  return `group by ${["''::text", ...query.groupBy.map((dimension) => readings[dimension].group), ...more].join(', ')}`;
}

function sums(names: readonly string[]): string {
  return names.map((name) => `sum(${name}) as ${name}`).join(', ');
}

function order(query: ReportQuery): string {
  const direction = query.sort?.descending === true ? 'desc' : 'asc';
  const first = query.sort === null ? [] : [`${sortExpression(query.sort.by)} ${direction} nulls last`];
  const rest = query.groupBy.map((dimension) => `${sortExpression(dimension)} asc nulls last`);
  return `order by ${[...first, ...rest, 'd_all'].join(', ')}`;
}

/** Words are ordered by their bytes, the same on every server. */
function sortExpression(by: NonNullable<ReportQuery['sort']>['by']): string {
  return dimensions.some((dimension) => dimension === by) ? `nullif(d_${by}, '') collate "C"` : by;
}
