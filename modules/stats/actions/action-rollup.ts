import type { Queryable } from '../../../platform/db/index.ts';
import { subidNames } from '../clicks/subid-store.ts';
import { type Dimension, isCommon, ownDimensions } from '../reports/report-query.ts';
import { ofNamedSubids, subidDigest } from './subid-rollup.ts';

/** What sums of actions are kept by beside publisher, ad space, day, state and currencies. */
const rollups = ['space', 'hour', 'link', 'country', 'device', 'subid'] as const;
type ActionRollup = (typeof rollups)[number];

/** What is summed over all publishers and ad spaces of a program and traffic type as well. */
const programRollups = ['hour', 'country', 'device'] as const;

const ofProgram = ['day', 'program', 'traffic_type'];
const shared = ['publisher_org', 'day', 'program', 'ad_space_id', 'traffic_type'];
const states = ['status', 'currency', 'order_currency', 'advertiser_org'];
const counts = ['actions', 'new_customers'];
const money = ['pending_minor', 'approved_minor', 'declined_minor', 'deducted_minor', 'order_minor'];
const own: Readonly<Record<ActionRollup, { readonly key: readonly string[]; readonly counts: readonly string[] }>> = {
  space: { key: ['paid'], counts: ['with_pending', 'with_approved'] },
  hour: { key: ['hour'], counts: [] },
  link: { key: ['link'], counts: [] },
  country: { key: ['country'], counts: [] },
  device: { key: ['device'], counts: [] },
  subid: { key: subidNames, counts: [] },
};

/** Adding is done by one at a time: its rows cross those of the next one. */
const ACTIONS_LOCK = `hashtextextended('stats actions', 0)`;

/** Until the end of the transaction nobody else adds to the sums. */
export async function lockActionSums(q: Queryable): Promise<void> {
  await q.query(`select pg_advisory_xact_lock(${ACTIONS_LOCK})`);
}

/**
 * Adds what changed in the actions to their rollups, as `system`; a job calls it, so that few changes are waiting. Nobody has to call it
 * before reading: readers add what waits.
 */
export async function settleActions(q: Queryable): Promise<void> {
  await lockActionSums(q);
  const added = [
    ...rollups.map(
      (name) => `${name} as (${addition(`day_${name}`, [...shared, ...own[name].key], own[name].counts)})`,
    ),
    ...programRollups.map((name) => `program_${name} as (${addition(`program_${name}`, [...ofProgram, name], [])})`),
    `program_subid as (${addition('program_subid', [...ofProgram, ...subidNames], [], ofNamedSubids('taken'))})`,
  ];
  await q.query(`with taken as (delete from stats.action_change returning *), ${added.join(', ')} select`);
}

function addition(
  table: string,
  dimensions: readonly string[],
  further: readonly string[],
  rows = `(select *, ${subidDigest} as subid_digest from taken)`,
): string {
  const ofSubids = dimensions.includes('subid');
  const key = [...dimensions, ...states, ...(ofSubids ? ['subid_digest'] : [])].join(', ');
  const unique = [...dimensions.filter((name) => !isSubid(name)), ...states, ...(ofSubids ? ['subid_digest'] : [])];
  const sums = [...counts, ...further, ...money];
  return `insert into stats.action_${table} as kept (${key}, ${sums.join(', ')})
    select ${key}, ${sums.map((sum) => `sum(${sum})`).join(', ')} from ${ofSubids ? rows : 'taken'} as told group by ${key}
    having (${sums.map((sum) => `sum(${sum})`).join(', ')}) <> (${sums.map(() => 0).join(', ')})
    on conflict (${unique.join(', ')}) do update set ${sums.map((sum) => `${sum} = kept.${sum} + excluded.${sum}`).join(', ')}`;
}

function isSubid(name: string): boolean {
  return subidNames.some((each) => each === name);
}

/** Forgets all sums, before the actions are told anew. */
export async function deleteActionSums(q: Queryable): Promise<void> {
  await q.query('delete from stats.action_change');
  for (const name of rollups) await q.query(`delete from stats.action_day_${name}`);
  for (const name of [...programRollups, 'subid']) await q.query(`delete from stats.action_program_${name}`);
}

/** Whether sums are kept by all these dimensions together. */
export function isSummed(asked: readonly Dimension[]): boolean {
  return rollupOf(asked) !== undefined;
}

function rollupOf(asked: readonly Dimension[]): ActionRollup | undefined {
  const special = asked.filter((dimension) => dimension !== 'status' && !isCommon(dimension));
  if (special.length === 0) return 'space';
  return rollups.find((name) => name !== 'space' && special.every((each) => ownDimensions[name].includes(each)));
}

/**
 * Where actions are read from that are asked for by some dimensions: sums where a rollup has all of them, what waits for it included,
 * else the orders one by one. All have the same columns of counts and money; sums of nothing may be among them. Sums over all publishers
 * tell neither publisher nor ad space, and a publisher sees none of them.
 */
export function actionRows(asked: readonly Dimension[], overPublishers: boolean): string {
  const found = rollupOf(asked);
  if (found === undefined) return orderRows;
  return (overPublishers && !asked.includes('ad_space') && programSumsOf(found)) || sumsOf(found);
}

function programSumsOf(rollup: ActionRollup): string | undefined {
  // Devices are few: their sums serve what asks for none as well.
  const name = programRollups.find((each) => each === (rollup === 'space' ? 'device' : rollup));
  return name && waitingToo(`program_${name}`, [...ofProgram, name, ...states, ...counts, ...money]);
}

/** The orders one by one, in the columns of their sums. */
export const orderRows = `(select orders.*, 1 as actions, (new_customer is true)::int as new_customers from stats.action as orders)`;

/** Sums by ad space, which also tell what is paid and how many actions wait for something. */
export const sumsBySpace = sumsOf('space');

function sumsOf(name: ActionRollup): string {
  return waitingToo(`day_${name}`, [...shared, ...own[name].key, ...states, ...counts, ...own[name].counts, ...money]);
}

function waitingToo(table: string, columns: readonly string[]): string {
  const list = columns.join(', ');
  return `(select ${list} from stats.action_${table} union all select ${list} from stats.action_change)`;
}
