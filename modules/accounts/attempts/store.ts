import type { Instant } from '../../../core/time/instant.ts';
import { type Queryable, sqlInstant } from '../../../platform/db/index.ts';

export interface Tries {
  readonly tries: number;
  readonly nextAt: Instant;
  readonly forgottenAt: Instant;
}

/** Locks what is counted, so that two tries at once are two tries. */
export async function triesOf(q: Queryable, counted: Buffer, now: Instant): Promise<Tries | null> {
  // A lock on a row that is not there yet is none: the number of what is counted is locked instead.
  await q.query('select pg_advisory_xact_lock(4021, hashtext($1))', [counted.toString('hex')]);
  const [row] = await q.query<{ tries: number; next_at: Instant; forgotten_at: Instant }>(
    'select tries, next_at, forgotten_at from accounts.attempt where counted = $1 and forgotten_at > $2',
    [counted, sqlInstant(now)],
  );
  return row === undefined ? null : { tries: row.tries, nextAt: row.next_at, forgottenAt: row.forgotten_at };
}

export async function writeTries(q: Queryable, counted: Buffer, tries: Tries): Promise<void> {
  await q.query(
    `insert into accounts.attempt (counted, tries, next_at, forgotten_at) values ($1, $2, $3, $4)
     on conflict (counted) do update set tries = excluded.tries, next_at = excluded.next_at, forgotten_at = excluded.forgotten_at`,
    [counted, tries.tries, sqlInstant(tries.nextAt), sqlInstant(tries.forgottenAt)],
  );
}

export async function deleteTries(q: Queryable, counted: Buffer): Promise<void> {
  await q.query('delete from accounts.attempt where counted = $1', [counted]);
}

/** Takes one try back. */
export async function returnTry(q: Queryable, counted: Buffer, now: Instant): Promise<void> {
  await q.query('update accounts.attempt set tries = tries - 1, next_at = $2 where counted = $1 and tries > 1', [
    counted,
    sqlInstant(now),
  ]);
}

const FORGOTTEN_AT_A_TIME = 100;

/** Removes some of what nobody counts any more. */
export async function forgetTries(q: Queryable, now: Instant): Promise<void> {
  await q.query(
    `delete from accounts.attempt where counted in (
       select counted from accounts.attempt where forgotten_at <= $1 limit ${FORGOTTEN_AT_A_TIME} for update skip locked)`,
    [sqlInstant(now)],
  );
}
