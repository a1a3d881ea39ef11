import type { Instant } from './instant.ts';

/**
 * RFC 3339 in UTC with milliseconds, the one form this system writes: `2022-06-15T09:00:00.000Z`. Throws a `RangeError` for what is no
 * moment. Years of four digits are written here, because this runs several times an order and `Date` takes five times as long.
 */
export function formatInstant(at: Instant): string {
  if (!(at >= EARLIEST && at <= LATEST)) return new Date(at).toISOString();
  const day = Math.floor(at / MS_PER_DAY);
  return `${dateText(day)}T${clockText(at - day * MS_PER_DAY)}Z`;
}

/** `72:00:00.000` as hours, minutes, seconds; a minus sign before a negative one. */
export function formatDuration(ms: number): string {
  return ms < 0 ? `-${clockText(-ms)}` : clockText(ms);
}

const MS_PER_DAY = 86_400_000;
const EARLIEST = Date.UTC(1000, 0, 1);
const LATEST = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
/** Days from 0000-03-01 to 1970-01-01 in the Gregorian calendar. */
const DAYS_TO_EPOCH = 719_468;
const DAYS_PER_ERA = 146_097;

/** Counts in eras of 400 years that begin on 1 March, so that the leap day is the last of its year. */
function dateText(day: number): string {
  const days = day + DAYS_TO_EPOCH;
  const era = Math.floor(days / DAYS_PER_ERA);
  const dayOfEra = days - era * DAYS_PER_ERA;
  const leapDays = Math.floor(dayOfEra / 1_460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0);
  return `${year}-${two(month)}-${two(dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1)}`;
}

function clockText(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  return `${two(hours)}:${two(minutes - hours * 60)}:${two(seconds - minutes * 60)}.${three(ms - seconds * 1_000)}`;
}

function two(value: number): string {
  return value < 10 ? `0${value}` : `${value}`;
}

function three(value: number): string {
  return value < 100 ? `0${two(value)}` : `${value}`;
}
