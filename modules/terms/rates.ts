import { type Expectation, ok, type Refusal, type Result, refused, shownValue } from '../../contract/errors/index.ts';
import { compareDecimals, type Decimal, formatDecimal, parseDecimal } from '../../core/money/decimal.ts';
import { isCurrency } from '../../core/money/index.ts';
import { dayAt } from '../../core/time/index.ts';
import type { Instant } from '../../core/time/instant.ts';
import type { Queryable, Tx } from '../../platform/db/index.ts';
import { recordAudit } from '../accounts/index.ts';
import { noProgram, programByCode } from '../programs/index.ts';
import type { InternalRateRecord } from './model.ts';
import * as store from './store.ts';

/** More exact rates are typing errors; the seed's have four decimals. */
const RATE_DECIMALS_MAX = 10;

/**
 * States the internal rate of a pair for one day of the program's zone. Needs a system transaction.
 *
 * Until that day begins, a rate may be stated anew. From then on orders of the day may have been decided with it, so it is fixed:
 * the same value again is accepted and changes nothing, another is `internal_rate_conflict`. A day without a rate may get its
 * first one at any time: until then its orders were unresolved.
 */
export async function setInternalRate(
  tx: Tx,
  input: InternalRateRecord & { readonly at: Instant; readonly actor: string },
): Promise<Result<InternalRateRecord>> {
  const { program: code, base, quote, day, rate, source, at, actor } = input;
  const program = await programByCode(tx, code);
  if (program === null) return refused(noProgram(code));
  const problem = rateProblem(input);
  if (problem !== null) return refused(problem);
  await store.lockProgram(tx, code);
  const stated = (await store.ratesOn(tx, code, day)).find((row) => row.base === base && row.quote === quote);
  const before = stated === undefined ? null : parseDecimal(stated.rate);
  const record: InternalRateRecord = { program: code, base, quote, day, rate, source };
  if (before !== null && compareDecimals(before, rate) === 0) return ok(record);
  if (before !== null && day <= dayAt(at, program.timeZone)) {
    const detail = `${base}/${quote} of ${day} is ${formatDecimal(before)} since the day began; got ${formatDecimal(rate)}.`;
    return refused({ code: 'internal_rate_conflict', field: 'rate', value: formatDecimal(rate), detail });
  }
  const revision = (stated?.revision ?? 0) + 1;
  const row = { program: code, advertiserOrg: program.advertiserOrg, base, quote, day, revision, source, setAt: at };
  await store.insertRate(tx, { ...row, rate: formatDecimal(rate) });
  const detail = { pair: `${base}/${quote}`, day, rate: formatDecimal(rate), source, revision };
  const audit = { at, actor, orgId: program.advertiserOrg, action: 'terms.internal_rate_set' as const, detail };
  await recordAudit(tx, { ...audit, subject: `program:${code}` });
  return ok(record);
}

/** The stated rates of a day (`YYYY-MM-DD` in the program's zone), by pair such as `USD/RUB`. */
export async function internalRatesOn(q: Queryable, program: string, day: string): Promise<Record<string, Decimal>> {
  return ratesOf(await store.ratesOn(q, program, day), program, day);
}

/** The same of several programs and days in one statement, in the order of `asked`. */
export async function internalRatesOfDays(
  q: Queryable,
  asked: readonly { readonly program: string; readonly day: string }[],
): Promise<readonly Readonly<Record<string, Decimal>>[]> {
  const rows = await store.ratesOfDays(q, asked);
  return asked.map(({ program, day }) =>
    ratesOf(
      rows.filter((row) => row.program === program && row.day === day),
      program,
      day,
    ),
  );
}

function ratesOf(rows: readonly store.RateRow[], program: string, day: string): Record<string, Decimal> {
  const rates: Record<string, Decimal> = {};
  for (const row of rows) {
    const rate = parseDecimal(row.rate);
    if (rate === null) throw new Error(`internal rate of ${program} on ${day}: ${row.rate} is no decimal`);
    rates[`${row.base}/${row.quote}`] = rate;
  }
  return rates;
}

function rateProblem({ base, quote, day, rate, source }: InternalRateRecord): Refusal | null {
  const checks: [boolean, string, string, string, Expectation][] = [
    [isCurrency(base), 'base', base, 'an ISO 4217 code', { kind: 'listed' }],
    [isCurrency(quote) && quote !== base, 'quote', quote, 'another ISO 4217 code', { kind: 'listed' }],
    [isDay(day), 'day', day, 'a day as YYYY-MM-DD', { kind: 'date' }],
    [
      rate.digits > 0n && rate.scale <= RATE_DECIMALS_MAX,
      'rate',
      formatDecimal(rate),
      `a number above 0 with at most ${RATE_DECIMALS_MAX} decimals`,
      { kind: 'above', value: '0' },
    ],
    [source.trim() !== '', 'source', source, 'where the rate comes from', { kind: 'filled' }],
  ];
  const failed = checks.find(([holds]) => !holds);
  if (failed === undefined) return null;
  const [, field, value, expected, told] = failed;
  return {
    code: 'field_invalid',
    field,
    value: shownValue(value),
    detail: `${field}: expected ${expected}; got ${shownValue(value)}.`,
    expected: told,
  };
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}
