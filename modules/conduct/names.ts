import type { Queryable } from '../../platform/db/index.ts';
import { actorNames, organisationNames } from '../accounts/index.ts';
import { adSpacesById } from '../ad-spaces/index.ts';
import { programsByCodes } from '../programs/index.ts';
import type { Accused, Sanction } from './model.ts';

/** Ids with the names by which people know them. */
export interface Names {
  readonly program: (code: string) => string;
  readonly publisher: (id: string) => string;
  readonly adSpace: (id: string | null) => string | null;
  readonly actor: (id: string) => string | null;
}

/**
 * Names of everything that some cases or sanctions are about, of who imposed the sanctions and of `others` who acted; four statements,
 * however many there are. Needs a system transaction.
 */
export async function namesOf(
  q: Queryable,
  accused: readonly (Accused & Partial<Pick<Sanction, 'imposedBy'>>)[],
  others: readonly string[] = [],
): Promise<Names> {
  const actors = await actorNames(q, [...accused.flatMap(({ imposedBy }) => imposedBy ?? []), ...others]);
  const programs = await programsByCodes(q, [...new Set(accused.map(({ program }) => program))]);
  const organisations = await organisationNames(
    q,
    accused.map(({ publisherOrg }) => publisherOrg),
  );
  const adSpaces = await adSpacesById(q, [...new Set(accused.flatMap(({ adSpaceId }) => adSpaceId ?? []))]);
  return {
    program: (code) => programs.get(code)?.name ?? code,
    publisher: (id) => organisations.get(id) ?? id,
    adSpace: (id) => (id === null ? null : (adSpaces.get(id)?.name ?? null)),
    actor: (id) => actors.get(id)?.name || null,
  };
}
