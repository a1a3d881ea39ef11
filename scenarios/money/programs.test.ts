import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectOk } from '../../apps/tributary/example/establish.ts';
import { hotel, leads, shop } from '../../apps/tributary/example/people.ts';
import { listAdSpaces } from '../../modules/ad-spaces/index.ts';
import { recordAdvertiserPayment, replay } from '../../modules/commissions/index.ts';
import { seal, verify } from '../../modules/ledger/index.ts';
import { publishTerms, termsOfPublication } from '../../modules/terms/index.ts';
import { manualClock } from '../../platform/clock/index.ts';
import { openTestNetwork, type TestNetwork } from '../support/network.ts';
import { DAY_MS, instant, type ShopWindow, shopWindow, summary } from './shop-window.ts';

const SYSTEM = { role: 'system' } as const;
const BEGINNING = instant('2021-12-20T09:00:00Z');
const anna = 'anna@gadget-notes.test';
const boris = 'boris@code-corner.test';
const clara = 'clara@second-purse.test';
const meridian = 'partners@meridian-bank.test';
const operator = 'operator@network.test';

/** The shop's terms name the ad space of its partner; here that is Anna's. */
async function agreeWithAnna({ network }: Pick<TestNetwork, 'network'>): Promise<void> {
  await network.db.transaction(SYSTEM, async (tx) => {
    const annas = (await listAdSpaces(tx)).find(({ name }) => name === 'Gadget Notes');
    const text = readFileSync(`programs/${shop}.terms`, 'utf8').replaceAll('5ca1ab1e01', annas?.code ?? '');
    expectOk(await publishTerms(tx, { program: shop, text, at: BEGINNING, actor: 'scenario' }));
  });
}

const clock = manualClock(BEGINNING);
let net: TestNetwork;
beforeAll(async () => {
  net = await openTestNetwork({ clock, prepare: (network) => agreeWithAnna({ network }) });
});
afterAll(() => net.close());

async function balanceOf(who: string, account: string, currency: string): Promise<string> {
  const found = (await net.balances(who)).filter((each) => each.account === account && each.currency === currency);
  return found.map(({ balance }) => balance).join(' + ') || '0.00';
}

describe('a bank pays a fixed amount for each approved application', () => {
  const applies = (product: string) => ({ lines: [{ lineId: '1', amount: '0.00', category: product }] });
  let bank: ShopWindow;
  beforeAll(() => {
    bank = shopWindow(net, clock, { program: leads, currency: 'RUB', advertiser: meridian });
  });

  it('1800 rubles for a credit card: on hold until the bank approves, then payable', async () => {
    const sale = { orderId: 'card-1', adSpace: 'cashback', ...applies('credit_card') } as const;
    expect(summary(await bank.sell('2022-05-02T09:00:00Z', sale))).toBe('pending 1800.00 RUB AWAITING_RECEIPT');
    expect(await balanceOf(clara, 'publisher_hold', 'RUB')).toBe('1800.00');
    expect(summary(await bank.happens('2022-05-20T09:00:00Z', 'card-1', 'goods_received'))).toBe(
      'approved 1800.00 RUB PAID_FIXED',
    );
    expect(await balanceOf(clara, 'publisher_balance', 'RUB')).toBe('1800.00');
    expect(await balanceOf(clara, 'publisher_hold', 'RUB')).toBe('0.00');
  });

  it('350 rubles for a savings account; nothing for an application that the bank turns down', async () => {
    const account = { orderId: 'account-1', adSpace: 'cashback', ...applies('savings_account') } as const;
    await bank.sell('2022-05-21T09:00:00Z', account);
    await bank.sell('2022-05-21T10:00:00Z', { orderId: 'card-2', adSpace: 'cashback', ...applies('credit_card') });
    expect(summary(await bank.happens('2022-05-25T09:00:00Z', 'account-1', 'goods_received'))).toBe(
      'approved 350.00 RUB PAID_FIXED',
    );
    expect(summary(await bank.happens('2022-05-25T10:00:00Z', 'card-2', 'closed'))).toBe(
      'declined 0.00 RUB NOT_RECEIVED',
    );
    expect(await balanceOf(clara, 'publisher_balance', 'RUB')).toBe('2150.00');
  });

  it('nothing for applicants from abroad, nor for products nobody agreed a reward for', async () => {
    const abroad = { orderId: 'card-3', adSpace: 'cashback', from: 'DE', ...applies('credit_card') } as const;
    expect(summary(await bank.sell('2022-05-26T09:00:00Z', abroad))).toBe('no_reward 0.00 RUB GEO_MISMATCH');
    const loan = { orderId: 'loan-1', adSpace: 'cashback', ...applies('mortgage') } as const;
    expect(summary(await bank.sell('2022-05-26T10:00:00Z', loan))).toBe('unresolved 0.00 RUB TERMS_NOT_STATED');
  });

  it('a click counts for less than 30 days', async () => {
    const late = { adSpace: 'cashback', ...applies('debit_card') } as const;
    const justInTime = { ...late, orderId: 'debit-1', clickedBefore: 30 * DAY_MS - 1 };
    expect(summary(await bank.sell('2022-07-01T09:00:00Z', justInTime))).toBe('pending 350.00 RUB AWAITING_RECEIPT');
    const tooLate = { ...late, orderId: 'debit-2', clickedBefore: 30 * DAY_MS };
    expect(summary(await bank.sell('2022-07-01T10:00:00Z', tooLate))).toBe('not_attributed 0.00 RUB COOKIE_EXPIRED');
  });

  it('what the bank owes is what its publishers earn, until it pays', async () => {
    expect(await balanceOf(meridian, 'advertiser_due', 'RUB')).toBe('-2150.00');
    const orderIds = ['card-1', 'account-1', 'card-2'];
    const payment = { program: leads, orderIds, reference: 'transfer 1', at: clock.now() };
    const pay = () => net.network.db.transaction(SYSTEM, (tx) => recordAdvertiserPayment(tx, payment));
    expect((await pay()).map(({ orderId, amount }) => [orderId, amount.minor])).toEqual([
      ['card-1', 180_000n],
      ['account-1', 35_000n],
    ]);
    expect(await pay()).toEqual([]);
    expect(await balanceOf(meridian, 'advertiser_due', 'RUB')).toBe('0.00');
    expect(await balanceOf(clara, 'publisher_balance', 'RUB')).toBe('2150.00');
  });
});

describe('a hotel pays more the more bookings a month brings', () => {
  const night = (amount: string, category = 'city_hotel') => ({ lines: [{ lineId: '1', amount, category }] });
  let hotels: ShopWindow;
  beforeAll(() => {
    const advertiser = 'partners@lighthouse-hotels.test';
    hotels = shopWindow(net, clock, { program: hotel, currency: 'EUR', advertiser });
  });
  const book = async (at: string, orderId: string, amount = '100.00', category?: string): Promise<string> =>
    summary(await hotels.sell(at, { orderId, adSpace: 'notes', from: 'DE', ...night(amount, category) }));

  it('twenty bookings of 100 euros earn 4 %, the ones after them 5 %, and September begins anew, in the hotel’s zone', async () => {
    for (let booking = 1; booking <= 20; booking += 1) {
      const at = `2022-08-${String(booking).padStart(2, '0')}T12:00:00Z`;
      expect(await book(at, `stay-${booking}`)).toBe('pending 4.00 EUR AWAITING_RECEIPT');
    }
    expect(await book('2022-08-21T12:00:00Z', 'stay-21')).toBe('pending 5.00 EUR AWAITING_RECEIPT');
    expect(await book('2022-08-31T21:59:59.999Z', 'stay-22')).toBe('pending 5.00 EUR AWAITING_RECEIPT');
    expect(await book('2022-08-31T22:00:00.000Z', 'stay-23')).toBe('pending 4.00 EUR AWAITING_RECEIPT');
  });

  it('package tours earn 2 %, and no booking earns more than 150 euros', async () => {
    expect(await book('2022-09-02T12:00:00Z', 'tour-1', '900.00', 'package_tour')).toBe(
      'pending 18.00 EUR AWAITING_RECEIPT',
    );
    expect(await book('2022-09-02T13:00:00Z', 'castle-1', '5000.00')).toBe('pending 150.00 EUR AWAITING_RECEIPT');
    const why = await net.why(anna, `${hotel}/castle-1`);
    expect(why.lines[0]?.notes).toContain('CAPPED');
  });

  it('is paid when the guest has stayed; a stay that is confirmed later keeps the rate of its booking', async () => {
    expect(summary(await hotels.happens('2022-09-10T12:00:00Z', 'stay-1', 'goods_received'))).toBe(
      'approved 4.00 EUR PAID_TIER',
    );
    expect(summary(await hotels.happens('2022-09-10T12:00:00Z', 'stay-21', 'goods_received'))).toBe(
      'approved 5.00 EUR PAID_TIER',
    );
    expect(await balanceOf(anna, 'publisher_balance', 'EUR')).toBe('9.00');
    // 19 × 4.00 + 5.00 + 4.00 + 18.00 + 150.00
    expect(await balanceOf(anna, 'publisher_hold', 'EUR')).toBe('253.00');
  });
});

describe('a shop wants new customers and has an agreement with one partner', () => {
  const goods = (amount: string, productId = 'SOFA') => ({ lines: [{ lineId: '1', amount, productId }] });
  let store: ShopWindow;
  beforeAll(() => {
    store = shopWindow(net, clock, { program: shop, currency: 'EUR', advertiser: 'partners@fern-and-loom.test' });
  });
  const sell = async (at: string, sale: Parameters<ShopWindow['sell']>[1]): Promise<string> =>
    summary(await store.sell(at, { from: 'ES', ...sale }));

  it('a new customer earns 8 % and 5 euros, a returning one 3 %, an order with a coupon 4 %', async () => {
    const by = { adSpace: 'coupons' } as const;
    const at = (hour: string) => `2022-10-03T${hour}:00:00Z`;
    expect(await sell(at('08'), { ...by, orderId: 'new', customer: 'new', ...goods('100.00') })).toBe(
      'pending 13.00 EUR AWAITING_RECEIPT',
    );
    expect(await sell(at('09'), { ...by, orderId: 'returning', customer: 'returning', ...goods('100.00') })).toBe(
      'pending 3.00 EUR AWAITING_RECEIPT',
    );
    expect(await sell(at('10'), { ...by, orderId: 'coupon', coupon: 'SPRING', ...goods('100.00') })).toBe(
      'pending 4.00 EUR AWAITING_RECEIPT',
    );
    expect(await sell(at('11'), { ...by, orderId: 'gift', ...goods('50.00', 'GIFT-50') })).toBe(
      'no_reward 0.00 EUR VIRTUAL_PRODUCT',
    );
    expect(summary(await store.happens(at('12'), 'new', 'goods_received'))).toBe(
      'approved 13.00 EUR PAID_NEW_CUSTOMER',
    );
  });

  it('the partner earns 12 %, whoever the customer is, and keeps the order when it was clicked first', async () => {
    const alone = { orderId: 'partner', adSpace: 'notes', customer: 'new', ...goods('100.00') } as const;
    expect(await sell('2022-10-04T08:00:00Z', alone)).toBe('pending 12.00 EUR AWAITING_RECEIPT');
    const rivals = { orderId: 'first', adSpace: 'coupons', after: 'notes', ...goods('50.00') } as const;
    expect(await sell('2022-10-04T09:00:00Z', rivals)).toBe('pending 6.00 EUR AWAITING_RECEIPT');
    expect((await net.get(boris, `/api/v1/orders/${shop}/first/why`)).status).toBe(404);
    expect(await net.why(anna, `${shop}/first`)).toMatchObject({ lines: [{ rate: '12.00' }] });
  });

  it('no line earns more than 40 euros, no publisher more than 500 in a month; November begins anew', async () => {
    const lines = Array.from({ length: 13 }, (_, index) => ({
      lineId: `${index + 1}`,
      amount: '2000.00',
      productId: 'SOFA',
    }));
    const by = { adSpace: 'coupons', customer: 'returning' } as const;
    // 20.00 of October are spent: 13 × 40.00 would be 520.00, and 480.00 are left.
    expect(await sell('2022-10-05T08:00:00Z', { ...by, orderId: 'hotel-lobby', lines })).toBe(
      'pending 480.00 EUR AWAITING_RECEIPT',
    );
    const spent = await store.sell('2022-10-06T08:00:00Z', {
      ...by,
      from: 'ES',
      orderId: 'too-late',
      ...goods('100.00'),
    });
    expect(spent.commission).toMatchObject({ amount: '0.00', currency: 'EUR' });
    expect(await sell('2022-11-02T08:00:00Z', { ...by, orderId: 'november', ...goods('100.00') })).toBe(
      'pending 3.00 EUR AWAITING_RECEIPT',
    );
  });
});

describe('the whole network', () => {
  it('reports add up to the cent, by every dimension, to what the ledger holds', async () => {
    const range = { since: '2022-05-01', until: '2022-12-01' };
    const totals = new Set<string>();
    for (const group_by of ['program', 'day', 'ad_space', 'country', 'status', 'program,month']) {
      const { rows, total } = await net.reports(operator, { ...range, group_by, limit: '1000' });
      for (const currency of ['RUB', 'EUR']) {
        for (const key of ['approved', 'pending'] as const) {
          const parts = rows.flatMap(({ rewards }) => rewards.filter((each) => each.currency === currency));
          const sum = parts.reduce((cents, part) => cents + BigInt(part[key].replace('.', '')), 0n);
          const whole = total.rewards.find((each) => each.currency === currency)?.[key] ?? '0.00';
          expect([group_by, currency, key, sum]).toEqual([group_by, currency, key, BigInt(whole.replace('.', ''))]);
          totals.add(`${currency} ${key} ${whole}`);
        }
      }
    }
    // RUB: 1800 + 350, and 350 on hold. EUR: 9.00 + 13.00; on hold 253.00, 3.00 + 4.00 + 12.00 + 6.00 + 480.00 + 3.00.
    expect([...totals].toSorted()).toEqual([
      'EUR approved 22.00',
      'EUR pending 761.00',
      'RUB approved 2150.00',
      'RUB pending 350.00',
    ]);
    const held = (await net.balances(operator)).filter(({ account }) => account === 'publisher_hold');
    const sum = (currency: string) =>
      held
        .filter((each) => each.currency === currency)
        .reduce((cents, each) => cents + BigInt(each.balance.replace('.', '')), 0n);
    expect([sum('EUR'), sum('RUB')]).toEqual([76_100n, 35_000n]);
  });

  it('publishers’ reports are the operator’s, taken apart', async () => {
    const range = { since: '2022-05-01', until: '2022-12-01', group_by: 'program' };
    const all = (await net.reports(operator, range)).total;
    const own = await Promise.all([anna, boris, clara].map(async (who) => (await net.reports(who, range)).total));
    const clicks = own.reduce((sum, each) => sum + (each.clicks ?? 0), 0);
    const actions = own.reduce((sum, each) => sum + each.actions.total, 0);
    expect([clicks, actions]).toEqual([all.clicks, all.actions.total]);
  });

  it('the book is in order, every decision replays, nothing failed on our side', async () => {
    await seal(net.network.db);
    expect((await verify(net.network.db)).findings).toEqual([]);
    expect(await replay(net.network.db, { termsOfPublication })).toMatchObject({ differences: 0 });
    expect(net.troubles).toEqual([]);
  });
});
