import { describe, expect, it } from 'vitest';
import { decimal, formatAmount, formatCanonical } from '../money/index.ts';
import { amountSubjects, flagPhrases, wordFactPhrases } from '../terms/reading/vocabulary.ts';
import type { ClickFacts, LineFacts, OrderFacts } from './facts/facts.ts';
import { compileTerms, decide } from './index.ts';
import { adSpaceOf, clickOf, lineOf, ORDERED_AT, orderOf } from './testing/facts.ts';
import { parsedTerms } from './testing/programs.ts';

/**
 * What the language can say, one row a phrase: each fact asked with an order that it holds for and one that it does not hold for, each
 * reward with the amount it comes to. Orders are made on 15 June 2022, in dollars, with one line of 20.00 unless a row says otherwise.
 */
const HEAD = `program demo "Demo" time zone UTC orders in USD, EUR
categories { phones "Phones" books "Books" }
countries DACH { DE AT CH }
stores chosen { S-LISTED S-LATER from 2022-06-16 }
products gifts { P-GIFT }
ad spaces partners { a-partner }
`;
const REST = 'rule rest: no reward as EXCLUDED_STORE';

/** What every version has to say, unless the row says it. */
const DEFAULTS: ReadonlyMap<string, string> = new Map([
  ['clicks (first|last)', 'clicks last within 72 hours'],
  ['reward in', 'reward in USD'],
  ['round (half|down)', 'round half even'],
  ['confirm', 'confirm on "goods received"'],
]);

function outcomes(body: string, change: Partial<OrderFacts>): readonly string[] {
  const missing = [...DEFAULTS]
    .filter(([keyword]) => !new RegExp(`\\b${keyword}\\b`).test(body))
    .map(([, setting]) => setting);
  const text = `${HEAD}version V from 2022-01-01 {\n${missing.join('\n')}\n${body}\n}`;
  const decision = decide(compileTerms(parsedTerms(text)), orderOf({ program: 'demo', ...change }), { trace: false });
  return decision.lines.map(({ reason, rate, commission }) =>
    [reason, rate === null ? '-' : formatCanonical(rate, 2), formatAmount(commission)].join(' '),
  );
}

const line = (change: Partial<LineFacts>): Partial<OrderFacts> => ({ lines: [lineOf(change)] });
const click = (change: Partial<ClickFacts>): Partial<OrderFacts> => ({ clicks: [clickOf(change)] });
const space = (change: Parameters<typeof adSpaceOf>[0]): Partial<OrderFacts> => click({ adSpace: adSpaceOf(change) });
const item = { kind: 'item', productId: 'P1', storeId: 'S-CN1', redirected: false } as const;
const otherItem = { ...item, productId: 'P2' };
const elsewhere = { ...item, productId: 'P3', storeId: 'S-OTHER' };
const coupon = (code: string): Partial<OrderFacts> => ({ coupon: { code, adSpace: null } });

/** The condition, an order for which it holds, and one for which it does not. */
const conditions: readonly (readonly [string, Partial<OrderFacts>, Partial<OrderFacts>])[] = [
  ['click country is RU', click({ country: 'RU' }), click({ country: 'KZ' })],
  ['click country in DACH', click({ country: 'AT' }), click({ country: 'RU' })],
  ['delivery country is one of RU, KZ', { deliveryCountry: 'KZ' }, { deliveryCountry: 'BY' }],
  ['seller country is not CN', line({ sellerCountry: 'RU' }), line({ sellerCountry: 'CN' })],
  ['seller country is unknown', line({ sellerCountry: null }), line({})],
  ['anonymizer is yes', click({ anonymizer: 'yes' }), click({ anonymizer: 'unknown' })],
  ['anonymizer is unknown', click({ anonymizer: 'unknown' }), click({ anonymizer: 'no' })],
  ['landing kind is item', click({ landing: item }), click({})],
  ['landing is product', click({ landing: item }), click({ landing: otherItem })],
  ['landing is store', click({ landing: otherItem }), click({ landing: elsewhere })],
  ['landing is redirected', click({ landing: { ...item, redirected: true } }), click({ landing: item })],
  ['click is routed', click({ routedFrom: 'sibling' }), click({})],
  ['geo matches', click({ country: 'RU' }), click({ country: 'KZ' })],
  ['product is P1', line({ productId: 'P1' }), line({ productId: 'P2' })],
  ['product in gifts', line({ productId: 'P-GIFT' }), line({})],
  ['store is S-CN1', line({}), line({ storeId: 'S-2' })],
  ['store in chosen', line({ storeId: 'S-LISTED' }), line({ storeId: 'S-LATER' })],
  ['category is phones', line({ category: 'phones' }), line({ category: 'books' })],
  ['product is affiliate', line({ affiliate: true }), line({ affiliate: false })],
  ['product is hot', line({ hot: true }), line({ hot: false })],
  ['product is virtual', line({ virtual: true }), line({ virtual: false })],
  ['product is hidden', line({ hidden: true }), line({ hidden: false })],
  ['seller rate is known', line({}), line({ sellerRate: null })],
  ['hot rate is known', line({ hotRate: decimal('9') }), line({ hotRate: null })],
  ['ad space is a-partner', space({ id: 'a-partner' }), space({ id: 'a-2' })],
  ['ad space in partners', space({ id: 'a-partner' }), space({ id: 'a-2' })],
  ['ad space kind is telegram', space({ kind: 'telegram' }), space({ kind: 'content_site' })],
  ['traffic type is cashback', space({ trafficType: 'cashback' }), space({ trafficType: 'context' })],
  ['ad space is blocked', space({ blocked: true }), space({ blocked: false })],
  ['ad space is dropshipping', space({ dropshipping: true }), space({ dropshipping: false })],
  ['agreement is missing', space({ agreed: false }), space({ agreed: true })],
  ['customer is new', { customer: 'new' }, { customer: 'returning' }],
  ['coupon is used', coupon('SPRING'), { coupon: null }],
  ['coupon is SPRING', coupon('SPRING'), coupon('AUTUMN')],
  ['line amount is at least 20.00 USD', line({}), line({ amount: decimal('19.99') })],
  ['order amount is below 20.00 USD', line({ amount: decimal('19.99') }), line({})],
];

describe('a condition on', () => {
  it.each(conditions)('%s', (condition, holding, failing) => {
    const body = `rule asked: when ${condition} then pay 1% as PAID_RATE\n${REST}`;
    expect(outcomes(body, holding)).toEqual(['PAID_RATE 1.00 0.20']);
    expect(outcomes(body, failing)).toEqual(['EXCLUDED_STORE - 0.00']);
  });

  it('every fact that the language knows stands in the table', () => {
    const phrases = [
      ...Object.values(flagPhrases).map(({ yes }) => yes),
      ...Object.values(wordFactPhrases).map((phrase) => `${phrase} `),
      ...Object.keys(amountSubjects),
    ];
    expect(phrases.filter((phrase) => !conditions.some(([condition]) => condition.startsWith(phrase)))).toEqual([]);
  });
});

describe('a coupon’s code', () => {
  it.each([
    ['spring', 'coupon is SPRING'],
    [' Spring ', 'coupon is SPRING'],
    ['\uff33\uff30\uff32\uff29\uff2e\uff27', 'coupon is SPRING'],
    ['SPRING', 'coupon is "spring"'],
    ['spring', 'coupon is one of AUTUMN, SPRING'],
    ['ВЕСНА', 'coupon is "весна"'],
  ])('is the same in another case, width or between blanks: "%s" holds for %s', (code, condition) => {
    const body = `rule asked: when ${condition} then pay 1% as PAID_RATE\n${REST}`;
    const denied = `rule asked: when not (${condition}) then pay 1% as PAID_RATE\n${REST}`;
    expect(outcomes(body, coupon(code))).toEqual(['PAID_RATE 1.00 0.20']);
    expect(outcomes(denied, coupon(code))).toEqual(['EXCLUDED_STORE - 0.00']);
  });
});

describe('a percentage and a fixed amount', () => {
  const gift = lineOf({
    lineId: '2',
    productId: 'P-GIFT',
    storeId: 'S-LISTED',
    category: 'phones',
    amount: decimal('50'),
  });
  const cases: readonly (readonly [string, string, Partial<OrderFacts>, string])[] = [
    ['per product', 'product is P-GIFT', { lines: [gift] }, 'line'],
    ['per list of products', 'product in gifts', { lines: [gift] }, 'line'],
    ['per store', 'store is S-LISTED', { lines: [gift] }, 'line'],
    ['per list of stores', 'store in chosen', { lines: [gift] }, 'line'],
    ['per category', 'category is phones', { lines: [gift] }, 'line'],
    ['per ad space', 'ad space is a-partner', { ...space({ id: 'a-partner' }), lines: [gift] }, 'line'],
    ['per group of ad spaces', 'ad space in partners', { ...space({ id: 'a-partner' }), lines: [gift] }, 'line'],
  ];
  it.each(cases)('%s', (_name, condition, facts) => {
    const paid = (reward: string): readonly string[] =>
      outcomes(`rule asked: when ${condition} then pay ${reward}\n${REST}`, facts);
    expect(paid('12.5% as PAID_RATE')).toEqual(['PAID_RATE 12.50 6.25']);
    expect(paid('3.00 USD per line as PAID_FIXED')).toEqual(['PAID_FIXED - 3.00']);
    expect(paid('12.5% plus 3.00 USD per order as PAID_RATE')).toEqual(['PAID_RATE 12.50 9.25']);
  });
});

describe('what is paid', () => {
  const two = { lines: [lineOf({ quantity: 3 }), lineOf({ lineId: '2', category: 'books' })] };
  const cases: readonly (readonly [string, string, Partial<OrderFacts>, readonly string[]])[] = [
    [
      'a fixed amount per order',
      'rule a: pay 5.00 USD per order as PAID_FIXED',
      two,
      ['PAID_FIXED - 5.00', 'ZERO_AMOUNT - 0.00'],
    ],
    [
      'a fixed amount per line',
      'rule a: pay 5.00 USD per line as PAID_FIXED',
      two,
      ['PAID_FIXED - 5.00', 'PAID_FIXED - 5.00'],
    ],
    [
      'a fixed amount per unit',
      'rule a: pay 5.00 USD per unit as PAID_FIXED',
      two,
      ['PAID_FIXED - 15.00', 'PAID_FIXED - 5.00'],
    ],
    ['the seller’s rate', 'rule a: pay seller rate as PAID_CIS_SELLER', {}, ['PAID_CIS_SELLER 5.00 1.00']],
    ['the hot rate', 'rule a: pay hot rate as PAID_HOT', line({ hotRate: decimal('9') }), ['PAID_HOT 9.00 1.80']],
    [
      'a table of categories',
      'rule a: pay by category { books 1% } otherwise 2% as PAID_RATE',
      two,
      ['PAID_RATE 2.00 0.40', 'PAID_RATE 1.00 0.20'],
    ],
    [
      'categories, the others unstated',
      'rule a: pay by category { books 1% } otherwise unstated as PAID_RATE',
      {},
      ['TERMS_NOT_STATED - 0.00'],
    ],
    [
      'tiers by orders of the month',
      'rule a: pay by volume per month of orders { from 0: 4% from 20: 5% } as PAID_TIER',
      { volume: { orders: 20, amount: decimal('0') } },
      ['PAID_TIER 5.00 1.00'],
    ],
    [
      'tiers by turnover of the day',
      'rule a: pay by volume per day of amount { from 0: 4% from 1000: 5% } as PAID_TIER',
      { volume: { orders: 20, amount: decimal('999.99') } },
      ['PAID_TIER 4.00 0.80'],
    ],
    [
      'at most a cap per line',
      'cap 0.30 USD per line rule a: pay 5% as PAID_RATE',
      two,
      ['PAID_RATE 5.00 0.30', 'PAID_RATE 5.00 0.30'],
    ],
    [
      'at most a cap per order',
      'cap 0.30 USD per order rule a: pay 5% as PAID_RATE',
      two,
      ['PAID_RATE 5.00 0.15', 'PAID_RATE 5.00 0.15'],
    ],
    [
      'at most a cap per day',
      'cap 10.00 USD per day rule a: pay 5% as PAID_RATE',
      { used: { day: decimal('9.60'), month: null, budget: null } },
      ['PAID_RATE 5.00 0.40'],
    ],
    [
      'at most a cap per month',
      'cap 10.00 USD per month rule a: pay 5% as PAID_RATE',
      { used: { day: null, month: decimal('9.60'), budget: null } },
      ['PAID_RATE 5.00 0.40'],
    ],
    [
      'at most a budget',
      'budget 10.00 USD rule a: pay 5% as PAID_RATE',
      { used: { day: null, month: null, budget: decimal('12.00') } },
      ['PAID_RATE 5.00 0.00'],
    ],
    [
      'in another currency at the internal rate',
      'reward in EUR at internal rate rule a: pay 5% as PAID_RATE',
      { internalRates: { 'USD/EUR': decimal('0.95') } },
      ['PAID_RATE 5.00 0.95'],
    ],
    [
      'rounded down',
      'round down rule a: pay 5% as PAID_RATE',
      line({ amount: decimal('0.39') }),
      ['PAID_RATE 5.00 0.01'],
    ],
    [
      'rounded half up',
      'round half up rule a: pay 5% as PAID_RATE',
      line({ amount: decimal('0.50') }),
      ['PAID_RATE 5.00 0.03'],
    ],
    [
      'rounded half to the even',
      'round half even rule a: pay 5% as PAID_RATE',
      line({ amount: decimal('0.50') }),
      ['PAID_RATE 5.00 0.02'],
    ],
  ];
  it.each(cases)('%s', (_name, body, facts, expected) => {
    expect(outcomes(body, facts)).toEqual(expected);
  });
});

describe('who owns the order', () => {
  const HOUR_MS = 3_600_000;
  const early = clickOf({ clickId: 'c1', at: ORDERED_AT - 5 * HOUR_MS, adSpace: adSpaceOf({ id: 'a-early' }) });
  const late = clickOf({ clickId: 'c2', at: ORDERED_AT - HOUR_MS, adSpace: adSpaceOf({ id: 'a-late' }) });
  it.each([
    ['clicks last within 72 hours', 'ad space is a-late', 'PAID_RATE 1.00 0.20'],
    ['clicks first within 72 hours', 'ad space is a-early', 'PAID_RATE 1.00 0.20'],
    ['clicks first within 5 hours', 'ad space is a-late', 'PAID_RATE 1.00 0.20'],
    ['clicks last within 60 minutes', 'always', 'COOKIE_EXPIRED - 0.00'],
    ['coupons before clicks', 'ad space is a-coupon', 'PAID_RATE 1.00 0.20'],
    ['coupons ignored', 'ad space is a-late', 'PAID_RATE 1.00 0.20'],
  ])('%s: %s', (setting, condition, expected) => {
    const body = `${setting} rule asked: when ${condition} then pay 1% as PAID_RATE\n${REST}`;
    const coupon = { code: 'SPRING', adSpace: adSpaceOf({ id: 'a-coupon' }) };
    expect(outcomes(body, { clicks: [late, early], coupon })).toEqual([expected]);
  });
});

describe('regimes and precedence', () => {
  it('a rule is tried in its regime alone, and the first that holds decides, however special a later one is', () => {
    const body = `regime NEAR when delivery country in DACH regime FAR otherwise
      rule near in NEAR: pay 2% as PAID_RATE
      rule far in FAR: when store is S-CN1 then pay 3% as PAID_RATE
      rule later: when store is S-CN1 and product is P1 then pay 9% as PAID_RATE
      ${REST}`;
    expect(outcomes(body, { deliveryCountry: 'DE' })).toEqual(['PAID_RATE 2.00 0.40']);
    expect(outcomes(body, { deliveryCountry: 'RU' })).toEqual(['PAID_RATE 3.00 0.60']);
    expect(outcomes(body, { deliveryCountry: null })).toEqual(['PAID_RATE 9.00 1.80']);
  });

  it('geo matches by country or by region, as the terms say', () => {
    const asked = `rule asked: when geo matches then pay 1% as PAID_RATE ${REST}`;
    const abroad = { deliveryCountry: 'AT', ...click({ country: 'DE' }) };
    expect(outcomes(`geo match by country ${asked}`, abroad)).toEqual(['EXCLUDED_STORE - 0.00']);
    expect(outcomes(`geo match by region DACH ${asked}`, abroad)).toEqual(['PAID_RATE 1.00 0.20']);
  });
});
