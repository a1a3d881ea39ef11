import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findings as spanish, earlyStarts as spanishStarts } from '../../contract/errors/words/es/findings.ts';
import { inPhrases } from '../../contract/errors/words/phrases.ts';
import { findings as russian, earlyStarts as russianStarts } from '../../contract/errors/words/ru/findings.ts';
import {
  type ListEntry,
  type ProgramTerms,
  parseTerms,
  problemCodes,
  type TermsVersion,
  versionAt,
} from '../../core/terms/index.ts';
import { contains } from '../../core/time/index.ts';
import { backDatedPeriod, backDatings, earlyChanges } from './rules.ts';

const TEXT = `program probe "Probe"
time zone UTC
orders in USD
version A {
  clicks last within 72 hours
  geo match by country
  reward in USD
  round half even
  confirm on "goods received" within 90 days
  rule paid: pay 5.00 % as PAID_NONCIS_CATEGORY
}
`;

function template(): { readonly terms: ProgramTerms; readonly version: TermsVersion } {
  const { terms, problems } = parseTerms(TEXT);
  const version = terms?.versions[0];
  if (terms === null || version === undefined) throw new Error(JSON.stringify(problems));
  return { terms, version };
}
const { terms: base, version: pattern } = template();

/** Moments are small numbers, so that versions, entries and the publication often meet at the same one. */
const LAST = 8;

interface Plan {
  /** What is paid in, between 0 and LAST: a change of the letter is a new version. */
  readonly paid: readonly string[];
  readonly entries: readonly ListEntry[];
}

const entry = fc
  .record({
    id: fc.constantFrom('S1', 'S2'),
    from: fc.option(fc.nat(LAST)),
    length: fc.option(fc.integer({ min: 1, max: LAST })),
  })
  .map(({ id, from, length }) => ({ id, from, until: length === null ? null : (from ?? 0) + length }));
const plan: fc.Arbitrary<Plan> = fc.record({
  paid: fc.array(fc.constantFrom('USD', 'EUR', 'RUB'), { minLength: LAST, maxLength: LAST }),
  entries: fc.array(entry, { maxLength: 3 }),
});

/** A new end of the first entry: around every moment that matters; `undefined` leaves it. */
const ending = fc.oneof(fc.constant(undefined), fc.constant(null), fc.integer({ min: 1, max: 2 * LAST }));

function termsOf({ paid, entries }: Plan): ProgramTerms {
  const versions: TermsVersion[] = [];
  paid.forEach((currency, at) => {
    const last = versions.at(-1);
    if (last?.accrualCurrency === currency) return;
    if (last !== undefined) versions[versions.length - 1] = { ...last, until: at };
    const from = at === 0 ? null : at;
    versions.push({ ...pattern, id: `V${at}`, from, until: null, accrualCurrency: currency });
  });
  return { ...base, versions, storeLists: { special: entries } };
}

/** What an order at this moment would be decided with. */
function valid(terms: ProgramTerms, at: number): unknown {
  const version = versionAt(terms, at);
  const listed = (terms.storeLists['special'] ?? []).filter((item) => contains(item, at)).map(({ id }) => id);
  return [version?.id, version?.accrualCurrency, [...new Set(listed)].sort()];
}

test('whatever may be published, nothing changes for any moment up to the publication (I-10)', () => {
  let accepted = 0;
  fc.assert(
    fc.property(plan, plan, fc.nat(LAST), fc.boolean(), ending, (before, other, at, keepPast, newEnd) => {
      // Half of the changes keep the past on purpose, so that many are accepted.
      const paid = keepPast ? [...before.paid.slice(0, at + 1), ...other.paid.slice(at + 1)] : other.paid;
      const later = other.entries.filter((item) => item.from !== null && item.from > at);
      const [first, ...rest] = before.entries;
      const edited =
        first === undefined || newEnd === undefined ? before.entries : [{ ...first, until: newEnd }, ...rest];
      const entries = keepPast ? [...edited, ...later] : other.entries;
      const [now, next] = [termsOf(before), termsOf({ paid, entries })];
      if (backDatings(now, next, at).length > 0) return;
      accepted += 1;
      for (let moment = -1; moment <= at; moment += 1) expect(valid(next, moment)).toEqual(valid(now, moment));
    }),
    { seed: 20_220_816, numRuns: 3_000 },
  );
  expect(accepted).toBeGreaterThan(1_000);
});

test('every moment before the publication for which something changes lies in the time that the findings speak about (BAD-111)', () => {
  let changed = 0;
  fc.assert(
    fc.property(plan, plan, fc.nat(LAST), fc.boolean(), ending, (before, other, at, keepPaid, newEnd) => {
      const [first, ...rest] = before.entries;
      const edited =
        first === undefined || newEnd === undefined ? other.entries : [{ ...first, until: newEnd }, ...rest];
      const now = termsOf(before);
      const next = termsOf({ paid: keepPaid ? before.paid : other.paid, entries: keepPaid ? edited : other.entries });
      const period = backDatedPeriod(backDatings(now, next, at));
      expect(period?.until ?? at).toBeLessThanOrEqual(at);
      for (let moment = -1; moment < at; moment += 1) {
        if (JSON.stringify(valid(next, moment)) === JSON.stringify(valid(now, moment))) continue;
        changed += 1;
        expect(period !== null && contains(period, moment)).toBe(true);
      }
    }),
    { seed: 20_220_818, numRuns: 2_000 },
  );
  expect(changed).toBeGreaterThan(1_000);
});

test('a change of the whole text speaks about all time until the publication', () => {
  const settings = { ...base, timeZone: 'Europe/Kyiv' };
  expect(backDatedPeriod(backDatings(base, settings, 5))).toEqual({ from: null, until: 5 });
  expect(backDatedPeriod([])).toBeNull();
});

test('a text may always be published again, and later entries may always be added', () => {
  fc.assert(
    fc.property(plan, fc.nat(LAST), fc.nat(LAST), (before, at, add) => {
      const more = { ...before, entries: [...before.entries, { id: 'S3', from: at + 1 + add, until: null }] };
      expect(backDatings(termsOf(before), termsOf(before), at)).toEqual([]);
      expect(backDatings(termsOf(before), termsOf(more), at)).toEqual([]);
    }),
    { seed: 20_220_817, numRuns: 500 },
  );
});

test('of two entries that begin together neither is overlooked', () => {
  const paid = Array.from({ length: LAST }, () => 'USD');
  const [short, long] = [
    { id: 'S1', from: 2, until: 3 },
    { id: 'S1', from: 2, until: null },
  ];
  const before = termsOf({ paid, entries: [long, short] });
  expect(backDatings(before, termsOf({ paid, entries: [short] }), 5)).toHaveLength(1);
  expect(backDatings(before, termsOf({ paid, entries: [short, long] }), 5)).toEqual([]);
});

test('every finding about a text has words in each language', () => {
  for (const words of [russian, spanish]) expect(Object.keys(words).sort()).toEqual([...problemCodes].sort());
});

test('whatever begins too early is told in each language', () => {
  const told = new Set<string>();
  fc.assert(
    fc.property(plan, plan, fc.nat(LAST), (before, other, at) => {
      const settings = { ...termsOf(other), timeZone: 'Europe/Kyiv', orderCurrencies: ['EUR'] };
      const pair = [termsOf(before), settings] as const;
      for (const { what, problem } of [...backDatings(...pair, at), ...earlyChanges(...pair, { at, noticeMs: 3 })]) {
        for (const text of [what, problem]) {
          const [inRussian, inSpanish] = [inPhrases(russianStarts, text), inPhrases(spanishStarts, text)];
          expect(inRussian, text).toMatch(/[а-я]/);
          expect(inRussian, text).not.toMatch(/\b(it|the|is|would|before|past)\b/);
          expect(inSpanish, text).not.toMatch(/\b(it|the|is|would|before|past)\b/);
          told.add(inRussian.replace(/\d.*/, ''));
        }
      }
    }),
    { seed: 20_220_820, numRuns: 300 },
  );
  expect(told.size).toBeGreaterThan(8);
});
