import type { Instant } from '../../core/time/instant.ts';
import type { Queryable } from '../../platform/db/index.ts';

/** Mails that are under way, and those that were given up. Needs a system transaction. */
export async function mailTotals(
  q: Queryable,
): Promise<{ readonly waiting: number; readonly failed: number; readonly oldestFailed: Instant | null }> {
  const [row] = await q.query<{ waiting: number; failed: number; oldest: Instant | null }>(
    `select count(*) filter (where status = 'waiting')::int as waiting, count(*) filter (where status = 'failed')::int as failed,
            min(settled_at) filter (where status = 'failed') as oldest
       from notifications.mail where status in ('waiting', 'failed')`,
  );
  return { waiting: row?.waiting ?? 0, failed: row?.failed ?? 0, oldestFailed: row?.oldest ?? null };
}
