import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Clock } from '../../platform/clock/index.ts';
import type { Database } from '../../platform/db/index.ts';
import { callerAccess, valueOrRefuse } from '../../platform/http/index.ts';
import { requireCaller } from '../accounts/index.ts';
import type { IssuedLink } from './model.ts';
import { linksOfAdSpace, standardLink } from './service.ts';
import { LINK_CHARACTERS_MAX, shortLink } from './short-link.ts';

const CODE_CHARACTERS_MAX = 100;

const linkAnswer = z.object({
  code: z.string(),
  program: z.string(),
  kind: z.enum(['standard', 'deeplink']),
  url: z.string().describe('Takes subid, subid1 … subid4 and ulp as parameters.'),
});

const linksAnswer = z.object({ links: z.array(linkAnswer) });

/**
 * `GET /api/v1/ad-spaces/{id}/links`: the standard links of an ad space, in one program or in all that it has joined.
 * `POST /api/v1/short-links`: a short link for a long one.
 */
export function linkRoutes(deps: {
  readonly db: Database;
  readonly clock: Clock;
  /** How browsers reach us, without a slash at the end. */
  readonly publicUrl: string;
}): FastifyPluginAsyncZod {
  const shown = (link: IssuedLink) => ({
    code: link.code,
    program: link.program,
    kind: link.kind,
    url: `${deps.publicUrl}${link.path}`,
  });
  return async (app) => {
    const config = { access: callerAccess('advcampaigns_for_website', 'publisher') };
    const schema = {
      params: z.object({ id: z.uuid() }),
      querystring: z.strictObject({ program: z.string().max(CODE_CHARACTERS_MAX).optional() }),
      response: { 200: linksAnswer },
    };
    app.get('/api/v1/ad-spaces/:id/links', { config, schema }, async (request) => {
      const { id: adSpaceId } = request.params;
      const { program } = request.query;
      const actor = { role: 'app', org: requireCaller(request).orgId } as const;
      const at = deps.clock.now();
      if (program === undefined) {
        const links = valueOrRefuse(await deps.db.transaction(actor, (tx) => linksOfAdSpace(tx, adSpaceId, at)));
        return { links: links.map(shown) };
      }
      const link = valueOrRefuse(
        await deps.db.transaction(actor, (tx) => standardLink(tx, { adSpaceId, program, at })),
      );
      return { links: [shown(link)] };
    });
    const shorten = {
      body: z.strictObject({
        link: z
          .string()
          .max(LINK_CHARACTERS_MAX)
          .describe('One of your links, with subid, subid1 … subid4 and ulp as wanted.'),
      }),
      response: { 200: z.object({ short_link: z.string() }) },
    };
    const access = { access: callerAccess('short_link', 'publisher') };
    app.post('/api/v1/short-links', { config: access, schema: shorten }, async (request) => {
      const actor = { role: 'app', org: requireCaller(request).orgId } as const;
      const asked = { link: request.body.link, publicUrl: deps.publicUrl, at: deps.clock.now() };
      const path = valueOrRefuse(await deps.db.transaction(actor, (tx) => shortLink(tx, asked)));
      return { short_link: `${deps.publicUrl}${path}` };
    });
  };
}
