import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { deskRoutes } from './desk-routes.ts';
import { publisherRoutes } from './publisher-routes.ts';
import type { ExpressRoutes } from './route-parts.ts';
import { settingsRoutes } from './settings-routes.ts';

export type { ExpressRoutes } from './route-parts.ts';

/** `/api/v1/express-payments`: what publishers ask for, and what the network decides, transfers and takes back. */
export function expressPaymentRoutes(deps: ExpressRoutes): FastifyPluginAsyncZod {
  return async (app) => {
    await app.register(settingsRoutes(deps));
    await app.register(publisherRoutes(deps));
    await app.register(deskRoutes(deps));
  };
}
