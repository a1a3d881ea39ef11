import type { FastifyReply, FastifyRequest } from 'fastify';
import { readCookie, setCookie } from '../../../platform/http/index.ts';
import { isToken, newToken, SESSION_LONGEST_MS } from './model.ts';

/** How this network is reached; decides the cookies' names and which origin a write may come from. */
export interface Site {
  /** Scheme, host and port, such as `https://network.example`; `null` where only the Host header tells. */
  readonly publicUrl: string | null;
}

const YEAR_SECONDS = 31_536_000;

export function isSecure({ publicUrl }: Site): boolean {
  return publicUrl?.startsWith('https:') ?? false;
}

/** `__Host-` keeps other hosts of the domain from setting it; browsers take such a cookie over https only. */
function named(site: Site, name: string): string {
  return isSecure(site) ? `__Host-${name}` : name;
}

/** The token of the session cookie; `null` where there is none or it cannot be one. */
export function sessionToken(site: Site, request: FastifyRequest): string | null {
  const token = readCookie(request, named(site, 'tributary'));
  return token !== null && isToken(token) ? token : null;
}

export function keepSession(site: Site, reply: FastifyReply, token: string): void {
  const options = { secure: isSecure(site), maxAge: SESSION_LONGEST_MS / 1000 };
  setCookie(reply, named(site, 'tributary'), token, options);
}

export function dropSession(site: Site, reply: FastifyReply): void {
  setCookie(reply, named(site, 'tributary'), '', { secure: isSecure(site), maxAge: 0 });
}

/** A mark of the browser that outlives sessions: whoever signed in here once is not kept out by strangers who guess (T-21). */
export function deviceToken(site: Site, request: FastifyRequest): string | null {
  const token = readCookie(request, named(site, 'tributary-device'));
  return token !== null && isToken(token) ? token : null;
}

export function keepDevice(site: Site, reply: FastifyReply, known: string | null): string {
  const token = known ?? newToken();
  setCookie(reply, named(site, 'tributary-device'), token, { secure: isSecure(site), maxAge: YEAR_SECONDS });
  return token;
}
