import { randomUUID } from 'node:crypto';
import type { AuditAction } from '../../contract/audit-actions.ts';
import { ok, type Refusal, type Result, refused, shownValue } from '../../contract/errors/index.ts';
import type { Instant } from '../../core/time/instant.ts';
import type { Tx } from '../../platform/db/index.ts';
import { randomAlphanumeric, randomHexadecimal } from '../../platform/secrets/index.ts';
import { recordAudit } from '../accounts/index.ts';
import { notify } from '../notifications/index.ts';
import type { AdSpace, AdSpaceStatus, RejectionReason } from './model.ts';
import * as store from './store.ts';

const CODE_CHARACTERS = 10;
const PROOF_CODE_CHARACTERS = 32;

type Optional = Pick<AdSpace, 'description' | 'prelanderUrl' | 'rewards' | 'behaviours' | 'heldFor' | 'verdict'>;

/** What is needed to make an ad space; `pending` until somebody has looked at it. */
export interface NewAdSpace extends Pick<AdSpace, 'orgId' | 'name' | 'kind' | 'trafficType'>, Partial<Optional> {
  readonly dropshipping?: boolean;
  readonly url?: string | null;
  readonly status?: AdSpaceStatus;
  readonly id?: string;
  readonly at: Instant;
}

const NOTHING_SAID: Optional = {
  description: '',
  prelanderUrl: null,
  rewards: 'none',
  behaviours: [],
  heldFor: [],
  verdict: null,
};

/** Makes an ad space of an organisation. Codes are random: nobody can count or guess them (T-14). */
export async function createAdSpace(tx: Tx, input: NewAdSpace): Promise<AdSpace> {
  const { at, ...said } = input;
  const adSpace: AdSpace = {
    ...NOTHING_SAID,
    ...said,
    id: input.id ?? randomUUID(),
    code: randomHexadecimal(CODE_CHARACTERS),
    dropshipping: input.dropshipping ?? false,
    status: input.status ?? 'pending',
    url: input.url ?? null,
    proof: { code: randomAlphanumeric(PROOF_CODE_CHARACTERS), method: null, provenAt: null, checkedAt: null },
    archivedFrom: null,
    createdAt: at,
  };
  await store.insertAdSpace(tx, adSpace);
  return adSpace;
}

/** From which states the network's verdict leads where. A rejected ad space may be looked at again; a blocked one may be let in again. */
const BEFORE: Readonly<Record<AdSpaceStatus, readonly AdSpaceStatus[]>> = {
  new: [],
  pending: ['rejected', 'new'],
  active: ['pending', 'blocked'],
  blocked: ['active', 'pending'],
  rejected: ['pending', 'new'],
  archived: [],
};

export interface AdSpaceVerdict {
  readonly id: string;
  readonly status: AdSpaceStatus;
  /** Shown to the publisher. */
  readonly reason: string;
  /** Of a rejection or a block, out of the closed list (S-131); `other` when it is left out. */
  readonly code?: RejectionReason;
  /** Key of the conduct rule that it is about. */
  readonly rule?: string;
  /** The status that whoever decides was looking at; any other has been decided about meanwhile. */
  readonly from?: AdSpaceStatus | undefined;
  readonly at: Instant;
  readonly actor: string;
}

/** The network's verdict on an ad space, with its reason. Needs a system transaction. Refuses `not_found`, `transition_not_possible`. */
export async function setAdSpaceStatus(tx: Tx, change: AdSpaceVerdict): Promise<Result<AdSpace>> {
  const adSpace = await store.lockedAdSpace(tx, change.id);
  if (adSpace === null) return refused(noAdSpace(change.id));
  const { status: from } = adSpace;
  const ways = change.from === undefined ? BEFORE[change.status] : [change.from];
  if (!BEFORE[change.status].includes(from) || !ways.includes(from)) {
    const detail = `The ad space is ${from}; ${change.status} is reached from ${ways.length === 0 ? 'no state by a verdict' : ways.join(' or ')}.`;
    return refused({
      code: 'transition_not_possible',
      field: 'status',
      value: change.status,
      detail,
      extra: { current: from },
    });
  }
  const judged = afterVerdict(adSpace, change);
  await store.putAdSpace(tx, judged);
  const detail = { from, to: change.status, reason: change.reason, code: judged.verdict?.code ?? null };
  await audited(tx, judged, { action: 'ad_space.status_changed', at: change.at, actor: change.actor, detail });
  await tell(tx, judged, change, from);
  return ok(judged);
}

/** The publisher learns of a verdict in the transaction of the verdict. */
async function tell(
  tx: Tx,
  { id, orgId, name, status }: AdSpace,
  { reason, at }: AdSpaceVerdict,
  from: AdSpaceStatus,
): Promise<void> {
  const to = { orgId, subject: `ad_space:${id}`, at };
  if (status === 'active') await notify(tx, { ...to, kind: 'ad_space_approved', data: { ad_space: name } });
  if (status === 'pending' && from === 'rejected')
    await notify(tx, { ...to, kind: 'ad_space_reopened', data: { ad_space: name } });
  if (status !== 'rejected' && status !== 'blocked') return;
  const kind = status === 'rejected' ? 'ad_space_rejected' : 'ad_space_blocked';
  await notify(tx, { ...to, kind, data: { ad_space: name, reason } });
}

/** An operator who lets in what was not proven has proven it by looking. */
function afterVerdict(adSpace: AdSpace, { status, code, rule, reason, actor, at }: AdSpaceVerdict): AdSpace {
  const against = status === 'rejected' || status === 'blocked';
  const verdict = against ? { code: code ?? ('other' as const), rule: rule ?? null, reason, by: actor, at } : null;
  const seen = status === 'active' && adSpace.proof.provenAt === null;
  const proof = seen ? { ...adSpace.proof, method: 'operator' as const, provenAt: at } : adSpace.proof;
  return { ...adSpace, status, verdict, proof };
}

/** In the books of the publisher. */
export async function audited(
  tx: Tx,
  adSpace: AdSpace,
  change: {
    readonly action: AuditAction;
    readonly at: Instant;
    readonly actor: string;
    readonly detail: Readonly<Record<string, unknown>>;
  },
): Promise<void> {
  await recordAudit(tx, { ...change, orgId: adSpace.orgId, subject: `ad_space:${adSpace.id}` });
}

/** The same words for an unknown ad space and for one of somebody else (BAD-99). */
export function noAdSpace(id: string): Refusal {
  return {
    code: 'not_found',
    field: 'ad_space',
    value: shownValue(id),
    detail: 'There is no such ad space among yours.',
  };
}
