import { countryCodes, isCountry } from '../../countries/index.ts';
import type { Condition, Position, Test, WordFact } from '../model.ts';
import { CONDITION_TESTS_MAX, nearest, quote, suggest, VALUES_MAX } from '../problem.ts';
import type { Cursor } from './cursor.ts';
import { amountSubjects, conditionWords, type Subject, subjects } from './vocabulary.ts';

const always: Condition = { kind: 'always' };

/** `when …`, or nothing, which is always true. */
export function readWhen(cursor: Cursor): Condition {
  const { position } = cursor;
  if (!cursor.accept('when')) return always;
  const condition = readCondition(cursor);
  if (testCount(condition) > CONDITION_TESTS_MAX) {
    const message = `The condition has more than ${CONDITION_TESTS_MAX} tests.`;
    cursor.problems.error('condition_too_long', position, message, 'Use a list or set, or write several rules.');
  }
  return condition;
}

function testCount(condition: Condition): number {
  switch (condition.kind) {
    case 'not':
      return testCount(condition.of);
    case 'all':
    case 'any':
      return condition.of.reduce((sum, part) => sum + testCount(part), 0);
    default:
      return 1;
  }
}

/** `or` binds weakest, then `and`, then `not`. */
export function readCondition(cursor: Cursor): Condition {
  return cursor.nested(() => {
    const of = [readAll(cursor)];
    while (cursor.accept('or')) of.push(readAll(cursor));
    return joined('any', of);
  });
}

function readAll(cursor: Cursor): Condition {
  const of = [readFactor(cursor)];
  while (cursor.accept('and')) of.push(readFactor(cursor));
  return joined('all', of);
}

function joined(kind: 'all' | 'any', of: readonly Condition[]): Condition {
  const [only] = of;
  if (of.length === 1 && only !== undefined) return only;
  // `(a and b) and c` says nothing else than `a and b and c`; flat, both print alike.
  return { kind, of: of.flatMap((part) => (part.kind === kind ? part.of : [part])) };
}

function readFactor(cursor: Cursor): Condition {
  if (cursor.accept('not')) return cursor.nested(() => negated(readFactor(cursor)));
  if (!cursor.acceptSign('(')) return readTest(cursor);
  const inner = readCondition(cursor);
  cursor.expectSign(')', 'Close the parenthesis.');
  return inner;
}

/** Two negations cancel out, in three values too. */
export function negated(condition: Condition): Condition {
  return condition.kind === 'not' ? condition.of : { kind: 'not', of: condition };
}

function readTest(cursor: Cursor): Condition {
  const position = cursor.position;
  if (cursor.accept('always')) return always;
  if (cursor.accept('geo matches')) return { kind: 'flag', fact: 'geo-match', position };
  if (cursor.accept('geo differs')) return negated({ kind: 'flag', fact: 'geo-match', position });
  if (cursor.accept('unknown whether')) return readUnknownWhether(cursor, position);
  for (const [phrase, fact] of Object.entries(amountSubjects)) {
    if (cursor.accept(phrase)) return readAmountTest(cursor, fact, position);
  }
  const subject = readSubject(cursor);
  if (cursor.accept('in')) return readMember(cursor, subject, position);
  if (cursor.accept('not in')) return negated(readMember(cursor, subject, position));
  cursor.expect('is', `Ask about ${quote(subject.phrase)} with "is", "is not", "in" or "not in".`);
  return readIs(cursor, subject, position);
}

function readSubject(cursor: Cursor): Subject {
  const subject = subjects.find(({ phrase }) => cursor.isPhrase(phrase));
  if (subject === undefined) {
    const token = cursor.token;
    if (token.kind !== 'word')
      return cursor.unexpected('a condition', 'Write a fact and what is asked of it: product is hot.');
    const remedy = () => suggest(token.text, conditionWords);
    return cursor.fail(
      'unknown_word',
      token.position,
      `${quote(token.text)} is no fact that can be asked about.`,
      remedy,
    );
  }
  cursor.accept(subject.phrase);
  return subject;
}

function readUnknownWhether(cursor: Cursor, position: Position): Condition {
  if (cursor.accept('geo matches')) return { kind: 'unknown', fact: 'geo-match', position };
  const subject = readSubject(cursor);
  cursor.expect('is', 'Write what may be unknown: unknown whether product is affiliate.');
  const adjective = cursor.name('a property');
  const fact = Object.hasOwn(subject.flags, adjective) ? subject.flags[adjective] : undefined;
  if (fact !== undefined) return { kind: 'unknown', fact, position };
  return unknownProperty(cursor, subject, adjective, position);
}

function unknownProperty(cursor: Cursor, subject: Subject, adjective: string, position: Position): never {
  const message = `${quote(subject.phrase)} has no property ${quote(adjective)}.`;
  return cursor.fail('unknown_word', position, message, () => suggest(adjective, Object.keys(subject.flags)));
}

function readAmountTest(cursor: Cursor, fact: 'line-amount' | 'order-amount', position: Position): Condition {
  if (cursor.accept('is below'))
    return negated({ kind: 'at-least', fact, limit: cursor.amount('the limit'), position });
  cursor.expect('is at least', 'Compare an amount with "is at least 100.00 USD" or "is below 100.00 USD".');
  return { kind: 'at-least', fact, limit: cursor.amount('the limit'), position };
}

function readMember(cursor: Cursor, subject: Subject, position: Position): Test {
  if (subject.listed === null) {
    const listed = subjects.filter((one) => one.listed !== null).map((one) => one.phrase);
    const remedy = `In lists and sets stand: ${listed.join(', ')}.`;
    return cursor.fail('unexpected_text', position, `${quote(subject.phrase)} cannot stand in a list.`, remedy);
  }
  return { kind: 'member', fact: subject.listed, list: cursor.name('the name of a list'), position };
}

function readIs(cursor: Cursor, subject: Subject, position: Position): Condition {
  const turn = cursor.accept('not') ? negated : (condition: Condition) => condition;
  const { word } = subject;
  const adjective = cursor.token.kind === 'word' ? cursor.token.text : null;
  const flag = adjective !== null && Object.hasOwn(subject.flags, adjective) ? subject.flags[adjective] : undefined;
  if (flag !== undefined) {
    cursor.advance();
    return turn({ kind: 'flag', fact: flag, position });
  }
  if (cursor.isWord('unknown') && 'known' in subject.flags) {
    cursor.advance();
    return turn(negated({ kind: 'flag', fact: subject.flags['known'] ?? 'seller-rate-known', position }));
  }
  if (word === null) {
    const found = adjective ?? cursor.token.text;
    return unknownProperty(cursor, subject, found, cursor.position);
  }
  if (cursor.accept('unknown')) return turn({ kind: 'unknown', fact: word, position });
  if (cursor.accept('known')) return turn(negated({ kind: 'unknown', fact: word, position }));
  return turn(readWordTest(cursor, subject, word, position));
}

function readWordTest(cursor: Cursor, subject: Subject, fact: WordFact, position: Position): Test {
  const read = () => readValue(cursor, subject);
  const values = [...new Set(cursor.accept('one of') ? cursor.commaList(read) : [read()])];
  if (values.length > VALUES_MAX) {
    const message = `The test has more than ${VALUES_MAX} values.`;
    cursor.problems.error('condition_too_long', position, message, 'Put them into a list or set and ask with "in".');
  }
  return { kind: 'word', fact, values, position };
}

function readValue(cursor: Cursor, subject: Subject): string {
  const position = cursor.position;
  if (cursor.token.kind === 'word') warnOfSlip(cursor, subject, cursor.token.text);
  const value = cursor.value(`a value of ${quote(subject.phrase)}`);
  if (subject.values === 'country') checkCountry(cursor, value, position);
  else if (Array.isArray(subject.values) && !subject.values.includes(value)) {
    const message = `${quote(subject.phrase)} is never ${quote(value)}.`;
    cursor.problems.error('unknown_value', position, message, () =>
      suggest(value, [...(subject.values ?? []), 'unknown']),
    );
  }
  return value;
}

/** `product is hiden` asks for the product of that id and never hits, so an id that looks like a property has to be quoted. */
function warnOfSlip(cursor: Cursor, subject: Subject, word: string): void {
  const property = nearest(word, Object.keys(subject.flags));
  if (property === null) return;
  const message = `${quote(word)} is read as an id of ${quote(subject.phrase)}, not as a property.`;
  const remedy = `Did you mean "${subject.phrase} is ${property}"? Put an id that looks like a property into quotes.`;
  cursor.problems.warning('unknown_word', cursor.position, message, remedy);
}

/** Reports a code that is no country. */
export function checkCountry(cursor: Cursor, code: string, position: Position): void {
  if (isCountry(code)) return;
  const message = `${quote(code)} is no country.`;
  cursor.problems.error(
    'unknown_country',
    position,
    message,
    () => `Use an ISO 3166 code of two capitals. ${suggest(code, countryCodes)}`,
  );
}
