import { expect, test } from 'vitest';
import type { ReportRow } from '../../../../contract/wire/reports.ts';
import { originsOf } from './outside.ts';

const row = (country: string | null, clicks: number): ReportRow => ({
  ...{ group: { country }, clicks, unique_clicks: 0, filtered_clicks: 0, new_customers: 0, cr: null },
  ...{ rewards: [], sales: [] },
  actions: {
    ...{ total: 0, approved: 0, pending: 0, deducted: 0, declined: 0 },
    ...{ no_reward: 0, unresolved: 0, not_attributed: 0 },
  },
});

test('Ukraine is outside a program for the eleven countries, an unknown country is nowhere (S-038)', () => {
  const rows = [row('RU', 70), row('UA', 20), row('DE', 5), row(null, 100)];
  expect(originsOf(rows, ['RU', 'KZ'])).toEqual({ outside: 25, total: 95 });
});

test('nobody is outside a program for all countries', () => {
  expect(originsOf([row('RU', 70), row('UA', 20)], [])).toEqual({ outside: 0, total: 90 });
});
