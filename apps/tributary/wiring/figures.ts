import type { Instant } from '../../../core/time/index.ts';
import { type Metric, metricsOf } from '../../../modules/stats/index.ts';
import type { Clock } from '../../../platform/clock/index.ts';
import type { Database } from '../../../platform/db/index.ts';

/** Figures of thirty days hardly move in so little time, and a catalogue is asked at every key. */
const KEPT_MS = 10 * 60_000;

export type FiguresOf = (codes: readonly string[]) => Promise<ReadonlyMap<string, readonly Metric[]>>;

/** Figures for lists of programs, read for many at once and kept for ten minutes; those who ask meanwhile wait for the same answer. */
export function keptFigures(db: Database, clock: Clock): FiguresOf {
  const kept = new Map<string, { readonly at: Instant; readonly metrics: Promise<readonly Metric[]> }>();
  const renew = (codes: readonly string[], at: Instant): void => {
    const batch = db.transaction({ role: 'system' }, (tx) => metricsOf(tx, codes, at));
    for (const code of codes) kept.set(code, { at, metrics: batch.then((found) => found.get(code) ?? []) });
    // What failed is asked again.
    batch.catch(() => {
      for (const code of codes) kept.delete(code);
    });
  };
  return async (codes) => {
    const at = clock.now();
    const old = codes.filter((code) => at - (kept.get(code)?.at ?? Number.NEGATIVE_INFINITY) >= KEPT_MS);
    if (old.length > 0) renew(old, at);
    const found = await Promise.all(codes.map(async (code) => [code, (await kept.get(code)?.metrics) ?? []] as const));
    return new Map(found);
  };
}
