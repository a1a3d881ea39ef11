import type { Instant } from '../../core/time/index.ts';
import { type Queryable, sqlInstant } from '../../platform/db/index.ts';

/** A statement read from a file, kept until the whole file is read: a later row of the same key replaces it (BAD-95), if it is right. */
export interface StagedRow {
  readonly line: number;
  readonly productId: string;
  /** Kind of the rate; '' for facts. */
  readonly kind: string;
  readonly validFrom: Instant;
  /** Whether the file names the instant; else it is the time of the import. */
  readonly isDated: boolean;
  /** What is stated, as JSON text. */
  readonly stated: string;
}

/** Rows of an import that are in memory at a time. */
export const STAGED_BATCH = 2000;

/** A table of this transaction alone, gone at its end, so that a broken file leaves nothing behind. */
export async function createStaging(q: Queryable): Promise<void> {
  await q.query(
    `create temporary table staged_row (
       line bigint not null, product_id text not null, kind text not null, valid_from timestamptz not null,
       dated boolean not null, stated text not null
     ) on commit drop`,
  );
}

export async function insertStaged(q: Queryable, rows: readonly StagedRow[]): Promise<void> {
  if (rows.length === 0) return;
  await q.query(
    `insert into staged_row (line, product_id, kind, valid_from, dated, stated)
     select * from unnest($1::bigint[], $2::text[], $3::text[], $4::timestamptz[], $5::boolean[], $6::text[])`,
    [
      rows.map((row) => row.line),
      rows.map((row) => row.productId),
      rows.map((row) => row.kind),
      rows.map((row) => sqlInstant(row.validFrom)),
      rows.map((row) => row.isDated),
      rows.map((row) => row.stated),
    ],
  );
}

/**
 * Begins to read the statements by product and then by time, as a rate is compared with the one before it; of one key the last row of
 * the file first, and those it replaces behind it, should it be refused.
 */
export async function openStaged(q: Queryable): Promise<void> {
  await q.query(
    `declare staged_rows no scroll cursor for
     select line, product_id, kind, valid_from, dated, stated
     from staged_row order by product_id, kind, valid_from, line desc`,
  );
}

export async function fetchStaged(q: Queryable): Promise<readonly StagedRow[]> {
  const rows = await q.query<{
    line: bigint;
    product_id: string;
    kind: string;
    valid_from: Instant;
    dated: boolean;
    stated: string;
  }>(`fetch forward ${STAGED_BATCH} from staged_rows`);
  return rows.map((row) => ({
    line: Number(row.line),
    productId: row.product_id,
    kind: row.kind,
    validFrom: row.valid_from,
    isDated: row.dated,
    stated: row.stated,
  }));
}

/** Removes what this import has staged, so that another one may follow in the same transaction. */
export async function dropStaging(q: Queryable): Promise<void> {
  await q.query('close staged_rows; drop table staged_row');
}

/** Remembers which key has its statement: rows of the same key that follow are the ones it replaces. */
export class Settled {
  /** Rows that were replaced. */
  replaced = 0;
  #last: StagedRow | null = null;

  /** Whether the row comes too late; if so it is counted. */
  isReplaced(row: StagedRow): boolean {
    const last = this.#last;
    const same = last?.productId === row.productId && last.kind === row.kind && last.validFrom === row.validFrom;
    if (same) this.replaced += 1;
    return same;
  }

  settle(row: StagedRow): void {
    this.#last = row;
  }
}
