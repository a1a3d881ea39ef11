import type { Queryable } from '../../platform/db/index.ts';

/** What organisations are called, by id; unknown ones are absent. */
export async function organisationNames(q: Queryable, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await q.query<{ id: string; name: string }>(
    'select org_id as id, name from accounts.organisation where org_id = any ($1::uuid[])',
    [[...new Set(ids)]],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}
