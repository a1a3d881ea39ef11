import { isCountry } from '../../countries/index.ts';
import { currencyExponent } from '../../money/currency.ts';
import { type Decimal, parseDecimal } from '../../money/decimal.ts';
import { type Instant, parseInstant } from '../../time/index.ts';
import { instantOfUtcText } from './utc-text.ts';

/** What is wrong with one field of an order written as JSON. */
export interface ReadProblem {
  readonly code: string;
  /** For example `lines[0].amount`. */
  readonly field: string;
  readonly value: string;
  readonly expected: string;
  readonly remedy: string;
}

/**
 * Thrown from the depth of a reader and turned into a value at its surface, and nowhere else: a reader that checks every field of
 * hundreds of thousands of orders a second cannot hand a result object back from each.
 */
export class Unreadable extends Error {
  readonly problem: ReadProblem;

  constructor(problem: ReadProblem) {
    super(problem.code);
    this.problem = problem;
  }

  /** The same problem, seen from the object that holds the field. */
  within(parent: string): Unreadable {
    const { field } = this.problem;
    return new Unreadable({ ...this.problem, field: field === '' ? parent : `${parent}.${field}` });
  }
}

/**
 * An object as `JSON.parse` returns it. Readers take the value of a field beside its name, because a field named where it is read is
 * found several times as fast as one named by a variable.
 */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Ids and words: what the intake of orders takes at most, so that whatever was recorded can be decided. */
const TEXT_LENGTH_MAX = 255;
/** More digits before the point would not fit the ledger's 64-bit minor units with three decimals. */
const INTEGER_DIGITS_MAX = 15;
const VALUE_SHOWN_MAX = 80;

export function shown(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > VALUE_SHOWN_MAX ? `${text.slice(0, VALUE_SHOWN_MAX)}…` : text;
}

export function fail(code: string, field: string, value: unknown, expected: string, remedy: string): never {
  throw new Unreadable({ code, field, value: shown(value), expected, remedy });
}

export function asObject(value: unknown, field: string): JsonObject {
  if (!isObject(value)) return missingOr(value, 'field_type', field, 'an object', 'Write it as {…}.');
  return value;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function arrayAt(value: unknown, field: string, lengthMax: number): readonly unknown[] {
  if (!Array.isArray(value)) return missingOr(value, 'field_type', field, 'an array', 'Write it as […].');
  if (value.length > lengthMax) {
    fail(
      'too_many',
      field,
      value.length,
      `at most ${lengthMax} entries`,
      'Split the order or drop what does not belong to it.',
    );
  }
  return value;
}

/** Reads each entry; a problem inside names the entry. */
export function readEach<T>(values: readonly unknown[], field: string, read: (value: JsonObject) => T): T[] {
  const result: T[] = [];
  for (let index = 0; index < values.length; index += 1) {
    try {
      result.push(read(asObject(values[index], '')));
    } catch (error) {
      throw error instanceof Unreadable ? error.within(`${field}[${index}]`) : error;
    }
  }
  return result;
}

/** Reads one nested object; a problem inside names it. */
export function readWithin<T>(value: unknown, field: string, read: (value: JsonObject) => T): T {
  const object = asObject(value, field);
  try {
    return read(object);
  } catch (error) {
    throw error instanceof Unreadable ? error.within(field) : error;
  }
}

export function textAt(value: unknown, field: string): string {
  if (typeof value !== 'string') return missingOr(value, 'field_type', field, 'a string', 'Put the value in quotes.');
  if (value.length === 0 || value.length > TEXT_LENGTH_MAX) {
    fail('text_length', field, value, `1 to ${TEXT_LENGTH_MAX} characters`, 'Use null for a value that is not known.');
  }
  return value;
}

export function textOrNullAt(value: unknown, field: string): string | null {
  return value === undefined || value === null ? null : textAt(value, field);
}

/** Yes, no, or unknown when absent or null. */
export function flagAt(value: unknown, field: string): boolean | null {
  if (typeof value === 'boolean') return value;
  if (value === undefined || value === null) return null;
  return fail('field_type', field, value, 'true, false or null', 'Write it without quotes.');
}

export function wordAt<T extends string>(value: unknown, field: string, words: readonly T[]): T {
  for (const word of words) if (word === value) return word;
  return missingOr(value, 'value_unknown', field, `one of ${words.join(', ')}`, 'Spell it exactly so.');
}

/** Two capital letters. A code that ISO 3166 does not assign counts as unknown, like null. */
export function countryAt(value: unknown, field: string): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string' || !isTwoCapitals(value)) {
    return fail(
      'country_format',
      field,
      value,
      'two capital letters of ISO 3166-1, or null',
      'Write RU, not ru or RUS.',
    );
  }
  return isCountry(value) ? value : null;
}

const CAPITAL_A = 65;
const CAPITAL_Z = 90;

function isTwoCapitals(text: string): boolean {
  return text.length === 2 && isCapital(text.charCodeAt(0)) && isCapital(text.charCodeAt(1));
}

function isCapital(code: number): boolean {
  return code >= CAPITAL_A && code <= CAPITAL_Z;
}

/** ISO 4217; lower case is accepted and meant (BAD-49). */
export function currencyAt(value: unknown, field: string): string {
  const code = textAt(value, field);
  if (currencyExponent(code) !== null) return code;
  const upper = code.toUpperCase();
  if (code.length === upper.length && currencyExponent(upper) !== null) return upper;
  return fail('currency_unknown', field, code, 'a current ISO 4217 code', 'Write RUB, not RUR or ₽.');
}

/** RFC 3339 with its zone. */
export function instantAt(value: unknown, field: string): Instant {
  if (typeof value !== 'string') {
    return missingOr(
      value,
      'time_invalid',
      field,
      'an RFC 3339 time, for example 2022-06-15T09:00:00.000Z',
      'Put the time in quotes.',
    );
  }
  const plain = instantOfUtcText(value);
  if (plain !== null) return plain;
  const parsed = parseInstant(value);
  if (parsed.ok) return parsed.value;
  const code = parsed.error.code === 'timezone_required' ? 'timezone_required' : 'time_invalid';
  return fail(code, field, value, parsed.error.expected, 'Write an existing date and time with Z or an offset.');
}

/** `amount` for prices, `rate` for percentages and exchange rates: the first word of the error codes. */
type DecimalKind = 'amount' | 'rate';

export function decimalAt(value: unknown, field: string, kind: DecimalKind): Decimal {
  if (typeof value === 'string' && value.length <= INTEGER_DIGITS_MAX) {
    const parsed = parseDecimal(value);
    if (parsed !== null) return parsed;
  }
  return checkedDecimal(value, field, kind);
}

export function decimalOrNullAt(value: unknown, field: string, kind: DecimalKind): Decimal | null {
  return value === undefined || value === null ? null : decimalAt(value, field, kind);
}

const leadingZeros = /^0+(?=\d)/;

function checkedDecimal(value: unknown, field: string, kind: DecimalKind): Decimal {
  const expected = 'a decimal string such as "20.00"';
  if (typeof value === 'number') {
    return fail(`${kind}_must_be_string`, field, value, expected, 'Put it in quotes: a JSON number may lose decimals.');
  }
  if (typeof value !== 'string') return missingOr(value, 'field_type', field, expected, 'Put the value in quotes.');
  if (/^-\d/.test(value)) {
    return fail(
      `${kind}_negative`,
      field,
      value,
      `${expected}, not below zero`,
      'Report money taken back as a refund event.',
    );
  }
  if (/^[\d.,'\s]+$/.test(value) && /\d/.test(value) && /[,'\s]|\..*\./.test(value)) {
    return fail(`${kind}_ambiguous`, field, value, expected, 'Use a point for decimals and no grouping.');
  }
  const parsed = parseDecimal(value);
  if (parsed === null && !/^\d+(\.\d+)?$/.test(value)) {
    return fail(`${kind}_format`, field, value, expected, 'Decimal digits only: no exponent, sign or other notation.');
  }
  const integerDigits = (value.split('.')[0] ?? '').replace(leadingZeros, '').length;
  if (parsed === null || integerDigits > INTEGER_DIGITS_MAX) {
    const bound = `at most ${INTEGER_DIGITS_MAX} digits before the point and 40 characters`;
    return fail(`${kind}_too_large`, field, value, bound, 'Check the value and its currency.');
  }
  return parsed;
}

/** A whole number from 0 to `max`. */
export function countAt(value: unknown, field: string, max: number): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= max) return value;
  return missingOr(value, 'count_invalid', field, `a whole number from 0 to ${max}`, 'Write it without quotes.');
}

function missingOr(value: unknown, code: string, field: string, expected: string, remedy: string): never {
  return fail(value === undefined ? 'field_missing' : code, field, value, expected, remedy);
}
