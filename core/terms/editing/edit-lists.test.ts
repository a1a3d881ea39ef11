import { describe, expect, test } from 'vitest';
import { checkText, type ListedRow, planListChange } from '../index.ts';

const TEXT = `program corner-shop "The Corner Shop"
time zone Europe/Berlin
orders in EUR
# Made with the sellers.
stores special {
  S-1
  S-2 from 2022-01-01, "store no. 3" # kept
  S-4 until 2022-05-01
}
stores excluded { S-17 } # by hand

version V1 {
  clicks last within 30 days
  reward in EUR
  round half even
  confirm on "goods received" within 60 days
  rule special: when store in special then no reward as EXCLUDED_STORE
  rule excluded: when store in excluded then no reward as EXCLUDED_STORE
  rule rest: pay 3.00% as PAID_RATE
}
`;

const row = (line: number, id: string, from: string | null = null, until: string | null = null): ListedRow => ({
  line,
  id,
  from,
  until,
});

const KEEP = { from: '2022-07-01', missing: 'keep' } as const;

describe('a file with a list (S-055, S-056, S-059)', () => {
  test('the text of these tests is right', () => {
    expect(checkText(TEXT).problems).toEqual([]);
  });

  test('adds what is not there from its own time or the given one, and tells what is there already', () => {
    const rows = [row(1, 'S-1'), row(2, 'S-9'), row(3, 'odd id', '2022-08-01', '2022-09-01'), row(4, 'until')];
    const change = planListChange(TEXT, 'special', rows, KEEP);
    expect(change).toMatchObject({ added: ['S-9', 'odd id', 'until'], ended: [], present: 1, refused: [] });
    const lines = '  S-9 from 2022-07-01\n  "odd id" from 2022-08-01 until 2022-09-01\n  "until" from 2022-07-01\n}\n';
    expect(change?.text).toBe(TEXT.replace('  S-4 until 2022-05-01\n}\n', `  S-4 until 2022-05-01\n${lines}`));
    expect(checkText(change?.text ?? '').problems).toEqual([]);
  });

  test('ends what it does not name, and leaves ended entries and comments alone', () => {
    const change = planListChange(TEXT, 'special', [row(1, 'S-2'), row(2, 'S-5')], {
      from: '2022-07-01',
      missing: 'end',
    });
    expect(change).toMatchObject({ added: ['S-5'], ended: ['S-1', 'store no. 3'], present: 1 });
    expect(change?.text).toContain('  S-1 until 2022-07-01\n');
    expect(change?.text).toContain('  S-2 from 2022-01-01, "store no. 3" until 2022-07-01 # kept\n');
    expect(change?.text).toContain('  S-4 until 2022-05-01\n  S-5 from 2022-07-01\n}');
    expect(checkText(change?.text ?? '').problems).toEqual([]);
  });

  test('an entry that ended may come back', () => {
    const change = planListChange(TEXT, 'special', [row(1, 'S-4')], KEEP);
    expect(change?.added).toEqual(['S-4']);
    expect(checkText(change?.text ?? '').problems).toEqual([]);
  });

  test('a list on one line stays so for a few, and gets lines for many', () => {
    expect(planListChange(TEXT, 'excluded', [row(1, 'S-18')], KEEP)?.text).toContain(
      'stores excluded { S-17 S-18 from 2022-07-01 } # by hand',
    );
    const many = Array.from({ length: 6 }, (_, index) => row(index + 1, `N${index}`));
    const text = planListChange(TEXT, 'excluded', many, { from: null, missing: 'keep' })?.text ?? '';
    expect(text).toContain('stores excluded { S-17\n  N0\n  N1\n  N2\n  N3\n  N4\n  N5\n} # by hand');
    expect(checkText(text).problems).toEqual([]);
  });

  test('says of each row that changes nothing why', () => {
    const rows = [
      row(1, ''),
      row(2, 'x'.repeat(101)),
      row(3, 'two\nlines'),
      row(4, 'S-7', 'tomorrow'),
      row(5, 'S-8'),
      row(6, 'S-8'),
      row(7, 'S-2', '2022-02-01'),
      row(8, 'S-1', null, '2022-08-01'),
    ];
    const change = planListChange(TEXT, 'special', rows, KEEP);
    expect(change?.refused.map(({ line, fault }) => [line, fault])).toEqual([
      [1, 'id_missing'],
      [2, 'id_unusable'],
      [3, 'id_unusable'],
      [4, 'time_unreadable'],
      [6, 'repeated'],
      [7, 'other_beginning'],
      [8, 'other_beginning'],
    ]);
    expect(change?.added).toEqual(['S-8']);
  });

  test('is nothing for a list that is not there or a text that cannot be read', () => {
    expect(planListChange(TEXT, 'nowhere', [row(1, 'S-1')], KEEP)).toBeNull();
    expect(planListChange('stores special { S-1', 'special', [row(1, 'S-1')], KEEP)).toBeNull();
  });
});
