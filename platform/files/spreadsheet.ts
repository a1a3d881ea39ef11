import { type Archive, openArchive, UnreadableSheet } from './archive.ts';
import type { HeldFile } from './held-file.ts';
import { readXml } from './sheet-xml.ts';
import { readWorkbook, type Workbook } from './workbook.ts';

/** A cell as it was stored: formulas are never computed, of them the stored result is read. */
export interface SheetCell {
  /**
   * `date`: a number that the sheet shows as a date; its text is RFC 3339 without a zone. `error`: a word such as `#N/A`.
   * `unknown`: a formula without a stored result.
   */
  readonly kind: 'text' | 'number' | 'date' | 'error' | 'unknown';
  readonly text: string;
}

export interface SheetRow {
  /** Number of the row as the sheet shows it. */
  readonly line: number;
  readonly cells: readonly SheetCell[];
}

/** A table of ours has about twenty columns (BAD-85). */
const COLUMNS_MAX = 100;
/** Formatted cells without content reach to the last column of a sheet. */
const CELLS_MAX = 16_384;
/** More than any row of ours; also in CSV. */
const ROW_CHARACTERS_MAX = 64 * 1024;
const EMPTY: SheetCell = { kind: 'text', text: '' };

const ZIP = Buffer.from('PK\u0003\u0004');
/** Workbooks before 2007, and encrypted ones of today. */
const COMPOUND = Buffer.from('d0cf11e0a1b11ae1', 'hex');

/** By what the file begins with; its name says nothing. */
export function isSpreadsheet({ head }: Pick<HeldFile, 'head'>): boolean {
  return head.subarray(0, ZIP.length).equals(ZIP) || isCompound(head);
}

function isCompound(head: Buffer): boolean {
  return head.subarray(0, COMPOUND.length).equals(COMPOUND);
}

/**
 * Rows of the first sheet of an .xlsx workbook that are not empty. Throws UnreadableSheet: `macros_not_accepted`,
 * `spreadsheet_unreadable` (encrypted, an old format, damaged, no workbook), `file_too_large`.
 */
export async function* sheetRows(file: HeldFile): AsyncGenerator<SheetRow, void, undefined> {
  if (isCompound(file.head)) {
    const detail = 'It is encrypted, or in the format of Excel before 2007.';
    throw new UnreadableSheet('spreadsheet_unreadable', detail);
  }
  const archive = await openArchive(file.path, file.bytes);
  try {
    const workbook = await readWorkbook(archive);
    yield* rowsOf(archive, workbook);
  } finally {
    archive.close();
  }
}

interface Reading {
  readonly workbook: Workbook;
  readonly rows: SheetRow[];
  line: number;
  cells: SheetCell[];
  seen: number;
  characters: number;
  cell: OpenCell | null;
  /** Whether text counts: inside `<v>`, or `<t>` of a text that is written in the cell. */
  isValue: boolean;
  isPhonetic: boolean;
}

interface OpenCell {
  readonly column: number;
  readonly type: string;
  readonly isDate: boolean;
  isFormula: boolean;
  hasValue: boolean;
  text: string;
}

async function* rowsOf(archive: Archive, workbook: Workbook): AsyncGenerator<SheetRow, void, undefined> {
  const reading: Reading = {
    workbook,
    rows: [],
    line: 0,
    cells: [],
    seen: 0,
    characters: 0,
    cell: null,
    isValue: false,
    isPhonetic: false,
  };
  const parsing = readXml(archive, workbook.sheet, {
    open: (name, attribute) => opened(reading, name, attribute),
    text: (text) => {
      if (reading.cell === null || !reading.isValue || reading.isPhonetic) return;
      reading.cell.text += text;
      reading.characters += text.length;
      if (reading.characters > ROW_CHARACTERS_MAX)
        throw tooLarge(`row ${reading.line} has more than ${ROW_CHARACTERS_MAX} characters`);
    },
    close: (name) => closed(reading, name),
  });
  for await (const _piece of parsing) yield* reading.rows.splice(0);
  yield* reading.rows.splice(0);
}

function opened(reading: Reading, name: string, attribute: (name: string) => string | undefined): void {
  const { cell } = reading;
  if (name === 'row') {
    const number = Number(attribute('r'));
    reading.line = Number.isSafeInteger(number) && number > 0 ? number : reading.line + 1;
    reading.cells = [];
    reading.seen = 0;
    reading.characters = 0;
  } else if (name === 'c') {
    reading.seen += 1;
    if (reading.seen > CELLS_MAX) throw tooLarge(`row ${reading.line} has more than ${CELLS_MAX} cells`);
    const column = columnOf(attribute('r')) ?? reading.cells.length;
    const isDate = reading.workbook.isDateStyle(Number(attribute('s') ?? 0));
    reading.cell = { column, type: attribute('t') ?? 'n', isDate, isFormula: false, hasValue: false, text: '' };
  } else if (cell !== null && name === 'f') cell.isFormula = true;
  else if (name === 'rPh') reading.isPhonetic = true;
  else if (cell !== null && (name === 'v' || name === 't')) {
    reading.isValue = true;
    cell.hasValue = true;
  }
}

function closed(reading: Reading, name: string): void {
  if (name === 'v' || name === 't') reading.isValue = false;
  else if (name === 'rPh') reading.isPhonetic = false;
  else if (name === 'c' && reading.cell !== null) {
    keep(reading, reading.cell);
    reading.cell = null;
  } else if (name === 'row' && reading.cells.some(({ kind, text }) => kind !== 'text' || text.trim() !== '')) {
    reading.rows.push({ line: reading.line, cells: reading.cells });
    reading.cells = [];
  }
}

function keep(reading: Reading, cell: OpenCell): void {
  const value = storedValue(reading.workbook, cell);
  if (value === null) return;
  if (cell.column >= COLUMNS_MAX) throw tooLarge(`row ${reading.line} has more than ${COLUMNS_MAX} columns`);
  while (reading.cells.length < cell.column) reading.cells.push(EMPTY);
  reading.cells[cell.column] = value;
}

/** `null` for a cell that only has a format. */
function storedValue(workbook: Workbook, { type, isDate, isFormula, hasValue, text }: OpenCell): SheetCell | null {
  if (!hasValue) return isFormula ? { kind: 'unknown', text: '' } : null;
  switch (type) {
    case 's':
      return { kind: 'text', text: workbook.sharedText(Number(text)) };
    case 'b':
      return { kind: 'text', text: text === '1' ? 'true' : 'false' };
    case 'e':
      return { kind: 'error', text };
    case 'n': {
      const date = isDate ? workbook.dateText(Number(text)) : null;
      return date === null ? { kind: 'number', text } : { kind: 'date', text: date };
    }
    default:
      return { kind: 'text', text };
  }
}

/** `C7` is column 2. */
function columnOf(reference: string | undefined): number | null {
  const letters = /^([A-Z]{1,3})\d+$/.exec(reference ?? '')?.[1];
  if (letters === undefined) return null;
  return [...letters].reduce((column, letter) => column * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function tooLarge(what: string): UnreadableSheet {
  return new UnreadableSheet('file_too_large', `The spreadsheet is too large: ${what}.`);
}
