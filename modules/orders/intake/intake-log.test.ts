import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../platform/db/testing.ts';
import { type TestNetwork, testNetwork } from '../testing/network.ts';

let t: TestDatabase;
let net: TestNetwork;
beforeAll(async () => {
  t = await testDatabase();
  net = await testNetwork(t.db);
  const order = { program: 'shop', ordered_at: '2022-06-15T09:00:00.000Z', currency: 'USD' };
  const lines = (amount: string) => [{ line_id: '1', product_id: 'P1', amount }];
  expect((await net.post('/api/v1/orders', { ...order, order_id: 'L-1', lines: lines('20.00') })).status).toBe(200);
  expect((await net.post('/api/v1/orders', { ...order, order_id: 'L-2', lines: lines('many') })).status).toBe(422);
  const stray = { ...order, program: 'shopp', order_id: 'L-3', lines: lines('1.00') };
  expect((await net.post('/api/v1/orders', stray)).status).toBe(404);
  const csv = 'order_id,status\nL-1,approved\nL-9,approved\n';
  const file = '/api/v1/order-desk/shop/files?mode=apply&name=june.csv';
  expect((await net.post(file, csv, { 'content-type': 'text/csv' })).status).toBe(200);
});
afterAll(async () => {
  await net.app.close();
  await t.drop();
});

async function log(query: string): Promise<{ readonly orders: readonly unknown[]; readonly count: unknown }> {
  const { body } = await net.get(`/api/v1/intake?program=shop&${query}`);
  const { results, _meta: meta } = Object(body);
  const orders = (Array.isArray(results) ? results : []).map((entry: { order_id: string | null; verdict: string }) => [
    entry.order_id,
    entry.verdict,
  ]);
  return { orders, count: Object(meta).count };
}

const recorded = ['L-1', 'recorded'];
const applied = ['L-1', 'applied'];
const amountless = ['L-2', 'amount_format'];
const unknown = ['L-9', 'not_found'];

test.each([
  ['', [unknown, applied, amountless, recorded]],
  ['result=refused', [unknown, amountless]],
  ['result=taken', [applied, recorded]],
  ['channel=file', [unknown, applied]],
  ['channel=api&result=refused', [amountless]],
  ['channel=pixel', []],
  ['unnamed=true&result=refused', [unknown, ['L-3', 'not_found'], amountless]],
  ['order_id=L-1&result=taken', [applied, recorded]],
])('the log is narrowed by way and result: %s', async (query, orders) => {
  expect(await log(query)).toEqual({ orders, count: orders.length });
});

test('who watches it need not have it counted', async () => {
  expect(await log('counted=false&limit=2')).toEqual({ orders: [unknown, applied], count: null });
});

test.each(['channel=mail', 'result=lost', 'counted=perhaps'])('what is no filter is refused: %s', async (query) => {
  expect((await net.get(`/api/v1/intake?${query}`)).status).toBe(400);
});
