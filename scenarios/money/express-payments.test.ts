import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { rc } from '../../apps/tributary/example/people.ts';
import { balanceHistory } from '../../contract/wire/balance.ts';
import { expressPaymentPage } from '../../contract/wire/express-payments.ts';
import { noticesPage } from '../../contract/wire/notices.ts';
import { signInAs } from '../../modules/accounts/testing.ts';
import { verify } from '../../modules/ledger/index.ts';
import { manualClock } from '../../platform/clock/index.ts';
import { openTestNetwork, type TestNetwork } from '../support/network.ts';
import { anna, type ExpressDesk, expressDesk, operator } from './express-desk.ts';
import { instant } from './shop-window.ts';

const boris = 'boris@code-corner.test';

const clock = manualClock(instant('2022-06-14T09:00:00Z'));
let net: TestNetwork;
let desk: ExpressDesk;
beforeAll(async () => {
  net = await openTestNetwork({ clock });
  desk = await expressDesk(net, clock, ['2022-06-15', '2022-06-16']);
});
afterAll(async () => {
  const { findings } = await verify(net.network.db);
  expect(findings).toEqual([]);
  expect(net.troubles).toEqual([]);
  await net.close();
});

it('offers nothing, and says so, before anybody of the network has decided', async () => {
  await desk.order('2022-06-15T12:00:00Z', 'A', '240.00', '160.00');
  await desk.happens('A', 'goods_received');
  expect((await net.get(anna, '/api/v1/express-payments/offer')).body).toMatchObject({
    enabled: false,
    currencies: [],
  });
  const key = randomUUID();
  expect(await desk.ask(anna, { key })).toMatchObject({ status: 409, body: { code: 'EXPRESS_NOT_POSSIBLE' } });
  expect(await desk.decide({})).toMatchObject({ status: 200, body: { version: 1, fee_percent: '3' } });
  // What was refused stays refused, though it could be granted by now (I-8).
  expect(await desk.ask(anna, { key })).toMatchObject({ status: 409, body: { code: 'EXPRESS_NOT_POSSIBLE' } });
});

it('advances 500.00 of 1,000.00 for a fee of 15.00, and pays nothing twice when the advertiser funds (S-022)', async () => {
  expect(await desk.figures()).toMatchObject({ balance: '1000.00', approved: '1000.00', available: '0.00' });
  expect(await desk.offer()).toMatchObject({ approved: '1000.00', may_ask: '500.00', fee: '15.00', net: '485.00' });
  const [key, expected] = [randomUUID(), { amount: '500.00', fee: '15.00' }];
  const payment = await desk.granted({ key, expected });
  expect(payment).toMatchObject({ state: 'granted', advanced: '500.00', fee: '15.00', net: '485.00', orders: 1 });
  const advanced = { balance: '1485.00', approved: '1000.00', available: '485.00', advance: '-500.00', fees: '15.00' };
  expect(await desk.figures()).toMatchObject(advanced);

  // The same request once more, and others: nothing more is advanced.
  expect(await desk.granted({ key, expected })).toEqual(payment);
  expect(await desk.ask(anna, { key, amount: '20.00' })).toMatchObject({ body: { code: 'REQUEST_KEY_USED' } });
  expect(await desk.ask(anna)).toMatchObject({ status: 409, body: { reasons: [{ code: 'limit_reached' }] } });
  expect(await desk.figures()).toMatchObject(advanced);

  clock.set(instant('2022-06-15T13:00:00Z'));
  expect((await desk.transfer(payment.id, 'BANK-1')).body).toMatchObject({ state: 'transferred', net: '485.00' });
  expect((await desk.transfer(payment.id, 'BANK-1')).body).toMatchObject({ state: 'transferred' });
  expect(await desk.transfer(payment.id, 'BANK-2')).toMatchObject({ body: { code: 'transition_not_possible' } });
  expect(await desk.figures()).toMatchObject({
    balance: '1000.00',
    available: '0.00',
    paid: '485.00',
    advance: '-500.00',
  });

  clock.set(instant('2022-06-15T18:00:00Z'));
  const funded = await desk.fund('ADV-1', 'A');
  const sums = {
    publishers: [{ approved: '1000.00', settled: '500.00' }],
    due: [{ amount: '20.00', currency: 'USD' }],
  };
  expect(funded).toMatchObject({ status: 200, body: { orders: 1, ...sums } });
  const settled = {
    balance: '500.00',
    approved: '0.00',
    available: '500.00',
    paid: '485.00',
    advance: '0.00',
    fees: '15.00',
  };
  expect(await desk.figures()).toMatchObject(settled);
  expect(await desk.offer()).toMatchObject({
    outstanding: '0.00',
    may_ask: '0.00',
    reasons: [{ code: 'nothing_approved' }],
  });
  const [own] = expressPaymentPage.parse((await net.get(anna, '/api/v1/express-payments')).body).payments;
  expect(own).toMatchObject({
    id: payment.id,
    settled: '500.00',
    outstanding: '0.00',
    transfer: { reference: 'BANK-1' },
  });
});

it('finds in the history all entries of one payment, and nothing else or of anybody else', async () => {
  const [own] = expressPaymentPage.parse((await net.get(anna, '/api/v1/express-payments')).body).payments;
  const found = async (who: string, id = own?.id ?? '') => {
    const query = `account=publisher_balance&express_payment=${id}`;
    const { body } = await net.get(who, `/api/v1/balances/history?${query}`);
    return balanceHistory.parse(body).results.map(({ title, amount }) => [title, amount]);
  };
  expect(await found(anna)).toEqual([
    ['Express payment settled', '-500.00'],
    ['Withdrawal', '-485.00'],
    ['Express payment fee', '-15.00'],
    ['Express payment', '500.00'],
  ]);
  expect(await found(anna, '00000000-0000-4000-8000-000000000000')).toEqual([]);
  expect(await found(boris)).toEqual([]);
});

it('tells each entry in the history of the balance, in the story of the order and by notices', async () => {
  const history = (await net.history(anna)).filter(({ account }) => account === 'publisher_balance');
  const titles = ['Express payment settled', 'Withdrawal', 'Express payment fee', 'Express payment'];
  expect(history.slice(0, 4).map(({ title }) => title)).toEqual(titles);
  const { postings } = await net.why(anna, `${rc}/A`);
  expect(postings.map(({ kind, reason, amount }) => [kind, reason, amount])).toEqual(
    expect.arrayContaining([
      ['express_payment', 'EXPRESS_PAYMENT', '500.00'],
      ['express_settlement', 'ADVANCE_FUNDED', '-500.00'],
    ]),
  );
  const { notices } = noticesPage.parse((await net.get(anna, '/api/v1/notices')).body);
  expect(notices.slice(0, 2).map(({ kind, data }) => [kind, data['net']])).toEqual([
    ['express_transferred', '485.00'],
    ['express_granted', '485.00'],
  ]);
});

it('shows a publisher its own payments alone, and the network what it risks', async () => {
  const [own] = expressPaymentPage.parse((await net.get(anna, '/api/v1/express-payments')).body).payments;
  const path = `/api/v1/express-payments/${own?.id}/orders`;
  expect((await net.get(anna, path)).body).toMatchObject({ orders: [{ order_id: 'A', settled: '500.00' }] });
  expect(await net.get(boris, path)).toMatchObject({ status: 404 });
  expect((await net.get(boris, '/api/v1/express-payments')).body).toMatchObject({ payments: [] });
  const { body } = await net.get(operator, '/api/v1/express-payments/desk');
  expect(body).toMatchObject({ payments: [{ id: own?.id, publisher: { name: 'Gadget Notes' }, covered: true }] });
  expect((await net.get(operator, '/api/v1/express-payments/exposure')).body).toMatchObject({
    currencies: [{ currency: 'RUB', outstanding: '0.00', limit: '2000.00', waiting: '0.00', fees: '15.00' }],
  });
});

it('never advances what is pending, nor in another currency, nor to whom it does not trust yet', async () => {
  await desk.order('2022-06-16T09:00:00Z', 'P', '40.00');
  expect(await desk.offer()).toMatchObject({
    approved: '0.00',
    may_ask: '0.00',
    reasons: [{ code: 'nothing_approved' }],
  });
  expect(await desk.ask(anna, { currency: 'EUR' })).toMatchObject({ body: { code: 'EXPRESS_NOT_POSSIBLE' } });
  await desk.happens('P', 'goods_received');
  expect(await desk.offer()).toMatchObject({ may_ask: '100.00' });
  const trusted = { account_days: 5, funded_actions: 2 };
  expect(await desk.decide(trusted)).toMatchObject({ status: 200, body: { version: 2 } });
  expect((await desk.offer())?.reasons).toEqual([
    { code: 'account_too_young', value: '2', expected: '5', met_at: '2022-06-19T09:00:00.000Z' },
    { code: 'too_few_funded', value: '1', expected: '2', met_at: null },
  ]);
  expect(await desk.ask(anna)).toMatchObject({ status: 409, body: { code: 'EXPRESS_NOT_POSSIBLE' } });
});

it('refuses settings that cannot be, and those made beside others', async () => {
  expect(await desk.decide({ version: 1 })).toMatchObject({ status: 409, body: { code: 'EXPRESS_SETTINGS_CHANGED' } });
  expect(await desk.decide({ fee_percent: '50.01' })).toMatchObject({ status: 422 });
  const limit = { currency: 'RUB', per_publisher: '10.00', in_all: '5.00', minimum: '1.00' };
  expect(await desk.decide({ limits: [limit] })).toMatchObject({ body: { field: 'limits[0].per_publisher' } });
  expect(await desk.decide({ limits: [{ ...limit, currency: 'RUR' }] })).toMatchObject({
    body: { field: 'limits[0].currency' },
  });
  const told = await net.get(operator, '/api/v1/express-payments/settings');
  expect(told.body).toMatchObject({ version: 2, account_days: 5, changed: { at: expect.any(String) } });
});

it('takes settings only from somebody who proved a short while ago who they are', async () => {
  const { password = '' } = net.credentials.accounts.find(({ email }) => email === operator) ?? {};
  const headers = { ...(await signInAs(net.server, operator, password)) };
  clock.set(clock.now() + 16 * 60_000);
  const limits = [{ currency: 'RUB', per_publisher: '9000.00', in_all: '9000.00', minimum: '1.00' }];
  const payload = { enabled: true, fee_percent: '0', account_days: 0, funded_actions: 0, limits, version: 2 };
  const url = '/api/v1/express-payments/settings';
  const answer = await net.server.inject({ method: 'PUT', url, headers, payload });
  expect([answer.statusCode, answer.json().code]).toEqual([403, 'proof_required']);
});
