import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { acceptRulesBody, type RulesAcceptance, rulesAcceptance, waitingRules } from '../../contract/wire/rules.ts';
import { formatInstant } from '../../core/time/index.ts';
import type { Queryable } from '../../platform/db/index.ts';
import { callerAccess, valueOrRefuse } from '../../platform/http/index.ts';
import { requireCaller } from '../accounts/index.ts';
import { adSpacesById } from '../ad-spaces/index.ts';
import { type AcceptanceOfRules, acceptanceOfRules, acceptNewRules, rulesWaiting } from './accept-rules.ts';
import type { ApplicationRoutes } from './routes.ts';

const SYSTEM = { role: 'system' } as const;
const params = z.object({ code: z.string().max(100) });
const read = { access: callerAccess('advcampaigns_for_website', 'publisher') };
const write = { access: callerAccess('manage_advcampaigns', 'publisher') };

/**
 * `/api/v1/programs/{code}/rules/acceptance`: which version of a program's rules a publisher's ad spaces have accepted, and accepting the one in force or announced;
 * `GET /api/v1/rules-waiting`: all rules that wait to be accepted.
 */
export function acceptanceRoutes({ db, clock }: ApplicationRoutes): FastifyPluginAsyncZod {
  return async (app) => {
    const path = '/api/v1/programs/:code/rules/acceptance';
    const response = { 200: rulesAcceptance };
    app.get(path, { config: read, schema: { params, response } }, async (request) => {
      const { code } = request.params;
      const { orgId } = requireCaller(request);
      // The rules of a program are its advertiser's rows; what is told of partnerships is the caller's alone.
      return db.transaction(SYSTEM, async (tx) =>
        shown(tx, code, valueOrRefuse(await acceptanceOfRules(tx, orgId, code, clock.now()))),
      );
    });
    app.get('/api/v1/rules-waiting', { config: read, schema: { response: { 200: waitingRules } } }, async (request) => {
      const { orgId } = requireCaller(request);
      const found = await db.transaction(SYSTEM, (tx) => rulesWaiting(tx, orgId));
      return {
        rules: found.map(({ program: { code, name }, version, adSpaces }) => ({
          ...{ program: code, program_name: name, version, ad_spaces: adSpaces },
        })),
      };
    });
    app.post(path, { config: write, schema: { params, body: acceptRulesBody, response } }, async (request) => {
      const { code } = request.params;
      const { orgId, actor } = requireCaller(request);
      const asked = { orgId, program: code, version: request.body.version, at: clock.now(), actor };
      return db.transaction(SYSTEM, async (tx) => shown(tx, code, valueOrRefuse(await acceptNewRules(tx, asked))));
    });
  };
}

async function shown(
  q: Queryable,
  code: string,
  { version, announced, standings }: AcceptanceOfRules,
): Promise<RulesAcceptance> {
  const spaces = await adSpacesById(q, [...new Set(standings.map(({ adSpaceId }) => adSpaceId))]);
  return {
    ...{ program: code, version },
    announced: announced === null ? null : { ...announced, from: formatInstant(announced.from) },
    ad_spaces: standings.map(({ adSpaceId, program, version: accepted, acceptedAt }) => ({
      ...{ id: adSpaceId, name: spaces.get(adSpaceId)?.name ?? '', program, accepted },
      accepted_at: acceptedAt === null ? null : formatInstant(acceptedAt),
    })),
  };
}
