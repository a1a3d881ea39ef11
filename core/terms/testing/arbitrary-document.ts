import fc from 'fast-check';
import type { Decimal } from '../../money/decimal.ts';
import type { BodyStatement, Place, TermsDocument, TopStatement, VersionStatement } from '../document.ts';
import type { Condition, CountryTest, Outcome, Position, Reward, Test } from '../model.ts';
import { flagPhrases, surfaces, wordFactPhrases } from '../reading/vocabulary.ts';
import { reasons } from '../reasons.ts';

/** Where nothing stands: documents are compared without positions. */
const position: Position = { line: 1, column: 1 };

const name = fc.stringMatching(/^[a-z][a-z0-9_]{0,6}(-[a-z0-9]{1,4})?$/);
/** What people put into quotes, quotes and backslashes included. */
const text = fc.stringMatching(/^[ -~а-яñ€]{0,20}$/u);
const comment = fc.stringMatching(/^([!-~]([ -~]{0,12}[!-~])?)?$/);
const comments = fc.array(comment, { maxLength: 2 });
const value = fc.oneof(
  name,
  fc.stringMatching(/^[0-9a-f]{10}$/),
  text,
  fc.constantFrom('hot', 'unknown', 'not', 'from', '2022-01-01', 'S-1'),
);
const country = fc.constantFrom('RU', 'KZ', 'DE', 'US');
const countries = fc.uniqueArray(country, { minLength: 1, maxLength: 3 });
const currency = fc.constantFrom('USD', 'RUB', 'EUR');
const instant = fc.option(fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2100, 0, 1) }), { nil: null });
const interval = fc
  .tuple(instant, instant)
  .map(([a, b]) =>
    a !== null && b !== null ? { from: Math.min(a, b), until: Math.max(a, b) + 1 } : { from: a, until: b },
  );
const decimal: fc.Arbitrary<Decimal> = fc.record({
  digits: fc.bigInt(0n, 10_000_000n),
  scale: fc.integer({ min: 0, max: 4 }),
});
const factor = decimal.map(({ digits, scale }) => ({ digits: digits + 1n, scale }));
const percent: fc.Arbitrary<Decimal> = fc.record({ digits: fc.bigInt(0n, 10_000n), scale: fc.constantFrom(2, 3) });
const amount = fc.record({ amount: decimal, currency });
const reason = fc.constantFrom(...reasons);

function keysOf<K extends string>(record: Readonly<Record<K, unknown>>): K[] {
  return Object.keys(record).filter((key): key is K => Object.hasOwn(record, key));
}

const wordTest: fc.Arbitrary<Test> = fc.constantFrom(...keysOf(wordFactPhrases)).chain((fact) => {
  const values = fact.endsWith('country')
    ? country
    : fact === 'anonymizer'
      ? fc.constantFrom('yes', 'no')
      : fact === 'customer'
        ? fc.constantFrom('new', 'returning')
        : fact === 'landing-kind'
          ? fc.constantFrom('home', 'item')
          : value;
  return fc.record({
    kind: fc.constant('word' as const),
    fact: fc.constant(fact),
    values: fc.uniqueArray(values, { minLength: 1, maxLength: 3 }),
    position: fc.constant(position),
  });
});

const test: fc.Arbitrary<Test> = fc.oneof(
  wordTest,
  fc.record({
    kind: fc.constant('member' as const),
    fact: fc.constantFrom('click-country', 'delivery-country', 'seller-country', 'store', 'product', 'ad-space'),
    list: name,
    position: fc.constant(position),
  }),
  fc.record({
    kind: fc.constant('flag' as const),
    fact: fc.constantFrom(...keysOf(flagPhrases)),
    position: fc.constant(position),
  }),
  fc.record({
    kind: fc.constant('unknown' as const),
    fact: fc.constantFrom(...keysOf(wordFactPhrases), ...keysOf(flagPhrases)),
    position: fc.constant(position),
  }),
  fc.record({
    kind: fc.constant('at-least' as const),
    fact: fc.constantFrom('line-amount', 'order-amount'),
    limit: amount,
    position: fc.constant(position),
  }),
);

/** As the reader builds them: no double negation, no `and` directly inside `and`. */
function condition(depth: number): fc.Arbitrary<Condition> {
  const leaf: fc.Arbitrary<Condition> = fc.oneof(
    test,
    test.map((of) => ({ kind: 'not' as const, of })),
  );
  if (depth === 0) return leaf;
  const part = condition(depth - 1);
  const joined = fc.constantFrom('all' as const, 'any' as const).chain((kind) =>
    fc.array(part, { minLength: 2, maxLength: 3 }).map(
      (of): Condition => ({
        kind,
        of: of.flatMap((one) => (one.kind === kind ? one.of : [one])),
      }),
    ),
  );
  const not = joined.map((of): Condition => ({ kind: 'not', of }));
  return fc.oneof(leaf, joined, not);
}

const anyCondition = condition(3);
const when: fc.Arbitrary<Condition> = fc.oneof(fc.constant({ kind: 'always' as const }), anyCondition);

const percentSource: fc.Arbitrary<Reward['percent']> = fc.oneof(
  percent.map((stated) => ({ kind: 'stated' as const, percent: stated })),
  fc.constantFrom({ kind: 'seller-rate' as const }, { kind: 'hot-rate' as const }),
  fc.record({
    kind: fc.constant('by-category' as const),
    rates: fc.uniqueArray(fc.record({ category: value, percent, position: fc.constant(position) }), {
      selector: (rate) => rate.category,
      maxLength: 4,
    }),
    otherwise: fc.option(percent, { nil: null }),
  }),
  fc.record({
    kind: fc.constant('by-volume' as const),
    per: fc.constantFrom('month' as const, 'day' as const),
    counts: fc.constantFrom('orders' as const, 'amount' as const),
    tiers: fc
      .array(percent, { minLength: 1, maxLength: 4 })
      .map((rates) =>
        rates.map((rate, index) => ({ from: { digits: BigInt(index * 5), scale: 0 }, percent: rate, position })),
      ),
  }),
);

const fixed = fc.record({ amount, per: fc.constantFrom('order' as const, 'line' as const, 'unit' as const) });
const reward: fc.Arbitrary<Reward> = fc.oneof(
  fc.record({ percent: percentSource, fixed: fc.array(fixed, { maxLength: 2 }) }),
  fc.record({ percent: fc.constant(null), fixed: fc.array(fixed, { minLength: 1, maxLength: 2 }) }),
);

const outcome: fc.Arbitrary<Outcome> = fc.oneof(
  fc.record({ kind: fc.constant('pay' as const), reward, reason, position: fc.constant(position) }),
  fc.record({
    kind: fc.constantFrom('no-reward' as const, 'decline' as const, 'unresolved' as const, 'not-attributed' as const),
    reason,
    position: fc.constant(position),
  }),
);

const place: fc.Arbitrary<Place> = fc.option(
  fc.record({ where: fc.constantFrom('before' as const, 'after' as const), name }),
  {
    nil: null,
  },
);
const set = fc.record({ kind: fc.constantFrom('in-set' as const, 'not-in-set' as const), set: name });
const countryTest: fc.Arbitrary<CountryTest> = fc.oneof(
  fc.constant({ kind: 'any' as const }),
  set,
  countries.map((listed) => ({ kind: 'listed' as const, countries: listed })),
);
const regimeNames = fc.option(fc.uniqueArray(name, { minLength: 1, maxLength: 2 }), { nil: null });
const rate = fc.constantFrom('seller-rate' as const, 'hot-rate' as const);
const range = fc.tuple(percent, percent).map(([a, b]) => {
  const [low, high] = a.digits * 10n ** BigInt(3 - a.scale) <= b.digits * 10n ** BigInt(3 - b.scale) ? [a, b] : [b, a];
  return { min: low, max: high };
});

const written = { position: fc.constant(position), comments };

const body: fc.Arbitrary<BodyStatement> = fc.oneof(
  fc.record({
    ...written,
    kind: fc.constant('clicks' as const),
    pick: fc.constantFrom('last' as const, 'first' as const),
    windowMs: fc.integer({ min: 1, max: 50_000 }).map((minutes) => minutes * 60_000),
  }),
  fc.record({
    ...written,
    kind: fc.constant('coupons' as const),
    coupon: fc.constantFrom('ignored' as const, 'coupon-first' as const),
  }),
  fc.record({
    ...written,
    kind: fc.constant('geo' as const),
    geoMatch: fc.oneof(
      fc.constant({ by: 'country' as const }),
      name.map((countrySet) => ({ by: 'region' as const, countrySet })),
    ),
  }),
  fc.record({
    ...written,
    kind: fc.constant('reward' as const),
    currency,
    conversion: fc.constantFrom('internal-rate' as const, 'none' as const),
  }),
  fc.record({
    ...written,
    kind: fc.constant('round' as const),
    rounding: fc.constantFrom('half-even' as const, 'half-up' as const, 'down' as const),
  }),
  fc.record({
    ...written,
    kind: fc.constant('confirm' as const),
    confirmation: fc.record({ event: text, withinDays: fc.option(fc.integer({ min: 1, max: 3660 }), { nil: null }) }),
  }),
  fc.record({
    ...written,
    kind: fc.constant('cap' as const),
    cap: fc.record({
      per: fc.constantFrom('line' as const, 'order' as const, 'day' as const, 'month' as const, 'budget' as const),
      limit: amount,
      position: fc.constant(position),
    }),
  }),
  fc.record({
    ...written,
    kind: fc.constant('regime' as const),
    regime: fc.record({ name, countries: countryTest, position: fc.constant(position) }),
    place,
  }),
  fc.record({
    ...written,
    kind: fc.constant('rule' as const),
    rule: fc
      .tuple(name, regimeNames, when, outcome)
      .map(([rule, regimes, test, then]) => ({ name: rule, regimes, when: test, then, position })),
    place,
  }),
  fc.record({
    ...written,
    kind: fc.constant('note' as const),
    note: fc.record({ note: name, when, position: fc.constant(position) }),
  }),
  fc.record({
    ...written,
    kind: fc.constant('import' as const),
    limit: fc
      .tuple(rate, regimeNames, countryTest, range, fc.boolean(), fc.option(factor, { nil: null }))
      .map(([kind, regimes, seller, bounds, orZero, upliftMax]) => ({
        rate: kind,
        regimes,
        seller,
        ...bounds,
        orZero,
        upliftMax,
        position,
      })),
  }),
  fc.record({
    ...written,
    kind: fc.constant('remove' as const),
    what: fc.oneof(
      fc.record({ kind: fc.constantFrom('rule' as const, 'regime' as const, 'note' as const), name }),
      fc.record({ kind: fc.constant('cap' as const), per: fc.constantFrom('order' as const, 'budget' as const) }),
      fc.record({ kind: fc.constant('import' as const), rate, regimes: regimeNames, seller: countryTest }),
    ),
  }),
);

const version: fc.Arbitrary<VersionStatement> = fc
  .tuple(name, interval, fc.option(name, { nil: null }), fc.array(body, { maxLength: 6 }), comments, comments)
  .map(([id, bounds, base, statements, before, closing]) => ({
    kind: 'version' as const,
    id,
    ...bounds,
    base,
    body: statements,
    position,
    comments: before,
    closing,
  }));

const entries = <T>(entry: fc.Arbitrary<T>, key: (entry: T) => string) =>
  fc.uniqueArray(entry, { selector: key, maxLength: 4 });

const top: fc.Arbitrary<TopStatement> = fc.oneof(
  fc.record({
    ...written,
    kind: fc.constant('orders' as const),
    currencies: fc.uniqueArray(currency, { minLength: 1 }),
  }),
  fc.record({
    ...written,
    kind: fc.constant('categories' as const),
    names: entries(fc.tuple(value, text), ([key]) => key),
  }),
  fc.record({ ...written, kind: fc.constant('countries' as const), name, countries: fc.uniqueArray(country) }),
  fc.record({
    ...written,
    kind: fc.constant('list' as const),
    of: fc.constantFrom('stores' as const, 'products' as const, 'ad spaces' as const),
    name,
    entries: entries(
      fc.tuple(value, interval).map(([id, bounds]) => ({ id, ...bounds })),
      (entry) => entry.id,
    ),
  }),
  fc.record({
    ...written,
    kind: fc.constant('internal rate' as const),
    rate: fc.tuple(factor, interval).map(([price, bounds]) => ({ base: 'USD', quote: 'RUB', rate: price, ...bounds })),
  }),
  fc.record({
    ...written,
    kind: fc.constant('sibling' as const),
    sibling: fc.record({
      program: fc.constantFrom('other', 'other-ww'),
      regime: name,
      percent,
      otherRegime: name,
      tolerance: factor,
      position: fc.constant(position),
    }),
  }),
  fc.record({
    ...written,
    kind: fc.constant('notice' as const),
    notice: fc
      .tuple(
        name,
        interval,
        fc.uniqueArray(fc.constantFrom(...surfaces), { minLength: 1 }),
        fc.option(name, { nil: null }),
        text,
      )
      .map(([id, bounds, shown, concerns, content]) => ({
        name: id,
        ...bounds,
        surfaces: shown,
        concerns,
        text: content,
      })),
  }),
  version,
);

/** Any statements in any order behind the head of a file; they need not make sense together. */
export const anyDocument: fc.Arbitrary<TermsDocument> = fc
  .tuple(fc.array(top, { maxLength: 8 }), comments)
  .map(([statements, after]) => ({
    statements: [
      { kind: 'program', code: 'p', name: 'P', position, comments: [] },
      { kind: 'time zone', zone: 'Europe/Moscow', position, comments: [] },
      ...statements,
    ],
    comments: after,
  }));

/** The same data with every position replaced, so that statements from different places can be compared. */
export function withoutPositions(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPositions);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, key === 'position' ? position : withoutPositions(inner)]),
  );
}
