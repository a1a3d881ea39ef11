import { afterAll, beforeAll, expect, it } from 'vitest';
import { shop } from '../../apps/tributary/example/people.ts';
import { balanceHistory, balanceStates } from '../../contract/wire/balance.ts';
import { withdrawal } from '../../core/posting/index.ts';
import { recordAdvertiserPayment } from '../../modules/commissions/index.ts';
import { post } from '../../modules/ledger/index.ts';
import { recordPaid } from '../../modules/stats/index.ts';
import { manualClock } from '../../platform/clock/index.ts';
import { openTestNetwork, type TestNetwork } from '../support/network.ts';
import { instant } from './shop-window.ts';

const loom = 'partners@fern-and-loom.test';
const boris = 'boris@code-corner.test';
const SYSTEM = { role: 'system' } as const;

const clock = manualClock(instant('2022-03-10T09:00:00Z'));
let net: TestNetwork;
beforeAll(async () => {
  net = await openTestNetwork({ clock });
});
afterAll(() => net.close());

/** An order that pays 4 %, at most 40.00 a line, by the coupon of the publisher. */
async function sell(orderId: string, ...amounts: readonly string[]): Promise<void> {
  await net.report(loom, {
    ...{ program: shop, orderId, orderedAt: clock.now(), currency: 'EUR', clickIds: [], coupon: 'CORNER10' },
    lines: amounts.map((amount, index) => ({ lineId: String(index + 1), amount, productId: 'SOFA' })),
  });
}

const happens = (orderId: string, type: string, more: { readonly violation?: string } = {}) =>
  net.happened(loom, { program: shop, orderId, type, at: clock.now(), ...more });

async function advertiserPays(orderId: string): Promise<void> {
  const at = clock.now();
  await net.network.db.transaction(SYSTEM, async (tx) => {
    const payment = { program: shop, orderIds: [orderId], reference: `for ${orderId}`, at };
    expect(await recordAdvertiserPayment(tx, payment)).toHaveLength(1);
    await recordPaid(tx, [{ program: shop, orderId, paidAt: at }]);
  });
}

async function payOut(minor: bigint): Promise<void> {
  const [account] = await net.balances(boris);
  const entry = withdrawal({
    ...{ program: shop, org: account?.organisation ?? '', amount: { minor, currency: 'EUR' } },
    ...{ cause: { source: 'bank', eventId: `payout of ${minor}` }, effectiveAt: clock.now() },
  });
  expect(await net.network.db.transaction(SYSTEM, (tx) => post(tx, [entry]))).toMatchObject({ ok: true });
}

/** The states of the one account, as amounts. */
async function states() {
  const { status, body } = await net.get(boris, '/api/v1/balances/states');
  expect(status).toBe(200);
  const { totals, accounts, expected } = balanceStates.parse(body);
  // Of one account the total is the account.
  const { program, processing_days, payment_days, ...account } = accounts[0] ?? expect.fail('there is no account');
  expect(totals).toEqual([account]);
  return { ...account, expected };
}

it('money goes from pending over approved and available to paid out', async () => {
  await sell('first', '750.00', '750.00');
  expect(await states()).toMatchObject({
    ...{ currency: 'EUR', pending: '60.00', approved: '0.00', available: '0.00', balance: '0.00', paid: '0.00' },
    // Nothing of the program was paid yet, so that nobody can say when.
    expected: [{ program: shop, state: 'pending', amount: '60.00', actions: 1, from: null, until: null }],
  });
  clock.set(instant('2022-03-30T09:00:00Z'));
  await happens('first', 'goods_received');
  expect(await states()).toMatchObject({ pending: '0.00', approved: '60.00', available: '0.00', balance: '60.00' });
  clock.set(instant('2022-06-08T09:00:00Z'));
  await advertiserPays('first');
  expect(await states()).toMatchObject({ approved: '0.00', available: '60.00', balance: '60.00', expected: [] });
  await payOut(6000n);
  expect(await states()).toMatchObject({ available: '0.00', balance: '0.00', paid: '60.00', deducted: '0.00' });
});

it('what is refunded after the payout is set off against what is earned next: 0.00, −60.00, then 40.00 (S-084)', async () => {
  await happens('first', 'refunded');
  expect(await states()).toMatchObject({ available: '-60.00', balance: '-60.00', paid: '60.00', deducted: '60.00' });
  await sell('second', '1000.00', '1000.00', '500.00');
  await happens('second', 'goods_received');
  expect(await states()).toMatchObject({ approved: '100.00', available: '-60.00', balance: '40.00' });
  await advertiserPays('second');
  expect(await states()).toMatchObject({ approved: '0.00', available: '40.00', balance: '40.00' });
});

it('a violation found later stands in the history under its fixed name, with order, type and amount (S-085)', async () => {
  await happens('second', 'violation', { violation: 'abnormal_traffic' });
  expect(await states()).toMatchObject({ available: '-60.00', balance: '-60.00', deducted: '160.00' });
  const { body } = await net.get(boris, '/api/v1/balances/history?account=publisher_balance&order_id=second&limit=3');
  const { results } = balanceHistory.parse(body);
  const named = {
    kind: 'antispam_deduction',
    title: 'Antispam Deduction',
    order_id: 'second',
    reason: 'abnormal_traffic',
  };
  expect(results).toEqual(results.map(() => expect.objectContaining(named)));
  expect(results.map(({ amount }) => amount).sort()).toEqual(['-20.00', '-40.00', '-40.00']);
});

it('dates follow from the averages of the program: the week of the order and so many days (S-008)', async () => {
  // Both orders are counted once they are 30 days old: paid 90 days after it, and on the day itself.
  clock.set(instant('2022-07-20T09:00:00Z'));
  await sell('third', '100.00');
  const { expected } = await states();
  expect(expected).toEqual([
    expect.objectContaining({ state: 'pending', amount: '4.00', from: '2022-09-01', until: '2022-09-08' }),
  ]);
});
