import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { rc } from '../../apps/tributary/example/people.ts';
import { withdrawal } from '../../core/posting/index.ts';
import { post, verify } from '../../modules/ledger/index.ts';
import { manualClock } from '../../platform/clock/index.ts';
import { openTestNetwork, type TestNetwork } from '../support/network.ts';
import { anna, type ExpressDesk, expressDesk } from './express-desk.ts';
import { instant } from './shop-window.ts';

const SYSTEM = { role: 'system' } as const;
const limitOf = (amount: string) => [{ currency: 'RUB', per_publisher: amount, in_all: amount, minimum: '1.00' }];

const clock = manualClock(instant('2022-06-14T09:00:00Z'));
let net: TestNetwork;
let desk: ExpressDesk;
beforeAll(async () => {
  net = await openTestNetwork({ clock });
  desk = await expressDesk(net, clock, ['2022-06-15']);
  expect(await desk.decide({ limits: limitOf('500.00') })).toMatchObject({ status: 200 });
});
beforeEach(async () => {
  clock.set(clock.now() + 60_000);
});
afterAll(async () => {
  const { findings } = await verify(net.network.db);
  expect(findings).toEqual([]);
  // What is kept by order and what the books say are one.
  const [kept] = await net.network.db.transaction(SYSTEM, (tx) =>
    tx.query<{ open: bigint }>('select coalesce(sum(minor - settled_minor), 0)::bigint as open from express.advance'),
  );
  expect([kept?.open, (await desk.figures()).advance]).toEqual([0n, '0.00']);
  expect(net.troubles).toEqual([]);
  await net.close();
});

async function approved(time: string, orderId: string, ...amounts: readonly string[]): Promise<void> {
  await desk.order(`2022-06-15T${time}:00Z`, orderId, ...amounts);
  await desk.happens(orderId, 'goods_received');
}

/** Everything available leaves the network, as an ordinary payout. */
async function payOut(minor: bigint): Promise<void> {
  const account = (await net.balances(anna)).find((each) => each.account === 'publisher_balance');
  const entry = withdrawal({
    ...{ program: rc, org: account?.organisation ?? '', amount: { minor, currency: 'RUB' } },
    ...{ cause: { source: 'test', eventId: `payout at ${clock.now()}` }, effectiveAt: clock.now() },
  });
  expect(await net.network.db.transaction(SYSTEM, (tx) => post(tx, [entry]))).toMatchObject({ ok: true });
}

it('of fifty requests for 100.00 at once with a limit of 500.00 grants five (I-12); all taken back, nothing was', async () => {
  await approved('10:00', 'A', '240.00', '160.00');
  const answers = await Promise.all(Array.from({ length: 50 }, () => desk.ask(anna, { amount: '100.00' })));
  const given = answers.filter(({ status }) => status === 200);
  expect(given).toHaveLength(5);
  expect(new Set(answers.filter(({ status }) => status !== 200).map(({ body }) => Object(body).code))).toEqual(
    new Set(['EXPRESS_NOT_POSSIBLE']),
  );
  expect(await desk.figures()).toMatchObject({
    balance: '1485.00',
    available: '485.00',
    advance: '-500.00',
    fees: '15.00',
  });
  for (const { body } of given) {
    expect(await desk.takeBack(Object(body).id, 'Asked for too often.')).toMatchObject({
      body: { state: 'taken_back', settled: '100.00', outstanding: '0.00' },
    });
  }
  expect(await desk.figures()).toMatchObject({ balance: '1000.00', available: '0.00', advance: '0.00', fees: '0.00' });
});

it('takes back only what was not funded in between, and gives the fee back whole', async () => {
  expect(await desk.decide({ limits: limitOf('9000.00') })).toMatchObject({ status: 200 });
  await approved('11:00', 'B', '160.00');
  const payment = await desk.granted();
  expect(payment).toMatchObject({ advanced: '1400.00', fee: '42.00', orders: 2 });
  expect(await desk.fund('ADV-A', 'A')).toMatchObject({ body: { publishers: [{ settled: '1000.00' }] } });
  expect(await desk.figures()).toMatchObject({ balance: '1758.00', approved: '400.00', advance: '-400.00' });
  const taken = { state: 'taken_back', settled: '1400.00', taken_back: { reason: 'Not this week.' } };
  expect(await desk.takeBack(payment.id, 'Not this week.')).toMatchObject({ status: 200, body: taken });
  expect(await desk.takeBack(payment.id, 'Not this week.')).toMatchObject({ status: 200, body: taken });
  expect(await desk.transfer(payment.id, 'BANK-B')).toMatchObject({ body: { code: 'transition_not_possible' } });
  expect(await desk.figures()).toMatchObject({
    balance: '1400.00',
    approved: '400.00',
    available: '1000.00',
    fees: '0.00',
  });
  // Paid for once, whatever the reference; the same report once more is answered as the first time.
  expect(await desk.fund('ADV-A2', 'A')).toMatchObject({ status: 422 });
  expect((await desk.preview({ program: rc, orders: ['A', 'B', 'Z'] })).body).toMatchObject({
    orders: 1,
    left_out: [
      { order_id: 'A', reason: 'paid_before' },
      { order_id: 'Z', reason: 'unknown' },
    ],
  });
});

it('transfers nothing that a deduction left uncovered: it says so, and taking back mends it', async () => {
  await payOut(100_000n);
  const payment = await desk.granted();
  expect(payment).toMatchObject({ advanced: '400.00', net: '388.00' });
  await desk.happens('B', 'refunded', [{ line_id: '1', amount: '40.00' }]);
  expect(await desk.figures()).toMatchObject({
    balance: '588.00',
    approved: '300.00',
    available: '288.00',
    advance: '-300.00',
  });
  expect(await desk.transfer(payment.id, 'BANK-B')).toMatchObject({
    status: 409,
    body: { code: 'EXPRESS_NOT_COVERED', available: '288.00', net: '388.00' },
  });
  expect((await desk.takeBack(payment.id, 'Refunded in between.')).status).toBe(200);
  expect(await desk.figures()).toMatchObject({
    balance: '300.00',
    approved: '300.00',
    available: '0.00',
    advance: '0.00',
  });
});

it('settles in the transaction of a refund what was transferred for it; the rest when it is funded', async () => {
  await approved('12:00', 'C', '240.00', '160.00');
  const payment = await desk.granted();
  expect(payment).toMatchObject({ advanced: '1300.00', fee: '39.00', orders: 2 });
  expect((await desk.transfer(payment.id, 'BANK-C')).status).toBe(200);
  await desk.happens('C', 'refunded', [{ line_id: '2', amount: '160.00' }]);
  const refunded = { balance: '500.00', approved: '900.00', available: '-400.00', advance: '-900.00' };
  expect(await desk.figures()).toMatchObject(refunded);
  // What is owed is earned first.
  await approved('13:00', 'D', '40.00');
  expect(await desk.offer()).toMatchObject({
    owed: '400.00',
    may_ask: '0.00',
    reasons: [{ code: 'owes', value: '400.00' }],
  });
  expect(await desk.fund('ADV-C', 'B', 'C', 'D')).toMatchObject({
    body: { orders: 3, publishers: [{ approved: '1000.00', settled: '900.00' }] },
  });
  // 1,300.00 − 39.00 arrived for 900.00 that were funded, and 100.00 came since.
  expect(await desk.figures()).toMatchObject({
    balance: '-300.00',
    approved: '0.00',
    available: '-300.00',
    advance: '0.00',
  });
});

it('advances an order again when it is worth more, and settles the oldest first when it is worth less', async () => {
  await approved('14:00', 'E', '200.00');
  expect(await desk.fund('ADV-E', 'E')).toMatchObject({ status: 200 });
  await approved('15:00', 'F', '100.00');
  const first = await desk.granted();
  expect(first).toMatchObject({ advanced: '250.00' });
  clock.set(clock.now() + 60_000);
  await desk.happens('F', 'corrected', [{ line_id: '1', amount: '200.00' }]);
  const second = await desk.granted();
  expect(second).toMatchObject({ advanced: '250.00', orders: 1 });
  clock.set(clock.now() + 60_000);
  await desk.happens('F', 'corrected', [{ line_id: '1', amount: '80.00' }]);
  const orders = async (id: string) =>
    Object((await net.get(anna, `/api/v1/express-payments/${id}/orders`)).body).orders;
  expect(await orders(first.id)).toMatchObject([{ settled: '250.00' }]);
  expect(await orders(second.id)).toMatchObject([{ settled: '50.00', outstanding: '200.00' }]);
  expect(await desk.fund('ADV-F', 'F')).toMatchObject({
    body: { publishers: [{ approved: '200.00', settled: '200.00' }] },
  });
  expect(await orders(second.id)).toMatchObject([{ settled: '250.00', outstanding: '0.00' }]);
});

it('asked for, funded and refunded at once, no more is advanced than is approved, and funding the rest settles it', async () => {
  await approved('16:00', 'G', '100.00', '60.00');
  await approved('16:01', 'H', '60.00');
  const small = await desk.granted({ amount: '10.00' });
  const answers = await Promise.all([
    desk.ask(anna),
    desk.fund('ADV-G', 'G'),
    desk.ask(anna, { amount: '100.00' }),
    desk.happens('H', 'refunded', [{ line_id: '1', amount: '20.00' }]),
    desk.takeBack(small.id, 'Asked for too often.'),
  ]);
  const statuses = answers.flatMap((answer) => (answer === undefined ? [] : [answer.status]));
  // Whoever comes too late is refused; nothing breaks.
  expect(statuses.filter((status) => status >= 500)).toEqual([]);
  const { approved: waiting, advance } = await desk.figures();
  expect(Number(waiting) + Number(advance)).toBeGreaterThanOrEqual(0);
  expect((await desk.fund('ADV-H', 'G', 'H')).status).toBe(200);
  expect(await desk.figures()).toMatchObject({ approved: '0.00', advance: '0.00' });
});
