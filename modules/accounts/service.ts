import { randomUUID } from 'node:crypto';
import { ok, type Refusal, type Result, refused, shownValue } from '../../contract/errors/index.ts';
import type { Locale } from '../../contract/wire/session.ts';
import type { Instant } from '../../core/time/instant.ts';
import type { Clock } from '../../platform/clock/index.ts';
import { type Database, isUnavailable, type Queryable, type Tx } from '../../platform/db/index.ts';
import { inGroups } from '../../platform/groups/index.ts';
import { isMailAddress } from '../../platform/mail/index.ts';
import { hashSecret, matchesHash, randomAlphanumeric } from '../../platform/secrets/index.ts';
import type {
  ApiCredentials,
  AuditEntry,
  Caller,
  Organisation,
  OrganisationKind,
  OrganisationStatus,
  User,
  UserRole,
} from './model.ts';
import { hashPassword, nobodysHash, passwordRefusal, verifyPassword } from './passwords.ts';
import * as store from './store.ts';

const DAY_MS = 86_400_000;
/** Seven days, as clients of this API expect (admitad-api 2.2). */
export const TOKEN_LIFETIME_MS = 7 * DAY_MS;
/** A client that asks for a token before every call would fill the table; its oldest tokens end. */
const TOKENS_PER_APPLICATION_MAX = 1_000;
/** 32 letters and digits are 165 bits. */
const CLIENT_ID_CHARACTERS = 30;
const CLIENT_SECRET_CHARACTERS = 48;
const TOKEN_CHARACTERS = 48;

/** Makes an organisation. Needs a system transaction. `id` is made here unless the caller has one. */
export async function createOrganisation(
  tx: Tx,
  input: {
    readonly kind: OrganisationKind;
    readonly name: string;
    readonly at: Instant;
    readonly id?: string;
    /** Active if left out: whoever is made by hand or by a loader needs no proof. */
    readonly status?: OrganisationStatus;
  },
): Promise<Organisation> {
  const organisation: Organisation = {
    id: input.id ?? randomUUID(),
    kind: input.kind,
    name: input.name,
    status: input.status ?? 'active',
    statusReason: null,
    createdAt: input.at,
  };
  await store.insertOrganisation(tx, organisation);
  return organisation;
}

/** Makes a user who may sign in with a password. Needs a system transaction. Refuses `email_invalid`, `email_taken`, `password_too_weak`. */
export async function createUser(
  tx: Tx,
  input: {
    readonly orgId: string;
    readonly email: string;
    readonly password: string;
    readonly role: UserRole;
    readonly at: Instant;
    readonly actor: string;
    /** What stands before the @ if left out. */
    readonly name?: string;
    readonly locale?: Locale;
    /** False: the address is still to be proven. */
    readonly confirmed?: boolean;
  },
): Promise<Result<User>> {
  const email = normalEmail(input.email);
  const name = input.name ?? email.slice(0, email.indexOf('@'));
  const problem = emailRefusal(email) ?? passwordRefusal(input.password, [email, name]);
  if (problem !== null) return refused(problem);
  const user: User = {
    id: randomUUID(),
    orgId: input.orgId,
    email,
    name,
    locale: input.locale ?? 'en',
    role: input.role,
    createdAt: input.at,
    confirmedAt: input.confirmed === false ? null : input.at,
  };
  if (!(await store.insertUser(tx, user, await hashPassword(input.password)))) {
    return refused({
      code: 'email_taken',
      field: 'email',
      value: shownValue(email),
      detail: `${email} belongs to a user.`,
    });
  }
  const subject = `user:${user.id}`;
  await recordAudit(tx, { ...changeOf(input), action: 'user.created', subject, detail: { email, role: user.role } });
  return ok(user);
}

/** Small letters, so that one person cannot have two accounts that differ in capitals. */
export function normalEmail(email: string): string {
  return email.trim().toLowerCase();
}

export function emailRefusal(email: string): Refusal | null {
  if (isMailAddress(email)) return null;
  const detail = `${shownValue(email)} is no e-mail address; expected one such as name@example.org.`;
  return { code: 'email_invalid', field: 'email', value: shownValue(email), detail };
}

/** The user with this address and password; `null` for any other pair, after the same work. Needs a system transaction. */
export async function verifyUser(q: Queryable, email: string, password: string): Promise<User | null> {
  return matchingUser(await store.userByEmail(q, normalEmail(email)), password);
}

/** The same where the user was looked up before: hashing takes long, and no transaction should wait for it. */
export async function matchingUser(found: store.UserWithPassword | null, password: string): Promise<User | null> {
  // Nobody's password is looked at too, so that an unknown address cannot be told by the time it takes (T-21).
  const matches = await verifyPassword(password, found?.passwordHash ?? (await nobodysHash()));
  return found !== null && matches ? found.user : null;
}

/** Makes an API application; its secret is in the answer and nowhere else. Needs a system transaction. */
export async function createApiApplication(
  tx: Tx,
  input: {
    readonly orgId: string;
    readonly name: string;
    readonly scopes: readonly string[];
    readonly at: Instant;
    readonly actor: string;
  },
): Promise<ApiCredentials> {
  const clientSecret = randomAlphanumeric(CLIENT_SECRET_CHARACTERS);
  const application = {
    id: randomUUID(),
    orgId: input.orgId,
    name: input.name,
    clientId: randomAlphanumeric(CLIENT_ID_CHARACTERS),
    scopes: input.scopes,
    createdAt: input.at,
  };
  await store.insertApplication(tx, application, hashSecret(clientSecret));
  const subject = `application:${application.id}`;
  const detail = { name: application.name, scopes: application.scopes };
  await recordAudit(tx, { ...changeOf(input), action: 'application.created', subject, detail });
  return { applicationId: application.id, clientId: application.clientId, clientSecret };
}

/** Ends an application and with it all its tokens, at once. False when there is none to end. Needs a system transaction. */
export async function revokeApiApplication(
  tx: Tx,
  input: { readonly applicationId: string; readonly at: Instant; readonly actor: string },
): Promise<boolean> {
  const orgId = await store.revokeApplicationById(tx, input.applicationId, input.at);
  if (orgId === null) return false;
  const subject = `application:${input.applicationId}`;
  await recordAudit(tx, {
    at: input.at,
    orgId,
    actor: input.actor,
    action: 'application.revoked',
    subject,
    detail: {},
  });
  return true;
}

export interface IssuedToken {
  readonly accessToken: string;
  readonly expiresInSeconds: number;
  readonly scopes: readonly string[];
  readonly kind: OrganisationKind;
}

/** Exchanges client credentials for an access token. `scopes` empty means all of the application's. */
export async function issueToken(
  db: Database,
  now: Instant,
  request: { readonly clientId: string; readonly clientSecret: string; readonly scopes: readonly string[] },
): Promise<Result<IssuedToken>> {
  return db.transaction({ role: 'system' }, async (tx) => {
    const client = await store.clientById(tx, request.clientId);
    // An unknown client is compared too, so that it cannot be told from a wrong secret by the time it takes.
    const matches = matchesHash(request.clientSecret, client?.secretHash ?? hashSecret(''));
    if (client === null || !matches) {
      return refused({
        code: 'invalid_client',
        field: 'client_id',
        detail: 'The client is unknown or its secret is wrong.',
      });
    }
    if (client.status === 'blocked') return refused(blocked(client.statusReason));
    const missing = request.scopes.find((scope) => !client.scopes.includes(scope));
    if (missing !== undefined) {
      const detail = `The application does not have the scope ${shownValue(missing)}; it has ${client.scopes.join(' ')}.`;
      return refused({ code: 'invalid_scope', field: 'scope', value: shownValue(missing), detail });
    }
    const scopes = request.scopes.length === 0 ? client.scopes : [...new Set(request.scopes)];
    const accessToken = randomAlphanumeric(TOKEN_CHARACTERS);
    const { applicationId, orgId, kind } = client;
    await store.pruneTokens(tx, applicationId, now, TOKENS_PER_APPLICATION_MAX - 1);
    const expiresAt = now + TOKEN_LIFETIME_MS;
    await store.insertToken(tx, {
      hash: hashSecret(accessToken),
      applicationId,
      orgId,
      scopes,
      issuedAt: now,
      expiresAt,
    });
    return ok({ accessToken, expiresInSeconds: TOKEN_LIFETIME_MS / 1000, scopes, kind });
  });
}

/** Letters, digits and marks of RFC 6750; nothing longer than any token of ours or of a likely foreign one is looked up. */
const BEARER = /^Bearer +([A-Za-z0-9._~+/-]{1,512}=*)$/i;

/** Tokens looked up in one statement; more requests than connections of a busy server come in at a time. */
const TOKENS_AT_A_TIME_MAX = 500;
/** While one look-up is under way, the requests that come in meanwhile wait for the next. */
const LOOK_UPS_IN_FLIGHT_MAX = 1;

export type TokenLookUp = (token: string) => Promise<store.KnownToken | null>;

/**
 * Looks tokens up, those of requests that come in together at once. Nothing is remembered from one look-up to the next: a revoked
 * application is refused with its next request.
 */
export function tokenLookUps(db: Database, clock: Clock): TokenLookUp {
  return inGroups<string, store.KnownToken | null>({
    sizeMax: TOKENS_AT_A_TIME_MAX,
    inFlightMax: LOOK_UPS_IN_FLIGHT_MAX,
    isHopeless: isUnavailable,
    work: async (tokens) => {
      const hashes = tokens.map(hashSecret);
      const known = await db.transaction({ role: 'system' }, (tx) => store.tokensByHash(tx, hashes, clock.now()), {
        keepPlans: true,
      });
      return hashes.map((hash) => known.get(hash.toString('hex')) ?? null);
    },
  });
}

export interface KnownApplication {
  readonly caller: Caller;
  readonly organisation: Organisation;
  readonly scopes: ReadonlySet<string>;
}

/**
 * Which application stands behind an `Authorization` header. Refuses `invalid_token` whether the token is missing, unknown, expired or
 * revoked, without telling which (BAD-97).
 */
export async function authenticate(
  lookUp: TokenLookUp,
  authorization: string | undefined,
): Promise<Result<KnownApplication>> {
  const token = BEARER.exec(authorization ?? '')?.[1];
  const known = token === undefined ? null : await lookUp(token);
  if (known === null) {
    const detail = 'Expected the header "Authorization: Bearer <access token>" with a valid access token.';
    return refused({ code: 'invalid_token', field: 'Authorization', detail, extra: WIRE_INVALID_TOKEN });
  }
  const { organisation, applicationId, scopes } = known;
  const actor = `application:${applicationId}`;
  const caller = { orgId: organisation.id, kind: organisation.kind, actor, userId: null, role: null };
  return ok({ caller, organisation, scopes: new Set(scopes) });
}

/** The members that clients of the wire-compatible API read (admitad-api 1.1). */
const WIRE_INVALID_TOKEN = {
  error: 'invalid_token',
  error_description: 'The access token is missing or not valid.',
  error_code: 1,
  status_code: 401,
} as const;

/** Nothing of a blocked organisation is served; it is told why. */
export function blocked(reason: string | null): Refusal {
  const detail = `The organisation is blocked${reason === null ? '' : `: ${reason}`}.`;
  return { code: 'organisation_blocked', field: null, detail, extra: { reason } };
}

/** Writes the audit record of a privileged change; call it in the transaction of the change (I-34). */
export async function recordAudit(tx: Tx, entry: AuditEntry): Promise<void> {
  await store.insertAudit(tx, randomUUID(), entry);
}

function changeOf(input: { readonly at: Instant; readonly orgId: string; readonly actor: string }) {
  return { at: input.at, orgId: input.orgId, actor: input.actor };
}
