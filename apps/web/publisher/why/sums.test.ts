import i18next from 'i18next';
import { expect, test } from 'vitest';
import type { WhyStoryLine } from '../../../../contract/wire/why.ts';
import { words } from '../../../../contract/words/en/publisher.ts';
import { formatsOf } from '../../kit/values/format.ts';
import { type Summed, sumsOf } from './sums.ts';

const i18n = i18next.createInstance();
await i18n.init({ lng: 'en', resources: { en: { publisher: words } }, ns: ['publisher'], defaultNS: 'publisher' });
const t = i18n.getFixedT('en', 'publisher');
const formats = formatsOf('en');

const line: WhyStoryLine = {
  ...{ line_id: '1', status: 'approved', reason: 'PAID_RATE', notes: [], product_id: null, store_id: null },
  ...{ category: null, seller_country: null, quantity: 1, price: '20.00', refunded: null, kept: '20.00', rule: 'all' },
  ...{ rule_text: null, rate: '5.00', volume: null, fixed: [], exact: '1.00', rounded: '1.00', limited: '1.00' },
  ...{ capped: '1.00', converted_exact: null, converted: '1.00', earned: '1.00', deducted: '0.00', lost: '0.00' },
  sentences: [],
};

interface Money {
  readonly ordered?: string;
  readonly caps?: Summed['story']['terms']['caps'];
}

function told(change: Partial<WhyStoryLine>, { ordered = 'USD', caps = [] }: Money = {}): string[] {
  const one = { ...line, ...change };
  const fx = ordered === 'USD' ? { base: 'USD', quote: 'RUB', rate: '62.2088', day: '2026-11-23' } : null;
  const terms = { rounding: 'half-even' as const, caps };
  const story = { price: { amount: one.price, currency: ordered }, terms, fx, lines: [one, one] };
  const why: Summed = { story, commission: { amount: one.earned, currency: 'RUB' } };
  return sumsOf(one, { why, t, formats }).map(({ what, result }) => `${what} = ${result}`);
}

test('a part that was refunded after approval: what was approved, less what was taken back, is what is earned', () => {
  const half = { refunded: '8.00', kept: '12.00', exact: '0.60', rounded: '0.60', limited: '0.60', capped: '0.60' };
  const money = { converted_exact: '37.32528', converted: '37.33', earned: '37.33', deducted: '24.88' };
  expect(told({ ...half, ...money, reason: 'PARTIAL_REFUND' })).toEqual([
    'Price of the line = $20.00',
    'Refunded = − $8.00',
    'What is left of the price = $12.00',
    'Commission: $12.00 × 5% = $0.60',
    '$0.60 × 62.2088 = 37.32528 ₽',
    'Rounded to the nearest, halves to the even digit = 37.33 ₽',
    'Approved at first = 62.21 ₽',
    'Taken back: partly refunded = − 24.88 ₽',
    'Earned = 37.33 ₽',
  ]);
});

test('a fixed amount stands beside the rate, and both are rounded together', () => {
  const fixed = [{ per: 'order' as const, amount: '5.00', currency: 'RUB', times: 1 }];
  const sums = { fixed, rate: '8.00', exact: '6.40', rounded: '11.40', limited: '11.40', capped: '11.40' };
  expect(
    told({ ...sums, price: '80.00', kept: '80.00', converted: '11.40', earned: '11.40' }, { ordered: 'RUB' }),
  ).toEqual([
    'Price of the line = 80.00 ₽',
    'Commission: 80.00 ₽ × 8% = 6.40 ₽',
    'Fixed amount for the order = 5.00 ₽',
    'Together, rounded = 11.40 ₽',
    'Earned = 11.40 ₽',
  ]);
});

test('a cap of the order is shared among its lines, and one of a month tells what was used before', () => {
  const caps = [
    { per: 'order' as const, amount: '38.00', currency: 'RUB', used: null },
    { per: 'month' as const, amount: '100.00', currency: 'RUB', used: '90.00' },
  ];
  const sums = { price: '900.00', kept: '900.00', exact: '45.00', rounded: '45.00', limited: '45.00', capped: '19.00' };
  expect(told({ ...sums, converted: '19.00', earned: '5.00' }, { ordered: 'RUB', caps }).slice(2)).toEqual([
    'Cap of 38.00 ₽ an order: the lines reach 90.00 ₽ together, so each gets its part of the cap = 19.00 ₽',
    'Cap of 100.00 ₽ a month, of which 90.00 ₽ was used before: lowers it = 5.00 ₽',
    'Earned = 5.00 ₽',
  ]);
});

test('a declined line tells what is lost', () => {
  const nothing = { exact: null, rounded: '0.00', limited: '0.00', capped: '0.00', converted: '0.00', earned: '0.00' };
  expect(told({ ...nothing, status: 'declined', reason: 'NOT_RECEIVED', lost: '62.21' })).toEqual([
    'Price of the line = $20.00',
    'It would have earned = 62.21 ₽',
    'Not earned: closed without confirmation = − 62.21 ₽',
    'Earned = 0.00 ₽',
  ]);
});
