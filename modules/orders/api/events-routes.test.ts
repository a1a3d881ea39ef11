import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../platform/db/testing.ts';
import { type TestNetwork, testNetwork } from '../testing/network.ts';
import { line, order, TIME } from '../testing/reports.ts';

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

describe('POST …/orders/{order_id}/events', () => {
  test('takes each type once, however often it is sent', async () => {
    await n.postOrder(order('ev-1', { lines: [line, { ...line, line_id: '2' }] }));
    const events = [
      { type: 'corrected', at: '2022-06-15T11:01:00Z', lines: [{ line_id: '2', amount: '30.00' }] },
      { type: 'goods_received', at: '2022-06-15T11:02:00Z', id: 'my-1' },
      { type: 'refunded', at: '2022-06-15T11:03:00Z', lines: [{ line_id: '1', amount: '8.00' }], reason: 'late' },
      { type: 'violation', at: '2022-06-15T11:04:00Z', violation: 'risk', lines: ['2'] },
    ];
    for (const event of [...events, ...events.toReversed()]) await n.postEvent('ev-1', event);
    const { body } = await n.get('/api/v1/orders/shop/ev-1');
    expect(body).toMatchObject({ goods_received: true, revision: 5 });
    expect(body['events']).toMatchObject(events.map(({ type }) => ({ type, applied: true })));
  });

  test('an event before its order is parked with 202 and counts once the order is there', async () => {
    const received = { type: 'goods_received', at: TIME };
    for (const _time of [1, 2]) {
      expect(await n.postEvent('ev-2', received)).toMatchObject({
        status: 202,
        body: { outcome: 'parked', waits_for: 'order' },
      });
    }
    await n.postOrder(order('ev-2'));
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
    await n.postOrder(order('ev-3'));
    expect(await n.postEvent('ev-3', body)).toMatchObject({ status, body: { status, code } });
    expect(await n.intakeOf('ev-3')).toContainEqual(expect.objectContaining({ verdict: code, http_status: status }));
    expect((await n.get('/api/v1/orders/ev-3')).body).toMatchObject({ goods_received: false });
  });

  test('BAD-55 a conflict names the state, is kept, and changes nothing', async () => {
    await n.postOrder(order('ev-4'));
    await n.postEvent('ev-4', { type: 'closed', at: TIME });
    const answer = await n.postEvent('ev-4', { type: 'goods_received', at: '2022-06-15T11:30:00Z' });
    expect(answer).toMatchObject({
      status: 409,
      body: { code: 'transition_not_allowed', state: 'closed', field: 'type' },
    });
    const again = await n.postEvent('ev-4', { type: 'goods_received', at: '2022-06-15T11:30:00Z' });
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
    await n.postOrder(order('ev-7'));
    await n.postEvent('ev-7', { type: 'goods_received', at: TIME });
    expect(await n.postEvent('ev-7', early)).toMatchObject(problem);
    expect(await n.postEvent('ev-8', early)).toMatchObject({ status: 202, body: { outcome: 'parked' } });
    await n.postOrder(order('ev-8'));
    expect(await n.postEvent('ev-8', early)).toMatchObject(problem);
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
      await n.postEvent(long, { type: 'closed', at: TIME }),
    ]) {
      expect(answer).toMatchObject({ status: 422, body: { code: 'order_id_invalid', field: 'order_id' } });
      expect(JSON.stringify(answer.body).length).toBeLessThan(2_000);
    }
    expect((await n.get(`/api/v1/orders/shop/${'x'.repeat(128)}`)).status).toBe(404);
  });

  test('BAD-28 an id used for another event', async () => {
    await n.postOrder(order('ev-5'));
    await n.postEvent('ev-5', { type: 'closed', at: TIME, id: 'e1' });
    const answer = await n.postEvent('ev-5', { type: 'refunded', at: TIME, id: 'e1' });
    expect(answer).toMatchObject({ status: 409, body: { code: 'id_reused_with_other_content' } });
  });

  test('BAD-59 of two partial refunds in parallel that exceed the line one is 200, the other 409', async () => {
    await n.postOrder(order('ev-6'));
    const refund = (id: string) =>
      n.postEvent('ev-6', { type: 'refunded', at: TIME, id, lines: [{ line_id: '1', amount: '15.00' }] });
    const answers = await Promise.all([refund('a'), refund('b')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  test('an order id with slashes, encoded or not; another advertiser’s program is not there', async () => {
    await n.postOrder(order('a/b'));
    const closed = { type: 'closed', at: TIME };
    expect(await n.post('/api/v1/programs/shop/orders/a/b/events', closed)).toMatchObject({
      status: 200,
      body: { outcome: 'applied' },
    });
    expect(await n.postEvent('a/b', closed)).toMatchObject({ status: 200, body: { outcome: 'duplicate' } });
    expect((await n.post('/api/v1/programs/foreign/orders/a/events', closed)).status).toBe(404);
    expect((await n.post('/api/v1/programs/shop/orders/a/b', closed)).status).toBe(404);
  });
});
