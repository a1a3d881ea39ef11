import { ok, type Result, refused } from '../../contract/errors/index.ts';
import type { Instant } from '../../core/time/instant.ts';
import type { Tx } from '../../platform/db/index.ts';
import { recordAudit } from '../accounts/index.ts';
import { adSpaceById, noAdSpace } from '../ad-spaces/index.ts';
import { noProgram, programByCode } from '../programs/index.ts';
import { type Application, join } from './join.ts';
import type { Partnership } from './model.ts';
import { disconnect } from './service.ts';
import { partnershipById } from './store.ts';

/** Which ad space of which publisher, and who acts for it. */
export interface Applicant {
  readonly orgId: string;
  readonly adSpaceId: string;
  readonly program: string;
  readonly at: Instant;
  readonly actor: string;
}

/** A publisher applies with one of its ad spaces. Needs a system transaction. Refuses what `join` refuses; a program that is not offered is not there. */
export async function apply(
  tx: Tx,
  applicant: Applicant,
  asked: Pick<Application, 'trafficType'> & Required<Pick<Application, 'said'>>,
): Promise<Result<Partnership>> {
  const { orgId, adSpaceId, program: code, at, actor } = applicant;
  const adSpace = await adSpaceById(tx, adSpaceId);
  if (adSpace === null || adSpace.orgId !== orgId) return refused(noAdSpace(adSpaceId));
  const program = await programByCode(tx, code);
  if (program === null || ['draft', 'pending', 'declined'].includes(program.status)) return refused(noProgram(code));
  const before = await partnershipById(tx, adSpaceId, code);
  const applied = await join(tx, { adSpaceId, program: code, at, ...asked });
  if (!applied.ok) return applied;
  // Repeating an application changes nothing, so there is nothing to tell.
  if (before?.status === applied.value.status) return applied;
  const detail = { traffic_type: applied.value.trafficType, rules: asked.said.rules };
  const subject = `partnership:${adSpaceId}/${code}`;
  await recordAudit(tx, { at, actor, orgId, action: 'partnership.applied', subject, detail });
  return applied;
}

/** A publisher leaves a program with one of its ad spaces; others are not touched (S-117). Needs a system transaction. */
export async function leave(tx: Tx, applicant: Applicant): Promise<Result<Partnership>> {
  const { orgId, adSpaceId, program, at, actor } = applicant;
  const partnership = await partnershipById(tx, adSpaceId, program);
  if (partnership === null || partnership.publisherOrg !== orgId) return refused(noAdSpace(adSpaceId));
  const left = await disconnect(tx, { adSpaceId, program, at, actor });
  return left.ok ? ok(left.value) : left;
}
