import type { Instant } from '../../time/instant.ts';
import type { Cap, FixedReward, Rounding, StatedAmount } from '../model.ts';

/** How amounts are written for a reader. */
export type TellAmount = (stated: StatedAmount) => string;

/** How amounts and wall times are written for a reader; the zone is added where it is needed. */
export interface TellIn {
  readonly amount: TellAmount;
  readonly time: (at: Instant, zone: string) => string;
}

/** What is said of something that is new, that is gone, or that says something else now. */
export interface Told {
  added(subject: string, after: string): string;
  removed(subject: string, before: string): string;
  changed(subject: string, before: string, after: string): string;
}

/** The same of a number. */
export interface ToldNumber extends Omit<Told, 'changed'> {
  rises(subject: string, before: string, after: string): string;
  falls(subject: string, before: string, after: string): string;
}

/**
 * Everything that is language in a comparison of terms; a further language is one more of these. Clauses have neither their time nor the final
 * stop. A wall time comes with its zone where it stands alone.
 */
export interface DiffWords {
  /** An exact number as the language writes it; no digit changes. */
  number(text: string): string;
  readonly amount?: TellAmount;
  readonly time?: TellIn['time'];
  duration(ms: number): string;
  sentence(since: string, clause: string): string;
  since(wallTime: string): string;
  inVersion(version: string): string;
  readonly always: string;
  from(wallTime: string): string;
  until(wallTime: string): string;
  versionAdded(id: string, interval: string): string;
  versionRemoved(id: string): string;
  versionMoved(id: string, before: string, after: string): string;
  /** Whole sentences on what a program always has. */
  programName(before: string, after: string): string;
  timeZone(before: string, after: string): string;
  orderCurrencies(before: string, after: string): string;
  /** Whole sentences on what a program may have. */
  readonly named: Told;
  category(name: string): string;
  countries(name: string): string;
  internalRate(pair: string): string;
  sibling(name: string): string;
  notice(name: string): string;
  entry(list: string): Told;
  /** Where a rule is tried. */
  readonly everywhere: string;
  inside(regimes: readonly string[]): string;
  outside(regime: string): string;
  readonly rate: ToldNumber;
  rateOfRule(rule: string): string;
  rateOfCategory(name: string): string;
  readonly rateOfOtherCategories: string;
  rateOfOrders(from: string): string;
  rateOfTurnover(from: string): string;
  readonly cap: ToldNumber;
  readonly caps: Readonly<Record<Cap['per'], string>>;
  readonly statement: Told;
  regime(name: string): string;
  note(name: string): string;
  importLimit(about: string): string;
  /** A rule's name, with where it is tried behind it. */
  rule(name: string): string;
  readonly ruleItself: Omit<Told, 'changed'>;
  ruleWhere(rule: string, before: string, after: string): string;
  ruleWhen(rule: string, before: string, after: string): string;
  ruleThen(rule: string, before: string, after: string): string;
  ruleLast(rule: string): string;
  ruleBefore(rule: string, next: string): string;
  readonly fixed: Told;
  fixedReward(amount: string, per: FixedReward['per']): string;
  readonly plus: string;
  window(before: string, after: string): string;
  readonly pick: Readonly<Record<'last' | 'first', string>>;
  readonly coupon: Readonly<Record<'ignored' | 'coupon-first', string>>;
  readonly sameCountry: string;
  sameSide(countrySet: string): string;
  accrual(before: string, after: string): string;
  readonly atInternalRate: string;
  readonly conversion: Readonly<Record<'internal-rate' | 'none', string>>;
  rounding(before: Rounding, after: Rounding): string;
  confirmation(before: string, after: string): string;
  confirmationTime(before: string, after: string): string;
  withinDays(days: number): string;
  readonly atAnyTime: string;
}

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Up to here a window is told in hours, as people do; longer ones of whole days in days. */
const HOURS_TOLD_MAX = 72;

/** `72 часа`, `30 días`: a length of time with the noun that the language wants after that number, as it stands alone. */
export function toldDuration(ms: number, locale: 'ru' | 'es'): string {
  const told = (unit: 'day' | 'hour' | 'minute', unitMs: number): string =>
    new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(Math.floor(ms / unitMs));
  if (ms % HOUR_MS !== 0) return told('minute', MINUTE_MS);
  return ms % DAY_MS === 0 && ms > HOURS_TOLD_MAX * HOUR_MS ? told('day', DAY_MS) : told('hour', HOUR_MS);
}

/** An exact number with the comma that the language writes for its point; no digit changes. */
export function withComma(number: string): string {
  return number.replace('.', ',');
}
