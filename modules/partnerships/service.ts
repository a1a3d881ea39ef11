import type { AuditAction } from '../../contract/audit-actions.ts';
import { ok, type Result, refused } from '../../contract/errors/index.ts';
import type { Instant } from '../../core/time/instant.ts';
import type { Tx } from '../../platform/db/index.ts';
import { recordAudit } from '../accounts/index.ts';
import { adSpaceById, type RejectionReason } from '../ad-spaces/index.ts';
import { isOffered, type Program, programByCode, selectableTrafficType, trafficTypesOf } from '../programs/index.ts';
import { exclusionOf, lockStanding } from './exclusion.ts';
import { needsAgreement, newPartnership } from './join.ts';
import { type Partnership, type PartnershipStatus, type PartnershipStep, STEPS } from './model.ts';
import { type Told, tell } from './notices.ts';
import * as store from './store.ts';

/** Which partnership is changed, by whom, when. All changes need a system transaction; the caller has checked the right to it. */
export interface Change {
  readonly adSpaceId: string;
  readonly program: string;
  /** The status that whoever decides was looking at; any other has been decided about meanwhile. */
  readonly from?: PartnershipStatus | undefined;
  readonly at: Instant;
  readonly actor: string;
}

/**
 * The program takes the ad space. At the same moment and in the same transaction the ad space joins the programs that this one
 * names (S-115), unless it or its publisher is blocked there, or its kind of traffic is not taken there. Answers everything that was joined, the
 * approved one first. Refuses `not_found`, `transition_not_possible`.
 */
export async function approve(tx: Tx, change: Change): Promise<Result<readonly Partnership[]>> {
  const all = await store.lockedPartnerships(tx, change.adSpaceId);
  const stepped = await step(tx, all, 'approve', change, {});
  if (!stepped.ok) return stepped;
  const joined = [stepped.value];
  const program = await programByCode(tx, change.program);
  for (const code of program?.joinsAlso ?? []) {
    const sibling = await programByCode(tx, code);
    const also = sibling === null ? null : await joinAlong(tx, sibling, stepped.value, all.get(code) ?? null, change);
    if (also !== null) joined.push(also);
  }
  return ok(joined);
}

async function joinAlong(
  tx: Tx,
  sibling: Program,
  lead: Partnership,
  before: Partnership | null,
  change: Change,
): Promise<Partnership | null> {
  if (before?.status === 'blocked' || before?.status === 'joined' || !isOffered(sibling)) return null;
  await lockStanding(tx, lead.publisherOrg, sibling.code, 'shared');
  if ((await exclusionOf(tx, lead.publisherOrg, sibling.code)) !== null) return null;
  const type = selectableTrafficType(await trafficTypesOf(tx, sibling.code), lead.trafficType);
  if ('code' in type) return null;
  const adSpace = await adSpaceById(tx, lead.adSpaceId);
  const terms = { trafficType: type.key, agreementNeeded: needsAgreement(adSpace, type), at: change.at };
  const fresh = newPartnership({ id: lead.adSpaceId, orgId: lead.publisherOrg }, sibling, terms);
  const joined: Partnership = { ...fresh, status: 'joined', joinedAt: change.at, joinedThrough: lead.program };
  await store.putPartnership(tx, joined);
  await audited(tx, joined, 'partnership.joined_along', change, { through: lead.program });
  await tell(tx, 'application_approved', joined, change.at);
  return joined;
}

/** The advertiser agrees to a kind of traffic that needs it (S-125). Clicks from then on earn. Refuses `not_found`. */
export async function agree(tx: Tx, change: Change): Promise<Result<Partnership>> {
  const partnership = (await store.lockedPartnerships(tx, change.adSpaceId)).get(change.program);
  if (partnership === undefined) return refused(noPartnership(change));
  if (partnership.agreement !== null) return ok(partnership);
  const agreed = { ...partnership, agreed: true, agreement: { by: change.actor, at: change.at } };
  await store.putPartnership(tx, agreed);
  await audited(tx, agreed, 'partnership.agreed', change, { traffic_type: agreed.trafficType });
  await tell(tx, 'agreement_given', agreed, change.at);
  return ok(agreed);
}

/** Why an ad space is declined or blocked. */
export interface Against {
  /** Shown to the publisher. */
  readonly reason: string;
  /** Out of the closed list (S-131). */
  readonly code?: RejectionReason;
}

/** The program does not take the ad space. */
export async function decline(tx: Tx, change: Change & Against): Promise<Result<Partnership>> {
  return verdict(tx, 'decline', change);
}

/** Takes a decline back: the application waits for a decision again, and its publisher is told. Refuses `not_found`, `transition_not_possible`. */
export async function reopen(tx: Tx, change: Change): Promise<Result<Partnership>> {
  return step(tx, await store.lockedPartnerships(tx, change.adSpaceId), 'reopen', change, { verdict: null });
}

/** The program stops an ad space after a breach; its links earn nothing from then on (S-090). */
export async function block(tx: Tx, change: Change & Against): Promise<Result<Partnership>> {
  return verdict(tx, 'block', change);
}

/**
 * Ends a block: the partnership stands where it stood before, so that who worked works again without applying, also while recruiting is
 * suspended. One that is not blocked stays as it is. Refuses `not_found`.
 */
export async function unblock(tx: Tx, change: Change): Promise<Result<Partnership>> {
  const before = (await store.lockedPartnerships(tx, change.adSpaceId)).get(change.program);
  if (before === undefined) return refused(noPartnership(change));
  if (before.status !== 'blocked') return ok(before);
  // Nothing is promised where nobody knows: the ad space may apply again.
  const { status, verdict } = before.beforeBlock ?? { status: 'disconnected', verdict: null };
  const after: Partnership = { ...before, status, verdict, beforeBlock: null };
  await store.putPartnership(tx, after);
  await audited(tx, after, 'partnership.unblocked', change, { from: before.status, to: status });
  await tell(tx, 'partnership_unblocked', after, change.at);
  return ok(after);
}

/** The publisher leaves the program with this ad space; other programs are not touched (S-117). */
export async function disconnect(tx: Tx, change: Change): Promise<Result<Partnership>> {
  return step(tx, await store.lockedPartnerships(tx, change.adSpaceId), 'disconnect', change, {});
}

async function verdict(tx: Tx, name: 'decline' | 'block', change: Change & Against): Promise<Result<Partnership>> {
  if (change.reason.trim() === '') {
    return refused({
      code: 'field_required',
      field: 'reason',
      detail: 'Expected the reason; it is shown to the publisher.',
    });
  }
  const given = { verdict: { reason: change.reason, code: change.code ?? null, by: change.actor, at: change.at } };
  return step(tx, await store.lockedPartnerships(tx, change.adSpaceId), name, change, given);
}

/** What the publisher is told of a step; it knows what it did itself. */
const TOLD: Readonly<Record<PartnershipStep, Told | null>> = {
  approve: 'application_approved',
  decline: 'application_declined',
  reopen: 'application_reopened',
  block: 'partnership_blocked',
  disconnect: null,
};

/** One step of the table in the model. A repeated step finds its result and changes nothing. */
async function step(
  tx: Tx,
  all: ReadonlyMap<string, Partnership>,
  name: PartnershipStep,
  change: Change,
  also: Partial<Partnership>,
): Promise<Result<Partnership>> {
  const before = all.get(change.program);
  if (before === undefined) return refused(noPartnership(change));
  const { from, to } = STEPS[name];
  const isAsSeen = change.from === undefined || change.from === before.status;
  if (before.status === to && isAsSeen) return ok(before);
  if (!from.includes(before.status) || !isAsSeen) {
    const detail = `The partnership is ${before.status}; to ${name} it must be ${from.join(' or ')}.`;
    return refused({
      code: 'transition_not_possible',
      field: 'status',
      value: before.status,
      detail,
      extra: { current: before.status },
    });
  }
  const joinedAt = to === 'joined' ? change.at : before.joinedAt;
  const beforeBlock = to === 'blocked' ? { status: before.status, verdict: before.verdict } : null;
  const after: Partnership = { ...before, status: to, joinedAt, beforeBlock, ...also };
  await store.putPartnership(tx, after);
  await audited(tx, after, to === 'pending' ? 'partnership.reopened' : `partnership.${to}`, change, {
    from: before.status,
    reason: after.verdict?.reason ?? null,
  });
  const told = TOLD[name];
  if (told !== null) await tell(tx, told, after, change.at);
  return ok(after);
}

function noPartnership(change: Change) {
  const detail = `The ad space has not applied to ${change.program}.`;
  return { code: 'not_found', field: 'program', value: change.program, detail } as const;
}

/** In the books of the publisher: it is its ad space that others decided about. */
async function audited(
  tx: Tx,
  partnership: Partnership,
  action: AuditAction,
  change: Change,
  detail: Record<string, unknown>,
): Promise<void> {
  const subject = `partnership:${partnership.adSpaceId}/${partnership.program}`;
  const { at, actor } = change;
  await recordAudit(tx, { at, actor, orgId: partnership.publisherOrg, action, subject, detail });
}
