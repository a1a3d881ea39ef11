import { writeFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withdrawal } from '../../../core/posting/index.ts';
import { neighbours, report } from '../../../modules/commissions/testing.ts';
import { post, seal } from '../../../modules/ledger/index.ts';
import { recordOrders } from '../../../modules/orders/index.ts';
import { type TestDatabase, testDatabase } from '../../../platform/db/testing.ts';
import type { CommandDatabase } from './command-database.ts';
import { register as registerLedger } from './ledger.ts';
import { register as registerReplay } from './replay.ts';
import { register as registerBacktest } from './terms/terms-backtest.ts';
import { register as registerWhy } from './why.ts';

const RC = 'aliexpress-ru-cis-new';

let t: TestDatabase;
let directory: string;
beforeAll(async () => {
  t = await testDatabase();
  directory = await mkdtemp(join(tmpdir(), 'tributary-commands-'));
});
afterAll(async () => {
  await t.drop();
  await rm(directory, { recursive: true });
});

interface Ran {
  readonly out: string;
  readonly err: string;
  readonly exit: number;
}

async function run(...argv: string[]): Promise<Ran> {
  const ran = { out: '', err: '', exit: 0 };
  const output = {
    out: (text: string) => {
      ran.out += text;
    },
    err: (text: string) => {
      ran.err += text;
    },
    exit: (code: 0 | 1 | 2) => {
      ran.exit = code;
    },
  };
  const env: CommandDatabase = { withDatabase: (work) => work(t.db) };
  const program = new Command('tributary').exitOverride();
  for (const register of [registerLedger, registerReplay, registerBacktest, registerWhy]) {
    register(program, env, output);
  }
  await program.parseAsync(argv, { from: 'user' });
  return ran;
}

const payment = (eventId: string, minor: bigint) => ({
  ...withdrawal({
    program: RC,
    org: '0b000000-0000-4000-8000-000000000001',
    amount: { minor, currency: 'RUB' },
    cause: { source: 'test', eventId },
    effectiveAt: 1,
  }),
  kind: 'correction' as const,
  postings: (['publisher_balance', 'network_fx'] as const).map((kind, index) => ({
    account: {
      kind,
      program: RC,
      org: index === 0 ? '0b000000-0000-4000-8000-000000000001' : null,
      currency: 'RUB',
    },
    minor: index === 0 ? minor : -minor,
  })),
});

describe('tributary ledger', () => {
  test('verify says that the book is in order and what waits for the sealer; exit 0', async () => {
    await t.db.transaction({ role: 'system' }, (tx) => post(tx, [payment('1', 6000n)]));
    await seal(t.db);
    await t.db.transaction({ role: 'system' }, (tx) => post(tx, [payment('2', 1n)]));
    const ran = await run('ledger', 'verify');
    expect(ran.out).toContain('2 entries, 1 sealed, 1 waiting for the sealer.');
    expect(ran.out).toContain('The book is in order.');
    expect(ran.exit).toBe(0);
    expect(JSON.parse((await run('ledger', 'verify', '--json')).out)).toMatchObject({
      entries: 2,
      unsealed: 1,
      totals: [{ currency: 'RUB', sum: '0.00' }],
      findings: [],
    });
  });

  test('balance shows what the network owes whom, as a table and as JSON', async () => {
    expect((await run('ledger', 'balance', '--program', RC)).out).toMatch(/publisher_balance .* 60\.01 {2}RUB/);
    const rows = JSON.parse((await run('ledger', 'balance', '--json')).out);
    expect(rows).toContainEqual(
      expect.objectContaining({ account: 'network_fx', organisation: null, balance: '-60.01', currency: 'RUB' }),
    );
    expect((await run('ledger', 'balance', '--organisation', 'me')).exit).toBe(2);
  });

  test('balance of a program that is none says so and where they are listed; exit 2', async () => {
    expect(await run('ledger', 'balance', '--program', 'nope', '--json')).toEqual({
      out: '',
      err: 'tributary ledger balance: there is no program nope. See: GET /api/v1/programs\n',
      exit: 2,
    });
  });

  test('verify exits 1 and names the entry when the book was changed behind its back', async () => {
    const client = await t.db.pool.connect();
    await client.query('begin; set local role tributary_owner; grant update on ledger.entry to tributary_owner');
    await client.query('alter table ledger.entry disable trigger user');
    const { rows } = await client.query(`update ledger.entry set title = 'x' where source_event_id = '1' returning id`);
    await client.query('alter table ledger.entry enable trigger user; commit');
    client.release();
    const ran = await run('ledger', 'verify');
    expect(ran.exit).toBe(1);
    expect(ran.out).toContain(`chain: entry ${rows[0].id}`);
  });
});

describe('tributary why', () => {
  test('tells an order as a story, and everything as JSON', async () => {
    const net = neighbours();
    net.terms.clear();
    await t.db.transaction({ role: 'system' }, (tx) => recordOrders(tx, net.recordDeps, [report({ orderId: 'W1' })]));
    const ran = await run('why', 'W1');
    expect(ran.exit).toBe(0);
    expect(ran.out).toContain(`${RC}/W1: unresolved, 0.00 USD (terms none, click none)`);
    expect(ran.out).toMatch(/^1 {5}unresolved {2}TERMS_NOT_STATED/m);
    expect(ran.out).toContain('✗ terms version');
    expect(ran.out).toContain('Nothing was booked.');
    const json = JSON.parse((await run('why', `${RC}/W1`, '--json', '--language', 'ru')).out);
    expect(json).toMatchObject({ order_id: 'W1', program: RC, status: 'unresolved', terms_version: null });
    expect(json.sentences.join(' ')).toMatch(/[а-я]/);
  });

  test('headings are in the language of the sentences', async () => {
    for (const [language, how, booked, column] of [
      ['ru', 'Как это было решено', 'Проводок нет.', /^строка +статус +причина/m],
      ['es', 'Cómo se decidió', 'No se contabilizó nada.', /^línea +estado +motivo/m],
    ] as const) {
      const { out } = await run('why', 'W1', '--language', language);
      for (const said of [`\n${how}\n`, booked]) expect(out).toContain(said);
      expect(out).toMatch(column);
      expect(out).not.toMatch(/How it|What happened|Nothing|none|^line /m);
    }
  });

  test('exits 1 when there is no such order', async () => {
    const ran = await run('why', 'nothing');
    expect([ran.exit, ran.out]).toEqual([1, '']);
    expect(ran.err).toContain("no decided order 'nothing'");
  });
});

describe('tributary replay', () => {
  test('reports the number of decisions and differences', async () => {
    expect(await run('replay')).toEqual({ out: '1 decisions replayed, 0 differences.\n', err: '', exit: 0 });
    expect(JSON.parse((await run('replay', '--json')).out)).toMatchObject({ decisions: 1, differences: 0 });
  });
});

describe('tributary terms backtest', () => {
  const file = async (change: (text: string) => string) => {
    const path = join(directory, 'proposed.terms');
    writeFileSync(path, change(await readFile(`programs/${RC}.terms`, 'utf8')));
    return path;
  };

  test('takes days of the program’s zone, the last one included, and states its assumption', async () => {
    const path = await file((text) => text);
    const ran = await run('terms', 'backtest', '--from', '2022-05-01', '--to', '2022-05-31', path);
    expect(ran.out).toContain('orders from 2022-04-30T21:00:00.000Z until 2022-05-31T21:00:00.000Z');
    expect(ran.out).toContain('Behaviour is assumed to be unchanged');
    expect(ran.exit).toBe(0);
    const json = await run('terms', 'backtest', '--from', '2022-05-01T00:00:00Z', '--to', '2022-06-01', path, '--json');
    expect(JSON.parse(json.out)).toMatchObject({ program: RC, orders: 0, from: '2022-05-01T00:00:00.000Z' });
  });

  test.each([
    ['May', '2022-05-31', /--from 'May' is no time/],
    ['2022-05-01', '2022-13-01', /--to '2022-13-01' is no time/],
    ['2022-05-02', '2022-05-01', /is empty/],
  ])('from %s to %s is wrong usage', async (from, to, message) => {
    const ran = await run('terms', 'backtest', '--from', from, '--to', to, await file((text) => text));
    expect([ran.exit, ran.out]).toEqual([2, '']);
    expect(ran.err).toMatch(message);
  });

  test('unreadable terms are told with file, line and column', async () => {
    const ran = await run(
      'terms',
      'backtest',
      '--from',
      '2022-05-01',
      '--to',
      '2022-05-31',
      await file(() => 'nonsense'),
    );
    expect(ran.exit).toBe(2);
    expect(ran.err).toMatch(/proposed\.terms:1:1 error/);
  });
});
