import type { Instant, Interval } from './instant.ts';

/** What a clock on the wall of some zone shows. `month` and `day` count from 1. */
export interface WallTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly ms: number;
}

/** A day of the calendar, without a zone: `2022-03-01`. */
export type CalendarDay = string;
/** A month of the calendar, without a zone: `2022-03`. */
export type CalendarMonth = string;

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** No zone has changed its offset at any other grid since 1973, so one look-up serves a quarter of an hour. */
const offsetBucketMs = 15 * minuteMs;
const bucketsValidFrom = Date.UTC(1973, 0, 1);
/** A year of quarter hours is 35,040; above that, the memory of one zone starts anew. */
const maxRememberedOffsets = 50_000;
/** There are about 600 zone names; more means that names come from outside unchecked. */
const maxZones = 1_000;

interface Zone {
  readonly format: Intl.DateTimeFormat;
  readonly offsets: Map<number, number>;
}

// Memory only: the same question always has the same answer.
const zones = new Map<string, Zone>();

/** Whether `name` is a zone of the IANA database, for example `Europe/Moscow`, or `UTC`. Bare offsets are not zones. */
export function isTimeZone(name: string): boolean {
  return zoneNamed(name) !== null;
}

/** The zone's distance from UTC at that moment in milliseconds, positive to the east. Throws for an unknown zone. */
function offsetAt(at: Instant, zoneName: string): number {
  const zone = zoneNamed(zoneName);
  if (zone === null) throw new RangeError(`unknown time zone ${JSON.stringify(zoneName)}`);
  if (at < bucketsValidFrom) return readOffset(zone, at);
  const bucket = Math.floor(at / offsetBucketMs);
  const remembered = zone.offsets.get(bucket);
  if (remembered !== undefined) return remembered;
  const offset = readOffset(zone, at);
  if (zone.offsets.size >= maxRememberedOffsets) zone.offsets.clear();
  zone.offsets.set(bucket, offset);
  return offset;
}

/** What the clocks of the zone show at that moment. */
export function wallTimeAt(at: Instant, zone: string): WallTime {
  return fieldsOf(at + offsetAt(at, zone));
}

/**
 * The moment at which the zone's clocks show `wall`. Where they show it twice (set back), the first; where they never do (set
 * forward), the moment that would have shown it had they not been set.
 */
export function instantAtWallTime(wall: WallTime, zone: string): Instant {
  const asUtc = millisecondsOf(wall);
  const before = asUtc - offsetAt(asUtc - dayMs, zone);
  const after = asUtc - offsetAt(asUtc + dayMs, zone);
  const valid = [before, after].filter((at) => at + offsetAt(at, zone) === asUtc);
  return valid.length === 0 ? before : Math.min(...valid);
}

/** How often the zone's clocks show `wall`: 1, or 0 and 2 around changes of the clocks. */
export function wallTimeOccurrences(wall: WallTime, zone: string): 0 | 1 | 2 {
  const asUtc = millisecondsOf(wall);
  const candidates = new Set([asUtc - offsetAt(asUtc - dayMs, zone), asUtc - offsetAt(asUtc + dayMs, zone)]);
  const count = [...candidates].filter((at) => at + offsetAt(at, zone) === asUtc).length;
  return count === 0 ? 0 : count === 1 ? 1 : 2;
}

/** The calendar day of the zone in which the moment lies. */
export function dayAt(at: Instant, zone: string): CalendarDay {
  const wall = wallTimeAt(at, zone);
  return `${pad(wall.year, 4)}-${pad(wall.month, 2)}-${pad(wall.day, 2)}`;
}

/** The calendar month of the zone in which the moment lies. */
export function monthAt(at: Instant, zone: string): CalendarMonth {
  return dayAt(at, zone).slice(0, 7);
}

/** From the first moment of the calendar day in the zone to the first of the next; 23 or 25 hours where clocks change. */
export function dayInterval(
  day: CalendarDay,
  zone: string,
): Interval & { readonly from: Instant; readonly until: Instant } {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return { from: firstMoment(year, month, date, zone), until: firstMoment(year, month, date + 1, zone) };
}

/** From the first moment of the calendar month in the zone to the first of the next. */
export function monthInterval(
  month: CalendarMonth,
  zone: string,
): Interval & { readonly from: Instant; readonly until: Instant } {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return { from: firstMoment(year, number, 1, zone), until: firstMoment(year, number + 1, 1, zone) };
}

/** As people of the zone write it: `2022-03-01 00:00`, with seconds and milliseconds only where they are not zero. */
export function formatWallTime(at: Instant, zone: string): string {
  const wall = wallTimeAt(at, zone);
  const fraction = wall.ms === 0 ? '' : `.${pad(wall.ms, 3)}`;
  const seconds = wall.second === 0 && wall.ms === 0 ? '' : `:${pad(wall.second, 2)}${fraction}`;
  return `${dayAt(at, zone)} ${pad(wall.hour, 2)}:${pad(wall.minute, 2)}${seconds}`;
}

/** Milliseconds since 1970 if the wall were in UTC. Fields beyond their range carry over (day 32 is in the next month). */
export function millisecondsOf(wall: WallTime): number {
  const date = new Date(0);
  // Not Date.UTC: it takes years below 100 for years of the twentieth century.
  date.setUTCFullYear(wall.year, wall.month - 1, wall.day);
  date.setUTCHours(wall.hour, wall.minute, wall.second, wall.ms);
  return date.getTime();
}

function firstMoment(year: number, month: number, day: number, zone: string): Instant {
  const date = fieldsOf(millisecondsOf({ year, month, day, hour: 0, minute: 0, second: 0, ms: 0 }));
  return instantAtWallTime(date, zone);
}

function fieldsOf(asUtc: number): WallTime {
  const date = new Date(asUtc);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    ms: date.getUTCMilliseconds(),
  };
}

function zoneNamed(name: string): Zone | null {
  const known = zones.get(name);
  if (known !== undefined) return known;
  if (!/^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+)*$/.test(name)) return null;
  const format = formatterOf(name);
  if (format === null) return null;
  if (zones.size >= maxZones) zones.clear();
  const zone = { format, offsets: new Map<number, number>() };
  zones.set(name, zone);
  return zone;
}

function formatterOf(name: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function readOffset(zone: Zone, at: Instant): number {
  const fields = { year: 0, month: 1, day: 1, hour: 0, minute: 0, second: 0 };
  for (const part of zone.format.formatToParts(at)) {
    if (part.type in fields) Object.assign(fields, { [part.type]: Number(part.value) });
  }
  const ms = ((at % 1000) + 1000) % 1000;
  return millisecondsOf({ ...fields, ms }) - at;
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
