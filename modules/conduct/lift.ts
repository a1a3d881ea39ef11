import { ok, type Result, refused } from '../../contract/errors/index.ts';
import { formatInstant, type Instant } from '../../core/time/index.ts';
import type { Tx } from '../../platform/db/index.ts';
import { notify } from '../notifications/index.ts';
import { readmit, unblock } from '../partnerships/index.ts';
import { programByCode } from '../programs/index.ts';
import { isFinal, type Sanction, stops } from './model.ts';
import { auditSanction, noSanction } from './sanctions.ts';
import * as store from './store.ts';

/**
 * Ends a sanction. Ad spaces that nothing else holds stand where they stood before it, without applying again; what was declined stays
 * declined. Needs a system transaction. Refuses `not_found`, `transition_not_possible` (lifted before; expelled is for good, S-109).
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
  if (isFinal(sanction.level)) {
    const detail = 'Who was expelled does not come back into the program (S-109).';
    return refused({ code: 'transition_not_possible', field: 'level', value: sanction.level, detail });
  }
  if (sanction.lifted !== null) {
    // The same again, by a request that was sent twice, changes nothing; of a colleague one is told.
    if (sanction.lifted.by === actor && sanction.lifted.reason === reason) return ok(sanction);
    const detail = `The sanction was lifted before, at ${formatInstant(sanction.lifted.at)}; this reason is not recorded.`;
    return refused({ code: 'transition_not_possible', field: 'status', value: 'lifted', detail });
  }
  await store.setLifted(tx, id, { by: actor, at, reason });
  if (stops(sanction.level)) await free(tx, sanction, { at, actor });
  await tellOfEnd(tx, sanction, reason, at);
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
    const freed = await unblock(tx, { adSpaceId, program, ...by });
    if (!freed.ok) throw new Error(`conduct: ${adSpaceId} in ${program}: ${freed.error.detail}`);
  }
}

async function tellOfEnd(
  tx: Tx,
  { publisherOrg: orgId, program: code, rule, id }: Sanction,
  reason: string,
  at: Instant,
) {
  const program = (await programByCode(tx, code))?.name ?? code;
  await notify(tx, { orgId, kind: 'conduct_lifted', subject: `sanction:${id}`, data: { program, rule, reason }, at });
}
