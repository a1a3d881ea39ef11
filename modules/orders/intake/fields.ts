import type { ErrorCode } from '../../../contract/errors/index.ts';
import { isCountry } from '../../../core/countries/index.ts';
import { currencyExponent } from '../../../core/money/currency.ts';
import { type Decimal, formatCanonical, parseDecimal } from '../../../core/money/decimal.ts';
import { formatInstant, type Instant, isTimeZone, parseInstant } from '../../../core/time/index.ts';
import type { TimeSource } from '../model.ts';

/** Reads the texts of which reports are made, the same for JSON, tracking requests and files. */
export type Field<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: ErrorCode; readonly expected: string };

export const ORDER_ID_CHARACTERS_MAX = 128;
/** The tracking protocol's own bounds (admitad-api 21.1). */
export const PRODUCT_ID_CHARACTERS_MAX = 100;
export const COUPON_CHARACTERS_MAX = 255;
export const CLICK_ID_CHARACTERS_MAX = 255;
export const QUANTITY_MAX = 1_000_000;
/** Nothing that anybody orders costs more, in any currency; it keeps sums of an order far from the ledger's limits. */
const AMOUNT_DIGITS_MAX = 12;
/** Of a price per piece, before it is multiplied; shops divide discounts and send what comes out. */
const UNIT_PRICE_DECIMALS_MAX = 12;
/** Clocks of shops may go wrong by this much. */
const FUTURE_MS_MAX = 10 * 60_000;
/** No program is older; earlier years are errors of the sender, such as seconds taken for milliseconds. */
const EARLIEST = Date.UTC(2000, 0, 1);

export function refuse(
  code: ErrorCode,
  expected: string,
): { readonly ok: false; readonly code: ErrorCode; readonly expected: string } {
  return { ok: false, code, expected };
}

function read<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

/** A placeholder of a template that nobody filled in: `{click_id}`, `[CLICKID]`, `[[[admitad_uid]]]`, `%CLICK_ID%`, `${id}` (BAD-38). */
const MACRO = /^(?:\[{1,3}[\w.-]+\]{1,3}|\$?\{{1,3}\s?[\w.-]+\s?\}{1,3}|%[A-Za-z_][\w.-]*%|<[A-Za-z_][\w.-]*>)$/;

function isMacro(text: string): boolean {
  return MACRO.test(text);
}

const macro = refuse('macro_not_replaced', 'expected the value itself instead of a placeholder');
const REPLACEMENT = '\ufffd';
const notUtf8 = refuse('not_utf8', 'expected text in UTF-8');

/** Characters that can be seen; no blanks, no control or format characters, no halves of a pair. */
const VISIBLE = /^[^\s\p{C}]+$/u;
/** The same with single blanks inside. */
const VISIBLE_WORDS = /^[^\s\p{C}]+(?: [^\s\p{C}]+)*$/u;

export function readOrderId(text: string): Field<string> {
  if (isMacro(text)) return macro;
  if (text.includes(REPLACEMENT)) return notUtf8;
  const isValid = text.length <= ORDER_ID_CHARACTERS_MAX && VISIBLE.test(text);
  return isValid
    ? read(text)
    : refuse('order_id_invalid', `expected 1 to ${ORDER_ID_CHARACTERS_MAX} visible characters without blanks`);
}

/** A name or id of at most `charactersMax` visible characters, single blanks inside allowed. */
export function readName(text: string, charactersMax: number): Field<string> {
  if (isMacro(text)) return macro;
  if (text.includes(REPLACEMENT)) return notUtf8;
  const isValid = text.length <= charactersMax && VISIBLE_WORDS.test(text);
  return isValid ? read(text) : refuse('field_invalid', `expected 1 to ${charactersMax} visible characters`);
}

/** A coupon's code as a buyer typed it at a till, without the blanks around it. */
export function readCoupon(text: string): Field<string> {
  return readName(text.trim(), COUPON_CHARACTERS_MAX);
}

/** The price of a line. What stands in angle brackets is markup rather than a placeholder (BAD-74). How many decimals it may have depends on the currency: see `fitsCurrency`. */
export function readAmount(text: string): Field<Decimal> {
  if (isMacro(text) && !text.startsWith('<')) return macro;
  if (text.includes(REPLACEMENT)) return notUtf8;
  if (/^[-\u2212]\s?\d/.test(text)) return refuse('amount_negative', 'expected zero or more');
  const isGrouped = /^\d[\d.,'’\s]*\d$/u.test(text) && (/[,'’\s]/u.test(text) || text.split('.').length > 2);
  if (isGrouped) return refuse('amount_ambiguous', 'expected digits with at most one point, such as 1234.56');
  const amount = parseDecimal(text);
  if (amount === null) {
    const isLong = /^\d{20,}(\.\d+)?$/.test(text);
    return isLong ? tooLarge : refuse('amount_format', 'expected digits with at most one point, such as 1234.56');
  }
  if (amount.digits >= 10n ** BigInt(AMOUNT_DIGITS_MAX + amount.scale)) return tooLarge;
  return amount.scale > UNIT_PRICE_DECIMALS_MAX
    ? refuse('too_many_decimals', `expected at most ${UNIT_PRICE_DECIMALS_MAX} decimals`)
    : read(amount);
}

const tooLarge = refuse('amount_too_large', `expected at most ${AMOUNT_DIGITS_MAX} digits before the point`);

/** Money that was charged has no smaller parts than the currency has (BAD-47); zeros beyond are no parts. */
export function fitsCurrency(amount: Decimal, currency: string): Field<Decimal> {
  const exponent = currencyExponent(currency) ?? 0;
  const decimals = formatCanonical(amount, 0).split('.')[1]?.length ?? 0;
  return decimals <= exponent
    ? read(amount)
    : refuse('too_many_decimals', `expected at most ${exponent} decimals for ${currency}`);
}

export function readQuantity(text: string): Field<number> {
  const quantity = /^\d{1,7}$/.test(text) ? Number(text) : 0;
  return quantity >= 1 && quantity <= QUANTITY_MAX
    ? read(quantity)
    : refuse('quantity_invalid', `expected a whole number from 1 to ${QUANTITY_MAX}`);
}

export function readCurrency(text: string): Field<string> {
  if (isMacro(text)) return macro;
  const code = text.toUpperCase();
  const isKnown = /^[A-Z]{3}$/.test(code) && currencyExponent(code) !== null;
  return isKnown ? read(code) : refuse('currency_unknown', 'expected a current ISO 4217 code such as RUB, USD or EUR');
}

/** `null` for two letters that are no country. */
export function readCountry(text: string): Field<string | null> {
  if (isMacro(text)) return macro;
  const code = text.toUpperCase();
  if (!/^[A-Z]{2}$/.test(code)) return refuse('country_invalid', 'expected two letters, ISO 3166-1, such as RU');
  return read(isCountry(code) ? code : null);
}

export interface ReadTime {
  readonly at: Instant;
  readonly source: TimeSource;
}

/** When something happened; a time without a zone is read in the program's (BAD-41, BAD-42). */
export function readTime(
  text: string,
  context: { readonly zone: string | null; readonly now: Instant },
): Field<ReadTime> {
  if (isMacro(text)) return macro;
  const zone = context.zone !== null && isTimeZone(context.zone) ? context.zone : undefined;
  const parsed = parseInstant(text, { assumedZone: zone });
  if (!parsed.ok) {
    const code = parsed.error.code === 'timezone_required' ? 'timezone_required' : 'order_time_invalid';
    return refuse(code, `expected ${parsed.error.expected}`);
  }
  if (parsed.value < EARLIEST)
    return refuse('order_time_invalid', `expected a time from ${formatInstant(EARLIEST)} on`);
  if (parsed.value > context.now + FUTURE_MS_MAX) {
    return refuse(
      'order_time_invalid',
      `expected a time that is not in the future; it is ${formatInstant(context.now)} here`,
    );
  }
  return read({ at: parsed.value, source: parsed.assumedZone === null ? 'reported' : 'assumed_zone' });
}
