import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formatDecimal } from '../../core/money/index.ts';
import { parseTerms } from '../../core/terms/index.ts';
import type { ProgramTerms } from '../../core/terms/model.ts';
import type { Instant } from '../../core/time/index.ts';
import { manualClock } from '../../platform/clock/index.ts';
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts';
import { workbook } from '../../platform/files/testing.ts';
import { importProducts } from './import-products.ts';
import { importRates } from './import-rates.ts';
import type { ImportFile, ImportReport } from './model.ts';
import { productsAt } from './products.ts';
import { fileOf, makeAdvertiser, PROGRAM } from './testing.ts';

const NOW = Date.parse('2022-06-15T09:00:00Z');
const clock = manualClock(NOW);

let t: TestDatabase;

beforeAll(async () => {
  t = await testDatabase();
  await makeAdvertiser(t.db, NOW);
});
afterAll(() => t.drop());

function termsOfRc(): ProgramTerms {
  const text = readFileSync(new URL('../../programs/aliexpress-ru-cis-new.terms', import.meta.url), 'utf8');
  const { terms, problems } = parseTerms(text);
  if (terms === null) throw new Error(`the program file of the example has errors: ${JSON.stringify(problems)}`);
  return terms;
}
const terms = termsOfRc();

let products = 0;

/** A product of its own for each case, known since 2021. */
async function product(sellerCountry: string): Promise<string> {
  products += 1;
  const id = `P${products}`;
  const { file } = fileOf(`product_id,seller_country\n${id},${sellerCountry}\n`, {
    at: Date.parse('2021-01-01T00:00:00Z'),
  });
  expect(await importProducts(t.db, clock, { ...file, program: PROGRAM })).toMatchObject({
    ok: true,
    value: { changed: 1 },
  });
  return id;
}

async function rates(text: string | Uint8Array, changes: Partial<ImportFile> = {}) {
  const { file, findings } = fileOf(text, changes);
  const result = await importRates(t.db, clock, { ...file, program: PROGRAM, terms });
  return { report: result.ok ? result.value : null, refusal: result.ok ? null : result.error, findings };
}

async function sellerRateAt(id: string, at: Instant | string): Promise<string | null> {
  const instant = typeof at === 'string' ? Date.parse(at) : at;
  const found = await t.db.transaction({ role: 'system' }, (tx) => productsAt(tx, PROGRAM.code, [id], instant));
  const rate = found.get(id)?.sellerRate ?? null;
  return rate === null ? null : formatDecimal(rate);
}

describe('the ranges of the terms (T table 8)', () => {
  const text = readFileSync(new URL('fixtures/rate-import-cases.md', import.meta.url), 'utf8');
  const rows = text.split('\n').filter((line) => /^\| (foreign|Russian|NONCIS)/.test(line));
  const cases = rows.flatMap((row) => {
    const [, words = '', expected = ''] = row.split('|').map((cell) => cell.trim());
    const { groups } =
      /^(?<who>\S+)(?: (?<kind>hot))?(?: old (?<old>[\d.]+) →)? (?<values>[\d./ ]+?)(?: (?:on|at) (?<day>\S+))?$/.exec(
        words,
      ) ?? {};
    const outcomes = expected.replace(/ \(.*\)$/, '').split(' / ');
    return (groups?.['values'] ?? '').split(' / ').map((rate, index) => ({
      row: words,
      who: groups?.['who'] ?? '',
      kind: groups?.['kind'] === 'hot' ? ('hot' as const) : ('seller' as const),
      old: groups?.['old'] ?? null,
      rate,
      // Rows with an old rate and no day are about the announced increase; the others hold on any day.
      day: groups?.['day'] ?? (groups?.['old'] === undefined ? '2022-06-15' : '2022-08-16'),
      outcome: outcomes[index] ?? '',
    }));
  });

  test('has as many cases as the table states', () => {
    expect(rows).toHaveLength(7);
    expect(cases).toHaveLength(17);
  });

  test.each(cases)('$row: $rate is $outcome', async ({ who, kind, old, rate, day, outcome }) => {
    const id = await product(who === 'Russian' ? 'RU' : 'CN');
    const column = `${kind}_rate`;
    if (old !== null) {
      const before = await rates(`product_id,${column},valid_from\n${id},${old},2022-06-01\n`);
      expect(before.findings).toEqual([]);
    }
    const { report, findings } = await rates(`product_id,${column},valid_from\n${id},${rate},${day}\n`);
    if (outcome === 'refused') {
      expect(report).toMatchObject({ changed: 0, refused: 1, warnings: 0 });
      const code = old !== null && rate !== '53.61' ? 'UPLIFT_ABOVE_60' : 'RATE_OUT_OF_RANGE';
      expect(findings).toMatchObject([{ severity: 'refused', line: 2, field: column, value: rate, code }]);
    } else {
      expect(report).toMatchObject({ changed: 1, refused: 0, warnings: outcome === 'ok' ? 0 : 1 });
      if (outcome !== 'ok') expect(findings).toMatchObject([{ severity: 'warning', code: 'NOT_AN_INCREASE', line: 2 }]);
    }
  });
});

describe('rates of products', () => {
  test('a rate is read with comma or point, with or without the sign; two separators are refused (S-061)', async () => {
    const id = await product('CN');
    const { report, findings } = await rates(
      `product_id;seller_rate;valid_from\n${id};1,15%;2022-06-01\n${id};1.15;2022-06-02\n${id};1,150.5;2022-06-03\n${id};1.15 %;2022-06-04\n`,
    );
    expect(report).toMatchObject({ rows: 4, changed: 3, unchanged: 0, refused: 1 });
    expect(findings).toMatchObject([{ line: 4, code: 'rate_invalid', field: 'seller_rate', value: '1,150.5' }]);
    expect(await sellerRateAt(id, NOW)).toBe('1.15');
  });

  test('5.00 until noon and 6.00 from noon: an order of 11:59:59.999 has 5.00, one of 12:00 has 6.00 (S-066)', async () => {
    const id = await product('CN');
    await rates(
      `{"product_id":"${id}","seller_rate":"6.00","valid_from":"2022-06-10T12:00:00+03:00"}\n{"product_id":"${id}","seller_rate":"5.00","valid_from":"2022-06-01T00:00:00+03:00"}\n`,
    );
    expect(await sellerRateAt(id, '2022-06-10T08:59:59.999Z')).toBe('5.00');
    expect(await sellerRateAt(id, '2022-06-10T09:00:00.000Z')).toBe('6.00');
    expect(await sellerRateAt(id, '2022-05-31T20:59:59.999Z')).toBeNull();
  });

  test('a rate with an end gives way to the one it covered; "none" withdraws a rate', async () => {
    const id = await product('CN');
    const { report } = await rates(
      `product_id,seller_rate,valid_from,valid_until\n${id},5.00,2022-06-01,\n${id},7.00,2022-06-05,2022-06-08\n${id},none,2022-06-20,\n`,
    );
    expect(report).toMatchObject({ changed: 3, refused: 0 });
    expect(await sellerRateAt(id, '2022-06-04T20:59:59.999Z')).toBe('5.00');
    expect(await sellerRateAt(id, '2022-06-04T21:00:00Z')).toBe('7.00');
    expect(await sellerRateAt(id, '2022-06-07T21:00:00Z')).toBe('5.00');
    expect(await sellerRateAt(id, '2022-06-19T21:00:00Z')).toBeNull();
  });

  test('the same file again changes nothing, and a correction of the same instant counts from then on', async () => {
    const id = await product('CN');
    const text = `product_id,seller_rate,valid_from\n${id},5.00,2022-06-01\n${id},6.00,2022-06-10\n`;
    expect((await rates(text)).report).toMatchObject({ changed: 2, added: 1, unchanged: 0 });
    expect((await rates(text, { again: true })).report).toMatchObject({ changed: 0, unchanged: 2 });
    expect((await rates(text.replace('5.00', '5.50'))).report).toMatchObject({ changed: 1, added: 0, unchanged: 1 });
    expect(await sellerRateAt(id, '2022-06-05T00:00:00Z')).toBe('5.50');
    expect(await sellerRateAt(id, '2022-06-11T00:00:00Z')).toBe('6.00');
  });

  test('the same id twice in a file: the last row counts, and the report says how many were replaced (BAD-95)', async () => {
    const id = await product('CN');
    const { report } = await rates(`product_id,seller_rate\n${id},5.00\n${id},6.00\n${id},7.00\n`);
    expect(report).toMatchObject({ rows: 3, changed: 1, added: 1, unchanged: 0, repeated: 2, refused: 0, warnings: 0 });
    expect(await sellerRateAt(id, NOW)).toBe('7.00');
  });

  test('a row that is refused replaces nothing: the right one before it in the file counts', async () => {
    const id = await product('CN');
    const { report, findings } = await rates(
      `product_id,seller_rate,hot_rate\n${id},5.00,\n${id},6.00,9.00\n${id},99.00,\n${id},98.00,\n`,
    );
    expect(report).toMatchObject({ rows: 4, changed: 2, unchanged: 0, repeated: 1, refused: 2 });
    expect(findings.map(({ line, code }) => [line, code])).toEqual([
      [5, 'RATE_OUT_OF_RANGE'],
      [4, 'RATE_OUT_OF_RANGE'],
    ]);
    expect(await sellerRateAt(id, NOW)).toBe('6.00');
  });

  test('the same file again is answered with the first report (BAD-82), unless it was for another time or wholly refused', async () => {
    const id = await product('CN');
    const text = `product_id,seller_rate\n${id},5.00\n${id},abc\n`;
    const first = await rates(text);
    expect(first.report).not.toHaveProperty('alreadyApplied');
    const second = await rates(text);
    expect(second.report).toEqual({ ...first.report, alreadyApplied: { at: NOW } });
    expect(second.findings).toEqual(first.findings);
    expect((await rates(text, { at: NOW - 60_000 })).report).not.toHaveProperty('alreadyApplied');
    const refused = `product_id,seller_rate\n${id}-later,5.00\n`;
    expect((await rates(refused)).report).toMatchObject({ refused: 1 });
    const { file } = fileOf(`product_id\n${id}-later\n`);
    await importProducts(t.db, clock, { ...file, program: PROGRAM });
    expect((await rates(refused)).report).toMatchObject({ changed: 1, refused: 0 });
  });

  test('a workbook is read as a CSV file with the same cells (BAD-84), its rates as shown; numbers that lost digits are refused', async () => {
    const id = await product('CN');
    const date = { xml: '<c r="REF" s="2"><v>44713</v></c>' };
    const artefact = { xml: '<c r="REF"><v>5.0999999999999996</v></c>' };
    const rows = [
      ['product_id', 'seller_rate', 'valid_from'],
      [id, 5.5, date],
      [id, artefact, '2022-06-02'],
      [id, 1e20, '2022-06-02'],
      [1e20, 5],
    ];
    const { report, findings } = await rates(workbook(rows));
    expect(report).toMatchObject({ rows: 4, changed: 2, refused: 2 });
    expect(findings.map(({ line, code }) => [line, code])).toEqual([
      [4, 'number_damaged_by_spreadsheet'],
      [5, 'id_damaged_by_spreadsheet'],
    ]);
    expect(await sellerRateAt(id, '2022-05-31T21:00:00.000Z')).toBe('5.5');
    expect(await sellerRateAt(id, '2022-06-02T12:00:00.000Z')).toBe('5.1');
    expect(await sellerRateAt(id, '2022-05-31T20:59:59.999Z')).toBeNull();
  });

  test('the announced increase is measured against the rate before it, also within one file (S-029)', async () => {
    const id = await product('CN');
    const { report, findings } = await rates(
      `product_id,seller_rate,valid_from\n${id},8.01,2022-08-16\n${id},5.00,2022-06-01\n`,
    );
    expect(report).toMatchObject({ changed: 1, refused: 1 });
    expect(findings).toMatchObject([{ line: 2, code: 'UPLIFT_ABOVE_60' }]);
    expect(await sellerRateAt(id, '2022-08-20T00:00:00Z')).toBe('5.00');
  });

  test('a seller in Kazakhstan is foreign (S-138); a hot rate above the program’s maximum is refused (BAD-96)', async () => {
    const id = await product('KZ');
    expect((await rates(`product_id,seller_rate\n${id},33.51\n`)).findings).toMatchObject([
      { code: 'RATE_OUT_OF_RANGE' },
    ]);
    expect((await rates(`product_id,hot_rate\n${id},62.31\n`)).findings).toMatchObject([{ code: 'RATE_OUT_OF_RANGE' }]);
  });

  test('rows that state nothing, name no known product or run backwards are refused, the others taken', async () => {
    const id = await product('CN');
    const { report, findings } = await rates(
      [
        'product_id,seller_rate,hot_rate,valid_from,valid_until',
        `${id},5.00,,,`,
        `${id},,,,`,
        'P-UNKNOWN,5.00,,,',
        `${id},5.00,,2022-06-02,2022-06-01`,
        `${id},abc,,,`,
        `${id},6.00,,yesterday,`,
        `${id},6.00`,
        '1.23E+15,6.00,,,',
      ].join('\r\n'),
    );
    expect(report).toMatchObject({ rows: 8, changed: 1, refused: 7 });
    expect(findings.map(({ line, code }) => [line, code]).toSorted()).toEqual([
      [3, 'field_required'],
      [4, 'product_unknown'],
      [5, 'rate_period_invalid'],
      [6, 'rate_invalid'],
      [7, 'field_invalid'],
      [8, 'row_shape'],
      [9, 'id_damaged_by_spreadsheet'],
    ]);
  });

  test('a rate as a JSON number is refused, as it may have lost digits on the way', async () => {
    const id = await product('CN');
    const { findings } = await rates(`{"product_id":"${id}","seller_rate":5.1}\n`);
    expect(findings).toMatchObject([{ line: 1, code: 'rate_must_be_string', field: 'seller_rate' }]);
  });

  test('without terms for that time no rate is taken unchecked', async () => {
    const id = await product('CN');
    const { file, findings } = fileOf(`product_id,seller_rate\n${id},5.00\n`);
    const result = await importRates(t.db, clock, { ...file, program: PROGRAM, terms: null });
    expect(result).toMatchObject({ ok: true, value: { changed: 0, refused: 1 } satisfies Partial<ImportReport> });
    expect(findings).toMatchObject([{ code: 'rate_terms_missing' }]);
  });

  test('rates may reach back before the product was first imported', async () => {
    const id = `P-late`;
    const { file } = fileOf(`product_id,seller_country\n${id},CN\n`, { at: NOW });
    await importProducts(t.db, clock, { ...file, program: PROGRAM });
    const { report } = await rates(`product_id,seller_rate,valid_from\n${id},33.50,2022-05-01\n`);
    expect(report).toMatchObject({ changed: 1, refused: 0 });
  });
});
