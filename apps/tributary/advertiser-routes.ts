import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { adSpacesById } from '../../modules/ad-spaces/index.ts';
import { catalogueFileRoutes } from '../../modules/catalogue/index.ts';
import { orderDeskRoutes } from '../../modules/orders/index.ts';
import { partnerRoutes } from '../../modules/partnerships/index.ts';
import { programKeyRoutes } from '../../modules/programs/index.ts';
import { qualityRoutes } from '../../modules/stats/index.ts';
import type { Queryable } from '../../platform/db/index.ts';
import type { Network } from './network.ts';

/** The daily work of advertisers: who works for them, what was ordered, files, quality of traffic, keys. */
export function advertiserRoutes({ db, clock, masterKeys, orders }: Network): FastifyPluginAsyncZod {
  return async (app) => {
    await app.register(partnerRoutes({ db, clock }));
    await app.register(orderDeskRoutes(orders));
    await app.register(catalogueFileRoutes({ db, clock }));
    await app.register(qualityRoutes({ db, clock, adSpaceNames }));
    await app.register(programKeyRoutes({ db, clock, masterKeys }));
  };
}

/** Statistics know ad spaces by their ids alone. */
async function adSpaceNames(q: Queryable, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  return new Map([...(await adSpacesById(q, ids))].map(([id, { name }]) => [id, name]));
}
