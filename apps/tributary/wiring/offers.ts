import type { MetricSummary } from '../../../contract/wire/programs.ts';
import { formatDecimal } from '../../../core/money/index.ts';
import { programsWithProducts } from '../../../modules/catalogue/index.ts';
import type { OfferDeps } from '../../../modules/programs/index.ts';
import type { Metric } from '../../../modules/stats/index.ts';
import type { Database } from '../../../platform/db/index.ts';
import type { FiguresOf } from './figures.ts';

/** What the catalogue of programs shows of figures and products. */
export function offerDeps(db: Database, figuresOf: FiguresOf): OfferDeps {
  return {
    withProducts: (codes) => db.transaction({ role: 'system' }, (tx) => programsWithProducts(tx, codes)),
    metricsOf: async (codes) => {
      const figures = await figuresOf(codes);
      return new Map([...figures].map(([code, metrics]) => [code, metrics.map(summary)]));
    },
  };
}

function summary({ key, value, unit, currency }: Metric): MetricSummary {
  return { key, value: value === null ? null : formatDecimal(value), unit, currency };
}
