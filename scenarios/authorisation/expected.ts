import type { Caller, Route } from './callers.ts';

/** What the guard answers: the code of a refusal, or that the request was let in. */
export type Verdict = 'let in' | string;

/** Codes that only the guard gives to a request that is let in nowhere else. */
export const GUARD_CODES: ReadonlySet<string> = new Set([
  'not_signed_in',
  'invalid_token',
  'signature_missing',
  'insufficient_scope',
  'person_required',
  'role_not_allowed',
  'wrong_organisation',
  'organisation_not_active',
  'organisation_blocked',
  'origin_not_allowed',
  'csrf_token_invalid',
  'second_factor_required',
]);

/** Written down once more and apart from the guard, from what the house says of roles: a mistake there does not repeat itself here. */
const WRITERS: Readonly<Record<string, readonly string[]>> = {
  people: ['owner'],
  payments: ['owner', 'finance'],
};

export function isWrite({ method }: Route): boolean {
  return method !== 'GET' && method !== 'HEAD';
}

/** What the declaration of a route says of a caller. */
export function expectedOf(route: Route, caller: Caller): Verdict {
  const { access } = route;
  if (access.kind === 'public') return 'let in';
  if (caller.kind === null) {
    if (access.personOnly) return 'not_signed_in';
    return access.orSigned ? 'signature_missing' : 'invalid_token';
  }
  const right = caller.role === null ? tokenVerdict(access, caller) : roleVerdict(route, caller.role);
  if (right !== 'let in') return right;
  return access.callers.length === 0 || access.callers.includes(caller.kind) ? 'let in' : 'wrong_organisation';
}

function tokenVerdict(access: Exclude<Route['access'], { kind: 'public' }>, { scope }: Caller): Verdict {
  if (access.personOnly) return 'person_required';
  return access.scope === scope ? 'let in' : 'insufficient_scope';
}

function roleVerdict(route: Route, role: string): Verdict {
  if (route.access.kind === 'public' || route.access.scope === null || !isWrite(route)) return 'let in';
  const writers = WRITERS[route.access.scope] ?? ['owner', 'manager'];
  return writers.includes(role) ? 'let in' : 'role_not_allowed';
}
