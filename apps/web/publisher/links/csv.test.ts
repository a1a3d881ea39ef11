import { expect, test } from 'vitest';
import { csvText } from './csv.ts';

test('cells are quoted where they must be, and no spreadsheet runs one (T-8)', () => {
  const rows = [
    ['a,b', 'say "hi"', 'plain'],
    ['=1+1', '@SUM(1)', '-1'],
  ];
  expect(csvText(rows)).toBe('\uFEFF"a,b","say ""hi""",plain\r\n\'=1+1,\'@SUM(1),\'-1\r\n');
});
