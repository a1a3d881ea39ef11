import { randomUUID } from 'node:crypto';
import { ok, type Refusal, type Result, refused } from '../../contract/errors/index.ts';
import type { Instant } from '../../core/time/instant.ts';
import type { Tx } from '../../platform/db/index.ts';
import { type AdSpace, adSpaceById, kindRule, noAdSpace } from '../ad-spaces/index.ts';
import { conductRules } from '../program-pages/index.ts';
import {
  noProgram,
  type Program,
  programByCode,
  selectableTrafficType,
  type TrafficTypeRule,
  trafficTypesOf,
} from '../programs/index.ts';
import { termsValidAt } from '../terms/index.ts';
import { excludedRefusal, exclusionOf, lockStanding } from './exclusion.ts';
import type { Partnership } from './model.ts';
import { tell } from './notices.ts';
import * as store from './store.ts';

export interface Application {
  readonly adSpaceId: string;
  readonly program: string;
  /** Key of the program's table of traffic types. */
  readonly trafficType: string;
  readonly at: Instant;
  /** What the publisher itself says; absent where the network joins an ad space on its behalf. */
  readonly said?: {
    /** The rules that it has read; they must be the present ones of the program and of those it names (S-116). */
    readonly rules: readonly RulesRead[];
    /** Required where traffic is taken by agreement (S-124, S-125). */
    readonly justification: string;
  };
}

/** The conduct rules of a program in one version; `null`: it has published none. */
export interface RulesRead {
  readonly program: string;
  readonly version: number | null;
}

/**
 * An ad space applies to a program; the partnership is `pending` until `approve`. Needs a system transaction; the caller has
 * checked that the ad space is the applicant's. Applying again while pending or joined changes nothing. The rules of the program
 * and of those it names are accepted with it (S-116).
 *
 * Refuses `not_found`, `PERMANENTLY_REMOVED` (S-109), `AD_SPACE_NOT_ACTIVE`, `PROGRAM_NOT_ACTIVE`, `BLOCKED_IN_PROGRAM`, `RECRUITING_SUSPENDED` (S-028),
 * `TRAFFIC_TYPE_UNKNOWN` (S-127), `TRAFFIC_TYPE_PROHIBITED` (S-126), `JUSTIFICATION_REQUIRED`, `RULES_NOT_ACCEPTED`, `RULES_CHANGED`, in this order.
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
  const rules = await rulesInForce(tx, program, application.at);
  const agreementNeeded = needsAgreement(adSpace, type);
  const unsaid = application.said === undefined ? null : saidProblem(application.said, program, rules, agreementNeeded);
  if (unsaid !== null) return refused(unsaid);
  const partnership = {
    ...newPartnership(adSpace, program, { trafficType: type.key, agreementNeeded, at: application.at }),
    justification: application.said?.justification ?? '',
  };
  await store.putPartnership(tx, partnership);
  await acceptRules(tx, adSpace, { program, rules, at: application.at });
  await tell(tx, 'application_received', partnership, application.at);
  return ok(partnership);
}

/** By the program's table, or because such ad spaces are never taken without one (C-18, C-20). */
export function needsAgreement(adSpace: Pick<AdSpace, 'kind'> | null, type: TrafficTypeRule): boolean {
  return type.status === 'by_agreement' || (adSpace !== null && kindRule(adSpace.kind)?.byAgreement === true);
}

/** The rules that are accepted by applying to a program: its own and those of its siblings, as they are now (S-111, S-116). */
export async function rulesInForce(tx: Tx, program: Program, at: Instant): Promise<readonly RulesRead[]> {
  const rules: RulesRead[] = [];
  for (const code of new Set([program.code, ...program.rulesWith])) {
    rules.push({ program: code, version: (await conductRules(tx, code, 'en', at))?.version ?? null });
  }
  return rules;
}

function saidProblem(
  said: NonNullable<Application['said']>,
  program: Program,
  rules: readonly RulesRead[],
  agreementNeeded: boolean,
): Refusal | null {
  if (agreementNeeded && said.justification === '') {
    const detail = `${program.name} takes this kind of traffic by agreement; expected how and where visitors are reached.`;
    return { code: 'JUSTIFICATION_REQUIRED', field: 'justification', detail };
  }
  for (const { program: code, version } of rules) {
    const read = said.rules.find((each) => each.program === code);
    const extra = { rules };
    if (read === undefined) {
      const detail = `The rules of ${code} are accepted with this application; expected them in rules.`;
      return { code: 'RULES_NOT_ACCEPTED', field: 'rules', value: code, detail, extra };
    }
    if (read.version !== version) {
      const detail = `The rules of ${code} are ${versionName(version)}; accepted were ${versionName(read.version)}.`;
      return { code: 'RULES_CHANGED', field: 'rules', value: code, detail, extra };
    }
  }
  return null;
}

function versionName(version: number | null): string {
  return version === null ? 'not published' : `of version ${version}`;
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
    beforeBlock: null,
    justification: '',
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
  const reason = before.verdict?.reason ?? null;
  const detail = `The ad space is blocked in ${program.code}: ${reason ?? 'no reason given'}.`;
  return { code: 'BLOCKED_IN_PROGRAM', field: 'program', value: program.code, detail, extra: { reason } };
}

function recruitingSuspended(program: Program): Refusal {
  const reason = program.recruiting.reason ?? '';
  const detail = `${program.name} takes no new partners at the moment: ${reason}`;
  return { code: 'RECRUITING_SUSPENDED', field: 'program', value: program.code, detail, extra: { reason } };
}

/** Writes down which rules an ad space accepts, with the terms of that moment. */
export async function acceptRules(
  tx: Tx,
  adSpace: Pick<AdSpace, 'id' | 'orgId'>,
  {
    program,
    rules,
    at,
  }: { readonly program: Pick<Program, 'code'>; readonly rules: readonly RulesRead[]; readonly at: Instant },
): Promise<void> {
  for (const { program: rulesOf, version: rulesVersion } of rules) {
    const valid = await termsValidAt(tx, rulesOf, at);
    const terms =
      valid === null ? null : { number: valid.number, version: valid.version, hash: valid.hash.toString('hex') };
    const acceptance = { publisherOrg: adSpace.orgId, adSpaceId: adSpace.id, program: program.code, rulesOf, terms };
    await store.insertAcceptance(tx, randomUUID(), { ...acceptance, rulesVersion, acceptedAt: at });
  }
}
