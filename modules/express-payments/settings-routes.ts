import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { expressExposure, expressSettings, expressSettingsBody } from '../../contract/wire/express-payments.ts';
import type { Queryable } from '../../platform/db/index.ts';
import { callerAccess, personAccess, valueOrRefuse } from '../../platform/http/index.ts';
import { actorNames, requireCaller, requireRecentProof } from '../accounts/index.ts';
import { exposureNow } from './exposure.ts';
import { type ExpressRoutes, SYSTEM } from './route-parts.ts';
import { changeSettings } from './settings.ts';
import { currentSettings } from './settings-store.ts';
import { shownSettings } from './shown.ts';

/** `/api/v1/express-payments/settings` and `/exposure`, for the network: what it risks, and what it has risked. */
export function settingsRoutes({ db, clock }: ExpressRoutes): FastifyPluginAsyncZod {
  const read = { access: callerAccess('payments', 'operator') };
  const write = { access: personAccess('payments', 'operator') };
  const told = async (q: Queryable) => {
    const settings = await currentSettings(q);
    const names = await actorNames(q, settings.changed === null ? [] : [settings.changed.by]);
    return shownSettings(settings, (actor) => names.get(actor)?.name ?? null);
  };
  return async (app) => {
    const response = { 200: expressSettings };
    app.get('/api/v1/express-payments/settings', { config: read, schema: { response } }, () =>
      db.transaction(SYSTEM, told),
    );
    const schema = { body: expressSettingsBody, response };
    app.put('/api/v1/express-payments/settings', { config: write, schema }, async (request) => {
      const at = clock.now();
      requireRecentProof(request, at);
      const { actor } = requireCaller(request);
      return db.transaction(SYSTEM, async (tx) => {
        valueOrRefuse(await changeSettings(tx, request.body, { at, actor }));
        return told(tx);
      });
    });
    const exposure = { response: { 200: expressExposure } };
    app.get('/api/v1/express-payments/exposure', { config: read, schema: exposure }, () =>
      db.transaction(SYSTEM, (tx) => exposureNow(tx, clock.now())),
    );
  };
}
