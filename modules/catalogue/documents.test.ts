import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { productColumns, rateColumns } from './parse-row.ts';

const text = readFileSync(new URL('../../docs/api/products.md', import.meta.url), 'utf8');

test.each([
  { name: 'Products', columns: productColumns },
  { name: 'Rates', columns: rateColumns },
])('the guide describes every column of $name that is read, and no other', ({ name, columns }) => {
  const section = text.split(/^### /m).find((part) => part.startsWith(`${name}\n`)) ?? '';
  const table = section.split('\n\n').find((part) => part.startsWith('| Column')) ?? '';
  const cells = table
    .split('\n')
    .slice(2)
    .map((row) => row.split('|')[1] ?? '');
  const described = cells.flatMap((cell) => [...cell.matchAll(/`([a-z_]+)`/g)].map((match) => match[1]));
  expect(described.toSorted()).toEqual([...columns.required, ...columns.optional].toSorted());
});
