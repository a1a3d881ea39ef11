import { schemeVerdicts } from '../../../modules/commissions/index.ts';
import { metricsNow } from '../../../modules/stats/index.ts';
import { termsOf } from '../../../modules/terms/index.ts';
import type { Config } from '../../../platform/config/index.ts';
import type { BuiltFiles } from '../../../platform/http/index.ts';
import type { SiteDeps } from '../../site/index.ts';
import type { Network } from '../network.ts';
import { homeAnswer } from '../routes/home.ts';
import { keptFigures } from './figures.ts';

interface SiteWiring {
  readonly network: Pick<Network, 'db' | 'clock'>;
  readonly publicUrl: string;
  readonly bundle: BuiltFiles;
  readonly named?: Config['network'];
}

const unnamed: Config['network'] = { name: 'Tributary', publishersBefore: 0 };

/** What the public pages are given; their verdicts come from the code that decides orders. */
export function siteDeps({ network: { db, clock }, publicUrl, bundle, named = unnamed }: SiteWiring): SiteDeps {
  return {
    db,
    clock,
    bundle,
    publicUrl,
    network: named,
    home: homeAnswer,
    figuresOf: keptFigures(db, clock),
    metricsNow: metricsNow({ db, clock }),
    verdicts: async ({ program, clickCountry, deliveryCountry, anonymizer }) => {
      const terms = await db.transaction({ role: 'system' }, (tx) => termsOf(tx, program));
      return terms === null
        ? null
        : schemeVerdicts(terms, { at: clock.now(), clickCountry, deliveryCountry, anonymizer });
    },
  };
}
