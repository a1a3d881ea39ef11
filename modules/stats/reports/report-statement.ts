import { actionCounts, actionGroups, money, orderedCount, rewards } from './action-groups.ts';
import { clickCounts, clickGroups, noClicks } from './click-groups.ts';
import type { KeptSums } from './kept-sums.ts';
import { dimensions, isByStatus, type ReportQuery } from './report-query.ts';

/**
 * Clicks are summed by group (`click`), actions are counted by group (`tally`), both are brought together (`grouped`), and what a page shows of
 * actions and money is found for its rows alone (`page_action`). Total and rows are of one statement, thus of one moment.
 */
export function reportStatement(query: ReportQuery, kept: KeptSums): Statement {
  const { text, values } = reportParts(query, kept);
  return {
    text: `${text}
select (select to_jsonb(total) from total) as total,
  (select count(*) from grouped) as rows_total,
  (select jsonb_agg(to_jsonb(shown) order by line) from shown) as page`,
    values,
  };
}

/** The same for reading row by row: the total comes first, with how many rows there are, then the rows of the page. */
export function reportRowsStatement(query: ReportQuery, kept: KeptSums): Statement {
  const { text, values } = reportParts(query, kept);
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

function reportParts(query: ReportQuery, kept: KeptSums): Statement {
  const values: unknown[] = [query.since, query.until];
  const parameter = (value: unknown) => `$${values.push(value)}`;
  // One group of everything has a key as well: the statement is the same with and without dimensions.
  const keys = ['d_all', ...query.groupBy.map((dimension) => `d_${dimension}`)].join(', ');
  const clicks = isByStatus(query) ? noClicks(query) : clickGroups(query, kept, parameter);
  const actions = actionGroups(query, kept, parameter);
  const ordered = orderedCount(query);
  const grouped = [...clickCounts, ...(ordered === null ? [] : [ordered])];
  const text = `with click as (
  ${clicks}
), tally as (
  ${actions.tally}
), grouped as (
  select ${keys}, ${grouped.map((name) => `coalesce(${name}, 0) as ${name}`).join(', ')} from click full join tally using (${keys})
), page as (
  select * from grouped ${order(query)} limit ${parameter(query.limit)} offset ${parameter(query.offset)}
), page_action as (
  ${actions.ofPage}
), count as (
  select ${keys}, ${sums(actionCounts)} from page_action group by ${keys}
), reward as (
  select ${keys}, ${rewardList} as rewards
  from (select ${keys}, currency, ${sums(money)} from page_action group by ${keys}, currency) as each group by ${keys}
), sale as (
  select ${keys}, ${saleList} as sales
  from (select ${keys}, order_currency, sum(sales) as sales from page_action group by ${keys}, order_currency) as each
  group by ${keys}
), every_action as (
  ${actions.ofAll}
), total as (
  select every_click.*, every_count.*,
    coalesce((select ${rewardList} from (select currency, ${sums(money)} from every_action group by currency) as each), '[]') as rewards,
    coalesce((select ${saleList} from
      (select order_currency, sum(sales) as sales from every_action group by order_currency) as each), '[]') as sales
  from (select ${sumTexts(clickCounts)} from grouped) as every_click, (select ${sumTexts(actionCounts)} from every_action) as every_count
), shown as (
  select row_number() over (${order(query, 'page')}) as line, ${keys}, ${clickCounts.map((name) => `page.${name}::text as ${name}`).join(', ')},
    ${actionCounts.map((name) => `coalesce(count.${name}, 0)::text as ${name}`).join(', ')},
    coalesce(rewards, '[]') as rewards, coalesce(sales, '[]') as sales
  from page left join count using (${keys}) left join reward using (${keys}) left join sale using (${keys})
)`;
  return { text, values };
}

/** Texts of money, so that no digit is lost in JSON. Currencies without any amount are left out. */
const rewardList = `jsonb_agg(jsonb_build_object('currency', currency, ${rewards
  .map((name) => `'${name}', ${name}_minor::text`)
  .join(', ')}) order by currency) filter (where ${money.map((name) => `${name} <> 0`).join(' or ')})`;
const saleList = `jsonb_agg(jsonb_build_object('currency', order_currency, 'amount', sales::text) order by order_currency)
    filter (where sales <> 0)`;

function sums(names: readonly string[]): string {
  return names.map((name) => `sum(${name}) as ${name}`).join(', ');
}

function sumTexts(names: readonly string[]): string {
  return names.map((name) => `coalesce(sum(${name}), 0)::text as ${name}`).join(', ');
}

function order(query: ReportQuery, rows = 'grouped'): string {
  const direction = query.sort?.descending === true ? 'desc' : 'asc';
  const first = query.sort === null ? [] : [`${sortExpression(query.sort.by, rows)} ${direction} nulls last`];
  const rest = query.groupBy.map((dimension) => `${sortExpression(dimension, rows)} asc nulls last`);
  return `order by ${[...first, ...rest, 'd_all'].join(', ')}`;
}

/** Words are ordered by their bytes, the same on every server. */
function sortExpression(by: NonNullable<ReportQuery['sort']>['by'], rows: string): string {
  return dimensions.some((dimension) => dimension === by) ? `nullif(${rows}.d_${by}, '') collate "C"` : `${rows}.${by}`;
}
