import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  addCategoryRate,
  addListEntry,
  addVersion,
  checkText,
  endListEntry,
  eraseCategoryRate,
  eraseStatement,
  moveVersion,
  parseTerms,
  writeRate,
  writeStatement,
  writeVersionTimes,
} from '../index.ts';

const RC = readFileSync(new URL('../../../programs/aliexpress-ru-cis-new.terms', import.meta.url), 'utf8');

const SMALL = `# Kept.
program corner-shop "The Corner Shop"
time zone Europe/Berlin # where the shop is
orders in EUR
stores excluded { S-17 S-18 from 2022-06-01 } # by hand

version V1 until 2022-07-01 {
  clicks last within 30 days # long
  reward in EUR
  round half even
  cap 40.00 EUR per order
  confirm on "goods received" within 60 days
  rule virtual: when product is virtual then no reward as VIRTUAL_PRODUCT
  # The table.
  rule table: when product is hot then pay by category {
    tablets 1.15%
    "mobile phone" 2% # new
  } otherwise 3.00% as PAID_RATE
  rule tiers: when customer is new then pay by volume per month of orders { from 0: 4% from 20: 5% } plus 1.00 EUR per unit as PAID_TIER
  rule rest: pay 3.00% as PAID_RATE
}

version V2 from 2022-07-01 as V1
`;

/** The lines of which two texts differ, in order: `-` gone, `+` new. */
function difference(before: string, after: string | null): string[] {
  if (after === null) throw new Error('the edit was refused');
  const [old, now] = [before.split('\n'), after.split('\n')];
  return [
    ...old.filter((line) => !now.includes(line)).map((line) => `-${line}`),
    ...now.filter((line) => !old.includes(line)).map((line) => `+${line}`),
  ];
}

function checked(text: string | null): string {
  expect(checkText(text ?? '').problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  return text ?? '';
}

describe('an edit changes what it is about and leaves every other character', () => {
  test.each<[string, string | null, string[]]>([
    [
      'a stated rate',
      writeRate(SMALL, 'V1', 'rest', { of: 'stated' }, '3.50'),
      ['-  rule rest: pay 3.00% as PAID_RATE', '+  rule rest: pay 3.50% as PAID_RATE'],
    ],
    [
      'the rate of a category',
      writeRate(SMALL, 'V1', 'table', { of: 'category', category: 'mobile phone' }, '2.25'),
      ['-    "mobile phone" 2% # new', '+    "mobile phone" 2.25% # new'],
    ],
    [
      'the rate of all others',
      writeRate(SMALL, 'V1', 'table', { of: 'otherwise' }, '2'),
      ['-  } otherwise 3.00% as PAID_RATE', '+  } otherwise 2% as PAID_RATE'],
    ],
    [
      'a cap',
      writeStatement(SMALL, 'V1', 'cap 38.00 EUR per order'),
      ['-  cap 40.00 EUR per order', '+  cap 38.00 EUR per order'],
    ],
    [
      'a setting with a comment behind it',
      writeStatement(SMALL, 'V1', 'clicks first within 72 hours'),
      ['-  clicks last within 30 days # long', '+  clicks first within 72 hours # long'],
    ],
    [
      'a statement that was not there',
      writeStatement(SMALL, 'V1', 'cap 500.00 EUR per month'),
      ['+  cap 500.00 EUR per month'],
    ],
    ['a category more', addCategoryRate(SMALL, 'V1', 'table', 'books', '5'), ['+    books 5%']],
    ['a category less', eraseCategoryRate(SMALL, 'V1', 'table', 'tablets'), ['-    tablets 1.15%']],
    ['a cap less', eraseStatement(SMALL, 'V1', 'cap 1.00 EUR per order'), ['-  cap 40.00 EUR per order']],
    [
      'an entry more',
      addListEntry(SMALL, 'excluded', 'S-19'),
      [
        '-stores excluded { S-17 S-18 from 2022-06-01 } # by hand',
        '+stores excluded { S-17 S-18 from 2022-06-01 S-19 } # by hand',
      ],
    ],
    [
      'the end of an entry',
      endListEntry(SMALL, 'excluded', 'S-18', '2022-08-01'),
      [
        '-stores excluded { S-17 S-18 from 2022-06-01 } # by hand',
        '+stores excluded { S-17 S-18 from 2022-06-01 until 2022-08-01 } # by hand',
      ],
    ],
  ])('%s', (_what, edited, lines) => {
    expect(difference(SMALL, edited)).toEqual(lines);
    checked(edited);
  });

  test('a tier', () => {
    const edited = writeRate(SMALL, 'V1', 'tiers', { of: 'tier', index: 1 }, '5.5');
    expect(difference(SMALL, edited)[1]).toContain('{ from 0: 4% from 20: 5.5% } plus 1.00 EUR');
  });

  test('with Windows line ends and a byte order mark too', () => {
    const windows = `\ufeff${SMALL.replaceAll('\n', '\r\n')}`;
    const edited = writeRate(windows, 'V1', 'rest', { of: 'stated' }, '3.50');
    expect(edited).toBe(windows.replace('rule rest: pay 3.00%', 'rule rest: pay 3.50%'));
  });

  test('what is not there is not changed', () => {
    expect(writeRate(SMALL, 'V9', 'rest', { of: 'stated' }, '1')).toBeNull();
    expect(writeRate(SMALL, 'V1', 'nowhere', { of: 'stated' }, '1')).toBeNull();
    expect(writeRate(SMALL, 'V1', 'virtual', { of: 'stated' }, '1')).toBeNull();
    expect(writeRate(SMALL, 'V1', 'table', { of: 'category', category: 'cars' }, '1')).toBeNull();
    expect(writeStatement(SMALL, 'V1', 'no statement')).toBeNull();
    expect(writeStatement(SMALL, 'V1', 'cap 1.00 EUR per order cap 2.00 EUR per line')).toBeNull();
    expect(endListEntry(SMALL, 'excluded', 'S-99', '2022-08-01')).toBeNull();
    expect(addVersion(SMALL, 'V1', '2023-01-01')).toBeNull();
  });
});

describe('a version that repeats another', () => {
  test('gets its own copy of a rule whose rate it changes; the other stays', () => {
    const edited = checked(writeRate(SMALL, 'V2', 'table', { of: 'category', category: 'tablets' }, '1.50'));
    expect(edited.startsWith(SMALL.slice(0, SMALL.indexOf('version V2')))).toBe(true);
    expect(edited).toContain(`version V2 from 2022-07-01 as V1 except {
  rule table: when product is hot then pay by category {
    tablets 1.50%
    "mobile phone" 2% # new
  } otherwise 3.00% as PAID_RATE
}`);
    const again = checked(writeRate(edited, 'V2', 'table', { of: 'otherwise' }, '4'));
    expect(difference(edited, again)).toEqual(['+  } otherwise 4% as PAID_RATE']);
  });

  test('gets its own setting, which can be taken back', () => {
    const edited = checked(writeStatement(SMALL, 'V2', 'cap 50.00 EUR per order'));
    expect(parseTerms(edited).terms?.versions.map(({ caps }) => caps[0]?.limit.amount.digits)).toEqual([4000n, 5000n]);
    expect(checked(eraseStatement(edited, 'V2', 'cap 1.00 EUR per order'))).not.toContain('50.00');
  });

  test('a rule that was placed before another is copied without its place', () => {
    const placed = checked(
      writeStatement(SMALL, 'V2', 'rule gift before rest: when product is "G1" then pay 1% as PAID_RATE'),
    );
    const third = checked(addVersion(placed, 'V3', '2023-01-01'));
    const edited = checked(writeRate(third, 'V3', 'gift', { of: 'stated' }, '2'));
    expect(edited).toContain(
      'version V3 from 2023-01-01 as V2 except {\n  rule gift: when product is "G1" then pay 2% as PAID_RATE\n}',
    );
  });
});

describe('versions', () => {
  test('a new one begins where the last ends, and says the same until something is written into it', () => {
    const edited = checked(addVersion(RC, 'R4', '2022-12-01'));
    expect(edited).toContain('version R3 from 2022-08-16 until 2022-12-01 as R2 except {');
    const { terms } = parseTerms(edited);
    const [r3, r4] = terms?.versions.slice(-2) ?? [];
    expect([r3?.until, r4?.from, r4?.until]).toEqual([r4?.from, r3?.until, null]);
    expect(r4?.rules.length).toBe(r3?.rules.length);
    const paid = checked(writeRate(edited, 'R4', 'category', { of: 'category', category: 'tablets' }, '1.30'));
    expect(paid).toContain('    tablets 1.30%\n');
    expect(paid.slice(0, paid.indexOf('version R4'))).toBe(edited.slice(0, edited.indexOf('version R4')));
  });

  test('one is moved with the end of the one before it', () => {
    expect(difference(SMALL, moveVersion(SMALL, 'V2', '2022-09-01'))).toEqual([
      '-version V1 until 2022-07-01 {',
      '-version V2 from 2022-07-01 as V1',
      '+version V1 until 2022-09-01 {',
      '+version V2 from 2022-09-01 as V1',
    ]);
    expect(moveVersion(SMALL, 'V1', '2022-01-01')).toBeNull();
    expect(moveVersion(SMALL, 'V9', '2022-01-01')).toBeNull();
  });

  test('their times are moved, opened and closed', () => {
    expect(difference(SMALL, writeVersionTimes(SMALL, 'V2', { until: '2023-01-01T12:00' }))).toEqual([
      '-version V2 from 2022-07-01 as V1',
      '+version V2 from 2022-07-01 until 2023-01-01T12:00 as V1',
    ]);
    expect(difference(SMALL, writeVersionTimes(SMALL, 'V1', { until: null, from: '2022-01-01' }))).toEqual([
      '-version V1 until 2022-07-01 {',
      '+version V1 from 2022-01-01 {',
    ]);
  });
});

test('each rate of the shipped programs is found, and writing it as it is changes nothing', () => {
  for (const name of ['aliexpress-ru-cis-new', 'aliexpress-ww', 'hotel-nights', 'leads-bank', 'shop-loyal']) {
    const text = readFileSync(new URL(`../../../programs/${name}.terms`, import.meta.url), 'utf8');
    const first = parseTerms(text).terms?.versions[0];
    for (const { name: rule, then } of first?.rules ?? []) {
      const percent = then.kind === 'pay' ? then.reward.percent : null;
      if (percent?.kind !== 'stated') continue;
      const written = new RegExp(`rule ${rule}\\b[^%]*?([0-9.]+)%`).exec(text)?.[1] ?? '';
      expect(writeRate(text, first?.id ?? '', rule, { of: 'stated' }, written)).toBe(text);
    }
  }
});
