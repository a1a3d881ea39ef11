import { useTranslation } from 'react-i18next';
import { dayText, instantText, secondText } from '../../../../contract/date-text.ts';
import { amountText } from '../../../../contract/sign-place.ts';

/** Numbers, money, days and instants in the reader's language. Amounts are decimal texts and are never made floats. */
export interface Formats {
  /** `12.50` and `RUB`: `12,50 ₽`. With `sign`, a plus stands before what is gained; with `exact`, no digit is rounded away. */
  money(amount: string, currency: string, options?: { readonly sign?: boolean; readonly exact?: boolean }): string;
  number(value: number | string): string;
  /** `12.50` with each of its digits. */
  decimal(exact: string): string;
  /** `1.5 GB`, in the unit that Intl knows by this name. */
  unit(value: number, unit: string): string;
  /** A ratio such as `0.1171` as `11.71 %`; `null`: a dash. */
  percent(ratio: number | string | null, digits?: number): string;
  /** A percentage that is written as one, such as `5.00`; with `digits`, as many in each line of a list. */
  rate(percent: string, digits?: number): string;
  /** `2022-06-15`: a day without a zone. */
  day(day: string): string;
  /** Day and time of an instant in UTC unless another zone is named. */
  instant(at: string, zone?: string): string;
  /** The same to the second, for what happens quickly. */
  second(at: string, zone?: string): string;
  /** `3 hours ago`, against the time given. */
  ago(at: string, now: number): string;
  country(code: string): string;
  list(items: readonly string[]): string;
}

const DASH = '—';
/** Intl takes decimal texts exactly (ECMA-402, edition 10); its type knows them as a template. */
type Decimal = `${number}`;
const isDecimal = (text: string): text is Decimal => /^-?\d+(\.\d+)?$/.test(text);
const exact = (value: number | string): number | Decimal =>
  typeof value === 'number' || isDecimal(value) ? value : Number.NaN;

export function useFormats(): Formats {
  const { i18n } = useTranslation();
  return formatsOf(i18n.resolvedLanguage ?? 'en');
}

const kept = new Map<string, Formats>();

export function formatsOf(language: string): Formats {
  const known = kept.get(language);
  if (known !== undefined) return known;
  const made = makeFormats(language);
  kept.set(language, made);
  return made;
}

function makeFormats(language: string): Formats {
  const regions = new Intl.DisplayNames(language, { type: 'region' });
  const lists = new Intl.ListFormat(language);
  const percents = (digits: number) =>
    new Intl.NumberFormat(language, { style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits });
  return {
    money: (amount, currency, { sign = false, exact: isExact = false } = {}) => {
      const format = new Intl.NumberFormat(language, {
        style: 'currency',
        currency,
        currencyDisplay: 'narrowSymbol',
        signDisplay: sign ? 'exceptZero' : 'auto',
        ...(isExact ? { maximumFractionDigits: 20 } : {}),
      });
      return amountText(language, format.formatToParts(exact(amount)));
    },
    number: (value) => new Intl.NumberFormat(language, { maximumFractionDigits: 6 }).format(exact(value)),
    decimal: (text) =>
      new Intl.NumberFormat(language, {
        minimumFractionDigits: text.split('.')[1]?.length ?? 0,
        maximumFractionDigits: 20,
      }).format(exact(text)),
    unit: (value, unit) =>
      new Intl.NumberFormat(language, { style: 'unit', unit, maximumFractionDigits: value >= 100 ? 0 : 1 }).format(
        value,
      ),
    percent: (ratio, digits = 2) => (ratio === null ? DASH : percents(digits).format(exact(ratio))),
    rate: (percent, digits = 0) =>
      new Intl.NumberFormat(language, {
        style: 'unit',
        unit: 'percent',
        minimumFractionDigits: digits,
        maximumFractionDigits: 6,
      }).format(exact(percent)),
    day: (day) => dayText(language, day),
    instant: (at, zone = 'UTC') => instantText(language, Date.parse(at), zone),
    second: (at, zone = 'UTC') => secondText(language, Date.parse(at), zone),
    ago: (at, now) => ago(new Intl.RelativeTimeFormat(language, { numeric: 'auto' }), Date.parse(at) - now),
    country: (code) => (/^[A-Z]{2}$/.test(code) ? (regions.of(code) ?? code) : code),
    list: (items) => lists.format(items),
  };
}

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

function ago(relative: Intl.RelativeTimeFormat, differenceMs: number): string {
  for (const [unit, ms] of UNITS) {
    if (Math.abs(differenceMs) >= ms) return relative.format(Math.trunc(differenceMs / ms), unit);
  }
  return relative.format(0, 'minute');
}
