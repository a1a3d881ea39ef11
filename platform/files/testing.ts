import { deflateRawSync } from 'node:zlib';
import { type HeldFile, withHeldFile } from './held-file.ts';

/** Writes spreadsheets, so that tests need no binary files. Tests only. */

export interface Part {
  readonly name: string;
  readonly content: string | Buffer;
  readonly isCompressed?: boolean;
  /** What the archive says the size is; the true one when left out. */
  readonly declaredBytes?: number;
}

/** A ZIP archive of these parts, without checksums, which the reader does not look at. */
export function zipOf(parts: readonly Part[]): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { name, content, isCompressed = false, declaredBytes } of parts) {
    const bytes = Buffer.from(content);
    const data = isCompressed ? deflateRawSync(bytes) : bytes;
    const fixed = Buffer.alloc(26);
    fixed.writeUInt16LE(20, 0);
    fixed.writeUInt16LE(isCompressed ? 8 : 0, 4);
    fixed.writeUInt32LE(data.length, 14);
    fixed.writeUInt32LE(declaredBytes ?? bytes.length, 18);
    fixed.writeUInt16LE(Buffer.byteLength(name), 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    local.push(Buffer.from('PK\u0003\u0004'), fixed, Buffer.from(name), data);
    central.push(Buffer.from('PK\u0001\u0002\u0014\u0000'), fixed, place, Buffer.from(name));
    offset += 30 + Buffer.byteLength(name) + data.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(parts.length, 4);
  end.writeUInt16LE(parts.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...local, directory, Buffer.from('PK\u0005\u0006'), end]);
}

/** A number, a text, a truth value, or the XML of a cell: `{ xml: '<c …>' }`, in which `REF` stands for its place. */
export type TestCell = string | number | boolean | null | { readonly xml: string };

/** The parts of a workbook with one sheet of these rows. Style 1 shows dates, style 2 dates of a format of its own. */
export function workbookParts(rows: readonly (readonly TestCell[])[]): Part[] {
  const texts: string[] = [];
  const sheet = rows.map((cells, row) => {
    const written = cells.map((cell, column) => cellXml(cell, `${String.fromCharCode(65 + column)}${row + 1}`, texts));
    return `<row r="${row + 1}">${written.join('')}</row>`;
  });
  const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
  const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  return [
    {
      name: '[Content_Types].xml',
      content: `<Types><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`,
    },
    {
      name: 'xl/workbook.xml',
      content: `<workbook ${main} xmlns:r="${relations}"><sheets><sheet name="Orders" sheetId="1" r:id="rId7"/></sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: `<Relationships><Relationship Id="rId7" Target="worksheets/first.xml"/></Relationships>`,
    },
    {
      name: 'xl/styles.xml',
      content: `<styleSheet ${main}><numFmts><numFmt numFmtId="170" formatCode="yyyy\\-mm\\-dd;@"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="22"/><xf numFmtId="170"/></cellXfs></styleSheet>`,
    },
    {
      name: 'xl/sharedStrings.xml',
      content: `<sst ${main}>${texts.map((text) => `<si><t>${text}</t></si>`).join('')}</sst>`,
    },
    {
      name: 'xl/worksheets/first.xml',
      content: `<worksheet ${main}><sheetData>${sheet.join('')}</sheetData></worksheet>`,
    },
  ];
}

export function workbook(rows: readonly (readonly TestCell[])[]): Buffer {
  return zipOf(workbookParts(rows));
}

function cellXml(cell: TestCell, reference: string, texts: string[]): string {
  if (cell === null) return '';
  if (typeof cell === 'object') return cell.xml.replace('REF', reference);
  if (typeof cell === 'boolean') return `<c r="${reference}" t="b"><v>${cell ? 1 : 0}</v></c>`;
  if (typeof cell === 'number') return `<c r="${reference}"><v>${cell}</v></c>`;
  texts.push(cell.replaceAll('&', '&amp;').replaceAll('<', '&lt;'));
  return `<c r="${reference}" t="s"><v>${texts.length - 1}</v></c>`;
}

/** Holds these bytes as a file, brought in pieces of odd sizes. */
export async function withFile<T>(bytes: Buffer, work: (file: HeldFile) => Promise<T>): Promise<T> {
  const held = await withHeldFile(pieces(bytes), work);
  if (!held.ok) throw new Error(held.error.detail);
  return held.value;
}

async function* pieces(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let start = 0, size = 1; start < bytes.length; start += size, size = (size * 3) % 65_521)
    yield bytes.subarray(start, start + size);
}
