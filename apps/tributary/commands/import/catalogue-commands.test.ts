import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { Command, CommanderError } from 'commander';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { auditOf, createOrganisation } from '../../../../modules/accounts/index.ts';
import { exportProducts } from '../../../../modules/catalogue/index.ts';
import { post } from '../../../../modules/ledger/index.ts';
import { newCast, reward } from '../../../../modules/ledger/testing.ts';
import { createProgram } from '../../../../modules/programs/index.ts';
import { publishTerms } from '../../../../modules/terms/index.ts';
import { manualClock } from '../../../../platform/clock/index.ts';
import { type TestDatabase, testDatabase } from '../../../../platform/db/testing.ts';
import { exportSources } from '../../wiring/exports.ts';
import { type ExportSource, register as registerExport } from '../export.ts';
import { register as registerProducts } from './import-products.ts';
import { register as registerRates } from './import-rates.ts';

const NOW = Date.parse('2022-06-15T09:00:00.000Z');
const CODE = 'aliexpress-ru-cis-new';
const clock = manualClock(NOW);

let t: TestDatabase;
let folder: string;

beforeAll(async () => {
  t = await testDatabase();
  folder = mkdtempSync(join(tmpdir(), 'tributary-import-'));
  const text = readFileSync(new URL(`../../../../programs/${CODE}.terms`, import.meta.url), 'utf8');
  await t.db.transaction({ role: 'system' }, async (tx) => {
    const { id } = await createOrganisation(tx, { kind: 'advertiser', name: 'Shop', at: NOW });
    const settings = { code: CODE, name: 'Shop', advertiserOrg: id, homeUrl: 'https://shop.example/' };
    const allowed = { allowedHosts: ['shop.example'], timeZone: 'Europe/Moscow', at: NOW, actor: 'test' };
    const keys = { current: new Uint8Array(32), previous: [] };
    expect(await createProgram(tx, { ...settings, ...allowed }, keys)).toMatchObject({ ok: true });
    expect(await publishTerms(tx, { program: CODE, text, at: NOW, actor: 'test' })).toMatchObject({ ok: true });
  });
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await t.drop();
});

const noRows: ExportSource = async () => undefined;

/** Runs the command line; a file of `rows` stands in for `FILE`. */
async function run(line: string, rows = '') {
  const file = join(folder, 'rows');
  writeFileSync(file, rows);
  const result = { out: '', err: '', status: 0 };
  const output = {
    out: (text: string) => {
      result.out += text;
    },
    err: (text: string) => {
      result.err += text;
    },
    exit: (status: number) => {
      result.status = status;
    },
  };
  const network = {
    withNetwork: <T>(work: (n: { db: typeof t.db; clock: typeof clock }) => Promise<T>) => work({ db: t.db, clock }),
  };
  const stream = new Writable({
    write: (piece: Buffer, _, done) => {
      output.out(piece.toString());
      done();
    },
  });
  const program = new Command('tributary')
    .exitOverride()
    .configureOutput({ writeErr: output.err, writeOut: output.out });
  registerProducts(program, network, output);
  registerRates(program, network, output);
  const { ledger } = exportSources(() => '');
  const sources = { clicks: noRows, orders: noRows, actions: noRows, ledger, products: exportProducts };
  registerExport(program, network, sources, stream);
  try {
    await program.parseAsync(
      line.split(' ').map((word) => (word === 'FILE' ? file : word)),
      { from: 'user' },
    );
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    result.status = error.exitCode === 0 ? 0 : 2;
  }
  return { ...result, err: result.err.replaceAll(file, 'FILE') };
}

describe('tributary import', () => {
  test('takes products and rates, says what it did, and says so when nothing changed', async () => {
    const products = 'product_id,seller_country,affiliate\nP1,CN,yes\nP2,RU,yes\n';
    const first = await run(`import products --program ${CODE} --at 2022-06-01T00:00:00Z FILE`, products);
    expect(first).toEqual({ out: '2 rows read: 2 changed, 0 already known, 0 refused.\n', err: '', status: 0 });
    const again = await run(`import products --program ${CODE} FILE`, products);
    expect(again).toEqual({ out: '2 rows read: nothing changed, 2 already known, 0 refused.\n', err: '', status: 0 });
    const sameBytes = await run(`import products --program ${CODE} FILE`, products);
    const told =
      'Already applied at 2022-06-15T09:00:00.000Z; nothing was changed now (--again reads the file again). What was answered then:\n';
    expect(sameBytes).toEqual({ ...again, out: `${told}${again.out}` });
    expect(await run(`import products --again --program ${CODE} FILE`, products)).toEqual(again);
    const rates = await run(`import rates --program ${CODE} FILE`, 'product_id,seller_rate\nP1,"5,00%"\nP2,0.70\n');
    expect(rates).toMatchObject({ err: '', status: 0 });
  });

  test('names refused rows with line and reason on standard error, takes the others, and exits with 1', async () => {
    const { out, err, status } = await run(
      `import rates --program ${CODE} FILE`,
      'product_id,seller_rate\nP1,33.51\nP2,0.71\nP9,5.00\n',
    );
    expect(out).toBe('3 rows read: 1 changed, 0 already known, 2 refused.\n');
    expect(err).toContain(
      'FILE:2: refused RATE_OUT_OF_RANGE (seller_rate "33.51"): P1: 33.51% lies outside 0.35% to 33.50%',
    );
    expect(err).toContain('FILE:4: refused product_unknown (product_id "P9")');
    expect(err).toContain('Check the id, or import the product first: tributary import products.');
    expect(status).toBe(1);
  });

  test('prints findings and report as JSON lines when asked', async () => {
    const { out, err, status } = await run(
      `import products --json --program ${CODE} FILE`,
      'product_id,hot\nP1,maybe\n',
    );
    const [finding, report, rest] = out.split('\n');
    expect(JSON.parse(finding ?? '')).toMatchObject({
      line: 2,
      code: 'product_flag_invalid',
      value: 'maybe',
      remedy: expect.stringMatching(/^Write true or false/),
    });
    expect(JSON.parse(report ?? '')).toMatchObject({ report: { rows: 1, refused: 1 } });
    expect([rest, err, status]).toEqual(['', '', 1]);
  });

  test('refuses a file without the needed column as a whole and names the columns it found (BAD-78)', async () => {
    const { err, status } = await run(`import products --program ${CODE} FILE`, 'sku,hot\nP1,yes\n');
    expect(err).toBe(
      'FILE: refused column_missing (product_id): The column product_id is missing. Found sku, hot. Add the column; those found are in the detail. Nothing was changed.\n',
    );
    expect(status).toBe(1);
  });

  test.each([
    { line: `import products --program no-such FILE`, says: 'there is no program no-such' },
    { line: `import products --program ${CODE} /no/such/file`, says: 'cannot be read' },
    { line: `import products --program ${CODE} /`, says: 'cannot be read' },
    { line: `import products --program ${CODE} --at yesterday FILE`, says: 'RFC 3339' },
    { line: `import products --program ${CODE} --format ods FILE`, says: 'csv, jsonl' },
    { line: 'import products FILE', says: '--program' },
    { line: 'export clicks --by effective', says: '--by' },
    { line: 'export products --format xml', says: 'jsonl, csv' },
    { line: 'export everything', says: 'everything' },
  ])('is told wrong usage with status 2: $line', async ({ line, says }) => {
    const { err, status } = await run(line, 'product_id\nP1\n');
    expect(err).toContain(says);
    expect(status).toBe(2);
  });
});

describe('tributary export', () => {
  test('finds entries of the ledger by the time they count from where that is asked for, else by recorded time', async () => {
    const cast = newCast();
    await t.db.transaction({ role: 'system' }, (tx) => post(tx, [reward(cast, 'L1', 6000n)]));
    const period = '--since 2022-06-15 --until 2022-06-16';
    const counted = await run(`export ledger ${period} --by effective`);
    expect(counted.out.trim().split('\n')).toHaveLength(4);
    expect(counted.out).toContain('"effective_at":"2022-06-15T09:00:00.000Z"');
    expect(await run(`export ledger ${period}`)).toEqual({ out: '', err: '', status: 0 });
    expect((await run('export ledger --help')).out).toContain('--by effective');
  });

  test('writes products recorded in the range and puts on record that they were taken away (I-34)', async () => {
    const lines = (await run('export products --until 2023-01-01')).out.trim().split('\n');
    const rows = lines.map((line): unknown => JSON.parse(line));
    expect(rows).toMatchObject([
      { product_id: 'P1', program: CODE, seller_country: 'CN', affiliate: true, seller_rate: '5.00' },
      { product_id: 'P2', seller_rate: '0.71' },
    ]);
    expect((await run('export products --since 2022-06-15T09:00:00.001Z')).out).toBe('');
    const audit = await t.db.transaction({ role: 'system' }, (tx) => auditOf(tx, 'export:products', 10));
    expect(audit).toHaveLength(2);
    expect(audit.map((entry) => entry.detail)).toContainEqual({
      since: null,
      until: '2023-01-01T00:00:00.000Z',
      format: 'jsonl',
    });
  });

  test('writes the same header into a CSV file with rows and into an empty one', async () => {
    const linesSince = async (since: string) =>
      (await run(`export products --format csv --since ${since} --until 2023-01-01`)).out.trimEnd().split('\r\n');
    const [header, ...rows] = await linesSince('2022-01-01');
    expect(rows).toHaveLength(2);
    expect(header).toContain('"seller_rate","hot_rate"');
    expect(await linesSince('2022-12-31')).toEqual([header]);
  });

  test('refuses a range that ends before it begins', async () => {
    await expect(run('export orders --since 2022-06-02 --until 2022-06-01')).rejects.toThrow(
      '--until 2022-06-01T00:00:00.000Z is before --since 2022-06-02T00:00:00.000Z',
    );
  });
});
