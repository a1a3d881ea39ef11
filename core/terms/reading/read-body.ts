import { compareDecimals, formatDecimal } from '../../money/decimal.ts';
import type { BodyStatement, Place, Removal } from '../document.ts';
import type { Cap, CountryTest, ImportLimit, Position } from '../model.ts';
import { suggest } from '../problem.ts';
import type { Cursor } from './cursor.ts';
import { checkCountry, readWhen } from './read-condition.ts';
import { readOutcome } from './read-outcome.ts';
import { bodyKeywords } from './vocabulary.ts';

const minuteMs = 60_000;
const units = { minutes: minuteMs, hours: 60 * minuteMs, days: 24 * 60 * minuteMs } as const;
/** Ten years: no click, and no confirmation, is waited for longer. */
const DAYS_MAX = 3_660;

/** A statement of a version without what surrounds it; the readers add position and comments. */
export type BodyContent = BodyStatement extends infer S
  ? S extends unknown
    ? Omit<S, 'position' | 'comments'>
    : never
  : never;

/** Reads one statement of a version. Throws `Unreadable` after reporting why. */
export function readBody(cursor: Cursor): BodyContent {
  const position = cursor.position;
  const token = cursor.token;
  const keyword = bodyKeywords.find((word) => cursor.isWord(word));
  if (keyword === undefined) {
    return cursor.unexpected('a statement of a version', () => suggest(token.text, bodyKeywords));
  }
  cursor.advance();
  return readers[keyword](cursor, position);
}

const readers: Readonly<Record<(typeof bodyKeywords)[number], (cursor: Cursor, position: Position) => BodyContent>> = {
  clicks: readClicks,
  coupons: readCoupons,
  geo: readGeo,
  reward: readRewardCurrency,
  round: readRound,
  confirm: readConfirm,
  cap: readCap,
  budget: (cursor, position) => ({ kind: 'cap', cap: { per: 'budget', limit: cursor.amount('The budget'), position } }),
  regime: readRegime,
  rule: readRule,
  note: (cursor, position) => ({
    kind: 'note',
    note: { note: cursor.name('the note'), when: readWhen(cursor), position },
  }),
  import: (cursor, position) => ({ kind: 'import', limit: readImport(cursor, position) }),
  remove: (cursor) => ({ kind: 'remove', what: readRemoval(cursor) }),
};

function readClicks(cursor: Cursor): BodyContent {
  const pick = cursor.accept('last') ? 'last' : cursor.accept('first') ? 'first' : null;
  if (pick === null)
    return cursor.unexpected('"last" or "first"', 'Say which click owns an order: clicks last within 72 hours.');
  cursor.expect('within', 'Say how long a click counts: clicks last within 72 hours.');
  return { kind: 'clicks', pick, windowMs: readDuration(cursor) };
}

function readDuration(cursor: Cursor): number {
  const count = cursor.wholeNumber('the window', DAYS_MAX * 24 * 60);
  for (const [unit, ms] of Object.entries(units)) {
    if (cursor.accept(unit) || cursor.accept(unit.slice(0, -1))) return count * ms;
  }
  return cursor.unexpected('"minutes", "hours" or "days"', 'A day is 24 hours: clicks last within 30 days.');
}

function readCoupons(cursor: Cursor): BodyContent {
  if (cursor.accept('ignored')) return { kind: 'coupons', coupon: 'ignored' };
  if (cursor.accept('before clicks')) return { kind: 'coupons', coupon: 'coupon-first' };
  return cursor.unexpected(
    '"before clicks" or "ignored"',
    'Write "coupons before clicks" if the owner of a coupon owns the order.',
  );
}

function readGeo(cursor: Cursor): BodyContent {
  cursor.expect('match by', 'Write "geo match by country" or "geo match by region SET".');
  if (cursor.accept('country')) return { kind: 'geo', geoMatch: { by: 'country' } };
  cursor.expect('region', 'Write "geo match by country" or "geo match by region SET".');
  return { kind: 'geo', geoMatch: { by: 'region', countrySet: cursor.name('a country set') } };
}

function readRewardCurrency(cursor: Cursor): BodyContent {
  cursor.expect('in', 'Name the currency in which publishers earn: reward in RUB at internal rate.');
  const currency = cursor.currency();
  return { kind: 'reward', currency, conversion: cursor.accept('at internal rate') ? 'internal-rate' : 'none' };
}

function readRound(cursor: Cursor): BodyContent {
  if (cursor.accept('half even')) return { kind: 'round', rounding: 'half-even' };
  if (cursor.accept('half up')) return { kind: 'round', rounding: 'half-up' };
  if (cursor.accept('down')) return { kind: 'round', rounding: 'down' };
  return cursor.unexpected('"half even", "half up" or "down"', 'Say how parts of a cent are rounded: round half even.');
}

function readConfirm(cursor: Cursor): BodyContent {
  cursor.expect('on', 'Name what confirms an order: confirm on "goods received".');
  const event = cursor.quoted('the confirming event');
  if (!cursor.accept('within')) return { kind: 'confirm', confirmation: { event, withinDays: null } };
  const withinDays = cursor.wholeNumber('the time', DAYS_MAX);
  if (!cursor.accept('days')) cursor.expect('day', 'Confirmation is waited for in days: within 90 days.');
  return { kind: 'confirm', confirmation: { event, withinDays } };
}

function readCap(cursor: Cursor, position: Position): BodyContent {
  const limit = cursor.amount('The cap');
  return { kind: 'cap', cap: { per: readCapScope(cursor), limit, position } };
}

function readCapScope(cursor: Cursor): Cap['per'] {
  cursor.expect('per', 'Say what the cap limits: per line, order, day or month.');
  for (const per of ['line', 'order', 'day', 'month'] as const) {
    if (cursor.accept(per)) return per;
  }
  return cursor.unexpected(
    '"line", "order", "day" or "month"',
    'A limit for everybody together is "budget 1000.00 USD".',
  );
}

function readRegime(cursor: Cursor, position: Position): BodyContent {
  const name = cursor.name('the name of the regime');
  const place = readPlace(cursor);
  if (cursor.accept('otherwise'))
    return { kind: 'regime', regime: { name, countries: { kind: 'any' }, position }, place };
  cursor.expect(
    'when delivery country',
    'Write: regime CIS when delivery country in CIS11, or: regime REST otherwise.',
  );
  return { kind: 'regime', regime: { name, countries: readCountryTest(cursor), position }, place };
}

function readCountryTest(cursor: Cursor): CountryTest {
  if (cursor.accept('in')) return { kind: 'in-set', set: cursor.name('a country set') };
  if (cursor.accept('not in')) return { kind: 'not-in-set', set: cursor.name('a country set') };
  cursor.expect('is', 'Write "in SET", "not in SET", "is DE" or "is one of DE, AT".');
  return { kind: 'listed', countries: readCountries(cursor) };
}

function readCountries(cursor: Cursor): string[] {
  const read = () => {
    const position = cursor.position;
    const code = cursor.value('a country');
    checkCountry(cursor, code, position);
    return code;
  };
  return [...new Set(cursor.accept('one of') ? cursor.commaList(read) : [read()])];
}

function readPlace(cursor: Cursor): Place {
  for (const where of ['before', 'after'] as const) {
    if (cursor.accept(where)) return { where, name: cursor.name('the name beside which it goes') };
  }
  return null;
}

function readRule(cursor: Cursor, position: Position): BodyContent {
  const name = cursor.name('the name of the rule');
  const regimes = cursor.accept('in') ? readNames(cursor) : null;
  const place = readPlace(cursor);
  cursor.expectSign(':', 'Write a colon between the name of a rule and what it says.');
  const when = readWhen(cursor);
  cursor.accept('then');
  const then = readOutcome(cursor);
  return { kind: 'rule', rule: { name, regimes, when, then, position }, place };
}

function readNames(cursor: Cursor): string[] {
  return [...new Set(cursor.commaList(() => cursor.name('the name of a regime')))];
}

type ImportHead = Pick<ImportLimit, 'rate' | 'regimes' | 'seller'>;

function readImportHead(cursor: Cursor): ImportHead {
  const rate = cursor.accept('seller rate') ? 'seller-rate' : cursor.accept('hot rate') ? 'hot-rate' : null;
  if (rate === null) return cursor.unexpected('"seller rate" or "hot rate"', 'Say which imported rate is limited.');
  const regimes = cursor.accept('in') ? readNames(cursor) : null;
  return { rate, regimes, seller: cursor.accept('from') ? readSellers(cursor) : { kind: 'any' } };
}

function readSellers(cursor: Cursor): CountryTest {
  if (cursor.accept('any seller')) return { kind: 'any' };
  const remedy = 'Write: from any seller, from sellers in SET, from sellers outside SET, or from sellers of DE, AT.';
  cursor.expect('sellers', remedy);
  if (cursor.accept('in')) return { kind: 'in-set', set: cursor.name('a country set') };
  if (cursor.accept('outside')) return { kind: 'not-in-set', set: cursor.name('a country set') };
  cursor.expect('of', remedy);
  const countries = cursor.commaList(() => {
    const position = cursor.position;
    const code = cursor.value('a country');
    checkCountry(cursor, code, position);
    return code;
  });
  return { kind: 'listed', countries: [...new Set(countries)] };
}

function readImport(cursor: Cursor, position: Position): ImportLimit {
  const head = readImportHead(cursor);
  cursor.expectSign(':', 'Write a colon before the range: 0.35% to 33.50%.');
  const rangeAt = cursor.position;
  const min = cursor.percent('The least rate');
  cursor.expect('to', 'Write the range with "to": 0.35% to 33.50%.');
  const max = cursor.percent('The greatest rate');
  if (compareDecimals(min, max) > 0) {
    const message = `The range runs from ${formatDecimal(min)}% down to ${formatDecimal(max)}%.`;
    cursor.problems.error('range_reversed', rangeAt, message, 'Write the smaller rate first.');
  }
  const orZero = cursor.accept('or zero');
  return { ...head, min, max, orZero, upliftMax: readUplift(cursor), position };
}

function readUplift(cursor: Cursor): ImportLimit['upliftMax'] {
  if (!cursor.accept('at most')) return null;
  const position = cursor.position;
  const factor = cursor.decimal('the factor');
  cursor.expect('times the old rate', 'Write: at most 1.60 times the old rate.');
  if (factor.digits <= 0n) {
    cursor.problems.error(
      'bad_number',
      position,
      'The factor is not above zero.',
      'Write how many times the old rate is allowed: 1.60.',
    );
  }
  return factor;
}

function readRemoval(cursor: Cursor): Removal {
  for (const kind of ['rule', 'regime', 'note'] as const) {
    if (cursor.accept(kind)) return { kind, name: cursor.name(`the name of the ${kind}`) };
  }
  if (cursor.accept('budget')) return { kind: 'cap', per: 'budget' };
  if (cursor.accept('cap')) return { kind: 'cap', per: readCapScope(cursor) };
  if (cursor.accept('import')) return { kind: 'import', ...readImportHead(cursor) };
  return cursor.unexpected(
    'what to remove',
    'Write: remove rule NAME, regime NAME, note NAME, cap per order, budget or import ….',
  );
}
