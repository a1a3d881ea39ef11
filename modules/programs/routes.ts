import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  type ListedProgram,
  type ProgramDetail,
  type ProgramTool,
  programDetail,
  programPage,
  programsQuery,
} from '../../contract/wire/programs.ts';
import { formatInstant } from '../../core/time/index.ts';
import type { Database } from '../../platform/db/index.ts';
import { publicAccess, refuse } from '../../platform/http/index.ts';
import { isBeforeApproval } from './life.ts';
import type { Program, TrafficTypeRule } from './model.ts';
import { type OfferDeps, searchOffers, toolsOf } from './offer.ts';
import { noProgram } from './service.ts';
import { programByCode, trafficTypesOf } from './store.ts';

/** Codes are words; nothing longer is looked up. */
const CODE_CHARACTERS_MAX = 100;

export interface ProgramRoutes {
  readonly db: Database;
  readonly offers: OfferDeps;
}

/** `GET /api/v1/programs`, the catalogue, and `GET /api/v1/programs/{code}`: what anybody may know of the programs. */
export function programRoutes({ db, offers }: ProgramRoutes): FastifyPluginAsyncZod {
  return async (app) => {
    const config = { access: publicAccess };
    const list = { querystring: programsQuery, response: { 200: programPage } };
    app.get('/api/v1/programs', { config, schema: list }, async (request) => {
      const found = await db.transaction({ role: 'system' }, (tx) => searchOffers(tx, offers, request.query));
      return {
        programs: found.offers.map(({ program, tools, metrics }) => ({
          ...shownProgram(program, tools),
          metrics: [...metrics],
        })),
        total: found.total,
        next: found.next,
      };
    });

    const params = z.object({ code: z.string().max(CODE_CHARACTERS_MAX) });
    const one = { params, response: { 200: programDetail } };
    app.get('/api/v1/programs/:code', { config, schema: one }, async (request) => {
      const { code } = request.params;
      const [program, types] = await db.transaction({ role: 'system' }, async (tx) => [
        await programByCode(tx, code),
        await trafficTypesOf(tx, code),
      ]);
      if (program === null || isBeforeApproval(program)) return refuse(noProgram(code));
      const tools = toolsOf(program, await offers.withProducts([code]));
      return { ...shownProgram(program, tools), traffic_types: types.map(shownTrafficType) };
    });
  };
}

function shownProgram(program: Program, tools: readonly ProgramTool[]): Omit<ListedProgram, 'metrics'> {
  const { state, reason, translations = {}, since } = program.recruiting;
  return {
    code: program.code,
    name: program.name,
    status: program.status,
    home_url: program.homeUrl,
    affiliate_only_landing: program.affiliateOnlyLanding,
    signed_links_only: program.signedLinksOnly,
    categories: [...program.categories],
    countries: [...program.countries],
    tools: [...tools],
    recruiting: { state, reason, reason_translations: translations, since: formatInstant(since) },
    cookie_seconds: program.cookieMs / 1000,
    time_zone: program.timeZone,
    lost_orders: program.lostOrders,
    joins_also: [...program.joinsAlso],
    rules_with: [...program.rulesWith],
    geo_routing: { pair: program.geoRouting.pair, mode: program.geoRouting.mode },
  };
}

function shownTrafficType(rule: TrafficTypeRule): ProgramDetail['traffic_types'][number] {
  return { key: rule.key, parent: rule.parent, label_key: rule.labelKey, status: rule.status };
}
