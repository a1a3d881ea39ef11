import type { Decimal } from './decimal.ts';
import { powerOfTen } from './decimal.ts';

/** `half-even`: to the nearest, ties to the even neighbour. `half-up`: ties away from zero. `down`: towards zero. */
export type Rounding = 'half-even' | 'half-up' | 'down';

/**
 * The one place where money is rounded (I-19, R-2): `numerator / denominator` to an integer.
 * Every amount of minor units that is not exact comes out of this function.
 *
 * @param denominator above zero
 */
export function roundQuotient(numerator: bigint, denominator: bigint, rounding: Rounding): bigint {
  const quotient = numerator / denominator;
  const rest = numerator - quotient * denominator;
  if (rest === 0n || rounding === 'down') return quotient;
  const twice = rest < 0n ? -2n * rest : 2n * rest;
  if (twice < denominator) return quotient;
  if (twice === denominator && rounding === 'half-even' && (quotient & 1n) === 0n) return quotient;
  return numerator < 0n ? quotient - 1n : quotient + 1n;
}

/** `value` in minor units of a currency with `exponent` decimals. */
export function decimalToMinor(value: Decimal, exponent: number, rounding: Rounding): bigint {
  const excess = value.scale - exponent;
  if (excess <= 0) return value.digits * powerOfTen(-excess);
  return roundQuotient(value.digits, powerOfTen(excess), rounding);
}
