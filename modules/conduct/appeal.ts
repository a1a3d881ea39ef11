import { ok, type Refusal, type Result, refused } from '../../contract/errors/index.ts';
import { formatInstant } from '../../core/time/index.ts';
import type { Instant } from '../../core/time/instant.ts';
import type { Tx } from '../../platform/db/index.ts';
import { notify } from '../notifications/index.ts';
import { programByCode } from '../programs/index.ts';
import { isFinal, type Sanction } from './model.ts';
import { auditSanction, noSanction } from './sanctions.ts';
import * as store from './store.ts';

/**
 * The publisher's objection, shown beside the sanction until somebody of the network has answered: by lifting it, or by saying why it stays.
 * One for each sanction; until it is answered a later one takes its place. Needs a system transaction. Refuses `not_found`,
 * `transition_not_possible` (settled, or final from the first), `APPEAL_TOO_LATE`.
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
  const problem = settledProblem(sanction) ?? (at > sanction.appealUntil ? tooLate(sanction) : null);
  if (problem !== null) return refused(problem);
  await store.setAppeal(tx, id, { text, at });
  await auditSanction(tx, sanction, 'sanction.appealed', { at, actor }, {});
  return ok({ ...sanction, appeal: { text, at, answer: null } });
}

/** Says why a sanction stays although its publisher objects. Needs a system transaction. Refuses `not_found`, `transition_not_possible`. */
export async function answerAppeal(
  tx: Tx,
  input: { readonly id: string; readonly text: string; readonly at: Instant; readonly actor: string },
): Promise<Result<Sanction>> {
  const { id, text, at, actor } = input;
  const sanction = await store.lockedSanction(tx, id);
  if (sanction === null) return refused(noSanction(id));
  const problem = settledProblem(sanction);
  if (problem !== null) return refused(problem);
  if (sanction.appeal === null) {
    const detail = 'Nobody objects to this sanction; there is nothing to answer.';
    return refused({ code: 'transition_not_possible', field: 'appeal', detail });
  }
  const answer = { text, by: actor, at };
  await store.setAnswer(tx, id, answer);
  await auditSanction(tx, sanction, 'sanction.upheld', { at, actor }, { reason: text });
  const { publisherOrg: orgId, program: code, rule } = sanction;
  const data = { program: (await programByCode(tx, code))?.name ?? code, rule, reason: text };
  await notify(tx, { orgId, kind: 'conduct_upheld', subject: `sanction:${id}`, data, at });
  return ok({ ...sanction, appeal: { ...sanction.appeal, answer } });
}

function settledProblem({ level, lifted, appeal }: Sanction): Refusal | null {
  if (isFinal(level)) {
    const detail = 'Who was expelled does not come back into the program; there is no objection to it (S-109).';
    return { code: 'transition_not_possible', field: 'level', value: level, detail };
  }
  if (lifted !== null) {
    const detail = 'The sanction was lifted; there is nothing to object to.';
    return { code: 'transition_not_possible', field: 'status', value: 'lifted', detail };
  }
  if (appeal === null || appeal.answer === null) return null;
  const detail = 'The network has answered the objection: the sanction stays.';
  return { code: 'transition_not_possible', field: 'appeal', value: 'answered', detail };
}

function tooLate({ appealUntil }: Sanction): Refusal {
  const until = formatInstant(appealUntil);
  const detail = `The time to object to this sanction ended at ${until}.`;
  return { code: 'APPEAL_TOO_LATE', field: null, detail, extra: { until } };
}
