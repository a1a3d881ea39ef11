import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { connectDatabase } from '../../platform/db/index.ts';
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts';
import { createHttpServer } from '../../platform/http/index.ts';
import { callerGuard } from '../accounts/index.ts';
import { quota, retryPending } from './intake.ts';
import { orderRoutes } from './routes.ts';
import { NOON } from './testing.ts';
import { send, type TestNetwork, testNetwork } from './testing-network.ts';

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

const TIME = '2022-06-15T11:00:00.000Z';
const line = { line_id: '1', product_id: 'P1', amount: '20.00' };
const order = (id: string, more: object = {}) => ({
  program: 'shop',
  order_id: id,
  ordered_at: TIME,
  currency: 'USD',
  click_id: 'click-shop',
  delivery_country: 'RU',
  lines: [line],
  ...more,
});
const postOrder = (body: unknown, headers = {}) => n.post('/api/v1/orders', body, headers);
const postEvent = (id: string, body: unknown) =>
  n.post(`/api/v1/programs/shop/orders/${encodeURIComponent(id)}/events`, body);
const withLine = (more: object) => order('never', { lines: [{ ...line, ...more }] });

async function intakeOf(orderId: string) {
  const { body } = await n.get(`/api/v1/intake?program=shop&order_id=${encodeURIComponent(orderId)}`);
  return body['results'];
}

interface Case {
  readonly bad: string;
  readonly body: unknown;
  readonly status: number;
  readonly code: string;
  readonly field: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

const amountCase = (bad: string, amount: unknown, code: string): Case => ({
  bad,
  body: withLine({ amount }),
  status: 422,
  code,
  field: 'lines[0].amount',
});

const cases: readonly Case[] = [
  {
    bad: 'BAD-32 no order id',
    body: { ...order('x'), order_id: undefined },
    status: 422,
    code: 'order_id_required',
    field: 'order_id',
  },
  { bad: 'BAD-33 empty order id', body: order(''), status: 422, code: 'order_id_invalid', field: 'order_id' },
  { bad: 'BAD-33 blank order id', body: order('   '), status: 422, code: 'order_id_invalid', field: 'order_id' },
  {
    bad: 'BAD-33 order id of 300',
    body: order('x'.repeat(300)),
    status: 422,
    code: 'order_id_invalid',
    field: 'order_id',
  },
  {
    bad: 'BAD-33 order id with NUL',
    body: order('a\u0000b'),
    status: 422,
    code: 'order_id_invalid',
    field: 'order_id',
  },
  {
    bad: 'BAD-37 click of another advertiser',
    body: order('never', { click_id: 'click-foreign' }),
    status: 422,
    code: 'click_belongs_to_other_program',
    field: 'click_id',
  },
  {
    bad: 'BAD-38 {click_id}',
    body: order('never', { click_id: '{click_id}' }),
    status: 422,
    code: 'macro_not_replaced',
    field: 'click_id',
  },
  {
    bad: 'BAD-38 [CLICKID]',
    body: order('never', { click_id: '[CLICKID]' }),
    status: 422,
    code: 'macro_not_replaced',
    field: 'click_id',
  },
  {
    bad: 'BAD-38 %CLICK_ID%',
    body: order('never', { click_id: '%CLICK_ID%' }),
    status: 422,
    code: 'macro_not_replaced',
    field: 'click_id',
  },
  {
    bad: 'BAD-38 [[[admitad_uid]]] as order id',
    body: order('[[[order_id]]]'),
    status: 422,
    code: 'macro_not_replaced',
    field: 'order_id',
  },
  {
    bad: 'BAD-41 in the future',
    body: order('never', { ordered_at: '2022-06-15T12:10:01.000Z' }),
    status: 422,
    code: 'order_time_invalid',
    field: 'ordered_at',
  },
  {
    bad: 'BAD-41 year 1970',
    body: order('never', { ordered_at: '1970-01-01T00:00:00Z' }),
    status: 422,
    code: 'order_time_invalid',
    field: 'ordered_at',
  },
  {
    bad: 'BAD-41 2026-02-30',
    body: order('never', { ordered_at: '2026-02-30T00:00:00Z' }),
    status: 422,
    code: 'order_time_invalid',
    field: 'ordered_at',
  },
  {
    bad: 'BAD-41 31/12/26',
    body: order('never', { ordered_at: '31/12/26' }),
    status: 422,
    code: 'order_time_invalid',
    field: 'ordered_at',
  },
  {
    bad: 'BAD-41 a number',
    body: order('never', { ordered_at: 1655290800 }),
    status: 422,
    code: 'order_time_invalid',
    field: 'ordered_at',
  },
  amountCase('BAD-43 -5', '-5', 'amount_negative'),
  amountCase('BAD-45 1e3', '1e3', 'amount_format'),
  amountCase('BAD-45 NaN', 'NaN', 'amount_format'),
  amountCase('BAD-45 Infinity', 'Infinity', 'amount_format'),
  amountCase('BAD-45 0x10', '0x10', 'amount_format'),
  amountCase('BAD-45 full-width digits', '１０', 'amount_format'),
  amountCase('BAD-46 1,234.56', '1,234.56', 'amount_ambiguous'),
  amountCase('BAD-46 1.234,56', '1.234,56', 'amount_ambiguous'),
  amountCase('BAD-46 1 234,56', '1 234,56', 'amount_ambiguous'),
  amountCase('BAD-46 12,5', '12,5', 'amount_ambiguous'),
  amountCase('BAD-47 10.999', '10.999', 'too_many_decimals'),
  {
    bad: 'BAD-47 10.5 JPY',
    body: order('never', { currency: 'JPY', lines: [{ ...line, amount: '10.5' }] }),
    status: 422,
    code: 'too_many_decimals',
    field: 'lines[0].amount',
  },
  amountCase('BAD-48 99999999999999999999', '99999999999999999999', 'amount_too_large'),
  amountCase('BAD-53 10.1 as a number', 10.1, 'amount_must_be_string'),
  amountCase('an amount of a macro', '{price}', 'macro_not_replaced'),
  amountCase('no amount', undefined, 'amount_required'),
  {
    bad: 'BAD-49 RUR',
    body: order('never', { currency: 'RUR' }),
    status: 422,
    code: 'currency_unknown',
    field: 'currency',
  },
  {
    bad: 'BAD-49 ₽',
    body: order('never', { currency: '₽' }),
    status: 422,
    code: 'currency_unknown',
    field: 'currency',
  },
  {
    bad: 'BAD-49 none, and none declared',
    body: order('never', { program: 'sister', currency: undefined }),
    status: 422,
    code: 'currency_required',
    field: 'currency',
  },
  {
    bad: 'BAD-50 EUR',
    body: order('never', { currency: 'EUR' }),
    status: 422,
    code: 'currency_not_agreed',
    field: 'currency',
  },
  {
    bad: 'BAD-51 cut in half',
    body: '{"program":"shop","order_id":',
    status: 400,
    code: 'json_malformed',
    field: 'order_id',
  },
  {
    bad: 'BAD-52 duplicate key',
    body: '{"program":"shop","order_id":"never","order_id":"b"}',
    status: 400,
    code: 'duplicate_key',
    field: 'order_id',
  },
  { bad: 'BAD-52 comment', body: '{/* */}', status: 400, code: 'json_malformed', field: null },
  {
    bad: 'BAD-60 lines and total differ',
    body: order('never', { total: '20.01' }),
    status: 422,
    code: 'lines_do_not_add_up',
    field: 'total',
  },
  {
    bad: 'BAD-63 text/plain',
    body: JSON.stringify(order('never')),
    status: 415,
    code: 'content_type',
    field: 'Content-Type',
    headers: { 'content-type': 'text/plain' },
  },
  {
    bad: 'BAD-65 not UTF-8',
    body: Buffer.from('{"program":"shop","order_id":"\xff"}', 'latin1'),
    status: 422,
    code: 'not_utf8',
    field: 'order_id',
  },
  {
    bad: 'BAD-75 __proto__',
    body: '{"__proto__":{"admin":true}}',
    status: 400,
    code: 'field_not_allowed',
    field: '__proto__',
  },
  {
    bad: 'T-16 unknown field',
    body: order('never', { status: 'approved' }),
    status: 400,
    code: 'field_not_allowed',
    field: 'status',
  },
  { bad: 'T-24 nesting', body: `{"lines":${'['.repeat(100)}`, status: 400, code: 'json_too_deep', field: null },
  {
    bad: 'two lines of one id',
    body: order('never', { lines: [line, line] }),
    status: 422,
    code: 'line_repeated',
    field: 'lines[1].line_id',
  },
  { bad: 'no lines', body: order('never', { lines: [] }), status: 422, code: 'lines_required', field: 'lines' },
  {
    bad: 'a country of three letters',
    body: order('never', { delivery_country: 'RUS' }),
    status: 422,
    code: 'country_invalid',
    field: 'delivery_country',
  },
  {
    bad: 'half a piece',
    body: withLine({ quantity: 0.5 }),
    status: 422,
    code: 'quantity_invalid',
    field: 'lines[0].quantity',
  },
  {
    bad: 'half a surrogate pair',
    body: `${JSON.stringify(order('never')).replace(TIME, '\\ud800')}`,
    status: 422,
    code: 'order_time_invalid',
    field: 'ordered_at',
  },
  { bad: 'a list', body: [], status: 422, code: 'field_invalid', field: null },
  { bad: 'an empty body', body: '', status: 400, code: 'json_malformed', field: null },
  {
    bad: 'program of another advertiser',
    body: order('never', { program: 'foreign' }),
    status: 404,
    code: 'not_found',
    field: 'program',
  },
  {
    bad: 'no such program',
    body: order('never', { program: 'nowhere' }),
    status: 404,
    code: 'not_found',
    field: 'program',
  },
];

describe('POST /api/v1/orders refuses with the field, the value and the remedy, keeps the request, and records nothing', () => {
  test.each(cases)('$bad', async ({ body, status, code, field, headers }) => {
    const answer = await postOrder(body, headers);
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
    const answer = await postOrder(order('never', { status: 'approved' }));
    expect(answer.body).toMatchObject({ code: 'field_not_allowed', field: 'status', value: 'approved' });
    expect(answer.body['detail']).toContain('Expected program, order_id, ordered_at,');
    const inLine = await postOrder(order('never', { lines: [{ ...line, rate: '90' }] }));
    expect(inLine.body).toMatchObject({ field: 'lines[0].rate', detail: expect.stringContaining('line_id, amount') });
    const inEvent = await postEvent('never', { type: 'refunded', at: TIME, status: 'approved' });
    expect(inEvent.body).toMatchObject({ field: 'status', detail: expect.stringContaining('type, lines, at') });
  });

  test('every wrong field is listed, the first is the problem', async () => {
    const { body } = await postOrder({
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
    expect(await postOrder(order('many', { lines }))).toMatchObject({ status: 413, body: { code: 'too_many_lines' } });
    expect(await postOrder(order('many', { lines: lines.slice(1) }))).toMatchObject({ status: 200 });
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
    const answer = await postOrder(order('never'), { authorization: `Bearer ${n.tokens.publisher}` });
    expect(answer).toMatchObject({ status: 403, body: { code: 'wrong_organisation' } });
  });

  test('BAD-62 a body of 5 MB is refused before it is read', async () => {
    expect(await postOrder(`"${'x'.repeat(5_000_000)}"`)).toMatchObject({
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
    expect(await postOrder(body)).toMatchObject({ status, body: expected });
  });

  test('a byte order mark (BAD-52)', async () => {
    expect(await postOrder(`\ufeff${JSON.stringify(order('bom'))}`)).toMatchObject({ status: 200 });
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
    for (let times = 0; times < 5; times += 1) outcomes.push((await postOrder(order('five'))).body['outcome']);
    expect(outcomes).toEqual(['recorded', 'no_change', 'no_change', 'no_change', 'no_change']);
    expect(n.decided.filter(({ orderId }) => orderId === 'five')).toHaveLength(1);
    expect(await intakeOf('five')).toHaveLength(5);
  });

  test('another amount as an amendment (BAD-30), and after receipt as a question (BAD-31)', async () => {
    await postOrder(order('amend'));
    const changed = order('amend', { lines: [{ ...line, amount: '25.00' }] });
    expect(await postOrder(changed)).toMatchObject({ status: 200, body: { outcome: 'amended' } });
    expect((await n.get('/api/v1/orders/shop/amend')).body).toMatchObject({
      lines: [{ line_id: line.line_id, amount: '25.00' }],
      events: [{ type: 'corrected', content: { lines: [{ line_id: line.line_id, amount: '25.00' }] } }],
    });
    await postEvent('amend', { type: 'goods_received', at: TIME });
    const again = order('amend', { lines: [{ ...line, amount: '26.00' }] });
    expect(await postOrder(again)).toMatchObject({
      status: 202,
      body: { outcome: 'needs_review', notices: [{ code: 'needs_review' }] },
    });
    expect(await postOrder(order('amend', { currency: 'RUB' }))).toMatchObject({
      status: 409,
      body: { code: 'currency_differs' },
    });
  });

  test('an order whose decision fails, and decides it later', async () => {
    n.failing = new Error('planted');
    expect(await postOrder(order('stuck'))).toMatchObject({
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

describe('POST …/orders/{order_id}/events', () => {
  test('takes each type once, however often it is sent', async () => {
    await postOrder(order('ev-1', { lines: [line, { ...line, line_id: '2' }] }));
    const events = [
      { type: 'corrected', at: '2022-06-15T11:01:00Z', lines: [{ line_id: '2', amount: '30.00' }] },
      { type: 'goods_received', at: '2022-06-15T11:02:00Z', id: 'my-1' },
      { type: 'refunded', at: '2022-06-15T11:03:00Z', lines: [{ line_id: '1', amount: '8.00' }], reason: 'late' },
      { type: 'violation', at: '2022-06-15T11:04:00Z', violation: 'risk', lines: ['2'] },
    ];
    for (const event of [...events, ...events.toReversed()]) await postEvent('ev-1', event);
    const { body } = await n.get('/api/v1/orders/shop/ev-1');
    expect(body).toMatchObject({ goods_received: true, revision: 5 });
    expect(body['events']).toMatchObject(events.map(({ type }) => ({ type, applied: true })));
  });

  test('an event before its order is parked with 202 and counts once the order is there', async () => {
    const received = { type: 'goods_received', at: TIME };
    for (const _time of [1, 2]) {
      expect(await postEvent('ev-2', received)).toMatchObject({
        status: 202,
        body: { outcome: 'parked', waits_for: 'order' },
      });
    }
    await postOrder(order('ev-2'));
    expect((await n.get('/api/v1/orders/ev-2')).body).toMatchObject({ goods_received: true });
  });

  const refusals: readonly {
    readonly bad: string;
    readonly body: object;
    readonly status: number;
    readonly code: string;
  }[] = [
    { bad: 'BAD-54 unknown type', body: { type: 'confirmed!!', at: TIME }, status: 422, code: 'status_unknown' },
    { bad: 'no type', body: { at: TIME }, status: 422, code: 'status_unknown' },
    { bad: 'no time', body: { type: 'closed' }, status: 422, code: 'order_time_invalid' },
    {
      bad: 'BAD-57 violation without its code',
      body: { type: 'violation', at: TIME },
      status: 422,
      code: 'reason_required',
    },
    {
      bad: 'BAD-57 unknown violation',
      body: { type: 'violation', at: TIME, violation: 'because' },
      status: 422,
      code: 'reason_required',
    },
    {
      bad: 'BAD-58 refund larger than the line',
      body: { type: 'refunded', at: TIME, lines: [{ line_id: '1', amount: '20.01' }] },
      status: 422,
      code: 'refund_exceeds_order',
    },
    {
      bad: 'BAD-43 negative refund',
      body: { type: 'refunded', at: TIME, lines: [{ line_id: '1', amount: '-1' }] },
      status: 422,
      code: 'amount_negative',
    },
    {
      bad: 'fields of another type',
      body: { type: 'closed', at: TIME, violation: 'risk' },
      status: 400,
      code: 'field_not_allowed',
    },
    {
      bad: 'a remark with control characters',
      body: { type: 'closed', at: TIME, reason: 'a\u0000b' },
      status: 422,
      code: 'field_invalid',
    },
  ];
  test.each(refusals)('$bad', async ({ body, status, code }) => {
    await postOrder(order('ev-3'));
    expect(await postEvent('ev-3', body)).toMatchObject({ status, body: { status, code } });
    expect(await intakeOf('ev-3')).toContainEqual(expect.objectContaining({ verdict: code, http_status: status }));
    expect((await n.get('/api/v1/orders/ev-3')).body).toMatchObject({ goods_received: false });
  });

  test('BAD-55 a conflict names the state, is kept, and changes nothing', async () => {
    await postOrder(order('ev-4'));
    await postEvent('ev-4', { type: 'closed', at: TIME });
    const answer = await postEvent('ev-4', { type: 'goods_received', at: '2022-06-15T11:30:00Z' });
    expect(answer).toMatchObject({
      status: 409,
      body: { code: 'transition_not_allowed', state: 'closed', field: 'type' },
    });
    const again = await postEvent('ev-4', { type: 'goods_received', at: '2022-06-15T11:30:00Z' });
    expect(again).toMatchObject({ status: 409, body: { code: 'transition_not_allowed' } });
    const { body } = await n.get('/api/v1/orders/ev-4');
    expect(body).toMatchObject({ goods_received: false, events: [{ applied: true }, { applied: false }] });
  });

  test('BAD-41 an event cannot be older than its order, whichever of the two comes first (I-27)', async () => {
    const early = { type: 'refunded', at: '2020-01-01T00:00:00Z' };
    const problem = {
      status: 422,
      body: { code: 'order_time_invalid', field: 'at', value: '2020-01-01T00:00:00.000Z', earliest: TIME },
    };
    await postOrder(order('ev-7'));
    await postEvent('ev-7', { type: 'goods_received', at: TIME });
    expect(await postEvent('ev-7', early)).toMatchObject(problem);
    expect(await postEvent('ev-8', early)).toMatchObject({ status: 202, body: { outcome: 'parked' } });
    await postOrder(order('ev-8'));
    expect(await postEvent('ev-8', early)).toMatchObject(problem);
    for (const id of ['ev-7', 'ev-8']) {
      const { body } = await n.get(`/api/v1/orders/${id}`);
      expect(body['events']).toContainEqual(expect.objectContaining({ type: 'refunded', applied: false }));
    }
  });

  test('BAD-33 an id in the address that no order can have is refused, and not echoed whole', async () => {
    const long = 'x'.repeat(3_000);
    for (const answer of [
      await n.get(`/api/v1/orders/${long}`),
      await n.get(`/api/v1/orders/shop/${long}`),
      await n.get('/api/v1/orders/a%20b'),
      await postEvent(long, { type: 'closed', at: TIME }),
    ]) {
      expect(answer).toMatchObject({ status: 422, body: { code: 'order_id_invalid', field: 'order_id' } });
      expect(JSON.stringify(answer.body).length).toBeLessThan(2_000);
    }
    expect((await n.get(`/api/v1/orders/shop/${'x'.repeat(128)}`)).status).toBe(404);
  });

  test('BAD-28 an id used for another event', async () => {
    await postOrder(order('ev-5'));
    await postEvent('ev-5', { type: 'closed', at: TIME, id: 'e1' });
    const answer = await postEvent('ev-5', { type: 'refunded', at: TIME, id: 'e1' });
    expect(answer).toMatchObject({ status: 409, body: { code: 'id_reused_with_other_content' } });
  });

  test('BAD-59 of two partial refunds in parallel that exceed the line one is 200, the other 409', async () => {
    await postOrder(order('ev-6'));
    const refund = (id: string) =>
      postEvent('ev-6', { type: 'refunded', at: TIME, id, lines: [{ line_id: '1', amount: '15.00' }] });
    const answers = await Promise.all([refund('a'), refund('b')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  test('an order id with slashes, encoded or not; another advertiser’s program is not there', async () => {
    await postOrder(order('a/b'));
    const closed = { type: 'closed', at: TIME };
    expect(await n.post('/api/v1/programs/shop/orders/a/b/events', closed)).toMatchObject({
      status: 200,
      body: { outcome: 'applied' },
    });
    expect(await postEvent('a/b', closed)).toMatchObject({ status: 200, body: { outcome: 'duplicate' } });
    expect((await n.post('/api/v1/programs/foreign/orders/a/events', closed)).status).toBe(404);
    expect((await n.post('/api/v1/programs/shop/orders/a/b', closed)).status).toBe(404);
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
    await postOrder(order('read/1'));
    for (const name of ['read/1', 'read%2F1', 'shop/read/1', 'shop%2Fread%2F1']) {
      expect((await n.get(`/api/v1/orders/${name}`)).body).toMatchObject({
        program: 'shop',
        order_id: 'read/1',
        lines: [{ amount: '20.00' }],
      });
    }
  });

  test('an id that several programs have must be named with its program', async () => {
    await postOrder(order('twin'));
    await postOrder(order('twin', { program: 'sister', click_id: undefined }));
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
    await postOrder(order('private'));
    expect((await n.get('/api/v1/orders/shop/private', n.tokens.other)).status).toBe(404);
    expect((await n.get('/api/v1/orders', n.tokens.other)).body['results']).toEqual([]);
    expect((await n.get('/api/v1/orders', n.tokens.publisher)).body['results']).toEqual([]);
    expect((await n.get('/api/v1/intake?program=shop', n.tokens.other)).body['results']).toEqual([]);
    expect((await n.get('/api/v1/orders/shop/private', n.tokens.operator)).status).toBe(200);
  });
});
