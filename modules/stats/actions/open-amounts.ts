import type { CalendarDay } from '../../../core/time/index.ts';
import type { Queryable } from '../../../platform/db/index.ts';
import { sumsBySpace } from './action-rollup.ts';

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
       select program, currency, date_trunc('week', day)::date::text as week, sum(pending_minor)::bigint as pending,
         sum(with_pending)::integer as with_pending, coalesce(sum(approved_minor) filter (where not paid), 0)::bigint as approved,
         coalesce(sum(with_approved) filter (where not paid), 0)::integer as with_approved
       from ${sumsBySpace} as sums where publisher_org = $1 group by 1, 2, 3
     )
     select program, currency, 'pending' as state, week, pending as minor, with_pending as actions from open where with_pending > 0
     union all
     select program, currency, 'approved', week, approved, with_approved from open where with_approved > 0
     order by week, program, currency, state`,
    [publisherOrg],
  );
}
