import type { AuditPage } from '../../../contract/wire/members.ts';
import type { Queryable } from '../../../platform/db/index.ts';
import { actorNames, organisationNames } from '../names.ts';

/** What a record is about, as people know it. */
export interface NamedSubject {
  readonly name: string;
  readonly at: AuditPage['records'][number]['subject_at'];
}

/** Names subjects such as `program:shop`; those that it does not know are absent. */
export type NameSubjects = (q: Queryable, subjects: readonly string[]) => Promise<ReadonlyMap<string, NamedSubject>>;

/** People, applications and organisations; of what other modules have, their own functions know. */
export const nameOwnSubjects: NameSubjects = async (q, subjects) => {
  const organisations = await organisationNames(q, idsOf(subjects, 'organisation'));
  const actors = await actorNames(q, subjects);
  const named = new Map<string, NamedSubject>();
  for (const [id, name] of organisations) named.set(`organisation:${id}`, { name, at: { screen: 'organisation', id } });
  for (const [actor, { name, orgId }] of actors) named.set(actor, { name, at: { screen: 'organisation', id: orgId } });
  return named;
};

const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Ids of the subjects of one kind. */
export function idsOf(subjects: readonly string[], kind: string): string[] {
  return subjects.flatMap((subject) => {
    const id = subject.slice(kind.length + 1);
    return subject.startsWith(`${kind}:`) && ID.test(id) ? [id] : [];
  });
}
