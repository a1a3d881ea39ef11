import { expect, test } from 'vitest';
import { criticalIndicators, earningPerHundredClicks, meanDays, percent } from './model.ts';

test.each([
  { clicks: 5000n, actions: 0n, raised: ['no_actions'] },
  { clicks: 5001n, actions: 15n, raised: ['low_cr'] },
  { clicks: 5001n, actions: 16n, raised: [] },
  { clicks: 10_000n, actions: 30n, raised: [] },
  { clicks: 10_000n, actions: 29n, raised: ['low_cr'] },
  { clicks: 1000n, actions: 0n, raised: [] },
  { clicks: 1001n, actions: 0n, raised: ['no_actions'] },
  { clicks: 1001n, actions: 1n, raised: [] },
  { clicks: 6000n, actions: 0n, raised: ['low_cr', 'no_actions'] },
])('$clicks clicks and $actions actions a day raise $raised (S-120 … S-122)', ({ clicks, actions, raised }) => {
  expect(criticalIndicators({ clicks, actions })).toEqual(raised);
});

test('ratios are exact, rounded half-even, and absent where there is nothing to divide by', () => {
  expect(percent(1n, 3n)).toEqual({ digits: 3333n, scale: 2 });
  expect(percent(1n, 0n)).toBeNull();
  expect(earningPerHundredClicks(1n, 200n, 2)).toEqual({ digits: 0n, scale: 2 });
  expect(earningPerHundredClicks(3n, 200n, 2)).toEqual({ digits: 2n, scale: 2 });
  expect(earningPerHundredClicks(10n ** 30n, 3n, 2)?.digits).toBe(33333333333333333333333333333333n);
});

test('a mean of days is in whole days', () => {
  const day = 86_400_000n;
  expect(meanDays(3n * day, 2n)).toEqual({ digits: 2n, scale: 0 });
  expect(meanDays(3n * day - 1n, 2n)).toEqual({ digits: 1n, scale: 0 });
  expect(meanDays(0n, 0n)).toBeNull();
});
