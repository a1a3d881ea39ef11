import { describe, expect, test } from 'vitest';
import { diffTerms, diffVersions, parseTerms } from './index.ts';
import { minimal } from './testing/minimal.ts';

function termsOf(text: string) {
  const { terms, problems } = parseTerms(text);
  if (terms === null) throw new Error(JSON.stringify(problems));
  return terms;
}

const head = `categories { mobile_phone "Mobile phone" tablets "Tablets" }
countries CIS11 { RU KZ }
`;
const base = `cap 38.00 USD per order
  regime CIS when delivery country in CIS11
  regime NONCIS otherwise
  rule hot: when product is hot then pay hot rate as PAID_HOT
  rule special in CIS: when store is S then pay 1% as PAID_SPECIAL_STORE
  rule tiers in CIS: when product is virtual then pay by volume per month of orders { from 0: 4% from 20: 5% } as PAID_TIER
  rule category in NONCIS: pay by category { mobile_phone 2.30% tablets 1% } otherwise 2.70% as PAID_NONCIS_CATEGORY
  note N when product is hot
  import seller rate in CIS: 0.35% to 33.50%`;

/** What changes in V2 if it repeats V1 except for `except`. */
function sentences(except: string): string[] {
  const text = `${minimal('until 2022-03-01', base, head).replace('UTC', 'Europe/Moscow')}version V2 from 2022-03-01 as V1 except { ${except} }`;
  const terms = termsOf(text);
  const [before, after] = terms.versions;
  if (before === undefined || after === undefined) throw new Error('two versions were written');
  return diffVersions({ terms, version: before }, { terms, version: after });
}

const since = 'From 2022-03-01 00:00 Europe/Moscow';

describe('two versions are told apart in plain sentences', () => {
  test.each([
    ['cap 38.00 USD per order', []],
    [
      'rule category in NONCIS: pay by category { mobile_phone 2.50% tablets 1.00% } otherwise 2.50% as PAID_NONCIS_CATEGORY',
      [
        'the rate of category Mobile phone outside CIS rises from 2.30 % to 2.50 %',
        'the rate of all other categories outside CIS falls from 2.70 % to 2.50 %',
      ],
    ],
    [
      'rule category in NONCIS: pay by category { mobile_phone 2.30% } otherwise 2.70% as PAID_NONCIS_CATEGORY',
      ['the rate of category Tablets outside CIS rises from 1 % to 2.70 %'],
    ],
    [
      'rule category in NONCIS: pay by category { mobile_phone 2.30% tablets 1% } otherwise unstated as PAID_NONCIS_CATEGORY',
      ['the rate of all other categories outside CIS is no longer stated; it was 2.70 %'],
    ],
    [
      'rule special in CIS: when store is S then pay 2% as PAID_SPECIAL_STORE',
      ['the rate of rule special in CIS rises from 1 % to 2 %'],
    ],
    [
      'rule special in CIS: when store is S then pay 1% plus 5.00 USD per order as PAID_SPECIAL_STORE',
      ['rule special in CIS pays 5.00 USD per order in addition'],
    ],
    [
      'rule tiers in CIS: when product is virtual then pay by volume per month of orders { from 0: 4% from 20: 6% } as PAID_TIER',
      ['the rate of the tier from 20 orders in CIS rises from 5 % to 6 %'],
    ],
    [
      'rule special in CIS: when store is T then pay 1% as PAID_SPECIAL_STORE',
      ['rule special in CIS applies when store is T; before, when store is S'],
    ],
    [
      'rule special: when store is S then pay 1% as PAID_SPECIAL_STORE',
      ['rule special applies everywhere instead of in CIS'],
    ],
    [
      'rule special in CIS: when store is S then decline as risk',
      ['rule special in CIS says "decline as risk" instead of "pay 1% as PAID_SPECIAL_STORE"'],
    ],
    ['remove rule hot', ['rule hot is gone; it said: when product is hot then pay hot rate as PAID_HOT']],
    [
      'rule vpn before hot: when anonymizer is yes then no reward as VPN_PROXY',
      ['there is a new rule vpn: when anonymizer is yes then no reward as VPN_PROXY'],
    ],
    [
      'rule hot after category: when product is hot then pay hot rate as PAID_HOT',
      ['rule hot comes directly before rule all'],
    ],
    ['cap 40.00 USD per order', ['the cap per order rises from 38.00 USD to 40.00 USD']],
    [
      'remove cap per order budget 1000 USD',
      ['the cap per order of 38.00 USD is gone', 'the budget is 1000 USD; there was none before'],
    ],
    [
      'clicks first within 30 days',
      ['a click counts for 30 days instead of 72 hours', 'the first click owns an order'],
    ],
    ['coupons before clicks', ['the owner of a coupon owns the order']],
    ['geo match by region CIS11', ['click and delivery have to be both inside or both outside CIS11']],
    ['reward in RUB at internal rate', ['rewards are accrued in RUB instead of USD, at the internal rate']],
    ['reward in USD at internal rate', ["amounts are converted at the program's internal rate"]],
    ['round down', ['amounts are rounded down instead of half-even']],
    [
      'confirm on "stay completed" within 30 days',
      [
        'an order is confirmed on "stay completed" instead of "goods received"',
        'confirmation is expected within 30 days instead of at any time',
      ],
    ],
    [
      'regime CIS when delivery country is KZ',
      ['regime CIS is "when delivery country is KZ" instead of "when delivery country in CIS11"'],
    ],
    ['note N when product is virtual', ['the note N is "product is virtual" instead of "product is hot"']],
    [
      'import seller rate in CIS: 0.35% to 53.60% at most 1.60 times the old rate',
      [
        'the limit of "import seller rate in CIS" is "0.35% to 53.60% at most 1.60 times the old rate" instead of "0.35% to 33.50%"',
      ],
    ],
  ])('%s', (except, expected) => {
    expect(sentences(except)).toEqual(expected.map((change) => `${since} ${change}.`));
  });
});

describe('two files are told apart', () => {
  test('a file does not differ from itself, however it is laid out', () => {
    const text = minimal('', base, head);
    expect(diffTerms(termsOf(text), termsOf(text.replaceAll('\n', ' ')))).toEqual([]);
  });

  test('names, lists, notices, rates and versions', () => {
    const rule = 'rule s: when store in stores-a then decline as risk';
    const before = minimal(
      '',
      rule,
      'stores stores-a { S1 S2 }\nnotice n on feed "old"\ninternal rate USD/RUB 60 from 2022-01-01\n',
    );
    const after = `${minimal(
      'until 2023-01-01',
      rule,
      'stores stores-a { S1 until 2022-05-01 S3 from 2022-06-01 }\nnotice n on feed "new"\ninternal rate USD/RUB 61 from 2022-01-01\n',
    )
      .replace('"Demo"', '"Show"')
      .replace('2.50%', '3.00%')}version V2 from 2023-01-01 as V1 except { cap 5 USD per line }`;
    expect(diffTerms(termsOf(before), termsOf(after))).toEqual([
      'The program is called "Show" instead of "Demo".',
      'S1 stands on the list stores-a until 2022-05-01 00:00 UTC instead of always.',
      'S2 is taken off the list stores-a.',
      'S3 is put on the list stores-a, from 2022-06-01 00:00 UTC.',
      'The internal rate USD/RUB 2022-01-01 says "61" instead of "60".',
      'The notice n says "new (… – …; feed)" instead of "old (… – …; feed)".',
      'Version V1 is valid until 2023-01-01 00:00 UTC instead of always.',
      'In version V1 the rate of rule all rises from 2.50 % to 3.00 %.',
      'Version V2 is new; it is valid from 2023-01-01 00:00 UTC.',
      'From 2023-01-01 00:00 UTC the cap per line is 5 USD; there was none before.',
    ]);
  });
});
