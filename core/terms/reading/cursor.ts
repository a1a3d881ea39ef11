import { currencies, isCurrency } from '../../money/currency.ts';
import { type Decimal, parseDecimal, powerOfTen } from '../../money/decimal.ts';
import type { Instant } from '../../time/instant.ts';
import { parseInstant } from '../../time/rfc3339.ts';
import type { Position, StatedAmount } from '../model.ts';
import { NESTING_MAX, type ProblemCode, type Problems, quote, type Remedy, suggest } from '../problem.ts';
import { isClockChange } from './clock-change.ts';
import type { Token } from './lexer.ts';

/**
 * Ends the reading of one statement; caught where the next one is looked for, never outside of the reader. An exception, because the
 * alternative is a check after each of some hundred steps, and forgetting one of them would read on in the wrong place.
 */
export class Unreadable extends Error {}

/** Walks over the tokens and reads single values; everything that is wrong becomes a problem. */
export class Cursor {
  readonly problems: Problems;
  /** The program's zone once its statement was read: dates need it. */
  zone: string | null = null;
  private readonly tokens: readonly Token[];
  private index = 0;
  private nesting = 0;

  constructor(tokens: readonly Token[], problems: Problems) {
    this.tokens = tokens;
    this.problems = problems;
  }

  get token(): Token {
    return this.tokenAt(0);
  }

  get position(): Position {
    return this.token.position;
  }

  get place(): number {
    return this.index;
  }

  tokenAt(offset: number): Token {
    const found = this.tokens[Math.min(this.index + offset, this.tokens.length - 1)];
    if (found === undefined) throw new Error('a file always has an end token');
    return found;
  }

  advance(): Token {
    const token = this.token;
    if (this.index < this.tokens.length - 1) this.index += 1;
    return token;
  }

  /** Comments of the tokens from `start` up to here: the statement they stand in. */
  commentsSince(start: number): string[] {
    return this.tokens.slice(start, this.index).flatMap((token) => [...token.comments, ...token.trailing]);
  }

  isWord(word: string): boolean {
    return this.token.kind === 'word' && this.token.text === word;
  }

  isSign(sign: string): boolean {
    return this.token.kind === 'sign' && this.token.text === sign;
  }

  /** Whether the next tokens are these words, separated by blanks in `phrase`. */
  isPhrase(phrase: string): boolean {
    return phrase.split(' ').every((word, offset) => {
      const token = this.tokenAt(offset);
      return token.kind === 'word' && token.text === word;
    });
  }

  accept(phrase: string): boolean {
    if (!this.isPhrase(phrase)) return false;
    for (let count = phrase.split(' ').length; count > 0; count -= 1) this.advance();
    return true;
  }

  acceptSign(sign: string): boolean {
    if (!this.isSign(sign)) return false;
    this.advance();
    return true;
  }

  expect(phrase: string, remedy: string): void {
    if (!this.accept(phrase)) this.unexpected(quote(phrase), remedy);
  }

  expectSign(sign: string, remedy: string): void {
    if (!this.acceptSign(sign)) this.unexpected(quote(sign), remedy);
  }

  /** A bare word that names something of this file: a rule, a list, a version. */
  name(what: string): string {
    if (this.token.kind === 'word') return this.advance().text;
    return this.unexpected(what, `Write ${what} as one word of letters, digits, "-" or "_".`);
  }

  /** An id of the world outside: a bare word or number, or quoted. */
  value(what: string): string {
    const { kind } = this.token;
    if (kind === 'word' || kind === 'text' || kind === 'number') return this.advance().text;
    return this.unexpected(what, `Write ${what} as a word or in "quotes".`);
  }

  quoted(what: string): string {
    if (this.token.kind === 'text') return this.advance().text;
    return this.unexpected(what, `Write ${what} in "quotes".`);
  }

  /** One value or more, separated by commas. */
  commaList<T>(read: () => T): T[] {
    const list = [read()];
    while (this.acceptSign(',')) list.push(read());
    return list;
  }

  decimal(what: string): Decimal {
    const token = this.token;
    if (token.kind !== 'number')
      return this.unexpected(what, `Write ${what} as digits with a decimal point, for example 12.50.`);
    this.advance();
    this.refuseDecimalComma(token);
    const negative = token.text.startsWith('-');
    const parsed = parseDecimal(negative ? token.text.slice(1) : token.text);
    if (parsed === null) {
      this.problems.error(
        'bad_number',
        token.position,
        `${quote(token.text)} is too long for a number.`,
        'Use at most 40 characters.',
      );
      return { digits: 0n, scale: 0 };
    }
    return negative ? { digits: -parsed.digits, scale: parsed.scale } : parsed;
  }

  percent(what: string): Decimal {
    const position = this.position;
    const value = this.decimal(what);
    this.expectSign('%', `Write ${what} with a percent sign, for example 1.15%.`);
    if (value.digits < 0n || value.digits > 100n * powerOfTen(value.scale)) {
      const message = `${what} lies outside 0% to 100%.`;
      this.problems.error(
        'percent_range',
        position,
        message,
        'A reward is a part of the price: write a percentage from 0% to 100%.',
      );
    }
    return value;
  }

  amount(what: string): StatedAmount {
    const position = this.position;
    const amount = this.decimal(what);
    const currency = this.currency();
    if (amount.digits < 0n) {
      this.problems.error('negative_amount', position, `${what} is negative.`, 'Write an amount of zero or more.');
    }
    return { amount, currency };
  }

  currency(): string {
    const position = this.position;
    const code = this.value('a currency');
    this.checkCurrency(code, position);
    return code;
  }

  checkCurrency(code: string, position: Position): void {
    if (isCurrency(code)) return;
    const message = `${quote(code)} is no currency.`;
    this.problems.error(
      'unknown_currency',
      position,
      message,
      () => `Use a code of ISO 4217. ${suggest(code, currencies())}`,
    );
  }

  wholeNumber(what: string, max: number): number {
    const token = this.token;
    const value = Number(token.text);
    if (token.kind !== 'number' || !/^\d+$/.test(token.text))
      return this.unexpected(what, `Write ${what} as a whole number.`);
    this.advance();
    if (value >= 1 && value <= max) return value;
    this.problems.error(
      'bad_duration',
      token.position,
      `${what} is ${token.text}.`,
      `Write a number from 1 to ${max}.`,
    );
    return 1;
  }

  /** A date or a date with time; without a zone it is wall time of the program. */
  instant(what: string): Instant {
    const token = this.token;
    if (token.kind !== 'date') {
      return this.unexpected(what, `Write ${what} as 2022-03-01, 2022-03-01T12:30:00 or 2022-03-01T09:30:00Z.`);
    }
    this.advance();
    if (this.zone === null) {
      const remedy = 'Write "time zone" with an IANA name directly after "program".';
      this.problems.error(
        'time_zone_first',
        token.position,
        `The date ${token.text} stands before the time zone.`,
        remedy,
      );
    }
    const zone = this.zone ?? 'UTC';
    const parsed = parseInstant(token.text, { assumedZone: zone });
    if (!parsed.ok) {
      const remedy = `Write an existing date, for example 2022-03-01 or 2022-03-01T12:30:00.`;
      this.problems.error('bad_date', token.position, `${quote(token.text)} is no date and time.`, remedy);
      return 0;
    }
    if (parsed.assumedZone !== null && isClockChange(token.text, zone)) {
      const message = `Clocks in ${zone} are set at ${token.text}; this reads as ${new Date(parsed.value).toISOString()}.`;
      this.problems.warning(
        'clock_change',
        token.position,
        message,
        'Write the moment with its zone, as in the message.',
      );
    }
    return parsed.value;
  }

  /** `from … until …`, each optional. */
  interval(what: string): { readonly from: Instant | null; readonly until: Instant | null } {
    const position = this.position;
    const from = this.accept('from') ? this.instant('the start') : null;
    const until = this.accept('until') ? this.instant('the end') : null;
    if (from !== null && until !== null && until <= from) {
      const message = `${what} ends before it begins.`;
      this.problems.error('empty_interval', position, message, 'The end is exclusive and must lie after the start.');
    }
    return { from, until };
  }

  /** Guards recursion: `read` may nest up to a fixed depth. */
  nested<T>(read: () => T): T {
    if (this.nesting >= NESTING_MAX) {
      this.fail(
        'nesting_too_deep',
        this.position,
        `More than ${NESTING_MAX} levels are nested here.`,
        'Split the condition into several rules.',
      );
    }
    this.nesting += 1;
    try {
      return read();
    } finally {
      this.nesting -= 1;
    }
  }

  unexpected(expected: string, remedy: Remedy): never {
    const { kind, text, position } = this.token;
    const found = kind === 'end' ? 'the end of the file' : quote(text);
    return this.fail('unexpected_text', position, `Expected ${expected}, found ${found}.`, remedy);
  }

  fail(code: ProblemCode, position: Position, message: string, remedy: Remedy): never {
    this.problems.error(code, position, message, remedy);
    throw new Unreadable();
  }

  /** `1,15%` would otherwise read as two numbers. */
  private refuseDecimalComma(first: Token): void {
    const [comma, second] = [this.token, this.tokenAt(1)];
    const end = first.position.column + first.text.length;
    const touching = comma.position.column === end && second.position.column === end + 1;
    if (comma.text !== ',' || second.kind !== 'number' || !touching || second.position.line !== first.position.line)
      return;
    const message = `${quote(`${first.text},${second.text}`)} has a decimal comma.`;
    this.fail('decimal_comma', first.position, message, `Write ${first.text}.${second.text} with a point.`);
  }
}
