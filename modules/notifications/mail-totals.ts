import type { Instant } from '../../core/time/instant.ts';
import type { Queryable } from '../../platform/db/index.ts';

export interface MailTotals {
  readonly waiting: number;
  readonly oldestWaiting: Instant | null;
  readonly failed: number;
  readonly oldestFailed: Instant | null;
  readonly lastSent: Instant | null;
}

/** Mails that are under way, those that were given up, and when the last one left. Needs a system transaction. */
export async function mailTotals(q: Queryable): Promise<MailTotals> {
  const [row] = await q.query<MailTotals>(
    `select count(*) filter (where status = 'waiting')::int as waiting, count(*) filter (where status = 'failed')::int as failed,
            min(created_at) filter (where status = 'waiting') as "oldestWaiting",
            min(settled_at) filter (where status = 'failed') as "oldestFailed",
            (select max(settled_at) from notifications.mail where status = 'sent') as "lastSent"
       from notifications.mail where status in ('waiting', 'failed')`,
  );
  return row ?? { waiting: 0, oldestWaiting: null, failed: 0, oldestFailed: null, lastSent: null };
}
