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

/** What other modules know of subjects: how they are called, and by a name of which a part was typed, their codes and ids. */
export interface Subjects {
  readonly name: NameSubjects;
  /** `like`: escaped for `ilike`. */
  readonly named: (q: Queryable, like: string) => Promise<readonly string[]>;
}

/** People, applications and organisations; of what other modules have, their own functions know. */
export const nameOwnSubjects: NameSubjects = async (q, subjects) => {
  const organisations = await organisationNames(q, idsOf(subjects, 'organisation'));
  const actors = await actorNames(q, subjects);
  const named = new Map<string, NamedSubject>();
  for (const [id, name] of organisations) named.set(`organisation:${id}`, { name, at: { screen: 'organisation', id } });
  for (const [actor, { name, orgId }] of actors) named.set(actor, { name, at: { screen: 'organisation', id: orgId } });
  return named;
};

/** Fields of records that hold the code or id of something that has a name. */
const KINDS: Readonly<Record<string, string>> = {
  program: 'program',
  through: 'program',
  joinsAlso: 'program',
  rulesWith: 'program',
  pair: 'program',
  ad_space: 'ad_space',
  organisation: 'organisation',
  publisher: 'organisation',
};

/** What a detail speaks of, as subjects, with the code or id that stands there; however deep. */
export function subjectsIn(detail: object): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const visit = (field: string, value: unknown): void => {
    const kind = KINDS[field];
    if (Array.isArray(value)) for (const each of value) visit(field, each);
    else if (typeof value === 'object' && value !== null)
      for (const [name, inner] of Object.entries(value)) visit(name, inner);
    else if (kind !== undefined && typeof value === 'string') found.set(`${kind}:${value}`, value);
  };
  visit('', detail);
  return found;
}

const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Ids of the subjects of one kind. */
export function idsOf(subjects: readonly string[], kind: string): string[] {
  return subjects.flatMap((subject) => {
    const id = subject.slice(kind.length + 1);
    return subject.startsWith(`${kind}:`) && ID.test(id) ? [id] : [];
  });
}
