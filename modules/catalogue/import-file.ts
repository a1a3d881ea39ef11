import { type Refusal, type Result, refused } from '../../contract/errors/index.ts';
import type { Instant } from '../../core/time/index.ts';
import type { Clock } from '../../platform/clock/index.ts';
import type { Database, Tx } from '../../platform/db/index.ts';
import { recordAudit } from '../accounts/index.ts';
import type { ImportFile, ImportProgram, ImportReport, RowFinding } from './model.ts';
import { type Cell, type Columns, readRows } from './read-rows.ts';
import {
  createStaging,
  dropStaging,
  fetchStaged,
  insertStaged,
  openStaged,
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
  /** Writes what is new of a batch, sorted by product, kind and time; says how many statements changed something. */
  readonly apply: (tx: Tx, rows: readonly StagedRow[], findings: Findings) => Promise<number>;
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

/** Collects what people are told about rows; only counts are kept. */
export class Findings {
  refused = 0;
  warnings = 0;
  readonly #tell: (finding: RowFinding) => void;

  constructor(tell: (finding: RowFinding) => void) {
    this.#tell = tell;
  }

  refuse(line: number, refusal: Refusal): void {
    this.refused += 1;
    this.#tell({ severity: 'refused', line, ...shown(refusal) });
  }

  warn(line: number, refusal: Refusal): void {
    this.warnings += 1;
    this.#tell({ severity: 'warning', line, ...shown(refusal) });
  }
}

function shown({ code, field, value, detail }: Refusal): Omit<RowFinding, 'severity' | 'line'> {
  return { code, field, detail, ...(value === undefined ? {} : { value }) };
}

/**
 * Imports one file in one transaction: either everything that is right in it is stated, or, when the file cannot be read to its end,
 * nothing. Rows that are wrong are refused one by one. The same file again changes nothing.
 */
export async function importFile(
  db: Database,
  clock: Clock,
  program: ImportProgram,
  file: ImportFile,
  kind: ImportKind,
): Promise<Result<ImportReport>> {
  const findings = new Findings(file.onFinding);
  let begun = false;
  try {
    const report = await db.transaction({ role: 'system' }, async (tx) => {
      // The stream is gone after the first try; a second would import an empty file and call it success.
      if (begun) throw new Error('import: the transaction was interrupted by a conflict; run the import again');
      begun = true;
      await lockProgram(tx, program.code);
      await createStaging(tx);
      const read = await stage(tx, clock.now(), file, kind, findings);
      const applied = await applyStaged(tx, kind, findings);
      const report = {
        rows: read.rows,
        changed: applied.changed,
        unchanged: applied.statements - applied.changed - applied.refused,
        repeated: read.statements - applied.statements,
        refused: findings.refused,
        warnings: findings.warnings,
      };
      if (report.changed > 0) await noteImport(tx, { at: clock.now(), program, actor: file.author, kind, report });
      return report;
    });
    return { ok: true, value: report };
  } catch (error) {
    if (error instanceof UnreadableFile) return refused(error.refusal);
    throw error;
  }
}

/** A change of rates or flags is a privileged one: who made it is on record in the same transaction (I-34). */
async function noteImport(tx: Tx, { at, program, actor, kind, report }: ImportNote): Promise<void> {
  await recordAudit(tx, {
    at,
    orgId: program.advertiserOrg,
    actor,
    action: `${kind.name}.imported`,
    subject: `program:${program.code}`,
    detail: { ...report },
  });
}

interface ImportNote {
  readonly at: Instant;
  readonly program: ImportProgram;
  readonly actor: string;
  readonly kind: ImportKind;
  readonly report: ImportReport;
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
  file: ImportFile,
  kind: ImportKind,
  findings: Findings,
): Promise<{ readonly rows: number; readonly statements: number }> {
  const open = { at: file.at ?? now, isDated: file.at !== null };
  let rows = 0;
  let statements = 0;
  let batch: StagedRow[] = [];
  for await (const read of readRows(file.stream, file.format, kind.columns)) {
    if (read.kind === 'stop') throw new UnreadableFile(read.refusal);
    rows += 1;
    if (rows % STAGED_BATCH === 0) file.onProgress?.(rows);
    const parsed = read.kind === 'row' ? kind.read(read.cells, read.line, open) : refused(read.refusal);
    if (!parsed.ok) {
      findings.refuse(read.line, parsed.error);
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

async function applyStaged(
  tx: Tx,
  kind: ImportKind,
  findings: Findings,
): Promise<{ readonly statements: number; readonly changed: number; readonly refused: number }> {
  const refusedBefore = findings.refused;
  let statements = 0;
  let changed = 0;
  await openStaged(tx);
  for (;;) {
    const rows = await fetchStaged(tx);
    if (rows.length === 0) break;
    statements += rows.length;
    changed += await kind.apply(tx, rows, findings);
  }
  await dropStaging(tx);
  return { statements, changed, refused: findings.refused - refusedBefore };
}
