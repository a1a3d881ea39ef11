import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { applicationRoutes } from './applications/routes.ts';
import { auditRoutes } from './audit/routes.ts';
import type { Subjects } from './audit/subjects.ts';
import type { PeopleDeps } from './deps.ts';
import { organisationRoutes } from './members/organisation-routes.ts';
import { memberRoutes } from './members/routes.ts';
import { personRoutes } from './person/routes.ts';
import { registrationRoutes, resetRoutes } from './registrations/routes.ts';
import { secondFactorRoutes } from './second-factor/routes.ts';
import { passkeySignInRoutes } from './sessions/passkey-sign-in-routes.ts';
import { sessionRoutes } from './sessions/routes.ts';
import { secondStepRoutes } from './sessions/second-step.ts';

/** Everything that people do about themselves and their organisation. */
export function accountRoutes(deps: PeopleDeps & { readonly subjects?: Subjects }): FastifyPluginAsyncZod {
  return async (app) => {
    for (const routes of [
      sessionRoutes,
      secondStepRoutes,
      passkeySignInRoutes,
      registrationRoutes,
      resetRoutes,
      personRoutes,
      secondFactorRoutes,
      memberRoutes,
      organisationRoutes,
      applicationRoutes,
      auditRoutes,
    ])
      await app.register(routes(deps));
  };
}
