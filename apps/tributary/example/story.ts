import type { Instant } from '../../../core/time/instant.ts';
import { dayMs, hourMs } from './plan.ts';
import type { Random } from './random.ts';

/** What will have become of an order by the time the example network is shown. */
export type Outcome = 'confirmed' | 'declined' | 'open' | 'deducted';

export interface Fate {
  readonly outcome: Outcome;
  /** When the buyer confirmed receipt, or the order failed; `null` while it is open. */
  readonly decidedAt: Instant | null;
  /** When the advertiser paid for it; `null` if it has not. */
  readonly paidAt: Instant | null;
}

/**
 * The advertiser decides about a month after the order and pays about three months after it (S-007, S-008). Decisions are reported at
 * the end of the day and transfers dated at its beginning, hence the halves.
 */
const decidedAfterDays = { min: 24.5, max: 34.5 } as const;
const paidAfterDays = { min: 85.5, max: 95.5 } as const;

/** Every this many-th decided order is declined, and every that many-th confirmed one is taken back later. */
const declinedEvery = 19;
const deductedEvery = 331;

/**
 * Gives every order of a program its fate. Orders are counted, not drawn, where a share has to come out: `mustDecline` of them are
 * declined, evenly spread.
 */
export function fates(orders: readonly { readonly at: Instant }[], now: Instant, random: Random): readonly Fate[] {
  let decided = 0;
  return orders.map(({ at }) => {
    const decidedAt = at + random.int(decidedAfterDays.min * 24, decidedAfterDays.max * 24) * hourMs;
    if (decidedAt >= now) return { outcome: 'open', decidedAt: null, paidAt: null };
    decided += 1;
    if (decided % declinedEvery === 0) return { outcome: 'declined', decidedAt, paidAt: null };
    if (decided % deductedEvery === 0 && decidedAt + 2 * dayMs < now) {
      return { outcome: 'deducted', decidedAt, paidAt: null };
    }
    const paidAt = at + random.int(paidAfterDays.min * 24, paidAfterDays.max * 24) * hourMs;
    return { outcome: 'confirmed', decidedAt, paidAt: paidAt < now ? paidAt : null };
  });
}

/** Makes the share of confirmed orders exact: turns declined ones into confirmed ones, or the other way, evenly spread. */
export function withConfirmed(all: readonly Fate[], wanted: number): readonly Fate[] {
  const result = [...all];
  let confirmed = result.filter((fate) => fate.outcome === 'confirmed').length;
  const step = 7;
  for (let start = 0; start < step && confirmed !== wanted; start += 1) {
    for (let i = start; i < result.length && confirmed !== wanted; i += step) {
      const fate = result[i];
      if (fate === undefined) continue;
      if (confirmed < wanted && fate.outcome === 'declined') {
        result[i] = { ...fate, outcome: 'confirmed' };
        confirmed += 1;
      } else if (confirmed > wanted && fate.outcome === 'confirmed') {
        result[i] = { ...fate, outcome: 'declined', paidAt: null };
        confirmed -= 1;
      }
    }
  }
  return result;
}
