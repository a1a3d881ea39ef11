import { randomUUID } from 'node:crypto';
import { rc } from '../../apps/tributary/example/people.ts';
import { everydayProducts } from '../../apps/tributary/example/products.ts';
import { balanceStates } from '../../contract/wire/balance.ts';
import {
  type ExpressOffer,
  type ExpressPayment,
  expressOffers,
  expressPayment,
} from '../../contract/wire/express-payments.ts';
import { decimal } from '../../core/money/index.ts';
import { formatInstant } from '../../core/time/index.ts';
import { signInAs } from '../../modules/accounts/testing.ts';
import { setInternalRate } from '../../modules/terms/index.ts';
import type { ManualClock } from '../../platform/clock/index.ts';
import type { Answer } from '../support/client.ts';
import type { TestNetwork } from '../support/network.ts';
import { shopWindow } from './shop-window.ts';

export const anna = 'anna@gadget-notes.test';
export const operator = 'operator@network.test';
const advertiser = 'affiliates@ru-cis.test';
const SYSTEM = { role: 'system' } as const;
/** Its seller pays 5 %. */
const [product] = everydayProducts;

/** A publisher, the network and an advertiser with what they do about express payments. Rates count from the day after the clock's. */
export async function expressDesk(net: TestNetwork, clock: ManualClock, days: readonly string[]) {
  const shop = shopWindow(net, clock, { program: rc, currency: 'USD', advertiser });
  // A dollar is 50 roubles all the time: 400.00 USD earn 1,000.00 RUB.
  await net.network.db.transaction(SYSTEM, async (tx) => {
    for (const day of days) {
      const stated = { program: rc, base: 'USD', quote: 'RUB', day, rate: decimal('50.0000'), source: 'fixture' };
      const set = await setInternalRate(tx, { ...stated, at: clock.now(), actor: 'test' });
      if (!set.ok) throw new Error(set.error.detail);
    }
  });
  const now = () => formatInstant(clock.now());
  const ask = (who: string, more: object = {}): Promise<Answer> =>
    net.post(who, '/api/v1/express-payments', { currency: 'RUB', amount: null, key: randomUUID(), ...more });
  const preview = (which: object) => net.post(operator, '/api/v1/advertiser-payments/preview', which);
  return {
    ask,
    preview,
    /** An order with a line of each amount, in dollars, each at 5 %. */
    order: async (at: string, orderId: string, ...amounts: readonly string[]): Promise<void> => {
      const lines = amounts.map((amount, index) => ({
        ...{ lineId: String(index + 1), amount },
        productId: product.productId,
      }));
      await shop.sell(at, { adSpace: 'notes', orderId, deliveryCountry: 'RU', lines });
    },
    happens: async (orderId: string, type: string, lines?: readonly unknown[]): Promise<void> => {
      const what = { program: rc, orderId, type, at: clock.now() };
      await net.happened(advertiser, lines === undefined ? what : { ...what, lines });
    },
    granted: async (more: object = {}): Promise<ExpressPayment> => {
      const { status, body } = await ask(anna, more);
      if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
      return expressPayment.parse(body);
    },
    offer: async (): Promise<ExpressOffer | undefined> =>
      expressOffers.parse((await net.get(anna, '/api/v1/express-payments/offer')).body).currencies[0],
    transfer: (id: string, reference: string): Promise<Answer> =>
      net.post(operator, `/api/v1/express-payments/${id}/transfer`, { reference, at: now() }),
    takeBack: (id: string, reason: string): Promise<Answer> =>
      net.post(operator, `/api/v1/express-payments/${id}/take-back`, { reason }),
    fund: async (reference: string, ...orders: readonly string[]): Promise<Answer> => {
      const which = { program: rc, orders };
      const { orders: count, due } = Object((await preview(which)).body);
      const body = { ...which, reference, at: now(), expected: { orders: count, due } };
      return net.post(operator, '/api/v1/advertiser-payments', body);
    },
    /** As somebody of the network who has just signed in. */
    decide: async (more: object): Promise<Answer> => {
      const { password = '' } = net.credentials.accounts.find(({ email }) => email === operator) ?? {};
      const headers = { ...(await signInAs(net.server, operator, password)) };
      const url = '/api/v1/express-payments/settings';
      const { version } = (await net.server.inject({ url, headers })).json();
      const limits = [{ currency: 'RUB', per_publisher: '500.00', in_all: '2000.00', minimum: '10.00' }];
      const rules = { enabled: true, fee_percent: '3', account_days: 0, funded_actions: 0, limits, version, ...more };
      const { statusCode, body } = await net.server.inject({ method: 'PUT', url, headers, payload: rules });
      return { status: statusCode, body: JSON.parse(body) };
    },
    /** In roubles: the balance by state, what is advanced according to the books, and the fees of the network. */
    figures: async () => {
      const { totals } = balanceStates.parse((await net.get(anna, '/api/v1/balances/states')).body);
      const { balance, approved, available, paid } = totals.find(({ currency }) => currency === 'RUB') ?? {};
      const held = await net.balances(anna);
      const advance = held.find(({ account }) => account === 'publisher_advance')?.balance ?? '0.00';
      const fees = (await net.balances(operator)).find(({ account }) => account === 'network_fees')?.balance ?? '0.00';
      return { balance, approved, available, paid, advance, fees };
    },
  };
}

export type ExpressDesk = Awaited<ReturnType<typeof expressDesk>>;
