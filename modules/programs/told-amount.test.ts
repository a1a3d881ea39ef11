import { expect, test } from 'vitest';
import { decimal } from '../../core/money/decimal.ts';
import { tellAmountIn } from './told-amount.ts';

test.each([
  ['en', '$38.00'],
  ['ru', '38,00 $'],
  ['es', '38,00 $'],
] as const)('amounts of terms are written in %s as everything else is: %s', (language, told) => {
  const stated = { amount: decimal('38.00'), currency: 'USD' } as const;
  expect(tellAmountIn(language)(stated).replace(/\s/g, ' ')).toBe(told);
});
