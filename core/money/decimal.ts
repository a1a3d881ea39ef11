/**
 * An exact decimal number as people write it: `digits / 10 ** scale`.
 * `5.00` is `{ digits: 500n, scale: 2 }`. Used for amounts before they are rounded to minor units, for rates in percent and for
 * exchange rates; no value of money or rate passes through a JavaScript `number` (I-19).
 */
export interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}
