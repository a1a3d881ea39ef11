/**
 * An exact decimal number as people write it: `digits / 10 ** scale`.
 * `5.00` is `{ digits: 500n, scale: 2 }`. Used for amounts before they are rounded to minor units, for rates in percent and for
 * exchange rates; no value of money or rate passes through a JavaScript `number` (I-19).
 */
export interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

/** Longest text that is read as a decimal: far above any price or rate, small enough that arithmetic on it stays cheap. */
export const DECIMAL_TEXT_LENGTH_MAX = 40;

export const DECIMAL_ZERO: Decimal = { digits: 0n, scale: 0 };

const CODE_ZERO = 48;
const CODE_NINE = 57;
const CODE_DOT = 46;

/**
 * Reads `12`, `12.5`, `0.350`: digits, then optionally a point and digits. No sign, exponent, comma, blank or `.5`.
 * `null` for anything else and for text longer than `DECIMAL_TEXT_LENGTH_MAX`. The written number of decimals is kept.
 */
export function parseDecimal(text: string): Decimal | null {
  const length = text.length;
  if (length === 0 || length > DECIMAL_TEXT_LENGTH_MAX) return null;
  let dot = -1;
  for (let index = 0; index < length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === CODE_DOT) {
      if (dot !== -1 || index === 0 || index === length - 1) return null;
      dot = index;
    } else if (code < CODE_ZERO || code > CODE_NINE) {
      return null;
    }
  }
  if (dot === -1) return { digits: BigInt(text), scale: 0 };
  return { digits: BigInt(text.slice(0, dot) + text.slice(dot + 1)), scale: length - 1 - dot };
}

/** A decimal written in our own source, for example `decimal('0.35')`. Throws on anything `parseDecimal` refuses. */
export function decimal(text: string): Decimal {
  const parsed = parseDecimal(text);
  if (parsed === null) throw new Error(`not a decimal: ${JSON.stringify(text.slice(0, DECIMAL_TEXT_LENGTH_MAX))}`);
  return parsed;
}

/** Exactly as it was written: the number of decimals is the scale, so `parseDecimal(formatDecimal(d))` equals `d`. */
export function formatDecimal(value: Decimal): string {
  const { digits, scale } = value;
  if (digits < 0n) return `-${formatDecimal({ digits: -digits, scale })}`;
  const text = digits.toString();
  if (scale === 0) return text;
  const point = text.length - scale;
  return point > 0 ? `${text.slice(0, point)}.${text.slice(point)}` : `0.${'0'.repeat(-point)}${text}`;
}

/** The same number with at least `decimalsMin` decimals and no superfluous zeros beyond: 5 → `5.00`, 0.3500 → `0.35`, 1.125 → `1.125`. */
export function formatCanonical(value: Decimal, decimalsMin: number): string {
  let { digits, scale } = value;
  while (scale > decimalsMin && digits % 10n === 0n) {
    digits /= 10n;
    scale -= 1;
  }
  if (scale < decimalsMin) {
    digits *= powerOfTen(decimalsMin - scale);
    scale = decimalsMin;
  }
  return formatDecimal({ digits, scale });
}

/** Below zero, zero or above zero, as `a` is less than, equal to or greater than `b`, whatever their scales. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  const left = a.scale < b.scale ? a.digits * powerOfTen(b.scale - a.scale) : a.digits;
  const right = b.scale < a.scale ? b.digits * powerOfTen(a.scale - b.scale) : b.digits;
  return left < right ? -1 : left > right ? 1 : 0;
}

export function addDecimals(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return { digits: a.digits * powerOfTen(scale - a.scale) + b.digits * powerOfTen(scale - b.scale), scale };
}

export function subtractDecimals(a: Decimal, b: Decimal): Decimal {
  return addDecimals(a, { digits: -b.digits, scale: b.scale });
}

export function multiplyDecimals(a: Decimal, b: Decimal): Decimal {
  return { digits: a.digits * b.digits, scale: a.scale + b.scale };
}

export function isZero(value: Decimal): boolean {
  return value.digits === 0n;
}

/** Covers the product of three decimals of full length, which is the largest scale that one rounding meets. */
const POWERS_KEPT = 3 * DECIMAL_TEXT_LENGTH_MAX;
const powers: readonly bigint[] = Array.from({ length: POWERS_KEPT + 1 }, (_, exponent) => 10n ** BigInt(exponent));

export function powerOfTen(exponent: number): bigint {
  return powers[exponent] ?? 10n ** BigInt(exponent);
}
