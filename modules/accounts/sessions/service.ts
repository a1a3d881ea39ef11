import { randomUUID } from 'node:crypto';
import { ok, type Result, refused } from '../../../contract/errors/index.ts';
import type { PersonSessions } from '../../../contract/wire/person.ts';
import type { SecondFactorMethod } from '../../../contract/wire/session.ts';
import { formatInstant, type Instant } from '../../../core/time/index.ts';
import type { Clock } from '../../../platform/clock/index.ts';
import { type Database, isUnavailable, type Tx } from '../../../platform/db/index.ts';
import { inGroups } from '../../../platform/groups/index.ts';
import { hashSecret } from '../../../platform/secrets/index.ts';
import { type Counted, countTry, forgiveTries, guesses, guessesOfNetwork, returnTry } from '../attempts/attempts.ts';
import { type PeopleDeps, SYSTEM } from '../deps.ts';
import type { User } from '../model.ts';
import { personById } from '../person/store.ts';
import { methodsOf } from '../second-factor/store.ts';
import { matchingUser, recordAudit } from '../service.ts';
import { userByEmail } from '../store.ts';
import { tell } from '../tell.ts';
import { type Client, newToken, SECOND_FACTOR_MS, SESSION_IDLE_MS, SESSION_LONGEST_MS, type Session } from './model.ts';
import * as store from './store.ts';

/** Nobody works in more browsers at a time; the oldest session ends. */
const SESSIONS_MAX = 30;
const DEVICES_MAX = 20;
const LOOK_UPS_AT_A_TIME_MAX = 500;
const LOOK_UPS_IN_FLIGHT_MAX = 2;

export type SessionLookUp = (token: string) => Promise<Session | null>;

/**
 * Looks sessions up, those of requests that come in together at once, and marks them as in use. Nothing is remembered from one look-up to
 * the next: what was ended is refused with its next request (T-21).
 */
export function sessionLookUps(db: Database, clock: Clock): SessionLookUp {
  return inGroups<string, Session | null>({
    sizeMax: LOOK_UPS_AT_A_TIME_MAX,
    inFlightMax: LOOK_UPS_IN_FLIGHT_MAX,
    isHopeless: isUnavailable,
    work: async (tokens) => {
      const hashes = tokens.map(hashSecret);
      const now = clock.now();
      const known = await db.transaction(SYSTEM, async (tx) => {
        const found = await store.sessionsByHash(tx, hashes, now);
        const stale = [...found.values()].filter((session) => store.isStale(session, now)).map(({ id }) => id);
        if (stale.length > 0) await store.markSeen(tx, stale, now);
        return found;
      });
      return hashes.map((hash) => known.get(hash.toString('hex')) ?? null);
    },
  });
}

export interface SignIn {
  readonly email: string;
  readonly password: string;
  readonly client: Client;
  /** The mark of the browser, if it has one. */
  readonly device: string | null;
}

export interface SignedIn {
  readonly token: string;
  readonly user: User;
  /** Methods of which one is still to be used; empty: the session has begun. */
  readonly needs: readonly SecondFactorMethod[];
}

/**
 * Signs a person in with address and password. Always a new session: an id that was there before means nothing (T-21). Refuses
 * `sign_in_refused` without telling what is wrong, and `too_many_tries` without looking.
 */
export async function signIn(deps: PeopleDeps, asked: SignIn): Promise<Result<SignedIn>> {
  const email = asked.email.trim().toLowerCase();
  const now = deps.clock.now();
  const begun = await deps.db.transaction(SYSTEM, async (tx) => {
    const found = await userByEmail(tx, email);
    const counted = await countedOf(tx, found?.user ?? null, email, asked);
    const allowed = await countTry(tx, counted, now);
    return allowed.ok ? ok({ found, counted }) : allowed;
  });
  if (!begun.ok) return begun;
  const { found, counted } = begun.value;
  const user = await matchingUser(found, asked.password);
  if (user === null) {
    const detail = 'The address is unknown here or the password is wrong.';
    return refused({ code: 'sign_in_refused', field: 'password', detail });
  }
  return deps.db.transaction(SYSTEM, async (tx) => {
    await forgiveSignIn(tx, counted, now);
    const needs = await methodsOf(tx, user.id);
    const secondFactor = needs.length > 0 ? 'pending' : 'none';
    const token = await beginSession(tx, { user, client: asked.client, secondFactor, now });
    return ok({ token, user, needs });
  });
}

/** The account is counted apart for browsers it was used with: strangers who guess do not lock its owner out (T-21). */
async function countedOf(tx: Tx, user: User | null, email: string, asked: SignIn): Promise<readonly Counted[]> {
  const { device, client } = asked;
  const isKnown = user !== null && device !== null && (await store.isKnownDevice(tx, user.id, hashSecret(device)));
  return [
    { what: ['sign-in', email, isKnown ? device : ''], bound: guesses },
    { what: ['sign-in from', client.network], bound: guessesOfNetwork },
  ];
}

async function forgiveSignIn(tx: Tx, [account, network]: readonly Counted[], now: Instant): Promise<void> {
  if (account !== undefined) await forgiveTries(tx, account.what);
  if (network !== undefined) await returnTry(tx, network.what, now);
}

export interface Beginning {
  readonly user: User;
  readonly client: Client;
  readonly secondFactor: Session['secondFactor'];
  readonly now: Instant;
}

/** Begins a session; its token is in the answer and nowhere else. Needs a system transaction. */
export async function beginSession(tx: Tx, { user, client, secondFactor, now }: Beginning): Promise<string> {
  const token = newToken();
  await store.pruneSessions(tx, user.id, now, SESSIONS_MAX - 1);
  const isPending = secondFactor === 'pending';
  await store.insertSession(tx, {
    id: randomUUID(),
    tokenHash: hashSecret(token),
    userId: user.id,
    orgId: user.orgId,
    at: now,
    idleUntil: now + (isPending ? SECOND_FACTOR_MS : SESSION_IDLE_MS),
    expiresAt: now + (isPending ? SECOND_FACTOR_MS : SESSION_LONGEST_MS),
    userAgent: client.userAgent,
    network: client.network,
    secondFactor,
  });
  return token;
}

/** Ends the session of a token, if there is one. */
export async function endSession(db: Database, token: string): Promise<void> {
  await db.transaction(SYSTEM, (tx) => store.deleteSession(tx, hashSecret(token)));
}

/**
 * Writes down that a person has signed in with a browser. Where that is a new one, though not the first, the person is told by mail: it
 * may have been somebody else.
 */
export async function rememberDevice(
  deps: PeopleDeps,
  { user, device, client }: { readonly user: User; readonly device: string; readonly client: Client },
): Promise<void> {
  const now = deps.clock.now();
  await deps.db.transaction(SYSTEM, async (tx) => {
    const hash = hashSecret(device);
    const isNew = !(await store.isKnownDevice(tx, user.id, hash)) && (await store.hasDevices(tx, user.id));
    await store.keepDevice(tx, user.id, hash, now, DEVICES_MAX);
    if (!isNew) return;
    const data = { device: client.userAgent || '–', address: client.network };
    await tell(tx, deps, { user, action: 'session.new_device', at: now, data });
  });
}

/** Ends the sessions of a person, but for one. Needs a system transaction. */
export async function endSessions(
  tx: Tx,
  { user, except, actor, now }: { user: User; except: string | null; actor: string; now: Instant },
): Promise<number> {
  const count = await store.deleteSessionsOf(tx, user.id, except);
  const subject = `user:${user.id}`;
  await recordAudit(tx, { at: now, orgId: user.orgId, actor, action: 'sessions.ended', subject, detail: { count } });
  return count;
}

/** The network ends every session of a person, who is told. Needs a system transaction; `null`: the organisation has no such person. */
export async function endSessionsByNetwork(
  tx: Tx,
  deps: Pick<PeopleDeps, 'sendMail'>,
  { orgId, userId, actor, now }: { orgId: string; userId: string; actor: string; now: Instant },
): Promise<number | null> {
  const user = (await personById(tx, userId))?.user;
  if (user?.orgId !== orgId) return null;
  const count = await store.deleteSessionsOf(tx, user.id, null);
  await tell(tx, deps, { user, action: 'sessions.ended_by_network', at: now, actor, detail: { count } });
  return count;
}

/** The sessions of the person, the present one among them. */
export async function sessionsOf(deps: PeopleDeps, { id, user }: Session): Promise<PersonSessions['sessions']> {
  const now = deps.clock.now();
  const found = await deps.db.transaction(SYSTEM, (tx) => store.liveSessions(tx, user.id, now));
  return found.map((session) => ({
    id: session.session_id,
    created_at: formatInstant(session.created_at),
    last_seen_at: formatInstant(session.last_seen_at),
    expires_at: formatInstant(session.expires_at),
    browser: session.user_agent,
    network: session.network,
    current: session.session_id === id,
  }));
}

/** Ends every session of the person but the present one; answers how many. */
export function endOtherSessions(deps: PeopleDeps, { id, user }: Session): Promise<number> {
  const now = deps.clock.now();
  return deps.db.transaction(SYSTEM, (tx) => endSessions(tx, { user, except: id, actor: `user:${user.id}`, now }));
}

/** Ends one session of the person; false where there is none with this id. */
export function endOneSession(deps: PeopleDeps, { user }: Session, id: string): Promise<boolean> {
  return deps.db.transaction(SYSTEM, async (tx) => {
    if (!(await store.deleteSessionById(tx, user.id, id))) return false;
    const subject = `user:${user.id}`;
    const record = { at: deps.clock.now(), orgId: user.orgId, actor: subject, subject };
    await recordAudit(tx, { ...record, action: 'sessions.ended', detail: { count: 1 } });
    return true;
  });
}
