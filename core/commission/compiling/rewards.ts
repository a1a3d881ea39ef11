import { compareDecimals, type Decimal } from '../../money/decimal.ts';
import type { FixedReward, PercentSource, Reward } from '../../terms/model.ts';
import type { Reason } from '../reasons.ts';
import type { Situation } from './situation.ts';

/** The percent of a reward for one line, or why there is none. */
export type PercentReader = (situation: Situation) => Decimal | MissingPercent;

/** `RATE_MISSING`: a fact is not known. `TERMS_NOT_STATED`: the terms give no rate for it. */
export type MissingPercent = Extract<Reason, 'RATE_MISSING' | 'TERMS_NOT_STATED'>;

export interface CompiledReward {
  readonly percent: PercentReader | null;
  readonly fixed: readonly FixedReward[];
}

export function compileReward(reward: Reward): CompiledReward {
  return { percent: reward.percent === null ? null : percentReader(reward.percent), fixed: reward.fixed };
}

function percentReader(source: PercentSource): PercentReader {
  switch (source.kind) {
    case 'stated': {
      const { percent } = source;
      return () => percent;
    }
    case 'seller-rate':
      return ({ line }) => line.sellerRate ?? 'RATE_MISSING';
    case 'hot-rate':
      return ({ line }) => line.hotRate ?? 'RATE_MISSING';
    case 'by-category':
      return categoryReader(source);
    case 'by-volume':
      return volumeReader(source);
  }
}

function categoryReader(source: PercentSource & { kind: 'by-category' }): PercentReader {
  const rates = new Map(source.rates.map((rate) => [rate.category, rate.percent]));
  const otherwise = source.otherwise ?? 'TERMS_NOT_STATED';
  return ({ line }) => (line.category === null ? otherwise : (rates.get(line.category) ?? otherwise));
}

/** The volume before this order decides the tier, so that one order never lifts its own rate. */
function volumeReader(source: PercentSource & { kind: 'by-volume' }): PercentReader {
  return ({ facts }) => {
    if (facts.volume === null) return 'RATE_MISSING';
    const volume = source.counts === 'orders' ? { digits: BigInt(facts.volume.orders), scale: 0 } : facts.volume.amount;
    const tier = source.tiers.findLast(({ from }) => compareDecimals(from, volume) <= 0);
    return tier === undefined ? 'TERMS_NOT_STATED' : tier.percent;
  };
}
