import { type Refusal, type Result, refused } from '../../contract/errors/index.ts';
import type { Instant } from '../../core/time/index.ts';
import type { Clock } from '../../platform/clock/index.ts';
import type { Database, Tx } from '../../platform/db/index.ts';
import { type HeldFile, withHeldFile } from '../../platform/files/index.ts';
import { recordAudit } from '../accounts/index.ts';
import { type FileIdentity, insertAppliedFile, lastAppliedFile } from './applied-file-store.ts';
import { createNamed, dropNamed, endGone, findGone, insertNamed } from './gone-store.ts';
import type { ImportFile, ImportProgram, ImportReport, RowFinding } from './model.ts';
import { type Cell, type Columns, type ReadRow, readRows } from './read-rows.ts';
import {
  createStaging,
  dropStaging,
  fetchStaged,
  insertStaged,
  openStaged,
  Settled,
  STAGED_BATCH,
  type StagedRow,
} from './staging-store.ts';
import { lockProgram } from './store.ts';

/** What makes an import of products or of rates: how a row is read, and how a batch of statements is applied. */
export interface ImportKind {
  readonly name: 'products' | 'rates';
  readonly columns: Columns;
  /** The statements of a row; `open` is the instant of those that name none. */
  readonly read: (cells: ReadonlyMap<string, Cell>, line: number, open: OpenInstant) => Result<ReadStatements>;
  /** Writes what is new of a batch, sorted by product, kind and time. */
  readonly apply: (
    tx: Tx,
    rows: readonly StagedRow[],
    told: { readonly findings: Findings; readonly settled: Settled },
  ) => Promise<Applied>;
}

export interface Applied {
  /** Statements that changed something. */
  readonly changed: number;
  /** Those of them before which nothing was known. */
  readonly added: number;
}

/**
 * What a statement of an import's own time says again holds already and needs no row. One that is dated is kept, even if it says
 * what holds then: else a statement that is dated back later would undo it.
 */
export interface OpenInstant {
  readonly at: Instant;
  readonly isDated: boolean;
}

export interface ReadStatements {
  readonly rows: readonly StagedRow[];
  readonly warning: Refusal | null;
}

/** So many findings are kept with the report, to be told again. */
const FINDINGS_KEPT_MAX = 1_000;

/** Collects what people are told about rows; counts are kept, and the first of them. */
export class Findings {
  refused = 0;
  warnings = 0;
  readonly kept: RowFinding[] = [];
  readonly #tell: (finding: RowFinding) => void;

  constructor(tell: (finding: RowFinding) => void) {
    this.#tell = tell;
  }

  refuse(line: number, refusal: Refusal): void {
    this.refused += 1;
    this.#add({ severity: 'refused', line, ...shown(refusal) });
  }

  warn(line: number, refusal: Refusal): void {
    this.warnings += 1;
    this.#add({ severity: 'warning', line, ...shown(refusal) });
  }

  #add(finding: RowFinding): void {
    if (this.kept.length < FINDINGS_KEPT_MAX) this.kept.push(finding);
    this.#tell(finding);
  }
}

function shown({ code, field, value, detail }: Refusal): Omit<RowFinding, 'severity' | 'line'> {
  return { code, field, detail, ...(value === undefined ? {} : { value }) };
}

/** What is kept of a file that was applied. */
interface KeptReport extends ImportReport {
  readonly findings: readonly RowFinding[];
}

/**
 * Imports one file in one transaction: either everything that is right in it is stated, or, when the file cannot be read to its end,
 * nothing. Rows that are wrong are refused one by one. A file that was applied before is answered with its first report and changes
 * nothing, unless `again`; one of which every row was refused was not applied.
 */
export async function importFile(
  db: Database,
  clock: Clock,
  program: ImportProgram,
  file: ImportFile,
  kind: ImportKind,
): Promise<Result<ImportReport>> {
  const result = await withHeldFile(file.stream, (held) => importHeld(db, { clock, program, file, kind, held }));
  return result.ok ? result.value : result;
}

interface Import {
  readonly clock: Clock;
  readonly program: ImportProgram;
  readonly file: ImportFile;
  readonly kind: ImportKind;
  readonly held: HeldFile;
}

async function importHeld(db: Database, importing: Import): Promise<Result<ImportReport>> {
  let begun = false;
  try {
    const report = await db.transaction({ role: 'system' }, async (tx) => {
      // What was told of rows cannot be taken back.
      if (begun) throw new Error('import: the transaction was interrupted by a conflict; run the import again');
      begun = true;
      await lockProgram(tx, importing.program.code);
      const told = (await toldBefore(tx, importing)) ?? (await apply(tx, importing));
      if (importing.file.dryRun === true) throw new DryRunDone(told);
      return told;
    });
    return { ok: true, value: report };
  } catch (error) {
    if (error instanceof UnreadableFile) return refused(error.refusal);
    if (error instanceof DryRunDone) return { ok: true, value: error.report };
    throw error;
  }
}

function identityOf({ program, kind, held, file }: Import): FileIdentity {
  return { program: program.code, kind: kind.name, sha256: held.sha256, at: file.at };
}

/**
 * A preview of bytes that were applied before tells of then, and what is gone now. To take away what a file does not name depends on what
 * is known by now, so such a file is read whether or not it was applied before.
 */
async function toldBefore(tx: Tx, importing: Import): Promise<ImportReport | null> {
  if (importing.file.again === true || importing.file.endMissing !== undefined) return null;
  const before = await lastAppliedFile<KeptReport>(tx, identityOf(importing));
  if (before === null) return null;
  const { findings, ...report } = before.report;
  for (const finding of findings) importing.file.onFinding(finding);
  const told = { ...report, alreadyApplied: { at: before.appliedAt } };
  if (importing.file.dryRun !== true) return told;
  const unheard = { ...importing, file: { ...importing.file, onFinding: () => undefined } };
  const { gone, goneFirst } = await apply(tx, unheard);
  return { ...told, gone, goneFirst };
}

async function apply(tx: Tx, importing: Import): Promise<ImportReport> {
  const { clock, program, file, kind } = importing;
  const findings = new Findings(file.onFinding);
  const now = clock.now();
  await createStaging(tx);
  await createNamed(tx);
  const read = await stage(tx, now, importing, findings);
  const gone = await endMissing(tx, now, importing);
  const applied = await applyStaged(tx, kind, findings);
  const report = {
    rows: read.rows,
    changed: applied.changed,
    added: applied.added,
    unchanged: read.statements - applied.replaced - applied.changed - applied.refused,
    repeated: applied.replaced,
    refused: findings.refused,
    warnings: findings.warnings,
    ...gone,
  };
  const at = clock.now();
  if (report.changed + report.ended > 0) await noteImport(tx, { at, program, actor: file.author, kind, report });
  if (report.changed + report.unchanged > 0) {
    const kept: KeptReport = { ...report, findings: findings.kept };
    const { advertiserOrg } = program;
    await insertAppliedFile(tx, {
      ...identityOf(importing),
      advertiserOrg,
      appliedAt: at,
      author: file.author,
      report: kept,
    });
  }
  return report;
}

/** What the file does not name, and, where that is asked for, no longer from its time on. */
async function endMissing(
  tx: Tx,
  now: Instant,
  { program, file, kind }: Import,
): Promise<Pick<ImportReport, 'gone' | 'goneFirst' | 'ended'>> {
  const at = file.at ?? now;
  const { count, first } = await findGone(tx, kind.name, { program: program.code, at });
  const expected = file.endMissing?.expected ?? null;
  if (file.endMissing !== undefined && (file.dryRun !== true || expected !== null) && expected !== count)
    throw new UnreadableFile(goneChanged(expected, count));
  if (file.endMissing !== undefined) {
    const recording = { program: program.code, author: file.author, recordedAt: now };
    await endGone(tx, kind.name, recording, at);
  }
  await dropNamed(tx);
  return { gone: count, goneFirst: first, ended: file.endMissing === undefined ? 0 : count };
}

function goneChanged(expected: number | null, count: number): Refusal {
  const detail = `The preview counted ${expected ?? 'none'} that the file does not name; by now there are ${count}.`;
  return { code: 'gone_changed', field: 'gone', value: String(expected ?? ''), detail, extra: { total: count } };
}

/** A change of rates or flags is a privileged one: who made it is on record in the same transaction (I-34). */
async function noteImport(tx: Tx, { at, program, actor, kind, report }: ImportNote): Promise<void> {
  await recordAudit(tx, {
    at,
    orgId: program.advertiserOrg,
    actor,
    action: `${kind.name}.imported`,
    subject: `program:${program.code}`,
    detail: { ...report, goneFirst: [...report.goneFirst] },
  });
}

interface ImportNote {
  readonly at: Instant;
  readonly program: ImportProgram;
  readonly actor: string;
  readonly kind: ImportKind;
  readonly report: ImportReport;
}

/** Rolls a dry run back; carries what would have happened. */
class DryRunDone extends Error {
  readonly report: ImportReport;
  constructor(report: ImportReport) {
    super('dry run');
    this.report = report;
  }
}

/** Ends the transaction; becomes a value again right outside of it. */
class UnreadableFile extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.detail);
    this.refusal = refusal;
  }
}

async function stage(
  tx: Tx,
  now: Instant,
  { file, kind, held }: Import,
  findings: Findings,
): Promise<{ readonly rows: number; readonly statements: number }> {
  const open = { at: file.at ?? now, isDated: file.at !== null };
  let rows = 0;
  let statements = 0;
  let batch: StagedRow[] = [];
  for await (const read of readRows(held, file.format, kind.columns)) {
    if (read.kind === 'stop') throw new UnreadableFile(read.refusal);
    rows += 1;
    if (rows % STAGED_BATCH === 0) file.onProgress?.(rows);
    const parsed = read.kind === 'row' ? kind.read(read.cells, read.line, open) : refused(read.refusal);
    if (!parsed.ok) {
      findings.refuse(read.line, parsed.error);
      await insertNamed(tx, namedBy(read));
      continue;
    }
    if (parsed.value.warning !== null) findings.warn(read.line, parsed.value.warning);
    batch.push(...parsed.value.rows);
    statements += parsed.value.rows.length;
    if (batch.length < STAGED_BATCH) continue;
    await insertStaged(tx, batch);
    batch = [];
  }
  await insertStaged(tx, batch);
  file.onProgress?.(rows);
  return { rows, statements };
}

/** The product of a row that is refused, as the row has it. */
function namedBy(read: ReadRow): readonly string[] {
  const id = read.kind === 'row' ? read.cells.get('product_id') : undefined;
  return typeof id === 'string' || typeof id === 'number' ? [String(id).trim()] : [];
}

async function applyStaged(
  tx: Tx,
  kind: ImportKind,
  findings: Findings,
): Promise<Applied & { readonly refused: number; readonly replaced: number }> {
  const refusedBefore = findings.refused;
  const settled = new Settled();
  let changed = 0;
  let added = 0;
  await openStaged(tx);
  for (;;) {
    const rows = await fetchStaged(tx);
    if (rows.length === 0) break;
    const applied = await kind.apply(tx, rows, { findings, settled });
    changed += applied.changed;
    added += applied.added;
  }
  await dropStaging(tx);
  return { changed, added, refused: findings.refused - refusedBefore, replaced: settled.replaced };
}
