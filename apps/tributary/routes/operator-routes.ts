import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { organisationNames } from '../../../modules/accounts/index.ts';
import { advertiserPaymentRoutes } from '../../../modules/advertiser-payments/index.ts';
import { conductRoutes } from '../../../modules/conduct/index.ts';
import { ledgerBrowserRoutes } from '../../../modules/ledger/index.ts';
import { moderationRoutes } from '../../../modules/moderation/index.ts';
import { recordPaid, unfundedByProgram, unfundedOf } from '../../../modules/stats/index.ts';
import { currentPublication } from '../../../modules/terms/index.ts';
import type { Config } from '../../../platform/config/index.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { healthReportRoutes } from '../health/health-report.ts';
import type { Network } from '../network.ts';
import { packageVersion } from '../start/package-directory.ts';

export interface OperatorRoutes {
  readonly config: Pick<Config, 'dataDir' | 'mail'> & Partial<Pick<Config, 'geoip'>>;
  readonly network: Network;
}

/** What the people of the network itself work with. */
export function operatorRoutes({ config, network }: OperatorRoutes): FastifyPluginAsyncZod {
  const { db, clock, conduct, sendMail } = network;
  const { dataDir, geoip = null, mail } = config;
  const health = { dataDir, geoip, version: packageVersion(), hasMailServer: mail !== null };
  const hasTerms = async (tx: Tx, program: string) => (await currentPublication(tx, program)) !== null;
  return async (app) => {
    await app.register(ledgerBrowserRoutes({ db, clock, namesOf: organisationNames }));
    await app.register(moderationRoutes({ db, clock, sendMail, hasTerms }));
    await app.register(healthReportRoutes({ db, clock, ...health }));
    await app.register(advertiserPaymentRoutes({ db, clock, unfundedOf, unfundedByProgram, recordPaid }));
    await app.register(conductRoutes({ db, clock, ...conduct }));
  };
}
