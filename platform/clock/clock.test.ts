import { expect, test } from 'vitest';
import { manualClock, systemClock } from './index.ts';

test('a manual clock stands still until it is moved', () => {
  const clock = manualClock(Date.UTC(2022, 5, 15));
  expect([clock.now(), clock.now()]).toEqual([1655251200000, 1655251200000]);
  clock.advance(1500);
  expect(clock.now()).toBe(1655251201500);
  clock.set(0);
  expect(clock.now()).toBe(0);
});

test('a manual clock refuses fractions of a millisecond and says what it expects', () => {
  expect(() => manualClock(0.5)).toThrow('whole number of milliseconds');
  expect(() => manualClock(0).advance(Number.NaN)).toThrow('whole number of milliseconds');
});

test('the system clock answers whole milliseconds', () => {
  expect(Number.isInteger(systemClock.now())).toBe(true);
});
