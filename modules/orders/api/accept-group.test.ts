import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Queryable, Tx } from '../../../platform/db/index.ts';
import { type TestDatabase, testDatabase } from '../../../platform/db/testing.ts';
import { createHttpServer, type HttpServer } from '../../../platform/http/index.ts';
import { callerGuard } from '../../accounts/index.ts';
import type { OrderRef } from '../model.ts';
import { orderRoutes } from '../routes.ts';
import { type Answer, send, type TestNetwork, testNetwork } from '../testing/network.ts';

let t: TestDatabase;
let n: TestNetwork;
let app: HttpServer;
/** What the test puts in the way of its orders. */
let whenDeciding: (tx: Tx, refs: readonly OrderRef[]) => Promise<void>;
let whenTelling: (refs: readonly OrderRef[]) => void;
/** Orders of each transaction that decided some. */
let groups: number[];

beforeAll(async () => {
  t = await testDatabase();
  n = await testNetwork(t.db);
  app = createHttpServer({ logger: null, trustedProxies: [], guard: callerGuard({ db: t.db, clock: n.clock }) });
  const onOrdersChanged = async (tx: Tx, refs: readonly OrderRef[]) => {
    groups.push(refs.length);
    await whenDeciding(tx, refs);
  };
  const summaryOf = async (_q: Queryable, refs: readonly OrderRef[]) => {
    whenTelling(refs);
    return new Map();
  };
  await app.register(orderRoutes({ ...n.deps, onOrdersChanged, summaryOf }));
  await app.ready();
});
beforeEach(() => {
  groups = [];
  whenDeciding = async () => undefined;
  whenTelling = () => undefined;
});
afterAll(async () => {
  await app.close();
  await n.app.close();
  await t.drop();
});

const post = (orderId: string, more: object = {}, token = n.tokens.advertiser): Promise<Answer> =>
  send(app, {
    method: 'POST',
    url: '/api/v1/orders',
    headers: { authorization: `Bearer ${token}` },
    body: {
      program: 'shop',
      order_id: orderId,
      ordered_at: '2022-06-15T11:00:00.000Z',
      currency: 'USD',
      lines: [{ line_id: '1', product_id: 'P1', amount: '20.00' }],
      ...more,
    },
  });
const postAll = (prefix: string, count: number) =>
  Promise.all(Array.from({ length: count }, (_, index) => post(`${prefix}${index}`)));

const asSystem = <R extends object>(sql: string, values: readonly unknown[]) =>
  t.db.transaction({ role: 'system' }, (tx) => tx.query<R>(sql, values));
const stored = async (prefix: string) => {
  const rows = await asSystem<{ order_id: string }>(
    'select order_id from orders.orders where starts_with(order_id, $1)',
    [prefix],
  );
  return new Set(rows.map(({ order_id }) => order_id));
};
const verdicts = async (prefix: string) => {
  const rows = await asSystem<{ verdict: string; count: bigint }>(
    'select verdict, count(*) as count from orders.intake where starts_with(order_id, $1) group by verdict',
    [prefix],
  );
  return Object.fromEntries(rows.map(({ verdict, count }) => [verdict, Number(count)]));
};
const refs = (some: readonly OrderRef[]) => some.map(({ orderId }) => orderId);
const statuses = (answers: readonly Answer[]) => answers.map(({ status }) => status);

test('orders that come in together are recorded in a few transactions, each order with an answer and a log entry of its own', async () => {
  const answers = await postAll('T-', 60);
  expect(statuses(answers)).toEqual(answers.map(() => 200));
  expect(answers.map(({ body }) => body['order_id'])).toEqual(answers.map((_, index) => `T-${index}`));
  expect(await stored('T-')).toEqual(new Set(answers.map((_, index) => `T-${index}`)));
  expect(await verdicts('T-')).toEqual({ recorded: 60 });
  expect(groups.reduce((sum, size) => sum + size, 0)).toBe(60);
  expect(groups.length).toBeLessThan(20);
});

test('the same order many times at once is one order: one report records it, the others change nothing (I-28)', async () => {
  const answers = await Promise.all(Array.from({ length: 40 }, () => post('D-1')));
  expect(statuses(answers)).toEqual(answers.map(() => 200));
  const outcomes = answers.map(({ body }) => body['outcome']);
  expect(outcomes.filter((outcome) => outcome === 'recorded')).toHaveLength(1);
  expect(outcomes.filter((outcome) => outcome === 'no_change')).toHaveLength(39);
  expect(await verdicts('D-')).toEqual({ recorded: 1, no_change: 39 });
  expect(groups).toEqual([1]);
});

test('an order and what differs from it, at once, come to the state they come to one after the other', async () => {
  const lines = (amount: string) => ({ lines: [{ line_id: '1', product_id: 'P1', amount }] });
  const amounts = ['20.00', '30.00', '20.00', '30.00'];
  const answers = await Promise.all(amounts.map((amount) => post('M-1', lines(amount))));
  expect(statuses(answers)).toEqual(answers.map(() => 200));
  const outcomes = answers.map(({ body }) => body['outcome']).toSorted();
  expect(outcomes).toEqual(['amended', 'no_change', 'no_change', 'recorded']);
});

test('what is refused stands in the log with its reason, beside neighbours that are recorded (G-2)', async () => {
  const answers = await Promise.all([
    ...Array.from({ length: 10 }, (_, index) => post(`R-${index}`)),
    post('R-bad', { currency: 'GBP' }),
    post('R-none', { program: 'nowhere' }),
  ]);
  expect(statuses(answers)).toEqual([...Array.from({ length: 10 }, () => 200), 422, 404]);
  expect(await verdicts('R-')).toEqual({ recorded: 10, currency_not_agreed: 1, not_found: 1 });
});

test('an order that cannot be decided is recorded to be decided later, and its neighbours are decided (G-2)', async () => {
  const poison = new Error('a defect in deciding');
  const decided = new Set<string>();
  whenDeciding = async (_tx, some) => {
    if (refs(some).includes('P-7')) throw poison;
    for (const id of refs(some)) decided.add(id);
  };
  const defects = n.defects.length;
  const answers = await postAll('P-', 30);
  expect(statuses(answers)).toEqual(answers.map(() => 200));
  expect(decided).toEqual(new Set(answers.flatMap((_, index) => (index === 7 ? [] : `P-${index}`))));
  expect(n.defects.slice(defects)).toEqual([poison]);
  const waiting = await asSystem<{ order_id: string }>(
    'select order_id from orders.orders where decide_again_at is not null and starts_with(order_id, $1)',
    ['P-'],
  );
  expect(waiting).toEqual([{ order_id: 'P-7' }]);
});

test('an order that cannot be recorded fails alone and is kept with that verdict; its neighbours are recorded (G-2)', async () => {
  whenTelling = (some) => {
    if (refs(some).includes('X-3')) throw new Error('a defect in recording');
  };
  const answers = await postAll('X-', 30);
  expect(statuses(answers)).toEqual(answers.map((_, index) => (index === 3 ? 500 : 200)));
  expect(await stored('X-')).toEqual(new Set(answers.flatMap((_, index) => (index === 3 ? [] : `X-${index}`))));
  expect(await verdicts('X-')).toEqual({ recorded: 29, internal_error: 1 });
});

test('when the connection breaks in the middle of a group, nobody in it is told of success, and the same again records all (G-1, G-3)', async () => {
  let isBroken = false;
  whenDeciding = async (tx) => {
    if (isBroken) return;
    isBroken = true;
    const [own] = await tx.query<{ pid: number }>('select pg_backend_pid() as pid');
    await t.db.pool.query('select pg_terminate_backend($1)', [own?.pid]);
    await tx.query('select 1');
  };
  const answers = await postAll('K-', 40);
  expect(new Set(statuses(answers))).toContain(503);
  const there = await stored('K-');
  const acknowledged = answers.flatMap(({ status }, index) => (status === 200 ? `K-${index}` : []));
  expect(new Set(acknowledged)).toEqual(there);
  for (const { status, headers } of answers) {
    if (status === 200) continue;
    expect(status).toBe(503);
    expect(headers['retry-after']).toBeDefined();
  }
  const again = await postAll('K-', 40);
  expect(statuses(again)).toEqual(again.map(() => 200));
  expect((await stored('K-')).size).toBe(40);
});

test('advertisers whose requests share a group report and see their own programs only (I-32, T-14)', async () => {
  const both = Array.from({ length: 20 }, (_, index) => `W-${index}`);
  const answers = await Promise.all(
    both.flatMap((id) => [
      post(id),
      post(id, { program: 'foreign' }, n.tokens.other),
      post(`${id}-stolen`, { program: 'foreign' }),
    ]),
  );
  expect(answers.map(({ status, body }) => [status, body['program'] ?? null])).toEqual(
    both.flatMap(() => [
      [200, 'shop'],
      [200, 'foreign'],
      [404, null],
    ]),
  );
  const rows = await asSystem<{ program: string; count: bigint }>(
    `select program, count(distinct advertiser_org) as count from orders.orders where starts_with(order_id, 'W-')
     group by program order by program`,
    [],
  );
  expect(rows).toEqual([
    { program: 'foreign', count: 1n },
    { program: 'shop', count: 1n },
  ]);
  const log = await n.get('/api/v1/intake?limit=200', n.tokens.other);
  expect(JSON.stringify(log.body)).toContain('W-0');
  expect(JSON.stringify(log.body)).not.toContain('stolen');
  expect(JSON.stringify(log.body)).not.toContain('"program":"shop"');
});
