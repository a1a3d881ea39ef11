import type { Clock } from '../../../platform/clock/index.ts';
import type { Database } from '../../../platform/db/index.ts';
import { averageTimes } from './metrics.ts';

/** How long a program takes on average, in whole days from the order on; `null` while no action tells. */
export interface Pace {
  /** Until the advertiser confirms or declines (S-007). */
  readonly processingDays: number | null;
  /** Until the advertiser has confirmed and paid (S-008). */
  readonly paymentDays: number | null;
}

/** Averages over half a year move slowly, and every story of an order asks for them. */
const KEPT_MS = 10 * 60_000;
/** Programs whose averages are kept at a time. */
const KEPT_MAX = 1_000;

/** The paces of programs, looked up at most every ten minutes each. Of everybody's actions, so it reads as the system. */
export function paces(db: Database, clock: Clock): (program: string) => Promise<Pace> {
  const kept = new Map<string, { readonly at: number; readonly pace: Promise<Pace> }>();
  return (program) => {
    const now = clock.now();
    const known = kept.get(program);
    if (known !== undefined && now - known.at < KEPT_MS && now >= known.at) return known.pace;
    const pace = db.transaction({ role: 'system' }, (tx) => averageTimes(tx, program, now));
    if (kept.size >= KEPT_MAX) kept.clear();
    kept.set(program, { at: now, pace });
    // A failure is told to whoever asked, and the next one asks anew.
    pace.catch(() => kept.delete(program));
    return pace;
  };
}
