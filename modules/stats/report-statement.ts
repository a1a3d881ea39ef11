import { countedStatuses } from './model.ts';
import { type Dimension, dimensions, type FilterDimension, isByStatus, type ReportQuery } from './report-query.ts';

/** How each dimension is read, from a rollup of clicks and from actions alike. Names are ours; values are always parameters (T-12). */
const expressions: Readonly<Record<Dimension, string>> = {
  day: 'day::text',
  month: "to_char(day, 'YYYY-MM')",
  program: 'program',
  ad_space: 'ad_space_id::text',
  subid: 'subid',
  subid1: 'subid1',
  subid2: 'subid2',
  subid3: 'subid3',
  subid4: 'subid4',
  country: 'country',
  traffic_type: 'traffic_type',
  status: 'status',
};

/** The rollups by width: the first that has every dimension of a query answers it. */
const rollups: readonly { readonly table: string; readonly dimensions: ReadonlySet<Dimension> }[] = [
  { table: 'stats.click_day_space', dimensions: new Set(['day', 'month', 'program', 'ad_space', 'traffic_type']) },
  {
    table: 'stats.click_day_country',
    dimensions: new Set(['day', 'month', 'program', 'ad_space', 'traffic_type', 'country']),
  },
  { table: 'stats.click_day_subid', dimensions: new Set(dimensions.filter((dimension) => dimension !== 'status')) },
];

const clickCounts = ['clicks', 'unique_clicks', 'filtered_clicks'] as const;
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
const counts = [...clickCounts, ...actionCounts];
const rewards = ['pending', 'approved', 'declined', 'deducted'] as const;

/**
 * Facts of clicks and of actions are brought to one shape (`cell`), summed by group and currency (`summed`), and from there once
 * by group (`grouped`) and once over everything (`total`).
 */
export function reportStatement(query: ReportQuery): { readonly text: string; readonly values: readonly unknown[] } {
  const values: unknown[] = [query.since, query.until];
  const where = conditions(query, values);
  const groups = query.groupBy.map((dimension) => `d_${dimension}`);
  const sources = isByStatus(query)
    ? [actionCells(query, where)]
    : [clickCells(query, where), actionCells(query, where)];
  values.push(query.limit, query.offset);
  const text = `with cell as (
  ${sources.join('\n  union all\n  ')}
), summed as (
  select ${[...groups, 'kind', 'currency', ...sums(counts), ...sums(rewards.map(money)), 'sum(sales) as sales'].join(', ')}
  from cell group by ${[...groups, 'kind', 'currency'].join(', ')}
), currencies as (
  select kind, currency, ${[...sums(counts), ...sums(rewards.map(money)), 'sum(sales) as sales'].join(', ')}
  from summed group by kind, currency
), grouped as (
  select ${[...groups, ...numbers()].join(', ')} from summed ${groups.length === 0 ? 'having count(*) > 0' : `group by ${groups.join(', ')}`}
), total as (
  select ${numbers().join(', ')} from currencies
)
select (select to_jsonb(total) from total) as total,
  (select count(*) from grouped) as rows_total,
  (select jsonb_agg(to_jsonb(page)) from (
    select * from grouped ${order(query)} limit $${values.length - 1} offset $${values.length}
  ) as page) as page`;
  return { text, values };
}

function conditions(query: ReportQuery, values: unknown[]): string {
  const parts = ['day >= $1', 'day < $2'];
  for (const dimension of dimensions) {
    const accepted = isFilter(dimension) ? query.filters[dimension] : undefined;
    if (accepted === undefined) continue;
    values.push(accepted);
    // An unknown ad space is a null; an unknown word is ''.
    parts.push(`coalesce(${expressions[dimension]}, '') = any($${values.length}::text[])`);
  }
  if (query.publisherOrg !== null) {
    values.push(query.publisherOrg);
    parts.push(`publisher_org = $${values.length}`);
  }
  return parts.join(' and ');
}

function isFilter(dimension: Dimension): dimension is FilterDimension {
  return dimension !== 'day' && dimension !== 'month';
}

function clickCells(query: ReportQuery, where: string): string {
  const asked = [...query.groupBy, ...dimensions.filter((name) => isFilter(name) && query.filters[name] !== undefined)];
  const rollup = rollups.find((candidate) => asked.every((dimension) => candidate.dimensions.has(dimension)));
  if (rollup === undefined) throw new Error(`report: no rollup of clicks has ${asked.join(', ')}`);
  const measures = [
    ...['clicks', 'unique_clicks', 'filtered'].map((column, index) => `sum(${column}) as ${clickCounts[index]}`),
    ...actionCounts.map((name) => `0 as ${name}`),
    ...rewards.map((name) => `0 as ${money(name)}`),
    '0 as sales',
  ];
  return `select ${[...groupCells(query), "'count' as kind", "'' as currency", ...measures].join(', ')}
  from ${rollup.table} where ${where}${groupBy(query, [])}`;
}

/** Each group of actions gives one cell of counts, one a reward currency, one an order currency. */
function actionCells(query: ReportQuery, where: string): string {
  const counted = `status in (${countedStatuses.map((status) => `'${status}'`).join(', ')})`;
  const names = query.groupBy.map((dimension) => `d_${dimension}`);
  const tallies = [
    ...actionCounts.slice(0, 7).map((status) => `count(*) filter (where status = '${status}') as ${status}`),
    `count(*) filter (where ${counted}) as actions`,
    `count(*) filter (where ${counted} and new_customer) as new_customers`,
    ...rewards.map((name) => `sum(${name}_minor) as ${money(name)}`),
    `sum(order_minor) filter (where ${counted}) as sales`,
  ];
  const none = (many: number) => Array.from({ length: many }, () => '0').join(', ');
  return `select ${[...names, 'part.*'].join(', ')} from (
    select ${[...groupCells(query), 'currency', 'order_currency', ...tallies].join(', ')}
    from stats.action where ${where}${groupBy(query, ['currency', 'order_currency'])}
  ) as action cross join lateral (values
    ('count', '', ${none(3)}, ${actionCounts.map((name) => `action.${name}`).join(', ')}, ${none(rewards.length + 1)}),
    ('reward', action.currency, ${none(counts.length)}, ${rewards.map((name) => `action.${money(name)}`).join(', ')}, 0),
    ('sales', action.order_currency, ${none(counts.length + rewards.length)}, coalesce(action.sales, 0))
  ) as part (kind, currency, ${[...counts, ...rewards.map(money), 'sales'].join(', ')})`;
}

function groupCells(query: ReportQuery): readonly string[] {
  return query.groupBy.map((dimension) => `${expressions[dimension]} as d_${dimension}`);
}

function groupBy(query: ReportQuery, more: readonly string[]): string {
  const parts = [...query.groupBy.map((dimension) => expressions[dimension]), ...more];
  // Without anything to group by there must be no row at all where nothing was found.
  return parts.length === 0 ? ' having count(*) > 0' : ` group by ${parts.join(', ')}`;
}

function sums(names: readonly string[]): readonly string[] {
  return names.map((name) => `sum(${name}) as ${name}`);
}

/** Numbers of one row, as text. Currencies without any amount are left out. */
function numbers(): readonly string[] {
  const text = (column: string) => `coalesce(sum(${column}), 0)::text`;
  const entry = rewards.map((name) => `'${name}', ${money(name)}::text`).join(', ');
  const anyReward = rewards.map((name) => `${money(name)} <> 0`).join(' or ');
  return [
    ...counts.map((name) => `${text(name)} as ${name}`),
    `coalesce(jsonb_agg(jsonb_build_object('currency', currency, ${entry}) order by currency)
      filter (where kind = 'reward' and (${anyReward})), '[]') as rewards`,
    `coalesce(jsonb_agg(jsonb_build_object('currency', currency, 'amount', sales::text) order by currency)
      filter (where kind = 'sales' and sales <> 0), '[]') as sales`,
  ];
}

function money(name: string): string {
  return `${name}_minor`;
}

function order(query: ReportQuery): string {
  const direction = query.sort?.descending === true ? 'desc' : 'asc';
  const first = query.sort === null ? [] : [`${sortExpression(query.sort.by)} ${direction} nulls last`];
  const rest = query.groupBy.map((dimension) => `${sortExpression(dimension)} asc nulls last`);
  const parts = [...first, ...rest];
  return parts.length === 0 ? '' : `order by ${parts.join(', ')}`;
}

/** Words are ordered by their bytes, the same on every server; counts are text by then and must become numbers again. */
function sortExpression(by: NonNullable<ReportQuery['sort']>['by']): string {
  return isDimension(by) ? `nullif(d_${by}, '') collate "C"` : `${by}::numeric`;
}

function isDimension(name: string): name is Dimension {
  return dimensions.some((dimension) => dimension === name);
}
