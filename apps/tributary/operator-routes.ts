import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { organisationNames } from '../../modules/accounts/index.ts';
import { conductRoutes } from '../../modules/conduct/index.ts';
import { ledgerBrowserRoutes } from '../../modules/ledger/index.ts';
import { moderationRoutes } from '../../modules/moderation/index.ts';
import type { Network } from './network.ts';

/** What the people of the network itself work with. */
export function operatorRoutes({ db, clock, conduct }: Network): FastifyPluginAsyncZod {
  return async (app) => {
    await app.register(ledgerBrowserRoutes({ db, clock, namesOf: organisationNames }));
    await app.register(moderationRoutes({ db, clock }));
    await app.register(conductRoutes({ db, clock, ...conduct }));
  };
}
