import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { entryRoutes } from './application-routes.ts';
import type { ManyDeps } from './many.ts';
import { manyRoutes } from './many-routes.ts';
import { organisationRoutes } from './organisation-routes.ts';
import { type ModerationRoutes, overviewRoutes } from './routes.ts';

export { moderateOrganisation } from './organisations.ts';
export type { ModerationRoutes } from './routes.ts';

/** What waits for the people of the network, and their verdicts. */
export function moderationRoutes(deps: ModerationRoutes & ManyDeps): FastifyPluginAsyncZod {
  return async (app) => {
    await app.register(overviewRoutes(deps));
    await app.register(organisationRoutes(deps));
    await app.register(entryRoutes(deps));
    await app.register(manyRoutes(deps));
  };
}
