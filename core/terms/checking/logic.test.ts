import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareDecimals, decimal } from '../../money/decimal.ts';
import type { Condition, Test } from '../model.ts';
import { Problems } from '../problem.ts';
import { Cursor } from '../reading/cursor.ts';
import { readTokens } from '../reading/lexer.ts';
import { readCondition } from '../reading/read-condition.ts';
import { casesOf, contradict, follows, type Literals } from './logic.ts';

const seed = 20_220_816;
const sets = { NEAR: ['RU', 'KZ'], DACH: ['DE'] };
const position = { line: 1, column: 1 };

/** A world: what is known of one order line. The few facts that the tests below ask about. */
interface World {
  readonly click: string | null;
  readonly delivery: string | null;
  readonly hot: boolean | null;
  readonly coupon: string | null;
  readonly listed: boolean | null;
  readonly amount: number;
}

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const country = fc.constantFrom('RU', 'KZ', 'DE', 'US');
const world: fc.Arbitrary<World> = fc.record({
  click: maybe(country),
  delivery: maybe(country),
  hot: maybe(fc.boolean()),
  coupon: maybe(fc.constantFrom('A', 'B')),
  listed: maybe(fc.boolean()),
  amount: fc.constantFrom(5, 10, 20),
});

const countryFact = fc.constantFrom('click-country' as const, 'delivery-country' as const);
const anyTest: fc.Arbitrary<Test> = fc.oneof(
  fc
    .tuple(countryFact, fc.uniqueArray(country, { minLength: 1, maxLength: 3 }))
    .map(([fact, values]): Test => ({ kind: 'word', fact, values, position })),
  fc
    .tuple(countryFact, fc.constantFrom('NEAR', 'DACH'))
    .map(([fact, list]): Test => ({ kind: 'member', fact, list, position })),
  fc
    .constantFrom('product-hot' as const, 'geo-match' as const, 'coupon-used' as const)
    .map((fact): Test => ({ kind: 'flag', fact, position })),
  fc
    .constantFrom('click-country' as const, 'delivery-country' as const, 'geo-match' as const, 'product-hot' as const)
    .map((fact): Test => ({ kind: 'unknown', fact, position })),
  fc.constantFrom('A', 'B').map((code): Test => ({ kind: 'word', fact: 'coupon', values: [code], position })),
  fc.constant<Test>({ kind: 'member', fact: 'store', list: 'S', position }),
  fc.constantFrom('5', '10', '20').map(
    (limit): Test => ({
      kind: 'at-least',
      fact: 'order-amount',
      limit: { amount: decimal(limit), currency: 'USD' },
      position,
    }),
  ),
);

const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    anyTest,
    tie('condition').map((of): Condition => ({ kind: 'not', of })),
    fc.array(tie('condition'), { minLength: 1, maxLength: 3 }).map((of): Condition => ({ kind: 'all', of })),
    fc.array(tie('condition'), { minLength: 1, maxLength: 3 }).map((of): Condition => ({ kind: 'any', of })),
    fc.constant<Condition>({ kind: 'always' }),
  ),
}));

/** The meaning of the language in three values, said once more in the simplest way. */
function value(of: Condition, w: World): boolean | null {
  switch (of.kind) {
    case 'always':
      return true;
    case 'not': {
      const inner = value(of.of, w);
      return inner === null ? null : !inner;
    }
    case 'all': {
      const parts = of.of.map((part) => value(part, w));
      return parts.includes(false) ? false : parts.includes(null) ? null : true;
    }
    case 'any': {
      const parts = of.of.map((part) => value(part, w));
      return parts.includes(true) ? true : parts.includes(null) ? null : false;
    }
    case 'unknown':
      return fact(of.fact, w) === null;
    case 'flag': {
      const known = fact(of.fact, w);
      return typeof known === 'boolean' ? known : null;
    }
    case 'word': {
      const known = fact(of.fact, w);
      return typeof known === 'string' ? of.values.includes(known) : null;
    }
    case 'member': {
      if (of.fact === 'store') return w.listed;
      const known = fact(of.fact, w);
      return typeof known === 'string' ? (of.list === 'NEAR' ? sets.NEAR : sets.DACH).includes(known) : null;
    }
    case 'at-least':
      return compareDecimals(decimal(String(w.amount)), of.limit.amount) >= 0;
  }
}

function fact(name: string, w: World): string | boolean | null {
  switch (name) {
    case 'click-country':
      return w.click;
    case 'delivery-country':
      return w.delivery;
    case 'geo-match':
      return w.click === null || w.delivery === null ? null : w.click === w.delivery;
    case 'product-hot':
      return w.hot;
    case 'coupon-used':
      return w.coupon !== null;
    case 'coupon':
      return w.coupon;
    default:
      throw new Error(`no world knows ${name}`);
  }
}

const allTrue = (literals: Literals, w: World) => literals.every(({ test: one, holds }) => value(one, w) === holds);
const literals = fc.array(fc.record({ test: anyTest, holds: fc.boolean() }), { minLength: 1, maxLength: 4 });

describe('what the checker concludes is so in every case', () => {
  test('a condition holds exactly if one of its cases does', () => {
    fc.assert(
      fc.property(condition, world, (one, w) => {
        const cases = casesOf(one);
        if (cases !== null) expect(cases.some((given) => allTrue(given, w))).toBe(value(one, w) === true);
      }),
      { seed, numRuns: 5_000 },
    );
  });

  test('what follows is true wherever the premises are', () => {
    let followed = 0;
    fc.assert(
      fc.property(condition, literals, world, (one, given, w) => {
        if (!follows(one, given, sets) || !allTrue(given, w)) return;
        followed += 1;
        expect(value(one, w)).toBe(true);
      }),
      { seed, numRuns: 20_000 },
    );
    expect(followed).toBeGreaterThan(100);
  });

  test('what contradicts itself is never true', () => {
    let consistent = 0;
    fc.assert(
      fc.property(literals, world, (given, w) => {
        if (!allTrue(given, w)) return;
        consistent += 1;
        expect(contradict(given, sets)).toBe(false);
      }),
      { seed, numRuns: 20_000 },
    );
    expect(consistent).toBeGreaterThan(100);
  });
});

describe('what people write is understood', () => {
  function read(text: string): Condition {
    const problems = new Problems();
    const found = readCondition(new Cursor(readTokens(text, problems), problems));
    expect(problems.list).toEqual([]);
    return found;
  }

  function implied(given: string, wanted: string): boolean {
    return casesOf(read(given))?.every((one) => contradict(one, sets) || follows(read(wanted), one, sets)) ?? false;
  }

  test.each([
    ['seller country is RU', 'seller country is one of RU, KZ'],
    ['seller country is RU', 'seller country is not DE'],
    ['seller country is RU', 'seller country in NEAR'],
    ['seller country is RU', 'seller country is known'],
    ['geo differs', 'click country is known and delivery country is known'],
    ['delivery country is unknown', 'unknown whether geo matches'],
    ['order amount is at least 100 USD', 'order amount is at least 50 USD'],
    ['order amount is below 50 USD', 'order amount is below 100 USD'],
    ['coupon is SAVE', 'coupon is used'],
    ['product is hot and store in S', 'store in S or product is virtual'],
  ])('"%s" says more than "%s"', (given, wanted) => {
    expect(implied(given, wanted)).toBe(true);
    expect(implied(wanted, given)).toBe(false);
  });

  test('codes of coupons are the same in any case', () => {
    expect(implied('coupon is SAVE', 'coupon is one of save, MORE')).toBe(true);
    expect(implied('coupon is Save', 'coupon is not SAVE')).toBe(false);
  });

  test('unknown is not no: the denial of a test says nothing about an unknown fact', () => {
    expect(implied('product is not hot', 'unknown whether product is hot')).toBe(false);
    expect(implied('unknown whether product is hot', 'product is not hot')).toBe(false);
  });
});
