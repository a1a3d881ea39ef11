import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseTerms } from '../../core/terms/index.ts';
import { manualClock } from '../../platform/clock/index.ts';
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts';
import { auditOf } from '../accounts/index.ts';
import { importProducts } from './import-products.ts';
import { importRates } from './import-rates.ts';
import type { ImportFile } from './model.ts';
import { productsAt } from './products.ts';
import { fileOf, makeAdvertiser, PROGRAM } from './testing.ts';

const NOW = Date.parse('2022-06-15T09:00:00Z');
const HOUR_MS = 3_600_000;
const clock = manualClock(NOW);
const text = readFileSync(new URL('../../programs/aliexpress-ru-cis-new.terms', import.meta.url), 'utf8');
const { terms } = parseTerms(text);

let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase();
  await makeAdvertiser(t.db, NOW);
});
afterAll(() => t.drop());

async function bring(what: 'products' | 'rates', code: string, rows: string, changes: Partial<ImportFile> = {}) {
  clock.advance(HOUR_MS);
  const input = { ...fileOf(rows, changes).file, program: { ...PROGRAM, code } };
  const result =
    what === 'products'
      ? await importProducts(t.db, clock, input)
      : await importRates(t.db, clock, { ...input, terms });
  return result.ok ? result.value : result.error.code;
}

const factsNow = async (code: string, ids: readonly string[], at = clock.now()) => {
  const found = await t.db.transaction({ role: 'system' }, (tx) => productsAt(tx, code, [...ids], at));
  return ids.map((id) => found.get(id) ?? null);
};
const end = (expected: number): Partial<ImportFile> => ({ endMissing: { expected } });
const rows = (...ids: string[]) =>
  `product_id,category,seller_country\n${ids.map((id) => `${id},phones,CN\n`).join('')}`;

test('what a file does not name is counted and kept, and taken away only with the count; earlier orders see what was known', async () => {
  const code = 'gone';
  await bring('products', code, rows('A', 'B', 'C', 'D'));
  const before = clock.now();
  // A product whose row is refused is named by the file all the same.
  const file = `${rows('A')}B,phones,Atlantis\n`;
  expect(await bring('products', code, file, { dryRun: true })).toMatchObject({
    refused: 1,
    gone: 2,
    goneFirst: ['C', 'D'],
    ended: 0,
  });
  expect(await bring('products', code, file)).toMatchObject({ gone: 2, ended: 0 });
  expect(await factsNow(code, ['C'])).toMatchObject([{ category: 'phones' }]);
  expect(await bring('products', code, file, end(3))).toBe('gone_changed');
  expect(await bring('products', code, file, { ...end(2), dryRun: true })).toMatchObject({ ended: 2 });
  expect(await factsNow(code, ['C'])).toMatchObject([{ category: 'phones' }]);
  // The same bytes were stored before: taking away depends on what is known now, so they are read.
  expect(await bring('products', code, file, end(2))).toMatchObject({ changed: 0, gone: 2, ended: 2 });
  expect(await factsNow(code, ['A', 'B', 'C'])).toMatchObject([
    { category: 'phones' },
    { category: 'phones' },
    { category: null },
  ]);
  expect(await factsNow(code, ['C', 'D'], before)).toMatchObject([{ category: 'phones' }, { category: 'phones' }]);
  expect(await bring('products', code, file, end(0))).toMatchObject({ gone: 0, ended: 0 });
  const [record] = await t.db.transaction({ role: 'system' }, (tx) => auditOf(tx, `program:${code}`, 1));
  expect(record).toMatchObject({ action: 'products.imported', detail: { ended: 2 } });
});

test('it comes back by an earlier file, read again', async () => {
  const code = 'back';
  await bring('products', code, rows('A', 'B'));
  await bring('products', code, rows('A'), end(1));
  expect(await bring('products', code, rows('A', 'B'))).toMatchObject({ alreadyApplied: {} });
  expect(await bring('products', code, rows('A', 'B'), { again: true })).toMatchObject({ changed: 1, unchanged: 1 });
  expect(await factsNow(code, ['B'])).toMatchObject([{ category: 'phones' }]);
});

test('of rates those of the kinds in the file are counted; of what ended before or is stated for later nothing is', async () => {
  const code = 'rates';
  await bring('products', code, rows('A', 'B', 'C', 'D'));
  await bring('rates', code, 'product_id,seller_rate,hot_rate\nA,5,\nB,5,8\n');
  await bring(
    'rates',
    code,
    'product_id,seller_rate,valid_from,valid_until\nC,5,2022-06-01,2022-06-10\nD,5,2022-08-01,\n',
  );
  expect(await bring('rates', code, 'product_id,seller_rate\nA,6\n', { dryRun: true })).toMatchObject({
    gone: 1,
    goneFirst: ['B'],
  });
  expect(await bring('rates', code, 'product_id,seller_rate\nA,6\n', end(1))).toMatchObject({ changed: 1, ended: 1 });
  expect(await factsNow(code, ['A', 'B'])).toMatchObject([
    { sellerRate: { digits: 6n } },
    { sellerRate: null, hotRate: { digits: 8n } },
  ]);
  expect(await factsNow(code, ['D'], Date.parse('2022-08-02T00:00:00Z'))).toMatchObject([
    { sellerRate: { digits: 5n } },
  ]);
});

test('a file that cannot be read to its end takes nothing away', async () => {
  const code = 'broken';
  await bring('products', code, rows('A', 'B'));
  expect(typeof (await bring('products', code, '\u0000\u0001 no table', end(2)))).toBe('string');
  expect(await factsNow(code, ['A', 'B'])).toMatchObject([{ category: 'phones' }, { category: 'phones' }]);
});
