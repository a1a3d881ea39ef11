import { randomUUID } from 'node:crypto';
import { ok, type Refusal, type Result, refused } from '../../contract/errors/index.ts';
import type { Instant } from '../../core/time/instant.ts';
import type { Tx } from '../../platform/db/index.ts';
import { type AdSpace, adSpaceById, noAdSpace } from '../ad-spaces/index.ts';
import { noProgram, type Program, programByCode, selectableTrafficType, trafficTypesOf } from '../programs/index.ts';
import { termsValidAt } from '../terms/index.ts';
import { excludedRefusal, exclusionOf, lockStanding } from './exclusion.ts';
import type { Partnership } from './model.ts';
import * as store from './store.ts';

export interface Application {
  readonly adSpaceId: string;
  readonly program: string;
  /** Key of the program's table of traffic types. */
  readonly trafficType: string;
  readonly at: Instant;
}

/**
 * An ad space applies to a program; the partnership is `pending` until `approve`. Needs a system transaction; the caller has
 * checked that the ad space is the applicant's. Applying again while pending or joined changes nothing. The rules of the program
 * and of those it names are accepted with it (S-116).
 *
 * Refuses `not_found`, `PERMANENTLY_REMOVED` (S-109), `AD_SPACE_NOT_ACTIVE`, `PROGRAM_NOT_ACTIVE`, `BLOCKED_IN_PROGRAM`, `RECRUITING_SUSPENDED` (S-028),
 * `TRAFFIC_TYPE_UNKNOWN` (S-127), `TRAFFIC_TYPE_PROHIBITED` (S-126), in this order.
 */
export async function join(tx: Tx, application: Application): Promise<Result<Partnership>> {
  const adSpace = await adSpaceById(tx, application.adSpaceId);
  if (adSpace === null) return refused(noAdSpace(application.adSpaceId));
  const program = await programByCode(tx, application.program);
  if (program === null) return refused(noProgram(application.program));
  await lockStanding(tx, adSpace.orgId, program.code, 'shared');
  const exclusion = await exclusionOf(tx, adSpace.orgId, program.code);
  if (exclusion?.permanent === true) return refused(excludedRefusal(exclusion));
  const before = (await store.lockedPartnerships(tx, adSpace.id)).get(program.code) ?? null;
  const problem = standingProblem(adSpace, program, before) ?? (exclusion === null ? null : excludedRefusal(exclusion));
  if (problem !== null) return refused(problem);
  if (before !== null && (before.status === 'pending' || before.status === 'joined')) return ok(before);
  if (program.recruiting.state === 'suspended') return refused(recruitingSuspended(program));
  const type = selectableTrafficType(await trafficTypesOf(tx, program.code), application.trafficType);
  if ('code' in type) return refused(type);
  const partnership = newPartnership(adSpace, program, {
    trafficType: type.key,
    agreementNeeded: type.status === 'by_agreement',
    at: application.at,
  });
  await store.putPartnership(tx, partnership);
  await acceptRules(tx, adSpace, program, application.at);
  return ok(partnership);
}

export function newPartnership(
  adSpace: Pick<AdSpace, 'id' | 'orgId'>,
  program: Program,
  terms: { readonly trafficType: string; readonly agreementNeeded: boolean; readonly at: Instant },
): Partnership {
  return {
    adSpaceId: adSpace.id,
    program: program.code,
    publisherOrg: adSpace.orgId,
    advertiserOrg: program.advertiserOrg,
    trafficType: terms.trafficType,
    status: 'pending',
    agreementNeeded: terms.agreementNeeded,
    agreed: !terms.agreementNeeded,
    agreement: null,
    appliedAt: terms.at,
    joinedAt: null,
    joinedThrough: null,
    verdict: null,
  };
}

function standingProblem(adSpace: AdSpace, program: Program, before: Partnership | null): Refusal | null {
  if (adSpace.status !== 'active') {
    const detail = `The ad space is ${adSpace.status}; expected active.`;
    return { code: 'AD_SPACE_NOT_ACTIVE', field: 'ad_space', value: adSpace.status, detail };
  }
  if (program.status !== 'active') {
    const detail = `The program is ${program.status}; expected active.`;
    return { code: 'PROGRAM_NOT_ACTIVE', field: 'program', value: program.code, detail };
  }
  if (before?.status !== 'blocked') return null;
  const detail = `The ad space is blocked in ${program.code}: ${before.verdict?.reason ?? 'no reason given'}.`;
  return { code: 'BLOCKED_IN_PROGRAM', field: 'program', value: program.code, detail };
}

function recruitingSuspended(program: Program): Refusal {
  const reason = program.recruiting.reason ?? '';
  const detail = `${program.name} takes no new partners at the moment: ${reason}`;
  return { code: 'RECRUITING_SUSPENDED', field: 'program', value: program.code, detail, extra: { reason } };
}

async function acceptRules(tx: Tx, adSpace: AdSpace, program: Program, at: Instant): Promise<void> {
  for (const rulesOf of new Set([program.code, ...program.rulesWith])) {
    const valid = await termsValidAt(tx, rulesOf, at);
    const terms =
      valid === null ? null : { number: valid.number, version: valid.version, hash: valid.hash.toString('hex') };
    const acceptance = { publisherOrg: adSpace.orgId, adSpaceId: adSpace.id, program: program.code, rulesOf, terms };
    await store.insertAcceptance(tx, randomUUID(), { ...acceptance, acceptedAt: at });
  }
}
