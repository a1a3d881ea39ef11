import { describe, expect, it } from 'vitest';
import { decimal, formatAmount, formatCanonical } from '../../money/index.ts';
import type { AdSpaceFacts } from '../facts/facts.ts';
import {
  compileTerms,
  type Decision,
  type DecisionTrace,
  decide,
  factsProblem,
  type LineFacts,
  type OrderFacts,
  readTrace,
} from '../index.ts';
import { RC, WW } from '../testing/examples.ts';
import {
  adSpaceOf,
  clickOf,
  closed,
  corrected,
  lineOf,
  ORDERED_AT,
  orderOf,
  received,
  refunded,
  violation,
} from '../testing/facts.ts';
import { allPrograms, compiledProgram, parsedTerms, programText } from '../testing/programs.ts';

const programs = allPrograms();
const rc = compiledProgram(RC);

function decided(facts: OrderFacts, terms = programs.get(facts.program)): Decision {
  if (terms === undefined) throw new Error(`no program ${facts.program}`);
  return decide(terms, facts, { trace: false });
}

/** `approved PAID_CIS_SELLER 5.00 1.00 60.00`: status, reason, rate, capped order commission, commission. */
function told(decision: Decision): string[] {
  return decision.lines.map((line) =>
    [
      line.status,
      line.reason,
      line.rate === null ? '-' : formatCanonical(line.rate, 2),
      formatAmount(line.cappedCommission),
      formatAmount(line.commission),
    ].join(' '),
  );
}

function deducted(decision: Decision): string[] {
  return decision.lines.map(({ approved, commission }) =>
    approved === null ? '-' : formatAmount({ ...commission, minor: approved.commission.minor - commission.minor }),
  );
}

const paid = 'approved PAID_CIS_SELLER 5.00 1.00 60.00';

describe('missing facts', () => {
  const cases: readonly [string, Partial<OrderFacts>, string][] = [
    ['click country', { clicks: [clickOf({ country: null })] }, 'unresolved GEO_UNKNOWN - 0.00 0.00'],
    ['delivery country', { deliveryCountry: null }, 'unresolved GEO_UNKNOWN - 0.00 0.00'],
    [
      'country, but a VPN',
      { clicks: [clickOf({ country: null, anonymizer: 'yes' })] },
      'no_reward VPN_PROXY - 0.00 0.00',
    ],
    ['seller rate', { lines: [lineOf({ sellerRate: null })] }, 'unresolved RATE_MISSING - 0.00 0.00'],
    ['internal rate', { internalRates: {} }, 'unresolved RATE_MISSING - 0.00 0.00'],
    ['internal rate of a ruble order', { currency: 'RUB', internalRates: {} }, 'unresolved RATE_MISSING - 0.00 0.00'],
    ['affiliation', { lines: [lineOf({ affiliate: null })] }, 'unresolved TERMS_NOT_STATED - 0.00 0.00'],
    ['hot, virtual and hidden flag', { lines: [lineOf({ hot: null, virtual: null, hidden: null })] }, paid],
    [
      'virtual flag in the special category',
      { lines: [lineOf({ virtual: null, category: 'special_category' })] },
      'no_reward VIRTUAL_PRODUCT - 0.00 0.00',
    ],
    ['click', { clicks: [] }, 'not_attributed NO_CLICK - 0.00 0.00'],
    ['click before the order', { clicks: [clickOf({ at: ORDERED_AT + 1 })] }, 'not_attributed NO_CLICK - 0.00 0.00'],
  ];
  it.each(cases)('without %s', (_name, change, expected) => {
    expect(told(decided(orderOf(change)))).toEqual([expected]);
  });

  it('leave a hot product without a hot rate at the standard rate', () => {
    const landing = { kind: 'item', productId: 'P1', storeId: 'S-CN1', redirected: false } as const;
    const facts = orderOf({ clicks: [clickOf({ landing })], lines: [lineOf({ hot: true, hotRate: null })] });
    expect(told(decided(facts))).toEqual([paid]);
  });

  it('take an internal rate given the other way round', () => {
    expect(told(decided(orderOf({ internalRates: { 'RUB/USD': decimal('0.02') } })))).toEqual([
      'approved PAID_CIS_SELLER 5.00 1.00 50.00',
    ]);
  });

  it('refuse a currency the program does not take, which is an error and no decision', () => {
    const facts = orderOf({ currency: 'EUR' });
    expect(factsProblem(rc, facts)).toMatchObject({ code: 'currency_not_agreed', field: 'currency', value: 'EUR' });
    expect(() => decided(facts)).toThrow('takes no orders in EUR');
    expect(factsProblem(rc, orderOf({ program: WW }))).toMatchObject({ code: 'program_differs' });
    expect(factsProblem(rc, orderOf())).toBeNull();
  });

  it('leave an order before the first version unresolved', () => {
    const facts = orderOf({ program: 'leads-bank', currency: 'RUB', orderedAt: Date.UTC(2021, 0, 1) });
    expect(decided(facts)).toMatchObject({ status: 'unresolved', termsVersion: null, commission: { minor: 0n } });
    expect(told(decided(facts))).toEqual(['unresolved TERMS_NOT_STATED - 0.00 0.00']);
  });
});

describe('rules of conduct', () => {
  const cases: readonly [string, Partial<OrderFacts>, string][] = [
    [
      'a blocked ad space',
      { clicks: [clickOf({ adSpace: adSpaceOf({ blocked: true }) })] },
      'declined AD_SPACE_BLOCKED - 0.00 0.00',
    ],
    [
      'a missing agreement',
      { clicks: [clickOf({ adSpace: adSpaceOf({ agreed: false }) })] },
      'not_attributed AGREEMENT_MISSING - 0.00 0.00',
    ],
    [
      'dropshipping from Russia',
      { clicks: [clickOf({ adSpace: adSpaceOf({ dropshipping: true }) })] },
      'no_reward DROPSHIPPING_RU - 0.00 0.00',
    ],
    [
      'dropshipping from elsewhere',
      { deliveryCountry: 'KZ', clicks: [clickOf({ country: 'KZ', adSpace: adSpaceOf({ dropshipping: true }) })] },
      paid,
    ],
  ];
  it.each(cases)('%s', (_name, change, expected) => {
    expect(told(decided(orderOf(change)))).toEqual([expected]);
  });

  it('name no owner where nobody earns', () => {
    const facts = orderOf({ clicks: [clickOf({ adSpace: adSpaceOf({ agreed: false }) })] });
    expect(decided(facts)).toMatchObject({ click: null, adSpaceId: null });
  });

  it('leave WW orders delivered to CIS unresolved directly after the dropshipping rule', () => {
    const ww = (change: Partial<OrderFacts>): string[] => told(decided(orderOf({ program: WW, ...change })));
    expect(ww({ lines: [lineOf({ storeId: 'S-EXCL1' })] })).toEqual(['unresolved TERMS_NOT_STATED - 0.00 0.00']);
    expect(ww({ deliveryCountry: 'DE' })).toEqual(['no_reward GEO_MISMATCH - 0.00 0.00']);
  });
});

describe('receipt', () => {
  it('comes before amounts that round to nothing', () => {
    const tiny = [lineOf({ amount: decimal('0.01') })];
    const waiting = decided(orderOf({ goodsReceived: false, lines: tiny }));
    expect(told(waiting)).toEqual(['pending AWAITING_RECEIPT 5.00 0.00 0.00']);
    expect(waiting.lines[0]?.notes).toEqual(['PAID_CIS_SELLER']);
    const zero = decided(orderOf({ lines: tiny }));
    expect(told(zero)).toEqual(['approved ZERO_AMOUNT 5.00 0.00 0.00']);
    expect(zero.lines[0]?.notes).toEqual(['PAID_CIS_SELLER']);
  });

  it('approves when it is reported as an event, whatever the facts said at first', () => {
    expect(told(decided(orderOf({ goodsReceived: false, events: [received(9)] })))).toEqual([paid]);
    expect(told(decided(orderOf({ goodsReceived: true, events: [received(9)] })))).toEqual([paid]);
  });

  it('closes an order without it, and does not reopen a closed one', () => {
    const gone = 'declined NOT_RECEIVED 5.00 0.00 0.00';
    expect(told(decided(orderOf({ goodsReceived: false, events: [closed(20)] })))).toEqual([gone]);
    expect(told(decided(orderOf({ goodsReceived: false, events: [closed(20), received(25)] })))).toEqual([gone]);
    expect(told(decided(orderOf({ goodsReceived: false, events: [closed(20), received(15)] })))).toEqual([paid]);
  });
});

describe('refunds', () => {
  it('of a part before approval lower the amount and keep the reason', () => {
    const pending = decided(orderOf({ goodsReceived: false, events: [refunded(2, { '1': '8.00' })] }));
    expect(told(pending)).toEqual(['pending AWAITING_RECEIPT 5.00 0.60 36.00']);
    const approved = decided(orderOf({ goodsReceived: false, events: [refunded(2, { '1': '8.00' }), received(9)] }));
    expect(told(approved)).toEqual(['approved PAID_CIS_SELLER 5.00 0.60 36.00']);
    expect(deducted(approved)).toEqual(['0.00']);
  });

  it('in parts add up to a whole one', () => {
    const events = [received(1), refunded(2, { '1': '8.00' }), refunded(3, { '1': '12.00' })];
    const decision = decided(orderOf({ goodsReceived: false, events }));
    expect(told(decision)).toEqual(['deducted REFUND_DEDUCTION 5.00 0.00 0.00']);
    expect(deducted(decision)).toEqual(['60.00']);
  });

  it('straddling approval deduct only what came after', () => {
    const events = [refunded(1, { '1': '8.00' }), received(2), refunded(3, { '1': null })];
    const decision = decided(orderOf({ goodsReceived: false, events }));
    expect(told(decision)).toEqual(['deducted REFUND_DEDUCTION 5.00 0.00 0.00']);
    expect(deducted(decision)).toEqual(['36.00']);
  });

  it('that leave less than a minor unit take the whole line back', () => {
    const decision = decided(orderOf({ events: [refunded(3, { '1': '19.99' })] }));
    expect(told(decision)).toEqual(['deducted REFUND_DEDUCTION 5.00 0.00 0.00']);
    expect(deducted(decision)).toEqual(['60.00']);
  });

  it('of one capped line share the cap again, and the difference of the order is deducted', () => {
    const rate = decimal('10.00');
    const lines = [
      lineOf({ sellerRate: rate, amount: decimal('250.00') }),
      lineOf({ lineId: '2', sellerRate: rate, amount: decimal('250.00') }),
    ];
    const decision = decided(orderOf({ lines, events: [refunded(3, { '1': null })] }));
    expect(told(decision)).toEqual([
      'deducted REFUND_DEDUCTION 10.00 0.00 0.00',
      'approved PAID_CIS_SELLER 10.00 25.00 1500.00',
    ]);
    expect(deducted(decision)).toEqual(['1140.00', '-360.00']);
  });

  it('change nothing for a line that earns nothing, or that the order does not have', () => {
    const lines = [lineOf({ affiliate: false })];
    expect(told(decided(orderOf({ lines, events: [refunded(3, null)] })))).toEqual([
      'no_reward NON_AFFILIATE - 0.00 0.00',
    ]);
    expect(told(decided(orderOf({ events: [refunded(3, { other: null })] })))).toEqual([paid]);
  });
});

describe('violations', () => {
  it('that are known beat the rules, but not attribution', () => {
    const before = { goodsReceived: false, events: [violation(1)] };
    expect(told(decided(orderOf(before)))).toEqual(['declined abnormal_order 5.00 0.00 0.00']);
    expect(told(decided(orderOf({ ...before, lines: [lineOf({ hidden: true })] })))).toEqual([
      'declined abnormal_order - 0.00 0.00',
    ]);
    expect(told(decided(orderOf({ ...before, lines: [lineOf({ affiliate: false })] })))).toEqual([
      'declined abnormal_order - 0.00 0.00',
    ]);
    expect(told(decided(orderOf({ ...before, clicks: [] })))).toEqual(['not_attributed NO_CLICK - 0.00 0.00']);
  });

  it('after approval are deductions, of the named lines only', () => {
    const lines = [lineOf(), lineOf({ lineId: '2' })];
    const decision = decided(orderOf({ lines, goodsReceived: false, events: [received(1), violation(2, ['2'])] }));
    expect(told(decision)).toEqual([paid, 'deducted abnormal_order 5.00 0.00 0.00']);
    expect(deducted(decision)).toEqual(['0.00', '60.00']);
    expect(decision.status).toBe('approved');
  });

  it('before a late receipt stay declined', () => {
    const events = [violation(1), received(2)];
    expect(told(decided(orderOf({ goodsReceived: false, events })))).toEqual([
      'declined abnormal_order 5.00 0.00 0.00',
    ]);
  });
});

describe('corrections', () => {
  const decision = (lines: readonly LineFacts[]): Decision =>
    decided(orderOf({ goodsReceived: false, events: [received(1), corrected(2, lines)] }));

  it('replace the named line and move only the difference', () => {
    const changed = decision([lineOf({ amount: decimal('10.00') })]);
    expect(told(changed)).toEqual(['approved PAID_CIS_SELLER 5.00 0.50 30.00']);
    expect(deducted(changed)).toEqual(['30.00']);
  });

  it('after which the terms pay nothing are deductions with the reason of the terms', () => {
    const changed = decision([lineOf({ virtual: true })]);
    expect(told(changed)).toEqual(['deducted VIRTUAL_PRODUCT - 0.00 0.00']);
    expect(deducted(changed)).toEqual(['60.00']);
  });

  it('may add a line, which shares the fate of the order', () => {
    expect(told(decision([lineOf({ lineId: '2' })]))).toEqual([paid, paid]);
  });
});

describe('caps', () => {
  const shop = (lines: readonly LineFacts[], change: Partial<OrderFacts> = {}): Decision =>
    decided(orderOf({ program: 'shop-loyal', currency: 'EUR', internalRates: {}, lines, ...change }));

  it('per line limit each line alone', () => {
    const decision = shop([lineOf({ amount: decimal('2000.00') }), lineOf({ lineId: '2', amount: decimal('100.00') })]);
    expect(told(decision)).toEqual(['approved PAID_RATE 3.00 40.00 40.00', 'approved PAID_RATE 3.00 3.00 3.00']);
    expect(decision.lines.map(({ notes }) => notes)).toEqual([['CAPPED'], []]);
    expect(decision.capped).toBe(true);
  });

  it('per month and budget leave what is left, shared by largest remainder', () => {
    const lines = [lineOf({ amount: decimal('100.00') }), lineOf({ lineId: '2', amount: decimal('100.00') })];
    const month = shop(lines, { used: { day: null, month: decimal('499.99'), budget: null } });
    expect(month.lines.map(({ commission }) => commission.minor)).toEqual([1n, 0n]);
    const budget = shop(lines, { used: { day: null, month: null, budget: decimal('20000.00') } });
    expect(told(budget)).toEqual(['approved PAID_RATE 3.00 3.00 0.00', 'approved PAID_RATE 3.00 3.00 0.00']);
    expect(budget.capped).toBe(true);
  });

  it('per order of a ruble order are converted by the internal rate of the day, and rounded (C-24)', () => {
    const lines = [lineOf({ amount: decimal('100000.00'), sellerRate: decimal('2.50') })];
    const decision = decided(orderOf({ currency: 'RUB', lines, internalRates: { 'USD/RUB': decimal('60.00015') } }));
    expect(told(decision)).toEqual(['approved PAID_CIS_SELLER 2.50 2280.01 2280.01']);
  });
});

describe('programs of other kinds', () => {
  const lead = (lines: readonly LineFacts[], change: Partial<OrderFacts> = {}): string[] =>
    told(decided(orderOf({ program: 'leads-bank', currency: 'RUB', internalRates: {}, lines, ...change })));

  it('pay a fixed reward once per order and rule, and no percentage', () => {
    const card = lineOf({ category: 'credit_card', amount: decimal('0.00') });
    expect(lead([card, { ...card, lineId: '2' }])).toEqual([
      'approved PAID_FIXED - 1800.00 1800.00',
      'approved ZERO_AMOUNT - 0.00 0.00',
    ]);
    expect(lead([card, { ...card, lineId: '2' }], { events: [refunded(1, { '1': null })] })).toEqual([
      'deducted REFUND_DEDUCTION - 0.00 0.00',
      'approved PAID_FIXED - 1800.00 1800.00',
    ]);
  });

  it('choose the tier by the volume before the order', () => {
    const hotel = (orders: number | null): string[] => {
      const volume = orders === null ? null : { orders, amount: decimal('0.00') };
      return told(
        decided(
          orderOf({ program: 'hotel-nights', currency: 'EUR', lines: [lineOf({ amount: decimal('100.00') })], volume }),
        ),
      );
    };
    expect(hotel(0)).toEqual(['approved PAID_TIER 4.00 4.00 4.00']);
    expect(hotel(19)).toEqual(['approved PAID_TIER 4.00 4.00 4.00']);
    expect(hotel(20)).toEqual(['approved PAID_TIER 5.00 5.00 5.00']);
    expect(hotel(1_000)).toEqual(['approved PAID_TIER 6.50 6.50 6.50']);
    expect(hotel(null)).toEqual(['unresolved RATE_MISSING - 0.00 0.00']);
  });

  it('add a bonus for new customers, and give a coupon’s order to its ad space', () => {
    const shop = orderOf({ program: 'shop-loyal', currency: 'EUR', lines: [lineOf({ amount: decimal('100.00') })] });
    expect(told(decided({ ...shop, customer: 'new' }))).toEqual(['approved PAID_NEW_CUSTOMER 8.00 13.00 13.00']);
    const coupon = { code: 'SPRING', adSpace: adSpaceOf({ id: 'blog' }) };
    const decision = decided({ ...shop, clicks: [], coupon });
    expect(told(decision)).toEqual(['approved PAID_COUPON 4.00 4.00 4.00']);
    expect(decision).toMatchObject({ click: null, adSpaceId: 'blog' });
  });

  it('pay a partner by its own agreement, whether the terms name its ad space by id or by code', () => {
    const by = (adSpace: Partial<AdSpaceFacts>) =>
      told(
        decided(
          orderOf({
            program: 'shop-loyal',
            currency: 'EUR',
            clicks: [clickOf({ adSpace: adSpaceOf(adSpace) })],
            lines: [lineOf({ amount: decimal('100.00') })],
          }),
        ),
      );
    expect(by({ id: '5ca1ab1e01' })).toEqual(['approved PAID_AGREEMENT 12.00 12.00 12.00']);
    expect(by({ id: 'space-1', code: '5ca1ab1e01' })).toEqual(['approved PAID_AGREEMENT 12.00 12.00 12.00']);
    expect(by({ id: 'space-1', code: '0123456789' })).toEqual(['approved PAID_RATE 3.00 3.00 3.00']);
    expect(by({ id: null, code: null })).toEqual(['approved PAID_RATE 3.00 3.00 3.00']);
  });
});

describe('three-valued conditions', () => {
  const terms = (rule: string): string =>
    programText('leads-bank').replace(
      / {2}rule agreement[\s\S]*?rule other-product: unresolved as TERMS_NOT_STATED\n/,
      `  rule first: ${rule}\n  rule rest: no reward as EXCLUDED_STORE\n`,
    );
  const reason = (rule: string, line: Partial<LineFacts>): string | undefined =>
    decided(
      orderOf({ program: 'leads-bank', currency: 'RUB', lines: [lineOf(line)] }),
      compileTerms(parsedTerms(terms(rule))),
    ).lines[0]?.reason;

  it.each([
    ['when product is hot then pay 1% as PAID_RATE', 'EXCLUDED_STORE'],
    ['when product is not hot then pay 1% as PAID_RATE', 'EXCLUDED_STORE'],
    ['when unknown whether product is hot then pay 1% as PAID_RATE', 'PAID_RATE'],
    ['when not (product is hot or product is virtual) then pay 1% as PAID_RATE', 'EXCLUDED_STORE'],
    ['when not (product is hot and product is virtual) then pay 1% as PAID_RATE', 'PAID_RATE'],
    ['when store is not S-1 then pay 1% as PAID_RATE', 'EXCLUDED_STORE'],
    ['when store is unknown then pay 1% as PAID_RATE', 'PAID_RATE'],
    ['when line amount is at least 20.00 RUB then pay 1% as PAID_RATE', 'PAID_RATE'],
    ['when line amount is at least 20.01 RUB then pay 1% as PAID_RATE', 'EXCLUDED_STORE'],
  ])('%s: with hot and store unknown', (rule, expected) => {
    expect(reason(rule, { hot: null, storeId: null, virtual: false })).toBe(expected);
  });
});

describe('the trace', () => {
  const traced = (order: OrderFacts): DecisionTrace => readTrace(decide(rc, order, { trace: true }).trace ?? '');
  const facts = orderOf({ lines: [lineOf({ amount: decimal('199.99') })], events: [violation(2)] });
  const trace = traced(facts);

  it('names every rule that was tried in order, with the facts it read, up to the one that hit', () => {
    const steps = trace.lines[0]?.rules ?? [];
    expect(steps[0]).toEqual({
      step: 'violation known',
      outcome: 'hit',
      facts: { violation: 'abnormal_order' },
      detail: 'it comes before the rules',
    });
    expect(
      steps
        .slice(1)
        .map(({ outcome }) => outcome)
        .lastIndexOf('hit'),
    ).toBe(steps.length - 2);
    expect(steps.find(({ step }) => step === 'geo-mismatch')?.facts).toEqual({
      'click country': 'RU',
      'delivery country': 'RU',
      'geo match': 'yes',
    });
    expect(steps.at(-1)).toMatchObject({ step: 'seller-rate', detail: 'pays 5.00 %, PAID_CIS_SELLER' });
  });

  it('shows the arithmetic with its rounding', () => {
    expect(traced({ ...facts, events: [] }).lines[0]?.arithmetic).toEqual([
      '199.99 × 5.00 % = 9.9995 → 10.00 USD',
      '10.00 × 60.0000 = 600.00 RUB',
    ]);
  });

  it('tells of clicks, regime, events and status', () => {
    expect(trace.attribution.map(({ step, outcome }) => `${step} ${outcome}`)).toEqual([
      'terms version R2 hit',
      'click c1 hit',
      'regime CIS hit',
    ]);
    expect(trace.order).toEqual([
      '2022-06-17T09:00:00.000Z violation abnormal_order: the whole order',
      'line 1: deducted abnormal_order',
    ]);
  });

  it('changes nothing in the decision', () => {
    expect({ ...decide(rc, facts, { trace: true }), trace: null }).toEqual(decide(rc, facts, { trace: false }));
  });
});
