import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  answerBody,
  appealBody,
  foreseenAnswer,
  foreseenQuery,
  liftBody,
  sanctionAnswer,
  sanctionBody,
  sanctionPage,
  sanctionsQuery,
} from '../../contract/wire/conduct.ts';
import type { Tx } from '../../platform/db/index.ts';
import { callerAccess, valueOrRefuse } from '../../platform/http/index.ts';
import { requireCaller } from '../accounts/index.ts';
import { answerAppeal, appealSanction } from './appeal.ts';
import { appealDays } from './appeal-period.ts';
import { cursorOf, pageOf } from './cursor.ts';
import { liftSanction } from './lift.ts';
import { isFinal, type Sanction } from './model.ts';
import { namesOf } from './names.ts';
import type { ConductRoutes } from './routes.ts';
import { foreseen, sanctionAtOnce } from './sanctions.ts';
import { shownEffect, shownSanction } from './shown.ts';
import { sanctionsBefore } from './store.ts';

const SYSTEM = { role: 'system' } as const;
const operator = { access: callerAccess('conduct', 'operator') };
const publisher = { access: callerAccess('conduct', 'publisher') };
const params = z.object({ id: z.uuid() });

/** `/api/v1/conduct/sanctions`: operators impose and lift them, publishers read theirs and may object. */
export function sanctionRoutes(deps: ConductRoutes): FastifyPluginAsyncZod {
  return async (app) => {
    await app.register(readingRoutes(deps));
    await app.register(judgingRoutes(deps));
  };
}

function readingRoutes({ db, clock, ...deps }: ConductRoutes): FastifyPluginAsyncZod {
  return async (app) => {
    const list = { querystring: sanctionsQuery, response: { 200: sanctionPage } };
    const both = { access: callerAccess('conduct', 'operator', 'publisher') };
    app.get('/api/v1/conduct/sanctions', { config: both, schema: list }, async (request) => {
      const { kind, orgId } = requireCaller(request);
      const { program = null, publisher: asked = null, level = null, state: standing = null, limit } = request.query;
      const publisherOrg = kind === 'operator' ? asked : orgId;
      const before = cursorOf(request.query.before);
      const actor = kind === 'operator' ? SYSTEM : ({ role: 'app', org: orgId } as const);
      const filter = { program, publisherOrg, level, standing };
      const found = await db.transaction(actor, (tx) => sanctionsBefore(tx, filter, before, limit + 1));
      const { rows, next } = pageOf(found, limit, (sanction) => ({ at: sanction.imposedAt, id: sanction.id }));
      // Names of programs are public, and the others are the reader's own.
      const names = await db.transaction(SYSTEM, (tx) => namesOf(tx, rows));
      const isOwnVoice = kind === 'operator';
      const sanctions = rows.map((sanction) => {
        const shown = shownSanction(sanction, names, clock.now());
        return isOwnVoice ? shown : forPublisher(shown);
      });
      return { sanctions, next };
    });

    const preview = { querystring: foreseenQuery, response: { 200: foreseenAnswer } };
    app.get('/api/v1/conduct/foreseen', { config: operator, schema: preview }, async ({ query }) => {
      const { program, publisher: publisherOrg = null, ad_space: adSpaceId = null, rule, level = null } = query;
      const asked = { program, publisherOrg, adSpaceId, rule, level };
      return db.transaction(SYSTEM, async (tx) => {
        const { level: chosen, suggested, effect } = valueOrRefuse(await foreseen(tx, deps, asked));
        const days = isFinal(chosen) ? null : await appealDays(tx, program);
        return { level: chosen, suggested, effect: shownEffect(effect), appeal_days: days };
      });
    });
  };
}

/** Who at the network decided is the network's own affair. */
function forPublisher(shown: z.input<typeof sanctionAnswer>): z.input<typeof sanctionAnswer> {
  const lifted = shown.lifted === null ? null : { ...shown.lifted, by: 'network' };
  const answer = shown.appeal?.answer == null ? null : { ...shown.appeal.answer, by: 'network' };
  const appeal = shown.appeal === null ? null : { ...shown.appeal, answer };
  return { ...shown, imposed_by: 'network', imposed_by_name: null, appeal, lifted };
}

function judgingRoutes({ db, clock, ...deps }: ConductRoutes): FastifyPluginAsyncZod {
  const told = async (tx: Tx, sanction: Sanction) =>
    shownSanction(sanction, await namesOf(tx, [sanction]), clock.now());
  return async (app) => {
    const impose = { body: sanctionBody, response: { 201: sanctionAnswer } };
    app.post('/api/v1/conduct/sanctions', { config: operator, schema: impose }, async (request, reply) => {
      const { publisher: publisherOrg, ad_space: adSpaceId, ...rest } = request.body;
      const by = { at: clock.now(), actor: requireCaller(request).actor };
      const shown = await db.transaction(SYSTEM, async (tx) =>
        told(tx, valueOrRefuse(await sanctionAtOnce(tx, deps, { ...rest, publisherOrg, adSpaceId, ...by }))),
      );
      return reply.code(201).send(shown);
    });
    const lift = { params, body: liftBody, response: { 200: sanctionAnswer } };
    app.post('/api/v1/conduct/sanctions/:id/lift', { config: operator, schema: lift }, (request) => {
      const by = { at: clock.now(), actor: requireCaller(request).actor };
      const asked = { id: request.params.id, reason: request.body.reason, ...by };
      return db.transaction(SYSTEM, async (tx) => told(tx, valueOrRefuse(await liftSanction(tx, asked))));
    });
    const answer = { params, body: answerBody, response: { 200: sanctionAnswer } };
    app.post('/api/v1/conduct/sanctions/:id/answer', { config: operator, schema: answer }, (request) => {
      const by = { at: clock.now(), actor: requireCaller(request).actor };
      const asked = { id: request.params.id, text: request.body.text, ...by };
      return db.transaction(SYSTEM, async (tx) => told(tx, valueOrRefuse(await answerAppeal(tx, asked))));
    });
    const appeal = { params, body: appealBody, response: { 200: sanctionAnswer } };
    app.post('/api/v1/conduct/sanctions/:id/appeal', { config: publisher, schema: appeal }, (request) => {
      const caller = requireCaller(request);
      const { id } = request.params;
      const by = { publisherOrg: caller.orgId, at: clock.now(), actor: caller.actor };
      return db.transaction(SYSTEM, async (tx) => {
        const sanction = valueOrRefuse(await appealSanction(tx, { id, text: request.body.text, ...by }));
        return forPublisher(await told(tx, sanction));
      });
    });
  };
}
