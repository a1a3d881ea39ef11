import { DECIMAL_ZERO, type Decimal, parseDecimal } from '../../core/money/decimal.ts';
import type { Instant } from '../../core/time/instant.ts';
import { type Queryable, sqlInstant, type Tx } from '../../platform/db/index.ts';
import type { OrderRef } from '../orders/index.ts';

/** The SQL of periods: what orders of a program have earned and cost in a day, a month or the validity of a version. */

/**
 * Makes this transaction the only one that counts against the periods of these programs until it ends: two at once would each see
 * the cap without the other. In order of their names, so that nobody waits in a circle.
 */
export async function lockPeriods(tx: Tx, programs: ReadonlySet<string>): Promise<void> {
  if (programs.size === 0) return;
  await tx.query(
    `select pg_advisory_xact_lock(hashtextextended('commission periods ' || program, 0))
       from (select program from unnest($1::text[]) as program order by program collate "C") as programs`,
    [[...programs]],
  );
}

/** Half-open; `null` is unbounded. */
export interface Period {
  readonly from: Instant | null;
  readonly until: Instant | null;
}

export interface Volume {
  readonly orders: number;
  readonly amount: Decimal;
}

export const NO_VOLUME: Volume = { orders: 0, amount: DECIMAL_ZERO };

export interface VolumeQuestion extends Period {
  readonly program: string;
  readonly publisherOrg: string;
  /** The order that asks: those that come before it count. */
  readonly before: Instant;
  readonly orderId: string;
}

/**
 * For each question the orders of a publisher in a period that come before the one that asks, and what they cost together (tiers by
 * volume). Orders in `without` are left out. One pass over each period: every question asks only for what came since the one before it.
 */
export async function selectVolumes(
  q: Queryable,
  asked: readonly VolumeQuestion[],
  without: readonly OrderRef[],
): Promise<readonly Volume[]> {
  if (asked.length === 0) return [];
  const rows = await q.query<{ place: bigint; orders: bigint; amount: string | null }>(
    `with asked as (
       select place, program, publisher_org, starts, ends, before, order_id, lag(before) over earlier as since,
         lag(order_id) over earlier as since_id
       from unnest($1::text[], $2::uuid[], $3::timestamptz[], $4::timestamptz[], $5::timestamptz[], $6::text[])
         with ordinality as one (program, publisher_org, starts, ends, before, order_id, place)
       window earlier as (partition by program, publisher_org, starts, ends order by before, order_id collate "C")
     ), slices as (
       select asked.*, count(c.order_id) as slice_orders, coalesce(sum(c.order_amount), 0) as slice_amount
       from asked left join commissions.current c
         on c.program = asked.program and c.publisher_org = asked.publisher_org and c.status in ('pending', 'approved')
         and c.ordered_at >= coalesce(asked.since, asked.starts, '-infinity') and c.ordered_at <= asked.before
         and c.ordered_at < coalesce(asked.ends, 'infinity')
         and (c.ordered_at < asked.before or c.order_id collate "C" < asked.order_id collate "C")
         and (c.ordered_at > asked.since or asked.since is null or c.order_id collate "C" >= asked.since_id collate "C")
         and (c.program, c.order_id) not in (select * from unnest($7::text[], $8::text[]))
       group by asked.place, asked.program, asked.publisher_org, asked.starts, asked.ends, asked.before, asked.order_id, asked.since,
         asked.since_id
     )
     select place, (sum(slice_orders) over earlier)::bigint as orders, sum(slice_amount) over earlier as amount
     from slices
     window earlier as (partition by program, publisher_org, starts, ends order by before, order_id collate "C")`,
    [
      asked.map(({ program }) => program),
      asked.map(({ publisherOrg }) => publisherOrg),
      ...bounds(asked),
      asked.map(({ before }) => sqlInstant(before)),
      asked.map(({ orderId }) => orderId),
      ...refs(without),
    ],
  );
  const found = new Map(rows.map((row) => [Number(row.place), row]));
  return asked.map((_one, index) => {
    const row = found.get(index + 1);
    return { orders: Number(row?.orders ?? 0n), amount: parseDecimal(row?.amount ?? '0') ?? DECIMAL_ZERO };
  });
}

export interface EarnedKey extends Period {
  readonly program: string;
  /** `null`: everybody's (budgets). */
  readonly publisherOrg: string | null;
  readonly currency: string;
}

/** For each question the minor units that the orders of a period earn (period caps, budgets); orders in `without` are left out. */
export async function selectEarned(
  q: Queryable,
  asked: readonly EarnedKey[],
  without: readonly OrderRef[],
): Promise<readonly bigint[]> {
  if (asked.length === 0) return [];
  const rows = await q.query<{ place: bigint; minor: bigint | null }>(
    `select asked.place, sum(c.commission_minor)::bigint as minor
     from unnest($1::text[], $2::uuid[], $3::timestamptz[], $4::timestamptz[], $5::text[])
       with ordinality as asked (program, publisher_org, starts, ends, currency, place)
     join commissions.current c
       on c.program = asked.program and (asked.publisher_org is null or c.publisher_org = asked.publisher_org)
       and c.ordered_at >= coalesce(asked.starts, '-infinity') and c.ordered_at < coalesce(asked.ends, 'infinity')
       and c.currency = asked.currency
       and (c.program, c.order_id) not in (select * from unnest($6::text[], $7::text[]))
     group by asked.place`,
    [
      asked.map(({ program }) => program),
      asked.map(({ publisherOrg }) => publisherOrg),
      ...bounds(asked),
      asked.map(({ currency }) => currency),
      ...refs(without),
    ],
  );
  const found = new Map(rows.map((row) => [Number(row.place), row.minor ?? 0n]));
  return asked.map((_one, index) => found.get(index + 1) ?? 0n);
}

function bounds(periods: readonly Period[]): [(string | null)[], (string | null)[]] {
  const instant = (at: Instant | null) => (at === null ? null : sqlInstant(at));
  return [periods.map(({ from }) => instant(from)), periods.map(({ until }) => instant(until))];
}

function refs(orders: readonly OrderRef[]): [string[], string[]] {
  return [orders.map(({ program }) => program), orders.map(({ orderId }) => orderId)];
}
