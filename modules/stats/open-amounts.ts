import type { CalendarDay } from '../../core/time/index.ts';
import type { Queryable } from '../../platform/db/index.ts';

/** What a publisher's orders of one week wait for, in minor units. */
export interface OpenAmounts {
  readonly program: string;
  readonly currency: string;
  /** `pending`: the order is not confirmed; `approved`: it is, and the advertiser has not paid for it. */
  readonly state: 'pending' | 'approved';
  /** Monday of the week in which the orders were made, in the zone of the program. */
  readonly week: CalendarDay;
  readonly minor: bigint;
  readonly actions: number;
}

/** Everything that a publisher still waits for, oldest orders first. */
export async function openAmounts(q: Queryable, publisherOrg: string): Promise<readonly OpenAmounts[]> {
  return await q.query<OpenAmounts>(
    `with open as (
       select program, currency, date_trunc('week', day)::date as week, pending_minor, approved_minor, paid_at
       from stats.action where publisher_org = $1 and (pending_minor > 0 or (approved_minor > 0 and paid_at is null))
     )
     select program, currency, 'pending' as state, week::text, sum(pending_minor)::bigint as minor, count(*)::integer as actions
     from open where pending_minor > 0 group by program, currency, week
     union all
     select program, currency, 'approved', week::text, sum(approved_minor)::bigint, count(*)::integer
     from open where approved_minor > 0 and paid_at is null group by program, currency, week
     order by week, program, currency, state`,
    [publisherOrg],
  );
}
