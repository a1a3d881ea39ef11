import { afterAll, beforeAll, expect, test } from 'vitest';
import { manualClock } from '../../platform/clock/index.ts';
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts';
import { createHttpServer, type HttpServer } from '../../platform/http/index.ts';
import { bookCheck } from './book-check.ts';
import { ledgerBrowserRoutes, post, reverse, seal } from './index.ts';
import { asOwner, deduction, newCast, reward } from './testing.ts';

const cast = newCast();
let t: TestDatabase;
let app: HttpServer;
let entries: string[];
beforeAll(async () => {
  t = await testDatabase();
  app = createHttpServer({ logger: null, trustedProxies: [], guard: async () => null });
  const clock = manualClock(Date.UTC(2022, 5, 15, 12));
  const namesOf = async () => new Map([[cast.publisher, 'Gadget Notes']]);
  app.register(ledgerBrowserRoutes({ db: t.db, clock, namesOf }));
  entries = [];
  for (const entry of [reward(cast, 'A1', 6000n), deduction(cast, 'A1', 2400n), reward(cast, 'A2', 60n)]) {
    const posted = await t.db.transaction({ role: 'system' }, (tx) => post(tx, [entry]));
    if (posted.ok) entries.push(...posted.value.map(({ id }) => id));
  }
  await seal(t.db);
});
afterAll(async () => {
  await app.close();
  await t.drop();
});

const get = async (path: string) => (await app.inject({ url: `/api/v1/ledger${path}` })).json();
const balanceAccount = async () => (await get('/accounts?kind=publisher_balance')).accounts[0];

test('accounts are listed with their holders and balances, page by page', async () => {
  const first = await get('/accounts?limit=3');
  const second = await get(`/accounts?limit=3&after=${first.next}`);
  expect([first.accounts.length, second.accounts.length, second.next]).toEqual([3, 1, null]);
  expect(await balanceAccount()).toMatchObject({
    organisation: { id: cast.publisher, name: 'Gadget Notes' },
    balance: '36.60',
    currency: 'RUB',
  });
  expect((await get(`/accounts?organisation=${cast.advertiser}`)).accounts).toMatchObject([{ kind: 'advertiser_due' }]);
});

test('an account proves its balance by its postings, and leads to their entries, newest first', async () => {
  const { id } = await balanceAccount();
  expect(await get(`/accounts/${id}`)).toMatchObject({ balance: '36.60', rebuilt: '36.60', postings: 3 });
  const first = await get(`/accounts/${id}/history?limit=2`);
  const second = await get(`/accounts/${id}/history?limit=2&before=${first.next}`);
  const rows = [...first.postings, ...second.postings];
  expect(rows.map(({ amount, entry }) => [entry.title, amount, entry.id])).toEqual([
    ['Reward', '0.60', entries[2]],
    ['Antispam Deduction', '-24.00', entries[1]],
    ['Reward', '60.00', entries[0]],
  ]);
  expect(second.next).toBeNull();
});

test('an entry shows every posting, its cause, the decision behind it and its place in the chain', async () => {
  const entry = await get(`/entries/${entries[0]}`);
  expect(entry).toMatchObject({
    kind: 'reward',
    program: cast.program,
    order_id: 'A1',
    cause: { source: 'test', event_id: `${cast.program}/A1` },
    exchange: { pair: 'USD/RUB', rate: '60.0000' },
    sums: [
      { amount: '0.00', currency: 'USD' },
      { amount: '0.00', currency: 'RUB' },
    ],
    seal: { position: '1' },
    reversed_by: [],
  });
  expect(
    entry.postings.map(({ amount, account }: { amount: string; account: { kind: string } }) => [account.kind, amount]),
  ).toEqual([
    ['advertiser_due', '-1.00'],
    ['network_fx', '1.00'],
    ['network_fx', '-60.00'],
    ['publisher_balance', '60.00'],
  ]);
});

test('entries are found by kind, program and order; each says what it moved', async () => {
  const { entries: found } = await get(`/entries?program=${cast.program}&order_id=A2`);
  expect(found).toMatchObject([
    {
      id: entries[2],
      moved: [
        { amount: '0.60', currency: 'RUB' },
        { amount: '0.01', currency: 'USD' },
      ],
    },
  ]);
  expect((await get('/entries?kind=antispam_deduction')).entries).toMatchObject([{ id: entries[1] }]);
  const first = await get('/entries?limit=2');
  const second = await get(`/entries?limit=2&before=${first.next}`);
  expect([...first.entries, ...second.entries].map(({ id }) => id)).toEqual(entries.toReversed());
  expect(await get('/entries?order_id=A2')).toMatchObject({ code: 'field_required', field: 'program' });
});

test('an unknown account or entry is told', async () => {
  expect(await get('/accounts/999999')).toMatchObject({ status: 404 });
  expect(await get(`/entries/${cast.publisher}`)).toMatchObject({ status: 404 });
});

test('a reversal and what it reverses name each other', async () => {
  const original = entries[2] ?? '';
  const reversed = await t.db.transaction({ role: 'system' }, (tx) =>
    reverse(tx, { entryId: original, cause: { source: 'test', eventId: 'r1' }, effectiveAt: Date.UTC(2022, 5, 16) }),
  );
  expect(reversed.ok).toBe(true);
  const [reversal] = (await get('/entries?kind=reversal')).entries;
  expect(await get(`/entries/${original}`)).toMatchObject({ reversed_by: [reversal.id] });
  expect(await get(`/entries/${reversal.id}`)).toMatchObject({ reverses: original, seal: null });
  expect(await get('/state')).toMatchObject({ entries: '4', sealed: '3', unsealed: '1', head: { position: '3' } });
});

test('a check of the whole book finds a balance that was tampered with', async () => {
  const { id } = await balanceAccount();
  const checked = async () => {
    await app.inject({ method: 'POST', url: '/api/v1/ledger/checks' });
    for (;;) {
      const { check } = await get('/state');
      if (check.running === null) return check;
    }
  };
  expect(await checked()).toMatchObject({ failed: null, last: { entries: '4', findings: [] } });
  await asOwner(t.db, `update ledger.balance set amount = amount + 100 where account_id = ${id}`);
  expect(await get(`/accounts/${id}`)).toMatchObject({ balance: '37.00', rebuilt: '36.00' });
  expect((await checked()).last.findings).toMatchObject([
    {
      check: 'balances',
      fault: 'balance_differs',
      values: { account: id, kind: 'publisher_balance', currency: 'RUB', kept: '37.00', rebuilt: '36.00' },
    },
  ]);
});

test('of a check that could not be done is told why, and the log has what stopped it', async () => {
  const troubles: unknown[] = [];
  const tried = async (error: Error) => {
    const check = bookCheck({
      db: { ...t.db, transaction: () => Promise.reject(error) },
      clock: manualClock(0),
      onTrouble: (trouble) => troubles.push(trouble),
    });
    check.start();
    while (check.state().running !== null) await new Promise((resolve) => setImmediate(resolve));
    return check.state().failed;
  };
  const away = new Error('connect ECONNREFUSED 127.0.0.1:5432');
  const broken = new Error('relation "ledger.seal" does not exist');
  expect([await tried(away), await tried(broken)]).toEqual(['unavailable', 'defect']);
  expect(troubles).toEqual([away, broken]);
});
