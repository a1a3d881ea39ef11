import { expect, test } from 'vitest';
import { formatsOf } from './format.ts';
import { withSymbols } from './saying.ts';

test('amounts of sentences are written as on the rest of the screen, in every language', () => {
  const known = new Set(['USD', 'RUB']);
  expect(withSymbols('It earns 5.00 % of 20.00 USD by XYZ 4.', known, formatsOf('en'))).toBe(
    'It earns 5.00% of $20.00 by XYZ 4.',
  );
  expect(withSymbols('Вознаграждение 1800,50 RUB.', known, formatsOf('ru'))).toBe(
    'Вознаграждение 1\u00a0800,50\u00a0₽.',
  );
});
