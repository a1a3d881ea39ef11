import { fastifyCookie as cookie } from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Every cookie of ours is closed to scripts and stays away from requests that other sites start (T-20). */
export interface CookieOptions {
  /** Needs https; its name then begins with `__Host-`, which no other host can set. */
  readonly secure: boolean;
  /** Seconds; 0 removes it, `null` keeps it until the browser ends. */
  readonly maxAge: number | null;
}

export function readCookie(request: FastifyRequest, name: string): string | null {
  const header = request.headers.cookie;
  if (header === undefined) return null;
  const cookies = cookie.parse(header);
  return Object.hasOwn(cookies, name) ? (cookies[name] ?? null) : null;
}

export function setCookie(reply: FastifyReply, name: string, value: string, options: CookieOptions): void {
  const { secure, maxAge } = options;
  const lasting = maxAge === null ? {} : { maxAge };
  reply.header(
    'set-cookie',
    cookie.serialize(name, value, { path: '/', httpOnly: true, sameSite: 'lax', secure, ...lasting }),
  );
}
