import { ok, type Result, refused } from '../../contract/errors/index.ts';
import type { Instant } from '../../core/time/instant.ts';
import type { Tx } from '../../platform/db/index.ts';
import { partnershipById, readmit, unblock } from '../partnerships/index.ts';
import { type Sanction, stops } from './model.ts';
import { auditSanction, noSanction } from './sanctions.ts';
import * as store from './store.ts';

/**
 * Ends a sanction. Ad spaces that nothing else holds may apply again; what was declined stays declined. Needs a system transaction.
 * Refuses `not_found`, `transition_not_possible` (lifted before; expelled is for good, S-109).
 */
export async function liftSanction(
  tx: Tx,
  input: { readonly id: string; readonly reason: string; readonly at: Instant; readonly actor: string },
): Promise<Result<Sanction>> {
  const { id, reason, at, actor } = input;
  const known = await store.sanctionById(tx, id);
  if (known === null) return refused(noSanction(id));
  await store.lockPublisher(tx, known.publisherOrg, known.program);
  const sanction = (await store.lockedSanction(tx, id)) ?? known;
  if (sanction.level === 'expelled') {
    const detail = 'Who was expelled does not come back into the program (S-109).';
    return refused({ code: 'transition_not_possible', field: 'level', value: 'expelled', detail });
  }
  if (sanction.lifted !== null) return ok(sanction);
  await store.setLifted(tx, id, { by: actor, at, reason });
  if (stops(sanction.level)) await free(tx, sanction, { at, actor });
  await auditSanction(tx, sanction, 'sanction.lifted', { at, actor }, { level: sanction.level, reason });
  return ok({ ...sanction, lifted: { by: actor, at, reason } });
}

async function free(tx: Tx, sanction: Sanction, by: { readonly at: Instant; readonly actor: string }): Promise<void> {
  const { program, publisherOrg } = sanction;
  const others = (await store.sanctionsAgainst(tx, publisherOrg, program)).filter(
    (other) => other.lifted === null && other.adSpaceId === null && stops(other.level) && other.id !== sanction.id,
  );
  if (sanction.adSpaceId === null && others.length === 0) await readmit(tx, { publisherOrg, program, ...by });
  for (const adSpaceId of await store.heldAloneBy(tx, sanction.id)) {
    // Somebody may have set it free by hand meanwhile.
    if ((await partnershipById(tx, adSpaceId, program))?.status !== 'blocked') continue;
    const freed = await unblock(tx, { adSpaceId, program, ...by });
    if (!freed.ok) throw new Error(`conduct: ${adSpaceId} in ${program}: ${freed.error.detail}`);
  }
}

/**
 * The publisher's objection, shown beside the sanction until somebody of the network has answered by lifting it or not. One for each
 * sanction; a later one takes its place. Needs a system transaction. Refuses `not_found`, `transition_not_possible`.
 */
export async function appealSanction(
  tx: Tx,
  input: {
    readonly id: string;
    /** Another publisher's sanction is as if it were not there (T-14). */
    readonly publisherOrg: string;
    readonly text: string;
    readonly at: Instant;
    readonly actor: string;
  },
): Promise<Result<Sanction>> {
  const { id, text, at, actor } = input;
  const sanction = await store.lockedSanction(tx, id);
  if (sanction === null || sanction.publisherOrg !== input.publisherOrg) return refused(noSanction(id));
  if (sanction.lifted !== null) {
    const detail = 'The sanction was lifted; there is nothing to object to.';
    return refused({ code: 'transition_not_possible', field: 'status', value: 'lifted', detail });
  }
  await store.setAppeal(tx, id, { text, at });
  await auditSanction(tx, sanction, 'sanction.appealed', { at, actor }, {});
  return ok({ ...sanction, appeal: { text, at } });
}
