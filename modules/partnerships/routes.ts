import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  type ApplicationAnswer,
  type ApplicationDetail,
  applicationAnswer,
  applicationDetail,
  applicationsPage,
  newApplicationBody,
  partnershipStatus,
} from '../../contract/wire/applications.ts';
import { formatInstant } from '../../core/time/index.ts';
import type { Clock } from '../../platform/clock/index.ts';
import type { Database, Queryable } from '../../platform/db/index.ts';
import { callerAccess, refuse, valueOrRefuse } from '../../platform/http/index.ts';
import { type Caller, requireCaller } from '../accounts/index.ts';
import { adSpacesById, noAdSpace } from '../ad-spaces/index.ts';
import { programsByCodes } from '../programs/index.ts';
import { type Applicant, apply, leave } from './apply.ts';
import { historyOf } from './history.ts';
import type { Partnership } from './model.ts';
import { acceptancesOf, partnershipById, partnershipsPage } from './store.ts';

export interface ApplicationRoutes {
  readonly db: Database;
  readonly clock: Clock;
}

const PAGE_DEFAULT = 50;
const PAGE_MAX = 200;
const OFFSET_MAX = 100_000;
const CODE_CHARACTERS_MAX = 100;

const program = z.string().max(CODE_CHARACTERS_MAX);
const listQuery = z.strictObject({
  ad_space: z.uuid().optional(),
  program: program.optional(),
  status: partnershipStatus.optional(),
  limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(PAGE_DEFAULT),
  offset: z.coerce.number().int().min(0).max(OFFSET_MAX).default(0),
});
const params = z.object({ id: z.uuid(), program });
const read = { access: callerAccess('advcampaigns_for_website', 'publisher') };
const write = { access: callerAccess('manage_advcampaigns', 'publisher') };

/** `/api/v1/applications`: a publisher applies to programs with its ad spaces, sees how they stand, and leaves. */
export function applicationRoutes({ db, clock }: ApplicationRoutes): FastifyPluginAsyncZod {
  const applicant = (caller: Caller, adSpaceId: string, code: string): Applicant => ({
    orgId: caller.orgId,
    adSpaceId,
    program: code,
    at: clock.now(),
    actor: caller.actor,
  });
  /** As the publisher sees it: with names, which only a publisher's own transaction gives. */
  const shownOne = async (orgId: string, partnership: Partnership): Promise<ApplicationAnswer> =>
    db.transaction({ role: 'app', org: orgId }, async (tx) => {
      const [one] = await shown(tx, [partnership]);
      return one ?? refuse(noAdSpace(partnership.adSpaceId));
    });
  return async (app) => {
    const list = { querystring: listQuery, response: { 200: applicationsPage } };
    app.get('/api/v1/applications', { config: read, schema: list }, async (request) => {
      const { orgId } = requireCaller(request);
      const { ad_space: adSpaceId = null, program: code = null, status = null, limit, offset } = request.query;
      return db.transaction({ role: 'app', org: orgId }, async (tx) => {
        const asked = { publisherOrg: orgId, adSpaceId, program: code, status, limit, offset };
        const { rows, total } = await partnershipsPage(tx, asked);
        return { applications: await shown(tx, rows), total };
      });
    });
    const create = { body: newApplicationBody, response: { 200: applicationAnswer, 201: applicationAnswer } };
    app.post('/api/v1/applications', { config: write, schema: create }, async (request, reply) => {
      const caller = requireCaller(request);
      const { ad_space, program: code, traffic_kind: trafficType, rules, justification } = request.body;
      const asked = { trafficType, said: { rules, justification } };
      const by = applicant(caller, ad_space, code);
      const applied = valueOrRefuse(await db.transaction({ role: 'system' }, (tx) => apply(tx, by, asked)));
      return reply.code(201).send(await shownOne(caller.orgId, applied));
    });
    const one = { params, response: { 200: applicationDetail } };
    app.get('/api/v1/applications/:id/:program', { config: read, schema: one }, async (request) => {
      const { id, program: code } = request.params;
      const caller = requireCaller(request);
      const own = await db.transaction({ role: 'app', org: caller.orgId }, async (tx) => {
        const partnership = await partnershipById(tx, id, code);
        return partnership === null ? refuse(noAdSpace(id)) : { partnership, detail: await detailed(tx, partnership) };
      });
      // Who acted may belong to another organisation: only the system role tells which.
      const history = await db.transaction({ role: 'system' }, (tx) => historyOf(tx, own.partnership, caller));
      return { ...own.detail, history };
    });
    const end = { params, response: { 200: applicationAnswer } };
    app.post('/api/v1/applications/:id/:program/disconnect', { config: write, schema: end }, async (request) => {
      const caller = requireCaller(request);
      const by = applicant(caller, request.params.id, request.params.program);
      const left = valueOrRefuse(await db.transaction({ role: 'system' }, (tx) => leave(tx, by)));
      return shownOne(caller.orgId, left);
    });
  };
}

async function shown(q: Queryable, partnerships: readonly Partnership[]): Promise<ApplicationAnswer[]> {
  const adSpaces = await adSpacesById(q, [...new Set(partnerships.map(({ adSpaceId }) => adSpaceId))]);
  const programs = await programsByCodes(q, [...new Set(partnerships.map(({ program: code }) => code))]);
  return partnerships.map((partnership) => {
    const adSpace = adSpaces.get(partnership.adSpaceId);
    const found = programs.get(partnership.program);
    const { verdict, agreementNeeded, agreed } = partnership;
    return {
      ad_space: { id: partnership.adSpaceId, name: adSpace?.name ?? '', status: adSpace?.status ?? 'archived' },
      program: {
        code: partnership.program,
        name: found?.name ?? partnership.program,
        status: found?.status ?? 'archived',
        time_zone: found?.timeZone ?? 'UTC',
        joins_also: [...(found?.joinsAlso ?? [])],
      },
      status: partnership.status,
      traffic_kind: partnership.trafficType,
      agreement: agreementNeeded ? (agreed ? 'given' : 'missing') : 'not_needed',
      justification: partnership.justification,
      applied_at: formatInstant(partnership.appliedAt),
      joined_at: partnership.joinedAt === null ? null : formatInstant(partnership.joinedAt),
      joined_through: partnership.joinedThrough,
      verdict:
        verdict === null
          ? null
          : { reason: verdict.reason, reason_code: verdict.code ?? null, at: formatInstant(verdict.at) },
    };
  });
}

async function detailed(q: Queryable, partnership: Partnership): Promise<Omit<ApplicationDetail, 'history'>> {
  const { adSpaceId, program: code } = partnership;
  const [answer] = await shown(q, [partnership]);
  const acceptances = await acceptancesOf(q, adSpaceId);
  return {
    ...(answer ?? refuse(noAdSpace(adSpaceId))),
    accepted_rules: acceptances
      .filter((acceptance) => acceptance.program === code)
      .map(({ rulesOf, rulesVersion, acceptedAt }) => ({
        program: rulesOf,
        version: rulesVersion,
        accepted_at: formatInstant(acceptedAt),
      })),
  };
}
