import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { organisationNames } from '../../../modules/accounts/index.ts';
import { adSpacesById } from '../../../modules/ad-spaces/index.ts';
import { catalogueFileRoutes } from '../../../modules/catalogue/index.ts';
import { orderDeskRoutes } from '../../../modules/orders/index.ts';
import { partnerRoutes } from '../../../modules/partnerships/index.ts';
import { programKeyRoutes } from '../../../modules/programs/index.ts';
import { type NamedSpace, qualityRoutes } from '../../../modules/stats/index.ts';
import type { Queryable } from '../../../platform/db/index.ts';
import type { Network } from '../network.ts';

/** The daily work of advertisers: who works for them, what was ordered, files, quality of traffic, keys. */
export function advertiserRoutes({ db, clock, masterKeys, orders, sendMail }: Network): FastifyPluginAsyncZod {
  return async (app) => {
    await app.register(partnerRoutes({ db, clock }));
    await app.register(orderDeskRoutes(orders));
    await app.register(catalogueFileRoutes({ db, clock }));
    await app.register(qualityRoutes({ db, clock, adSpaces }));
    await app.register(programKeyRoutes({ db, clock, masterKeys, sendMail }));
  };
}

/** Statistics know ad spaces by their ids alone. */
async function adSpaces(q: Queryable, ids: readonly string[]): Promise<ReadonlyMap<string, NamedSpace>> {
  const found = await adSpacesById(q, ids);
  const publishers = await organisationNames(q, [...new Set([...found.values()].map(({ orgId }) => orgId))]);
  return new Map(
    [...found].map(([id, { name, orgId }]) => [
      id,
      { name, publisher: { id: orgId, name: publishers.get(orgId) ?? orgId } },
    ]),
  );
}
