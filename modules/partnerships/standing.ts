import { ok, type Result, refused } from '../../contract/errors/index.ts';
import type { Queryable } from '../../platform/db/index.ts';
import { actorNames, type Caller } from '../accounts/index.ts';
import { adSpaceById } from '../ad-spaces/index.ts';
import type { Partnership } from './model.ts';

/** What an advertiser may decide by itself, and what the network has to itself. */

/** Pop traffic is agreed to by the network alone, however much an advertiser wants it (S-107, C-18). */
export async function networkFree(q: Queryable, adSpaceId: string): Promise<Result<null>> {
  if ((await adSpaceById(q, adSpaceId))?.kind !== 'pop_with_prelander') return ok(null);
  const detail = 'Pop traffic with a prelander works with a program only after the operator of the network has agreed.';
  return refused({ code: 'NETWORK_DECIDES', field: 'id', value: adSpaceId, detail });
}

/** Of which the decline is the reader's to take back: the network may of all, an advertiser of what its own people declined. */
export async function declinedBy(
  q: Queryable,
  partnerships: readonly Partnership[],
  { kind, orgId }: Pick<Caller, 'kind' | 'orgId'>,
): Promise<(partnership: Partnership) => boolean> {
  const declined = partnerships.filter(({ status }) => status === 'declined');
  if (kind === 'operator') return ({ status }) => status === 'declined';
  const actors = await actorNames(
    q,
    declined.flatMap(({ verdict }) => (verdict === null ? [] : [verdict.by])),
  );
  return ({ status, verdict }) => status === 'declined' && actors.get(verdict?.by ?? '')?.orgId === orgId;
}
