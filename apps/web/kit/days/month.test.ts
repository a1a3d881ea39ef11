import { expect, test } from 'vitest';
import { stepFrom, weeksOf } from './month.ts';

test('a month has each of its days once, in weeks from Monday on', () => {
  const weeks = weeksOf('2022-02-10');
  expect(weeks.map((week) => week.length)).toEqual([7, 7, 7, 7, 7]);
  expect(new Set(weeks.flat().filter((day) => day.startsWith('2022-02'))).size).toBe(28);
  expect(weeks[0]?.slice(0, 2)).toEqual(['2022-01-31', '2022-02-01']);
  expect(weeksOf('2022-12-31').flat().at(-1)).toBe('2023-01-01');
});

test.each([
  ['ArrowDown', false, '2022-02-07'],
  ['ArrowLeft', false, '2022-01-30'],
  ['Home', false, '2022-01-31'],
  ['End', false, '2022-02-06'],
  ['PageDown', false, '2022-02-28'],
  ['PageUp', false, '2021-12-31'],
  ['PageDown', true, '2023-01-31'],
])('%s (shift: %s) leads from 31 January to %s', (key, isShifted, day) => {
  expect(stepFrom('2022-01-31', key, isShifted)).toBe(day);
});

test('any other key does not move', () => {
  expect(stepFrom('2022-01-31', 'a', false)).toBeNull();
});
