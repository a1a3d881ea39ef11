import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compileTerms, decide, factsFromJson } from '../../core/commission/index.ts';
import { formatCanonical, formatMoney } from '../../core/money/index.ts';
import { parseTerms } from '../../core/terms/index.ts';

/** Orders as an advertiser would pass them to `tributary decide`, one line each; what is not told is what all of them share. */
type Order = Readonly<Record<string, unknown>>;

function decided(program: string, shared: Order, order: Order) {
  const { terms } = parseTerms(readFileSync(`programs/${program}.terms`, 'utf8'));
  if (terms === null) throw new Error(`programs/${program}.terms does not parse`);
  const facts = factsFromJson({ order_id: 'A1', program, ...shared, ...order });
  const { status, commission, capped, adSpaceId, lines } = decide(compileTerms(terms), facts, { trace: false });
  const [line] = lines;
  const reason = line?.status === 'pending' ? line.notes.find((note) => note.startsWith('PAID_')) : line?.reason;
  const rate = line?.rate ? `${formatCanonical(line.rate, 2)} %` : 'no rate';
  return `${status} ${formatMoney(commission)}, ${rate}, ${reason}${capped ? ', capped' : ''} → ${adSpaceId ?? 'nobody'}`;
}

const line = (amount: string, more: Order = {}) => ({ lines: [{ line_id: '1', amount, ...more }] });
const click = (id: string, more: Order = {}) => ({
  click_id: `click of ${id}`,
  at: '2022-06-15T08:00:00Z',
  country: 'RU',
  anonymizer: 'no',
  landing: { kind: 'home' },
  ad_space: { id },
  ...more,
});

describe('leads: a fixed reward for each approved application', () => {
  const application = {
    ordered_at: '2022-06-15T09:00:00Z',
    currency: 'RUB',
    goods_received: true,
    click: click('blog'),
  };
  it.each<readonly [string, Order, string]>([
    ['a credit card', line('0.00', { category: 'credit_card' }), 'approved 1800.00 RUB, no rate, PAID_FIXED → blog'],
    ['a debit card', line('0.00', { category: 'debit_card' }), 'approved 350.00 RUB, no rate, PAID_FIXED → blog'],
    ['a mortgage', line('0.00', { category: 'mortgage' }), 'unresolved 0.00 RUB, no rate, TERMS_NOT_STATED → blog'],
    [
      'not approved yet',
      { ...line('0.00', { category: 'credit_card' }), goods_received: false },
      'pending 1800.00 RUB, no rate, PAID_FIXED → blog',
    ],
    [
      'the 28th credit card of a day: 50 000.00 RUB a day, 48 600.00 of them earned',
      { ...line('0.00', { category: 'credit_card' }), used: { day: '48600.00' } },
      'approved 1400.00 RUB, no rate, PAID_FIXED, capped → blog',
    ],
    [
      'a click 30 days before, to the millisecond',
      { ...line('0.00', { category: 'debit_card' }), click: click('blog', { at: '2022-05-16T09:00:00.000Z' }) },
      'not_attributed 0.00 RUB, no rate, COOKIE_EXPIRED → nobody',
    ],
    [
      'traffic without the agreement it needs',
      {
        ...line('0.00', { category: 'debit_card' }),
        click: click('bar', { ad_space: { id: 'bar', agreed: false } }),
      },
      'not_attributed 0.00 RUB, no rate, AGREEMENT_MISSING → nobody',
    ],
  ])('%s', (_what, order, expected) => {
    expect(decided('leads-bank', application, order)).toBe(expected);
  });
});

describe('hotel: tiers by the bookings of a month', () => {
  const booking = { ordered_at: '2022-06-15T09:00:00Z', currency: 'EUR', goods_received: true, click: click('blog') };
  it.each<readonly [string, Order, string]>([
    [
      'the 1st',
      { ...line('480.00'), volume: { orders: 0, amount: '0.00' } },
      'approved 19.20 EUR, 4.00 %, PAID_TIER → blog',
    ],
    [
      'the 20th',
      { ...line('480.00'), volume: { orders: 19, amount: '0' } },
      'approved 19.20 EUR, 4.00 %, PAID_TIER → blog',
    ],
    [
      'the 21st',
      { ...line('480.00'), volume: { orders: 20, amount: '0' } },
      'approved 24.00 EUR, 5.00 %, PAID_TIER → blog',
    ],
    [
      'the 101st',
      { ...line('480.00'), volume: { orders: 100, amount: '0' } },
      'approved 31.20 EUR, 6.50 %, PAID_TIER → blog',
    ],
    [
      'a castle: no booking earns more than 150.00 EUR',
      { ...line('5000.00'), volume: { orders: 0, amount: '0' } },
      'approved 150.00 EUR, 4.00 %, PAID_TIER, capped → blog',
    ],
    [
      'a package tour, whatever was booked before',
      { ...line('900.00', { category: 'package_tour' }), volume: { orders: 500, amount: '0' } },
      'approved 18.00 EUR, 2.00 %, PAID_RATE → blog',
    ],
    [
      'a long stay of 2023: 6.5 % and 10.00 EUR',
      {
        ...line('2000.00'),
        ordered_at: '2023-01-01T00:00:00+01:00',
        click: click('blog', { at: '2022-12-31T12:00:00Z' }),
        volume: { orders: 0, amount: '0' },
      },
      'approved 140.00 EUR, 6.50 %, PAID_TIER → blog',
    ],
    ['nobody knows how many bookings came before', line('480.00'), 'unresolved 0.00 EUR, no rate, RATE_MISSING → blog'],
  ])('%s', (_what, order, expected) => {
    expect(decided('hotel-nights', booking, order)).toBe(expected);
  });
});

describe('shop: new customers, coupons, an agreement, a monthly cap and a budget', () => {
  const order = { ordered_at: '2022-06-15T09:00:00Z', currency: 'EUR', goods_received: true, click: click('blog') };
  const partner = click('5ca1ab1e01');
  it.each<readonly [string, Order, string]>([
    ['a new customer', { ...line('100.00'), customer: 'new' }, 'approved 13.00 EUR, 8.00 %, PAID_NEW_CUSTOMER → blog'],
    ['a returning one', { ...line('100.00'), customer: 'returning' }, 'approved 3.00 EUR, 3.00 %, PAID_RATE → blog'],
    [
      'a public coupon',
      { ...line('100.00'), coupon: { code: 'SPRING', ad_space: null } },
      'approved 4.00 EUR, 4.00 %, PAID_COUPON → blog',
    ],
    [
      'the coupon of another ad space takes the order from the click',
      { ...line('100.00'), coupon: { code: 'CORNER10', ad_space: { id: 'corner' } } },
      'approved 4.00 EUR, 4.00 %, PAID_COUPON → corner',
    ],
    [
      'and brings it without any click',
      { ...line('100.00'), coupon: { code: 'CORNER10', ad_space: { id: 'corner' } }, click: null },
      'approved 4.00 EUR, 4.00 %, PAID_COUPON → corner',
    ],
    ['the partner', { ...line('100.00'), click: partner }, 'approved 12.00 EUR, 12.00 %, PAID_AGREEMENT → 5ca1ab1e01'],
    [
      'the partner before its agreement began, at midnight in Madrid',
      { ...line('100.00'), click: { ...partner, at: '2022-02-28T12:00:00Z' }, ordered_at: '2022-02-28T22:59:59.999Z' },
      'approved 3.00 EUR, 3.00 %, PAID_RATE → 5ca1ab1e01',
    ],
    [
      'the first of two clicks',
      { ...line('100.00'), click: null, clicks: [click('corner', { at: '2022-06-15T08:30:00Z' }), partner] },
      'approved 12.00 EUR, 12.00 %, PAID_AGREEMENT → 5ca1ab1e01',
    ],
    [
      'a sofa: no line earns more than 40.00 EUR',
      line('2000.00'),
      'approved 40.00 EUR, 3.00 %, PAID_RATE, capped → blog',
    ],
    [
      '2.00 EUR left of the 500.00 of the month',
      { ...line('100.00'), used: { month: '498.00' } },
      'approved 2.00 EUR, 3.00 %, PAID_RATE, capped → blog',
    ],
    [
      '0.50 EUR left of the budget of 20 000.00',
      { ...line('100.00'), used: { month: '0.00', budget: '19999.50' } },
      'approved 0.50 EUR, 3.00 %, PAID_RATE, capped → blog',
    ],
    ['a gift card', line('50.00', { product_id: 'GIFT-50' }), 'no_reward 0.00 EUR, no rate, VIRTUAL_PRODUCT → blog'],
  ])('%s', (_what, example, expected) => {
    expect(decided('shop-loyal', order, example)).toBe(expected);
  });

  it('what was approved and is refunded in part is earned on what the customer kept', () => {
    const refund = {
      id: 'r1',
      type: 'refunded',
      at: '2022-06-25T09:00:00Z',
      lines: [{ line_id: '1', amount: '40.00' }],
    };
    const received = { id: 'g1', type: 'goods_received', at: '2022-06-20T09:00:00Z' };
    const kept = { ...line('100.00'), customer: 'new', events: [received, refund] };
    // 60.00 × 8 % + 5.00
    expect(decided('shop-loyal', order, kept)).toBe('approved 9.80 EUR, 8.00 %, PARTIAL_REFUND → blog');
  });
});
