import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { connectDatabase } from '../../platform/db/index.ts';
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts';
import { createHttpServer } from '../../platform/http/index.ts';
import { callerGuard } from '../accounts/index.ts';
import { quota, retryPending } from './intake/intake.ts';
import { orderRoutes } from './routes.ts';
import { send, type TestNetwork, testNetwork } from './testing/network.ts';
import { refusedReports } from './testing/refused-reports.ts';
import { line, order, TIME } from './testing/reports.ts';
import { NOON } from './testing.ts';

let t: TestDatabase;
let n: TestNetwork;
beforeAll(async () => {
  t = await testDatabase();
  n = await testNetwork(t.db);
});
afterAll(async () => {
  await n.app.close();
  await t.drop();
});

describe('POST /api/v1/orders refuses with the field, the value and the remedy, keeps the request, and records nothing', () => {
  test.each(refusedReports)('$bad', async ({ body, status, code, field, headers }) => {
    const answer = await n.postOrder(body, headers);
    expect(answer.body).toMatchObject({
      status,
      code,
      field,
      remedy: expect.stringMatching(/\w/),
      detail: expect.stringMatching(/\w/),
    });
    expect(answer.status).toBe(status);
    const log = await n.get(`/api/v1/intake?verdict=${code}&limit=500`);
    const entry = { id: answer.body['intake_id'], verdict: code, http_status: status };
    expect(log.body['results']).toContainEqual(expect.objectContaining(entry));
    expect((await n.get('/api/v1/orders/never')).status).toBe(404);
  });

  test('T-16 a field that nobody knows is named with its value and with those that are known', async () => {
    const answer = await n.postOrder(order('never', { status: 'approved' }));
    expect(answer.body).toMatchObject({ code: 'field_not_allowed', field: 'status', value: 'approved' });
    expect(answer.body['detail']).toContain('Expected program, order_id, ordered_at,');
    const inLine = await n.postOrder(order('never', { lines: [{ ...line, rate: '90' }] }));
    expect(inLine.body).toMatchObject({ field: 'lines[0].rate', detail: expect.stringContaining('line_id, amount') });
    const inEvent = await n.postEvent('never', { type: 'refunded', at: TIME, status: 'approved' });
    expect(inEvent.body).toMatchObject({ field: 'status', detail: expect.stringContaining('type, lines, at') });
  });

  test('every wrong field is listed, the first is the problem', async () => {
    const { body } = await n.postOrder({
      program: 'shop',
      order_id: '',
      ordered_at: TIME,
      lines: [{ line_id: '1', amount: 1 }],
    });
    expect(body).toMatchObject({
      code: 'order_id_invalid',
      findings: [{ field: 'order_id' }, { field: 'lines[0].amount' }],
    });
  });

  test('BAD-61 10 001 lines are too many, 10 000 are not', async () => {
    const lines = Array.from({ length: 10_001 }, (_, index) => ({ line_id: String(index), amount: '1.00' }));
    expect(await n.postOrder(order('many', { lines }))).toMatchObject({
      status: 413,
      body: { code: 'too_many_lines' },
    });
    expect(await n.postOrder(order('many', { lines: lines.slice(1) }))).toMatchObject({ status: 200 });
  });

  test('BAD-24 with neither token nor signature it is 401, and the body is kept in the quarantine', async () => {
    const body = order('unsigned');
    const answer = await send(n.app, { method: 'POST', url: '/api/v1/orders', body, headers: {} });
    expect(answer).toMatchObject({ status: 401, body: { code: 'signature_missing' } });
    const kept = await n.get('/api/v1/intake?quarantine=true&limit=500', n.tokens.operator);
    expect(kept.body['results']).toContainEqual(
      expect.objectContaining({ verdict: 'signature_missing', http_status: 401, body: JSON.stringify(body) }),
    );
  });

  test('a publisher may not report orders', async () => {
    const answer = await n.postOrder(order('never'), { authorization: `Bearer ${n.tokens.publisher}` });
    expect(answer).toMatchObject({ status: 403, body: { code: 'wrong_organisation' } });
  });

  test('BAD-62 a body of 5 MB is refused before it is read', async () => {
    expect(await n.postOrder(`"${'x'.repeat(5_000_000)}"`)).toMatchObject({
      status: 413,
      body: { code: 'body_too_large' },
    });
  });

  test('BAD-66 beyond the quota it is 429 with Retry-After, and others are not concerned', () => {
    const shares = quota(n.clock, 2, 3);
    expect([1, 2, 3, 4].map(() => shares.take('a'))).toEqual([null, null, null, 0.5]);
    expect(shares.take('b')).toBeNull();
  });
});

describe('POST /api/v1/orders accepts', () => {
  const accepted: readonly {
    readonly name: string;
    readonly body: object;
    readonly status: number;
    readonly expected: object;
  }[] = [
    { name: 'an order', body: order('ok-1'), status: 200, expected: { outcome: 'recorded', notices: [] } },
    {
      name: 'BAD-34 a coupon instead of a click',
      body: order('ok-2', { click_id: undefined, coupon: ' SUMMER 10 ' }),
      status: 200,
      expected: { outcome: 'recorded' },
    },
    {
      name: 'BAD-35 a click id that nobody knows',
      body: order('ok-3', { click_id: 'gclid.123' }),
      status: 200,
      expected: { outcome: 'recorded', notices: [] },
    },
    {
      name: 'BAD-36 a click id with a wrong signature',
      body: order('ok-4', { click_id: 'forged-1' }),
      status: 202,
      expected: { outcome: 'recorded', notices: [{ code: 'click_unverifiable' }] },
    },
    {
      name: 'BAD-40 an order before its click',
      body: order('ok-5', { click_id: 'late-shop' }),
      status: 202,
      expected: { outcome: 'recorded', notices: [{ code: 'order_precedes_click' }] },
    },
    {
      name: 'BAD-42 a time without a zone, in the program’s',
      body: order('ok-6', { ordered_at: '2022-06-15T14:00:00' }),
      status: 200,
      expected: { outcome: 'recorded' },
    },
    {
      name: 'BAD-44 an amount of 0',
      body: order('ok-7', { lines: [{ ...line, amount: '0' }] }),
      status: 200,
      expected: { outcome: 'recorded' },
    },
    { name: 'BAD-49 rub', body: order('ok-8', { currency: 'rub' }), status: 200, expected: { outcome: 'recorded' } },
    {
      name: 'BAD-49 no currency where the program declares one',
      body: order('ok-9', { currency: undefined }),
      status: 200,
      expected: { outcome: 'recorded' },
    },
    {
      name: 'BAD-67 an order of an archived program, kept only',
      body: order('ok-10', { program: 'old' }),
      status: 202,
      expected: { outcome: 'program_archived' },
    },
    {
      name: 'BAD-68 an unknown delivery country',
      body: order('ok-11', { delivery_country: 'XX' }),
      status: 200,
      expected: { outcome: 'recorded' },
    },
    {
      name: 'a total that is right, and many clicks',
      body: order('ok-12', { total: '20', click_ids: ['a', 'b'] }),
      status: 200,
      expected: { outcome: 'recorded' },
    },
    {
      name: 'an id with a slash and a Chinese character',
      body: order('ok/漢'),
      status: 200,
      expected: { outcome: 'recorded' },
    },
  ];
  test.each(accepted)('$name', async ({ body, status, expected }) => {
    expect(await n.postOrder(body)).toMatchObject({ status, body: expected });
  });

  test('a byte order mark (BAD-52)', async () => {
    expect(await n.postOrder(`\ufeff${JSON.stringify(order('bom'))}`)).toMatchObject({ status: 200 });
  });

  test('what was assumed is recorded as assumed (BAD-42), what is no country as unknown (BAD-68)', async () => {
    expect((await n.get('/api/v1/orders/ok-6')).body).toMatchObject({
      ordered_at: TIME,
      ordered_at_source: 'assumed_zone',
    });
    expect((await n.get('/api/v1/orders/ok-11')).body).toMatchObject({ delivery_country: null });
    expect((await n.get('/api/v1/orders/ok-8')).body).toMatchObject({ currency: 'RUB' });
  });

  test('the same order five times as one, and says so', async () => {
    const outcomes = [];
    for (let times = 0; times < 5; times += 1) outcomes.push((await n.postOrder(order('five'))).body['outcome']);
    expect(outcomes).toEqual(['recorded', 'no_change', 'no_change', 'no_change', 'no_change']);
    expect(n.decided.filter(({ orderId }) => orderId === 'five')).toHaveLength(1);
    expect(await n.intakeOf('five')).toHaveLength(5);
  });

  test('another amount as an amendment (BAD-30), and after receipt as a question (BAD-31)', async () => {
    await n.postOrder(order('amend'));
    const changed = order('amend', { lines: [{ ...line, amount: '25.00' }] });
    expect(await n.postOrder(changed)).toMatchObject({ status: 200, body: { outcome: 'amended' } });
    expect((await n.get('/api/v1/orders/shop/amend')).body).toMatchObject({
      lines: [{ line_id: line.line_id, amount: '25.00' }],
      events: [{ type: 'corrected', content: { lines: [{ line_id: line.line_id, amount: '25.00' }] } }],
    });
    await n.postEvent('amend', { type: 'goods_received', at: TIME });
    const again = order('amend', { lines: [{ ...line, amount: '26.00' }] });
    expect(await n.postOrder(again)).toMatchObject({
      status: 202,
      body: { outcome: 'needs_review', notices: [{ code: 'needs_review' }] },
    });
    expect(await n.postOrder(order('amend', { currency: 'RUB' }))).toMatchObject({
      status: 409,
      body: { code: 'currency_differs' },
    });
  });

  test('an order whose decision fails, and decides it later', async () => {
    n.failing = new Error('planted');
    expect(await n.postOrder(order('stuck'))).toMatchObject({
      status: 200,
      body: { outcome: 'recorded', decision: null },
    });
    expect(n.defects.splice(0)).toEqual([n.failing]);
    expect((await n.get('/api/v1/orders/stuck')).status).toBe(200);
    n.clock.advance(60_000);
    expect(await retryPending(n.deps)).toEqual({ decided: 0, failed: 1 });
    n.defects.splice(0);
    n.failing = null;
    n.clock.advance(24 * 60 * 60_000);
    expect(await retryPending(n.deps)).toEqual({ decided: 1, failed: 0 });
    expect(await retryPending(n.deps)).toEqual({ decided: 0, failed: 0 });
    expect(n.decided).toContainEqual({ program: 'shop', orderId: 'stuck' });
    n.clock.set(NOON);
  });
});

describe('when the database is away', () => {
  test('nothing is acknowledged: 503 with Retry-After, for tracking requests too (G-3)', async () => {
    const away = connectDatabase('postgres://nobody@127.0.0.1:1/away');
    const app = createHttpServer({
      logger: null,
      trustedProxies: [],
      guard: callerGuard({ db: t.db, clock: n.clock }),
    });
    await app.register(orderRoutes({ ...n.deps, db: away }));
    const headers = { authorization: `Bearer ${n.tokens.advertiser}` };
    const posted = await send(app, { method: 'POST', url: '/api/v1/orders', body: order('away'), headers });
    expect(posted).toMatchObject({ status: 503, headers: { 'retry-after': '5' }, body: { code: 'not_ready' } });
    const tracked = await send(app, {
      method: 'GET',
      url: '/tt?order_id=1&campaign_code=0000000000',
      body: null,
      headers,
    });
    expect(tracked).toMatchObject({ status: 503, headers: { 'retry-after': '5' } });
    await app.close();
    await away.close();
  });
});

const parameters = z.array(z.looseObject({ in: z.string(), name: z.string() }));

test('the description of the API names the fields and answers of the intake', async () => {
  const { body } = await n.get('/api/openapi.json');
  const paths = JSON.stringify(body['paths']);
  for (const word of ['/api/v1/orders', 'delivery_country', 'goods_received', 'intake_id'])
    expect(paths).toContain(word);
});

test('the description has addresses that a client can fill in, each placeholder with its parameter', async () => {
  const { paths } = z
    .object({ paths: z.record(z.string(), z.record(z.string(), z.looseObject({ parameters: parameters.optional() }))) })
    .parse((await n.get('/api/openapi.json')).body);
  expect(Object.keys(paths)).toEqual(
    expect.arrayContaining(['/api/v1/orders/{order_id}', '/api/v1/programs/{code}/orders/{order_id}/events']),
  );
  for (const [path, methods] of Object.entries(paths)) {
    const names = [...path.matchAll(/\{([^}]*)\}/g)].map(([, name]) => name);
    for (const name of names) expect(name).toMatch(/^\w+$/);
    for (const { parameters: found = [] } of Object.values(methods))
      expect(found.filter((each) => each.in === 'path').map((each) => each.name)).toEqual(names);
  }
});

describe('reading', () => {
  test('a program that does not exist lists nothing, like one that the caller has no orders of', async () => {
    expect(await n.get('/api/v1/orders?program=nope')).toMatchObject({
      status: 200,
      body: { results: [], _meta: { count: 0 } },
    });
  });

  test('an order is found by its id, by program and id, with the slash encoded or not', async () => {
    await n.postOrder(order('read/1'));
    for (const name of ['read/1', 'read%2F1', 'shop/read/1', 'shop%2Fread%2F1']) {
      expect((await n.get(`/api/v1/orders/${name}`)).body).toMatchObject({
        program: 'shop',
        order_id: 'read/1',
        lines: [{ amount: '20.00' }],
      });
    }
  });

  test('an id that several programs have must be named with its program', async () => {
    await n.postOrder(order('twin'));
    await n.postOrder(order('twin', { program: 'sister', click_id: undefined }));
    expect(await n.get('/api/v1/orders/twin')).toMatchObject({
      status: 409,
      body: { orders: ['shop/twin', 'sister/twin'] },
    });
    expect((await n.get('/api/v1/orders/sister/twin')).body).toMatchObject({ also_in: ['shop'] });
  });

  test('a list is paged; a page beyond the limit is refused, not cut', async () => {
    const { body } = await n.get('/api/v1/orders?program=shop&limit=2');
    expect(body).toMatchObject({ results: [{ program: 'shop' }, { program: 'shop' }], _meta: { limit: 2, offset: 0 } });
    expect(await n.get('/api/v1/orders?limit=501')).toMatchObject({
      status: 400,
      body: { code: 'parameter_invalid', field: 'limit' },
    });
    expect(await n.get('/api/v1/orders?since=2022-06-02T00:00:00Z&until=2022-06-01T00:00:00Z')).toMatchObject({
      status: 400,
      body: { code: 'range_invalid', field: 'until', value: '2022-06-01T00:00:00.000Z' },
    });
    expect(await n.get('/api/v1/orders?sort=id;drop')).toMatchObject({ status: 400, body: { code: 'unknown_field' } });
  });

  test('another organisation sees neither orders nor requests (I-32)', async () => {
    await n.postOrder(order('private'));
    expect((await n.get('/api/v1/orders/shop/private', n.tokens.other)).status).toBe(404);
    expect((await n.get('/api/v1/orders', n.tokens.other)).body['results']).toEqual([]);
    expect((await n.get('/api/v1/orders', n.tokens.publisher)).body['results']).toEqual([]);
    expect((await n.get('/api/v1/intake?program=shop', n.tokens.other)).body['results']).toEqual([]);
    expect((await n.get('/api/v1/orders/shop/private', n.tokens.operator)).status).toBe(200);
  });
});
