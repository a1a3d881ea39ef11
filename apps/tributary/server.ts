import type { Server } from 'node:http';
import { join } from 'node:path';
import { callerGuard } from '../../modules/accounts/index.ts';
import type { Config } from '../../platform/config/index.ts';
import {
  type AsideHandler,
  builtFiles,
  createHttpServer,
  type HttpServer,
  type RawHandler,
} from '../../platform/http/index.ts';
import type { Logger } from '../../platform/logging/index.ts';
import { notFoundPage } from '../site/index.ts';
import type { Front } from './edges/front.ts';
import type { Network } from './network.ts';
import { moduleRoutes } from './routes/module-routes.ts';
import { packageDirectory } from './start/package-directory.ts';
import { siteDeps } from './wiring/site.ts';

export interface ServerOptions {
  readonly config: Pick<Config, 'trustedProxies' | 'apiHost' | 'dataDir' | 'mail'> &
    Partial<Pick<Config, 'outbound' | 'geoip' | 'network' | 'appLinks'>>;
  readonly network: Network;
  readonly publicUrl: string;
  readonly logger: Logger | null;
  /** What listens: it is given the requests' handler once every route is there. `null`: the caller listens, or asks without. */
  readonly front: Pick<Front, 'server' | 'serve'> | null;
  /** Takes requests before the framework sees them, where there is no front to do that. */
  readonly aside?: AsideHandler;
}

/** The HTTP server of a process with the role `api`: every module's routes, and the edge beside them where the process has both. */
export async function apiServer(options: ServerOptions): Promise<HttpServer> {
  const { config, network, publicUrl, logger, front, aside } = options;
  const { db, clock } = network;
  let handler: RawHandler | null = null;
  const handedOver = (made: RawHandler, server: Server): Server => {
    handler = made;
    return server;
  };
  const bundle = builtFiles(join(packageDirectory(), 'dist', 'web'));
  const site = siteDeps({
    network,
    publicUrl,
    bundle,
    ...(config.network === undefined ? {} : { named: config.network }),
  });
  const server = createHttpServer({
    logger,
    trustedProxies: config.trustedProxies,
    guard: callerGuard({ db, clock, publicUrl }),
    ...(aside === undefined ? {} : { aside }),
    ...(front === null ? {} : { serverOf: (made) => handedOver(made, front.server) }),
    notFound: notFoundPage(site),
    https: publicUrl.startsWith('https:'),
    ...(config.apiHost === null ? {} : { apiHost: config.apiHost }),
  });
  await server.register(moduleRoutes({ config, network, publicUrl, bundle, site }));
  if (front !== null) {
    await server.ready();
    if (handler !== null) front.serve(handler);
  }
  return server;
}
