import type { FastifyRequest } from 'fastify';
import type { Refusal } from '../../../contract/errors/index.ts';
import { refuse } from '../../../platform/http/index.ts';
import { isSecure, type Site } from './cookies.ts';
import { isCsrfToken } from './model.ts';

/** A write that carries a session must come from a page of ours and prove that the page could read the session's token (T-20). */
export function forgeryRefusal(site: Site, request: FastifyRequest, token: string): Refusal | null {
  const origin = originRefusal(site, request, false);
  if (origin !== null) return origin;
  const offered = request.headers['x-csrf-token'];
  if (typeof offered === 'string' && isCsrfToken(token, offered)) return null;
  const detail = 'Expected the header x-csrf-token with the csrf_token of GET /api/v1/session.';
  return { code: 'csrf_token_invalid', field: 'x-csrf-token', detail };
}

/**
 * Refuses what a page of another origin sends. Browsers say where a write comes from; what says nothing is no browser, which is fine where
 * no session is at stake (`orSilent`).
 */
function originRefusal(site: Site, request: FastifyRequest, orSilent: boolean): Refusal | null {
  const { origin, host } = request.headers;
  const fetched = request.headers['sec-fetch-site'];
  const isOther = fetched !== undefined && fetched !== 'same-origin';
  if (!isOther && origin !== undefined && isOurs(site, origin, host)) return null;
  if (!isOther && origin === undefined && (orSilent || fetched === 'same-origin')) return null;
  const value = (origin ?? '').slice(0, 100);
  const detail = `Expected a request of a page of ${site.publicUrl ?? 'this host'}; the header Origin is "${value}".`;
  return { code: 'origin_not_allowed', field: 'Origin', value, detail };
}

/** For public routes that write: what a page of another origin sends is refused before it is read. */
export function sameOrigin(site: Site): (request: FastifyRequest) => Promise<void> {
  return async (request) => {
    const refusal = originRefusal(site, request, true);
    if (refusal !== null) refuse(refusal);
  };
}

/** Exactly ours (T-39). A network without https is reached by several names, such as localhost and 127.0.0.1: there the Host decides. */
function isOurs(site: Site, origin: string, host: string | undefined): boolean {
  if (site.publicUrl !== null && origin === site.publicUrl) return true;
  return !isSecure(site) && host !== undefined && origin === `http://${host}`;
}
