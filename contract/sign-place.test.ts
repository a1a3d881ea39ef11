import { expect, test } from 'vitest';
import { amountText } from './sign-place.ts';

const told = (language: string, amount: number, currency: string) =>
  amountText(
    language,
    new Intl.NumberFormat(language, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' }).formatToParts(
      amount,
    ),
  ).replaceAll(/\s/g, ' ');

test.each([
  ['en', 30.39, 'USD', '$30.39'],
  ['en', -30.39, 'EUR', '-€30.39'],
  ['en', 1299, 'RUB', '1,299.00 ₽'],
  ['en', -299, 'RUB', '-299.00 ₽'],
  ['en', 12, 'CHF', '12.00 CHF'],
  ['ru', 299, 'RUB', '299,00 ₽'],
  ['es', 30.39, 'USD', '30,39 $'],
])('%s: %d %s is %s (S-002)', (language, amount, currency, text) => {
  expect(told(language, amount, currency)).toBe(text);
});
