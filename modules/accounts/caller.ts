import type { FastifyRequest } from 'fastify';
import type { Refusal } from '../../contract/errors/index.ts';
import type { Clock } from '../../platform/clock/index.ts';
import type { Database } from '../../platform/db/index.ts';
import { type CallerAccess, type Guard, messageHeaders } from '../../platform/http/index.ts';
import type { Caller } from './model.ts';
import { authenticate, tokenLookUps } from './service.ts';

/** Callers of the requests under way; an entry goes with its request. */
const callers = new WeakMap<FastifyRequest, Caller>();

/** The guard of an HTTP server: proves who calls, and that the token's scope and organisation fit the route's declaration. */
export function callerGuard(deps: { readonly db: Database; readonly clock: Clock }): Guard {
  const lookUp = tokenLookUps(deps.db, deps.clock);
  return async (request, access) => {
    if (access.orSigned && request.headers.authorization === undefined) return signatureMissing(request);
    const caller = await authenticate(lookUp, request.headers.authorization);
    if (!caller.ok) return caller.error;
    const refusal = accessRefusal(caller.value, access);
    if (refusal === null) callers.set(request, caller.value);
    return refusal;
  };
}

/** Who makes the request by its token; `null` where it is to prove itself by a signature. */
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

/** Neither token nor signature (BAD-24); what is signed passes here and is checked when its body is there. */
function signatureMissing(request: FastifyRequest): Refusal | null {
  if (messageHeaders.some((name) => request.headers[name] !== undefined)) return null;
  const detail = `Expected the header "Authorization: Bearer <access token>", or ${messageHeaders.join(', ')} made with the signing secret of the program.`;
  return { code: 'signature_missing', field: 'Authorization', detail };
}

function accessRefusal(caller: Caller, access: CallerAccess): Refusal | null {
  if (!caller.scopes.has(access.scope)) {
    const detail = `The access token lacks the scope ${access.scope}.`;
    const wire = { error: 'insufficient_scope', error_description: detail, error_code: 2, status_code: 403 };
    return { code: 'insufficient_scope', field: 'Authorization', detail, extra: { scope: access.scope, ...wire } };
  }
  if (access.callers.length === 0 || access.callers.includes(caller.kind)) return null;
  const detail = `This is for organisations of the kind ${access.callers.join(' or ')}; yours is a ${caller.kind}.`;
  return {
    code: 'wrong_organisation',
    field: null,
    value: caller.kind,
    detail,
    extra: { organisations: access.callers },
  };
}
