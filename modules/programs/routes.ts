import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { programStatus } from '../../contract/wire/program-editing.ts';
import { formatInstant } from '../../core/time/index.ts';
import type { Database } from '../../platform/db/index.ts';
import { publicAccess, refuse } from '../../platform/http/index.ts';
import { isBeforeApproval } from './life.ts';
import type { Program, TrafficTypeRule } from './model.ts';
import { noProgram } from './service.ts';
import { programByCode, programsAfter, trafficTypesOf } from './store.ts';

const PAGE_DEFAULT = 100;
const PAGE_MAX = 500;
/** Codes are words; nothing longer is looked up. */
const CODE_CHARACTERS_MAX = 100;

const programAnswer = z.object({
  code: z.string(),
  name: z.string(),
  status: programStatus,
  home_url: z.string(),
  recruiting: z.object({ state: z.enum(['open', 'suspended']), reason: z.string().nullable(), since: z.string() }),
  cookie_seconds: z.number(),
  time_zone: z.string(),
  lost_orders: z.boolean(),
  joins_also: z.array(z.string()).describe('Programs that an approved ad space joins at the same moment.'),
  rules_with: z.array(z.string()).describe('Programs whose rules are accepted by applying, besides its own.'),
  geo_routing: z.object({ pair: z.string().nullable(), mode: z.enum(['off', 'test', 'on']) }),
});

const programPage = z.object({
  programs: z.array(programAnswer),
  next: z.string().nullable().describe('Send it as `after`.'),
});

const trafficTypeAnswer = z.object({
  key: z.string(),
  parent: z.string().nullable(),
  label_key: z.string(),
  status: z.enum(['allowed', 'by_agreement', 'prohibited', 'restricted']),
});

const programDetail = programAnswer.extend({ traffic_types: z.array(trafficTypeAnswer) });

const listQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(PAGE_DEFAULT),
  after: z.string().max(CODE_CHARACTERS_MAX).default(''),
});

/** `GET /api/v1/programs` and `GET /api/v1/programs/{code}`: what anybody may know of the programs. */
export function programRoutes(deps: { readonly db: Database }): FastifyPluginAsyncZod {
  return async (app) => {
    const config = { access: publicAccess };
    const list = { querystring: listQuery, response: { 200: programPage } };
    app.get('/api/v1/programs', { config, schema: list }, async (request) => {
      const { limit, after } = request.query;
      // One more than asked tells whether there is a next page.
      const found = await deps.db.transaction({ role: 'system' }, (tx) => programsAfter(tx, after, limit + 1));
      const programs = found.slice(0, limit);
      return {
        programs: programs.map(shownProgram),
        next: found.length > limit ? (programs.at(-1)?.code ?? null) : null,
      };
    });

    const params = z.object({ code: z.string().max(CODE_CHARACTERS_MAX) });
    const one = { params, response: { 200: programDetail } };
    app.get('/api/v1/programs/:code', { config, schema: one }, async (request) => {
      const { code } = request.params;
      const [program, types] = await deps.db.transaction({ role: 'system' }, async (tx) => [
        await programByCode(tx, code),
        await trafficTypesOf(tx, code),
      ]);
      if (program === null || isBeforeApproval(program)) return refuse(noProgram(code));
      return { ...shownProgram(program), traffic_types: types.map(shownTrafficType) };
    });
  };
}

function shownProgram(program: Program): z.input<typeof programAnswer> {
  const { state, reason, since } = program.recruiting;
  return {
    code: program.code,
    name: program.name,
    status: program.status,
    home_url: program.homeUrl,
    recruiting: { state, reason, since: formatInstant(since) },
    cookie_seconds: program.cookieMs / 1000,
    time_zone: program.timeZone,
    lost_orders: program.lostOrders,
    joins_also: [...program.joinsAlso],
    rules_with: [...program.rulesWith],
    geo_routing: { pair: program.geoRouting.pair, mode: program.geoRouting.mode },
  };
}

function shownTrafficType(rule: TrafficTypeRule): z.input<typeof trafficTypeAnswer> {
  return { key: rule.key, parent: rule.parent, label_key: rule.labelKey, status: rule.status };
}
