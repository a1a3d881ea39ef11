import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../../platform/clock/index.ts';
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts';
import { createHttpServer, type HttpServer } from '../../platform/http/index.ts';
import { ledgerRoutes, post } from './index.ts';
import { deduction, newCast, reward } from './testing.ts';

const cast = newCast();
let t: TestDatabase;
let app: HttpServer;
beforeAll(async () => {
  t = await testDatabase();
  app = createHttpServer({ logger: null, trustedProxies: [], guard: async () => null });
  app.register(
    ledgerRoutes({
      db: t.db,
      clock: systemClock,
      openAmounts: async () => [],
      paceOf: async () => ({ processingDays: null, paymentDays: null }),
      caller: ({ headers }) => ({ orgId: String(headers['x-org']), kind: String(headers['x-kind']) }),
    }),
  );
  for (const entry of [reward(cast, 'A1', 6000n), deduction(cast, 'A1', 2400n), reward(cast, 'A2', 60n)]) {
    await t.db.transaction({ role: 'system' }, (tx) => post(tx, [entry]));
  }
});
afterAll(async () => {
  await app.close();
  await t.drop();
});

const ask = async (org: string, kind: string, path: string) =>
  (await app.inject({ url: `/api/v1/balances${path}`, headers: { 'x-org': org, 'x-kind': kind } })).json();

test('a holder sees its own balances, in amounts of its currency', async () => {
  expect(await ask(cast.publisher, 'publisher', '')).toEqual({
    results: [
      {
        account: 'publisher_balance',
        program: cast.program,
        organisation: cast.publisher,
        balance: '36.60',
        currency: 'RUB',
      },
    ],
  });
  const [due] = (await ask(cast.advertiser, 'advertiser', '?currency=USD')).results;
  expect([due.account, due.balance]).toEqual(['advertiser_due', '-0.61']);
});

test('asking for another organisation gives a holder nothing but its own', async () => {
  const { results } = await ask(cast.advertiser, 'advertiser', `?organisation=${cast.publisher}`);
  expect(results.map(({ account }: { account: string }) => account)).toEqual(['advertiser_due']);
});

test('an operator sees every account, or those of one organisation', async () => {
  expect((await ask(cast.advertiser, 'operator', '')).results).toHaveLength(4);
  expect((await ask(cast.advertiser, 'operator', `?organisation=${cast.publisher}`)).results).toHaveLength(1);
});

test('the history is newest first and paged', async () => {
  const first = await ask(cast.publisher, 'publisher', '/history?limit=2');
  const second = await ask(cast.publisher, 'publisher', `/history?limit=2&before=${first.next}`);
  const rows = [...first.results, ...second.results];
  expect(rows.map(({ title, amount, order_id }) => [title, amount, order_id])).toEqual([
    ['Reward', '0.60', 'A2'],
    ['Antispam Deduction', '-24.00', 'A1'],
    ['Reward', '60.00', 'A1'],
  ]);
  expect(rows[0].rate).toBe('60.0000');
  expect(second.next).toBeNull();
});

test.each([
  '/history?limit=0',
  '/history?limit=501',
  '/history?before=x',
  '?currency=rub',
  '?organisation=me',
])('what is no filter is refused: %s', async (path) => {
  expect((await ask(cast.publisher, 'publisher', path)).status).toBe(400);
});
