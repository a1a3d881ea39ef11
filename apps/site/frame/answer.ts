import { createHash } from 'node:crypto';
import { brotliCompressSync, constants } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { chosenLanguage, type PageLanguage, pageHeaders, pageLanguages } from '../../../platform/http/index.ts';
import type { SiteDeps } from '../deps.ts';
import { type Visit, visitOf } from './visit.ts';

const ENTRY = 'apps/site/browser/main.ts';
/** Pages change when somebody publishes: browsers ask again after a minute, and mostly hear that nothing changed. */
const FRESH_SECONDS = 60;
/** What forms send is shorter; more is not repeated in links to the other languages. */
const QUERY_CHARACTERS_MAX = 1_000;

/** The page of which language a request asks for: by its address, else by what the browser wants. */
export function visitOfRequest(deps: SiteDeps, request: FastifyRequest, prefix: Visit['prefix']): Visit {
  const { pathname, search } = new URL(request.url, 'http://page');
  const below = pathname.slice(prefix.length);
  let end = below.length;
  while (below[end - 1] === '/') end -= 1;
  const path = below.slice(0, end) || '/';
  return visitOf({
    language: languageOf(prefix) ?? chosenLanguage(request.headers),
    prefix,
    path,
    query: search.length <= QUERY_CHARACTERS_MAX ? search.slice(1) : '',
    network: deps.network.name,
    publicUrl: deps.publicUrl,
    files: deps.bundle.entry(ENTRY),
  });
}

function languageOf(prefix: Visit['prefix']): PageLanguage | null {
  return pageLanguages.find((language) => prefix === `/${language}`) ?? null;
}

/**
 * Sends a page. Equal pages have equal tags, so that a browser that has one is told so in a few bytes. Where the browser chose the language,
 * caches between keep the languages apart (T-40).
 */
export function sendPage(request: FastifyRequest, reply: FastifyReply, visit: Visit, page: ReactElement): FastifyReply {
  const html = `<!doctype html>${renderToStaticMarkup(page)}`;
  // Weak, as it stands for the page however it is sent.
  const tag = `W/"${createHash('sha256').update(html).digest('base64url').slice(0, 27)}"`;
  reply
    .headers(pageHeaders(null))
    .header('etag', tag)
    .header('content-language', visit.language)
    .header('cache-control', `${visit.prefix === '' ? 'private' : 'public'}, max-age=${FRESH_SECONDS}`);
  reply.header('vary', visit.prefix === '' ? 'accept-language, cookie, accept, accept-encoding' : 'accept-encoding');
  if (request.headers['if-none-match'] === tag) return reply.code(304).send();
  if (!/\bbr\b/.test(request.headers['accept-encoding'] ?? '')) return reply.send(html);
  return reply.header('content-encoding', 'br').send(compressed(html));
}

/** A quarter of the bytes for two milliseconds: pages hold nothing secret that their length could tell. */
function compressed(html: string): Buffer {
  return brotliCompressSync(html, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } });
}

/** Sends a page that stands for a failure: not to be kept. */
export function sendPassing(reply: FastifyReply, status: number, page: ReactElement): FastifyReply {
  return reply
    .code(status)
    .headers(pageHeaders(null))
    .header('cache-control', 'no-store')
    .send(`<!doctype html>${renderToStaticMarkup(page)}`);
}
