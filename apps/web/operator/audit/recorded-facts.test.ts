import { expect, test } from 'vitest';
import { recordedFacts } from './recorded-facts.ts';

test('a change tells what differs, from what to what, and nothing that stayed', () => {
  const recruiting = { state: 'open', reason: null, since: 5 };
  expect(
    recordedFacts({
      before: { homeUrl: 'https://old.test/', recruiting },
      after: { homeUrl: 'https://old.test/', recruiting: { ...recruiting, state: 'suspended', reason: 'Delays' } },
    }),
  ).toEqual([
    { names: ['recruiting', 'state'], before: 'open', value: 'suspended' },
    { names: ['recruiting', 'reason'], before: null, value: 'Delays' },
  ]);
});

test('a table of kinds is told row by row, where rows differ', () => {
  const row = (key: string, status: string) => ({ key, parent: null, labelKey: `traffic.${key}`, status });
  expect(
    recordedFacts({
      before: [row('forum', 'allowed'), row('email', 'allowed')],
      after: [row('forum', 'allowed'), row('email', 'prohibited'), row('coupon', 'by_agreement')],
    }),
  ).toEqual([
    { names: ['email'], before: 'allowed', value: 'prohibited' },
    { names: ['coupon'], before: null, value: 'by_agreement' },
  ]);
});

test('two words are one fact, and what was not said is none', () => {
  expect(recordedFacts({ before: 'Old', after: 'New', status: 'active', until: null, goneFirst: [] })).toEqual([
    { names: [], before: 'Old', value: 'New' },
    { names: ['status'], value: 'active' },
  ]);
  expect(recordedFacts({ file: 'a.csv', outcomes: { noChange: 3 } })).toEqual([
    { names: ['file'], value: 'a.csv' },
    { names: ['outcomes', 'no_change'], value: 3 },
  ]);
});
