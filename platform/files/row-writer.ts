import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { stringify } from 'csv-stringify/sync';
import { inertCell } from './inert-cell.ts';

export type ExportFormat = 'jsonl' | 'csv';

/** One row of an export: plain values by column. Amounts are decimal text, instants RFC 3339 text. */
export type ExportRow = Readonly<Record<string, string | number | bigint | boolean | null>>;

export interface RowWriter {
  /** Lets `source` pass its rows and writes them; ends early and quietly when the reader went away. */
  writeAll(source: (onRow: (row: ExportRow) => Promise<void>) => Promise<unknown>): Promise<void>;
}

/** Rows are written in pieces of about this many characters: fewer system calls, and still little memory. */
const PIECE_CHARACTERS = 64 * 1024;

/** Thrown inside to leave the source when nobody reads any more (`| head`); never leaves this file. */
class ReaderGone extends Error {}

/**
 * Writes rows to a stream as fast as it takes them. A CSV file begins with `columns`, whether rows follow or not; a row that has others
 * is a defect.
 */
export function openRowWriter(output: Writable, format: ExportFormat, columns: readonly string[]): RowWriter {
  let piece = '';
  let isFirst = true;
  let failure: Error | null = null;
  let begun = false;
  const flush = async () => {
    const text = piece;
    piece = '';
    if (text !== '') await written(output, text, () => failure);
  };
  const add = async (row: ExportRow) => {
    if (isFirst) {
      const names = Object.keys(row);
      if (names.join() !== columns.join()) throw new Error(`export: rows have the columns ${names}, not ${columns}`);
      isFirst = false;
      if (format === 'csv') piece += csvLine(columns);
    }
    piece += format === 'csv' ? csvLine(columns.map((name) => row[name] ?? null)) : jsonLine(row);
    if (piece.length >= PIECE_CHARACTERS) await flush();
  };
  return {
    writeAll: async (source) => {
      if (begun) throw new Error('export: interrupted by a conflict after rows were written; run the export again');
      begun = true;
      const onError = (error: Error) => {
        failure = error;
      };
      output.on('error', onError);
      try {
        await source(add);
        if (format === 'csv' && isFirst) piece += csvLine(columns);
        await flush();
      } catch (error) {
        if (!(error instanceof ReaderGone)) throw error;
      } finally {
        // A broken pipe may be reported after the last write; it stays handled.
        if (failure === null) output.off('error', onError);
      }
    },
  };
}

async function written(output: Writable, text: string, failureOf: () => Error | null): Promise<void> {
  stopIfGone(output, failureOf());
  if (output.write(text)) return;
  const settled = new AbortController();
  const { signal } = settled;
  try {
    await Promise.race([once(output, 'drain', { signal }), once(output, 'close', { signal })]);
  } catch (error) {
    stopIfGone(output, error instanceof Error ? error : new Error(String(error)));
  } finally {
    // Takes away the listeners of what did not happen.
    settled.abort();
  }
  stopIfGone(output, failureOf());
}

function stopIfGone(output: Writable, failure: Error | null): void {
  const isBrokenPipe = failure !== null && 'code' in failure && failure.code === 'EPIPE';
  if (isBrokenPipe || (failure === null && output.destroyed)) throw new ReaderGone();
  if (failure !== null) throw failure;
}

function jsonLine(row: ExportRow): string {
  return `${JSON.stringify(row, (_, value) => (typeof value === 'bigint' ? value.toString() : value))}\n`;
}

/** RFC 4180. Text is always in quotes, so that no spreadsheet splits it at a separator of its own choice. */
function csvLine(cells: readonly ExportRow[string][]): string {
  return stringify([cells.map(inertCell)], {
    quoted_string: true,
    record_delimiter: 'windows',
    cast: { boolean: (value) => (value ? 'true' : 'false') },
  });
}
