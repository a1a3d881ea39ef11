import type { Queryable } from '../../platform/db/index.ts';

/** Publishers that are registered and active (S-024). Read as `system`. */
export async function activePublishers(q: Queryable): Promise<number> {
  const [row] = await q.query<{ count: number }>(
    `select count(*)::integer as count from accounts.organisation where kind = 'publisher' and status = 'active'`,
  );
  return row?.count ?? 0;
}
