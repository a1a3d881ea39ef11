import type { Instant } from '../../../core/time/instant.ts';
import { type Queryable, sqlInstant } from '../../../platform/db/index.ts';
import {
  MEMBER_COLUMNS,
  type MemberRow,
  ORGANISATION_COLUMNS,
  type OrganisationRow,
  organisationOf,
  userOf,
} from '../store.ts';
import {
  type ChallengePurpose,
  SEEN_EVERY_MS,
  SESSION_IDLE_MS,
  type SecondFactorState,
  type Session,
} from './model.ts';

export interface NewSession {
  readonly id: string;
  readonly tokenHash: Buffer;
  readonly userId: string;
  readonly orgId: string;
  readonly at: Instant;
  readonly idleUntil: Instant;
  readonly expiresAt: Instant;
  readonly userAgent: string;
  readonly network: string;
  readonly secondFactor: SecondFactorState;
}

export async function insertSession(q: Queryable, session: NewSession): Promise<void> {
  const at = sqlInstant(session.at);
  await q.query(
    `insert into accounts.session (session_id, token_hash, user_id, org_id, created_at, last_seen_at, idle_until, expires_at,
                                   user_agent, network, second_factor, reauthenticated_at)
     values ($1, $2, $3, $4, $5, $5, $6, $7, $8, $9, $10, $5)`,
    [
      session.id,
      session.tokenHash,
      session.userId,
      session.orgId,
      at,
      sqlInstant(session.idleUntil),
      sqlInstant(session.expiresAt),
      session.userAgent,
      session.network,
      session.secondFactor,
    ],
  );
}

interface SessionRow {
  hash: string;
  session_id: string;
  session_created_at: Instant;
  last_seen_at: Instant;
  expires_at: Instant;
  second_factor: SecondFactorState;
  reauthenticated_at: Instant;
}

/** Live sessions by the hashes of their tokens in hexadecimal: not expired, not idle for too long, of a person who was not removed. */
export async function sessionsByHash(
  q: Queryable,
  hashes: readonly Buffer[],
  now: Instant,
): Promise<ReadonlyMap<string, Session>> {
  const rows = await q.query<SessionRow & MemberRow & OrganisationRow>(
    `select encode(s.token_hash, 'hex') as hash, s.session_id, s.created_at as session_created_at, s.last_seen_at, s.expires_at,
            s.second_factor, s.reauthenticated_at, ${MEMBER_COLUMNS}, ${ORGANISATION_COLUMNS}
       from accounts.session s
       join accounts.member m using (user_id)
       join accounts.organisation o on o.org_id = m.org_id
      where s.token_hash = any ($1) and s.expires_at > $2 and s.idle_until > $2 and m.disabled_at is null`,
    [hashes, sqlInstant(now)],
  );
  return new Map(rows.map((row) => [row.hash, sessionOf(row)]));
}

function sessionOf(row: SessionRow & MemberRow & OrganisationRow): Session {
  return {
    id: row.session_id,
    user: userOf(row),
    organisation: organisationOf(row),
    createdAt: row.session_created_at,
    lastSeenAt: row.last_seen_at,
    expiresAt: row.expires_at,
    secondFactor: row.second_factor,
    reauthenticatedAt: row.reauthenticated_at,
  };
}

/** Whether it is time to write down that a session is in use. */
export function isStale({ lastSeenAt, secondFactor }: Session, now: Instant): boolean {
  return secondFactor !== 'pending' && now - lastSeenAt >= SEEN_EVERY_MS;
}

/** Writes down that sessions are in use. */
export async function markSeen(q: Queryable, ids: readonly string[], now: Instant): Promise<void> {
  await q.query('update accounts.session set last_seen_at = $2, idle_until = $3 where session_id = any ($1)', [
    ids,
    sqlInstant(now),
    sqlInstant(now + SESSION_IDLE_MS),
  ]);
}

export async function deleteSession(q: Queryable, tokenHash: Buffer): Promise<void> {
  await q.query('delete from accounts.session where token_hash = $1', [tokenHash]);
}

/** Ends the person's sessions, but for one; answers how many. */
export async function deleteSessionsOf(q: Queryable, userId: string, except: string | null): Promise<number> {
  const rows = await q.query(
    'delete from accounts.session where user_id = $1 and session_id is distinct from $2 returning session_id',
    [userId, except],
  );
  return rows.length;
}

/** Removes the person's ended sessions, and the oldest beyond `keep`. */
export async function pruneSessions(q: Queryable, userId: string, now: Instant, keep: number): Promise<void> {
  await q.query(
    `delete from accounts.session where user_id = $1 and (expires_at <= $2 or idle_until <= $2 or session_id in (
        select session_id from accounts.session where user_id = $1 order by created_at desc offset $3))`,
    [userId, sqlInstant(now), keep],
  );
}

export async function isKnownDevice(q: Queryable, userId: string, deviceHash: Buffer): Promise<boolean> {
  const rows = await q.query('select 1 from accounts.known_device where user_id = $1 and device_hash = $2', [
    userId,
    deviceHash,
  ]);
  return rows.length > 0;
}

/** Remembers a browser, and forgets those of the person beyond `keep`. */
export async function keepDevice(
  q: Queryable,
  userId: string,
  deviceHash: Buffer,
  now: Instant,
  keep: number,
): Promise<void> {
  await q.query(
    `insert into accounts.known_device (user_id, device_hash, last_used_at) values ($1, $2, $3)
     on conflict (user_id, device_hash) do update set last_used_at = excluded.last_used_at`,
    [userId, deviceHash, sqlInstant(now)],
  );
  await q.query(
    `delete from accounts.known_device where user_id = $1 and device_hash in (
       select device_hash from accounts.known_device where user_id = $1 order by last_used_at desc, device_hash offset $2)`,
    [userId, keep],
  );
}

export async function forgetDevices(q: Queryable, userId: string): Promise<void> {
  await q.query('delete from accounts.known_device where user_id = $1', [userId]);
}

export async function hasDevices(q: Queryable, userId: string): Promise<boolean> {
  return (await q.query('select 1 from accounts.known_device where user_id = $1 limit 1', [userId])).length > 0;
}

export interface LiveSession {
  readonly session_id: string;
  readonly created_at: Instant;
  readonly last_seen_at: Instant;
  readonly expires_at: Instant;
  readonly user_agent: string;
  readonly network: string;
}

/** The person's sessions that have begun and not ended, the one used last first. */
export async function liveSessions(q: Queryable, userId: string, now: Instant): Promise<readonly LiveSession[]> {
  return q.query<LiveSession>(
    `select session_id, created_at, last_seen_at, least(expires_at, idle_until) as expires_at, user_agent, network
       from accounts.session
      where user_id = $1 and second_factor <> 'pending' and expires_at > $2 and idle_until > $2
      order by last_seen_at desc, session_id`,
    [userId, sqlInstant(now)],
  );
}

export async function deleteSessionById(q: Queryable, userId: string, id: string): Promise<boolean> {
  const rows = await q.query(
    'delete from accounts.session where user_id = $1 and session_id = $2 returning session_id',
    [userId, id],
  );
  return rows.length > 0;
}

export async function markProven(q: Queryable, id: string, at: Instant): Promise<void> {
  await q.query('update accounts.session set reauthenticated_at = $2 where session_id = $1', [id, sqlInstant(at)]);
}

/** What a passkey is to sign in this session, and for what; the one before is forgotten. */
export async function writeChallenge(
  q: Queryable,
  id: string,
  { purpose, challenge, until }: { purpose: ChallengePurpose; challenge: string; until: Instant },
): Promise<void> {
  await q.query(
    'update accounts.session set challenge = $2, challenge_for = $3, challenge_until = $4 where session_id = $1',
    [id, challenge, purpose, sqlInstant(until)],
  );
}

/** Takes the challenge, which is good once and for what it was given; `null` where there is none of that kind any more. */
export async function takeChallenge(
  q: Queryable,
  id: string,
  purpose: ChallengePurpose,
  now: Instant,
): Promise<string | null> {
  const [row] = await q.query<{ challenge: string | null }>(
    `update accounts.session s set challenge = null, challenge_for = null, challenge_until = null
       from (select session_id, challenge from accounts.session
              where session_id = $1 and challenge_for = $2 and challenge_until > $3 for update) before
      where s.session_id = before.session_id returning before.challenge`,
    [id, purpose, sqlInstant(now)],
  );
  return row?.challenge ?? null;
}
