import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UnreadableSheet } from './archive.ts';
import { cellText } from './cells.ts';
import { withHeldFile } from './held-file.ts';
import { isSpreadsheet, type SheetRow, sheetRows } from './spreadsheet.ts';
import { type Part, type TestCell, withFile, workbook, workbookParts, zipOf } from './testing.ts';

async function rowsOf(bytes: Buffer): Promise<SheetRow[]> {
  return await withFile(bytes, async (file) => {
    expect(isSpreadsheet(file)).toBe(true);
    const rows: SheetRow[] = [];
    for await (const row of sheetRows(file)) rows.push(row);
    return rows;
  });
}

async function refusalOf(bytes: Buffer): Promise<string> {
  try {
    await rowsOf(bytes);
  } catch (error) {
    if (error instanceof UnreadableSheet) return error.refusal.code;
    throw error;
  }
  return 'read';
}

const texts = (rows: readonly SheetRow[]) => rows.map(({ line, cells }) => [line, ...cells.map(({ text }) => text)]);

/** The parts of a small workbook with some of them replaced or added. */
function changed(...parts: readonly Part[]): Buffer {
  const names = new Set(parts.map(({ name }) => name));
  return zipOf([...workbookParts([['a']]).filter(({ name }) => !names.has(name)), ...parts]);
}

describe('the rows of a workbook', () => {
  test('are those of its first sheet, with their numbers; empty cells and rows leave no shift', async () => {
    const rows = await rowsOf(workbook([['a', 'b', 'c'], [], ['1 & <2>', null, true], [null, ' ']]));
    expect(texts(rows)).toEqual([
      [1, 'a', 'b', 'c'],
      [3, '1 & <2>', '', 'true'],
    ]);
  });

  test('have numbers as they were stored, dates as text, and stored results instead of formulas (BAD-84)', async () => {
    const cells: TestCell[] = [
      19.99,
      { xml: '<c r="REF" s="1"><v>44727.41666666666</v></c>' },
      { xml: '<c r="REF" s="2"><v>44727</v></c>' },
      { xml: '<c r="REF" t="str"><f>HYPERLINK("http://x")</f><v>shown</v></c>' },
      { xml: '<c r="REF"><f>[1]Other!A1*2</f><v>4</v></c>' },
      { xml: '<c r="REF"><f>A1</f></c>' },
      { xml: '<c r="REF" t="e"><v>#N/A</v></c>' },
      { xml: '<c r="REF" t="inlineStr"><is><r><t>in</t></r><r><t>line</t></r><rPh><t>x</t></rPh></is></c>' },
      { xml: '<c r="REF" s="1"/>' },
    ];
    const [row] = await rowsOf(workbook([cells]));
    expect(row?.cells).toEqual([
      { kind: 'number', text: '19.99' },
      { kind: 'date', text: '2022-06-15T10:00:00.000' },
      { kind: 'date', text: '2022-06-15T00:00:00.000' },
      { kind: 'text', text: 'shown' },
      { kind: 'number', text: '4' },
      { kind: 'unknown', text: '' },
      { kind: 'error', text: '#N/A' },
      { kind: 'text', text: 'inline' },
    ]);
  });

  test('may come from a compressed archive, and from one with links and paths that are never followed', async () => {
    const compressed = zipOf(workbookParts([['a']]).map((part) => ({ ...part, isCompressed: true })));
    expect(texts(await rowsOf(compressed))).toEqual([[1, 'a']]);
    const link = { name: 'xl/externalLinks/externalLink1.xml', content: '<!DOCTYPE x>' };
    expect(texts(await rowsOf(changed(link, { name: '../../../tmp/x', content: 'x' })))).toEqual([[1, 'a']]);
  });
});

const sheet = (content: string) => ({ name: 'xl/worksheets/first.xml', content });
const declared = (name: string, content: string, declaredBytes: number) => ({
  name,
  content,
  isCompressed: true,
  declaredBytes,
});
const many = Array.from({ length: 2_100 }, (_, index) => ({ name: `x${index}`, content: '' }));

describe('a workbook is refused', () => {
  test.each<[string, string, () => Buffer]>([
    ['macros', 'macros_not_accepted', () => changed({ name: 'xl/vbaProject.bin', content: '' })],
    [
      'macros of another kind',
      'macros_not_accepted',
      () => changed({ name: 'xl/macrosheets/sheet1.xml', content: '' }),
    ],
    [
      'the type of one with macros',
      'macros_not_accepted',
      () =>
        changed({
          name: '[Content_Types].xml',
          content: '<T><O ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></T>',
        }),
    ],
    ['encryption, or a format before 2007', 'spreadsheet_unreadable', () => Buffer.from('d0cf11e0a1b11ae10000', 'hex')],
    ['no workbook in it', 'spreadsheet_unreadable', () => zipOf([{ name: 'inner.zip', content: workbook([['a']]) }])],
    ['an end that is missing', 'spreadsheet_unreadable', () => workbook([['a']]).subarray(0, -30)],
    ['broken XML', 'spreadsheet_unreadable', () => changed(sheet('<worksheet><row>'))],
    ['a document type', 'doctype_not_allowed', () => changed(sheet('<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>'))],
    ['two parts of one name', 'spreadsheet_unreadable', () => zipOf([...workbookParts([]), ...workbookParts([])])],
    [
      'a text that is not there',
      'spreadsheet_unreadable',
      () => workbook([[{ xml: '<c r="A1" t="s"><v>99</v></c>' }]]),
    ],
    ['a gigabyte of texts', 'file_too_large', () => changed(declared('xl/sharedStrings.xml', '<sst/>', 2 ** 30))],
    [
      'a part that grows a thousand times',
      'file_too_large',
      () => changed(declared('x', '0'.repeat(2 ** 21), 2 ** 21)),
    ],
    [
      'a part larger than it says',
      'spreadsheet_unreadable',
      () => changed(declared('xl/styles.xml', ' '.repeat(5_000), 10)),
    ],
    ['two thousand parts', 'file_too_large', () => changed(...many)],
    ['a column far to the right', 'file_too_large', () => workbook([[{ xml: '<c r="XFD1"><v>1</v></c>' }]])],
    ['a text without end', 'file_too_large', () => changed(sheet(`<worksheet a="${'x'.repeat(2 ** 21)}`))],
    [
      'a row of texts without end',
      'file_too_large',
      () => workbook([['x'.repeat(70_000), { xml: `<c t="str"><v>${'x'.repeat(70_000)}</v></c>` }]]),
    ],
  ])('%s: %s', async (_what, code, bytes) => {
    expect(await refusalOf(bytes())).toBe(code);
  });
});

const read = (text: string, meaning: 'id' | 'text') => cellText('cell', { kind: 'number', text }, meaning);

test.each([
  // What spreadsheets, and libraries that write their files, make of a number that was typed.
  ['19.989999999999998', '19.99'],
  ['19.989999999999998437', '19.99'],
  ['0.30000000000000004', '0.3'],
  ['1.1000000000000001', '1.1'],
  ['5.0999999999999996', '5.1'],
  ['-2.2999999999999998', '-2.3'],
  ['123456789012.34999', '123456789012.35'],
  ['1.23E-5', '0.0000123'],
  ['1.2300000000000001E-5', '0.0000123'],
  ['1.2345678E7', '12345678'],
  ['1e+14', '100000000000000'],
  ['100', '100'],
  ['100.0', '100'],
  ['19.50', '19.5'],
  ['0', '0'],
  ['-5', '-5'],
  ['0.000000123', '0.000000123'],
  ['999999999999999', '999999999999999'],
])('a number in a cell is the one that the spreadsheet shows: %s is %s (BAD-83)', (stored, shown) => {
  expect(read(stored, 'text')).toEqual({ ok: true, value: shown });
});

test('a decimal of up to fifteen digits comes back from the double that a spreadsheet keeps of it', () => {
  const decimal = fc
    .tuple(fc.maxSafeNat(), fc.integer({ min: 0, max: 15 }))
    .map(([digits, places]) => (BigInt(digits) % 10n ** 15n) * 10n ** BigInt(15 - places))
    .map((fifteenths) => {
      const whole = (fifteenths / 10n ** 15n).toString();
      const end = (fifteenths % 10n ** 15n).toString().padStart(15, '0').replace(/0+$/, '');
      return end === '' ? whole : `${whole}.${end}`;
    })
    .filter((text) => text.replace('.', '').replace(/^0+/, '').length <= 15 && Number(text) >= 1e-6);
  fc.assert(
    fc.property(decimal, (text) => {
      // Seventeen digits tell a double exactly; Excel writes as many.
      const stored = Number(text).toPrecision(17);
      fc.pre(!stored.includes('e+'));
      expect(read(stored, 'text')).toEqual({ ok: true, value: text });
    }),
    { seed: 19_990 },
  );
});

test.each([
  '1E+15',
  '1234567890123456',
  '1E-7',
  '1E+400',
  '1E+9999',
  'NaN',
  '0x10',
  '',
  '1e',
])('a number that fifteen digits do not tell is refused: %s', (stored) => {
  expect(read(stored, 'text')).toMatchObject({ error: { code: 'number_damaged_by_spreadsheet', value: stored } });
});

test.each([
  ['123456789012345', '123456789012345'],
  ['123.0', '123'],
  ['1.2345678E7', '12345678'],
  ['1234567890123456', null],
  ['1.23E+15', null],
  ['10.5', null],
  ['-5', null],
  ['122.99999999999999', null],
])('an id in a cell is a whole number of up to fifteen digits, exactly, or refused: %s (BAD-83)', (stored, id) => {
  const answer = read(stored, 'id');
  expect(answer).toMatchObject(id === null ? { error: { code: 'id_damaged_by_spreadsheet' } } : { value: id });
});

describe('a file', () => {
  test('is held whole with its hash, and gone afterwards', async () => {
    const bytes = Buffer.alloc(200_000, 'abc');
    const path = await withFile(bytes, async (file) => {
      expect(file.sha256).toEqual(createHash('sha256').update(bytes).digest());
      expect(file.bytes).toBe(bytes.length);
      expect(file.head).toEqual(bytes.subarray(0, 65_536));
      const chunks: Buffer[] = [];
      for await (const chunk of file.read()) chunks.push(chunk);
      expect(Buffer.concat(chunks)).toEqual(bytes);
      return file.path;
    });
    expect(existsSync(path)).toBe(false);
  });

  test('that is too large or breaks off half-way is never begun (BAD-85, BAD-86)', async () => {
    let begun = false;
    const begin = async () => {
      begun = true;
    };
    async function* endless() {
      for (;;) yield Buffer.alloc(1_000);
    }
    expect(await withHeldFile(endless(), begin, 5_000)).toMatchObject({ ok: false, error: { code: 'file_too_large' } });
    async function* broken() {
      yield Buffer.from('half');
      throw new Error('connection lost');
    }
    await expect(withHeldFile(broken(), begin)).rejects.toThrow('connection lost');
    expect(begun).toBe(false);
  });
});
