import { type Info, parse } from 'csv-parse/sync';
import { type Result, refused, shownValue } from '../../../contract/errors/index.ts';
import type { ListedRow } from '../../../core/terms/index.ts';

/** An id, two times and what a spreadsheet adds in blanks. */
const ROW_CHARACTERS_MAX = 4_096;

/** Names of the first column in files of stores and of products. */
const ID_NAMES: ReadonlySet<string> = new Set(['id', 'store_id', 'store', 'product_id', 'product', 'ad_space']);
const PLAIN = { id: 0, from: 1, until: 2 } as const;

/**
 * Rows of a file with a list: one id a row, then its times where it has some; comma, semicolon or tab between them. A first row that begins
 * with the name of a column says which column is which, and columns with other names are not looked at.
 */
export function readListFile(file: string): Result<readonly ListedRow[]> {
  const records = recordsOf(file);
  if (!records.ok) return records;
  const names = (records.value[0]?.cells ?? []).map((cell) => cell.trim().toLowerCase());
  const hasHeader = names.some((name) => ID_NAMES.has(name));
  const places = hasHeader
    ? { id: names.findIndex((name) => ID_NAMES.has(name)), from: names.indexOf('from'), until: names.indexOf('until') }
    : PLAIN;
  const rows = hasHeader ? records.value.slice(1) : records.value;
  if (rows.length === 0) return refused({ code: 'no_rows', field: 'file', detail: 'The file names no id.' });
  return {
    ok: true,
    value: rows.map(({ cells, line }) => {
      const cell = (place: number): string => cells[place]?.trim() ?? '';
      return { line, id: cell(places.id), from: cell(places.from) || null, until: cell(places.until) || null };
    }),
  };
}

interface FileRecord {
  readonly cells: readonly string[];
  readonly line: number;
}

function recordsOf(file: string): Result<readonly FileRecord[]> {
  try {
    // The one place where the parser's output gets its type: with `info` each item is a record and where it stands.
    const parsed: unknown = parse(file, {
      bom: true,
      delimiter: [',', ';', '\t'],
      info: true,
      max_record_size: ROW_CHARACTERS_MAX,
      relax_column_count: true,
      skip_empty_lines: true,
    });
    return {
      ok: true,
      value: (parsed as { record: string[]; info: Info }[]).map(({ record, info }) => ({
        cells: record,
        line: info.lines,
      })),
    };
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || !String(error.code).startsWith('CSV_')) throw error;
    return refused({ code: 'row_shape', field: 'file', detail: `${shownValue(error.message)}.` });
  }
}
