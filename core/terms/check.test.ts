import { describe, expect, test } from 'vitest';
import { checkText, type ProblemCode, problemCodes } from './index.ts';
import { minimal } from './testing/minimal.ts';

interface Case {
  readonly name: string;
  readonly code: ProblemCode;
  /** `»` stands where the finding has to point. */
  readonly text: string;
  readonly message: RegExp;
  readonly remedy: RegExp;
  readonly warning?: true;
}

const rule = (text: string, head = '') => minimal('', text, head);
const V2 = (interval: string) => `»version V2 ${interval} as V1\n`;
const regimes = 'countries A { DE FR } countries B { FR }\n';

/** One mistake each, as people make them. */
const cases: readonly Case[] = [
  {
    name: 'a code that cannot stand in an address',
    code: 'unknown_value',
    text: minimal('').replace('demo', '»Demo_Shop'),
    message: /"Demo_Shop" cannot be the code/,
    remedy: /small letters/,
  },
  {
    name: 'a condition of sixty tests',
    code: 'condition_too_long',
    text: rule(
      `rule x: »when ${Array.from({ length: 60 }, (_, n) => `store is S${n}`).join(' or ')} then decline as risk`,
    ),
    message: /more than 50 tests/,
    remedy: /list or set/,
  },
  {
    name: 'a test of three hundred values',
    code: 'condition_too_long',
    text: rule(
      `rule x: when »store is one of ${Array.from({ length: 300 }, (_, n) => `S${n}`).join(', ')} then decline as risk`,
    ),
    message: /more than 250 values/,
    remedy: /"in"/,
  },
  {
    name: 'two internal rates at one time (BAD-70)',
    code: 'conflicting_rules',
    text: minimal('', '', 'internal rate USD/RUB 60 from 2022-01-01\n»internal rate USD/RUB 61 from 2022-02-01\n'),
    message: /USD\/RUB stands here and on line 4/,
    remedy: /until/,
  },
  {
    name: 'a character of no word',
    code: 'bad_character',
    text: rule('»? '),
    message: /"\?" cannot stand here/,
    remedy: /quotes/,
  },
  {
    name: 'an invisible character in a name',
    code: 'bad_character',
    text: rule('confirm on »"a\u202eb"').replace('confirm on "goods received"', ''),
    message: /cannot be seen/,
    remedy: /Type the text anew/,
  },
  {
    name: 'a text without end',
    code: 'unterminated_text',
    text: minimal('').replace('"goods received"', '»"goods received'),
    message: /has no end/,
    remedy: /Close the text/,
  },
  {
    name: 'a misspelt statement',
    code: 'unexpected_text',
    text: rule('»ruel x: decline as risk'),
    message: /found "ruel"/,
    remedy: /Did you mean "rule"\?/,
  },
  {
    name: 'a misspelt outcome',
    code: 'unexpected_text',
    text: rule('rule x: when product is hot then »declin as risk'),
    message: /Expected an outcome/,
    remedy: /Did you mean "decline"\?/,
  },
  {
    name: 'a second percentage',
    code: 'unexpected_text',
    text: rule('rule x: pay 1% plus »2% as PAID_RATE'),
    message: /one percentage/,
    remedy: /one sum/,
  },
  {
    name: 'a version that is not closed',
    code: 'unexpected_text',
    text: `${minimal('until 2022-01-01').replace('}\n', '')}»version V2 from 2022-01-01 as V1`,
    message: /not closed/,
    remedy: /Close the version/,
  },
  {
    name: 'an unknown fact',
    code: 'unknown_word',
    text: rule('rule x: when »sellers country is RU then decline as risk'),
    message: /"sellers" is no fact/,
    remedy: /Possible|Did you mean/,
  },
  {
    name: 'an unknown property',
    code: 'unknown_word',
    text: rule('rule x: when landing is »hot then decline as risk'),
    message: /no property "hot"/,
    remedy: /product, store, redirected/,
  },
  {
    name: 'a missing head',
    code: 'missing_statement',
    text: `»${minimal('').replace('orders in USD\n', '')}`,
    message: /"orders in USD" is missing/,
    remedy: /once/,
  },
  {
    name: 'a missing setting',
    code: 'missing_statement',
    text: minimal('').replace('  round half even\n', '').replace('version', '»version'),
    message: /no statement "round half even"/,
    remedy: /Every version/,
  },
  {
    name: 'a setting said twice',
    code: 'duplicate_statement',
    text: rule('»round down'),
    message: /"round" stands here and on line 7/,
    remedy: /Keep one/,
  },
  {
    name: 'two versions with one id',
    code: 'duplicate_statement',
    text: `${minimal('until 2022-01-01')}»version V1 from 2022-01-01 as V1`,
    message: /"V1"/,
    remedy: /Keep one/,
  },
  {
    name: 'a zone that does not exist',
    code: 'unknown_time_zone',
    text: minimal('').replace('UTC', '»Europe/Moskau'),
    message: /"Europe\/Moskau" is no time zone/,
    remedy: /Europe\/Moscow/,
  },
  {
    name: 'a date before the zone',
    code: 'time_zone_first',
    text: `stores S { A from »2022-01-01 }\n${rule('rule x: when store in S then decline as risk')}`,
    message: /before the time zone/,
    remedy: /directly after "program"/,
  },
  {
    name: 'a day that does not exist',
    code: 'bad_date',
    text: minimal('from »2022-02-30'),
    message: /"2022-02-30" is no date/,
    remedy: /existing date/,
  },
  {
    name: 'a time that clocks show twice',
    code: 'clock_change',
    text: minimal('from »2022-11-06T01:30').replace('UTC', 'America/New_York'),
    message: /2022-11-06T05:30:00\.000Z/,
    remedy: /with its zone/,
    warning: true,
  },
  {
    name: 'a time that clocks never show',
    code: 'clock_change',
    text: minimal('from »2022-03-13T02:30').replace('UTC', 'America/New_York'),
    message: /Clocks in America\/New_York are set/,
    remedy: /with its zone/,
    warning: true,
  },
  {
    name: 'an interval that ends before it begins',
    code: 'empty_interval',
    text: minimal('»from 2022-02-01 until 2022-02-01'),
    message: /Version V1 ends before/,
    remedy: /exclusive/,
  },
  {
    name: 'a number of hundred digits',
    code: 'bad_number',
    text: rule(`cap »${'9'.repeat(100)} USD per order`),
    message: /too long/,
    remedy: /40/,
  },
  {
    name: 'a factor of zero',
    code: 'bad_number',
    text: rule('import hot rate: 1% to 2% at most »0 times the old rate'),
    message: /not above zero/,
    remedy: /1\.60/,
  },
  {
    name: 'a decimal comma',
    code: 'decimal_comma',
    text: rule('rule x: pay »1,15% as PAID_RATE'),
    message: /"1,15" has a decimal comma/,
    remedy: /1\.15/,
  },
  {
    name: 'more than all of the price',
    code: 'percent_range',
    text: rule('rule x: when product is hot then pay »100.01% as PAID_RATE'),
    message: /outside 0% to 100%/,
    remedy: /part of the price/,
  },
  {
    name: 'less than nothing (BAD-112)',
    code: 'percent_range',
    text: rule('rule x: when product is hot then pay »-1% as PAID_RATE'),
    message: /outside 0% to 100%/,
    remedy: /percentage/,
  },
  {
    name: 'a negative cap',
    code: 'negative_amount',
    text: rule('cap »-38.00 USD per order'),
    message: /The cap is negative/,
    remedy: /zero or more/,
  },
  {
    name: 'no time at all',
    code: 'bad_duration',
    text: minimal('').replace('72', '»0'),
    message: /the window is 0/,
    remedy: /from 1/,
  },
  {
    name: 'a misspelt country',
    code: 'unknown_country',
    text: rule('rule x: when click country in X then decline as risk', 'countries X { RU »UK }\n'),
    message: /"UK" is no country/,
    remedy: /ISO 3166/,
  },
  {
    name: 'an old currency',
    code: 'unknown_currency',
    text: rule('cap 38.00 »RUR per order'),
    message: /"RUR" is no currency/,
    remedy: /Did you mean "[A-Z]{3}"/,
  },
  {
    name: 'a reason of nobody',
    code: 'unknown_reason',
    text: rule('rule x: when product is hot then decline as »HIDEN_PRODUCT'),
    message: /"HIDEN_PRODUCT"/,
    remedy: /Did you mean "HIDDEN_PRODUCT"\?/,
  },
  {
    name: 'a place that shows nothing',
    code: 'unknown_surface',
    text: minimal('', '', 'notice n on »feeed "text"\n'),
    message: /"feeed"/,
    remedy: /Did you mean "feed"\?/,
  },
  {
    name: 'a value a fact never has',
    code: 'unknown_value',
    text: rule('rule x: when anonymizer is »maybe then decline as risk'),
    message: /never "maybe"/,
    remedy: /yes, no, unknown/,
  },
  {
    name: 'a list of another name',
    code: 'unknown_name',
    text: rule(
      'rule x: when »store in exclude then decline as risk rule y: when store in excluded then decline as risk',
      'stores excluded { A }\n',
    ),
    message: /no store list "exclude"/,
    remedy: /Did you mean "excluded"\?/,
  },
  {
    name: 'a country set where a store list belongs',
    code: 'unknown_name',
    text: rule(
      'rule x: when »store in A then decline as risk rule y: when click country in A then decline as risk',
      'countries A { RU }\n',
    ),
    message: /no store list "A"/,
    remedy: /Nothing of this kind/,
  },
  {
    name: 'a regime of another name',
    code: 'unknown_name',
    text: rule('regime CIS when delivery country is RU »rule x in SIC: decline as risk'),
    message: /no regime "SIC"/,
    remedy: /Possible: CIS|Did you mean "CIS"/,
  },
  {
    name: 'a version that does not stand above',
    code: 'unknown_name',
    text: `${minimal('until 2022-01-01')}»version V2 from 2022-01-01 as V9`,
    message: /"V9" does not stand above/,
    remedy: /Did you mean "V1"/,
  },
  {
    name: 'removing what is not there',
    code: 'unknown_name',
    text: `${minimal('until 2022-01-01')}version V2 from 2022-01-01 as V1 except { »remove rule al }`,
    message: /no rule al to remove/,
    remedy: /Did you mean "all"/,
  },
  {
    name: 'a category that is not named',
    code: 'unknown_name',
    text: rule('rule x: when »category is tablet then decline as risk', 'categories { tablets "Tablets" }\n'),
    message: /"tablet" is not among/,
    remedy: /Did you mean "tablets"\?/,
    warning: true,
  },
  {
    name: 'a property spelt wrong, which is an id then',
    code: 'unknown_word',
    text: rule('rule x: when product is »hiden then decline as risk'),
    message: /"hiden" is read as an id of "product"/,
    remedy: /Did you mean "product is hidden"\?.*quotes/,
    warning: true,
  },
  {
    name: 'a list nobody uses',
    code: 'unused_name',
    text: minimal('', '', '»stores S { A }\n'),
    message: /Nothing uses "S"/,
    remedy: /Remove it/,
    warning: true,
  },
  {
    name: 'an entry said twice',
    code: 'duplicate_entry',
    text: rule('rule x: when click country in X then decline as risk', 'countries X { RU DE »RU }\n'),
    message: /"RU" stands here and on line 4/,
    remedy: /Remove one/,
  },
  {
    name: 'a category with the same rate twice',
    code: 'duplicate_entry',
    text: rule('rule x: when product is hot then pay by category { a 1% »a 1.0% } otherwise 2% as PAID_RATE'),
    message: /"a" stands here/,
    remedy: /Remove one/,
  },
  {
    name: 'a category with two rates (BAD-70)',
    code: 'conflicting_rules',
    text: rule('rule x: when product is hot then pay by category { a 0.53%\n »a 0.38% } otherwise 2% as PAID_RATE'),
    message: /0\.38% on line 10 and 0\.53% on line 9/,
    remedy: /the one that is meant/,
  },
  {
    name: 'two rules for the same orders (BAD-70)',
    code: 'conflicting_rules',
    text: rule(
      'rule x: when store is A then pay 0.53% as PAID_RATE\n »rule y: when store is A then pay 0.38% as PAID_RATE',
    ),
    message: /"x" \(line 9\) and "y" \(line 10\).*0\.53%.*0\.38%/,
    remedy: /the one that is meant/,
  },
  {
    name: 'two rules of one name',
    code: 'conflicting_rules',
    text: rule('rule x: when store is A then decline as risk\n »rule x: when store is B then decline as risk'),
    message: /"rule x" stands here and on line 9/,
    remedy: /another name/,
  },
  {
    name: 'categories without fallback',
    code: 'fallback_missing',
    text: rule('rule x: when product is hot then pay by category »{ a 1% } as PAID_RATE'),
    message: /not named/,
    remedy: /otherwise unstated/,
  },
  {
    name: 'tiers that begin above zero',
    code: 'fallback_missing',
    text: rule('rule x: when product is hot then pay by volume per month of orders { »from 5: 1% } as PAID_TIER'),
    message: /No tier begins at 0/,
    remedy: /from 0/,
  },
  {
    name: 'tiers out of order',
    code: 'tiers_not_ascending',
    text: rule(
      'rule x: when product is hot then pay by volume per day of amount { from 0: 1% from 20: 2% »from 10: 3% } as PAID_TIER',
    ),
    message: /from 10 follows the tier from 20/,
    remedy: /Order the tiers/,
  },
  {
    name: 'a range backwards',
    code: 'range_reversed',
    text: rule('import hot rate: »2% to 1%'),
    message: /from 2% down to 1%/,
    remedy: /smaller rate first/,
  },
  {
    name: 'orders in a currency that is not converted',
    code: 'conversion_missing',
    text: minimal('').replace('orders in USD', 'orders in USD, EUR').replace('version', '»version'),
    message: /orders come in EUR too/,
    remedy: /at internal rate/,
  },
  {
    name: 'a cap in a currency of nobody',
    code: 'conversion_missing',
    text: rule('»cap 5.00 GBP per order'),
    message: /is in GBP/,
    remedy: /USD/,
  },
  {
    name: 'versions that overlap',
    code: 'versions_overlap',
    text: minimal('until 2022-03-02') + V2('from 2022-03-01'),
    message: /"V1" \(line 4\) and "V2" are both valid from 2022-03-01 00:00/,
    remedy: /until 2022-03-01/,
  },
  {
    name: 'a version without end before another',
    code: 'versions_overlap',
    text: minimal('') + V2('from 2022-03-01'),
    message: /both valid/,
    remedy: /End the earlier/,
  },
  {
    name: 'versions with a gap',
    code: 'versions_gap',
    text: minimal('until 2022-03-01') + V2('from 2022-03-02'),
    message: /No version is valid between/,
    remedy: /begin 2022-03-01 00:00/,
  },
  {
    name: 'regimes that share a country',
    code: 'regimes_overlap',
    text: rule('regime X when delivery country in A »regime Y when delivery country in B', regimes),
    message: /"X" and "Y" both hold FR/,
    remedy: /one regime/,
  },
  {
    name: 'a regime after all others',
    code: 'unreachable_regime',
    text: rule(
      'regime X otherwise »regime Y when delivery country in A rule y in Y: when click country in B then decline as risk',
      regimes,
    ),
    message: /"Y" stands after "X"/,
    remedy: /last regime/,
  },
  {
    name: 'a line nobody decides',
    code: 'rule_gap',
    text: minimal('').replace('rule all:', 'rule all: when product is hot then').replace('version', '»version'),
    message: /may be decided by no rule/,
    remedy: /rule otherwise: unresolved as TERMS_NOT_STATED/,
  },
  {
    name: 'a line nobody decides in one regime',
    code: 'rule_gap',
    text: rule(
      '»regime X when delivery country is DE regime Y otherwise rule none: when delivery country is unknown then decline as risk',
    ).replace('rule all:', 'rule all in Y:'),
    message: /of regime "X" may be decided by no rule/,
    remedy: /rule otherwise in X/,
  },
  {
    name: 'an unknown delivery country',
    code: 'rule_gap',
    text: rule('regime Y otherwise').replace('rule all:', 'rule all in Y:').replace('version', '»version'),
    message: /whose delivery country is unknown/,
    remedy: /rule otherwise:/,
  },
  {
    name: 'a rule behind a wider one',
    code: 'unreachable_rule',
    text: rule(
      'rule x: when store is one of A, B then decline as risk\n »rule y: when store is A and product is hot then pay 1% as PAID_RATE',
    ),
    message: /"y" is never reached: "x" \(line 9\)/,
    remedy: /Move it up/,
  },
  {
    name: 'a rule behind the last one',
    code: 'unreachable_rule',
    text: minimal('').replace('as PAID_RATE', 'as PAID_RATE »rule late: when product is hot then decline as risk'),
    message: /"late" is never reached: "all"/,
    remedy: /Move it up/,
  },
  {
    name: 'a condition that contradicts itself',
    code: 'unreachable_rule',
    text: rule('»rule x: when product is hot and product is not hot then decline as risk'),
    message: /can never hold/,
    remedy: /Correct the condition/,
  },
  {
    name: 'a condition that contradicts its regime',
    code: 'unreachable_rule',
    text: rule('regime X when delivery country is DE »rule x in X: when delivery country is FR then decline as risk'),
    message: /can never hold/,
    remedy: /Correct the condition/,
  },
  {
    name: 'a test on a fact said to be unknown',
    code: 'unreachable_rule',
    text: rule('»rule x: when click country is unknown and geo matches then decline as risk'),
    message: /can never hold/,
    remedy: /Correct/,
  },
];

/** Findings that need a text of another size; each has its test elsewhere. */
const elsewhere: readonly ProblemCode[] = [
  'file_too_large',
  'nesting_too_deep',
  'too_many_rules',
  'too_many_versions',
  'too_many_statements',
  'check_incomplete',
];

function placeOf(marked: string): { readonly line: number; readonly column: number } {
  const before = marked.slice(0, marked.indexOf('»')).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

describe('each mistake is found where it stands, with what to write instead', () => {
  test.each(cases)('$name: $code', ({ code, text, message, remedy, warning }) => {
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
    const shown = new Set<string>([...cases.map(({ code }) => code), ...elsewhere]);
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
