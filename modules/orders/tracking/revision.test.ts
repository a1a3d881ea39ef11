import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../platform/db/testing.ts';
import { type Answer, send, type TestNetwork, testNetwork } from '../testing/network.ts';
import { UNPROVEN_BURST } from './refusals.ts';
import { revisionSign } from './revision.ts';

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

const sign = (orderId: string) => revisionSign(n.shop.revisionSecret, n.shop.campaignCode, orderId).toString('hex');
const ask = (parameters: Readonly<Record<string, string>> | string, from?: string): Promise<Answer> => {
  const query = new URLSearchParams(parameters);
  return send(n.app, { method: 'GET', url: `/rp?${query}`, body: null, headers: {}, ...(from && { from }) });
};
const revise = (orderId: string, more: Readonly<Record<string, string>> = {}) =>
  ask({
    campaign_code: n.shop.campaignCode,
    order_id: orderId,
    status: 'approved',
    revision_sign: sign(orderId),
    ...more,
  });
const accepted = { status: 200, body: { success: true, message: 'request is processing' } };
const order = async (orderId: string, lines = ['20.00']) => {
  const answer = await n.postOrder({
    program: 'shop',
    order_id: orderId,
    ordered_at: '2022-06-15T08:30:00Z',
    currency: 'USD',
    lines: lines.map((amount, index) => ({ line_id: String(index + 1), amount })),
  });
  expect(answer.status).toBe(200);
};
const events = async (orderId: string) => {
  const { events: told } = (await n.get(`/api/v1/orders/shop/${orderId}`)).body;
  return Array.isArray(told) ? told.map((event: Record<string, unknown>) => event['type']) : [];
};

describe('a revision by request', () => {
  test('is signed as the protocol says', () => {
    const known = revisionSign('0123456789acbdef', 'campaign_code', 'my_order_id_here').toString('hex');
    expect(known).toBe('01ae14a1c4ef90e6ce48c65525833e3f8a1f0228');
  });

  test('approves an order, once, however often it comes, and is in the intake log', async () => {
    await order('r1');
    for (let times = 0; times < 3; times += 1) expect(await revise('r1')).toMatchObject(accepted);
    expect(await events('r1')).toEqual(['goods_received']);
    expect(await n.intakeOf('r1')).toMatchObject([
      { channel: 's2s', verdict: 'no_change' },
      { channel: 's2s', verdict: 'no_change' },
      { channel: 's2s', verdict: 'applied' },
      { channel: 'api', verdict: 'recorded' },
    ]);
  });

  test('declines an order, names a violation in the comment, and leaves a pending one alone', async () => {
    for (const id of ['r2', 'r3', 'r4']) await order(id);
    expect(await revise('r2', { status: 'declined' })).toMatchObject(accepted);
    expect(await revise('r3', { status: 'declined', comment: 'abnormal_order' })).toMatchObject(accepted);
    expect(await revise('r4', { status: 'pending' })).toMatchObject(accepted);
    expect([await events('r2'), await events('r3'), await events('r4')]).toEqual([['closed'], ['violation'], []]);
  });

  test('corrects the amount of an order of one line, in its currency', async () => {
    await order('r5');
    expect(await revise('r5', { amount: '12.00', currency_code: 'RUB' })).toMatchObject({ status: 409 });
    expect(await revise('r5', { amount: '12.00', currency_code: 'usd', reward: '99' })).toMatchObject(accepted);
    expect(await events('r5')).toEqual(['corrected', 'goods_received']);
    await order('r6', ['5.00', '6.00']);
    expect(await revise('r6', { amount: '12.00' })).toMatchObject({ status: 422, body: { success: false } });
  });

  test('that contradicts what the order is by now changes nothing', async () => {
    await order('r7');
    await revise('r7', { status: 'declined' });
    expect(await revise('r7')).toMatchObject({ status: 409, body: { success: false, errors: [expect.any(String)] } });
  });

  test.each([
    ['no signature', { revision_sign: '' }, 401],
    ['a wrong one', { revision_sign: 'a'.repeat(40) }, 401],
    ['one that is no hexadecimal number', { revision_sign: 'z'.repeat(40) }, 401],
    ['an unknown program', { campaign_code: '0000000000' }, 401],
    ['another order', { order_id: 'r9' }, 401],
    ['an unknown state', { status: 'paid' }, 422],
    ['no state', { status: '' }, 422],
    ['an unreadable amount', { amount: '1,5' }, 422],
    ['a long comment', { comment: 'x'.repeat(31) }, 422],
  ])('with %s is refused', async (_what, more, status) => {
    const answer = await revise('r8', more);
    expect(answer).toMatchObject({ status, body: { success: false, errors: [expect.any(String)] } });
    expect(JSON.stringify(answer.body)).not.toContain(n.shop.revisionSecret);
  });

  test('of an order that nobody reported, or with a parameter twice, is refused', async () => {
    expect(await revise('unknown')).toMatchObject({ status: 404, body: { success: false } });
    const twice = `campaign_code=${n.shop.campaignCode}&order_id=r1&status=approved&status=declined&revision_sign=${sign('r1')}`;
    expect(await ask(twice)).toMatchObject({ status: 400, body: { success: false } });
  });

  test('keeps no signature in the log (T-19)', async () => {
    expect(JSON.stringify(await n.intakeOf('r1'))).not.toContain(sign('r1'));
  });

  test('that nobody proves is not read for a while when too many came from its address (BAD-66)', async () => {
    const from = '198.51.100.7';
    for (let times = 0; times < UNPROVEN_BURST; times += 1) await ask({ order_id: 'x' }, from);
    expect(await ask({ order_id: 'x' }, from)).toMatchObject({ status: 429, body: { success: false } });
    await order('r10');
    expect(await revise('r10')).toMatchObject(accepted);
  });
});
