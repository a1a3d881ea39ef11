import { catalogueEntry, type ErrorCode, type Refusal, type Result } from '../../../contract/errors/index.ts';
import { addDecimals, DECIMAL_ZERO, type Decimal } from '../../../core/money/decimal.ts';
import type { Instant } from '../../../core/time/instant.ts';
import { isUnavailable, type Queryable, type Tx } from '../../../platform/db/index.ts';
import { type HeldFile, UnreadableSheet, withHeldFile } from '../../../platform/files/index.ts';
import { recordAudit } from '../../accounts/index.ts';
import type { Program } from '../../programs/index.ts';
import type { ReadContext } from '../api/order-report.ts';
import type { OrdersDeps } from '../deps.ts';
import { currencyDiffers, eventRefusal } from '../intake/accept-answers.ts';
import { checkClicks, clickChecks } from '../intake/click-checks.ts';
import { intakeId, recordDurably } from '../intake/intake.ts';
import { type IntakeEntry, insertIntake } from '../intake/intake-store.ts';
import { type EventReport, type OrderReport, orderName } from '../model.ts';
import { orderRecords } from '../reading/read.ts';
import { type RecordDeps, recordEvents, recordOrders } from '../record/record.ts';
import { insertAppliedFile, lastAppliedFile } from './applied-file-store.ts';
import { contradiction, type Seen, withoutReason } from './import-checks.ts';
import { type FileFormat, fileRows } from './import-file.ts';
import { type FileRow, UnreadableFile } from './import-rows.ts';
import { statusEvents } from './import-status.ts';

export interface ImportOptions {
  readonly program: Program;
  /** `null`: told from the file's beginning. */
  readonly format: FileFormat | null;
  /** Reads, checks and tries everything, and changes nothing. */
  readonly dryRun: boolean;
  /** Reads a file again that was applied before, as for orders that were changed since. */
  readonly again?: boolean;
  /** Name of the file, for the intake log. */
  readonly name: string;
  /** A state that ends an order without pay says why: publishers read it. */
  readonly needsReason?: boolean;
  readonly input: AsyncIterable<Uint8Array>;
  /** Who imports, for the advertiser's record. */
  readonly author: string;
  readonly onRow?: (row: ImportedRow) => void;
}

/** What became of one row. */
export interface ImportedRow {
  readonly line: number;
  readonly orderId: string | null;
  /** `recorded`, `extended`, `amended`, `verified`, `no_change`, `applied`, `needs_review`, `refused`. */
  readonly outcome: string;
  readonly refusal: Refusal | null;
  /** What the row adds to what was paid: of a new order, or of a new line of one. */
  readonly added?: { readonly amount: Decimal; readonly currency: string };
}

export interface ImportReport {
  readonly rows: number;
  readonly outcomes: Readonly<Record<string, number>>;
  /** Present where these bytes were applied before: the report is of then, nothing was changed now (BAD-82). */
  readonly alreadyApplied?: { readonly at: Instant; readonly name: string };
}

/** Rows recorded in one transaction: a kill loses at most these, and running the file again completes them (G-11). */
const BATCH_ROWS = 500;
/** What was seen of every row is remembered to find contradictions (BAD-80). */
const ROWS_MAX = 1_000_000;
/** Refused rows that are kept with the report, to be told again; the intake log has all of them. */
const REFUSED_KEPT_MAX = 1_000;

/** What is kept of a file that was applied. */
interface KeptReport extends ImportReport {
  readonly refused: readonly ImportedRow[];
}

/**
 * Reads a file of orders or of their states and records it in batches, each row with its outcome. Bytes that were applied to the program
 * before are answered with the first report and change nothing, unless `again`. Refuses the file as a whole where it cannot be read;
 * batches recorded before that place stay recorded, as `outcomes` tells, and the file counts as applied only once its end was reached.
 */
export async function importOrders(deps: OrdersDeps, options: ImportOptions): Promise<Result<ImportReport>> {
  const held = await withHeldFile(options.input, async (file) => {
    return (await toldBefore(deps, options, file)) ?? (await importHeld(deps, options, file));
  });
  return held.ok ? held.value : held;
}

async function toldBefore(
  deps: OrdersDeps,
  { program, again, onRow }: ImportOptions,
  file: HeldFile,
): Promise<Result<ImportReport> | null> {
  if (again === true) return null;
  const before = await deps.db.transaction({ role: 'system' }, (tx) =>
    lastAppliedFile<KeptReport>(tx, program.code, file.sha256),
  );
  if (before === null) return null;
  const { refused, ...report } = before.report;
  for (const row of refused) onRow?.(row);
  return { ok: true, value: { ...report, alreadyApplied: { at: before.appliedAt, name: before.name } } };
}

async function importHeld(deps: OrdersDeps, options: ImportOptions, file: HeldFile): Promise<Result<ImportReport>> {
  const outcomes = new Map<string, number>();
  const refused: ImportedRow[] = [];
  const tell = (row: ImportedRow) => {
    outcomes.set(row.outcome, (outcomes.get(row.outcome) ?? 0) + 1);
    if (row.outcome === 'refused' && refused.length < REFUSED_KEPT_MAX) refused.push(row);
    options.onRow?.(row);
  };
  const seen: Seen = new Map();
  let rows = 0;
  try {
    const batch: FileRow[] = [];
    const flush = async () => {
      for (const row of await importBatch(deps, options, batch.splice(0), seen)) tell(row);
    };
    for await (const row of fileRows(file, options.format, await readContext(deps, options.program))) {
      rows += 1;
      if (rows > ROWS_MAX) throw tooManyRows();
      batch.push(row);
      if (batch.length >= BATCH_ROWS) await flush();
    }
    await flush();
  } catch (error) {
    if (!(error instanceof UnreadableFile || error instanceof UnreadableSheet)) throw error;
    const report = { rows, outcomes: Object.fromEntries(outcomes) };
    await putOnRecord(deps, options, report, null);
    return { ok: false, error: { ...error.refusal, extra: { ...report } } };
  }
  if (rows === 0)
    return { ok: false, error: { code: 'no_rows', field: null, detail: 'The file has a header and no rows.' } };
  const report = { rows, outcomes: Object.fromEntries(outcomes) };
  await putOnRecord(deps, options, report, { sha256: file.sha256, refused });
  return { ok: true, value: report };
}

/**
 * That somebody brought a file stands on the advertiser's record (I-34); with it, for one that was read to its end, that it was
 * applied. One of which every row was refused is read again when it comes again: what it lacked may be there by then.
 */
async function putOnRecord(
  deps: OrdersDeps,
  { program, author, name, dryRun }: ImportOptions,
  report: ImportReport,
  whole: { readonly sha256: Buffer; readonly refused: readonly ImportedRow[] } | null,
): Promise<void> {
  const outcomes = Object.keys(report.outcomes).filter((outcome) => outcome !== 'refused');
  if (dryRun || outcomes.length === 0) return;
  const at = deps.clock.now();
  const { advertiserOrg } = program;
  const subject = {
    orgId: advertiserOrg,
    actor: author,
    action: 'orders.imported' as const,
    subject: `program:${program.code}`,
  };
  await deps.db.transaction({ role: 'system' }, async (tx) => {
    if (outcomes.some((outcome) => outcome !== 'no_change'))
      await recordAudit(tx, { at, ...subject, detail: { file: name, ...report } });
    if (whole === null) return;
    const kept: KeptReport = { ...report, refused: whole.refused };
    const { sha256 } = whole;
    await insertAppliedFile(tx, {
      program: program.code,
      advertiserOrg,
      sha256,
      appliedAt: at,
      name,
      author,
      report: kept,
    });
  });
}

function tooManyRows(): UnreadableFile {
  const detail = `The file has more than ${ROWS_MAX} rows; split it.`;
  return new UnreadableFile({ code: 'file_too_large', field: null, detail });
}

async function readContext(deps: OrdersDeps, program: Program): Promise<ReadContext> {
  const terms = await deps.db.transaction({ role: 'system' }, (tx) => deps.termsOf(tx, [program.code]));
  return { program, currencies: terms.get(program.code)?.orderCurrencies ?? null, now: deps.clock.now() };
}

async function importBatch(
  deps: OrdersDeps,
  options: ImportOptions,
  rows: readonly FileRow[],
  seen: Seen,
): Promise<ImportedRow[]> {
  const checked: FileRow[] = [];
  for (const row of rows) checked.push(await checkedRow(deps, options, row, seen));
  try {
    return await recordRows(deps, options, checked);
  } catch (error) {
    if (isUnavailable(error) || rows.length === 1) throw error;
    // One row is at fault: the others must not suffer from it (G-2).
    const results: ImportedRow[] = [];
    for (const row of checked) results.push(await recordAlone(deps, options, row));
    return results;
  }
}

async function recordAlone(deps: OrdersDeps, options: ImportOptions, row: FileRow): Promise<ImportedRow> {
  try {
    const [result] = await recordRows(deps, options, [row]);
    if (result === undefined) throw new Error('a row without a result');
    return result;
  } catch (error) {
    if (isUnavailable(error)) throw error;
    deps.onDefect(error, `line ${row.line} of ${options.name} could not be recorded`);
    const detail = 'The row could not be recorded because of a defect on our side.';
    return {
      line: row.line,
      orderId: null,
      outcome: 'refused',
      refusal: { code: 'internal_error', field: null, detail },
    };
  }
}

async function checkedRow(
  deps: OrdersDeps,
  { program, needsReason = false }: ImportOptions,
  row: FileRow,
  seen: Seen,
): Promise<FileRow> {
  const problem = contradiction(row, seen) ?? (needsReason ? withoutReason(row) : null);
  if (problem !== null) return { ...row, entry: { ok: false, error: problem } };
  if (!row.entry.ok || row.entry.value.report === null) return row;
  const { clickIds, orderedAt } = row.entry.value.report;
  const clicks = await checkClicks(clickChecks(deps), program, clickIds, orderedAt);
  return clicks.ok ? row : { ...row, entry: clicks };
}

/** Thrown to roll a dry run back; carries what would have happened. */
class DryRunDone extends Error {
  readonly results: ImportedRow[];

  constructor(results: ImportedRow[]) {
    super('dry run');
    this.results = results;
  }
}

async function recordRows(deps: OrdersDeps, options: ImportOptions, rows: readonly FileRow[]): Promise<ImportedRow[]> {
  if (rows.length === 0) return [];
  if (!options.dryRun) return recordDurably(deps, (tx, recordDeps) => recordIn(tx, recordDeps, options, rows));
  const undecided = { ...deps, onOrdersChanged: async () => undefined };
  try {
    return await deps.db.transaction({ role: 'system' }, async (tx) => {
      throw new DryRunDone(await recordIn(tx, undecided, options, rows));
    });
  } catch (error) {
    if (error instanceof DryRunDone) return error.results;
    throw error;
  }
}

async function recordIn(
  tx: Tx,
  deps: RecordDeps,
  options: ImportOptions,
  rows: readonly FileRow[],
): Promise<ImportedRow[]> {
  const results = new Map<FileRow, ImportedRow>();
  for (const row of rows) if (!row.entry.ok) results.set(row, refusedRow(row, null, row.entry.error));
  await recordReports(tx, deps, rows, results);
  await recordStatuses(tx, deps, options.program, rows, results);
  const ordered = rows.map(
    (row) => results.get(row) ?? { line: row.line, orderId: null, outcome: 'no_change', refusal: null },
  );
  const now = deps.clock.now();
  const entries = rows.flatMap((row, index) => intakeEntry(options, row, ordered[index], now));
  await insertIntake(tx, entries);
  return ordered;
}

function refusedRow(row: FileRow, orderId: string | null, refusal: Refusal): ImportedRow {
  return { line: row.line, orderId, outcome: 'refused', refusal };
}

type Results = Map<FileRow, ImportedRow>;

async function recordReports(tx: Tx, deps: RecordDeps, rows: readonly FileRow[], results: Results): Promise<void> {
  const reporting = rows.flatMap((row): { row: FileRow; report: OrderReport }[] =>
    row.entry.ok && row.entry.value.report !== null ? [{ row, report: row.entry.value.report }] : [],
  );
  const outcomes = await recordOrders(
    tx,
    deps,
    reporting.map(({ report }) => report),
  );
  for (const [index, { row, report }] of reporting.entries()) {
    const outcome = outcomes[index];
    if (outcome === undefined) throw new Error('a report without a result');
    const { orderId } = report;
    const result: ImportedRow = outcome.ok
      ? { line: row.line, orderId, outcome: outcome.outcome, refusal: null, ...addedBy(report, outcome.outcome) }
      : refusedRow(row, orderId, currencyDiffers(outcome.known));
    results.set(row, result);
  }
}

function addedBy({ lines, currency }: OrderReport, outcome: string): Pick<ImportedRow, 'added'> {
  if (outcome !== 'recorded' && outcome !== 'extended') return {};
  return { added: { amount: lines.map(({ amount }) => amount).reduce(addDecimals, DECIMAL_ZERO), currency } };
}

/** States come after the reports of the batch, so that a file may bring an order and its state. */
async function recordStatuses(
  tx: Tx,
  deps: RecordDeps,
  program: Program,
  rows: readonly FileRow[],
  results: Results,
): Promise<void> {
  const now = deps.clock.now();
  const events: { readonly row: FileRow; readonly event: EventReport }[] = [];
  const stating = rows.filter(
    (row) => results.get(row)?.outcome !== 'refused' && row.entry.ok && row.entry.value.status !== null,
  );
  const records = await recordsOf(tx, program, stating);
  for (const row of stating) {
    const status = row.entry.ok ? row.entry.value.status : null;
    if (status === null) continue;
    const told = statusEvents(records.get(orderName({ program: program.code, orderId: status.orderId })), status, {
      program,
      now,
    });
    if (!told.ok) results.set(row, refusedRow(row, status.orderId, told.error));
    else for (const event of told.value) events.push({ row, event });
    if (!results.has(row))
      results.set(row, { line: row.line, orderId: status.orderId, outcome: 'no_change', refusal: null });
  }
  const outcomes = await recordEvents(
    tx,
    deps,
    events.map(({ event }) => event),
  );
  for (const [index, { row, event }] of events.entries()) {
    const outcome = outcomes[index];
    if (outcome === undefined) throw new Error('an event without a result');
    if (!outcome.ok) results.set(row, refusedRow(row, event.orderId, eventRefusal(outcome)));
    else if (results.get(row)?.outcome === 'no_change' && outcome.outcome !== 'duplicate') {
      results.set(row, { line: row.line, orderId: event.orderId, outcome: outcome.outcome, refusal: null });
    }
  }
}

async function recordsOf(q: Queryable, program: Program, rows: readonly FileRow[]) {
  const ids = rows.flatMap((row) => (row.entry.ok ? (row.entry.value.status?.orderId ?? []) : []));
  const records = await orderRecords(
    q,
    ids.map((orderId) => ({ program: program.code, orderId })),
  );
  return new Map(records.map((record) => [orderName(record), record]));
}

/** Rows that change nothing are not kept again: the first import of the same row tells of it. */
function intakeEntry(
  { name, program }: ImportOptions,
  row: FileRow,
  result: ImportedRow | undefined,
  now: Instant,
): IntakeEntry[] {
  if (result === undefined || result.outcome === 'no_change') return [];
  const code: ErrorCode | null = result.refusal?.code ?? null;
  const { field = null, value = null, detail = null } = result.refusal ?? {};
  return [
    {
      id: intakeId(now),
      channel: 'file',
      receivedAt: now,
      method: 'FILE',
      path: `${name}#${row.line}`,
      body: Buffer.from(row.raw),
      contentType: null,
      remoteAddress: null,
      requestId: null,
      program: program.code,
      advertiserOrg: program.advertiserOrg,
      orderId: result.orderId,
      verdict: code ?? result.outcome,
      resultCode: null,
      httpStatus: code === null ? 200 : catalogueEntry(code).status,
      detail: { outcome: result.outcome, field, value, detail },
    },
  ];
}
