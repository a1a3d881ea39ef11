import { expect, test } from 'vitest';
import { lastDays, periodOf, todayIn } from './period.ts';

const evening = Date.parse('2026-11-22T21:30:00Z');

test('today is the day of the zone in which days are counted, the latest of several, and that of UTC while none is known', () => {
  expect(todayIn(['Europe/Moscow'], evening)).toBe('2026-11-23');
  expect(todayIn(['America/New_York'], evening)).toBe('2026-11-22');
  expect(todayIn(['America/New_York', 'Europe/Moscow'], evening)).toBe('2026-11-23');
  expect(todayIn(['Europe/Moscow'], Date.parse('2026-11-22T20:59:59Z'))).toBe('2026-11-22');
  expect(todayIn(['Pacific/Honolulu'], Date.parse('2026-11-22T09:00:00Z'))).toBe('2026-11-21');
  expect(todayIn([], evening)).toBe('2026-11-22');
});

test('a period of which nothing is said is of thirty days, today the last of them', () => {
  expect(periodOf({ from: '', to: '' }, '2026-11-23')).toEqual({
    today: '2026-11-23',
    from: '2026-10-25',
    to: '2026-11-23',
    since: '2026-10-25',
    until: '2026-11-24',
    days: 30,
  });
  expect(lastDays(30, '2026-11-23')).toEqual(periodOf({ from: '', to: '' }, '2026-11-23'));
});

test('a period that ended before today ends with its last day', () => {
  const { until, days } = periodOf({ from: '2026-11-01', to: '2026-11-10' }, '2026-11-23');
  expect([until, days]).toEqual(['2026-11-11', 10]);
});
