import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createOrganisation } from '../../../../modules/accounts/index.ts';
import { type OrdersDeps, orderRecords, quota, refusals } from '../../../../modules/orders/index.ts';
import { createProgram } from '../../../../modules/programs/index.ts';
import { manualClock } from '../../../../platform/clock/index.ts';
import { type TestDatabase, testDatabase } from '../../../../platform/db/testing.ts';
import { register } from './import-orders.ts';

const NOW = Date.parse('2022-06-15T12:00:00.000Z');
const clock = manualClock(NOW);
let t: TestDatabase;
let folder: string;
let orders: OrdersDeps;

beforeAll(async () => {
  t = await testDatabase();
  folder = mkdtempSync(join(tmpdir(), 'tributary-orders-'));
  orders = {
    db: t.db,
    clock,
    onOrdersChanged: async () => undefined,
    onDefect: (error) => {
      throw error;
    },
    openClickId: () => ({ ok: false, error: 'malformed' }),
    termsOf: async () => new Map(),
    revisionSecretOf: async () => null,
    signingSecretsOf: async () => [],
    summaryOf: async () => new Map(),
    quota: quota(clock, 1, 1),
    refusals: refusals(clock),
  };
  await t.db.transaction({ role: 'system' }, async (tx) => {
    const { id } = await createOrganisation(tx, { kind: 'advertiser', name: 'Shop', at: NOW });
    const settings = {
      code: 'shop',
      name: 'Shop',
      advertiserOrg: id,
      homeUrl: 'https://shop.example/',
      allowedHosts: ['shop.example'],
    };
    const made = await createProgram(
      tx,
      { ...settings, at: NOW, actor: 'test' },
      { current: new Uint8Array(32), previous: [] },
    );
    expect(made).toMatchObject({ ok: true });
  });
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await t.drop();
});

/** Runs `import orders` with a file of `rows`. */
async function run(args: readonly string[], rows: string) {
  const file = join(folder, 'orders.csv');
  writeFileSync(file, rows);
  const told = { out: '', err: '', status: 0 };
  const program = new Command('tributary').exitOverride().configureOutput({ writeErr: (text) => (told.err += text) });
  const output = {
    out: (text: string) => {
      told.out += text;
    },
    err: (text: string) => {
      told.err += text.replaceAll(folder, '');
    },
    exit: (status: number) => {
      told.status = status;
    },
  };
  register(program, { withNetwork: (work) => work({ orders }) }, output);
  for (const command of program.commands)
    for (const sub of [command, ...command.commands]) sub.exitOverride().copyInheritedSettings(program);
  try {
    await program.parseAsync(['import', 'orders', ...args, ...(args.includes('missing.csv') ? [] : [file])], {
      from: 'user',
    });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    told.status = 2;
  }
  return told;
}

const HEADER = 'order_id,ordered_at,currency,amount';
const count = async (...ids: readonly string[]) =>
  (
    await t.db.transaction({ role: 'system' }, (tx) =>
      orderRecords(
        tx,
        ids.map((orderId) => ({ program: 'shop', orderId })),
      ),
    )
  ).length;

test('orders are imported, refused rows are told with line and reason, and the exit status is 1', async () => {
  const rows = `${HEADER}\nA1,2022-06-15T11:00:00Z,USD,1.00\nA2,2022-06-15T11:00:00Z,USD,1e3\nA3,2022-06-15T11:00:00Z,USD,2.00\n`;
  const told = await run(['--program', 'shop'], rows);
  expect(told.status).toBe(1);
  expect(told.err).toContain('/orders.csv:3: amount_format (amount "1e3"): amount: expected digits');
  expect(told.err).toContain('Send digits with at most one point, for example "1234.56".\n');
  expect(told.out).toBe('3 rows read: 2 recorded, 1 refused.\n');
  expect(await count('A1', 'A2', 'A3')).toBe(2);
});

test('with --json each refused row and the report is a line, also of a file that was applied before (BAD-82)', async () => {
  const rows = `${HEADER}\nA1,2022-06-15T11:00:00Z,USD,1.00\nA2,2022-06-15T11:00:00Z,USD,-1\n`;
  const told = await run(['--program', 'shop', '--json'], rows);
  const lines = told.out
    .trim()
    .split('\n')
    .map((text) => JSON.parse(text));
  expect(lines).toMatchObject([
    { line: 3, outcome: 'refused', code: 'amount_negative', field: 'amount', value: '-1', remedy: expect.any(String) },
    { report: { rows: 2, outcomes: { no_change: 1, refused: 1 }, dry_run: false } },
  ]);
  const again = await run(['--program', 'shop', '--json'], rows);
  const [row, report] = again.out.trim().split('\n');
  expect([again.status, row]).toEqual([1, told.out.split('\n')[0]]);
  expect(JSON.parse(report ?? '')).toMatchObject({ report: { rows: 2, already_applied: '2022-06-15T12:00:00.000Z' } });
  expect((await run(['--program', 'shop'], rows)).out).toMatch(/^Already applied at 2022-06-15T12:00:00.000Z; nothing/);
  expect((await run(['--program', 'shop', '--again'], rows)).out).toBe('2 rows read: 1 no_change, 1 refused.\n');
});

test('--dry-run changes nothing, and without refused rows the exit status is 0', async () => {
  const told = await run(['--program', 'shop', '--dry-run'], `${HEADER}\nD1,2022-06-15T11:00:00Z,USD,1.00\n`);
  expect(told).toMatchObject({ status: 0, out: '1 row read: 1 recorded. Nothing was changed (--dry-run).\n' });
  expect(await count('D1')).toBe(0);
});

test('a file that cannot be read as one is 1, wrong usage is 2', async () => {
  expect(await run(['--program', 'shop'], HEADER)).toMatchObject({ status: 1 });
  expect(await run(['--program', 'nowhere'], HEADER)).toMatchObject({ status: 2 });
  expect(await run([], HEADER)).toMatchObject({ status: 2 });
  expect(await run(['--program', 'shop', 'missing.csv'], HEADER)).toMatchObject({ status: 2 });
});
