/** ISO 4217 alphabetic code in capitals, for example `RUB`. */
export type Currency = string;

/** An amount in minor units (kopecks, cents, yen) together with its currency; never one without the other. */
export interface Money {
  readonly minor: bigint;
  readonly currency: Currency;
}
