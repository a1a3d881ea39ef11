import { ok, type Refusal, type Result, refused } from '../../contract/errors/index.ts';
import type { Instant } from '../../core/time/instant.ts';
import type { Queryable, Tx } from '../../platform/db/index.ts';
import { randomAlphanumeric } from '../../platform/secrets/index.ts';
import { type AdSpace, adSpaceById, noAdSpace } from '../ad-spaces/index.ts';
import { type Partnership, partnershipById, partnershipsOfAdSpace } from '../partnerships/index.ts';
import { noProgram, type Program, programByCode } from '../programs/index.ts';
import type { IssuedLink } from './model.ts';
import * as store from './store.ts';

const LINK_ID_CHARACTERS = 10;

/**
 * The one standard link of an ad space in a program; made when it is asked for the first time, the same ever after (S-014). Run it
 * as the publisher or as the system. Refuses `not_found` for an ad space that is not the tenant's or a program that does not
 * exist, and `NOT_JOINED` (S-012).
 */
export async function standardLink(
  tx: Tx,
  asked: { readonly adSpaceId: string; readonly program: string; readonly at: Instant },
): Promise<Result<IssuedLink>> {
  const adSpace = await adSpaceById(tx, asked.adSpaceId);
  if (adSpace === null) return refused(noAdSpace(asked.adSpaceId));
  const program = await programByCode(tx, asked.program);
  if (program === null) return refused(noProgram(asked.program));
  const partnership = await partnershipById(tx, adSpace.id, program.code);
  const problem = cooperationProblem(adSpace, program.code, partnership);
  return problem === null ? ok(await issue(tx, adSpace, program, asked.at)) : refused(problem);
}

/** The standard links of an ad space in every program it has joined, by program. Refuses `not_found`. */
export async function linksOfAdSpace(tx: Tx, adSpaceId: string, at: Instant): Promise<Result<readonly IssuedLink[]>> {
  const adSpace = await adSpaceById(tx, adSpaceId);
  if (adSpace === null) return refused(noAdSpace(adSpaceId));
  const links: IssuedLink[] = [];
  for (const partnership of await partnershipsOfAdSpace(tx, adSpace.id)) {
    const program = await programByCode(tx, partnership.program);
    if (program === null || cooperationProblem(adSpace, program.code, partnership) !== null) continue;
    links.push(await issue(tx, adSpace, program, at));
  }
  return ok(links);
}

/** Where a link leads from, below the public address. */
export function linkPath(code: string): string {
  return `/g/${code}/`;
}

function cooperationProblem(adSpace: AdSpace, program: string, partnership: Partnership | null): Refusal | null {
  if (adSpace.status === 'active' && partnership?.status === 'joined') return null;
  const standing = partnership === null ? 'has not applied' : `is ${partnership.status}`;
  const detail = `The ad space is ${adSpace.status} and ${standing} in ${program}; expected an active ad space that has joined.`;
  const extra = { ad_space_status: adSpace.status, partnership_status: partnership?.status ?? null };
  return { code: 'NOT_JOINED', field: 'program', value: program, detail, extra };
}

async function issue(q: Queryable, adSpace: AdSpace, program: Program, at: Instant): Promise<IssuedLink> {
  const code = `${randomAlphanumeric(LINK_ID_CHARACTERS)}${adSpace.code}${program.campaignCode}`;
  const fresh = { code, adSpaceId: adSpace.id, program: program.code, publisherOrg: adSpace.orgId };
  const known = await store.standardLinkOf(q, adSpace.id, program.code);
  // Two first requests at once: one inserts, both then read the same row.
  if (known === null) await store.insertStandardLink(q, { ...fresh, kind: 'standard', target: null }, at);
  const link = known ?? (await store.standardLinkOf(q, adSpace.id, program.code));
  if (link === null)
    throw new Error(`standard link of ad space ${adSpace.id} in ${program.code}: inserted, but not found`);
  return { code: link.code, program: link.program, kind: link.kind, path: linkPath(link.code) };
}
