import type { Instant } from '../../../core/time/index.ts';
import { type Queryable, sqlInstant } from '../../../platform/db/index.ts';

export interface ActionExportRow {
  readonly program: string;
  readonly order_id: string;
  readonly revision: bigint;
  readonly recorded_at: Instant;
  readonly ordered_at: Instant;
  readonly click_at: Instant | null;
  readonly publisher_org: string | null;
  readonly ad_space_id: string | null;
  readonly traffic_type: string;
  readonly country: string;
  readonly link: string;
  readonly device: string;
  readonly subid: string;
  readonly subid1: string;
  readonly subid2: string;
  readonly subid3: string;
  readonly subid4: string;
  readonly status: string;
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

/** Rows of an export that are in memory at a time. */
const EXPORT_BATCH = 1000;

/** Begins to read the actions recorded in a half-open range, oldest first; one such reading a transaction. */
export async function openActionCursor(
  q: Queryable,
  range: { readonly since: Instant | null; readonly until: Instant | null },
): Promise<void> {
  await q.query(
    `declare exported_actions no scroll cursor for
     select * from stats.action
     where recorded_at >= coalesce($1::timestamptz, '-infinity') and recorded_at < coalesce($2::timestamptz, 'infinity')
     order by recorded_at, program, order_id`,
    [range.since, range.until].map((at) => (at === null ? null : sqlInstant(at))),
  );
}

export async function fetchActions(q: Queryable): Promise<readonly ActionExportRow[]> {
  return await q.query<ActionExportRow>(`fetch forward ${EXPORT_BATCH} from exported_actions`);
}

export async function closeActionCursor(q: Queryable): Promise<void> {
  await q.query('close exported_actions');
}
