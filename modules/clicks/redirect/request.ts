import type { IncomingMessage } from 'node:http';

/** The headers that mean something to a click; everything else is not looked at. */
export interface ClickHeaders {
  readonly userAgent: string | null;
  readonly referrer: string | null;
  readonly cookie: string | null;
  readonly forwardedFor: string | null;
  /** A browser or messenger loads the page for later or for a preview: nobody has clicked. */
  readonly prefetch: boolean;
  /** The browser says that a person started this navigation. Scripts of pages cannot set the header (W3C Fetch Metadata). */
  readonly acted: boolean;
}

/** `Sec-Purpose: prefetch;prerender`, `Purpose: prefetch`, `X-Moz: prefetch`, `X-Purpose: preview`. */
const PREFETCH_VALUE = /prefetch|prerender|preview/i;

/**
 * Of a header that came twice the first counts, except that cookies and hops are lists: as `node:http` has put them together for its own
 * checks before we are asked, so that looking them up again costs a quarter of reading the raw list.
 */
export function readClickHeaders({ headers, method }: IncomingMessage): ClickHeaders {
  const userAgent = headers['user-agent'];
  return {
    userAgent: userAgent === undefined || userAgent === '' ? null : userAgent,
    referrer: headers.referer ?? null,
    cookie: headers.cookie ?? null,
    forwardedFor: textOf(headers['x-forwarded-for']),
    prefetch:
      method === 'HEAD' ||
      saysPrefetch(headers['sec-purpose']) ||
      saysPrefetch(headers['purpose']) ||
      saysPrefetch(headers['x-purpose']) ||
      saysPrefetch(headers['x-moz']),
    acted: headers['sec-fetch-user'] === '?1',
  };
}

function textOf(value: string | string[] | undefined): string | null {
  return value === undefined ? null : typeof value === 'string' ? value : value.join(', ');
}

function saysPrefetch(value: string | string[] | undefined): boolean {
  return value !== undefined && PREFETCH_VALUE.test(typeof value === 'string' ? value : value.join());
}
