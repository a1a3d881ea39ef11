import type { IncomingMessage, ServerResponse } from 'node:http';
import { catalogueEntry } from '../../contract/errors/index.ts';

/** The pages a visitor of a click address may see instead of the shop. */
export type PageCode = 'link_not_found' | 'offer_ended' | 'address_too_long' | 'method_not_allowed' | 'not_ready';

const page = (code: PageCode, headers: readonly string[] = []) => {
  const { status, title, remedy } = catalogueEntry(code);
  // Nothing of the request appears on it, so there is nothing to escape.
  const body = Buffer.from(
    `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
      `<title>${title}</title><h1>${title}</h1><p>${remedy}</p></html>\n`,
  );
  const fixed = [
    'Content-Type',
    'text/html; charset=utf-8',
    'Content-Length',
    String(body.length),
    'Cache-Control',
    'no-store',
    'Referrer-Policy',
    'no-referrer',
    'X-Content-Type-Options',
    'nosniff',
    'Content-Security-Policy',
    "default-src 'none'",
  ];
  return { status, body, headers: [...fixed, ...headers] };
};

const pages = {
  link_not_found: page('link_not_found'),
  offer_ended: page('offer_ended'),
  address_too_long: page('address_too_long'),
  method_not_allowed: page('method_not_allowed', ['Allow', 'GET, HEAD']),
  not_ready: page('not_ready', ['Retry-After', '5']),
} as const satisfies Readonly<Record<PageCode, unknown>>;

export function answerPage(
  request: IncomingMessage,
  response: ServerResponse,
  code: PageCode,
  cookie: string | null = null,
): void {
  const { status, body, headers } = pages[code];
  response.writeHead(status, cookie === null ? headers : [...headers, 'Set-Cookie', cookie]);
  response.end(request.method === 'HEAD' ? undefined : body);
}

/**
 * The redirect. `no-referrer`: the shop learns the click id and nothing of the page the visitor came from; `no-store`: each click is
 * a click.
 */
export function answerRedirect(response: ServerResponse, location: string, cookie: string | null): void {
  const headers = [
    'Location',
    location,
    'Cache-Control',
    'no-store',
    'Referrer-Policy',
    'no-referrer',
    'Content-Length',
    '0',
  ];
  if (cookie !== null) {
    headers.push('Set-Cookie', cookie);
  }
  response.writeHead(302, headers);
  response.end();
}
