import type { MetricSummary } from '../../../contract/wire/programs.ts';
import { formatDecimal } from '../../../core/money/index.ts';
import { programsWithProducts } from '../../../modules/catalogue/index.ts';
import type { OfferDeps } from '../../../modules/programs/index.ts';
import { type Metric, metrics } from '../../../modules/stats/index.ts';
import type { Clock } from '../../../platform/clock/index.ts';
import type { Database } from '../../../platform/db/index.ts';

/** Figures of thirty days hardly move in so little time, and a catalogue is asked at every key. */
const KEPT_MS = 10 * 60_000;

/** What the catalogue of programs shows of figures and products. */
export function offerDeps(db: Database, clock: Clock): OfferDeps {
  const kept = new Map<string, { readonly at: number; readonly figures: Promise<readonly MetricSummary[]> }>();
  const figuresOf = (code: string): Promise<readonly MetricSummary[]> => {
    const at = clock.now();
    const known = kept.get(code);
    if (known !== undefined && at - known.at < KEPT_MS) return known.figures;
    const figures = db
      .transaction({ role: 'system' }, (tx) => metrics(tx, code, at))
      .then((found) => (found ?? []).map(summary));
    kept.set(code, { at, figures });
    // What failed is asked again.
    figures.catch(() => kept.delete(code));
    return figures;
  };
  return {
    withProducts: (codes) => db.transaction({ role: 'system' }, (tx) => programsWithProducts(tx, codes)),
    metricsOf: async (codes) => {
      const found = new Map<string, readonly MetricSummary[]>();
      // One after the other: the first question after a start must not take every connection.
      for (const code of codes) found.set(code, await figuresOf(code));
      return found;
    },
  };
}

function summary({ key, value, unit, currency }: Metric): MetricSummary {
  return { key, value: value === null ? null : formatDecimal(value), unit, currency };
}
