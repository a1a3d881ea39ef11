import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { catalogueEntry, errorText } from '../../../contract/errors/index.ts';
// The file itself: an edge does not load the framework behind the index.
import { chosenLanguage, type PageLanguage } from '../../../platform/http/language.ts';

/** The pages a visitor of a click address may see instead of the shop. */
export type PageCode =
  | 'link_not_found'
  | 'offer_ended'
  | 'link_not_in_use'
  | 'address_too_long'
  | 'method_not_allowed'
  | 'not_ready';

const STYLE =
  ':root{color-scheme:light dark}body{margin:0;min-height:100vh;display:grid;place-content:center;padding:1.5rem;' +
  'box-sizing:border-box;font:1rem/1.5 system-ui,sans-serif}main{max-width:32rem}h1{font-size:1.5rem;line-height:1.25}';

/** Nothing from anywhere, no script, no frame around it; only the style above. */
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const page = (code: PageCode, language: PageLanguage, headers: readonly string[]) => {
  const { title, remedy } = errorText(code, language);
  // Nothing of the request appears on it, so there is nothing to escape.
  const body = Buffer.from(
    `<!doctype html><html lang="${language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
      `<title>${title}</title><style>${STYLE}</style><main><h1>${title}</h1><p>${remedy}</p></main></html>\n`,
  );
  const fixed = [
    'Content-Type',
    'text/html; charset=utf-8',
    'Content-Language',
    language,
    'Content-Length',
    String(body.length),
    'Vary',
    'Accept-Language, Cookie',
    'Cache-Control',
    'no-store',
    'X-Robots-Tag',
    'noindex',
    'Referrer-Policy',
    'no-referrer',
    'X-Content-Type-Options',
    'nosniff',
    'Content-Security-Policy',
    POLICY,
  ];
  return { body, headers: [...fixed, ...headers] };
};

const pages = (code: PageCode, headers: readonly string[] = []) => ({
  status: catalogueEntry(code).status,
  en: page(code, 'en', headers),
  ru: page(code, 'ru', headers),
  es: page(code, 'es', headers),
});

const pagesOf = {
  link_not_found: pages('link_not_found'),
  offer_ended: pages('offer_ended'),
  link_not_in_use: pages('link_not_in_use'),
  address_too_long: pages('address_too_long'),
  method_not_allowed: pages('method_not_allowed', ['Allow', 'GET, HEAD']),
  not_ready: pages('not_ready', ['Retry-After', '5']),
} as const satisfies Readonly<Record<PageCode, unknown>>;

/** A page in the language that the visitor's browser asks for. */
export function answerPage(
  request: IncomingMessage,
  response: ServerResponse,
  code: PageCode,
  cookie: string | null = null,
): void {
  const { status, ...languages } = pagesOf[code];
  const { body, headers } = languages[chosenLanguage(request.headers)];
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
