import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { manualClock } from '../../platform/clock/index.ts';
import type { Actor } from '../../platform/db/index.ts';
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts';
import { auditOf } from '../accounts/index.ts';
import { importProducts } from './import-products.ts';
import type { ImportFile, ProductFacts } from './model.ts';
import { productAt, productsAt } from './products.ts';
import { fileOf, makeAdvertiser, PROGRAM } from './testing.ts';

const NOW = Date.parse('2022-06-15T09:00:00Z');
const clock = manualClock(NOW);
const full =
  'product_id,store_id,category,seller_country,affiliate,hot,virtual,hidden,url,title,price,currency\n' +
  'P1,S-CN1,mobile_phone,CN,yes,no,false,0,https://www.aliexpress.com/item/P1.html,"Phone, 6""",199.90,USD\n';

let t: TestDatabase;

beforeAll(async () => {
  t = await testDatabase();
  await makeAdvertiser(t.db, NOW);
});
afterAll(() => t.drop());

async function products(text: string | Uint8Array, changes: Partial<ImportFile> & { readonly code?: string } = {}) {
  const { code, ...others } = changes;
  const { file, findings } = fileOf(text, others);
  const program = { ...PROGRAM, code: code ?? PROGRAM.code };
  const result = await importProducts(t.db, clock, { ...file, program });
  return { report: result.ok ? result.value : null, refusal: result.ok ? null : result.error, findings };
}

async function factsAt(code: string, id: string, at: string | number): Promise<ProductFacts | undefined> {
  const instant = typeof at === 'number' ? at : Date.parse(at);
  return (await t.db.transaction({ role: 'system' }, (tx) => productsAt(tx, code, [id, id, 'P-NOBODY'], instant))).get(
    id,
  );
}

test('facts are as valid at the asked instant; before them and for an unknown id there is nothing', async () => {
  const code = 'facts';
  expect((await products(full, { code, at: NOW })).report).toMatchObject({ rows: 1, changed: 1 });
  expect(await factsAt(code, 'P1', NOW)).toEqual({
    productId: 'P1',
    storeId: 'S-CN1',
    category: 'mobile_phone',
    sellerCountry: 'CN',
    affiliate: true,
    hot: false,
    virtual: false,
    hidden: false,
    sellerRate: null,
    hotRate: null,
  });
  expect(await factsAt(code, 'P1', NOW - 1)).toBeUndefined();
  expect(await factsAt(code, 'P-NOBODY', NOW)).toBeUndefined();
  expect(await factsAt('other program', 'P1', NOW)).toBeUndefined();
});

test('virtual since 10 June: an order of 9 June sees it not, one of 11 June does; author and time are kept (S-054)', async () => {
  const code = 'virtual';
  await products('product_id,virtual,category\nG1,no,books\n', { code, at: Date.parse('2022-06-01T00:00:00Z') });
  await products('product_id,virtual,valid_from\nG1,yes,2022-06-10\n', { code, author: 'advertiser data of 10 June' });
  expect(await factsAt(code, 'G1', '2022-06-09T20:59:59.999Z')).toMatchObject({ virtual: false, category: 'books' });
  expect(await factsAt(code, 'G1', '2022-06-09T21:00:00.000Z')).toMatchObject({ virtual: true, category: 'books' });
  const found = await t.db.transaction({ role: 'system' }, (tx) => productAt(tx, code, 'G1', NOW));
  expect(found?.product).toMatchObject({ author: 'advertiser data of 10 June', recordedAt: NOW });
});

test('a publisher can look but not change a flag (S-054), and nobody can take a statement back', async () => {
  const code = 'guarded';
  await products('product_id,virtual\nG1,yes\n', { code });
  const publisher: Actor = { role: 'app', org: '11111111-1111-4111-8111-111111111111' };
  const see = (actor: Actor) => t.db.transaction(actor, (tx) => productsAt(tx, code, ['G1'], NOW));
  expect((await see(publisher)).get('G1')?.virtual).toBe(true);
  expect((await see({ role: 'app', org: null })).size).toBe(0);
  const change = "update catalogue.product set virtual = false where program = 'guarded'";
  await expect(t.db.transaction(publisher, (tx) => tx.query(change))).rejects.toThrow('permission denied');
  await expect(t.db.transaction({ role: 'system' }, (tx) => tx.query(change))).rejects.toThrow('permission denied');
});

test('the same file again changes nothing; a changed cell changes one product', async () => {
  const code = 'again';
  const text = `${full}P2,S-CN1,tablets,CN,yes,yes,,,,,,\n`;
  expect((await products(text, { code })).report).toMatchObject({ changed: 2, added: 2, unchanged: 0 });
  clock.advance(60_000);
  expect((await products(text, { code, again: true })).report).toMatchObject({ changed: 0, added: 0, unchanged: 2 });
  expect((await products(text.replace('tablets', 'desktop'), { code })).report).toMatchObject({
    changed: 1,
    added: 0,
    unchanged: 1,
  });
  const withOneMore = `${text.replace('tablets', 'phones')}P3,S-CN1,tablets,CN,yes,yes,,,,,,\n`;
  expect((await products(withOneMore, { code })).report).toMatchObject({ changed: 2, added: 1, unchanged: 1 });
  clock.set(NOW);
});

test('an absent column leaves the fact as it is, an empty cell says that it is not known', async () => {
  const code = 'partial';
  await products(full, { code, at: NOW - 2 });
  await products('product_id,hot\nP1,yes\n', { code, at: NOW - 1 });
  expect(await factsAt(code, 'P1', NOW)).toMatchObject({ hot: true, storeId: 'S-CN1', affiliate: true });
  await products('product_id,store_id,affiliate\nP1,,\n', { code });
  expect(await factsAt(code, 'P1', NOW)).toMatchObject({ hot: true, storeId: null, affiliate: null });
});

test('JSON lines say the same as CSV', async () => {
  const code = 'json';
  await products(full, { code });
  const json = {
    product_id: 'P1',
    store_id: 'S-CN1',
    category: 'mobile_phone',
    seller_country: 'cn',
    affiliate: true,
    hot: false,
    virtual: false,
    hidden: false,
    url: 'https://www.aliexpress.com/item/P1.html',
    title: 'Phone, 6"',
    price: '199.9',
    currency: 'USD',
  };
  expect((await products(`${JSON.stringify(json)}\n`, { code })).report).toMatchObject({ changed: 0, unchanged: 1 });
});

test('several instants of one product in a file are a history, in whatever order the rows stand', async () => {
  const code = 'history';
  const { report } = await products(
    'product_id,store_id,valid_from\nP1,S3,2022-06-03\nP1,S1,2022-06-01\nP1,S1,2022-06-02\nP2,S2,2022-06-02\n',
    { code },
  );
  expect(report).toMatchObject({ rows: 4, changed: 4, unchanged: 0 });
  expect(await factsAt(code, 'P1', '2022-06-02T12:00:00Z')).toMatchObject({ storeId: 'S1' });
  expect(await factsAt(code, 'P1', '2022-06-03T12:00:00Z')).toMatchObject({ storeId: 'S3' });
});

test('duplicate ids in one file: the last row wins, and the count is reported (BAD-95)', async () => {
  const code = 'duplicates';
  const rows = Array.from({ length: 5000 }, (_, index) => `P${index % 1000},S${index}`).join('\n');
  const { report } = await products(`product_id,store_id\n${rows}\n`, { code });
  expect(report).toMatchObject({
    rows: 5000,
    changed: 1000,
    added: 1000,
    unchanged: 0,
    repeated: 4000,
    refused: 0,
    warnings: 0,
  });
  expect(await factsAt(code, 'P999', NOW)).toMatchObject({ storeId: 'S4999' });
});

test('broken rows are named by line, field and value; all the others are taken (BAD-79, BAD-91, BAD-92)', async () => {
  const code = 'rows';
  const bad = [
    'product_id,seller_country,hot,url,price,currency',
    'P1,CN,yes,https://shop.aliexpress.com/1,20.00,USD',
    'P2,XX,yes,,,',
    'P3,CHN,yes,,,',
    'P4,CN,maybe,,,',
    'P5,CN,,javascript:alert(1),,',
    'P6,CN,,,-1,USD',
    'P7,CN,,,free,USD',
    'P8,CN,,,1000000000000000,USD',
    'P9,CN,,,5.00,RUR',
    'P 10,CN,,,,',
    ',CN,,,,',
    '"1,23E+15",CN,,,,',
    'P13,CN,yes',
    'P14,CN,,https://evil.example/item,,',
  ].join('\n');
  const { report, findings } = await products(bad, { code });
  expect(report).toMatchObject({ rows: 14, changed: 2, refused: 12, warnings: 1 });
  expect(findings.map(({ line, code: problem, field, value }) => [line, problem, field, value])).toEqual([
    [3, 'seller_country_invalid', 'seller_country', 'XX'],
    [4, 'seller_country_invalid', 'seller_country', 'CHN'],
    [5, 'product_flag_invalid', 'hot', 'maybe'],
    [6, 'product_url_invalid', 'url', 'javascript:alert(1)'],
    [7, 'price_invalid', 'price', '-1'],
    [8, 'price_invalid', 'price', 'free'],
    [9, 'price_invalid', 'price', '1000000000000000'],
    [10, 'price_invalid', 'currency', 'RUR'],
    [11, 'product_id_invalid', 'product_id', 'P 10'],
    [12, 'product_id_invalid', 'product_id', ''],
    [13, 'id_damaged_by_spreadsheet', 'product_id', '1,23E+15'],
    [14, 'row_shape', null, undefined],
    [15, 'product_url_not_allowed', 'url', 'https://evil.example/item'],
  ]);
  const stored = await t.db.transaction({ role: 'system' }, (tx) => productAt(tx, code, 'P14', NOW));
  expect(stored?.product.attributes.url).toBeNull();
});

describe('a file that cannot be read changes nothing and says why', () => {
  const utf16 = (text: string) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
  const good = 'product_id,store_id\nP1,S1\n';

  test.each([
    { name: 'empty (BAD-76)', text: '', code: 'no_rows', detail: 'empty' },
    { name: 'a header alone (BAD-76)', text: 'product_id,hot\n', code: 'no_rows', detail: 'nothing below' },
    { name: 'without the id (BAD-78)', text: 'sku,hot\nP1,yes\n', code: 'column_missing', detail: 'Found sku, hot' },
    {
      name: 'with a mistyped column',
      text: 'product_id,afiliate\nP1,yes\n',
      code: 'column_unknown',
      detail: 'affiliate',
    },
    { name: 'with a column twice', text: 'product_id,hot,hot\nP1,yes,no\n', code: 'column_repeated', detail: 'hot' },
    { name: 'an unclosed quote', text: `${good}P2,"S2\n`, code: 'row_shape', detail: 'Quote' },
    { name: 'a spreadsheet', text: 'PK\u0003\u0004…', code: 'spreadsheet_unreadable', detail: 'damaged' },
    {
      name: 'UTF-16 without a mark (BAD-77)',
      text: Buffer.from(good, 'utf16le'),
      code: 'format_unsure',
      detail: 'NUL',
    },
    { name: 'not UTF-8', text: Buffer.from(`${good}P2,\xe9\n`, 'latin1'), code: 'not_utf8', detail: 'UTF-8' },
    { name: 'a row without end', text: `${good}${'x'.repeat(70_000)}`, code: 'file_too_large', detail: '65536' },
    {
      name: 'a JSON line without end',
      text: `{"product_id":"${'x'.repeat(70_000)}`,
      code: 'file_too_large',
      detail: '65536',
    },
    {
      name: 'too many columns (BAD-85)',
      text: `product_id${',a'.repeat(200)}\n`,
      code: 'column_unknown',
      detail: '201',
    },
  ])('$name', async ({ text, code, detail }) => {
    const { refusal, report } = await products(text, { code: 'unreadable' });
    expect(report).toBeNull();
    expect(refusal?.code).toBe(code);
    expect(refusal?.detail).toContain(detail);
    expect(await factsAt('unreadable', 'P1', NOW)).toBeUndefined();
  });

  test.each([
    { name: 'semicolons (BAD-77)', text: good.replaceAll(',', ';') },
    { name: 'tabs', text: good.replaceAll(',', '\t') },
    { name: 'UTF-16 with its mark (BAD-77)', text: utf16(good) },
    { name: 'a byte order mark', text: `\ufeff${good}` },
    { name: 'lines of Windows, blank lines and capitals', text: 'Product_ID , STORE_ID\r\n\r\nP1,S1\r\n\r\n' },
    { name: 'JSON lines with blank ones', text: '\n{"product_id":"P1","store_id":"S1"}\n\n' },
  ])('but is read with $name', async ({ name, text }) => {
    expect((await products(text, { code: name })).report).toMatchObject({ rows: 1, changed: 1 });
    expect(await factsAt(name, 'P1', NOW)).toMatchObject({ storeId: 'S1' });
  });

  test('a JSON line that is none is refused alone', async () => {
    const text = [
      '{"product_id":"P1","store_id":"S1"}',
      '{"product_id":"P2",}',
      '["P3"]',
      '{"product_id":"P4","colour":"red"}',
      '{"product_id":"P5","title":["a"]}',
      '{"product_id":"P6","product_id":"P7"}',
      '{"__proto__":{"x":1},"product_id":"P8"}',
      '{"store_id":"S1"}',
      '{"product_id":"P9","title":5}',
    ].join('\n');
    const { report, findings } = await products(text, { code: 'json rows' });
    expect(report).toMatchObject({ rows: 9, changed: 1, refused: 8 });
    expect(findings.map((finding) => [finding.line, finding.code])).toEqual([
      [2, 'json_malformed'],
      [3, 'json_malformed'],
      [4, 'field_not_allowed'],
      [5, 'field_invalid'],
      [6, 'duplicate_key'],
      [7, 'field_not_allowed'],
      [8, 'field_required'],
      [9, 'field_invalid'],
    ]);
  });

  test('a stream that breaks in the middle leaves nothing (BAD-86)', async () => {
    const broken = Readable.from(
      (function* () {
        yield Buffer.from(good);
        throw new Error('the connection was lost');
      })(),
    );
    await expect(products('', { code: 'broken', stream: broken })).rejects.toThrow('the connection was lost');
    expect(await factsAt('broken', 'P1', NOW)).toBeUndefined();
  });
});

test('an import that changed something is on the advertiser’s record, one that did not is not (I-34)', async () => {
  await products(full, { code: 'audited', author: 'tributary import products' });
  await products(full, { code: 'audited', author: 'tributary import products' });
  const advertiser: Actor = { role: 'app', org: PROGRAM.advertiserOrg };
  const entries = await t.db.transaction(advertiser, (tx) => auditOf(tx, 'program:audited', 100));
  expect(entries).toMatchObject([
    { actor: 'tributary import products', action: 'products.imported', detail: { rows: 1, changed: 1 } },
  ]);
});

test('two imports at once follow each other: the second sees what the first has written', async () => {
  const code = 'at once';
  const reports = await Promise.all([1, 2, 3].map(() => products(full, { code })));
  expect(reports.filter(({ report }) => report?.alreadyApplied === undefined)).toHaveLength(1);
});
