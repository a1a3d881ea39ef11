import { afterAll, beforeAll, expect, it } from 'vitest';
import { rc } from '../../apps/tributary/example/people.ts';
import { advertiserDue, advertiserPaymentPage } from '../../contract/wire/advertiser-payments.ts';
import { formatInstant } from '../../core/time/index.ts';
import { verify } from '../../modules/ledger/index.ts';
import { manualClock } from '../../platform/clock/index.ts';
import { openTestNetwork, type TestNetwork } from '../support/network.ts';
import { anna, type ExpressDesk, expressDesk, operator } from './express-desk.ts';
import { instant } from './shop-window.ts';

const advertiser = 'affiliates@ru-cis.test';
const PATH = '/api/v1/advertiser-payments';

const clock = manualClock(instant('2022-06-14T09:00:00Z'));
let net: TestNetwork;
let desk: ExpressDesk;
beforeAll(async () => {
  net = await openTestNetwork({ clock });
  desk = await expressDesk(net, clock, ['2022-06-15', '2022-06-16', '2022-06-17']);
  await desk.order('2022-06-15T10:00:00Z', 'A', '100.00');
  await desk.happens('A', 'goods_received');
  // 21:30 in UTC is 00:30 of the next day in the zone of the program.
  await desk.order('2022-06-15T21:30:00Z', 'B', '200.00');
  await desk.happens('B', 'goods_received');
  await desk.order('2022-06-16T10:00:00Z', 'C', '40.00');
});
afterAll(async () => {
  const { findings } = await verify(net.network.db);
  expect(findings).toEqual([]);
  expect(net.troubles).toEqual([]);
  await net.close();
});

const record = (body: object) =>
  net.post(operator, PATH, { program: rc, reference: 'transfer 1', at: formatInstant(clock.now()), ...body });
const untilFifteenth = { until: '2022-06-15', expected: { orders: 1, due: [{ amount: '5.00', currency: 'USD' }] } };

it('tells what is due, and what a payment until the end of a day would be, before anything is recorded', async () => {
  const due = advertiserDue.parse((await net.get(operator, `${PATH}/due`)).body).programs;
  const of = { program: rc, orders: 2, due: [{ amount: '15.00', currency: 'USD' }], oldest: '2022-06-15' };
  expect(due).toEqual([{ ...of, name: 'AliExpress RU&CIS NEW' }]);
  expect((await desk.preview({ program: rc, until: '2022-06-15' })).body).toMatchObject({
    ...{ orders: 1, due: [{ amount: '5.00', currency: 'USD' }], left_out: [], more: false },
    publishers: [
      { publisher: { name: 'Gadget Notes' }, currency: 'RUB', orders: 1, approved: '250.00', settled: '0.00' },
    ],
  });
  expect((await desk.preview({ program: rc, orders: ['C', 'D'] })).body).toMatchObject({
    orders: 0,
    left_out: [
      { order_id: 'C', reason: 'still_pending' },
      { order_id: 'D', reason: 'unknown' },
    ],
  });
  expect(await desk.preview({ program: rc })).toMatchObject({ status: 422 });
  expect((await net.get(operator, PATH)).body).toEqual({ payments: [], next: null });
});

it('records nothing that differs from what was told, that lies ahead, or that nobody owes', async () => {
  const other = { ...untilFifteenth, until: '2022-06-16' };
  expect(await record(other)).toMatchObject({ status: 409, body: { code: 'PAYMENT_CHANGED' } });
  const ahead = { ...untilFifteenth, at: formatInstant(clock.now() + 1) };
  expect(await record(ahead)).toMatchObject({ status: 422, body: { field: 'at' } });
  const owed = { orders: ['C'], expected: { orders: 1, due: [] } };
  expect(await record(owed)).toMatchObject({ status: 409, body: { code: 'NOTHING_DUE' } });
  expect((await net.get(operator, PATH)).body).toMatchObject({ payments: [] });
});

it('funds each order once, and answers the same once more as the first time', async () => {
  const at = formatInstant(clock.now());
  const recorded = await record({ ...untilFifteenth, at });
  expect(recorded).toMatchObject({
    status: 200,
    body: { reference: 'transfer 1', orders: 1, program_name: 'AliExpress RU&CIS NEW' },
  });
  clock.set(instant('2022-06-17T09:00:00Z'));
  expect(await record({ ...untilFifteenth, at })).toEqual(recorded);
  expect(await record({ ...untilFifteenth, until: '2022-06-16', at })).toMatchObject({
    body: { code: 'REFERENCE_USED' },
  });
  expect(await desk.figures()).toMatchObject({ balance: '750.00', approved: '500.00', available: '250.00' });
  const both = {
    orders: ['A', 'B'],
    expected: { orders: 1, due: [{ amount: '10.00', currency: 'USD' }] },
    reference: 'transfer 2',
  };
  const twice = await Promise.all([record(both), record({ ...both, reference: 'transfer 3' })]);
  expect(twice.map(({ status }) => status).sort()).toEqual([200, 409]);
  expect(await desk.figures()).toMatchObject({ balance: '750.00', approved: '0.00', available: '750.00' });
  const { payments } = advertiserPaymentPage.parse((await net.get(operator, `${PATH}?program=${rc}`)).body);
  expect(payments.map(({ orders, due }) => [orders, due[0]?.amount])).toEqual([
    [1, '10.00'],
    [1, '5.00'],
  ]);
});

it('is for the network alone', async () => {
  for (const who of [anna, advertiser]) {
    expect((await net.get(who, `${PATH}/due`)).status).toBe(403);
    expect((await net.post(who, PATH, {})).status).toBe(403);
  }
});
