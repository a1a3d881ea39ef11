import type { z } from 'zod';
import { rejectionReason } from '../../contract/wire/ad-spaces.ts';
import type { Queryable } from '../../platform/db/index.ts';

export type RejectionReason = z.infer<typeof rejectionReason>;

/** How many applications of a program stand declined, by reason, the most frequent first (S-131). Read as `system`. */
export async function rejectionsOf(
  q: Queryable,
  program: string,
): Promise<readonly { readonly reason: RejectionReason; readonly count: number }[]> {
  const rows = await q.query<{ reason: RejectionReason; count: number }>(
    `select coalesce(verdict_code, 'other') as reason, count(*)::integer as count
       from partnerships.partnership where program = $1 and status = 'declined' group by 1`,
    [program],
  );
  const place = (reason: RejectionReason) => rejectionReason.options.indexOf(reason);
  return rows.toSorted((a, b) => b.count - a.count || place(a.reason) - place(b.reason));
}
