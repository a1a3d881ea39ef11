import { expect, test } from 'vitest';
import type { ReportRow } from '../../../../contract/wire/reports.ts';
import { cellValue, pivotOf, sortedRows } from './pivot.ts';

function row(
  group: ReportRow['group'],
  clicks: number,
  actions: number,
  approved: string,
  currency = 'RUB',
): ReportRow {
  const none = { approved: 0, deducted: 0, declined: 0, no_reward: 0, unresolved: 0, not_attributed: 0, pending: 0 };
  return {
    group,
    ...{ clicks, unique_clicks: clicks, filtered_clicks: 0, new_customers: 0, cr: null, sales: [] },
    actions: { ...none, total: actions },
    rewards: [{ currency, approved, pending: '0.00', deducted: '0.00', declined: '0.00', epc: null }],
  };
}

const rows = [
  row({ day: '2022-06-01', ad_space: 'a' }, 100, 5, '0.10'),
  row({ day: '2022-06-01', ad_space: 'b' }, 50, 0, '0.20'),
  row({ day: '2022-06-02', ad_space: 'a' }, 10, 2, '9007199254740993.01'),
  row({ day: '2022-06-02', ad_space: 'a' }, 0, 1, '5.00', 'USD'),
  row({ day: '2022-06-03', ad_space: null }, 7, 0, '0.00'),
];
const pivot = pivotOf(rows, { rows: ['ad_space'], column: 'day' }, 'RUB');

test('days become columns, and every side adds up to the same total to the kopeck (S-021)', () => {
  expect(pivot.columns).toEqual(['2022-06-01', '2022-06-02', '2022-06-03']);
  expect(pivot.rows.map(({ group }) => group)).toEqual([['a'], ['b'], [null]]);
  expect(pivot.rows[0]?.cells.get('2022-06-01')).toMatchObject({ clicks: 100, actions: 5, approved: '0.10' });
  expect(pivot.rows[0]?.total.approved).toBe('9007199254740993.11');
  expect(pivot.total).toMatchObject({ clicks: 167, actions: 8, approved: '9007199254740993.31' });
  const across = [...pivot.totals.values()].reduce((sum, { clicks }) => sum + clicks, 0);
  expect(across).toBe(pivot.rows.reduce((sum, { total }) => sum + total.clicks, 0));
});

test('a ratio is made of the sums, not of ratios', () => {
  expect(cellValue(pivot.rows[0]?.total, 'cr')).toBe(8 / 110);
  expect(cellValue(pivot.rows[1]?.cells.get('2022-06-02'), 'cr')).toBeNull();
});

test('amounts of another currency stay out (S-135)', () => {
  expect(pivotOf(rows, { rows: ['ad_space'], column: 'day' }, 'USD').total.approved).toBe('5.00');
});

test('rows are put in order by a column, by the total, or as they came', () => {
  const names = (sort: string) => sortedRows(pivot, 'clicks', sort).map(({ group }) => group[0]);
  expect(names('-total')).toEqual(['a', 'b', null]);
  expect(names('total')).toEqual([null, 'b', 'a']);
  expect(names('-column 2022-06-03')[0]).toBeNull();
  expect(names('')).toEqual(['a', 'b', null]);
});
