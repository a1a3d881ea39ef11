import { randomUUID } from 'node:crypto';
import { ok, type Refusal, type Result, refused, shownValue } from '../../contract/errors/index.ts';
import type { Instant } from '../../core/time/instant.ts';
import type { Tx } from '../../platform/db/index.ts';
import { randomHexadecimal } from '../../platform/secrets/index.ts';
import { recordAudit } from '../accounts/index.ts';
import type { AdSpace, AdSpaceStatus } from './model.ts';
import * as store from './store.ts';

const CODE_CHARACTERS = 10;

/** What is needed to make an ad space; `pending` until somebody has looked at it. */
export interface NewAdSpace extends Pick<AdSpace, 'orgId' | 'name' | 'kind' | 'trafficType'> {
  readonly dropshipping?: boolean;
  readonly url?: string | null;
  readonly status?: AdSpaceStatus;
  readonly id?: string;
  readonly at: Instant;
}

/** Makes an ad space of an organisation. Codes are random: nobody can count or guess them (T-14). */
export async function createAdSpace(tx: Tx, input: NewAdSpace): Promise<AdSpace> {
  const adSpace: AdSpace = {
    id: input.id ?? randomUUID(),
    code: randomHexadecimal(CODE_CHARACTERS),
    orgId: input.orgId,
    name: input.name,
    kind: input.kind,
    trafficType: input.trafficType,
    dropshipping: input.dropshipping ?? false,
    status: input.status ?? 'pending',
    url: input.url ?? null,
    createdAt: input.at,
  };
  await store.insertAdSpace(tx, adSpace);
  return adSpace;
}

/** From which states a status may be reached. A rejected ad space may be looked at again; a blocked one may be let in again. */
const BEFORE: Readonly<Record<AdSpaceStatus, readonly AdSpaceStatus[]>> = {
  pending: ['rejected'],
  active: ['pending', 'blocked'],
  blocked: ['active', 'pending'],
  rejected: ['pending'],
};

/** The network's verdict on an ad space, with its reason. Needs a system transaction. Refuses `not_found`, `transition_not_possible`. */
export async function setAdSpaceStatus(
  tx: Tx,
  change: {
    readonly id: string;
    readonly status: AdSpaceStatus;
    readonly reason: string;
    readonly at: Instant;
    readonly actor: string;
  },
): Promise<Result<AdSpace>> {
  const adSpace = await store.adSpaceById(tx, change.id);
  if (adSpace === null) return refused(noAdSpace(change.id));
  const { status: from } = adSpace;
  if (!BEFORE[change.status].includes(from) || !(await store.moveStatus(tx, change.id, from, change.status))) {
    const detail = `The ad space is ${from}; ${change.status} is reached from ${BEFORE[change.status].join(' or ')}.`;
    return refused({ code: 'transition_not_possible', field: 'status', value: change.status, detail });
  }
  const detail = { from, to: change.status, reason: change.reason };
  const audit = { at: change.at, actor: change.actor, orgId: adSpace.orgId, action: 'ad_space.status_changed', detail };
  await recordAudit(tx, { ...audit, subject: `ad_space:${adSpace.id}` });
  return ok({ ...adSpace, status: change.status });
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
