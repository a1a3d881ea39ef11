import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Result } from '../../contract/errors/index.ts';
import {
  adSpaceChangeBody,
  adSpaceDetail,
  adSpaceKindsAnswer,
  adSpacePage,
  adSpaceStatus,
  newAdSpaceBody,
  proofCheckAnswer,
  proofCheckBody,
} from '../../contract/wire/ad-spaces.ts';
import type { Tx } from '../../platform/db/index.ts';
import { callerAccess, refuse, valueOrRefuse } from '../../platform/http/index.ts';
import { type Caller, requireCaller } from '../accounts/index.ts';
import { kindRules } from './kinds.ts';
import type { AdSpace } from './model.ts';
import { archiveAdSpace, type Change, changeAdSpace, registerAdSpace, restoreAdSpace, type Said } from './own.ts';
import { checkProof, type ProofDeps } from './proof.ts';
import { noAdSpace } from './service.ts';
import { shownAdSpace, shownDetail } from './shown.ts';
import { adSpaceById, adSpacesAfter } from './store.ts';

const PAGE_DEFAULT = 100;
const PAGE_MAX = 500;
/** Below every id. */
const FIRST_ID = '00000000-0000-0000-0000-000000000000';

const listQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(PAGE_DEFAULT),
  after: z.uuid().or(z.literal(FIRST_ID)).default(FIRST_ID),
  status: adSpaceStatus.optional(),
});
const params = z.object({ id: z.uuid() });
const one = { params, response: { 200: adSpaceDetail } };

export type AdSpaceRoutes = ProofDeps;

const read = { access: callerAccess('websites', 'publisher') };
const write = { access: callerAccess('manage_websites', 'publisher') };

/**
 * `/api/v1/ad-spaces`: a publisher lists, registers, changes, archives and restores its ad spaces and has their ownership checked;
 * `GET /api/v1/ad-space-kinds`: what each kind needs.
 */
export function adSpaceRoutes(deps: AdSpaceRoutes): FastifyPluginAsyncZod {
  return async (app) => {
    app.get('/api/v1/ad-space-kinds', { config: read, schema: { response: { 200: adSpaceKindsAnswer } } }, () => ({
      kinds: kindRules.map(({ kind, trafficType, address, proof, asks, byAgreement }) => ({
        ...{ kind, traffic_type: trafficType, address, proof, asks: [...asks], by_agreement: byAgreement },
      })),
    }));
    const list = { querystring: listQuery, response: { 200: adSpacePage } };
    app.get('/api/v1/ad-spaces', { config: read, schema: list }, async (request) => {
      const { orgId } = requireCaller(request);
      const { limit, after, status = null } = request.query;
      // One more than asked tells whether there is a next page.
      const found = await deps.db.transaction({ role: 'app', org: orgId }, (tx) =>
        adSpacesAfter(tx, { orgId, status, after, limit: limit + 1 }),
      );
      const page = found.slice(0, limit);
      return { ad_spaces: page.map(shownAdSpace), next: found.length > limit ? (page.at(-1)?.id ?? null) : null };
    });
    app.get('/api/v1/ad-spaces/:id', { config: read, schema: one }, async (request) => {
      const { orgId } = requireCaller(request);
      const { id } = request.params;
      const found = await deps.db.transaction({ role: 'app', org: orgId }, (tx) => adSpaceById(tx, id));
      return found === null ? refuse(noAdSpace(id)) : shownDetail(found);
    });
    await app.register(writingRoutes(deps));
  };
}

function writingRoutes(deps: AdSpaceRoutes): FastifyPluginAsyncZod {
  const change = (caller: Caller, id: string): Change => ({
    orgId: caller.orgId,
    id,
    at: deps.clock.now(),
    actor: caller.actor,
  });
  const written = async (work: (tx: Tx) => Promise<Result<AdSpace>>) =>
    shownDetail(valueOrRefuse(await deps.db.transaction({ role: 'system' }, work)));
  return async (app) => {
    const create = { body: newAdSpaceBody, response: { 201: adSpaceDetail } };
    app.post('/api/v1/ad-spaces', { config: write, schema: create }, async (request, reply) => {
      const caller = requireCaller(request);
      const { prelander_url: prelanderUrl, ...said } = request.body;
      const by = { orgId: caller.orgId, at: deps.clock.now(), actor: caller.actor };
      return reply.code(201).send(await written((tx) => registerAdSpace(tx, { ...said, prelanderUrl, ...by })));
    });
    const edit = { ...one, body: adSpaceChangeBody };
    app.patch('/api/v1/ad-spaces/:id', { config: write, schema: edit }, async (request) => {
      const by = change(requireCaller(request), request.params.id);
      return written((tx) => changeAdSpace(tx, by, saidOf(request.body)));
    });
    app.post('/api/v1/ad-spaces/:id/archive', { config: write, schema: one }, async (request) =>
      written((tx) => archiveAdSpace(tx, change(requireCaller(request), request.params.id))),
    );
    app.post('/api/v1/ad-spaces/:id/restore', { config: write, schema: one }, async (request) =>
      written((tx) => restoreAdSpace(tx, change(requireCaller(request), request.params.id))),
    );
    const check = { params, body: proofCheckBody, response: { 200: proofCheckAnswer } };
    app.post('/api/v1/ad-spaces/:id/ownership-checks', { config: write, schema: check }, async (request) => {
      const { at: _at, ...by } = change(requireCaller(request), request.params.id);
      const checked = valueOrRefuse(await checkProof(deps, { ...by, method: request.body.method }));
      const { finding, detail, adSpace } = checked;
      return { proven: adSpace.proof.provenAt !== null, finding, detail, ad_space: shownDetail(adSpace) };
    });
  };
}

/** Fields that were sent; what is left out stays as it is. */
function saidOf(body: z.output<typeof adSpaceChangeBody>): Partial<Said> {
  return {
    ...(body.name === undefined ? {} : { name: body.name }),
    ...(body.url === undefined ? {} : { url: body.url }),
    ...(body.description === undefined ? {} : { description: body.description }),
    ...(body.prelander_url === undefined ? {} : { prelanderUrl: body.prelander_url }),
    ...(body.dropshipping === undefined ? {} : { dropshipping: body.dropshipping }),
    ...(body.rewards === undefined ? {} : { rewards: body.rewards }),
    ...(body.behaviours === undefined ? {} : { behaviours: body.behaviours }),
  };
}
