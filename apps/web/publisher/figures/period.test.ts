import { expect, test } from 'vitest';
import { periodOf } from './period.ts';

const evening = Date.parse('2026-11-22T21:30:00Z');

test('a period that ends today takes the day that has begun further east as well', () => {
  expect(periodOf({ from: '', to: '' }, evening)).toEqual({
    from: '2026-10-24',
    to: '2026-11-22',
    since: '2026-10-24',
    until: '2026-11-24',
    days: 30,
  });
});

test('a period that ended before today ends with its last day', () => {
  const { until, days } = periodOf({ from: '2026-11-01', to: '2026-11-10' }, evening);
  expect([until, days]).toEqual(['2026-11-11', 10]);
});
