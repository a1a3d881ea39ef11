import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  contains,
  dayAt,
  dayInterval,
  formatDuration,
  formatInstant,
  formatWallTime,
  instantAtWallTime,
  isTimeZone,
  monthAt,
  monthInterval,
  overlaps,
  parseInstant,
  wallTimeAt,
  wallTimeOccurrences,
} from './index.ts';

/** Property tests repeat themselves exactly. */
const run = { seed: 20_220_816 };
const moscow = 'Europe/Moscow';
const zones = [
  moscow,
  'UTC',
  'America/New_York',
  'Europe/Berlin',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'America/Sao_Paulo',
];
const anyInstant = fc.integer({ min: Date.UTC(1975, 0, 1), max: Date.UTC(2060, 0, 1) });

function at(text: string, assumedZone?: string): number {
  const parsed = parseInstant(text, { assumedZone });
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error.code}`);
  return parsed.value;
}

describe('reading a time', () => {
  test.each([
    ['2022-06-15T09:00:00.000Z', Date.UTC(2022, 5, 15, 9)],
    ['2022-06-15T12:00:00+03:00', Date.UTC(2022, 5, 15, 9)],
    ['2022-06-15 04:30:00.5-04:30', Date.UTC(2022, 5, 15, 9, 0, 0, 500)],
    ['2022-06-15t09:00:00.123999z', Date.UTC(2022, 5, 15, 9, 0, 0, 123)],
    ['2016-12-31T23:59:60Z', Date.UTC(2016, 11, 31, 23, 59, 59, 999)],
    ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29)],
  ])('%s is read exactly', (text, expected) => {
    expect(parseInstant(text)).toEqual({ ok: true, value: expected, assumedZone: null });
  });

  test.each([
    ['2026-02-30T00:00:00Z', 'time_range'],
    ['2023-02-29T00:00:00Z', 'time_range'],
    ['2022-13-01T00:00:00Z', 'time_range'],
    ['2022-06-15T24:00:00Z', 'time_range'],
    ['2022-06-15T09:00:00+24:00', 'time_range'],
    ['1899-12-31T00:00:00Z', 'time_range'],
    ['31/12/26', 'time_format'],
    ['2022-06-15T09:00Z', 'time_format'],
    ['', 'time_format'],
    [`2022-06-15T09:00:00Z${' '.repeat(100)}`, 'time_format'],
    ['2022-06-15T09:00:00', 'timezone_required'],
    ['2022-06-15', 'timezone_required'],
  ])('%s is refused as %s and says what is expected', (text, code) => {
    const parsed = parseInstant(text);
    expect(parsed).toMatchObject({ ok: false, error: { code } });
    if (!parsed.ok) expect(parsed.error.expected).toContain('2022-06-15T09:00:00.000Z');
  });

  test('a text without a zone is wall time of the assumed zone, and says that it was assumed', () => {
    expect(parseInstant('2022-03-01 00:00', { assumedZone: moscow })).toEqual({
      ok: true,
      value: Date.UTC(2022, 1, 28, 21),
      assumedZone: moscow,
    });
    expect(at('2022-03-01', moscow)).toBe(Date.UTC(2022, 1, 28, 21));
    expect(parseInstant('2022-03-01T00:00:00Z', { assumedZone: moscow })).toMatchObject({ assumedZone: null });
  });

  test('what is written is read back', () => {
    fc.assert(
      fc.property(anyInstant, (instant) => at(formatInstant(instant)) === instant),
      run,
    );
  });

  test('every moment is written as the runtime writes it', () => {
    const written = (instant: number): void => {
      expect(formatInstant(instant)).toBe(new Date(instant).toISOString());
    };
    const { min, max } = { min: -8_640_000_000_000_000, max: 8_640_000_000_000_000 };
    fc.assert(
      fc.property(
        fc.oneof(
          anyInstant,
          fc.maxSafeInteger().filter((at) => at >= min && at <= max),
        ),
        written,
      ),
      {
        ...run,
        numRuns: 2_000,
      },
    );
    for (const year of [-1, 0, 999, 1000, 1600, 1700, 1900, 1970, 2000, 2023, 2024, 2100, 2400, 9999, 10_000]) {
      const start = new Date(0).setUTCFullYear(year, 0, 1);
      for (let day = -1; day <= 366; day += 1) written(start + day * 86_400_000);
      written(start - 1);
    }
    expect(() => formatInstant(Number.NaN)).toThrow(RangeError);
  });

  test('a duration is written in hours, minutes, seconds and milliseconds', () => {
    expect([0, 72 * 3_600_000, 3_723_004, -61_500, 100 * 3_600_000 + 999].map(formatDuration)).toEqual([
      '00:00:00.000',
      '72:00:00.000',
      '01:02:03.004',
      '-00:01:01.500',
      '100:00:00.999',
    ]);
  });

  test('no text makes it throw', () => {
    fc.assert(
      fc.property(fc.string(), (text) => typeof parseInstant(text, { assumedZone: moscow }).ok === 'boolean'),
      run,
    );
  });
});

describe('zones', () => {
  test('only names of the IANA database are zones', () => {
    expect(['Europe/Moscow', 'UTC', 'America/Argentina/Buenos_Aires'].map(isTimeZone)).toEqual([true, true, true]);
    expect(['Moscow', '+03:00', '', 'Europe/../UTC', 'Europe/Moskau'].map(isTimeZone)).toEqual(Array(5).fill(false));
    expect(() => wallTimeAt(0, 'Nowhere/Land')).toThrow('unknown time zone "Nowhere/Land"');
  });

  test('offsets before regular zones are exact to the second', () => {
    expect(formatWallTime(Date.UTC(1910, 0, 1), moscow)).toBe('1910-01-01 02:30:17');
  });

  test('a time that clocks show twice means the first time, and both are told apart', () => {
    const wall = { year: 2022, month: 11, day: 6, hour: 1, minute: 30, second: 0, ms: 0 };
    expect(instantAtWallTime(wall, 'America/New_York')).toBe(at('2022-11-06T05:30:00Z'));
    expect(wallTimeOccurrences(wall, 'America/New_York')).toBe(2);
    expect(wallTimeOccurrences({ ...wall, hour: 3 }, 'America/New_York')).toBe(1);
  });

  test('a time that clocks never show means the moment it would have been', () => {
    const wall = { year: 2022, month: 3, day: 13, hour: 2, minute: 30, second: 0, ms: 0 };
    expect(instantAtWallTime(wall, 'America/New_York')).toBe(at('2022-03-13T07:30:00Z'));
    expect(wallTimeOccurrences(wall, 'America/New_York')).toBe(0);
  });

  test('any instant comes back from its wall time, or from the earlier of two', () => {
    fc.assert(
      fc.property(anyInstant, fc.constantFrom(...zones), (instant, zone) => {
        const wall = wallTimeAt(instant, zone);
        const back = instantAtWallTime(wall, zone);
        if (wallTimeOccurrences(wall, zone) === 1) return back === instant;
        return back <= instant && instant - back <= 3_600_000;
      }),
      run,
    );
  });
});

describe('calendar', () => {
  test('a day ends where the next begins and holds exactly its moments, also where clocks are set', () => {
    fc.assert(
      fc.property(anyInstant, fc.constantFrom(...zones), (instant, zone) => {
        const day = dayAt(instant, zone);
        const interval = dayInterval(day, zone);
        const next = dayInterval(dayAt(interval.until, zone), zone);
        return contains(interval, instant) && next.from === interval.until && dayAt(interval.until - 1, zone) === day;
      }),
      run,
    );
  });

  test('a day has 23 hours when clocks go forward, 25 when back, and may start at one', () => {
    const hours = (day: string, zone: string) => {
      const { from, until } = dayInterval(day, zone);
      return (until - from) / 3_600_000;
    };
    expect(hours('2022-03-27', 'Europe/Berlin')).toBe(23);
    expect(hours('2022-10-30', 'Europe/Berlin')).toBe(25);
    expect(hours('2022-06-15', moscow)).toBe(24);
    expect(formatWallTime(dayInterval('2018-11-04', 'America/Sao_Paulo').from, 'America/Sao_Paulo')).toBe(
      '2018-11-04 01:00',
    );
  });

  test('months are counted in the zone', () => {
    expect(monthAt(at('2022-02-28T21:00:00.000Z'), moscow)).toBe('2022-03');
    expect(monthAt(at('2022-02-28T20:59:59.999Z'), moscow)).toBe('2022-02');
    expect(monthInterval('2022-12', moscow)).toEqual({
      from: at('2022-11-30T21:00:00Z'),
      until: at('2022-12-31T21:00:00Z'),
    });
  });

  test('wall time is written as short as it is exact', () => {
    expect(formatWallTime(at('2022-02-28T21:00:00Z'), moscow)).toBe('2022-03-01 00:00');
    expect(formatWallTime(at('2022-02-28T20:59:59.999Z'), moscow)).toBe('2022-02-28 23:59:59.999');
  });
});

describe('intervals', () => {
  test('the start belongs to an interval, the end does not', () => {
    expect([9, 10, 19, 20].map((t) => contains({ from: 10, until: 20 }, t))).toEqual([false, true, true, false]);
    expect(contains({ from: null, until: null }, 0)).toBe(true);
  });

  test('two intervals overlap exactly if some moment lies in both', () => {
    const bound = fc.option(fc.integer({ min: 0, max: 8 }), { nil: null });
    const interval = fc.record({ from: bound, until: bound });
    fc.assert(
      fc.property(interval, interval, (a, b) => {
        const shared = Array.from({ length: 12 }, (_, i) => i - 2).some((t) => contains(a, t) && contains(b, t));
        return overlaps(a, b) === shared;
      }),
      run,
    );
  });
});
