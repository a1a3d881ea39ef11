import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  type DeeplinkAnswer,
  deeplinksAnswer,
  deeplinksBody,
  linkCheckAnswer,
  linkCheckBody,
  linksAnswer,
  shortLinkAnswer,
  shortLinkBody,
} from '../../contract/wire/links.ts';
import type { Clock } from '../../platform/clock/index.ts';
import type { Database } from '../../platform/db/index.ts';
import { callerAccess, refuse, valueOrRefuse } from '../../platform/http/index.ts';
import { requireCaller } from '../accounts/index.ts';
import { checkLink } from './check.ts';
import { type Deeplink, deeplinks } from './deeplinks.ts';
import type { IssuedLink } from './model.ts';
import { linksOfAdSpace, standardLink } from './service.ts';
import { shortLink } from './short-link.ts';
import type { ClickReading } from './targets.ts';

const CODE_CHARACTERS_MAX = 100;

export interface LinkRoutes {
  readonly db: Database;
  readonly clock: Clock;
  /** How browsers reach us, without a slash at the end. */
  readonly publicUrl: string;
  readonly clicks: ClickReading;
}

/**
 * `GET /api/v1/ad-spaces/{id}/links`: the standard links of an ad space, in one program or in all that it has joined.
 * `POST /api/v1/deeplinks`, `POST /api/v1/short-links`, `POST /api/v1/link-checks`.
 */
export function linkRoutes(deps: LinkRoutes): FastifyPluginAsyncZod {
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
    await app.register(makingRoutes(deps));
  };
}

function makingRoutes({ db, clock, publicUrl, clicks }: LinkRoutes): FastifyPluginAsyncZod {
  return async (app) => {
    const generate = { access: callerAccess('deeplink_generator', 'publisher') };
    const many = { body: deeplinksBody, response: { 200: deeplinksAnswer } };
    app.post('/api/v1/deeplinks', { config: generate, schema: many }, async (request) => {
      const actor = { role: 'app', org: requireCaller(request).orgId } as const;
      const { ad_space: adSpaceId, ...rest } = request.body;
      const asked = { ...rest, adSpaceId, at: clock.now() };
      const made = valueOrRefuse(await db.transaction(actor, (tx) => deeplinks(tx, { publicUrl, clicks }, asked)));
      const [only, ...others] = made;
      if (only !== undefined && only.refusal !== null && others.length === 0) return refuse(only.refusal);
      return { links: made.map(shownDeeplink) };
    });
    const shorten = { body: shortLinkBody, response: { 200: shortLinkAnswer } };
    const shortening = { access: callerAccess('short_link', 'publisher') };
    app.post('/api/v1/short-links', { config: shortening, schema: shorten }, async (request) => {
      const actor = { role: 'app', org: requireCaller(request).orgId } as const;
      const asked = { link: request.body.link, at: clock.now() };
      const path = valueOrRefuse(await db.transaction(actor, (tx) => shortLink(tx, { publicUrl, clicks }, asked)));
      return { short_link: `${publicUrl}${path}` };
    });
    const check = { body: linkCheckBody, response: { 200: linkCheckAnswer } };
    const checking = { access: callerAccess('validate_links', 'publisher') };
    app.post('/api/v1/link-checks', { config: checking, schema: check }, async (request) => {
      const actor = { role: 'app', org: requireCaller(request).orgId } as const;
      const asked = { link: request.body.link, at: clock.now() };
      return db.transaction(actor, (tx) => checkLink(tx, { publicUrl, clicks }, asked));
    });
  };
}

function shownDeeplink({
  url,
  link,
  shortLink: short,
  affiliate,
  landing,
  fromApp,
  refusal,
}: Deeplink): DeeplinkAnswer {
  const error = refusal === null ? null : { code: refusal.code, detail: refusal.detail };
  return { url, link, short_link: short, affiliate, landing, from_app: fromApp, error };
}
