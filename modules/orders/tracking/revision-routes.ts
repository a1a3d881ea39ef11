import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { catalogueEntry } from '../../../contract/errors/index.ts';
import { isUnavailable } from '../../../platform/db/index.ts';
import { publicAccess, RefusedRequest } from '../../../platform/http/index.ts';
import type { OrdersDeps } from '../deps.ts';
import { storeIsAway } from '../intake/accept-answers.ts';
import type { ReceivedRequest } from '../intake/intake-store.ts';
import { acceptRevision, type RevisionAnswer } from './revision.ts';

/** Revision by request, with the answers of the protocol (admitad-api 23.1). */
export function revisionRoutes(
  deps: OrdersDeps,
  received: (request: FastifyRequest) => ReceivedRequest,
): FastifyPluginAsyncZod {
  const accepted = (request: FastifyRequest): Promise<RevisionAnswer> =>
    acceptRevision(deps, received(request)).catch((error: unknown) => {
      throw isUnavailable(error) ? new RefusedRequest(storeIsAway()) : error;
    });
  return async (app) => {
    app.route({
      method: 'GET',
      url: '/rp',
      // A HEAD request asks what a GET would answer; it must not change an order.
      exposeHeadRoute: false,
      config: { access: publicAccess },
      schema: {
        description:
          'What became of an order, by the shop’s server, signed with the revision secret (admitad-api 23.1).',
      },
      handler: async (request, reply) => {
        reply.header('cache-control', 'no-store');
        const answer = await accepted(request);
        if (answer.ok) return { success: true, message: 'request is processing' };
        const { code, detail, extra } = answer.error;
        const wait = extra?.['retry_after'];
        if (typeof wait === 'number') reply.header('retry-after', String(Math.ceil(wait)));
        reply.code(catalogueEntry(code).status);
        return { success: false, errors: [detail] };
      },
    });
  };
}
