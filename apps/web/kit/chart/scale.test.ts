import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scaleOf } from './scale.ts';

test('marks are round numbers from zero to above the highest value', () => {
  expect(scaleOf(0, 0)).toEqual([0, 1]);
  expect(scaleOf(0, 7)).toEqual([0, 2, 4, 6, 8]);
  expect(scaleOf(0, 1_234.5)).toEqual([0, 250, 500, 750, 1_000, 1_250]);
  expect(scaleOf(0, 0.03)).toEqual([0, 0.01, 0.02, 0.03]);
  expect(scaleOf(-30, 100)).toEqual([-50, 0, 50, 100]);
});

test('marks hold zero and every value, evenly apart, and are never more than six', () => {
  const value = fc.double({ min: -1e9, max: 1e9, noNaN: true }).map((any) => Math.round(any * 100) / 100);
  fc.assert(
    fc.property(value, value, (one, other) => {
      const low = Math.min(one, other);
      const high = Math.max(one, other);
      const marks = scaleOf(low, high);
      expect(marks[0]).toBeLessThanOrEqual(Math.min(low, 0));
      expect(marks.at(-1)).toBeGreaterThanOrEqual(Math.max(high, 0));
      expect(marks.length).toBeLessThanOrEqual(6);
      const step = (marks[1] ?? 0) - (marks[0] ?? 0);
      marks.forEach((mark, index) => {
        expect(Math.abs(mark - ((marks[0] ?? 0) + index * step))).toBeLessThan(step / 1e6);
      });
    }),
    { seed: 44 },
  );
});
