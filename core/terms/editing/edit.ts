import type { BodyStatement, VersionStatement } from '../document.ts';
import type { Outcome, PercentSource } from '../model.ts';
import { printValue } from '../printing/print-rule.ts';
import { keyOf } from '../reading/draft.ts';
import {
  indentAt,
  type PlacedToken,
  readSource,
  replaced,
  spanOf,
  type TermsSource,
  tokensOf,
  versionNamed,
} from './source.ts';

/**
 * Small changes of a text that leave everything else of it as it was written: comments, order, spelling, blanks. What a form does. Each answers
 * the new text, or `null` where what it is about is not in the text or cannot be read.
 */

const INDENT = '  ';

type Versions = readonly VersionStatement[];
type RuleStatement = Extract<BodyStatement, { readonly kind: 'rule' }>;

/** Which figure of a rule's reward is meant. */
export type RateOf =
  | { readonly of: 'stated' }
  | { readonly of: 'category'; readonly category: string }
  | { readonly of: 'otherwise' }
  | { readonly of: 'tier'; readonly index: number };

/**
 * Writes a statement into a version, in the place of the one about the same thing; where the version repeats another and does not say it
 * itself, as an exception of its own.
 */
export function writeStatement(text: string, version: string, statement: string): string | null {
  const key = keyOfText(statement);
  if (key === null) return null;
  const source = readSource(text);
  const found = versionNamed(source, version);
  if (found === null) return null;
  const present = found.body.find((part) => keyOf(part) === key);
  return present === undefined ? addedTo(source, found, statement) : replaced(text, spanOf(source, present), statement);
}

/** Takes a version's own statement away, with the comments on its line; what it repeats from another version then holds again. */
export function eraseStatement(text: string, version: string, statement: string): string | null {
  const key = keyOfText(statement);
  const source = readSource(text);
  const present = versionNamed(source, version)?.body.find((part) => keyOf(part) === key);
  return present === undefined ? null : withoutLines(source, present);
}

/** Changes one rate of a rule. `percent` is a decimal without its sign. */
export function writeRate(text: string, version: string, rule: string, rate: RateOf, percent: string): string | null {
  const own = withOwnRule(text, version, rule);
  if (own === null) return null;
  const source = readSource(own);
  const found = ownRule(source, version, rule);
  const token = found === null ? null : rateToken(tokensOf(source, found), found.rule.then, rate);
  return token === null ? null : replaced(own, token, percent);
}

/** Adds a category to a rule's table of rates. */
export function addCategoryRate(
  text: string,
  version: string,
  rule: string,
  category: string,
  percent: string,
): string | null {
  const own = withOwnRule(text, version, rule);
  if (own === null) return null;
  const source = readSource(own);
  const found = ownRule(source, version, rule);
  const tokens = found === null ? [] : tokensOf(source, found);
  const open = tokens.findIndex((token) => token.kind === 'sign' && token.text === '{');
  const close = tokens.findIndex((token, index) => index > open && token.kind === 'sign' && token.text === '}');
  const last = tokens[close - 1];
  const brace = tokens[close];
  if (open < 0 || last === undefined || brace === undefined) return null;
  const entry = `${printValue(category)} ${percent}%`;
  if (last.position.line === brace.position.line) return replaced(own, { start: last.end, end: last.end }, ` ${entry}`);
  const lineStart = own.lastIndexOf('\n', brace.start) + 1;
  const indent = `${indentAt(own, brace.start)}${INDENT}`;
  return replaced(own, { start: lineStart, end: lineStart }, `${indent}${entry}\n`);
}

/** Removes a category from a rule's table of rates. */
export function eraseCategoryRate(text: string, version: string, rule: string, category: string): string | null {
  const own = withOwnRule(text, version, rule);
  if (own === null) return null;
  const source = readSource(own);
  const found = ownRule(source, version, rule);
  const tokens = found === null ? [] : tokensOf(source, found);
  const number = found === null ? null : rateToken(tokens, found.rule.then, { of: 'category', category });
  const index = number === null ? -1 : tokens.indexOf(number);
  const [word, sign] = [tokens[index - 1], tokens[index + 1]];
  if (word === undefined || sign === undefined) return null;
  const comma = tokens[index + 2]?.text === ',' ? tokens[index + 2] : undefined;
  return withoutBlank(own, word.start, (comma ?? sign).end);
}

/** Moves the beginning or the end of a version; `null` leaves that side open, `undefined` as it is. Times as the language writes them. */
export function writeVersionTimes(
  text: string,
  version: string,
  times: { readonly from?: string | null; readonly until?: string | null },
): string | null {
  const source = readSource(text);
  const found = versionNamed(source, version);
  if (found === null) return null;
  const head = tokensOf(source, found).slice(0, 6);
  const name = head[1];
  if (name === undefined) return null;
  const [from, until] = ['from', 'until'].map((word) => {
    const at = head.findIndex((token, index) => index > 1 && token.kind === 'word' && token.text === word);
    return at < 0 ? undefined : head[at + 1];
  });
  const said = (word: string, token: PlacedToken | undefined, given: string | null | undefined) => {
    const time = given === undefined ? (token?.text ?? null) : given;
    return time === null ? '' : ` ${word} ${time}`;
  };
  const end = Math.max(name.end, from?.end ?? 0, until?.end ?? 0);
  return replaced(
    text,
    { start: name.end, end },
    `${said('from', from, times.from)}${said('until', until, times.until)}`,
  );
}

/** Moves the beginning of a version, and with it the end of the one that ends there. */
export function moveVersion(text: string, id: string, from: string): string | null {
  const { document } = readSource(text);
  const versions = document.statements.filter((each): each is VersionStatement => each.kind === 'version');
  const moved = versions.find((each) => each.id === id);
  if (moved === undefined || moved.from === null) return null;
  const before = versions.find(({ until }) => until === moved.from);
  const begun = writeVersionTimes(text, id, { from });
  return begun === null || before === undefined ? begun : writeVersionTimes(begun, before.id, { until: from });
}

/** Ends the last version at a time, and adds one that begins there and repeats it. */
export function addVersion(text: string, id: string, from: string): string | null {
  const source = readSource(text);
  const versions = source.document.statements.filter((each): each is VersionStatement => each.kind === 'version');
  const last = latest(versions);
  if (last === null || versions.some((each) => each.id === id)) return null;
  const ended = writeVersionTimes(text, last.id, { until: from });
  if (ended === null) return null;
  return `${ended.trimEnd()}\n\nversion ${id} from ${from} as ${last.id} except {\n}\n`;
}

function keyOfText(statement: string): string | null {
  const { document } = readSource(`version X {\n${statement}\n}`);
  const [version] = document.statements;
  const [only, ...more] = version?.kind === 'version' ? version.body : [];
  return only === undefined || more.length > 0 ? null : keyOf(only);
}

function latest(versions: Versions): VersionStatement | null {
  const begin = ({ from }: VersionStatement) => from ?? Number.NEGATIVE_INFINITY;
  return [...versions].sort((a, b) => begin(a) - begin(b) || 0).at(-1) ?? null;
}

/** Before the closing brace; a version that only repeats another gets braces. */
function addedTo(source: TermsSource, version: VersionStatement, statement: string): string | null {
  const tokens = tokensOf(source, version);
  const last = tokens.at(-1);
  if (last === undefined) return null;
  const { text } = source;
  const line = `${INDENT}${statement.replaceAll('\n', `\n${INDENT}`)}\n`;
  if (last.text !== '}') return replaced(text, { start: last.end, end: last.end }, ` except {\n${line}}`);
  const lineStart = text.lastIndexOf('\n', last.start) + 1;
  const isAlone = text.slice(lineStart, last.start).trim() === '';
  return isAlone
    ? replaced(text, { start: lineStart, end: lineStart }, line)
    : replaced(text, { start: last.start, end: last.start }, `\n${line}`);
}

function ownRule(source: TermsSource, version: string, rule: string): RuleStatement | null {
  const body = versionNamed(source, version)?.body ?? [];
  return body.find((part): part is RuleStatement => part.kind === 'rule' && part.rule.name === rule) ?? null;
}

/** With the rule written in the version itself: one that it repeats from another is copied as it stands there. */
function withOwnRule(text: string, version: string, rule: string): string | null {
  const source = readSource(text);
  if (ownRule(source, version, rule) !== null) return text;
  let at = versionNamed(source, version);
  // A text has fewer versions than this; more would be a circle.
  for (let left = source.document.statements.length; at?.base != null && left > 0; left -= 1) {
    const base = at.base;
    const found = ownRule(source, base, rule);
    const target = versionNamed(source, version);
    if (found !== null && target !== null) {
      const { start, end } = spanOf(source, found);
      return addedTo(
        source,
        target,
        outdented(withoutPlace(source, found, text.slice(start, end)), indentAt(text, start)),
      );
    }
    at = versionNamed(source, base);
  }
  return null;
}

/** `rule a before b: …` stands already where it belongs; repeated in a later version it only replaces. */
function withoutPlace(source: TermsSource, statement: RuleStatement, written: string): string {
  if (statement.place === null) return written;
  const tokens = tokensOf(source, statement);
  const at = tokens.findIndex(({ kind, text }) => kind === 'word' && (text === 'before' || text === 'after'));
  const [before, name] = [tokens[at - 1], tokens[at + 1]];
  const first = tokens[0];
  if (before === undefined || name === undefined || first === undefined) return written;
  return written.slice(0, before.end - first.start) + written.slice(name.end - first.start);
}

function outdented(written: string, indent: string): string {
  return written.replaceAll(`\n${indent}`, '\n');
}

function rateToken(tokens: readonly PlacedToken[], then: Outcome, rate: RateOf): PlacedToken | null {
  if (then.kind !== 'pay' || then.reward.percent === null) return null;
  const percent = then.reward.percent;
  if (rate.of === 'stated')
    return percent.kind === 'stated' ? numberBeforePercent(tokens, wordAt(tokens, 'pay')) : null;
  if (rate.of === 'otherwise') {
    const isTable = percent.kind === 'by-category' && percent.otherwise !== null;
    return isTable ? numberBeforePercent(tokens, wordAt(tokens, 'otherwise')) : null;
  }
  const place = placeOf(percent, rate);
  if (place === undefined) return null;
  const start = tokens.findIndex(({ position }) => position.line === place.line && position.column === place.column);
  return start < 0 ? null : numberBeforePercent(tokens, start);
}

function placeOf(percent: PercentSource, rate: RateOf) {
  if (rate.of === 'category' && percent.kind === 'by-category')
    return percent.rates.find(({ category }) => category === rate.category)?.position;
  return rate.of === 'tier' && percent.kind === 'by-volume' ? percent.tiers[rate.index]?.position : undefined;
}

function wordAt(tokens: readonly PlacedToken[], word: string): number {
  return tokens.findIndex(({ kind, text }) => kind === 'word' && text === word);
}

/** The first number from there on that a percent sign follows; the word of a category may be a number itself. */
function numberBeforePercent(tokens: readonly PlacedToken[], start: number): PlacedToken | null {
  if (start < 0) return null;
  for (let index = start; index + 1 < tokens.length; index += 1) {
    const token = tokens[index];
    if (token?.kind === 'number' && tokens[index + 1]?.text === '%') return token;
  }
  return null;
}

/** With the line, where nothing else stands on it. */
function withoutBlank(text: string, start: number, end: number): string {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const lineEnd = text.indexOf('\n', end);
  const isAlone = text.slice(lineStart, start).trim() === '' && lineEnd >= 0 && text.slice(end, lineEnd).trim() === '';
  if (isAlone) return text.slice(0, lineStart) + text.slice(lineEnd + 1);
  return `${text.slice(0, start).trimEnd()} ${text.slice(end).trimStart()}`;
}

function withoutLines(source: TermsSource, statement: BodyStatement): string {
  const { start, end } = spanOf(source, statement);
  const { text } = source;
  const lineEnd = text.indexOf('\n', end);
  const behind = lineEnd < 0 ? '' : text.slice(end, lineEnd).trim();
  return behind.startsWith('#') && text.slice(text.lastIndexOf('\n', start - 1) + 1, start).trim() === ''
    ? withoutBlank(text, start, lineEnd)
    : withoutBlank(text, start, end);
}
