import type { Instant } from '../../../core/time/index.ts';
import { type Queryable, sqlInstant } from '../../../platform/db/index.ts';
import { countedStatuses } from '../model.ts';

/** Half-open. */
export interface Span {
  readonly from: Instant;
  readonly until: Instant;
}

/** For each program, one value for each of the asked windows; a program without any is absent. */
export type ByWindow<T> = ReadonlyMap<string, readonly (T | undefined)[]>;

const from = (windows: readonly Span[]) => windows.map((span) => sqlInstant(span.from));
const until = (windows: readonly Span[]) => windows.map((span) => sqlInstant(span.until));

function byWindow<T>(
  rows: readonly { readonly program: string; readonly place: number; readonly value: T }[],
): ByWindow<T> {
  const found = new Map<string, (T | undefined)[]>();
  for (const { program, place, value } of rows) {
    const values = found.get(program) ?? [];
    values[place - 1] = value;
    found.set(program, values);
  }
  return found;
}

/** Counted clicks of programs in the minutes that begin in each of the windows. */
export async function clicksInMinutes(
  q: Queryable,
  programs: readonly string[],
  windows: readonly Span[],
): Promise<ByWindow<bigint>> {
  return byWindow(
    await q.query<{ program: string; place: number; value: bigint }>(
      `select m.program, span.place::int as place, sum(m.clicks)::bigint as value
       from unnest($2::timestamptz[], $3::timestamptz[]) with ordinality as span (since, until, place)
       join stats.click_minute m on m.program = any ($1::text[]) and m.minute >= span.since and m.minute < span.until
       group by m.program, span.place`,
      [programs, from(windows), until(windows)],
    ),
  );
}

export interface ActionSums {
  readonly actions: bigint;
  readonly approved: bigint;
  readonly decided: bigint;
  readonly decidedMs: bigint;
  readonly paid: bigint;
  readonly paidMs: bigint;
}

/** Sums over the counted actions that were ordered in each of the windows. */
export async function actionSums(
  q: Queryable,
  programs: readonly string[],
  windows: readonly Span[],
): Promise<ByWindow<ActionSums>> {
  const rows = await q.query<ActionSums & { program: string; place: number }>(
    `select a.program, span.place::int as place, count(*) as "actions",
       count(*) filter (where a.status = 'approved') as "approved",
       count(a.decided_at) as "decided",
       coalesce(sum(extract(epoch from a.decided_at - a.ordered_at) * 1000), 0)::bigint as "decidedMs",
       count(a.paid_at) as "paid",
       coalesce(sum(extract(epoch from a.paid_at - a.ordered_at) * 1000), 0)::bigint as "paidMs"
     from unnest($2::timestamptz[], $3::timestamptz[]) with ordinality as span (since, until, place)
     join stats.action a on a.program = any ($1::text[]) and a.ordered_at >= span.since and a.ordered_at < span.until
       and a.status = any ($4::text[])
     group by a.program, span.place`,
    [programs, from(windows), until(windows), countedStatuses],
  );
  return byWindow(rows.map(({ program, place, ...value }) => ({ program, place, value })));
}

/** What the counted actions of a window earn, approved and pending together; of each program the currency of its latest action comes first. */
export async function accruedByCurrency(
  q: Queryable,
  programs: readonly string[],
  window: Span,
): Promise<ReadonlyMap<string, ReadonlyMap<string, bigint>>> {
  const rows = await q.query<{ program: string; currency: string; minor: bigint }>(
    `select program, currency, sum(approved_minor + pending_minor)::bigint as minor
     from stats.action
     where program = any ($1::text[]) and ordered_at >= $2 and ordered_at < $3 and status = any ($4::text[])
     group by program, currency order by max(ordered_at) desc, currency`,
    [programs, sqlInstant(window.from), sqlInstant(window.until), countedStatuses],
  );
  const found = new Map<string, Map<string, bigint>>();
  for (const { program, currency, minor } of rows) {
    const accrued = found.get(program) ?? new Map<string, bigint>();
    accrued.set(currency, minor);
    found.set(program, accrued);
  }
  return found;
}
