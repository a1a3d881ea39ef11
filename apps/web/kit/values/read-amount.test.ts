import { expect, test } from 'vitest';
import { placesOf, readAmount } from './read-amount.ts';

test.each([
  ['en', '500', '500.00'],
  ['en', '1,000.5', '1000.50'],
  ['en', '1,000', '1000.00'],
  ['en', '12,5', '12.50'],
  ['en', '007', '7.00'],
  ['es', '1.000,50', '1000.50'],
  ['es', '1.000.000', '1000000.00'],
  ['es', '12.50', '12.50'],
  ['ru', '1 000,50', '1000.50'],
  ['ru', '1\u00a0000', '1000.00'],
])('in %s, %s is %s', (language, typed, amount) => {
  expect(readAmount(typed, language, 2)).toBe(amount);
});

test.each([
  ['en', ''],
  ['en', 'all'],
  ['en', '-5'],
  ['en', '1.005'],
  ['en', '1,00,000'],
  ['ru', '1.000'],
  ['es', '1.00.50'],
  ['en', '1e3'],
  ['en', '1234567890123456'],
])('in %s, %j is no amount of two places', (language, typed) => {
  expect(readAmount(typed, language, 2)).toBeNull();
});

test('an amount has the places of its currency', () => {
  expect([placesOf('RUB'), placesOf('JPY'), placesOf('KWD')]).toEqual([2, 0, 3]);
  expect(readAmount('1500', 'en', placesOf('JPY'))).toBe('1500');
  expect(readAmount('15.5', 'en', placesOf('JPY'))).toBeNull();
});
