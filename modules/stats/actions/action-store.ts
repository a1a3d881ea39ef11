import type { Status } from '../../../core/commission/decision.ts';
import { type CalendarDay, dayAt, type Instant } from '../../../core/time/index.ts';
import { type Queryable, sqlInstant } from '../../../platform/db/index.ts';
import { DAY_MS } from '../model.ts';
import { type Dimension, dimensions, isCommon } from '../reports/report-query.ts';
import { type ActionQuery, actionWords, subidColumns } from './action-request.ts';
import { actionRows, isSummed, orderRows } from './action-rollup.ts';

export interface ListedAction {
  readonly program: string;
  readonly order_id: string;
  readonly ordered_at: Instant;
  readonly click_at: Instant | null;
  readonly ad_space_id: string | null;
  readonly traffic_type: string;
  readonly country: string;
  readonly link: string;
  readonly device: string;
  readonly subids: readonly string[];
  readonly status: Status;
  readonly reasons: readonly string[];
  readonly currency: string;
  readonly pending_minor: bigint;
  readonly approved_minor: bigint;
  readonly declined_minor: bigint;
  readonly deducted_minor: bigint;
  readonly order_currency: string;
  readonly order_minor: bigint;
  readonly new_customer: boolean | null;
  readonly decided_at: Instant | null;
  readonly paid_at: Instant | null;
}

/** One state, program currency and order currency of the actions asked for. */
export interface ActionSum {
  readonly status: Status;
  readonly currency: string;
  readonly order_currency: string;
  readonly actions: bigint;
  readonly pending: bigint;
  readonly approved: bigint;
  readonly declined: bigint;
  readonly deducted: bigint;
  readonly sales: bigint;
}

const listed = `program, order_id, ordered_at, click_at, ad_space_id, traffic_type, country, link, device,
       array[${subidColumns.join(', ')}] as subids, status, reasons, currency, pending_minor, approved_minor, declined_minor,
       deducted_minor, order_currency, order_minor, new_customer, decided_at, paid_at`;
const newestFirst = 'ordered_at desc, program desc, order_id desc';

/** Actions of the tenant, newest first. */
export async function selectActions(q: Queryable, query: ActionQuery): Promise<readonly ListedAction[]> {
  const { text, values } = pageCondition(query);
  const days = hasSums(query) ? await summedDaysOfPage(q, query) : await oldestDayOfPage(q, query);
  if (days !== null && 'length' in days && days.length === 0) return [];
  return await q.query<ListedAction>(
    `select ${listed} from stats.action where ${text} ${days === null ? '' : `and ${inDays(days, values)}`}
     order by ${newestFirst} limit $${values.push(query.limit)}`,
    values,
  );
}

function inDays(days: readonly CalendarDay[] | { readonly since: CalendarDay }, values: unknown[]): string {
  return 'since' in days ? `day >= $${values.push(days.since)}` : `day = any($${values.push(days)}::date[])`;
}

/** The index has days, and a day of one program's zone begins up to 26 hours before that of another's: hence two days of room. */
const ROOM_DAYS = 2;

/** The days that have the orders of the page, by the sums of actions: of a rare value nothing else is read. */
async function summedDaysOfPage(q: Queryable, query: ActionQuery): Promise<readonly CalendarDay[]> {
  const { text, values } = condition(query, 'paid');
  const last = query.before === null ? null : dayAt(query.before.orderedAt, 'UTC');
  const rows = await q.query<{ day: CalendarDay; actions: bigint }>(
    `select day::text, sum(actions) as actions from ${actionRows(dimensionsOf(query), isOverPublishers(query))} as found
     where ${text} ${last === null ? '' : `and day <= $${values.push(last)}::date + 1`}
     group by day having sum(actions) <> 0 order by found.day desc`,
    values,
  );
  // Of the days about the end of the page before nobody knows how many orders it has shown.
  const isWhole = ({ day }: { readonly day: CalendarDay }) => last === null || daysBetween(day, last) > 1;
  let full: CalendarDay | null = null;
  let counted = 0n;
  for (const row of rows) {
    if (isWhole(row)) counted += BigInt(row.actions);
    if (full === null && counted >= BigInt(query.limit)) full = row.day;
  }
  return rows.map(({ day }) => day).filter((day) => full === null || daysBetween(day, full) <= ROOM_DAYS);
}

function daysBetween(from: CalendarDay, until: CalendarDay): number {
  return (Date.parse(until) - Date.parse(from)) / DAY_MS;
}

/**
 * Before which day no order of the page lies, so that a page of a million orders sorts those of few days; `null` where all of them fit the page.
 */
async function oldestDayOfPage(q: Queryable, query: ActionQuery): Promise<{ readonly since: CalendarDay } | null> {
  const { text, values } = pageCondition(query);
  const [row] = await q.query<{ since: CalendarDay }>(
    `select (day - ${ROOM_DAYS})::text as since from stats.action where ${text}
     order by stats.action.day desc offset $${values.push(query.limit - 1)} limit 1`,
    values,
  );
  return row ?? null;
}

/** The orders asked for that come after those of the pages before. */
function pageCondition(query: ActionQuery): { readonly text: string; readonly values: unknown[] } {
  const { text, values } = condition(query);
  if (query.before === null) return { text, values };
  const { orderedAt, program, orderId } = query.before;
  const [at, code, id] = [values.push(sqlInstant(orderedAt)), values.push(program), values.push(orderId)];
  // The day bounds the index; the rest is exact.
  return {
    text: `${text} and day <= ($${at}::timestamptz at time zone 'UTC')::date + 1 and (ordered_at, program, order_id) < ($${at}, $${code}, $${id})`,
    values,
  };
}

/** All actions asked for, newest first, as a statement of which some rows are read at a time. */
export function actionsStatement(query: ActionQuery): { readonly text: string; readonly values: readonly unknown[] } {
  const { text, values } = condition(query);
  return { text: `select ${listed} from stats.action where ${text} order by ${newestFirst}`, values };
}

/** The same actions summed, whatever the page: from the sums that are kept where these know what is asked for, else order by order. */
export async function sumActions(q: Queryable, query: ActionQuery): Promise<readonly ActionSum[]> {
  const { text, values } = condition(query, hasSums(query) ? 'paid' : 'paid_at is not null');
  const rows = hasSums(query) ? actionRows(dimensionsOf(query), isOverPublishers(query)) : orderRows;
  return await q.query<ActionSum>(
    `select status, currency, order_currency, sum(actions)::bigint as actions, sum(pending_minor)::bigint as pending,
       sum(approved_minor)::bigint as approved, sum(declined_minor)::bigint as declined, sum(deducted_minor)::bigint as deducted,
       sum(order_minor)::bigint as sales
     from ${rows} as found where ${text}
     group by status, currency, order_currency having sum(actions) <> 0 order by currency, order_currency, status`,
    values,
  );
}

/** Whether the sums of actions know everything that is asked for; reasons, SubIDs and ids are of single orders. */
function hasSums(query: ActionQuery): boolean {
  const { reasons, subid, orderId, paid } = query;
  const asked = dimensionsOf(query);
  return (
    [reasons, subid, orderId].every((part) => part === null) &&
    isSummed(asked) &&
    (paid === null || asked.every(isCommon))
  );
}

/** Whether sums over all publishers answer. */
function isOverPublishers({ publisherOrg, adSpaces, paid }: ActionQuery): boolean {
  return publisherOrg === null && adSpaces === null && paid === null;
}

function dimensionsOf({ words, hours }: ActionQuery): readonly Dimension[] {
  const asked = Object.keys(words).map((name) => (name === 'subid0' ? 'subid' : name));
  return dimensions.filter((name) => asked.includes(name) || (name === 'hour' && hours !== null));
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

function condition(
  query: ActionQuery,
  isPaid = 'paid_at is not null',
): { readonly text: string; readonly values: unknown[] } {
  const values: unknown[] = [query.since, query.until];
  const where = ['day >= $1', 'day < $2'];
  const add = (value: unknown, test: (parameter: string) => string): void => {
    if (value !== null) where.push(test(`$${values.push(value)}`));
  };
  add(query.publisherOrg, (org) => `publisher_org = ${org}`);
  add(query.statuses, (statuses) => `status = any(${statuses}::text[])`);
  add(query.reasons, (reasons) => `reasons && ${reasons}::text[]`);
  add(query.programs, (programs) => `program = any(${programs}::text[])`);
  add(query.adSpaces?.filter((id) => UUID.test(id)) ?? null, (ids) => `ad_space_id = any(${ids}::uuid[])`);
  for (const [name, accepted] of Object.entries(query.words)) {
    const column = Object.entries(actionWords).find(([word]) => word === name)?.[1];
    if (column !== undefined) add(accepted, (words) => `${column} = any(${words}::text[])`);
  }
  add(query.hours, (hours) => `hour = any(${hours}::smallint[])`);
  add(query.subid, (subid) => `${subid} in (${subidColumns.join(', ')})`);
  add(query.orderId, (id) => `order_id = ${id}`);
  if (query.paid !== null) where.push(query.paid ? isPaid : `not (${isPaid})`);
  return { text: where.join(' and '), values };
}
