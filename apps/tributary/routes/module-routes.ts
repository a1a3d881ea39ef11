import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import {
  accountRoutes,
  type Caller,
  recordAudit,
  requireCaller,
  requireSession,
  tokenRoutes,
} from '../../../modules/accounts/index.ts';
import { adSpaceRoutes } from '../../../modules/ad-spaces/index.ts';
import { catalogueRoutes } from '../../../modules/catalogue/index.ts';
import { archiveDirectory, type ClickRoutes, clickReading, clickRoutes } from '../../../modules/clicks/index.ts';
import { affectedOrders, backtest, comparisonRoutes, whyRoutes } from '../../../modules/commissions/index.ts';
import { couponRoutes } from '../../../modules/coupons/index.ts';
import { expressPaymentRoutes } from '../../../modules/express-payments/index.ts';
import { ledgerRoutes } from '../../../modules/ledger/index.ts';
import { linkRoutes } from '../../../modules/links/index.ts';
import { mailRoutes, mailSettingsRoutes, noticeRoutes } from '../../../modules/notifications/index.ts';
import { orderRoutes } from '../../../modules/orders/index.ts';
import { acceptanceRoutes, applicationRoutes, tellOfRules, tellOfTerms } from '../../../modules/partnerships/index.ts';
import { programPageRoutes } from '../../../modules/program-pages/index.ts';
import {
  isBeforeApproval,
  programByCode,
  programEditingRoutes,
  programRoutes,
} from '../../../modules/programs/index.ts';
import {
  fundedActions,
  hoursWithClicks,
  openAmounts,
  paces,
  settleClicks,
  statsRoutes,
  unfundedOrders,
} from '../../../modules/stats/index.ts';
import { currentPublication, termsRoutes } from '../../../modules/terms/index.ts';
import type { Config } from '../../../platform/config/index.ts';
import type { Tx } from '../../../platform/db/index.ts';
import type { BuiltFiles } from '../../../platform/http/index.ts';
import { type Outbound, outbound } from '../../../platform/outbound/index.ts';
import { previewRoutes, type SiteDeps, siteRoutes } from '../../site/index.ts';
import type { Network } from '../network.ts';
import { auditSubjects } from '../wiring/audit-subjects.ts';
import { offerDeps } from '../wiring/offers.ts';
import { whyDeps } from '../wiring/why.ts';
import { advertiserRoutes } from './advertiser-routes.ts';
import { cabinetRoutes } from './cabinets.ts';
import { operatorRoutes } from './operator-routes.ts';

export interface ModuleRoutes {
  readonly config: Pick<Config, 'dataDir' | 'mail'> & Partial<Pick<Config, 'outbound' | 'geoip' | 'appLinks'>>;
  readonly network: Network;
  readonly publicUrl: string;
  readonly bundle: BuiltFiles;
  readonly site: SiteDeps;
}

/** Every module's routes, each given what it asks of the others. */
export function moduleRoutes(wiring: ModuleRoutes): FastifyPluginAsyncZod {
  return async (app) => {
    await app.register(peopleRoutes(wiring));
    await app.register(offerRoutes(wiring));
    await app.register(moneyRoutes(wiring));
    await app.register(operatorRoutes(wiring));
    await app.register(advertiserRoutes(wiring.network));
  };
}

/** Who comes, what they see first, and what they are told. */
function peopleRoutes({ config, network, publicUrl, bundle, site }: ModuleRoutes): FastifyPluginAsyncZod {
  const { db, clock, masterKeys, sendMail } = network;
  return async (app) => {
    const people = { db, clock, publicUrl, networkName: site.network.name, masterKeys, sendMail };
    await app.register(bundle.routes);
    await app.register(cabinetRoutes({ bundle }));
    await app.register(siteRoutes(site));
    await app.register(previewRoutes(site));
    await app.register(tokenRoutes({ db, clock }));
    await app.register(accountRoutes({ ...people, subjects: auditSubjects }));
    await app.register(noticeRoutes({ db, clock, caller: requireCaller }));
    const reader = (request: FastifyRequest) => {
      const { user, organisation } = requireSession(request);
      return { id: user.id, role: user.role, kind: organisation.kind };
    };
    await app.register(mailSettingsRoutes({ db, clock, masterKeys, reader }));
    await app.register(
      mailRoutes({
        db,
        clock,
        masterKeys,
        publicUrl,
        hasServer: config.mail !== null,
        caller: requireCaller,
        recordAudit,
      }),
    );
  };
}

/** Programs with their terms and pages, and the ad spaces that work with them. */
function offerRoutes({ config, network, publicUrl, site }: ModuleRoutes): FastifyPluginAsyncZod {
  const { db, clock } = network;
  return async (app) => {
    await app.register(programRoutes({ db, offers: offerDeps(db, site.figuresOf) }));
    const hasTerms = async (tx: Tx, program: string) => (await currentPublication(tx, program)) !== null;
    await app.register(programEditingRoutes({ db, clock, masterKeys: network.masterKeys, hasTerms }));
    await app.register(
      programPageRoutes({
        db,
        clock,
        onRulesPublished: (tx, published) => tellOfRules(tx, published, network.sendMail),
      }),
    );
    await app.register(
      termsRoutes({
        db,
        clock,
        affectedOrders: (asked) => affectedOrders(db, asked),
        onPublished: (tx, publication) => tellOfTerms(tx, publication, network.sendMail),
        priceOrders: async (asked) => {
          const priced = await backtest(db, asked);
          return priced.ok ? priced.value : null;
        },
      }),
    );
    await app.register(catalogueRoutes({ db, clock }));
    await app.register(adSpaceRoutes({ db, clock, outbound: outboundOf(config.outbound ?? null, publicUrl) }));
    await app.register(couponRoutes({ db, clock }));
    await app.register(applicationRoutes({ db, clock }));
    await app.register(acceptanceRoutes({ db, clock }));
    const clicks = clickReading(publicUrl, network.clickKeys, config.appLinks);
    await app.register(linkRoutes({ db, clock, publicUrl, clicks }));
  };
}

/** Clicks, orders, what they earn and why, books and statistics. */
function moneyRoutes({ config, network, site }: ModuleRoutes): FastifyPluginAsyncZod {
  const { db, clock } = network;
  const paceOf = paces(db, clock);
  return async (app) => {
    const story = whyDeps(db, clock, paceOf);
    await app.register(whyRoutes({ ...story, db }));
    await app.register(comparisonRoutes({ ...story, db }));
    await app.register(orderRoutes(network.orders));
    await app.register(ledgerRoutes({ db, clock, caller: requireCaller, openAmounts, paceOf }));
    await app.register(expressPaymentRoutes({ db, clock, unfundedOrders, openAmounts, fundedActions }));
    await app.register(statsRoutes({ db, clock, metricsNow: site.metricsNow }));
    const zoneOf = async (program: string, { kind, orgId }: Pick<Caller, 'kind' | 'orgId'>) => {
      const found = await db.transaction({ role: 'system' }, (tx) => programByCode(tx, program));
      if (found === null || (kind === 'advertiser' && found.advertiserOrg !== orgId)) return null;
      return kind === 'publisher' && isBeforeApproval(found) ? null : found.timeZone;
    };
    const hoursOf: ClickRoutes['hoursOf'] = async (actor, query) => {
      await db.transaction({ role: 'system' }, settleClicks);
      return await db.transaction(actor, (tx) => hoursWithClicks(tx, query));
    };
    await app.register(clickRoutes({ db, clock, archive: archiveDirectory(config.dataDir), zoneOf, hoursOf }));
  };
}

/** For looking at addresses that publishers name; hosts see who asks. */
function outboundOf(settings: Config['outbound'] | null, publicUrl: string): Outbound {
  const { allowed = [], nameServers = null } = settings ?? {};
  const agent = `Tributary ownership check (+${publicUrl})`;
  return outbound({ allowed, agent, ...(nameServers === null ? {} : { nameServers }) });
}
