import { exponentOf } from './currency.ts';
import type { Decimal } from './decimal.ts';
import { formatDecimal } from './decimal.ts';
import type { Rounding } from './rounding.ts';
import { decimalToMinor } from './rounding.ts';

/** ISO 4217 alphabetic code in capitals, for example `RUB`. */
export type Currency = string;

/** An amount in minor units (kopecks, cents, yen) together with its currency; never one without the other. */
export interface Money {
  readonly minor: bigint;
  readonly currency: Currency;
}

export function zeroMoney(currency: Currency): Money {
  return { minor: 0n, currency };
}

/** Adds amounts of one currency; mixing currencies is a defect and throws. */
export function addMoney(a: Money, b: Money): Money {
  assertSameCurrency(a, b);
  return { minor: a.minor + b.minor, currency: a.currency };
}

export function subtractMoney(a: Money, b: Money): Money {
  assertSameCurrency(a, b);
  return { minor: a.minor - b.minor, currency: a.currency };
}

function assertSameCurrency(a: Money, b: Money): void {
  if (a.currency !== b.currency)
    throw new Error(`cannot combine ${a.currency} with ${b.currency} without an exchange rate`);
}

/** An exact amount rounded to minor units. */
export function moneyFromDecimal(amount: Decimal, currency: Currency, rounding: Rounding): Money {
  return { minor: decimalToMinor(amount, exponentOf(currency), rounding), currency };
}

export function moneyToDecimal(money: Money): Decimal {
  return { digits: money.minor, scale: exponentOf(money.currency) };
}

/** The amount alone with all its decimals, as JSON carries it: `60.00`, `-24.00`, `150` (JPY), `1.500` (KWD). */
export function formatAmount(money: Money): string {
  return formatMinor(money.minor, exponentOf(money.currency));
}

/** Minor units as text with `exponent` decimals. */
export function formatMinor(minor: bigint, exponent: number): string {
  return formatDecimal({ digits: minor, scale: exponent });
}

/** For people: `60.00 RUB`. */
export function formatMoney(money: Money): string {
  return `${formatAmount(money)} ${money.currency}`;
}
