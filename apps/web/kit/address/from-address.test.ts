import { expect, test } from 'vitest';
import { dayOf, pageOf } from './from-address.ts';

test('what an address says of pages and days is taken as far as it makes sense', () => {
  const asked = ['3', '', '0', '-7', '2.5', 'abc', '1e9', '2001', '2002'];
  expect(asked.map((text) => pageOf(text, 50))).toEqual([3, 1, 1, 1, 1, 1, 2001, 2001, 2001]);
  const days = ['2026-02-28', '2026-02-31', '2026-13-01', 'soon', '', '99999-01-01'];
  expect(days.map(dayOf)).toEqual(['2026-02-28', '', '', '', '', '']);
});
