import { ok, type Result, refused } from '../../contract/errors/index.ts';
import type { Instant } from '../../core/time/instant.ts';
import type { Queryable, Tx } from '../../platform/db/index.ts';
import { recordAudit } from '../accounts/index.ts';
import { noProgram, programByCode } from '../programs/index.ts';
import { appealPeriod, putAppealPeriod } from './case-store.ts';
import { APPEAL_DAYS } from './model.ts';

/** For how many days a publisher may object to a sanction in this program. */
export async function appealDays(q: Queryable, program: string): Promise<number> {
  return (await appealPeriod(q, program)) ?? APPEAL_DAYS;
}

/** Changes the period for the sanctions to come; those in force keep theirs. Needs a system transaction. Refuses `not_found`. */
export async function setAppealDays(
  tx: Tx,
  input: { readonly program: string; readonly days: number; readonly at: Instant; readonly actor: string },
): Promise<Result<null>> {
  const { program: code, days, at, actor } = input;
  const program = await programByCode(tx, code);
  if (program === null) return refused(noProgram(code));
  const detail = { from: await appealDays(tx, code), to: days };
  await putAppealPeriod(tx, code, days, { at, actor });
  const audit = { at, actor, orgId: program.advertiserOrg, action: 'conduct.appeal_period_changed' as const, detail };
  await recordAudit(tx, { ...audit, subject: `program:${code}` });
  return ok(null);
}
