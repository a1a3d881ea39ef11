import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseTerms, printDocument, printTerms, printVersion, readDocument } from '../index.ts';
import { anyDocument, withoutPositions } from '../testing/arbitrary-document.ts';
import { minimal } from '../testing/minimal.ts';

const seed = 20_220_301;

describe('printing', () => {
  test('what is printed reads back as the same statements, comments included', () => {
    fc.assert(
      fc.property(anyDocument, (document) => {
        const { document: again, problems } = readDocument(printDocument(document));
        expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
        expect(withoutPositions(again)).toEqual(withoutPositions(document));
      }),
      { seed, numRuns: 300 },
    );
  });

  test('printing what was printed changes nothing', () => {
    fc.assert(
      fc.property(anyDocument, (document) => {
        const once = printDocument(document);
        expect(printDocument(readDocument(once).document)).toBe(once);
      }),
      { seed, numRuns: 300 },
    );
  });

  test('a comment inside or behind a statement moves in front of it and is not lost', () => {
    const text = minimal('')
      .replace('reward in USD', '# why\n  reward # where\n  in USD # how')
      .replace('}', '# end\n}');
    const printed = printDocument(readDocument(text).document);
    expect(printed).toContain('  # why\n  # where\n  # how\n  reward in USD\n');
    expect(printed).toContain('  # end\n}\n');
  });

  test('a version printed in full says what its short form said', () => {
    const text = `${minimal('until 2022-03-01')}version V2 from 2022-03-01 as V1 except { cap 5.00 USD per line }\n`;
    const { terms } = parseTerms(text);
    expect(terms).not.toBeNull();
    if (terms === null) return;
    const again = parseTerms(printTerms(terms));
    expect(again.problems).toEqual([]);
    expect(withoutPositions(again.terms)).toEqual(withoutPositions(terms));
    const [, second] = terms.versions;
    if (second === undefined) throw new Error('two versions were written');
    expect(printVersion(terms, second)).toBe(`version V2 from 2022-03-01 {
  clicks last within 72 hours
  coupons ignored
  geo match by country
  reward in USD
  round half even
  cap 5.00 USD per line
  confirm on "goods received"

  rule all: pay 2.50% as PAID_RATE
}
`);
  });

  test('a moment is written as people of the zone write it, and in UTC where they would be unsure', () => {
    const text = minimal('until 2022-11-06T05:30:00Z').replace('UTC', 'America/New_York');
    const clear = readDocument(text);
    expect(printDocument(clear.document)).toContain('version V1 until 2022-11-06T01:30 {');
    const second = readDocument(text.replace('05:30', '06:30'));
    expect(printDocument(second.document)).toContain('version V1 until 2022-11-06T06:30:00.000Z {');
  });

  test('ids that look like words of the language, dates or sentences come back as ids', () => {
    const rule =
      'rule x: when store is one of "from", "2022-01-01", "a \\"b\\" \\\\c" or product is "hot" then pay 1% as PAID_RATE';
    const text = minimal('', rule);
    const printed = printDocument(readDocument(text).document);
    expect(printed).toContain('store is one of from, "2022-01-01", "a \\"b\\" \\\\c" or product is "hot"');
    expect(parseTerms(printed).problems).toEqual([]);
  });
});
