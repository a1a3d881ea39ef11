import { type Refusal, type Result, refused, shownValue } from '../../contract/errors/index.ts';
import { type Decimal, formatDecimal, parseDecimal } from '../../core/money/index.ts';
import { checkRateImport, type RateImportVerdict } from '../../core/terms/checking/rate-import.ts';
import type { ProgramTerms, TermsVersion } from '../../core/terms/model.ts';
import { versionAt } from '../../core/terms/version-at.ts';
import { formatInstant, type Instant } from '../../core/time/index.ts';
import type { Clock } from '../../platform/clock/index.ts';
import type { Database, Tx } from '../../platform/db/index.ts';
import { type Applied, type Findings, importFile, type OpenInstant } from './import-file.ts';
import { type ImportFile, type ImportProgram, type ImportReport, type RateKind, sameDecimal } from './model.ts';
import { parseRateRow, type RateRow, rateColumns } from './parse-row.ts';
import type { Settled, StagedRow } from './staging-store.ts';
import { insertRates, type KnownRate, knownRates, type NewRate, type RateSpan, type Recording } from './store.ts';

/**
 * Imports seller and hot rates from a file. Each is checked by the version of the terms that is valid when the rate takes effect,
 * with the country of the product's seller and the rate valid until then (T table 8); rates of unknown products are refused.
 */
export async function importRates(
  db: Database,
  clock: Clock,
  input: ImportFile & { readonly program: ImportProgram; readonly terms: ProgramTerms | null },
): Promise<Result<ImportReport>> {
  const recording = { program: input.program.code, author: input.author, recordedAt: clock.now() };
  return await importFile(db, clock, input.program, input, {
    name: 'rates',
    columns: rateColumns,
    read: (cells, line, open) => {
      const row = parseRateRow(cells, input.program);
      return row.ok ? stagedRates(row.value, line, open) : refused(row.error);
    },
    apply: (tx, rows, told) => applyRates(tx, { recording, terms: input.terms, ...told }, rows),
  });
}

interface StagedRate {
  readonly validUntil: Instant | null;
  readonly percent: string | null;
}

function stagedRates(
  row: RateRow,
  line: number,
  open: OpenInstant,
): Result<{ rows: readonly StagedRow[]; warning: Refusal | null }> {
  const validFrom = row.validFrom ?? open.at;
  const isDated = row.validFrom !== null || open.isDated;
  const { validUntil } = row;
  if (validUntil !== null && validUntil <= validFrom) {
    const detail = `The rate begins at ${formatInstant(validFrom)}; expected an end after it.`;
    return refused({ code: 'rate_period_invalid', field: 'valid_until', value: formatInstant(validUntil), detail });
  }
  const rows = row.rates.map(({ kind, percent }) => {
    const stated: StagedRate = { validUntil, percent: percent === null ? null : formatDecimal(percent) };
    return { line, productId: row.productId, kind, validFrom, isDated, stated: JSON.stringify(stated) };
  });
  return { ok: true, value: { rows, warning: null } };
}

interface Applying {
  readonly recording: Recording;
  readonly terms: ProgramTerms | null;
  readonly findings: Findings;
  readonly settled: Settled;
}

async function applyRates(tx: Tx, applying: Applying, rows: readonly StagedRow[]): Promise<Applied> {
  const asked = rows.map((row) => ({ ...row, kind: rateKind(row.kind) }));
  const known = await knownRates(tx, applying.recording.program, asked);
  const changed: NewRate[] = [];
  let added = 0;
  for (const [index, row] of asked.entries()) {
    const stored = known[index];
    if (stored === undefined) throw new Error('import rates: a row without an answer');
    if (applying.settled.isReplaced(row)) continue;
    const before = withBatch(stored, row, changed);
    const next = judge(applying, row, before);
    // A refused row replaces nothing: the one before it in the file is judged in its place.
    if (next !== 'refused') applying.settled.settle(row);
    if (next === 'refused' || next === null) continue;
    changed.push(next);
    if (before.same === null && before.current === null && before.former === null) added += 1;
  }
  await insertRates(tx, applying.recording, changed);
  return { changed: changed.length, added };
}

type Asked = Omit<StagedRow, 'kind'> & { readonly kind: RateKind };

/** The new rate where the row is right and says something new, `null` where it says nothing new; refusals and warnings are told. */
function judge({ terms, findings }: Applying, row: Asked, known: KnownRate): NewRate | 'refused' | null {
  const stated = statedOf(row.stated);
  if (!known.isProductKnown) {
    const detail = `${shownValue(row.productId)} is not in the catalogue; expected a product that was imported before.`;
    findings.refuse(row.line, {
      code: 'product_unknown',
      field: 'product_id',
      value: shownValue(row.productId),
      detail,
    });
    return 'refused';
  }
  if (saysNothingNew(row.isDated ? known.same : known.current, stated)) return null;
  const refusal = stated.percent === null ? null : checked(terms, row, stated.percent, known, findings);
  if (refusal !== null) {
    findings.refuse(row.line, refusal);
    return 'refused';
  }
  const { productId, kind, validFrom } = row;
  return { productId, kind, validFrom, ...stated, revision: (known.same?.revision ?? 0) + 1 };
}

function saysNothingNew(
  known: RateSpan | null,
  stated: { percent: Decimal | null; validUntil: Instant | null },
): boolean {
  return known !== null && sameDecimal(known.percent, stated.percent) && known.validUntil === stated.validUntil;
}

function checked(
  terms: ProgramTerms | null,
  row: Asked,
  percent: Decimal,
  known: KnownRate,
  findings: Findings,
): Refusal | null {
  const field = `${row.kind}_rate`;
  const value = formatDecimal(percent);
  const version = terms === null ? null : versionAt(terms, row.validFrom);
  if (terms === null || version === null) {
    const detail = `No version of the terms is valid at ${formatInstant(row.validFrom)}.`;
    return { code: 'rate_terms_missing', field, value, detail };
  }
  for (const verdict of verdicts(terms, version, row.kind, percent, known)) {
    if (!verdict.ok) return { code: verdict.code, field, value, detail: `${row.productId}: ${verdict.detail}` };
    if (verdict.warning === null) continue;
    findings.warn(row.line, {
      code: verdict.warning.code,
      field,
      value,
      detail: `${row.productId}: ${verdict.warning.detail}`,
    });
  }
  return null;
}

/**
 * One verdict for each regime that limits this kind of rate. A rate has no regime of its own, so it must be acceptable in all of
 * them: a hot rate above the range outside CIS would else be paid there (S-034).
 */
function verdicts(
  terms: ProgramTerms,
  version: TermsVersion,
  kind: RateKind,
  newRate: Decimal,
  known: KnownRate,
): readonly RateImportVerdict[] {
  const rate = `${kind}-rate` as const;
  const all = version.regimes.map((regime) => regime.name);
  const limits = version.importLimits.filter((limit) => limit.rate === rate);
  const limited = limits.some((limit) => limit.regimes === null)
    ? all
    : all.filter((name) => limits.some((limit) => limit.regimes?.includes(name)));
  const regimes: readonly (string | null)[] = limited.length === 0 ? [null] : limited;
  const oldRate = known.former?.percent ?? null;
  const sellerCountry = known.sellerCountry;
  return regimes.map((regime) => checkRateImport(terms, version, { rate, regime, sellerCountry, newRate, oldRate }));
}

/** What is known including the rates of this batch, which are not in the database yet; they come in the order of time. */
function withBatch(stored: KnownRate, row: Asked, added: readonly NewRate[]): KnownRate {
  let { current, former } = stored;
  // The batch is sorted, so the rates of this product and kind are the last ones; usually there is none.
  const first = added.findLastIndex((rate) => rate.productId !== row.productId || rate.kind !== row.kind) + 1;
  for (const rate of added.slice(first)) {
    const holds = rate.validUntil === null || rate.validUntil > row.validFrom;
    if (holds && isLater(rate, current)) current = rate;
    const touches = rate.validUntil === null || rate.validUntil >= row.validFrom;
    if (touches && isLater(rate, former)) former = rate;
  }
  return { ...stored, current, former };
}

function isLater(a: RateSpan, b: RateSpan | null): boolean {
  return b === null || a.validFrom >= b.validFrom;
}

function rateKind(kind: string): RateKind {
  if (kind === 'seller' || kind === 'hot') return kind;
  throw new Error(`import rates: ${kind} is no kind of rate`);
}

/** Reads back what `stagedRates` wrote in the same transaction; nobody else writes there. */
function statedOf(text: string): { readonly percent: Decimal | null; readonly validUntil: Instant | null } {
  const { percent, validUntil } = JSON.parse(text) as StagedRate;
  return { percent: percent === null ? null : parseDecimal(percent), validUntil };
}
