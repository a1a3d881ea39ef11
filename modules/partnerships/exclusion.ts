import { type Refusal, shownValue } from '../../contract/errors/index.ts';
import type { Instant } from '../../core/time/instant.ts';
import { type Queryable, sqlInstant, type Tx } from '../../platform/db/index.ts';
import { recordAudit } from '../accounts/index.ts';

/** A publisher that a program does not work with, whatever the ad space: those it has and those it will make (S-090, S-109). */
export interface Exclusion {
  readonly publisherOrg: string;
  readonly program: string;
  /** There is no way back (S-109). */
  readonly permanent: boolean;
  /** Shown to the publisher. */
  readonly reason: string;
  readonly by: string;
  readonly at: Instant;
}

/**
 * Keeps a publisher out of a program from now on. What it has there is blocked apart from this. A permanent exclusion stays permanent.
 * Needs a system transaction.
 */
export async function exclude(tx: Tx, exclusion: Exclusion): Promise<void> {
  const { publisherOrg, program, permanent, reason, by, at } = exclusion;
  await lockStanding(tx, publisherOrg, program, 'alone');
  await tx.query(
    `insert into partnerships.exclusion (publisher_org, program, permanent, reason, excluded_by, excluded_at)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (publisher_org, program) do update set
       permanent = excluded.permanent, reason = excluded.reason, excluded_by = excluded.excluded_by,
       excluded_at = excluded.excluded_at
     where not exclusion.permanent`,
    [publisherOrg, program, permanent, reason, by, sqlInstant(at)],
  );
  const detail = { permanent, reason };
  const audit = { at, actor: by, orgId: publisherOrg, action: 'publisher.excluded' as const, detail };
  await recordAudit(tx, { ...audit, subject: subjectOf(publisherOrg, program) });
}

/** Ends an exclusion that is not permanent; false where there is none to end. Needs a system transaction. */
export async function readmit(
  tx: Tx,
  asked: { readonly publisherOrg: string; readonly program: string; readonly at: Instant; readonly actor: string },
): Promise<boolean> {
  const { publisherOrg, program, at, actor } = asked;
  const ended = await tx.query(
    `delete from partnerships.exclusion where publisher_org = $1 and program = $2 and not permanent returning program`,
    [publisherOrg, program],
  );
  if (ended.length === 0) return false;
  const audit = { at, actor, orgId: publisherOrg, action: 'publisher.readmitted' as const, detail: {} };
  await recordAudit(tx, { ...audit, subject: subjectOf(publisherOrg, program) });
  return true;
}

export async function exclusionOf(q: Queryable, publisherOrg: string, program: string): Promise<Exclusion | null> {
  const [row] = await q.query<{ permanent: boolean; reason: string; excluded_by: string; excluded_at: Instant }>(
    `select permanent, reason, excluded_by, excluded_at from partnerships.exclusion
      where publisher_org = $1 and program = $2`,
    [publisherOrg, program],
  );
  if (row === undefined) return null;
  const { permanent, reason, excluded_by: by, excluded_at: at } = row;
  return { publisherOrg, program, permanent, reason, by, at };
}

/**
 * Held until the transaction ends: whoever lets an ad space in holds it together with others, whoever excludes its publisher holds it
 * alone. Otherwise an application could slip in beside the exclusion (T-31).
 */
export async function lockStanding(
  tx: Tx,
  publisherOrg: string,
  program: string,
  how: 'shared' | 'alone',
): Promise<void> {
  const lock = how === 'shared' ? 'pg_advisory_xact_lock_shared' : 'pg_advisory_xact_lock';
  await tx.query(`select ${lock}(hashtextextended('partnerships:standing:' || $1 || '/' || $2, 0))`, [
    publisherOrg,
    program,
  ]);
}

/** What an application of an excluded publisher is told. */
export function excludedRefusal({ program, permanent, reason }: Exclusion): Refusal {
  const field = 'program';
  const value = shownValue(program);
  const told = { field, value, extra: { reason } };
  return permanent
    ? { code: 'PERMANENTLY_REMOVED', detail: `The publisher was removed from ${program} for good: ${reason}`, ...told }
    : { code: 'BLOCKED_IN_PROGRAM', detail: `The publisher is blocked in ${program}: ${reason}`, ...told };
}

function subjectOf(publisherOrg: string, program: string): string {
  return `publisher:${publisherOrg}/${program}`;
}
