import { expect, test } from 'vitest';
import { isSome, sumOf, sumsByCurrency } from './decimals.ts';

test.each([
  [['0.10', '0.20'], '0.30'],
  [['9007199254740993.01', '0.02'], '9007199254740993.03'],
  [['60.00', '-120.00'], '-60.00'],
  [['-0.01'], '-0.01'],
  [['5', '7'], '12'],
  [['1.005', '2'], '3.005'],
  [[], '0'],
])('%j add up to %s, to the last digit', (amounts, sum) => {
  expect(sumOf(amounts)).toBe(sum);
});

test('currencies are never added to each other (S-135)', () => {
  const amounts = [
    { amount: '1.00', currency: 'USD' },
    { amount: '60.00', currency: 'RUB' },
    { amount: '0.50', currency: 'USD' },
  ];
  expect(sumsByCurrency(amounts)).toEqual([
    { amount: '60.00', currency: 'RUB' },
    { amount: '1.50', currency: 'USD' },
  ]);
});

test.each([
  ['0.00', false],
  ['-0.01', true],
  ['0', false],
  ['10.00', true],
])('%s is something: %s', (amount, is) => {
  expect(isSome(amount)).toBe(is);
});
