import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { formatDecimal } from '../../core/money/index.ts';
import { parseTerms } from '../../core/terms/index.ts';
import type { ProgramTerms } from '../../core/terms/model.ts';
import { manualClock } from '../../platform/clock/index.ts';
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts';
import { importProducts } from './import-products.ts';
import { importRates } from './import-rates.ts';
import { productsAt } from './products.ts';
import { fileOf, makeAdvertiser, PROGRAM } from './testing.ts';

const START = Date.parse('2022-06-01T00:00:00Z');
const HOUR_MS = 3_600_000;
const clock = manualClock(START);

let t: TestDatabase;
let run = 0;

beforeAll(async () => {
  t = await testDatabase();
  await makeAdvertiser(t.db, START);
});
afterAll(() => t.drop());

/** The example's terms without their limits of rates, so that any sequence may be stated. */
function unlimitedTerms(): ProgramTerms {
  const text = readFileSync(new URL('../../programs/aliexpress-ru-cis-new.terms', import.meta.url), 'utf8');
  const { terms } = parseTerms(text);
  if (terms === null) throw new Error('the program file of the example has errors');
  return { ...terms, versions: terms.versions.map((version) => ({ ...version, importLimits: [] })) };
}
const unlimited = unlimitedTerms();

interface Stated {
  readonly from: number;
  readonly until: number | null;
  readonly percent: string | null;
}

const instant = (hour: number) => new Date(START + hour * HOUR_MS).toISOString();
const statement: fc.Arbitrary<Stated> = fc
  .record({
    from: fc.integer({ min: 0, max: 12 }),
    length: fc.option(fc.integer({ min: 1, max: 6 })),
    percent: fc.constantFrom('5.00', '6.00', '7.50', null),
  })
  .map(({ from, length, percent }) => ({ from, until: length === null ? null : from + length, percent }));

/** The rule, the slow way: of what holds at the hour, what began last; of what began together, what was said last. */
function rateOf(said: readonly Stated[], hour: number): string | null {
  const last = new Map(said.map((one) => [one.from, one]));
  const holding = [...last.values()].filter((one) => one.from <= hour && (one.until === null || hour < one.until));
  return holding.toSorted((a, b) => b.from - a.from)[0]?.percent ?? null;
}

test('whatever is stated about a rate, in however many files, every instant has the rate that the rule gives it', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(statement, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 4 }),
      async (files) => {
        run += 1;
        const id = `P${run}`;
        const products = fileOf(`product_id,hot\n${id},yes\n`, { at: START });
        await importProducts(t.db, clock, { ...products.file, program: PROGRAM });
        for (const file of files) {
          const rows = file.map(({ from, until, percent }) =>
            [id, percent ?? 'none', instant(from), until === null ? '' : instant(until)].join(','),
          );
          const text = ['product_id,seller_rate,valid_from,valid_until', ...rows].join('\n');
          const input = () => ({ ...fileOf(text, { again: true }).file, program: PROGRAM, terms: unlimited });
          expect(await importRates(t.db, clock, input())).toMatchObject({ ok: true, value: { refused: 0 } });
          expect(await importRates(t.db, clock, input())).toMatchObject({ ok: true, value: { changed: 0 } });
        }
        const said = files.flat();
        await t.db.transaction({ role: 'system' }, async (tx) => {
          for (let hour = 0; hour <= 20; hour += 1) {
            const found = await productsAt(tx, PROGRAM.code, [id], START + hour * HOUR_MS);
            const rate = found.get(id)?.sellerRate ?? null;
            expect(rate === null ? null : formatDecimal(rate)).toBe(rateOf(said, hour));
          }
        });
      },
    ),
    { seed: 66, numRuns: 30 },
  );
});
