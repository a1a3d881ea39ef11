import { describe, expect, test } from 'vitest';
import { checkSiblings, checkText, diffTerms, parseTerms } from '../index.ts';

const settings = 'clicks last within 30 days reward in USD round half even confirm on "goods received"';

function program(code: string, head: string, versions: string) {
  const text = `program ${code} "${code}"\ntime zone UTC\norders in USD\ncountries A { DE }\n${head}\n${versions}`;
  const { terms, problems } = checkText(text);
  if (terms === null) throw new Error(problems.map(({ message }) => message).join(' '));
  return terms;
}

const version = (
  regime: string,
  rules: string,
  interval = '',
) => `version V${interval.startsWith('from') ? 2 : 1} ${interval} {
  ${settings} regime ${regime} when delivery country not in A regime HOME otherwise
  rule unknown: when delivery country is unknown then unresolved as GEO_UNKNOWN
  rule home in HOME: pay 9% as PAID_RATE
  ${rules}
}
`;
const relation = 'sibling whole: rates in OUT are 50% of those in ALL within 0.005 points';
const partOf = (rules: string, interval = '') => program('part', relation, version('OUT', rules, interval));
const wholeOf = (rules: string, interval = '') => program('whole', '', version('ALL', rules, interval));
const rate = (regime: string, percent: string) => `rule rate in ${regime}: pay ${percent}% as PAID_RATE`;
const messages = (...args: Parameters<typeof checkSiblings>) => checkSiblings(...args).map(({ message }) => message);

describe('a rate is the declared part of its sibling’s, within the tolerance (S-112)', () => {
  test.each([
    ['2.30', '1.15'],
    ['6.92', '3.46'],
    ['5.40', '2.70'],
    ['0.76', '0.38'],
    ['69.20', '34.60'],
    ['2.31', '1.15'],
    ['2.29', '1.15'],
    ['0', '0'],
  ])('%s for %s holds', (whole, part) => {
    const [one, two] = [partOf(rate('OUT', part)), wholeOf(rate('ALL', whole))];
    expect([checkSiblings(one, [two], null), checkSiblings(two, [one], null)]).toEqual([[], []]);
  });

  test.each(['2.32', '2.28', '2.3101'])('%s for 1.15 does not, and both texts are told', (whole) => {
    const [one, two] = [partOf(rate('OUT', '1.15')), wholeOf(rate('ALL', whole))];
    for (const found of [checkSiblings(one, [two], null), checkSiblings(two, [one], null)])
      expect(found).toMatchObject([{ severity: 'warning', code: 'sibling_rates_differ' }]);
  });

  test('the finding names rule, category, both rates and what was expected, at the rate of the checked text', () => {
    const table = (regime: string, tablets: string, rest: string) =>
      `rule kind in ${regime}: pay by category {\n phones ${rest}%\n tablets ${tablets}%\n} otherwise ${rest}% as PAID_RATE`;
    const [one, two] = [partOf(table('OUT', '1.15', '1.00')), wholeOf(table('ALL', '2.32', '2.00'))];
    const message =
      '"rule kind" for "tablets": "part" states "1.15%"; expected "1.16%", 50% of the "2.32%" of "whole".';
    const [first, second] = [checkSiblings(one, [two], null), checkSiblings(two, [one], null)];
    expect([first, second]).toMatchObject([[{ message }], [{ message }]]);
    expect(first[0]?.position).toMatchObject({ line: 12, column: 2 });
    expect(first[0]?.remedy).toContain('"whole"');
    expect(second[0]?.remedy).toContain('"part"');
  });

  test('a category without a row has the rate of all others', () => {
    const one = partOf('rule kind in OUT: pay by category { tablets 1% } otherwise 2% as PAID_RATE');
    expect(
      messages(one, [wholeOf('rule kind in ALL: pay by category { phones 4% } otherwise 4% as PAID_RATE')], null),
    ).toEqual(['"rule kind" for "tablets": "part" states "1.00%"; expected "2.00%", 50% of the "4.00%" of "whole".']);
  });

  test('a rate that one of them alone states is told; what states no rate is not compared', () => {
    const unresolved = 'rule rate: unresolved as TERMS_NOT_STATED';
    const [one, two] = [partOf(rate('OUT', '1.15')), wholeOf(unresolved)];
    const lonely = '"rule rate": "part" states "1.15%", "whole" none to compare it with.';
    expect([messages(one, [two], null), messages(two, [one], null)]).toEqual([[lonely], [lonely]]);
    expect(messages(partOf(unresolved), [two], null)).toEqual([]);
    expect(messages(partOf(unresolved), [wholeOf(rate('ALL', '2.30'))], null)).toEqual([
      '"rule rate": "part" states no rate; expected "1.15%", 50% of the "2.30%" of "whole".',
    ]);
  });

  test('limits of imports follow too', () => {
    const limits = (regime: string, range: string) => `${rate(regime, '0')} import hot rate in ${regime}: ${range}`;
    const one = partOf(limits('OUT', '0.38% to 34.60%'));
    expect(messages(one, [wholeOf(limits('ALL', '0.76% to 69.20%'))], null)).toEqual([]);
    expect(messages(one, [wholeOf(limits('ALL', '0.76% to 70.00%'))], null)).toEqual([
      '"import hot rate" for "to": "part" states "34.60%"; expected "35.00%", 50% of the "70.00%" of "whole".',
    ]);
  });
});

describe('versions are compared where both are valid', () => {
  const [before, after] = ['until 2022-03-01', 'from 2022-03-01'];
  const two = program(
    'whole',
    '',
    version('ALL', rate('ALL', '2.00'), before) + version('ALL', rate('ALL', '3.00'), after),
  );

  test('the same moment, not the same place in the file', () => {
    expect(messages(partOf(rate('OUT', '1.00'), before), [two], null)).toEqual([]);
    expect(messages(partOf(rate('OUT', '1.00'), after), [two], null)).toHaveLength(1);
    expect(messages(partOf(rate('OUT', '1.00')), [two], null)).toHaveLength(1);
  });

  test('what ended is left out', () => {
    const one = partOf(rate('OUT', '1.50'));
    expect(messages(one, [two], null)).toHaveLength(1);
    expect(messages(one, [two], Date.UTC(2022, 2, 1))).toEqual([]);
  });
});

test('programs that no relation names are not compared, nor is a program with itself', () => {
  const one = partOf(rate('OUT', '1.00'));
  const stranger = program('stranger', '', version('ALL', rate('ALL', '9.00')));
  expect(checkSiblings(one, [stranger, one], null)).toEqual([]);
});

test.each([
  ['a regime that is not there', relation.replace('OUT', 'OUTSIDE'), /no regime "OUTSIDE"/],
  ['a tolerance below zero', relation.replace('0.005', '-1'), /below zero/],
  ['a second statement about the same rates', `${relation}\n${relation}`, /stands here and on/],
  ['a missing part', relation.replace(' within 0.005 points', ''), /Expected "within"/],
])('%s is an error', (_, head, message) => {
  expect(() => program('part', head, version('OUT', rate('OUT', '1.00')))).toThrow(message);
});

test('a relation that changes is told', () => {
  const text = (percent: string) =>
    parseTerms(
      `program part "part"\ntime zone UTC\norders in USD\ncountries A { DE }\n${relation.replace('50', percent)}\n${version('OUT', rate('OUT', '1.00'))}`,
    ).terms;
  const [before, after] = [text('50'), text('60')];
  if (before === null || after === null) throw new Error('cannot be read');
  expect(diffTerms(before, after)).toEqual([
    'The relation to the rates of whole (OUT) says "rates in OUT are 60% of those in ALL within 0.005 points" instead of "rates in OUT are 50% of those in ALL within 0.005 points".',
  ]);
});
