import { type Decimal, formatDecimal, parseDecimal } from '../../core/money/decimal.ts';
import type { Instant } from '../../core/time/instant.ts';
import { type Queryable, sqlInstant, type Tx } from '../../platform/db/index.ts';
import {
  covered,
  NO_TURNOVER,
  type Period,
  quarterEnd,
  runsOf,
  type Turnover,
  type TurnoverChange,
} from './turnover.ts';

/** The SQL of periods: what orders of a program have earned and cost in a day, a month or the validity of a version. */

/**
 * Makes this transaction the only one that counts against the periods of these names until it ends: two at once would each see the cap
 * without the other. In order of the names, so that nobody waits in a circle.
 */
export async function lockPeriods(tx: Tx, names: ReadonlySet<string>): Promise<void> {
  if (names.size === 0) return;
  await tx.query(
    `select pg_advisory_xact_lock(hashtextextended('commission periods ' || name, 0))
       from (select name from unnest($1::text[]) as name order by name collate "C") as names`,
    [[...names]],
  );
}

export type Volume = Pick<Turnover, 'orders' | 'amount'>;

export const NO_VOLUME: Volume = NO_TURNOVER;

/** Stands for everybody in a key that takes no null. */
const EVERYBODY = '00000000-0000-0000-0000-000000000000';

/** Adds to the sums. In key order, and each connection mostly to rows of its own, so that nobody waits for a sum that many share. */
export async function addTurnover(tx: Tx, changes: readonly TurnoverChange[]): Promise<void> {
  if (changes.length === 0) return;
  const rows = changes.map(({ program, publisherOrg, span, starts, currency, orders, amount, minor }) => ({
    program,
    publisher_org: publisherOrg ?? EVERYBODY,
    span,
    starts: sqlInstant(starts),
    currency,
    orders,
    amount: formatDecimal(amount),
    minor: String(minor),
  }));
  await tx.query(
    `insert into commissions.turnover as t (program, publisher_org, span, starts, currency, stripe, orders, amount, minor)
     select program, publisher_org, span, starts, currency, pg_backend_pid() % 16, orders, amount, minor
       from jsonb_to_recordset($1::jsonb) as change (program text, publisher_org uuid, span text, starts timestamptz, currency char(3),
         orders integer, amount numeric, minor bigint)
      order by program, publisher_org, span, starts, currency
     on conflict (program, publisher_org, span, starts, currency, stripe) do update set
       orders = t.orders + excluded.orders, amount = t.amount + excluded.amount, minor = t.minor + excluded.minor`,
    [JSON.stringify(rows)],
  );
}

export interface PeriodQuestion extends Period {
  readonly program: string;
  /** `null`: everybody's (budgets). */
  readonly publisherOrg: string | null;
  /** `null`: of whatever currency. */
  readonly currency: string | null;
}

/** Sums of the whole quarters of an hour that periods ($1) are part of, less the orders of these that lie outside ($2). */
const SUMS = `select period, sum(orders)::bigint as orders, sum(amount) as amount, sum(minor)::bigint as minor
  from (
    select run.period, t.orders, t.amount, t.minor
      from jsonb_to_recordset($1::jsonb) as run (period integer, program text, publisher_org uuid, currency text, span text,
        starts timestamptz, ends timestamptz)
      join commissions.turnover t
        on t.program = run.program and t.publisher_org = run.publisher_org and t.span = run.span
        and t.starts >= run.starts and t.starts < run.ends and (run.currency is null or t.currency = run.currency)
    union all
    select edge.period, case when c.status in ('pending', 'approved') then -1 else 0 end,
        case when c.status in ('pending', 'approved') then -c.order_amount else 0 end, -c.commission_minor
      from jsonb_to_recordset($2::jsonb) as edge (period integer, program text, publisher_org uuid, currency text, starts timestamptz,
        ends timestamptz)
      join commissions.current c
        on c.program = edge.program and (edge.publisher_org is null or c.publisher_org = edge.publisher_org)
        and c.ordered_at >= edge.starts and c.ordered_at < edge.ends and (edge.currency is null or c.currency = edge.currency)
  ) as parts group by period`;

function sumsOf(periods: readonly PeriodQuestion[]): [string, string] {
  const parts = periods.map((question, period) => ({ ...covered(question), question, period }));
  const named = ({ question, period }: (typeof parts)[number]) => {
    const { program, publisherOrg, currency } = question;
    return { period, program, publisher_org: publisherOrg, currency };
  };
  const runs = parts.flatMap((part) =>
    runsOf(part.whole).map((run) => ({
      ...named(part),
      publisher_org: part.question.publisherOrg ?? EVERYBODY,
      span: run.span,
      ...bounds(run),
    })),
  );
  const edges = parts.flatMap((part) => part.outside.map((edge) => ({ ...named(part), ...bounds(edge) })));
  return [JSON.stringify(runs), JSON.stringify(edges)];
}

/** For each period the minor units that its orders earn (period caps, budgets). */
export async function selectEarned(q: Queryable, periods: readonly PeriodQuestion[]): Promise<readonly bigint[]> {
  if (periods.length === 0) return [];
  const rows = await q.query<{ period: number; minor: bigint }>(SUMS, sumsOf(periods));
  const found = new Map(rows.map(({ period, minor }) => [period, minor]));
  return periods.map((_period, index) => found.get(index) ?? 0n);
}

export interface VolumeQuestion extends Period {
  readonly program: string;
  readonly publisherOrg: string;
  /** The order that asks: those that come before it count. */
  readonly before: Instant;
  readonly orderId: string;
}

/**
 * For each question the orders of a publisher in a period that come before the one that asks, and what they cost together (tiers by
 * volume): the sums up to the end of its quarter of an hour, less what comes after it there. One pass over these: every question reads
 * only what comes before the next one. All of it in one statement, so that both are of the same moment.
 */
export async function selectVolumes(q: Queryable, asked: readonly VolumeQuestion[]): Promise<readonly Volume[]> {
  if (asked.length === 0) return [];
  const periods = new Map<string, PeriodQuestion>();
  const questions = asked.map(({ program, publisherOrg, from, before, orderId }) => {
    const period = { program, publisherOrg, currency: null, from, until: quarterEnd(before) };
    const key = JSON.stringify(period);
    periods.set(key, periods.get(key) ?? period);
    return { key, before, orderId, period };
  });
  const places = new Map([...periods.keys()].map((key, index) => [key, index]));
  const rows = await q.query<{ place: bigint; orders: bigint; amount: string }>(
    `with whole as (${SUMS}), asked as (
       select place, period, program, publisher_org, before, order_id, ends, lead(before) over later as next,
         lead(order_id) over later as next_id
       from unnest($3::integer[], $4::text[], $5::uuid[], $6::timestamptz[], $7::text[], $8::timestamptz[])
         with ordinality as one (period, program, publisher_org, before, order_id, ends, place)
       window later as (partition by period order by before, order_id collate "C")
     ), slices as (
       select asked.place, asked.period, asked.before, asked.order_id, count(c.order_id) as orders, coalesce(sum(c.order_amount), 0) as amount
       from asked left join commissions.current c
         on c.program = asked.program and c.publisher_org = asked.publisher_org and c.status in ('pending', 'approved')
         and c.ordered_at >= asked.before and c.ordered_at <= coalesce(asked.next, asked.ends) and c.ordered_at < asked.ends
         and (c.ordered_at > asked.before or c.order_id collate "C" >= asked.order_id collate "C")
         and (asked.next is null or c.ordered_at < asked.next or c.order_id collate "C" < asked.next_id collate "C")
       group by asked.place, asked.period, asked.before, asked.order_id
     )
     select place, (coalesce(whole.orders, 0) - sum(slices.orders) over later)::bigint as orders,
       coalesce(whole.amount, 0) - sum(slices.amount) over later as amount
     from slices left join whole using (period)
     window later as (partition by period order by before desc, order_id collate "C" desc)`,
    [
      ...sumsOf([...periods.values()]),
      questions.map(({ key }) => places.get(key)),
      asked.map(({ program }) => program),
      asked.map(({ publisherOrg }) => publisherOrg),
      asked.map(({ before }) => sqlInstant(before)),
      asked.map(({ orderId }) => orderId),
      questions.map(({ period }) => sqlInstant(period.until)),
    ],
  );
  const found = new Map(rows.map((row) => [Number(row.place), row]));
  return asked.map((_one, index) => {
    const row = found.get(index + 1);
    return row === undefined ? NO_VOLUME : { orders: Number(row.orders), amount: storedDecimal(row.amount) };
  });
}

/** A sum below zero would be a defect, and the reader of decimals refuses it. */
function storedDecimal(text: string): Decimal {
  const parsed = parseDecimal(text);
  if (parsed === null) throw new Error(`commissions: a sum of amounts is ${text}`);
  return parsed;
}

function bounds({ from, until }: Period): { readonly starts: string; readonly ends: string } {
  return {
    starts: from === null ? '-infinity' : sqlInstant(from),
    ends: until === null ? 'infinity' : sqlInstant(until),
  };
}
