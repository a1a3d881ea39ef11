import { type Decimal, decimal } from '../../../core/money/index.ts';
import { dayAt, type Instant } from '../../../core/time/index.ts';
import { dayMs, historyDays } from './plan.ts';
import { seededRandom } from './random.ts';

/** Where the example's internal rates begin and how far they wander; invented figures, no market's. */
const first = 60;
const low = 57;
const high = 63;
const step = 0.4;
const seed = 20_220_404;

/** Stated this far beyond the history, which a real advertiser would do day by day: the example is still in use tomorrow. */
const daysAhead = 400;

/** An internal rate USD/RUB for each day from `from` on (`YYYY-MM-DD` in `zone`), four decimals, wandering a little. */
export function exampleRates(from: Instant, zone: string): ReadonlyMap<string, Decimal> {
  const random = seededRandom(seed);
  const rates = new Map<string, Decimal>();
  let rate = first;
  for (let day = 0; day <= historyDays + daysAhead; day += 1) {
    rate = Math.min(high, Math.max(low, rate + (random.next() - 0.5) * step));
    rates.set(dayAt(from + day * dayMs, zone), decimal(rate.toFixed(4)));
  }
  return rates;
}
