import { type Archive, UnreadableSheet } from './archive.ts';
import { readWholeXml } from './sheet-xml.ts';

/** What the first sheet needs of the rest of its workbook. */
export interface Workbook {
  /** Name of the part with the first sheet. */
  readonly sheet: string;
  isDateStyle(style: number): boolean;
  /** RFC 3339 without a zone; `null` for numbers that are no date since March 1900. */
  dateText(serial: number): string | null;
  /** A text of the workbook by its place. Throws UnreadableSheet for one that is not there. */
  sharedText(index: number): string;
}

/** Held in memory while the sheet is read (T-7). */
const SHARED_CHARACTERS_MAX = 32 * 1024 ** 2;
const SHARED_TEXTS_MAX = 1_000_000;
const STYLES_MAX = 100_000;

const MACROS = /(?:^|\/)(?:vbaproject[^/]*\.bin|macrosheets\/.*|xlm[^/]*\/.*)$/i;

/** Reads all of a workbook but its sheets. Other workbooks it links to are never opened. Throws UnreadableSheet. */
export async function readWorkbook(archive: Archive): Promise<Workbook> {
  await refuseMacros(archive);
  const { relation, is1904 } = await workbookPart(archive);
  const sheet = await sheetPart(archive, relation);
  const dateStyles = archive.has('xl/styles.xml') ? await stylesOf(archive) : [];
  const shared = archive.has('xl/sharedStrings.xml') ? await sharedTexts(archive) : [];
  return {
    sheet,
    isDateStyle: (style) => dateStyles[style] ?? false,
    dateText: (serial) => dateText(serial, is1904),
    sharedText: (index) => {
      const text = shared[index];
      if (text === undefined)
        throw new UnreadableSheet('spreadsheet_unreadable', 'A cell names a text that is not there.');
      return text;
    },
  };
}

async function refuseMacros(archive: Archive): Promise<void> {
  if (!archive.has('[Content_Types].xml') || !archive.has('xl/workbook.xml'))
    throw new UnreadableSheet('spreadsheet_unreadable', 'It is an archive, but no workbook (.xlsx) is in it.');
  let hasMacros = [...archive.names()].some((name) => MACROS.test(name));
  await readWholeXml(archive, '[Content_Types].xml', {
    open: (_name, attribute) => {
      if (/macroEnabled|vbaProject/i.test(attribute('ContentType') ?? '')) hasMacros = true;
    },
  });
  if (hasMacros) throw new UnreadableSheet('macros_not_accepted', 'The workbook contains macros.');
}

async function workbookPart(archive: Archive): Promise<{ readonly relation: string; readonly is1904: boolean }> {
  let relation: string | null = null;
  let is1904 = false;
  await readWholeXml(archive, 'xl/workbook.xml', {
    open: (name, attribute) => {
      if (name === 'workbookPr') is1904 = /^(?:1|true)$/.test(attribute('date1904') ?? '');
      if (name === 'sheet') relation ??= attribute('id') ?? '';
    },
  });
  if (relation === null) throw new UnreadableSheet('spreadsheet_unreadable', 'The workbook has no sheet.');
  return { relation, is1904 };
}

async function sheetPart(archive: Archive, relation: string): Promise<string> {
  let target: string | null = null;
  await readWholeXml(archive, 'xl/_rels/workbook.xml.rels', {
    open: (_name, attribute) => {
      if (attribute('Id') === relation && attribute('TargetMode') !== 'External') target = attribute('Target') ?? null;
    },
  });
  const named: string = target ?? '';
  const part = named.startsWith('/') ? named.slice(1) : `xl/${named}`;
  if (!archive.has(part)) throw new UnreadableSheet('spreadsheet_unreadable', 'The first sheet is not in it.');
  return part;
}

async function sharedTexts(archive: Archive): Promise<readonly string[]> {
  const texts: string[] = [];
  let text = '';
  let characters = 0;
  let isText = false;
  let isPhonetic = false;
  await readWholeXml(archive, 'xl/sharedStrings.xml', {
    open: (name) => {
      if (name === 'si') text = '';
      if (name === 't') isText = true;
      if (name === 'rPh') isPhonetic = true;
    },
    text: (part) => {
      if (!isText || isPhonetic) return;
      text += part;
      characters += part.length;
      if (characters > SHARED_CHARACTERS_MAX) throw tooManyTexts(`${SHARED_CHARACTERS_MAX} characters`);
    },
    close: (name) => {
      if (name === 't') isText = false;
      if (name === 'rPh') isPhonetic = false;
      if (name !== 'si') return;
      texts.push(text);
      if (texts.length > SHARED_TEXTS_MAX) throw tooManyTexts(`${SHARED_TEXTS_MAX} entries`);
    },
  });
  return texts;
}

function tooManyTexts(what: string): UnreadableSheet {
  return new UnreadableSheet('file_too_large', `The texts of the workbook have more than ${what}; split it.`);
}

/** For each style whether it shows numbers as dates. */
async function stylesOf(archive: Archive): Promise<readonly boolean[]> {
  const styles: boolean[] = [];
  const dateFormats = new Set<number>();
  let isCells = false;
  await readWholeXml(archive, 'xl/styles.xml', {
    open: (name, attribute) => {
      if (name === 'numFmt' && isDateFormat(attribute('formatCode') ?? ''))
        dateFormats.add(Number(attribute('numFmtId')));
      if (name === 'cellXfs') isCells = true;
      if (name !== 'xf' || !isCells) return;
      const format = Number(attribute('numFmtId') ?? 0);
      styles.push(isBuiltInDate(format) || dateFormats.has(format));
      if (styles.length > STYLES_MAX) throw tooManyTexts(`${STYLES_MAX} styles`);
    },
    close: (name) => {
      if (name === 'cellXfs') isCells = false;
    },
  });
  return styles;
}

/** ECMA-376, 18.8.30: 14 to 22 and 45 to 47 everywhere, 27 to 36 and 50 to 58 in East Asian versions. */
function isBuiltInDate(format: number): boolean {
  return (
    (format >= 14 && format <= 22) ||
    (format >= 27 && format <= 36) ||
    (format >= 45 && format <= 58 && format !== 48 && format !== 49)
  );
}

/** What spreadsheets take at most. */
const FORMAT_CHARACTERS_MAX = 255;

/** Whether letters of a date are left of the format once texts, escapes and colours are taken out. */
function isDateFormat(code: string): boolean {
  return /[ymdhs]/i.test(code.slice(0, FORMAT_CHARACTERS_MAX).replace(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/g, ''));
}

const DAY_MS = 86_400_000;
/** Day 0 of the calendar that begins in 1900 and takes that year for a leap year; its days are right from 61 on. */
const DAY_ZERO_1900 = Date.UTC(1899, 11, 30);
const DAY_ZERO_1904 = Date.UTC(1904, 0, 1);
const RIGHT_FROM_DAY = 61;
/** 31 December 9999, the last day sheets know. */
const LAST_DAY = 2_958_465;

function dateText(serial: number, is1904: boolean): string | null {
  if (!(serial >= (is1904 ? 0 : RIGHT_FROM_DAY)) || serial > LAST_DAY) return null;
  const at = (is1904 ? DAY_ZERO_1904 : DAY_ZERO_1900) + Math.round(serial * DAY_MS);
  return new Date(at).toISOString().slice(0, -1);
}
