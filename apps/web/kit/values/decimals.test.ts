import { expect, test } from 'vitest';
import { comparedTo, isSome, leastOf, lessOf, percentOf, sumOf, sumsByCurrency } from './decimals.ts';

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

test.each([
  ['500.00', '3', '15.00'],
  ['500.00', '3.0000', '15.00'],
  ['0.50', '3', '0.02'],
  ['0.50', '1', '0.00'],
  ['1.50', '1', '0.02'],
  ['999999999999.99', '12.3456', '123456000000.00'],
  ['10', '25', '2'],
  ['10', '35', '4'],
])('of %s, %s percent are %s: ties go to the even neighbour', (amount, percent, share) => {
  expect(percentOf(amount, percent)).toBe(share);
});

test('amounts are subtracted and compared to the last digit', () => {
  expect(lessOf('500.00', '15.00')).toBe('485.00');
  expect(lessOf('15.00', '-500.00')).toBe('515.00');
  expect(comparedTo('9007199254740993.01', '9007199254740993.02')).toBe(-1);
  expect(comparedTo('0.10', '0.1')).toBe(0);
  expect(leastOf('1000.00', '500.00', '501')).toBe('500.00');
});
