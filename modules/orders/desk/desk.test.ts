import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { errorText } from '../../../contract/errors/index.ts';
import { type TestDatabase, testDatabase } from '../../../platform/db/testing.ts';
import { auditOf } from '../../accounts/index.ts';
import { updateAttributions } from '../store.ts';
import { type TestNetwork, testNetwork } from '../testing/network.ts';
import { NOON } from '../testing.ts';

const SPACE = '0c000000-0000-4000-8000-000000000001';
let t: TestDatabase;
let net: TestNetwork;
beforeAll(async () => {
  t = await testDatabase();
  net = await testNetwork(t.db);
});
afterAll(async () => {
  await net.app.close();
  await t.drop();
});

async function report(orderId: string, orderedAt = '2022-06-15T09:00:00.000Z', amount = '20.00'): Promise<void> {
  const lines = [{ line_id: '1', product_id: 'P1', amount }];
  const body = { program: 'shop', order_id: orderId, ordered_at: orderedAt, currency: 'USD', lines };
  expect((await net.post('/api/v1/orders', body)).status).toBe(200);
}
const attribute = (orderId: string, status: 'pending' | 'approved') =>
  t.db.transaction({ role: 'system' }, (tx) =>
    updateAttributions(tx, [{ program: 'shop', orderId, publisherOrg: null, adSpaceId: SPACE, status }]),
  );
const found = async (query: string, token = net.tokens.advertiser) => {
  const { body } = await net.get(`/api/v1/order-desk?${query}`, token);
  return (Array.isArray(body['orders']) ? body['orders'] : []).map(({ order_id }: { order_id: string }) => order_id);
};
const received = async (orderId: string) => (await net.get(`/api/v1/orders/shop/${orderId}`)).body['goods_received'];
const handle = (body: object) => net.post('/api/v1/order-desk/handle', body);
const file = (csv: string, mode: string, program = 'shop') =>
  net.post(`/api/v1/order-desk/${program}/files?mode=${mode}&name=june.csv`, csv, { 'content-type': 'text/csv' });

test('orders are found by id, ad space, status and day, newest first, in pages', async () => {
  await report('F-1', '2022-06-12T23:59:59.000Z');
  await report('F-2', '2022-06-13T00:00:00.000Z');
  await report('F-3', '2022-06-13T23:59:59.000Z');
  await report('F%4', '2022-06-14T00:00:00.000Z');
  await attribute('F-2', 'pending');
  expect(await found('order_id=F')).toEqual(['F%4', 'F-3', 'F-2', 'F-1']);
  expect(await found('order_id=F-')).toEqual(['F-3', 'F-2', 'F-1']);
  expect(await found('order_id=F%25')).toEqual(['F%4']);
  expect(await found('since=2022-06-13&until=2022-06-13')).toEqual(['F-3', 'F-2']);
  // Where a program is named, its day counts: in Moscow it began three hours earlier.
  expect(await found('program=shop&since=2022-06-13&until=2022-06-13')).toEqual(['F-2', 'F-1']);
  expect(await found(`ad_space=${SPACE}`)).toEqual(['F-2']);
  expect(await found('status=pending')).toEqual(['F-2']);
  expect([await found('order_id=F&limit=3'), await found('order_id=F&limit=3&offset=3')]).toEqual([
    ['F%4', 'F-3', 'F-2'],
    ['F-1'],
  ]);
  const { body } = await net.get('/api/v1/order-desk?order_id=F-1');
  expect(body).toMatchObject({
    total: 1,
    orders: [
      { program: 'shop', amount: { amount: '20.00', currency: 'USD' }, lines: 1, goods_received: false, status: null },
    ],
  });
});

test('another advertiser finds none of them and may not handle them; a publisher is not let in (T-14)', async () => {
  await report('T-1');
  expect(await found('order_id=T', net.tokens.other)).toEqual([]);
  expect(await found('order_id=T', net.tokens.operator)).toEqual(['T-1']);
  expect((await net.get('/api/v1/order-desk', net.tokens.publisher)).status).toBe(403);
  const foreign = await handle({ selection: { program: 'foreign' }, verdict: 'approved' });
  expect([foreign.status, foreign.body['code']]).toEqual([404, 'not_found']);
  expect((await file('order_id,status\nT-1,approved\n', 'apply', 'foreign')).status).toBe(404);
});

test('a preview says how many and how much and changes nothing; the confirmation is the receipt (S-081)', async () => {
  for (const id of ['A-1', 'A-2', 'A-3']) await report(id, '2022-06-15T08:00:00.000Z', '10.50');
  const asked = { selection: { program: 'shop', order_id: 'A-' }, verdict: 'approved' };
  const preview = await handle(asked);
  expect(preview.body).toMatchObject({ changed: false, rows: 3, orders: 3, outcomes: { applied: 3 }, refused: [] });
  expect(preview.body['amounts']).toEqual([{ amount: '31.50', currency: 'USD' }]);
  expect(await received('A-1')).toBe(false);
  const wrong = await handle({ ...asked, expected: 2 });
  expect([wrong.status, wrong.body['code']]).toEqual([409, 'selection_changed']);
  expect(await received('A-1')).toBe(false);
  const done = await handle({ ...asked, expected: 3 });
  expect(done.body).toMatchObject({ changed: true, orders: 3, outcomes: { applied: 3 } });
  expect([await received('A-1'), await received('A-2'), await received('A-3')]).toEqual([true, true, true]);
  expect((await handle({ ...asked, expected: 3 })).body).toMatchObject({ orders: 0, outcomes: { no_change: 3 } });
  const records = await t.db.transaction({ role: 'system' }, (tx) => auditOf(tx, 'program:shop', 10));
  expect(records).toContainEqual(
    expect.objectContaining({
      action: 'orders.handled',
      actor: expect.stringMatching(/^application:/),
      detail: expect.objectContaining({ verdict: 'approved', orders: 3 }),
    }),
  );
});

test('declining needs a reason, which is kept with each order; what was received is refused alone', async () => {
  for (const id of ['D-1', 'D-2']) await report(id);
  await net.post('/api/v1/programs/shop/orders/D-1/events', { type: 'goods_received', at: '2022-06-15T10:00:00.000Z' });
  const asked = { selection: { program: 'shop', order_id: 'D-' }, verdict: 'declined' };
  expect((await handle(asked)).body['code']).toBe('field_required');
  const done = await handle({ ...asked, reason: 'Returned, "unopened"', expected: 2 });
  expect(done.body).toMatchObject({ orders: 1, outcomes: { applied: 1, refused: 1 } });
  expect(done.body['refused']).toMatchObject([{ order_id: 'D-1', code: 'transition_not_allowed' }]);
  const { body } = await net.get('/api/v1/orders/shop/D-2');
  expect(body['events']).toMatchObject([{ type: 'closed', reason: 'Returned, "unopened"', applied: true }]);
});

test('what a filter declined is taken back as a whole, and nothing else; declined again it is another event', async () => {
  for (const id of ['U-1', 'U-2', 'U-3', 'U-4']) await report(id);
  const of = (orderIds: string[]) => ({ program: 'shop', order_ids: orderIds });
  const say = (verdict: string, selection: object, expected?: number) =>
    handle({ selection, verdict, reason: `because ${verdict}`, ...(expected === undefined ? {} : { expected }) });
  await say('declined', of(['U-4']), 1);
  await net.post('/api/v1/programs/shop/orders/U-3/events', { type: 'goods_received', at: '2022-06-15T10:00:00.000Z' });
  const declined = await say('declined', { program: 'shop', order_id: 'U-' }, 4);
  // One had been received, one declined before: the handling names those that changed.
  expect(declined.body).toMatchObject({ orders: 2, outcomes: { applied: 2, no_change: 1, refused: 1 } });
  const undo = { program: 'shop', handled_in: String(declined.body['handling']) };
  expect((await found(`handled_in=${undo.handled_in}`)).sort()).toEqual(['U-1', 'U-2']);
  expect(await found(`handled_in=${undo.handled_in}`, net.tokens.other)).toEqual([]);
  expect((await handle({ selection: undo, verdict: 'reopened' })).body['code']).toBe('field_required');
  expect((await say('reopened', undo)).body).toMatchObject({ changed: false, orders: 2 });
  expect((await say('reopened', undo, 2)).body).toMatchObject({ changed: true, orders: 2, refused: [] });
  const events = async (id: string) => {
    const { body } = await net.get(`/api/v1/orders/shop/${id}`);
    return z.array(z.looseObject({ type: z.string(), applied: z.boolean() })).parse(body['events']);
  };
  expect(await events('U-1')).toMatchObject([
    { type: 'closed', applied: false, not_applied_because: 'A reopened event took it back.' },
    { type: 'reopened', applied: true, reason: 'because reopened' },
  ]);
  expect((await say('reopened', undo, 2)).body).toMatchObject({
    orders: 0,
    refused: [{ code: 'transition_not_allowed' }, { code: 'transition_not_allowed' }],
  });
  expect((await say('declined', of(['U-1']), 1)).body).toMatchObject({ orders: 1, outcomes: { applied: 1 } });
  expect((await events('U-1')).map(({ type, applied }) => [type, applied])).toEqual([
    ['closed', false],
    ['reopened', true],
    ['closed', true],
  ]);
  expect((await say('approved', of(['U-2']), 1)).body).toMatchObject({ outcomes: { applied: 1 } });
  expect(await received('U-2')).toBe(true);
});

test('nothing and too much are told as such', async () => {
  const none = await handle({ selection: { program: 'shop', order_id: 'nothing' }, verdict: 'approved' });
  expect([none.status, none.body['code']]).toEqual([422, 'selection_empty']);
  expect((await handle({ selection: { order_id: 'A' }, verdict: 'approved' })).status).toBe(422);
});

test('a file is tried first: each refused row with its reason; then it is read, and the same bytes change nothing again', async () => {
  for (const id of ['C-1', 'C-2']) await report(id);
  const csv = 'order_id,status,comment\nC-1,approved,\nC-2,declined,no stock\nC-9,approved,\nC-1,perhaps,\n';
  const preview = await file(csv, 'preview');
  expect(preview.body).toMatchObject({ changed: false, rows: 4, orders: 2, outcomes: { applied: 2, refused: 2 } });
  expect(preview.body['refused']).toMatchObject([
    { line: 4, code: 'not_found' },
    { line: 5, code: 'status_unknown', field: 'status', value: 'perhaps' },
  ]);
  expect(await received('C-1')).toBe(false);
  expect((await file(csv, 'apply')).body).toMatchObject({ changed: true, orders: 2, already_applied_at: null });
  expect(await received('C-1')).toBe(true);
  expect((await file(csv, 'apply')).body).toMatchObject({
    changed: false,
    already_applied_at: new Date(NOON).toISOString(),
  });
});

test.each(['en', 'ru', 'es'] as const)('refused rows say in %s what is wrong and what to do', async (language) => {
  const headers = { 'content-type': 'text/csv', 'accept-language': language };
  const csv = 'order_id,status,comment\nC-99,perhaps,\n';
  const { body } = await net.post('/api/v1/order-desk/shop/files?mode=preview', csv, headers);
  const { title, remedy } = errorText('status_unknown', language);
  expect(body['refused']).toMatchObject([{ line: 2, title, remedy }]);
});

test.each([
  ['', 'no_rows'],
  ['what,ever\n1,2\n', 'column_missing'],
  ['order_id,comment\nA-1,late\n', 'column_missing'],
])('a file that is none is refused as a whole: %j', async (csv, code) => {
  expect((await file(csv, 'preview')).body['code']).toBe(code);
});

test.each([
  'limit=0',
  'limit=201',
  'since=yesterday',
  'status=lost',
  'ad_space=1',
  'color=red',
])('what is no filter is refused: %s', async (query) => {
  expect((await net.get(`/api/v1/order-desk?${query}`)).status).toBe(400);
});

test('orders that were chosen one by one are handled, whatever else the filters find', async () => {
  for (const id of ['P-1', 'P-2', 'P-3']) await report(id);
  const asked = {
    selection: { program: 'shop', order_id: 'P-', order_ids: ['P-1', 'P-3', 'A-1'] },
    verdict: 'approved',
  };
  expect((await handle(asked)).body).toMatchObject({ changed: false, rows: 2, orders: 2 });
  expect((await handle({ ...asked, expected: 2 })).body).toMatchObject({ changed: true, orders: 2 });
  expect([await received('P-1'), await received('P-2'), await received('P-3')]).toEqual([true, false, true]);
  expect((await handle({ ...asked, selection: { program: 'shop', order_ids: [] } })).status).toBe(422);
});

test('a preview of new orders says what was paid for them', async () => {
  await report('N-1', '2022-06-15T09:00:00.000Z', '20.00');
  const csv =
    'order_id,ordered_at,currency,line_id,amount\nN-1,2022-06-15T09:00:00Z,USD,2,1.50\nN-2,2022-06-15T09:00:00Z,USD,1,3.00\nN-2,2022-06-15T09:00:00Z,USD,2,0.25\n';
  const preview = await file(csv, 'preview');
  expect(preview.body).toMatchObject({ orders: 2, amounts: [{ amount: '24.75', currency: 'USD' }] });
  expect((await file(csv, 'apply')).body['amounts']).toEqual(preview.body['amounts']);
});

test('a file that declines says why, and says it in UTF-8', async () => {
  for (const id of ['R-1', 'R-2', 'R-3']) await report(id);
  const csv = Buffer.concat([
    Buffer.from('order_id,status,comment\nR-1,declined,\nR-2,declined,not paid\nR-3,declined,'),
    Buffer.from([0xef, 0xf0, 0xe8, 0x0a]),
  ]);
  const told = await net.post('/api/v1/order-desk/shop/files?mode=preview', csv, { 'content-type': 'text/csv' });
  expect(told.body).toMatchObject({ orders: 1, outcomes: { applied: 1, refused: 2 } });
  expect(told.body['refused']).toMatchObject([
    { line: 2, code: 'field_required' },
    { line: 4, code: 'format_unsure' },
  ]);
});
