import type { Instant } from '../../core/time/index.ts';
import { type Queryable, sqlInstant } from '../../platform/db/index.ts';
import { sumsBySpace } from './actions/action-rollup.ts';
import { fiveSubids } from './clicks/click-batch.ts';
import { type ActionFact, countedStatuses, type PaidFact, type ProgramFact } from './model.ts';

/** Remembers what statistics need of a program; the latest word counts. */
export async function upsertProgram(q: Queryable, fact: ProgramFact): Promise<void> {
  await q.query(
    `insert into stats.program (program, advertiser_org, time_zone, accrual_currency, cookie_ms)
     values ($1, $2, $3, $4, $5)
     on conflict (program) do update set advertiser_org = excluded.advertiser_org, time_zone = excluded.time_zone,
       accrual_currency = excluded.accrual_currency, cookie_ms = excluded.cookie_ms`,
    [fact.program, fact.advertiserOrg, fact.timeZone, fact.accrualCurrency, fact.cookieMs],
  );
}

/** The named programs, by their codes. */
export async function programsNamed(
  q: Queryable,
  programs: readonly string[],
): Promise<ReadonlyMap<string, ProgramFact>> {
  const rows = await q.query<ProgramRow>(
    `select program, advertiser_org, time_zone, accrual_currency, cookie_ms
     from stats.program where program = any($1::text[])`,
    [programs],
  );
  return new Map(rows.map((row) => [row.program, programOf(row)]));
}

interface ProgramRow {
  readonly program: string;
  readonly advertiser_org: string;
  readonly time_zone: string;
  readonly accrual_currency: string | null;
  readonly cookie_ms: bigint;
}

function programOf(row: ProgramRow): ProgramFact {
  return {
    program: row.program,
    advertiserOrg: row.advertiser_org,
    timeZone: row.time_zone,
    accrualCurrency: row.accrual_currency,
    cookieMs: Number(row.cookie_ms),
  };
}

const subidColumns = ['subid', 'subid1', 'subid2', 'subid3', 'subid4'] as const;

/** An action with the calendar day that its program's zone gives it. */
export interface DatedAction {
  readonly action: ActionFact;
  readonly day: string;
  readonly hour: number;
}

/**
 * Stores actions, at most one an order in one call. A row of a later revision stays as it is, so facts may arrive in any order;
 * a payment that is known stays known.
 */
export async function upsertActions(q: Queryable, actions: readonly DatedAction[]): Promise<void> {
  if (actions.length === 0) return;
  await q.query(
    `insert into stats.action as kept (${actionColumns})
     select ${actionColumns} from json_populate_recordset(null::stats.action, $1::json)
     order by program, order_id
     on conflict (program, order_id) do update set (${actionColumns}) = row (${actionUpdates})
     where kept.revision <= excluded.revision`,
    [JSON.stringify(actions.map(actionRow))],
  );
}

const actionColumnNames = [
  'program',
  'order_id',
  'revision',
  'recorded_at',
  'ordered_at',
  'day',
  'click_at',
  'advertiser_org',
  'publisher_org',
  'ad_space_id',
  'traffic_type',
  'country',
  'link',
  'device',
  'hour',
  ...subidColumns,
  'status',
  'reasons',
  'currency',
  'pending_minor',
  'approved_minor',
  'declined_minor',
  'deducted_minor',
  'order_currency',
  'order_minor',
  'new_customer',
  'decided_at',
  'confirmed_at',
  'declined_at',
  'paid_at',
] as const;
type ActionColumn = (typeof actionColumnNames)[number];
const actionColumns = actionColumnNames.join(', ');
const actionUpdates = actionColumnNames
  .map((column) => (column === 'paid_at' ? 'coalesce(excluded.paid_at, kept.paid_at)' : `excluded.${column}`))
  .join(', ');

function actionRow({
  action,
  day,
  hour,
}: DatedAction): Readonly<Record<ActionColumn, string | number | boolean | readonly string[] | null>> {
  const [subid = '', subid1 = '', subid2 = '', subid3 = '', subid4 = ''] = fiveSubids(action.subids);
  return {
    program: action.program,
    order_id: action.orderId,
    revision: action.revision,
    recorded_at: sqlInstant(action.recordedAt),
    ordered_at: sqlInstant(action.orderedAt),
    day,
    click_at: instantOrNull(action.clickAt),
    advertiser_org: action.advertiserOrg,
    publisher_org: action.publisherOrg,
    ad_space_id: action.adSpaceId,
    traffic_type: action.trafficType ?? '',
    country: action.country ?? '',
    link: action.linkCode ?? '',
    device: action.device ?? '',
    hour,
    subid,
    subid1,
    subid2,
    subid3,
    subid4,
    status: action.status,
    reasons: action.reasons,
    currency: action.currency,
    pending_minor: action.amounts.pending.toString(),
    approved_minor: action.amounts.approved.toString(),
    declined_minor: action.amounts.declined.toString(),
    deducted_minor: action.amounts.deducted.toString(),
    order_currency: action.orderCurrency,
    order_minor: action.orderAmount.toString(),
    new_customer: action.newCustomer,
    decided_at: instantOrNull(action.decidedAt),
    confirmed_at: instantOrNull(action.confirmedAt),
    declined_at: instantOrNull(action.declinedAt),
    paid_at: instantOrNull(action.paidAt),
  };
}

function instantOrNull(at: Instant | null): string | null {
  return at === null ? null : sqlInstant(at);
}

/** Notes payments; returns how many of the actions are known. The first payment of an action counts. */
export async function updatePaid(q: Queryable, paid: readonly PaidFact[]): Promise<number> {
  if (paid.length === 0) return 0;
  const rows = await q.query(
    `with payment as (
       select program, order_id, min(paid_at) as paid_at
       from unnest($1::text[], $2::text[], $3::timestamptz[]) as told (program, order_id, paid_at)
       group by program, order_id
     ), locked as (
       select program, order_id from stats.action join payment using (program, order_id)
       order by program, order_id for update of action
     )
     update stats.action as kept set paid_at = least(kept.paid_at, payment.paid_at)
     from payment join locked using (program, order_id)
     where kept.program = payment.program and kept.order_id = payment.order_id
     returning kept.order_id`,
    [paid.map((fact) => fact.program), paid.map((fact) => fact.orderId), paid.map((fact) => sqlInstant(fact.paidAt))],
  );
  return rows.length;
}

/** When the advertiser paid for an order; `null` until then. */
export async function paidAt(
  q: Queryable,
  { program, orderId }: { readonly program: string; readonly orderId: string },
): Promise<Instant | null> {
  const [row] = await q.query<{ paid_at: Instant | null }>(
    'select paid_at from stats.action where program = $1 and order_id = $2',
    [program, orderId],
  );
  return row?.paid_at ?? null;
}

export interface SpaceDay {
  readonly adSpaceId: string;
  readonly clicks: bigint;
  readonly actions: bigint;
}

/** Programs that ad spaces of the reader have sent somebody to. */
export async function programsReached(q: Queryable): Promise<readonly string[]> {
  const rows = await q.query<{ program: string }>('select distinct program from stats.place order by program');
  return rows.map(({ program }) => program);
}

/** Clicks and counted actions of one calendar day of a program, by ad space. */
export async function spacesOfDay(q: Queryable, program: string, day: string): Promise<readonly SpaceDay[]> {
  return await q.query<SpaceDay>(
    `select ad_space_id as "adSpaceId", sum(clicks)::bigint as "clicks", sum(actions)::bigint as "actions"
     from (
       select ad_space_id, clicks, 0 as actions from stats.click_day_space join stats.place using (place)
       where program = $1 and day = $2
       union all
       select ad_space_id, 0, sum(actions) from ${sumsBySpace} as summed
       where program = $1 and day = $2 and status = any($3::text[]) and ad_space_id is not null
       group by ad_space_id having sum(actions) <> 0
     ) as fact
     group by ad_space_id order by ad_space_id`,
    [program, day, countedStatuses],
  );
}

export interface SpaceSales {
  readonly adSpaceId: string;
  readonly currency: string;
  readonly minor: bigint;
  readonly newCustomers: bigint;
}

/** What the counted orders of one calendar day were worth, by ad space and currency, and how many of their buyers were new (S-119). */
export async function salesOfDay(q: Queryable, program: string, day: string): Promise<readonly SpaceSales[]> {
  return await q.query<SpaceSales>(
    `select ad_space_id as "adSpaceId", order_currency as "currency", sum(order_minor)::bigint as "minor",
       sum(new_customers) as "newCustomers"
     from ${sumsBySpace} as summed
     where program = $1 and day = $2 and status = any($3::text[]) and ad_space_id is not null
     group by ad_space_id, order_currency having sum(actions) <> 0 order by ad_space_id, order_currency`,
    [program, day, countedStatuses],
  );
}

/** Forgets what the trailing windows no longer need; returns how many rows went. */
export async function deleteBefore(q: Queryable, minute: Instant, day: string): Promise<number> {
  const rows = await q.query<{ gone: bigint }>(
    `with minutes as (delete from stats.click_minute where minute < $1 returning 1),
       visits as (delete from stats.visitor_day where day < $2 returning 1)
     select (select count(*) from minutes) + (select count(*) from visits) as gone`,
    [sqlInstant(minute), day],
  );
  return Number(rows[0]?.gone ?? 0n);
}

/** Empties the actions, before they are told anew. */
export async function deleteActions(q: Queryable): Promise<void> {
  await q.query('delete from stats.action');
}
