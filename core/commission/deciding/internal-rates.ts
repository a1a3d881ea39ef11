import type { Decimal } from '../../money/decimal.ts';
import { powerOfTen } from '../../money/decimal.ts';
import type { Rounding } from '../../money/rounding.ts';
import { roundQuotient } from '../../money/rounding.ts';
import type { InternalRate } from '../../terms/model.ts';
import { contains, type Instant } from '../../time/index.ts';

/** An exact rate: `per` units of one currency cost `units` of the other. A fraction, because the inverse of a decimal seldom is one. */
export interface ExactRate {
  readonly units: bigint;
  readonly per: bigint;
  /** The rate as it was stated, for the arithmetic that people read. */
  readonly stated: Decimal;
  readonly inverse: boolean;
}

export interface RateSource {
  readonly orderedAt: Instant;
  readonly internalRates: Readonly<Record<string, Decimal>>;
}

/** Two currencies and the keys under which their rate can stand in the facts; made once, because every order looks them up. */
export interface CurrencyPair {
  readonly from: string;
  readonly to: string;
  readonly direct: string;
  readonly inverse: string;
}

export function currencyPair(from: string, to: string): CurrencyPair {
  return { from, to, direct: `${from}/${to}`, inverse: `${to}/${from}` };
}

/**
 * The program's internal rate from one currency to another, never the site rate. The order's own rate of its day comes first, in the
 * direction asked or the other, then what the terms state for that moment. `null` when neither says (R-5: `RATE_MISSING`).
 */
export function internalRate(
  source: RateSource,
  stated: readonly InternalRate[],
  pair: CurrencyPair,
): ExactRate | null {
  const own = source.internalRates[pair.direct];
  if (own !== undefined) return exactRate(own, false);
  const ownInverse = source.internalRates[pair.inverse];
  if (ownInverse !== undefined) return exactRate(ownInverse, true);
  return stated.length === 0 ? null : statedRate(source, stated, pair);
}

function statedRate(source: RateSource, stated: readonly InternalRate[], { from, to }: CurrencyPair): ExactRate | null {
  const valid = stated.filter((rate) => contains(rate, source.orderedAt));
  const direct = valid.find((rate) => rate.base === from && rate.quote === to);
  if (direct !== undefined) return exactRate(direct.rate, false);
  const inverse = valid.find((rate) => rate.base === to && rate.quote === from);
  return inverse === undefined ? null : exactRate(inverse.rate, true);
}

/** A rate of zero prices nothing: it counts as missing. */
function exactRate(rate: Decimal, inverse: boolean): ExactRate | null {
  if (rate.digits <= 0n) return null;
  const scale = powerOfTen(rate.scale);
  return inverse
    ? { units: scale, per: rate.digits, stated: rate, inverse }
    : { units: rate.digits, per: scale, stated: rate, inverse };
}

/** Minor units of one currency in minor units of another, rounded once. Exponents are those of the two currencies. */
export function convertMinor(
  minor: bigint,
  rate: ExactRate,
  exponents: { readonly from: number; readonly to: number },
  rounding: Rounding,
): bigint {
  const shift = exponents.to - exponents.from;
  if (shift === 0) return roundQuotient(minor * rate.units, rate.per, rounding);
  if (shift > 0) return roundQuotient(minor * rate.units * powerOfTen(shift), rate.per, rounding);
  return roundQuotient(minor * rate.units, rate.per * powerOfTen(-shift), rounding);
}
