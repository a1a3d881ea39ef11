import type { FastifyRequest } from 'fastify';
import { ok, type Refusal, type Result, refused } from '../../contract/errors/index.ts';
import { rolesAllowed } from '../../contract/rights.ts';
import type { Instant } from '../../core/time/instant.ts';
import type { Clock } from '../../platform/clock/index.ts';
import type { Database } from '../../platform/db/index.ts';
import { type CallerAccess, type Guard, messageHeaders, refuse } from '../../platform/http/index.ts';
import type { Caller, Organisation } from './model.ts';
import { authenticate, blocked, tokenLookUps } from './service.ts';
import { sessionToken } from './sessions/cookies.ts';
import { provenRecently, type Session } from './sessions/model.ts';
import { forgeryRefusal } from './sessions/origin.ts';
import { sessionLookUps } from './sessions/service.ts';

export interface GuardDeps {
  readonly db: Database;
  readonly clock: Clock;
  /** Where people reach the network; without it the Host header of their request tells. */
  readonly publicUrl?: string;
}

/** Callers of the requests under way; an entry goes with its request. */
const callers = new WeakMap<FastifyRequest, Caller>();
const sessions = new WeakMap<FastifyRequest, Session>();

interface Proven {
  readonly caller: Caller;
  readonly organisation: Organisation;
  /** `null` for a person, whose role decides. */
  readonly scopes: ReadonlySet<string> | null;
}

/**
 * The guard of an HTTP server: proves who calls, by access token or session, and that scope or role and organisation fit the route's
 * declaration. A token in the header goes before a cookie: other sites can make a browser send the cookie, never the header.
 */
export function callerGuard({ db, clock, publicUrl }: GuardDeps): Guard {
  const site = { publicUrl: publicUrl ?? null };
  const tokens = tokenLookUps(db, clock);
  const people = sessionLookUps(db, clock);
  const bySession = async (request: FastifyRequest, token: string): Promise<Result<Proven>> => {
    const session = await people(token);
    const refusal = session === null ? notSignedIn() : sessionRefusal(session);
    if (session === null || refusal !== null) return refused(refusal ?? notSignedIn());
    const forgery = isWrite(request) ? forgeryRefusal(site, request, token) : null;
    if (forgery !== null) return refused(forgery);
    sessions.set(request, session);
    const { user, organisation } = session;
    const actor = `user:${user.id}`;
    const caller = { orgId: user.orgId, kind: organisation.kind, actor, userId: user.id, role: user.role };
    return ok({ caller, organisation, scopes: null });
  };
  return async (request, access) => {
    const { authorization } = request.headers;
    const cookie = authorization === undefined ? sessionToken(site, request) : null;
    if (access.orSigned && authorization === undefined && isSigned(request)) return null;
    if (cookie === null && authorization === undefined) {
      if (access.personOnly) return notSignedIn();
      if (access.orSigned) return signatureMissing();
    }
    const proven = cookie === null ? await authenticate(tokens, authorization) : await bySession(request, cookie);
    if (!proven.ok) return proven.error;
    const refusal = accessRefusal(request, proven.value, access);
    if (refusal === null) callers.set(request, proven.value.caller);
    return refusal;
  };
}

/** Who makes the request by its token or session; `null` where it is to prove itself by a signature. */
export function callerOf(request: FastifyRequest): Caller | null {
  return callers.get(request) ?? null;
}

/** Who makes the request. Throws where the route is public: there nobody was asked. */
export function requireCaller(request: FastifyRequest): Caller {
  const caller = callers.get(request);
  if (caller === undefined)
    throw new Error(`${request.routeOptions.url ?? request.url}: declare callerAccess(…) to have a caller`);
  return caller;
}

/** The session of the request. Throws where the route is not for people alone. */
export function requireSession(request: FastifyRequest): Session {
  const session = sessions.get(request);
  if (session === undefined)
    throw new Error(`${request.routeOptions.url ?? request.url}: declare personAccess(…) or sessionAccess to have one`);
  return session;
}

/** Ends the request unless the person proved a short while ago who they are: for what is dear (T-17). */
export function requireRecentProof(request: FastifyRequest, now: Instant): Session {
  const session = requireSession(request);
  if (provenRecently(session, now)) return session;
  const detail = 'Expected a proof of who you are from the last quarter of an hour.';
  return refuse({ code: 'proof_required', field: null, detail });
}

function notSignedIn(): Refusal {
  return { code: 'not_signed_in', field: null, detail: 'Expected the cookie of a session that has not ended.' };
}

function sessionRefusal(session: Session): Refusal | null {
  if (session.secondFactor !== 'pending') return null;
  return {
    code: 'second_factor_required',
    field: null,
    detail: 'The password was right; the second factor is missing.',
  };
}

const READING: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

function isWrite(request: FastifyRequest): boolean {
  return !READING.has(request.method);
}

function isSigned(request: FastifyRequest): boolean {
  return messageHeaders.some((name) => request.headers[name] !== undefined);
}

/** Neither token nor signature (BAD-24); what is signed is let through and checked when its body is there. */
function signatureMissing(): Refusal {
  const detail = `Expected the header "Authorization: Bearer <access token>", or ${messageHeaders.join(', ')} made with the signing secret of the program.`;
  return { code: 'signature_missing', field: 'Authorization', detail };
}

function accessRefusal(request: FastifyRequest, proven: Proven, access: CallerAccess): Refusal | null {
  const { caller, organisation, scopes } = proven;
  if (organisation.status === 'blocked') return blocked(organisation.statusReason);
  const right = scopes === null ? roleRefusal(request, caller, access) : scopeRefusal(scopes, access);
  return right ?? kindRefusal(caller, access) ?? statusRefusal(request, organisation, access);
}

function scopeRefusal(scopes: ReadonlySet<string>, { scope, personOnly }: CallerAccess): Refusal | null {
  if (personOnly || scope === null) {
    const detail = 'An access token does not do here, whatever its scopes: expected a person who is signed in.';
    return { code: 'person_required', field: 'Authorization', detail };
  }
  if (scopes.has(scope)) return null;
  const detail = `The access token lacks the scope ${scope}.`;
  const wire = { error: 'insufficient_scope', error_description: detail, error_code: 2, status_code: 403 };
  return { code: 'insufficient_scope', field: 'Authorization', detail, extra: { scope, ...wire } };
}

function roleRefusal(request: FastifyRequest, { role }: Caller, { scope }: CallerAccess): Refusal | null {
  if (scope === null) return null;
  const roles = rolesAllowed(scope, isWrite(request));
  if (role !== null && roles.includes(role)) return null;
  const detail = `This takes the role ${roles.join(' or ')}; yours is ${role ?? 'none'}.`;
  return { code: 'role_not_allowed', field: null, value: role ?? '', detail, extra: { roles } };
}

function kindRefusal({ kind }: Caller, { callers: kinds }: CallerAccess): Refusal | null {
  if (kinds.length === 0 || kinds.includes(kind)) return null;
  const detail = `This is for organisations of the kind ${kinds.join(' or ')}; yours is a ${kind}.`;
  return { code: 'wrong_organisation', field: null, value: kind, detail, extra: { organisations: kinds } };
}

/** Who is not active may look, and see to the own account; anything else waits. */
function statusRefusal(request: FastifyRequest, { status }: Organisation, { scope }: CallerAccess): Refusal | null {
  if (status === 'active' || scope === null || !isWrite(request)) return null;
  const detail = `The organisation is ${status}; this takes an active one.`;
  return { code: 'organisation_not_active', field: null, detail, extra: { organisation_status: status } };
}
