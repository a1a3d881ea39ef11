import fc from 'fast-check';
import { expect, it } from 'vitest';
import { instantOfUtcText } from './utc-text.ts';

it('reads every moment that this system writes', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: Date.UTC(9999, 11, 31, 23, 59, 59, 999) }), (at) => {
      expect(instantOfUtcText(new Date(at).toISOString())).toBe(at);
    }),
    { seed: 1, numRuns: 2_000 },
  );
});

it.each([
  '2022-02-29T00:00:00.000Z',
  '1900-01-01T00:00:00.000Z',
  '2022-13-01T00:00:00.000Z',
  '2022-00-01T00:00:00.000Z',
  '2022-01-00T00:00:00.000Z',
  '2022-06-15T24:00:00.000Z',
  '2022-06-15T09:60:00.000Z',
  '2022-06-15T09:00:60.000Z',
  '2022-06-15t09:00:00.000z',
  '2022-06-15T09:00:00.000+',
  '2022-06-15T09:00:00Z',
  '2022-06-1xT09:00:00.000Z',
])('leaves %s to the general reader', (text) => {
  expect(instantOfUtcText(text)).toBeNull();
});
