import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import {
  expressAsk,
  expressOffers,
  expressPayment,
  expressPaymentOrders,
  expressPaymentPage,
  expressPaymentParams,
  expressPaymentsQuery,
} from '../../contract/wire/express-payments.ts';
import { callerAccess, refuse, valueOrRefuse } from '../../platform/http/index.ts';
import { countTry, requireCaller } from '../accounts/index.ts';
import { cursorOf, pageOf } from '../conduct/index.ts';
import { advancesOf } from './advance-store.ts';
import { askExpress } from './ask.ts';
import { noPayment } from './payout.ts';
import { type ExpressRoutes, programNames, programsOf, SYSTEM } from './route-parts.ts';
import { currentSettings } from './settings-store.ts';
import { shownOffers, shownPayment, textIn } from './shown.ts';
import { offersTo } from './standing.ts';
import { paymentById, paymentsAfter } from './store.ts';

/** More in an hour is nobody's wish. */
const asksOfOne = { free: 200, most: 200, windowMs: 3_600_000 };

/** What a publisher may ask for, asks for, and was granted. */
export function publisherRoutes(deps: ExpressRoutes): FastifyPluginAsyncZod {
  const { db, clock } = deps;
  const config = { access: callerAccess('payments', 'publisher') };
  return async (app) => {
    const offer = { response: { 200: expressOffers } };
    app.get('/api/v1/express-payments/offer', { config, schema: offer }, (request) => {
      const { orgId } = requireCaller(request);
      return db.transaction(SYSTEM, async (tx) => {
        const settings = await currentSettings(tx);
        const offers = await offersTo(tx, deps, orgId, settings, clock.now());
        const codes = offers.flatMap(({ programs }) => programs.map(({ program }) => program));
        return shownOffers(settings, offers, await programNames(tx, codes));
      });
    });

    const ask = { body: expressAsk, response: { 200: expressPayment } };
    app.post('/api/v1/express-payments', { config, schema: ask }, async (request) => {
      const { orgId: publisherOrg, actor } = requireCaller(request);
      const asked = { publisherOrg, asked: request.body, at: clock.now(), actor };
      // Each request is kept, and waits for all others.
      const tried = [{ what: ['express payments of', publisherOrg], bound: asksOfOne }];
      valueOrRefuse(await db.transaction(SYSTEM, (tx) => countTry(tx, tried, asked.at)));
      // Committed before it is looked at: a refusal is kept, too.
      const payment = valueOrRefuse(await db.transaction(SYSTEM, (tx) => askExpress(tx, deps, asked)));
      return db.transaction(SYSTEM, async (tx) => shownPayment(payment, await programNames(tx, programsOf([payment]))));
    });

    const list = { querystring: expressPaymentsQuery, response: { 200: expressPaymentPage } };
    app.get('/api/v1/express-payments', { config, schema: list }, async (request) => {
      const { orgId } = requireCaller(request);
      const { state = null, limit, before } = request.query;
      const asked = { state, publisherOrg: orgId, after: cursorOf(before), oldestFirst: false, limit: limit + 1 };
      const found = await db.transaction({ role: 'app', org: orgId }, (tx) => paymentsAfter(tx, asked));
      const { rows, next } = pageOf(found, limit, ({ askedAt, id }) => ({ at: askedAt, id }));
      const names = await db.transaction(SYSTEM, (tx) => programNames(tx, programsOf(rows)));
      return { payments: rows.map((payment) => shownPayment(payment, names)), next };
    });

    const orders = { params: expressPaymentParams, response: { 200: expressPaymentOrders } };
    const both = { access: callerAccess('payments', 'publisher', 'operator') };
    app.get('/api/v1/express-payments/:id/orders', { config: both, schema: orders }, (request) => {
      const { kind, orgId } = requireCaller(request);
      const { id } = request.params;
      const actor = kind === 'operator' ? SYSTEM : ({ role: 'app', org: orgId } as const);
      return db.transaction(actor, async (tx) => {
        if ((await paymentById(tx, id)) === null) return refuse(noPayment(id));
        const advances = await advancesOf(tx, id);
        return {
          orders: advances.map(({ program, orderId, minor, settled, currency }) => {
            const text = textIn(currency);
            const amounts = { advanced: text(minor), settled: text(settled), outstanding: text(minor - settled) };
            return { program, order_id: orderId, ...amounts, currency };
          }),
        };
      });
    });
  };
}
