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
  readonly since: Instant;
  until: Instant;
}

/**
 * The metrics of programs for their pages, which anybody may open: sums over half a year of orders, seconds for a large program. Of
 * everybody's traffic, so they are read as the system. Who asks while they are added up waits for the same answer.
 */
export function metricsNow({ db, clock }: { readonly db: Database; readonly clock: Clock }): MetricsNow {
  const kept = new Map<string, Kept>();
  const add = async (program: string, at: Instant): Promise<MetricsAt | null> => {
    const found = await db.transaction({ role: 'system' }, (tx) => metrics(tx, program, at));
    return found === null ? null : { at, metrics: found };
  };
  return (program) => {
    const since = clock.now();
    const known = kept.get(program);
    // A clock that was set back ends the keeping as well.
    if (known !== undefined && since >= known.since && since < known.until) return known.answer;
    const entry: Kept = { answer: add(program, since), since, until: Number.POSITIVE_INFINITY };
    if (kept.size >= KEPT_MAX) kept.clear();
    kept.set(program, entry);
    const forget = () => kept.get(program) === entry && kept.delete(program);
    entry.answer.then(() => {
      const took = clock.now() - since;
      if (took < QUICK_MS) forget();
      else entry.until = since + took + took * KEPT_TIMES;
    }, forget);
    return entry.answer;
  };
}
