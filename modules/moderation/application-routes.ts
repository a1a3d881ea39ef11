import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  adSpacesQuery,
  adSpaceVerdict,
  applicationsQuery,
  applicationVerdict,
  applicationVerdictAnswer,
  moderatedAdSpace,
  moderatedAdSpaces,
  moderatedApplications,
} from '../../contract/wire/moderation.ts';
import { formatInstant } from '../../core/time/index.ts';
import type { Tx } from '../../platform/db/index.ts';
import { valueOrRefuse } from '../../platform/http/index.ts';
import { organisationNames, requireCaller } from '../accounts/index.ts';
import { type AdSpace, adSpacesById, adSpacesIn, setAdSpaceStatus, shownAdSpace } from '../ad-spaces/index.ts';
import { approve, decline, misleadingOf, type Partnership, partnershipsIn } from '../partnerships/index.ts';
import { programsByCodes } from '../programs/index.ts';
import { config, type ModerationRoutes, SYSTEM } from './routes.ts';

const PROGRAM_CHARACTERS_MAX = 100;

/** `/api/v1/moderation/ad-spaces` and `/api/v1/moderation/applications`: the queues and their verdicts. */
export function entryRoutes(deps: ModerationRoutes): FastifyPluginAsyncZod {
  return async (app) => {
    await app.register(adSpaceRoutes(deps));
    await app.register(applicationRoutes(deps));
  };
}

function adSpaceRoutes({ db, clock }: ModerationRoutes): FastifyPluginAsyncZod {
  return async (app) => {
    const list = { querystring: adSpacesQuery, response: { 200: moderatedAdSpaces } };
    app.get('/api/v1/moderation/ad-spaces', { config, schema: list }, ({ query }) => {
      const { status, publisher: orgId = null, offset, limit } = query;
      return db.transaction(SYSTEM, async (tx) => {
        const { found, total } = await adSpacesIn(tx, { status, orgId, offset, limit });
        return { ad_spaces: await withPublishers(tx, found), total };
      });
    });

    const params = z.object({ id: z.uuid() });
    const verdict = { params, body: adSpaceVerdict, response: { 200: moderatedAdSpace } };
    app.post('/api/v1/moderation/ad-spaces/:id/verdict', { config, schema: verdict }, (request) => {
      const { status, reason = '', code, rule, from } = request.body;
      const cited = { ...(code === undefined ? {} : { code }), ...(rule === undefined ? {} : { rule }) };
      const by = { at: clock.now(), actor: requireCaller(request).actor };
      const asked = { id: request.params.id, status, reason, from, ...cited, ...by };
      return db.transaction(SYSTEM, async (tx) => {
        const judged = valueOrRefuse(await setAdSpaceStatus(tx, asked));
        const [shown] = await withPublishers(tx, [judged]);
        if (shown === undefined) throw new Error('an ad space that was judged is not shown');
        return shown;
      });
    });
  };
}

async function withPublishers(tx: Tx, adSpaces: readonly AdSpace[]) {
  const names = await organisationNames(
    tx,
    adSpaces.map(({ orgId }) => orgId),
  );
  return adSpaces.map((adSpace) => ({
    ...shownAdSpace(adSpace),
    publisher: { id: adSpace.orgId, name: names.get(adSpace.orgId) ?? adSpace.orgId },
  }));
}

function applicationRoutes({ db, clock }: ModerationRoutes): FastifyPluginAsyncZod {
  return async (app) => {
    const list = { querystring: applicationsQuery, response: { 200: moderatedApplications } };
    app.get('/api/v1/moderation/applications', { config, schema: list }, ({ query }) => {
      const { status, program = null, publisher: publisherOrg = null, offset, limit } = query;
      return db.transaction(SYSTEM, async (tx) => {
        const { found, total } = await partnershipsIn(tx, { status, program, publisherOrg, offset, limit });
        return { applications: await shownApplications(tx, found), total };
      });
    });

    const params = z.object({ ad_space: z.uuid(), program: z.string().max(PROGRAM_CHARACTERS_MAX) });
    const verdict = { params, body: applicationVerdict, response: { 200: applicationVerdictAnswer } };
    app.post('/api/v1/moderation/applications/:ad_space/:program', { config, schema: verdict }, (request) => {
      const { ad_space: adSpaceId, program } = request.params;
      const { verdict: said, reason = '', code, from } = request.body;
      const change = { adSpaceId, program, from, at: clock.now(), actor: requireCaller(request).actor };
      return db.transaction(SYSTEM, async (tx) => {
        const decided =
          said === 'approve'
            ? valueOrRefuse(await approve(tx, change))
            : [valueOrRefuse(await decline(tx, { ...change, reason, ...(code === undefined ? {} : { code }) }))];
        const [first, ...also] = decided;
        return { status: first?.status ?? 'pending', joined_also: also.map((partnership) => partnership.program) };
      });
    });
  };
}

async function shownApplications(tx: Tx, found: readonly Partnership[]) {
  const adSpaces = await adSpacesById(
    tx,
    found.map(({ adSpaceId }) => adSpaceId),
  );
  const programs = await programsByCodes(tx, [...new Set(found.map(({ program }) => program))]);
  const names = await organisationNames(
    tx,
    found.map(({ publisherOrg }) => publisherOrg),
  );
  return found.map((partnership) => {
    const adSpace = adSpaces.get(partnership.adSpaceId);
    const { publisherOrg, program } = partnership;
    return {
      ad_space: {
        id: partnership.adSpaceId,
        name: adSpace?.name ?? partnership.adSpaceId,
        url: adSpace?.url ?? null,
        kind: adSpace?.kind ?? 'other',
      },
      publisher: { id: publisherOrg, name: names.get(publisherOrg) ?? publisherOrg },
      program: { code: program, name: programs.get(program)?.name ?? program },
      status: partnership.status,
      traffic_kind: partnership.trafficType,
      agreement_needed: partnership.agreementNeeded,
      justification: partnership.justification,
      misleading: misleadingOf(adSpace, partnership),
      applied_at: formatInstant(partnership.appliedAt),
    };
  });
}
