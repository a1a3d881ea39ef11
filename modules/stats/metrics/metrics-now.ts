import { performance } from 'node:perf_hooks';
import type { Clock, Instant } from '../../../platform/clock/index.ts';
import type { Database } from '../../../platform/db/index.ts';
import { type Metric, metrics } from './metrics.ts';

export interface MetricsAt {
  readonly at: Instant;
  readonly metrics: readonly Metric[];
}

/** The seven metrics of a program; `null` when it is not known. */
export type MetricsNow = (program: string) => Promise<MetricsAt | null>;

/** What is added up sooner is added up for everybody who asks. */
const QUICK_MS = 100;
/** What takes longer is told again for this many times as long: however many ask, it takes a twentieth of one connection. */
const KEPT_TIMES = 20;
const KEPT_MAX = 1_000;

interface Kept {
  readonly answer: Promise<MetricsAt | null>;
  /** Of `elapsed`. */
  until: number;
}

/**
 * The metrics of programs for their pages, which anybody may open: sums over half a year of orders, seconds for a large program. Of
 * everybody's traffic, so they are read as the system. Who asks while they are added up waits for the same answer.
 */
export function metricsNow(
  { db, clock }: { readonly db: Database; readonly clock: Clock },
  elapsed: () => number = () => performance.now(),
): MetricsNow {
  const kept = new Map<string, Kept>();
  const add = async (program: string): Promise<MetricsAt | null> => {
    const at = clock.now();
    const found = await db.transaction({ role: 'system' }, (tx) => metrics(tx, program, at));
    return found === null ? null : { at, metrics: found };
  };
  return (program) => {
    const known = kept.get(program);
    if (known !== undefined && elapsed() < known.until) return known.answer;
    const begun = elapsed();
    const entry: Kept = { answer: add(program), until: Number.POSITIVE_INFINITY };
    if (kept.size >= KEPT_MAX) kept.clear();
    kept.set(program, entry);
    const forget = () => kept.get(program) === entry && kept.delete(program);
    entry.answer.then(() => {
      const took = elapsed() - begun;
      if (took < QUICK_MS) forget();
      else entry.until = begun + took + took * KEPT_TIMES;
    }, forget);
    return entry.answer;
  };
}
