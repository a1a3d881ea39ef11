import type { Queryable } from '../../platform/db/index.ts';
import type { OrganisationKind } from './model.ts';

/** What kind of organisation this is; `null` where there is none with the id. Needs a system transaction: a tenant sees its own only. */
export async function organisationKindOf(q: Queryable, id: string): Promise<OrganisationKind | null> {
  const [row] = await q.query<{ kind: OrganisationKind }>('select kind from accounts.organisation where org_id = $1', [
    id,
  ]);
  return row?.kind ?? null;
}
