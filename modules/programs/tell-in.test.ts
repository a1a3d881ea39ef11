import { expect, test } from 'vitest';
import { decimal } from '../../core/money/decimal.ts';
import { tellIn } from './tell-in.ts';

test.each([
  ['en', '$38.00'],
  ['ru', '38,00 $'],
  ['es', '38,00 $'],
] as const)('amounts of terms are written in %s as everything else is: %s', (language, told) => {
  const stated = { amount: decimal('38.00'), currency: 'USD' } as const;
  expect(tellIn(language).amount(stated).replace(/\s/g, ' ')).toBe(told);
});

test.each([
  ['en', '1 Mar 2022, 00:00'],
  ['ru', '01.03.2022, 00:00'],
  ['es', '01.03.2022, 00:00'],
] as const)('times of terms are written in %s as everything else is: %s', (language, told) => {
  expect(tellIn(language).time(Date.parse('2022-02-28T21:00:00Z'), 'Europe/Moscow')).toBe(told);
});
