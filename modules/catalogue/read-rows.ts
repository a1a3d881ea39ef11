import { Readable } from 'node:stream';
import { type Info, parse as parseCsv } from 'csv-parse';
import { type Refusal, type Result, refused, shownValue } from '../../contract/errors/index.ts';
import {
  cellText,
  type HeldFile,
  isSpreadsheet,
  type SheetCell,
  sheetRows,
  UnreadableSheet,
} from '../../platform/files/index.ts';
import { parseStrictJson } from '../../platform/http/index.ts';
import type { FileFormat } from './model.ts';

/** A cell: text in CSV; in JSON lines also flags, and numbers, which are never money. */
export type Cell = string | number | boolean | null;

export type ReadRow =
  | { readonly kind: 'row'; readonly line: number; readonly cells: ReadonlyMap<string, Cell> }
  /** This row cannot be read, the next ones can. */
  | { readonly kind: 'unreadable'; readonly line: number; readonly refusal: Refusal }
  /** The file cannot be read; nothing follows. */
  | { readonly kind: 'stop'; readonly refusal: Refusal };

export interface Columns {
  readonly required: readonly string[];
  readonly optional: readonly string[];
  /** Those that spreadsheet programs like to change: ids and times. */
  readonly ids: readonly string[];
  readonly times: readonly string[];
}

/** One row in characters: far above a product with a long title, small enough that a file without line ends fills no memory. */
const ROW_CHARACTERS_MAX = 64 * 1024;
/** The known columns are about a dozen; more than this is not a table of ours (BAD-85). */
const COLUMNS_MAX = 100;
/** So much of the file is looked at to tell its format. */
const HEAD_CHARACTERS_MAX = ROW_CHARACTERS_MAX;

const delimiters = [',', ';', '\t', '|'] as const;

/**
 * Reads a file of rows with named cells: CSV (comma, semicolon, tab or bar, told from the header) or JSON lines, in UTF-8 or in
 * UTF-16 with a byte order mark, or the first sheet of a workbook. Streams: only one row is in memory.
 */
export async function* readRows(
  file: HeldFile,
  format: FileFormat | null,
  columns: Columns,
): AsyncGenerator<ReadRow, void, undefined> {
  try {
    if (isSpreadsheet(file)) return yield* workbookRows(file, columns);
    if (format === 'xlsx') {
      const detail = 'It is no workbook (.xlsx), whatever it is called.';
      return yield { kind: 'stop', refusal: { code: 'spreadsheet_unreadable', field: null, detail } };
    }
    const { head, text } = await lookAhead(decoded(file.read()));
    const refusal = unreadableHead(head);
    if (refusal !== null) {
      yield { kind: 'stop', refusal };
      return;
    }
    const isJson = (format ?? (/^\s*\{/.test(head) ? 'jsonl' : 'csv')) === 'jsonl';
    yield* isJson ? jsonRows(text, columns) : csvRows(text, delimiterOf(head, columns), columns);
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === null) throw error;
    yield { kind: 'stop', refusal };
  }
}

/** A workbook is read as a CSV file with the same cells; cells that are missing at the end of a row are empty. */
async function* workbookRows(file: HeldFile, columns: Columns): AsyncGenerator<ReadRow, void, undefined> {
  let header: readonly string[] | null = null;
  let any = false;
  for await (const { line, cells } of sheetRows(file)) {
    if (header === null) {
      const checked = checkHeader(
        cells.map(({ text }) => text),
        columns,
      );
      if (!checked.ok) return yield { kind: 'stop', refusal: checked.error };
      header = checked.value;
      continue;
    }
    any = true;
    yield workbookRow(header, cells, line, columns);
  }
  if (!any) yield { kind: 'stop', refusal: noRows(header) };
}

function workbookRow(header: readonly string[], cells: readonly SheetCell[], line: number, columns: Columns): ReadRow {
  const record: string[] = [];
  for (let index = 0; index < Math.max(header.length, cells.length); index += 1) {
    const name = header[index] ?? '';
    const meaning = columns.ids.includes(name) ? 'id' : columns.times.includes(name) ? 'time' : 'text';
    const text = cellText(name, cells[index] ?? { kind: 'text', text: '' }, meaning);
    if (!text.ok) return { kind: 'unreadable', line, refusal: text.error };
    record.push(text.value);
  }
  return csvRow(header, record, line);
}

async function* csvRows(
  text: AsyncIterable<string>,
  delimiter: string,
  columns: Columns,
): AsyncGenerator<ReadRow, void, undefined> {
  const parser = Readable.from(text).compose(
    parseCsv({
      delimiter,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: ROW_CHARACTERS_MAX,
    }),
  );
  let header: readonly string[] | null = null;
  let any = false;
  for await (const chunk of parser) {
    const { record, info } = csvRecord(chunk);
    if (header === null) {
      const checked = checkHeader(record, columns);
      if (!checked.ok) return yield { kind: 'stop', refusal: checked.error };
      header = checked.value;
      continue;
    }
    any = true;
    yield csvRow(header, record, info.lines);
  }
  if (!any) yield { kind: 'stop', refusal: noRows(header) };
}

function csvRecord(chunk: unknown): { readonly record: readonly string[]; readonly info: Pick<Info, 'lines'> } {
  // The one place where the parser's untyped output gets its type: with `info` each item is a record and where it stands.
  return chunk as { record: string[]; info: Info };
}

function csvRow(header: readonly string[], record: readonly string[], line: number): ReadRow {
  if (record.length !== header.length) {
    const detail = `The row has ${record.length} cells, the header has ${header.length}.`;
    return { kind: 'unreadable', line, refusal: { code: 'row_shape', field: null, detail } };
  }
  return { kind: 'row', line, cells: new Map(header.map((name, index) => [name, record[index] ?? ''])) };
}

/** Names of columns are read without regard to capitals and surrounding blanks. */
function checkHeader(record: readonly string[], columns: Columns): Result<readonly string[]> {
  const names = record.map((name) => name.trim().toLowerCase());
  const found = `Found ${shownValue(names.join(', '))}.`;
  const known = [...columns.required, ...columns.optional];
  if (names.length > COLUMNS_MAX) {
    return columnRefusal(
      'column_unknown',
      null,
      `The file has ${names.length} columns, at most ${COLUMNS_MAX} are read.`,
    );
  }
  const missing = columns.required.find((name) => !names.includes(name));
  if (missing !== undefined)
    return columnRefusal('column_missing', missing, `The column ${missing} is missing. ${found}`);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    const detail = `The column ${shownValue(unknown)} is not one of ${known.join(', ')}.`;
    return columnRefusal('column_unknown', shownValue(unknown), detail);
  }
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) return columnRefusal('column_repeated', repeated, `Two columns are called ${repeated}.`);
  return { ok: true, value: names };
}

function columnRefusal(code: Refusal['code'], field: string | null, detail: string): Result<never> {
  return refused({ code, field, detail });
}

async function* jsonRows(text: AsyncIterable<string>, columns: Columns): AsyncGenerator<ReadRow, void, undefined> {
  const known = [...columns.required, ...columns.optional];
  let any = false;
  for await (const { line, text: row } of lines(text)) {
    if (row.trim() === '') continue;
    any = true;
    yield jsonRow(row, line, columns, known);
  }
  if (!any) yield { kind: 'stop', refusal: noRows(null) };
}

function jsonRow(row: string, line: number, columns: Columns, known: readonly string[]): ReadRow {
  const unreadable = (refusal: Refusal): ReadRow => ({ kind: 'unreadable', line, refusal });
  const parsed = parseStrictJson(new TextEncoder().encode(row));
  if (!parsed.ok) return unreadable(parsed.error);
  if (typeof parsed.value !== 'object' || parsed.value === null || Array.isArray(parsed.value)) {
    return unreadable({ code: 'json_malformed', field: null, detail: 'Expected one JSON object in each line.' });
  }
  const cells = new Map<string, Cell>();
  for (const [name, value] of Object.entries(parsed.value)) {
    if (!known.includes(name)) {
      const detail = `${shownValue(name)} is not one of ${known.join(', ')}.`;
      return unreadable({ code: 'field_not_allowed', field: shownValue(name), detail });
    }
    if (!isCell(value)) {
      const detail = `${name} holds ${Array.isArray(value) ? 'a list' : 'an object'}; expected a single value.`;
      return unreadable({ code: 'field_invalid', field: name, detail, expected: { kind: 'text' } });
    }
    cells.set(name, value);
  }
  const missing = columns.required.find((name) => !cells.has(name));
  if (missing !== undefined) {
    const detail = `${missing} is missing. Found ${shownValue([...cells.keys()].join(', '))}.`;
    return unreadable({ code: 'field_required', field: missing, detail });
  }
  return { kind: 'row', line, cells };
}

function isCell(value: unknown): value is Cell {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

function noRows(header: readonly string[] | null): Refusal {
  const detail = header === null ? 'The file is empty.' : 'The file has a header and nothing below it.';
  return { code: 'no_rows', field: null, detail };
}

/** Reads up to the end of the first line, and gives the whole text again behind it. */
async function lookAhead(text: AsyncGenerator<string>): Promise<{ head: string; text: AsyncIterable<string> }> {
  let head = '';
  while (head.length < HEAD_CHARACTERS_MAX && !/[\r\n]/.test(head.trimStart())) {
    const next = await text.next();
    if (next.done === true) break;
    head += next.value;
  }
  const whole = (async function* () {
    if (head !== '') yield head;
    yield* text;
  })();
  return { head, text: whole };
}

/** What is certainly no text of ours: UTF-16 that does not say so. */
function unreadableHead(head: string): Refusal | null {
  return head.includes('\0') ? { code: 'format_unsure', field: null, detail: 'The file has NUL bytes.' } : null;
}

/** The separator that finds the most known columns in the first line; a comma where none finds any. */
function delimiterOf(head: string, columns: Columns): string {
  const known = new Set([...columns.required, ...columns.optional]);
  const first = head.trimStart().split(/[\r\n]/, 1)[0] ?? '';
  const found = delimiters.map((delimiter) => {
    const names = first.split(delimiter).map((name) => name.replaceAll('"', '').trim().toLowerCase());
    return { delimiter, known: names.filter((name) => known.has(name)).length, cells: names.length };
  });
  const [best] = found.toSorted((a, b) => b.known - a.known || b.cells - a.cells);
  return best?.delimiter ?? ',';
}

class FileRefused extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.detail);
    this.refusal = refusal;
  }
}

/** Errors of the streams that mean a bad file; anything else is ours. */
function refusalOf(error: unknown): Refusal | null {
  if (error instanceof FileRefused || error instanceof UnreadableSheet) return error.refusal;
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null;
  if (error.code === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
    return {
      code: 'not_utf8',
      field: null,
      detail: 'The file has bytes that are not UTF-8 (nor UTF-16 with its mark).',
    };
  }
  if (error.code === 'CSV_MAX_RECORD_SIZE') return rowTooLarge();
  if (error.code.startsWith('CSV_')) return { code: 'row_shape', field: null, detail: `${shownValue(error.message)}.` };
  return null;
}

function rowTooLarge(): Refusal {
  const detail = `A row has more than ${ROW_CHARACTERS_MAX} characters; perhaps a quote is not closed or line ends are missing.`;
  return { code: 'file_too_large', field: null, detail };
}

/** Bytes to text, strictly: a byte that is not of the encoding ends the reading. */
async function* decoded(stream: AsyncIterable<Uint8Array>): AsyncGenerator<string, void, undefined> {
  let decoder: InstanceType<typeof TextDecoder> | null = null;
  let start = new Uint8Array(0);
  for await (const chunk of stream) {
    let bytes = chunk;
    if (decoder === null) {
      // The mark is two or three bytes, which may come in pieces.
      start = joined(start, chunk);
      if (start.length < 3) continue;
      decoder = new TextDecoder(encodingOf(start), { fatal: true });
      bytes = start;
    }
    const text = decoder.decode(bytes, { stream: true });
    if (text !== '') yield text;
  }
  decoder ??= new TextDecoder(encodingOf(start), { fatal: true });
  const rest = start.length < 3 ? decoder.decode(start) : decoder.decode();
  if (rest !== '') yield rest;
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

function encodingOf(start: Uint8Array): string {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
  return 'utf-8';
}

async function* lines(text: AsyncIterable<string>): AsyncGenerator<{ line: number; text: string }, void, undefined> {
  let rest = '';
  let line = 0;
  for await (const chunk of text) {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) {
      line += 1;
      if (part.length > ROW_CHARACTERS_MAX) throw new FileRefused(rowTooLarge());
      yield { line, text: part };
    }
    if (rest.length > ROW_CHARACTERS_MAX) throw new FileRefused(rowTooLarge());
  }
  if (rest !== '') yield { line: line + 1, text: rest };
}
