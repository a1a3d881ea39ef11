import { describe, expect, test } from 'vitest';
import { checkText, type ProblemCode, problemCodes } from '../index.ts';
import { minimal } from '../testing/minimal.ts';
import { mistakesOfMeaning } from '../testing/mistakes-of-meaning.ts';
import { mistakesOfWords } from '../testing/mistakes-of-words.ts';

/** One mistake each, as people make them. */
const mistakes = [...mistakesOfWords, ...mistakesOfMeaning];

const rule = (text: string, head = '') => minimal('', text, head);

/** Findings that need a text of another size; each has its test elsewhere. */
const elsewhere: readonly ProblemCode[] = [
  'file_too_large',
  'nesting_too_deep',
  'too_many_rules',
  'too_many_versions',
  'too_many_statements',
  'check_incomplete',
  'sibling_rates_differ',
];

function placeOf(marked: string): { readonly line: number; readonly column: number } {
  const before = marked.slice(0, marked.indexOf('»')).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

describe('each mistake is found where it stands, with what to write instead', () => {
  test.each(mistakes)('$name: $code', ({ code, text, message, remedy, warning }) => {
    const { terms, problems } = checkText(text.replace('»', ''));
    const found = problems.filter((problem) => problem.code === code);
    expect(problems.map((problem) => problem.code)).toContain(code);
    expect(found.map(({ position }) => position)).toContainEqual(placeOf(text));
    const problem = found.find(({ position }) => position.line === placeOf(text).line);
    expect(problem?.message).toMatch(message);
    expect(problem?.remedy).toMatch(remedy);
    expect(problem?.severity).toBe(warning ? 'warning' : 'error');
    expect(terms === null).toBe(!warning);
  });

  test('every kind of finding has its example', () => {
    const shown = new Set<string>([...mistakes.map(({ code }) => code), ...elsewhere]);
    expect([...problemCodes].filter((code) => !shown.has(code))).toEqual([]);
  });
});

describe('what is right is not reported', () => {
  test.each([
    ['the shortest program', minimal('')],
    [
      'regimes that complete each other',
      rule('regime X when delivery country in A regime Y when delivery country not in A', 'countries A { DE }\n'),
    ],
    [
      'a rule that is wider than an earlier one',
      rule('rule x: when store is A then decline as risk rule y: when store is one of A, B then decline as risk'),
    ],
    [
      'the same condition in different regimes',
      rule(
        'regime X when delivery country in A regime Y otherwise rule x in X: when store is S then pay 1% as PAID_RATE rule y in Y: when store is S then pay 2% as PAID_RATE',
        'countries A { DE }\n',
      ),
    ],
    [
      'the opposite of an unknown fact',
      rule(
        'rule x: when product is affiliate then pay 1% as PAID_RATE rule y: when product is not affiliate then decline as risk rule z: when unknown whether product is affiliate then unresolved as TERMS_NOT_STATED',
      ),
    ],
    [
      'a greater amount before a smaller',
      rule(
        'rule x: when order amount is at least 100 USD then pay 3% as PAID_RATE rule y: when order amount is at least 50 USD then pay 2% as PAID_RATE',
      ),
    ],
    [
      'an id that left a list and came back',
      rule('rule x: when store in S then decline as risk', 'stores S { A until 2022-01-01 A from 2022-02-01 }\n'),
    ],
  ])('%s', (_, text) => {
    expect(checkText(text).problems).toEqual([]);
  });

  test('a rule that four versions repeat is reported once', () => {
    const versions = ['2022-01-01', '2022-02-01', '2022-03-01'].map((from, index, all) => {
      const until = all[index + 1] === undefined ? '' : `until ${all[index + 1]}`;
      return `version W${index} from ${from} ${until} as V1\n`;
    });
    const text = minimal('until 2022-01-01', 'rule x: decline as risk') + versions.join('');
    expect(checkText(text).problems.map(({ code }) => code)).toEqual(['unreachable_rule']);
  });

  test('more rules than can be compared are said to be compared in part', () => {
    const many = Array.from(
      { length: 1_990 },
      (_, index) => `rule r${index}: when product is one of p${index}, q${index} then decline as risk`,
    );
    const text = `${minimal('until 2022-01-01', many.join('\n'))}version V2 from 2022-01-01 as V1`;
    expect(checkText(text).problems.map(({ code }) => code)).toEqual(['check_incomplete']);
  });
});
