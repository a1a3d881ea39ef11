import type { AddressInfo } from 'node:net';
import { callerGuard, requireCaller, tokenRoutes } from '../../modules/accounts/index.ts';
import { adSpaceRoutes } from '../../modules/ad-spaces/index.ts';
import { catalogueRoutes } from '../../modules/catalogue/index.ts';
import { whyRoutes } from '../../modules/commissions/index.ts';
import { couponRoutes } from '../../modules/coupons/index.ts';
import { ledgerRoutes } from '../../modules/ledger/index.ts';
import { linkRoutes } from '../../modules/links/index.ts';
import { orderRoutes } from '../../modules/orders/index.ts';
import { programRoutes } from '../../modules/programs/index.ts';
import { statsRoutes } from '../../modules/stats/index.ts';
import { termsRoutes } from '../../modules/terms/index.ts';
import type { Config } from '../../platform/config/index.ts';
import { type AsideHandler, createHttpServer, type HttpServer } from '../../platform/http/index.ts';
import type { Logger } from '../../platform/logging/index.ts';
import type { EdgeRole } from '../edge/index.ts';
import { homeRoutes } from './home.ts';
import type { Network } from './network.ts';

export interface ServerOptions {
  readonly config: Pick<Config, 'trustedProxies' | 'apiHost'>;
  readonly network: Network;
  readonly publicUrl: string;
  readonly logger: Logger | null;
  /** Answers clicks on the same port; `null` where another process does. */
  readonly edge: Pick<EdgeRole, 'handle'> | null;
  /** Answers `/health`, `/ready` and `/metrics` before anything else sees them. */
  readonly health: AsideHandler;
}

/** The HTTP server of a process with the role `api`: every module's routes, and the edge beside them where the process has both. */
export async function apiServer(options: ServerOptions): Promise<HttpServer> {
  const { config, network, publicUrl, logger, edge, health } = options;
  const { db, clock } = network;
  const server = createHttpServer({
    logger,
    trustedProxies: config.trustedProxies,
    guard: callerGuard({ db, clock }),
    aside: (request, response) => edge?.handle(request, response) === true || health(request, response),
    https: publicUrl.startsWith('https:'),
    ...(config.apiHost === null ? {} : { apiHost: config.apiHost }),
  });
  await server.register(homeRoutes);
  await server.register(tokenRoutes({ db, clock }));
  await server.register(programRoutes({ db }));
  await server.register(termsRoutes({ db, clock }));
  await server.register(catalogueRoutes({ db, clock }));
  await server.register(adSpaceRoutes({ db }));
  await server.register(couponRoutes({ db, clock }));
  await server.register(linkRoutes({ db, clock, publicUrl }));
  await server.register(whyRoutes({ ...network.commissions, db }));
  await server.register(orderRoutes(network.orders));
  await server.register(ledgerRoutes({ db, caller: requireCaller }));
  await server.register(statsRoutes({ db, clock }));
  return server;
}

/** The port a listening server was given. */
export function portOf(server: { address(): AddressInfo | string | null }): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server does not listen on a TCP port');
  return address.port;
}
