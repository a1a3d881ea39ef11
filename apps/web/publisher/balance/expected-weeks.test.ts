import { expect, test } from 'vitest';
import { expectedWeeks, mostOf } from './expected-weeks.ts';

const NOW = Date.parse('2026-11-25T12:00:00Z');
const each = (state: 'pending' | 'approved', amount: string, from: string | null, currency = 'RUB') => ({
  ...{ program: 'rc', currency, state, amount, actions: 1 },
  ...{ from, until: from },
});

test('what may come is summed by calendar week and currency; what is late comes first, what is unknown last', () => {
  const weeks = expectedWeeks(
    [
      each('pending', '10.00', null),
      each('pending', '0.10', '2026-12-02'),
      each('approved', '0.20', '2026-11-30'),
      each('approved', '7.00', '2026-11-22'),
      each('approved', '1.00', '2026-11-23'),
      each('approved', '5.00', '2026-11-30', 'EUR'),
    ],
    NOW,
  );
  expect(weeks.map(({ currency, week, total, actions }) => [currency, week, total, actions])).toEqual([
    ['EUR', '2026-11-30', '5.00', 1],
    ['RUB', 'late', '7.00', 1],
    ['RUB', '2026-11-23', '1.00', 1],
    ['RUB', '2026-11-30', '0.30', 2],
    ['RUB', 'unknown', '10.00', 1],
  ]);
  expect(weeks[3]).toMatchObject({ pending: '0.10', approved: '0.20' });
});

test('the currency shown first is the one that most orders wait in, whatever their amounts', () => {
  const weeks = expectedWeeks(
    [
      each('pending', '900.00', '2026-11-30', 'EUR'),
      each('pending', '0.10', '2026-11-30'),
      each('approved', '0.20', '2026-12-08'),
    ],
    NOW,
  );
  expect(mostOf(weeks)).toBe('RUB');
  expect(mostOf([])).toBe('');
});
