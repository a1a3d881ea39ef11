import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { PeopleDeps } from './deps.ts';
import { personRoutes } from './person/routes.ts';
import { registrationRoutes, resetRoutes } from './registrations/routes.ts';
import { sessionRoutes } from './sessions/routes.ts';

/** Everything that people do about themselves and their organisation. */
export function accountRoutes(deps: PeopleDeps): FastifyPluginAsyncZod {
  return async (app) => {
    for (const routes of [sessionRoutes, registrationRoutes, resetRoutes, personRoutes])
      await app.register(routes(deps));
  };
}
