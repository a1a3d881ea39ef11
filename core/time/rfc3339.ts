import type { Instant } from './instant.ts';
import { instantAtWallTime, millisecondsOf, type WallTime } from './zone.ts';

export type TimeProblem = {
  /** `time_format`: not such a text. `time_range`: no such date or time. `timezone_required`: neither a zone in it nor an assumed one. */
  readonly code: 'time_format' | 'time_range' | 'timezone_required';
  readonly value: string;
  readonly expected: string;
};

export type ParsedInstant =
  | {
      readonly ok: true;
      readonly value: Instant;
      /** The zone that was assumed because the text has none; `null` when it has one (BAD-42: kept with the order). */
      readonly assumedZone: string | null;
    }
  | { readonly ok: false; readonly error: TimeProblem };

/** Zones and calendars before are guesswork; nothing this system handles is older. */
const firstYear = 1900;
/** Longest reasonable text: date, time, nine digits of a second, offset. */
const maxLength = 40;

const pattern =
  /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)?([Zz]|[+-]\d{2}:\d{2})?$/;

/**
 * Reads RFC 3339 (`2022-06-15T09:00:00.000Z`, `2022-06-15 12:00:00+03:00`); digits beyond milliseconds are cut, a leap second
 * (`:60`) counts as the last millisecond before it. With `assumedZone` (IANA name) a text without a zone is wall time there; then
 * the time of day may be missing too and means the first moment of the day.
 */
export function parseInstant(text: string, options: { readonly assumedZone?: string | undefined } = {}): ParsedInstant {
  const match = text.length > maxLength ? null : pattern.exec(text);
  if (match === null) return problem('time_format', text);
  const { 1: year, 2: month, 3: day, 4: hour, 5: minute, 6: second, 7: fraction, 8: offset } = match;
  const leap = second === '60';
  const wall: WallTime = {
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour ?? 0),
    minute: Number(minute ?? 0),
    second: leap ? 59 : Number(second ?? 0),
    ms: leap ? 999 : Number((fraction ?? '').padEnd(3, '0').slice(0, 3)),
  };
  if (!exists(wall)) return problem('time_range', text);
  if (offset !== undefined) {
    if (second === undefined) return problem('time_format', text);
    return fromOffset(wall, offset, text);
  }
  if (options.assumedZone === undefined) return problem('timezone_required', text);
  return { ok: true, value: instantAtWallTime(wall, options.assumedZone), assumedZone: options.assumedZone };
}

function fromOffset(wall: WallTime, offset: string, text: string): ParsedInstant {
  if (offset === 'Z' || offset === 'z') return { ok: true, value: millisecondsOf(wall), assumedZone: null };
  const hours = Number(offset.slice(1, 3));
  const minutes = Number(offset.slice(4, 6));
  if (hours > 23 || minutes > 59) return problem('time_range', text);
  const distance = (hours * 60 + minutes) * 60_000 * (offset.startsWith('-') ? -1 : 1);
  return { ok: true, value: millisecondsOf(wall) - distance, assumedZone: null };
}

function exists(wall: WallTime): boolean {
  if (wall.year < firstYear || wall.hour > 23 || wall.minute > 59 || wall.second > 59) return false;
  const date = new Date(millisecondsOf(wall));
  return date.getUTCMonth() === wall.month - 1 && date.getUTCDate() === wall.day;
}

function problem(code: TimeProblem['code'], value: string): ParsedInstant {
  const expected =
    code === 'timezone_required'
      ? 'a time with its zone, for example 2022-06-15T09:00:00.000Z or 2022-06-15T12:00:00+03:00'
      : 'RFC 3339, for example 2022-06-15T09:00:00.000Z';
  return { ok: false, error: { code, value: value.slice(0, maxLength), expected } };
}
