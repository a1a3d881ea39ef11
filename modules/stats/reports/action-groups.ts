import { actionRows } from '../actions/action-rollup.ts';
import { countedStatuses } from '../model.ts';
import type { KeptSums } from './kept-sums.ts';
import { askedDimensions, clickFilter, groupBy, inOneTable, type Parameter, readings, words } from './readings.ts';
import { type Dimension, dimensions, isFilter, type ReportQuery } from './report-query.ts';
import { summedActions } from './subid-sums.ts';

const states = ['approved', 'pending', 'deducted', 'unresolved', 'declined', 'no_reward', 'not_attributed'] as const;
export const actionCounts = [...states, 'actions', 'new_customers'] as const;
export const rewards = ['pending', 'approved', 'declined', 'deducted'] as const;
export const money = rewards.map((name) => `${name}_minor`);

/** What a report asks of actions. Sums by state cost more than all else, so that they are found for the groups of a page and for all together. */
export interface ActionGroups {
  /** Every group that has an action, with the count that the report is ordered by. */
  readonly tally: string;
  /** The groups of `page` by both currencies: rewards are in the one, sales in the other. */
  readonly ofPage: string;
  /** All actions by both currencies, from rows as few as the filters allow. */
  readonly ofAll: string;
}

export function actionGroups(query: ReportQuery, kept: KeptSums, parameter: Parameter): ActionGroups {
  const overPublishers = query.publisherOrg === null;
  const asked = askedDimensions(query);
  const rows =
    kept.subidDays.length === 0 ? actionRows(asked, overPublishers) : summedActions(query, kept.subidDays, parameter);
  const filters = filterOf(query, parameter);
  const keys = query.groupBy.map((name) => `page.d_${name} = ${inOneTable(readings[name].word)}`);
  const currencies = ['r.currency', 'r.order_currency'];
  const columns = words(query).map(inOneTable);
  const ordered = orderedCount(query);
  return {
    tally: `select ${[...columns, ...(ordered === null ? [] : [sumOf[ordered]])].join(', ')} from ${rows} as r
      where ${filters} ${inOneTable(groupBy(query, []))} having sum(actions) <> 0`,
    ofPage: `select ${[...columns, ...currencies, ...sums].join(', ')}
      from ${rows} as r join (select ${['d_all', ...query.groupBy.map((name) => `d_${name}`)].join(', ')} from page) as page on ${['true', ...keys].join(' and ')} where ${filters} ${inOneTable(groupBy(query, currencies))}`,
    ofAll: `select ${[...currencies, ...sums].join(', ')} from ${actionRows(filtered(query), overPublishers)} as r
      where ${filters} group by ${currencies.join(', ')}`,
  };
}

/** The count of actions that a report is ordered by. */
export function orderedCount({ sort }: ReportQuery): keyof typeof sumOf | null {
  return sort?.by === 'actions' || sort?.by === 'new_customers' ? sort.by : null;
}

const counted = `status in (${countedStatuses.map((status) => `'${status}'`).join(', ')})`;
const sumOf = {
  actions: `coalesce(sum(actions) filter (where ${counted}), 0) as actions`,
  new_customers: `coalesce(sum(new_customers) filter (where ${counted}), 0) as new_customers`,
};
const sums = [
  ...states.map((status) => `coalesce(sum(actions) filter (where status = '${status}'), 0) as ${status}`),
  ...Object.values(sumOf),
  ...money.map((name) => `sum(${name}) as ${name}`),
  `coalesce(sum(order_minor) filter (where ${counted}), 0) as sales`,
];

function filtered(query: ReportQuery): readonly Dimension[] {
  return askedDimensions({ groupBy: [], filters: query.filters });
}

function filterOf(query: ReportQuery, parameter: Parameter): string {
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
  return where.join(' and ');
}
