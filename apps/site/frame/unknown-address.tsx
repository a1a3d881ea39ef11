import type { FastifyReply, FastifyRequest } from 'fastify';
import { pageLanguages } from '../../../platform/http/index.ts';
import type { SiteDeps } from '../deps.ts';
import { sendPassing, visitOfRequest } from './answer.ts';
import { NotFoundPage } from './error-page.tsx';

/** What a person gets at an address where nothing is; programs that call the API get a problem instead (answers `null`). */
export function notFoundPage(deps: SiteDeps): (request: FastifyRequest, reply: FastifyReply) => FastifyReply | null {
  return (request, reply) => {
    const isPerson = ['GET', 'HEAD'].includes(request.method) && /\btext\/html\b/.test(request.headers.accept ?? '');
    if (!isPerson || request.url.startsWith('/api/')) return null;
    const language = pageLanguages.find((each) => request.url === `/${each}` || request.url.startsWith(`/${each}/`));
    const visit = visitOfRequest(deps, request, language === undefined ? '' : `/${language}`);
    return sendPassing(reply, 404, NotFoundPage({ visit }));
  };
}
