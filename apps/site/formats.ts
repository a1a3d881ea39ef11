import { dayAtText, dayText, instantText } from '../../contract/date-text.ts';
import { amountText } from '../../contract/sign-place.ts';
import type { PageLanguage } from '../../platform/http/index.ts';

/** Numbers, amounts, days and countries as the reader's language writes them. */
export interface Formats {
  count(value: bigint | number): string;
  /** An exact percentage such as `1.15`: `1.15%`, `1,15 %` (S-061). No digit changes. */
  percent(exact: string): string;
  /** An exact number with the language's sign for its point. */
  decimal(exact: string): string;
  money(exact: string, currency: string): string;
  /** What a currency is called, with its sign where it has one: `Russian Ruble (₽)`. */
  currency(code: string): string;
  /** The day of an instant in a zone. */
  day(at: number, zone: string): string;
  /** A calendar day such as `2022-08-16`. */
  calendarDay(day: string): string;
  /** Day and minute of an instant in a zone. */
  instant(at: number, zone: string): string;
  /** `72 hours`, `30 days`. */
  duration(ms: number): string;
  country(code: string): string;
  /** Names of countries in the language's order. */
  countries(codes: readonly string[]): string;
  list(items: readonly string[]): string;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Up to here a window is told in hours, as people do. */
const HOURS_TOLD_MAX = 72;

const kept = new Map<PageLanguage, Formats>();

export function formatsOf(language: PageLanguage): Formats {
  const known = kept.get(language);
  if (known !== undefined) return known;
  const made = makeFormats(language);
  kept.set(language, made);
  return made;
}

function makeFormats(language: PageLanguage): Formats {
  const numbers = new Intl.NumberFormat(language);
  const point = numbers.formatToParts(0.5).find(({ type }) => type === 'decimal')?.value ?? '.';
  const decimal = (exact: string) => exact.replace('.', point);
  const regions = new Intl.DisplayNames(language, { type: 'region' });
  const country = (code: string) => (/^[A-Z]{2}$/.test(code) ? (regions.of(code) ?? code) : code);
  const lists = new Intl.ListFormat(language);
  const order = new Intl.Collator(language);
  return {
    count: (value) => numbers.format(value),
    decimal,
    percent: (exact) => (language === 'en' ? `${decimal(exact)}%` : `${decimal(exact)} %`),
    money: (exact, currency) => {
      const [whole = '0', places = ''] = exact.split('.');
      const digits = numbers.format(BigInt(whole));
      return money(language, /^0*$/.test(places) ? digits : `${digits}${point}${places}`, currency);
    },
    currency: (code) => currencyText(language, code),
    day: (at, zone) => dayAtText(language, at, zone),
    calendarDay: (day) => dayText(language, day),
    instant: (at, zone) => instantText(language, at, zone),
    duration: (ms) => duration(language, ms),
    country,
    countries: (codes) => lists.format(codes.map(country).toSorted(order.compare)),
    list: (items) => lists.format(items),
  };
}

/** Where the language puts the sign; digits stay exactly as they are. */
function money(language: PageLanguage, digits: string, currency: string): string {
  const parts = new Intl.NumberFormat(language, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    maximumFractionDigits: 0,
  }).formatToParts(1);
  return amountText(
    language,
    parts.map((part) => (part.type === 'integer' ? { ...part, value: digits } : part)),
  );
}

function currencyText(language: PageLanguage, code: string): string {
  const name = new Intl.DisplayNames(language, { type: 'currency' }).of(code) ?? code;
  const sign = new Intl.NumberFormat(language, { style: 'currency', currency: code, currencyDisplay: 'narrowSymbol' })
    .formatToParts(1)
    .find(({ type }) => type === 'currency')?.value;
  return `${name} (${sign ?? code})`;
}

function duration(language: PageLanguage, ms: number): string {
  const told = (unit: 'day' | 'hour', unitMs: number) =>
    new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(Math.floor(ms / unitMs));
  return ms % DAY_MS === 0 && ms > HOURS_TOLD_MAX * HOUR_MS ? told('day', DAY_MS) : told('hour', HOUR_MS);
}

/** An exact decimal as text, with the digits that it was stated with. */
export function exactText({ digits, scale }: { readonly digits: bigint; readonly scale: number }): string {
  const text = digits.toString().padStart(scale + 1, '0');
  return scale === 0 ? text : `${text.slice(0, -scale)}.${text.slice(-scale)}`;
}
