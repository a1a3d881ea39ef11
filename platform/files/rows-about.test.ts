import { expect, test } from 'vitest';
import { rowsAbout } from './rows-about.ts';

test.each([
  ['', 0],
  ['id', 0],
  ['id\n', 0],
  ['id\nS-1', 1],
  ['id\r\nS-1\r\nS-2\r\n', 2],
  ['PK\u0003\u0004 of a workbook\n\n', null],
])('%j has about %j rows', (text, rows) => {
  expect(rowsAbout(Buffer.from(text))).toBe(rows);
});
