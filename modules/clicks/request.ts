import type { IncomingMessage } from 'node:http';

/** The headers that mean something to a click; everything else is not looked at. */
export interface ClickHeaders {
  readonly userAgent: string | null;
  readonly referrer: string | null;
  readonly cookie: string | null;
  readonly forwardedFor: string | null;
  /** A browser or messenger loads the page for later or for a preview: nobody has clicked. */
  readonly prefetch: boolean;
}

/** `Sec-Purpose: prefetch;prerender`, `Purpose: prefetch`, `X-Moz: prefetch`, `X-Purpose: preview`. */
const PREFETCH_VALUE = /prefetch|prerender|preview/i;

/**
 * Reads the headers in one pass over the raw list. `request.headers` would make an object of all of them first, which costs as much
 * as the rest of a click. Of a header that came twice the first counts, except that hops are one list (RFC 9110, 5.3).
 */
export function readClickHeaders(request: IncomingMessage): ClickHeaders {
  const { rawHeaders } = request;
  let userAgent: string | null = null;
  let referrer: string | null = null;
  let cookie: string | null = null;
  let forwardedFor: string | null = null;
  let prefetch = request.method === 'HEAD';
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    const value = rawHeaders[index + 1] ?? '';
    switch (knownName(name)) {
      case 'user-agent':
        userAgent ??= value;
        break;
      case 'referer':
        referrer ??= value;
        break;
      case 'cookie':
        cookie = cookie === null ? value : `${cookie}; ${value}`;
        break;
      case 'x-forwarded-for':
        forwardedFor = forwardedFor === null ? value : `${forwardedFor},${value}`;
        break;
      case 'purpose':
      case 'x-purpose':
      case 'sec-purpose':
      case 'x-moz':
        prefetch ||= PREFETCH_VALUE.test(value);
        break;
      default:
    }
  }
  return { userAgent: userAgent === '' ? null : userAgent, referrer, cookie, forwardedFor, prefetch };
}

/** Lower-cased only when the length says that it may be one of ours. */
function knownName(name: string): string {
  switch (name.length) {
    case 5:
    case 6:
    case 7:
    case 9:
    case 10:
    case 11:
    case 15:
      return name.toLowerCase();
    default:
      return '';
  }
}
