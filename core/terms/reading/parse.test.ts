import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkText, parseTerms, versionAt } from '../index.ts';
import { FILE_LENGTH_MAX, PROBLEMS_MAX } from '../problem.ts';
import { minimal } from '../testing/minimal.ts';
import { bodyKeywords, conditionWords, outcomeWords, topKeywords } from './vocabulary.ts';

const seed = 20_220_404;

/** The terms of a text that has to be right. */
function termsOf(text: string) {
  const { terms, problems } = parseTerms(text);
  if (terms === null) throw new Error(JSON.stringify(problems));
  return terms;
}

function ruleNames(text: string, version: number): string[] {
  return termsOf(text).versions[version]?.rules.map((rule) => rule.name) ?? [];
}

describe('reading', () => {
  test('a complete version is read as data with positions that count from 1', () => {
    const [version] = termsOf(minimal('from 2022-03-01')).versions;
    expect(version).toMatchObject({
      id: 'V1',
      from: Date.UTC(2022, 2, 1),
      until: null,
      position: { line: 4, column: 1 },
      attribution: { windowMs: 72 * 3_600_000, pick: 'last', coupon: 'ignored' },
      geoMatch: { by: 'country' },
      accrualCurrency: 'USD',
      conversion: 'none',
      rounding: 'half-even',
      confirmation: { event: 'goods received', withinDays: null },
    });
    const [rule] = version?.rules ?? [];
    expect(rule?.position).toEqual({ line: 10, column: 3 });
    expect(rule?.then.position).toEqual({ line: 10, column: 13 });
  });

  test('line breaks mean nothing, and a byte order mark is no text', () => {
    const text = minimal('');
    const flat = text.replaceAll('\n', ' ');
    expect(termsOf(flat).versions[0]?.rules[0]?.then.kind).toBe('pay');
    expect(termsOf(`\ufeff${text}`).versions[0]?.position).toEqual({ line: 4, column: 1 });
    expect(termsOf(text.replaceAll('\n', '\r\n')).versions[0]?.position).toEqual({ line: 4, column: 1 });
  });

  test('"not" binds strongest and "or" weakest', () => {
    const text = minimal(
      '',
      'rule x: when not product is hot and product is virtual or geo differs then decline as risk',
    );
    const when = termsOf(text).versions[0]?.rules[0]?.when;
    expect(when).toMatchObject({
      kind: 'any',
      of: [
        { kind: 'all', of: [{ kind: 'not', of: { fact: 'product-hot' } }, { fact: 'product-virtual' }] },
        { kind: 'not', of: { fact: 'geo-match' } },
      ],
    });
  });

  test('a quoted word is a value where the bare one is a property', () => {
    const text = minimal('', 'rule x: when product is hot or product is "hot" then decline as risk');
    expect(termsOf(text).versions[0]?.rules[0]?.when).toMatchObject({
      of: [
        { kind: 'flag', fact: 'product-hot' },
        { kind: 'word', fact: 'product', values: ['hot'] },
      ],
    });
  });

  test('rates of zero, many decimals and mixed rewards are kept exactly', () => {
    const text = minimal(
      '',
      'rule x: when product is hot then pay 0.125% plus 5.00 USD per order plus 0.10 USD per unit as PAID_RATE',
    );
    expect(termsOf(text).versions[0]?.rules[0]?.then).toMatchObject({
      reward: {
        percent: { kind: 'stated', percent: { digits: 125n, scale: 3 } },
        fixed: [
          { amount: { amount: { digits: 500n, scale: 2 }, currency: 'USD' }, per: 'order' },
          { amount: { amount: { digits: 10n, scale: 2 }, currency: 'USD' }, per: 'unit' },
        ],
      },
    });
  });

  test('dates without a zone are wall time of the program, and the start of an interval is inside', () => {
    const text = `${minimal('until 2022-03-01')}version V2 from 2022-03-01 as V1`.replace('UTC', 'Europe/Moscow');
    const terms = termsOf(text);
    const start = Date.UTC(2022, 1, 28, 21);
    expect(versionAt(terms, start - 1)?.id).toBe('V1');
    expect(versionAt(terms, start)?.id).toBe('V2');
    const bounded = termsOf(minimal('from 2022-03-01 until 2022-04-01'));
    expect(versionAt(bounded, Date.UTC(2022, 3, 1))).toBeNull();
  });
});

describe('as … except', () => {
  const two = (except: string) =>
    `${minimal('until 2022-03-01', 'rule a: when product is hot then decline as risk rule b: when product is virtual then decline as risk')}` +
    `version V2 from 2022-03-01 as V1 except { ${except} }`;

  test('repeats everything that is not said anew', () => {
    const { versions } = termsOf(two('cap 5.00 USD per order'));
    expect(versions[1]).toMatchObject({
      ...versions[0],
      id: 'V2',
      from: Date.UTC(2022, 2, 1),
      until: null,
      position: {},
      caps: [{ per: 'order' }],
    });
    expect(versions[0]?.caps).toEqual([]);
  });

  test.each([
    ['rule a: no reward as VPN_PROXY', ['a', 'b', 'all']],
    ['rule c: when product is hidden then decline as risk', ['a', 'b', 'all', 'c']],
    ['rule c before b: when product is hidden then decline as risk', ['a', 'c', 'b', 'all']],
    ['rule c after b: when product is hidden then decline as risk', ['a', 'b', 'c', 'all']],
    ['rule a after b: when product is hidden then decline as risk', ['b', 'a', 'all']],
    ['remove rule a', ['b', 'all']],
  ])('%s leaves the rules in the order %j', (except, names) => {
    expect(ruleNames(two(except), 1)).toEqual(names);
    expect(ruleNames(two(except), 0)).toEqual(['a', 'b', 'all']);
  });

  test('settings, caps, notes, regimes and import limits are replaced by name and can be removed', () => {
    const head = 'countries A { DE } countries B { FR }';
    const base = `regime X when delivery country in A note N when product is hot cap 9.00 USD per day
      import seller rate in X from sellers in A: 1% to 2%`;
    const text =
      minimal('until 2022-03-01', base, head) +
      `version V2 from 2022-03-01 as V1 except {
         clicks first within 30 days regime X when delivery country in B note N when product is virtual
         cap 8.00 USD per day import seller rate in X from sellers in A: 1% to 3% round down }
       version V3 from 2022-04-01 as V2 except { remove note N remove cap per day remove import seller rate in X from sellers in A remove regime X }`;
    const [, second, third] = termsOf(
      text.replace('as V1', 'as V1').replace('from 2022-03-01 as', 'from 2022-03-01 until 2022-04-01 as'),
    ).versions;
    expect(second).toMatchObject({
      attribution: { pick: 'first', windowMs: 30 * 86_400_000 },
      rounding: 'down',
      regimes: [{ name: 'X', countries: { set: 'B' } }],
      notes: [{ note: 'N', when: { fact: 'product-virtual' } }],
      caps: [{ limit: { amount: { digits: 800n, scale: 2 } } }],
      importLimits: [{ max: { digits: 3n, scale: 0 } }],
    });
    expect(third).toMatchObject({ regimes: [], notes: [], caps: [], importLimits: [] });
  });
});

describe('whatever the text', () => {
  const fragments = [
    ...topKeywords,
    ...bodyKeywords,
    ...conditionWords,
    ...outcomeWords,
    '{',
    '}',
    '(',
    ')',
    ':',
    ',',
    '%',
    '"',
    '"x"',
    '1.15',
    '-3',
    '2022-03-01',
    '#',
    '\n',
    'as',
    'when',
    'then',
    'is',
    'in',
    'V1',
    'RU',
    'USD',
    'PAID_RATE',
    'within',
    'by category',
    'otherwise',
  ];

  test('reading ends, never throws, and says why there are no terms', () => {
    const garbage = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.array(fc.constantFrom(...fragments), { maxLength: 80 }).map((words) => words.join(' ')),
    );
    fc.assert(
      fc.property(garbage, (text) => {
        const { terms, problems } = checkText(text);
        expect(terms !== null || problems.some(({ severity }) => severity === 'error')).toBe(true);
      }),
      { seed, numRuns: 2_000 },
    );
  });

  test('a right text with one piece missing or doubled is read to its end', () => {
    const text = minimal(
      'from 2022-03-01',
      'rule x: when product is hot or not (geo matches) then pay by category { a 1% } otherwise 2% as PAID_RATE',
    );
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(30), fc.boolean(), (at, length, doubled) => {
        const piece = text.slice(at, at + length);
        const broken = doubled
          ? text.slice(0, at) + piece + text.slice(at)
          : text.slice(0, at) + text.slice(at + length);
        const { terms, problems } = checkText(broken);
        expect(terms !== null || problems.length > 0).toBe(true);
        for (const { position } of problems) expect(position.line).toBeLessThanOrEqual(broken.split('\n').length + 1);
      }),
      { seed, numRuns: 2_000 },
    );
  });

  test('thousands of mistakes are cut off, so that the answer stays small', () => {
    const { problems } = checkText(minimal('', '', `countries X { ${'Q1 Q2 Q3 '.repeat(5_000)} }`));
    expect(problems).toHaveLength(PROBLEMS_MAX);
  });

  test('deep nesting, endless files, rules and versions are refused, not attempted', () => {
    const codes = (text: string) => checkText(text).problems.map(({ code }) => code);
    expect(codes(minimal('', `rule x: when ${'('.repeat(5_000)}`))).toContain('nesting_too_deep');
    expect(codes(minimal('', `rule x: when ${'not '.repeat(5_000)} product is hot`))).toContain('nesting_too_deep');
    expect(codes(' '.repeat(FILE_LENGTH_MAX + 1))).toEqual(expect.arrayContaining(['file_too_large']));
    const rules = Array.from(
      { length: 2_001 },
      (_, index) => `rule r${index}: when product is p${index} then decline as risk`,
    );
    expect(codes(minimal('', rules.join('\n')))).toContain('too_many_rules');
    const versions = Array.from({ length: 200 }, (_, index) => `version W${index} from ${2000 + index}-01-01 as V1`);
    expect(codes(`${minimal('')}${versions.join('\n')}`)).toContain('too_many_versions');
    const notes = Array.from({ length: 4_001 }, (_, index) => `note n${index} when product is hot`);
    expect(codes(minimal('', notes.join('\n')))).toContain('too_many_statements');
    const regimes = Array.from({ length: 51 }, (_, index) => `regime r${index} when delivery country in S${index}`);
    expect(codes(minimal('', regimes.join('\n')))).toContain('too_many_statements');
    const many = Array.from(
      { length: 1_900 },
      (_, index) => `rule r${index}: when product is p${index} then decline as risk`,
    );
    expect(codes(`${minimal('', many.join('\n'))}${versions.slice(0, 20).join('\n')}`)).toContain('too_many_rules');
  });

  test('after a mistake the reading goes on at the next statement', () => {
    const text = minimal(
      '',
      'cap ten USD per order\n  geo match by country\n  capp 1 USD per day\n  rule x: when prodct is hot then decline as risk',
      'countrys X { }\n',
    );
    expect(checkText(text).problems.map(({ code, position }) => [code, position.line])).toEqual([
      ['unexpected_text', 4],
      ['unexpected_text', 10],
      ['unexpected_text', 12],
      ['unknown_word', 13],
    ]);
  });
});
