import { type Result, refused } from '../../contract/errors/index.ts';
import { formatDecimal, parseDecimal } from '../../core/money/index.ts';
import type { Clock } from '../../platform/clock/index.ts';
import type { Database, Tx } from '../../platform/db/index.ts';
import { type Applied, importFile } from './import-file.ts';
import {
  type ImportFile,
  type ImportProgram,
  type ImportReport,
  nothingKnown,
  type ProductAttributes,
  sameAttributes,
  withStated,
} from './model.ts';
import { parseProductRow, productColumns } from './parse-row.ts';
import type { Settled, StagedRow } from './staging-store.ts';
import { insertProducts, type KnownProduct, knownProducts, type NewProduct, type Recording } from './store.ts';

/**
 * Imports facts of products from a file. A product that is already known exactly so is not written again; a fact whose column is
 * absent stays as it is. Refuses the file as a whole only where it cannot be read (`no_rows`, `column_missing`, `format_unsure` …).
 */
export async function importProducts(
  db: Database,
  clock: Clock,
  input: ImportFile & { readonly program: ImportProgram },
): Promise<Result<ImportReport>> {
  const recording = { program: input.program.code, author: input.author, recordedAt: clock.now() };
  return await importFile(db, clock, input.program, input, {
    name: 'products',
    columns: productColumns,
    read: (cells, line, open) => {
      const row = parseProductRow(cells, input.program);
      if (!row.ok) return refused(row.error);
      const { productId, validFrom, stated, warning } = row.value;
      const when = { validFrom: validFrom ?? open.at, isDated: validFrom !== null || open.isDated };
      const staged = { line, productId, kind: '', ...when, stated: stagedText(stated) };
      return { ok: true, value: { rows: [staged], warning } };
    },
    apply: (tx, rows, { settled }) => applyProducts(tx, recording, rows, settled),
  });
}

async function applyProducts(
  tx: Tx,
  recording: Recording,
  rows: readonly StagedRow[],
  settled: Settled,
): Promise<Applied> {
  const known = await knownProducts(tx, recording.program, rows);
  const changed: NewProduct[] = [];
  let added = 0;
  let last: NewProduct | null = null;
  for (const [index, row] of rows.entries()) {
    if (settled.isReplaced(row)) continue;
    settled.settle(row);
    const before = latest(known[index] ?? null, last?.productId === row.productId ? last : null);
    const attributes = withStated(before?.attributes ?? nothingKnown, statedOf(row.stated));
    const isKnown = before !== null && (!row.isDated || before.validFrom === row.validFrom);
    if (isKnown && sameAttributes(before.attributes, attributes)) continue;
    const revision = before?.validFrom === row.validFrom ? before.revision + 1 : 1;
    last = { productId: row.productId, validFrom: row.validFrom, revision, attributes };
    changed.push(last);
    if (before === null) added += 1;
  }
  await insertProducts(tx, recording, changed);
  return { changed: changed.length, added };
}

/** A statement of this batch is not in the database yet; whichever began later is the one in force. */
function latest(stored: KnownProduct | null, ofBatch: KnownProduct | null): KnownProduct | null {
  if (stored === null || ofBatch === null) return stored ?? ofBatch;
  return ofBatch.validFrom >= stored.validFrom ? ofBatch : stored;
}

function stagedText(stated: Partial<ProductAttributes>): string {
  const price = stated.price;
  const text = price === undefined || price === null ? price : { ...price, amount: formatDecimal(price.amount) };
  return JSON.stringify({ ...stated, ...(price === undefined ? {} : { price: text }) });
}

/** Reads back what `stagedText` wrote in the same transaction; nobody else writes there. */
function statedOf(text: string): Partial<ProductAttributes> {
  const stated = JSON.parse(text) as Partial<Omit<ProductAttributes, 'price'>> & {
    readonly price?: { readonly amount: string; readonly currency: string } | null;
  };
  const { price, ...others } = stated;
  if (price === undefined) return others;
  const amount = price === null ? null : parseDecimal(price.amount);
  return { ...others, price: price === null || amount === null ? null : { amount, currency: price.currency } };
}
