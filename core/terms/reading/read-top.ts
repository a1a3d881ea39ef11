import { isTimeZone } from '../../time/zone.ts';
import type { ListKind, TopStatement, VersionStatement } from '../document.ts';
import type { InternalRate, ListEntry, Notice, Position, SiblingRates } from '../model.ts';
import { lineOf, quote, suggest } from '../problem.ts';
import type { Cursor } from './cursor.ts';
import { checkCountry } from './read-condition.ts';
import { surfaces, topKeywords } from './vocabulary.ts';

/** A statement of the file without what surrounds it; the readers add position and comments. */
export type TopContent =
  Exclude<TopStatement, VersionStatement> extends infer S
    ? S extends unknown
      ? Omit<S, 'position' | 'comments'>
      : never
    : never;

const CODE_LENGTH_MAX = 64;

/** Reads one statement of the file, versions excepted. Throws `Unreadable` after reporting why. */
export function readTop(cursor: Cursor): TopContent {
  if (cursor.accept('program')) return { kind: 'program', code: readCode(cursor), name: cursor.quoted('its name') };
  if (cursor.accept('time zone')) return { kind: 'time zone', zone: readZone(cursor) };
  if (cursor.accept('orders in')) return { kind: 'orders', currencies: readCurrencies(cursor) };
  if (cursor.accept('categories')) return readCategories(cursor);
  if (cursor.accept('countries')) return readCountrySet(cursor);
  for (const of of ['stores', 'products', 'ad spaces'] as const) {
    if (cursor.accept(of)) return readList(cursor, of);
  }
  if (cursor.accept('internal rate')) return { kind: 'internal rate', rate: readInternalRate(cursor) };
  if (cursor.accept('notice')) return { kind: 'notice', notice: readNotice(cursor) };
  const { token } = cursor;
  if (cursor.accept('sibling')) return { kind: 'sibling', sibling: readSibling(cursor, token.position) };
  return cursor.unexpected('a statement', () => suggest(token.text, topKeywords));
}

/** The code stands in addresses and file names. */
function readCode(cursor: Cursor): string {
  const { position } = cursor;
  const code = cursor.name('the code of the program');
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(code) || code.length > CODE_LENGTH_MAX) {
    const remedy = `Use at most ${CODE_LENGTH_MAX} small letters and digits, with "-" between words.`;
    cursor.problems.error('unknown_value', position, `${quote(code)} cannot be the code of a program.`, remedy);
  }
  return code;
}

function readZone(cursor: Cursor): string {
  const position = cursor.position;
  const zone = cursor.value('the time zone');
  if (isTimeZone(zone)) cursor.zone = zone;
  else {
    // Dates are still read, so that they are not reported once more.
    cursor.zone = 'UTC';
    const remedy = 'Use a name of the IANA database, for example Europe/Moscow.';
    cursor.problems.error('unknown_time_zone', position, `${quote(zone)} is no time zone.`, remedy);
  }
  return zone;
}

function readCurrencies(cursor: Cursor): string[] {
  return [...new Set(cursor.commaList(() => cursor.currency()))];
}

/** Entries in braces, separated by blanks or commas; the second of two with the same id is reported and left out. */
function readEntries<T>(cursor: Cursor, what: string, read: () => T, idOf: (entry: T) => string): T[] {
  cursor.expectSign('{', `List ${what} in braces.`);
  const entries: T[] = [];
  const seen = new Map<string, Position>();
  while (!cursor.acceptSign('}')) {
    const position = cursor.position;
    const entry = read();
    cursor.acceptSign(',');
    const earlier = seen.get(idOf(entry));
    if (earlier === undefined) {
      seen.set(idOf(entry), position);
      entries.push(entry);
    } else {
      const message = `${quote(idOf(entry))} stands here and on ${lineOf(earlier)}.`;
      cursor.problems.error('duplicate_entry', position, message, 'Remove one of them.', [earlier]);
    }
  }
  return entries;
}

function readCategories(cursor: Cursor): TopContent {
  const read = (): [string, string] => [cursor.value('a category'), cursor.quoted('the name of the category')];
  return { kind: 'categories', names: readEntries(cursor, 'categories', read, ([category]) => category) };
}

function readCountrySet(cursor: Cursor): TopContent {
  const name = cursor.name('the name of the country set');
  const read = () => {
    const position = cursor.position;
    const code = cursor.value('a country');
    checkCountry(cursor, code, position);
    return code;
  };
  return { kind: 'countries', name, countries: readEntries(cursor, 'countries', read, (code) => code) };
}

/** The same id may stand twice in a list if its times differ: removed and added again. */
function readList(cursor: Cursor, of: ListKind): TopContent {
  const name = cursor.name('the name of the list');
  const read = (): ListEntry => {
    const id = cursor.value('an id');
    return { id, ...cursor.interval(`The entry ${quote(id)}`) };
  };
  const key = ({ id, from, until }: ListEntry) => (from === null && until === null ? id : `${id} ${from} ${until}`);
  return { kind: 'list', of, name, entries: readEntries(cursor, of, read, key) };
}

function readInternalRate(cursor: Cursor): InternalRate {
  const position = cursor.position;
  const pair = cursor.value('a pair of currencies');
  const [, base = '', quoteCurrency = ''] = /^([A-Z]{3})\/([A-Z]{3})$/.exec(pair) ?? [];
  if (base === '')
    cursor.fail(
      'unexpected_text',
      position,
      `${quote(pair)} is no pair of currencies.`,
      'Write: internal rate USD/RUB 60.0000.',
    );
  const rateAt = cursor.position;
  const rate = cursor.decimal('the rate');
  if (rate.digits <= 0n) {
    cursor.problems.error(
      'bad_number',
      rateAt,
      'The rate is not above zero.',
      `Write how many ${quoteCurrency} one ${base} costs.`,
    );
  }
  for (const code of [base, quoteCurrency]) cursor.checkCurrency(code, position);
  return { base, quote: quoteCurrency, rate, ...cursor.interval('The internal rate') };
}

function readNotice(cursor: Cursor): Notice {
  const name = cursor.name('the name of the notice');
  const interval = cursor.interval(`The notice ${name}`);
  cursor.expect('on', `Say where it is shown: on ${surfaces.join(', ')}.`);
  const shownOn = cursor.commaList(() => {
    const position = cursor.position;
    const surface = cursor.name('a place');
    if (!surfaces.includes(surface)) {
      cursor.problems.error('unknown_surface', position, `Nothing is shown on ${quote(surface)}.`, () =>
        suggest(surface, surfaces),
      );
    }
    return surface;
  });
  const concerns = cursor.accept('for') ? cursor.name('a class of products') : null;
  return {
    name,
    ...interval,
    surfaces: [...new Set(shownOn)],
    concerns,
    text: cursor.quoted('the text of the notice'),
  };
}

function readSibling(cursor: Cursor, position: Position): SiblingRates {
  const remedy = 'Write: sibling PROGRAM: rates in REGIME are 50% of those in REGIME within 0.005 points.';
  const program = readCode(cursor);
  cursor.expectSign(':', remedy);
  cursor.expect('rates in', remedy);
  const regime = cursor.name('a regime');
  cursor.expect('are', remedy);
  const percent = cursor.percent('the part of the other rate');
  cursor.expect('of those in', remedy);
  const otherRegime = cursor.name('a regime of the other program');
  cursor.expect('within', remedy);
  const toleranceAt = cursor.position;
  const tolerance = cursor.decimal('the tolerance');
  if (tolerance.digits < 0n)
    cursor.problems.error('bad_number', toleranceAt, 'The tolerance is below zero.', 'Write 0 points or more.');
  cursor.expect('points', remedy);
  return { program, regime, percent, otherRegime, tolerance, position };
}
