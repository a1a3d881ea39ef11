import { expect, test } from 'vitest';
import { formatDecimal } from '../../core/money/decimal.ts';
import { parseRate } from './parse-row.ts';

test.each([
  ['1,15%', '1.15'],
  [' 5.00 % ', '5.00'],
  ['5', '5'],
])('%j is a rate of %s', (text, rate) => {
  const read = parseRate(text);
  expect(read === null ? null : formatDecimal(read)).toBe(rate);
});

test.each(['1,150.5', '5 %%', '%', '-1', ''])('%j is no rate', (text) => {
  expect(parseRate(text)).toBeNull();
});

test('a cell full of blanks is told to be none in no time (T-27)', () => {
  expect(parseRate(`1${' '.repeat(1_000_000)}x`)).toBeNull();
  expect(parseRate(`1${' '.repeat(1_000_000)}%`)).not.toBeNull();
});
