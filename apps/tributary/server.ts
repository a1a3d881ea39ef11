import type { Server } from 'node:http';
import { join } from 'node:path';
import { callerGuard, recordAudit, requireCaller, sessionRoutes, tokenRoutes } from '../../modules/accounts/index.ts';
import { adSpaceRoutes } from '../../modules/ad-spaces/index.ts';
import { catalogueRoutes } from '../../modules/catalogue/index.ts';
import { archiveDirectory, clickRoutes } from '../../modules/clicks/index.ts';
import { affectedOrders, backtest, comparisonRoutes, whyRoutes } from '../../modules/commissions/index.ts';
import { couponRoutes } from '../../modules/coupons/index.ts';
import { ledgerRoutes } from '../../modules/ledger/index.ts';
import { linkRoutes } from '../../modules/links/index.ts';
import { mailRoutes, noticeRoutes } from '../../modules/notifications/index.ts';
import { orderRoutes } from '../../modules/orders/index.ts';
import { applicationRoutes } from '../../modules/partnerships/index.ts';
import { programPageRoutes } from '../../modules/program-pages/index.ts';
import { programByCode, programEditingRoutes, programRoutes } from '../../modules/programs/index.ts';
import { openAmounts, paces, statsRoutes } from '../../modules/stats/index.ts';
import { currentPublication, termsRoutes } from '../../modules/terms/index.ts';
import type { Config } from '../../platform/config/index.ts';
import type { Tx } from '../../platform/db/index.ts';
import {
  type AsideHandler,
  builtFiles,
  createHttpServer,
  type HttpServer,
  type RawHandler,
} from '../../platform/http/index.ts';
import type { Logger } from '../../platform/logging/index.ts';
import { type Outbound, outbound } from '../../platform/outbound/index.ts';
import { cabinetRoutes } from './cabinets.ts';
import type { Front } from './front.ts';
import { homeRoutes } from './home.ts';
import type { Network } from './network.ts';
import { operatorRoutes } from './operator-routes.ts';
import { packageDirectory } from './package-directory.ts';
import { whyDeps } from './wiring/why.ts';

export interface ServerOptions {
  readonly config: Pick<Config, 'trustedProxies' | 'apiHost' | 'dataDir' | 'mail'> & Partial<Pick<Config, 'outbound'>>;
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
  const paceOf = paces(db, clock);
  let handler: RawHandler | null = null;
  const handedOver = (made: RawHandler, server: Server): Server => {
    handler = made;
    return server;
  };
  const server = createHttpServer({
    logger,
    trustedProxies: config.trustedProxies,
    guard: callerGuard({ db, clock, publicUrl }),
    ...(aside === undefined ? {} : { aside }),
    ...(front === null ? {} : { serverOf: (made) => handedOver(made, front.server) }),
    https: publicUrl.startsWith('https:'),
    ...(config.apiHost === null ? {} : { apiHost: config.apiHost }),
  });
  const bundle = builtFiles(join(packageDirectory(), 'dist', 'web'));
  await server.register(bundle.routes);
  await server.register(cabinetRoutes({ bundle }));
  await server.register(homeRoutes);
  await server.register(tokenRoutes({ db, clock }));
  await server.register(sessionRoutes({ db, clock, publicUrl }));
  await server.register(programRoutes({ db }));
  const hasTerms = async (tx: Tx, program: string) => (await currentPublication(tx, program)) !== null;
  await server.register(programEditingRoutes({ db, clock, masterKeys: network.masterKeys, hasTerms }));
  await server.register(programPageRoutes({ db, clock }));
  await server.register(
    termsRoutes({
      db,
      clock,
      affectedOrders: (asked) => affectedOrders(db, asked),
      priceOrders: async (asked) => {
        const priced = await backtest(db, asked);
        return priced.ok ? priced.value : null;
      },
    }),
  );
  await server.register(catalogueRoutes({ db, clock }));
  await server.register(adSpaceRoutes({ db, clock, outbound: outboundOf(config.outbound ?? null, publicUrl) }));
  await server.register(couponRoutes({ db, clock }));
  await server.register(applicationRoutes({ db, clock }));
  await server.register(linkRoutes({ db, clock, publicUrl }));
  const story = whyDeps(db, clock, paceOf);
  await server.register(whyRoutes({ ...story, db }));
  await server.register(comparisonRoutes({ ...story, db }));
  await server.register(orderRoutes(network.orders));
  await server.register(ledgerRoutes({ db, clock, caller: requireCaller, openAmounts, paceOf }));
  await server.register(operatorRoutes(network));
  await server.register(noticeRoutes({ db, clock, caller: requireCaller }));
  await server.register(
    mailRoutes({
      db,
      clock,
      masterKeys: network.masterKeys,
      publicUrl,
      hasServer: config.mail !== null,
      caller: requireCaller,
      recordAudit,
    }),
  );
  await server.register(statsRoutes({ db, clock }));
  const zoneOf = async (program: string) => {
    const found = await db.transaction({ role: 'system' }, (tx) => programByCode(tx, program));
    return found?.timeZone ?? null;
  };
  await server.register(clickRoutes({ db, clock, archive: archiveDirectory(config.dataDir), zoneOf }));
  if (front !== null) {
    await server.ready();
    if (handler !== null) front.serve(handler);
  }
  return server;
}

/** For looking at addresses that publishers name; hosts see who asks. */
function outboundOf(settings: Config['outbound'] | null, publicUrl: string): Outbound {
  const { allowed = [], nameServers = null } = settings ?? {};
  const agent = `Tributary ownership check (+${publicUrl})`;
  return outbound({ allowed, agent, ...(nameServers === null ? {} : { nameServers }) });
}
