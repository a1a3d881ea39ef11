import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { z } from 'zod';
import {
  expressDeskPage,
  expressDeskQuery,
  expressPaymentDesk,
  expressPaymentParams,
  expressTakeBackBody,
  expressTransferBody,
} from '../../contract/wire/express-payments.ts';
import type { Queryable } from '../../platform/db/index.ts';
import { callerAccess, valueOrRefuse } from '../../platform/http/index.ts';
import { actorNames, organisationNames, requireCaller } from '../accounts/index.ts';
import { cursorOf, pageOf } from '../conduct/index.ts';
import type { Payment } from './model.ts';
import { recordTransfer, takeBack, uncoveredPart } from './payout.ts';
import { type ExpressRoutes, programNames, programsOf, readInstant, SYSTEM } from './route-parts.ts';
import { shownPayment } from './shown.ts';
import { paymentsAfter } from './store.ts';

/** What the network has granted: to be transferred or taken back. */
export function deskRoutes(deps: ExpressRoutes): FastifyPluginAsyncZod {
  const { db, clock } = deps;
  const config = { access: callerAccess('payments', 'operator') };
  const told = async (q: Queryable, payments: readonly Payment[]): Promise<z.input<typeof expressPaymentDesk>[]> => {
    const programs = await programNames(q, programsOf(payments));
    const publishers = await organisationNames(
      q,
      payments.map(({ publisherOrg }) => publisherOrg),
    );
    const actors = await actorNames(
      q,
      payments.flatMap(({ askedBy, handled }) => [askedBy, handled?.by ?? '']),
    );
    const nameOf = (actor: string | undefined) =>
      actor?.startsWith('user:') ? (actors.get(actor)?.name ?? null) : null;
    const shown: z.input<typeof expressPaymentDesk>[] = [];
    for (const payment of payments) {
      const { publisherOrg: id, askedBy, handled, state } = payment;
      shown.push({
        ...shownPayment(payment, programs),
        publisher: { id, name: publishers.get(id) ?? id },
        asked_by: nameOf(askedBy),
        handled_by: nameOf(handled?.by),
        covered: state !== 'granted' || (await uncoveredPart(q, deps, payment)) === null,
      });
    }
    return shown;
  };
  const toldOne = async (q: Queryable, payment: Payment) => {
    const [shown] = await told(q, [payment]);
    if (shown === undefined) throw new Error(`express-payments: ${payment.id} is not shown`);
    return shown;
  };
  return async (app) => {
    const list = { querystring: expressDeskQuery, response: { 200: expressDeskPage } };
    app.get('/api/v1/express-payments/desk', { config, schema: list }, ({ query }) => {
      const { state = null, publisher: publisherOrg = null, limit } = query;
      const oldestFirst = state === 'granted';
      const asked = { state, publisherOrg, after: cursorOf(query.before), oldestFirst, limit: limit + 1 };
      return db.transaction(SYSTEM, async (tx) => {
        const found = await paymentsAfter(tx, asked);
        const { rows, next } = pageOf(found, limit, ({ askedAt, id }) => ({ at: askedAt, id }));
        return { payments: await told(tx, rows), next };
      });
    });

    const response = { 200: expressPaymentDesk };
    const transfer = { params: expressPaymentParams, body: expressTransferBody, response };
    app.post('/api/v1/express-payments/:id/transfer', { config, schema: transfer }, (request) => {
      const { reference, at: left } = request.body;
      const by = { id: request.params.id, at: clock.now(), actor: requireCaller(request).actor };
      const input = { ...by, reference, leftAt: readInstant('at', left) };
      return db.transaction(SYSTEM, async (tx) => toldOne(tx, valueOrRefuse(await recordTransfer(tx, deps, input))));
    });

    const back = { params: expressPaymentParams, body: expressTakeBackBody, response };
    app.post('/api/v1/express-payments/:id/take-back', { config, schema: back }, (request) => {
      const by = { id: request.params.id, at: clock.now(), actor: requireCaller(request).actor };
      const input = { ...by, reason: request.body.reason };
      return db.transaction(SYSTEM, async (tx) => toldOne(tx, valueOrRefuse(await takeBack(tx, input))));
    });
  };
}
