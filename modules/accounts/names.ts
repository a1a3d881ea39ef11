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

/**
 * Who acted, by actor as records name it: the person, the application, or the address that an invitation went to. Unknown ones are absent.
 * Needs a system transaction.
 */
export async function actorNames(
  q: Queryable,
  actors: readonly string[],
): Promise<ReadonlyMap<string, { readonly name: string; readonly orgId: string }>> {
  const named = [...new Set(actors)];
  const rows = await q.query<{ actor: string; name: string; org_id: string }>(
    `select 'user:' || user_id as actor, name, org_id from accounts.member where user_id = any ($1::uuid[])
     union all
     select 'application:' || application_id, name, org_id from accounts.api_application
      where application_id = any ($2::uuid[])
     union all
     select 'invitation:' || invitation_id, email, org_id from accounts.invitation where invitation_id = any ($3::uuid[])`,
    [idsOf(named, 'user'), idsOf(named, 'application'), idsOf(named, 'invitation')],
  );
  return new Map(rows.map(({ actor, name, org_id: orgId }) => [actor, { name, orgId }]));
}

const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Of actors of one kind; those without an id, such as jobs, have no name. */
function idsOf(actors: readonly string[], kind: 'user' | 'application' | 'invitation'): readonly string[] {
  return actors.flatMap((actor) => {
    const [of, id = ''] = actor.split(':');
    return of === kind && ID.test(id) ? [id] : [];
  });
}
