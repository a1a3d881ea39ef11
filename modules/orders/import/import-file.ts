import { type HeldFile, isSpreadsheet } from '../../../platform/files/index.ts';
import type { ReadContext } from '../api/order-report.ts';
import { csvRows } from './import-csv.ts';
import { type FileRow, UnreadableFile } from './import-rows.ts';
import { sheetTable } from './import-sheet.ts';
import { xmlRows } from './import-xml.ts';

export type FileFormat = 'csv' | 'xml' | 'xlsx';

/** The rows of a file, of whatever format; a workbook is told by its content, even where another format is named. */
export function fileRows(file: HeldFile, format: FileFormat | null, context: ReadContext): AsyncGenerator<FileRow> {
  if (isSpreadsheet(file)) return sheetTable(file, context);
  if (format === 'xlsx') {
    const detail = 'It is no workbook (.xlsx), whatever it is called.';
    throw new UnreadableFile({ code: 'spreadsheet_unreadable', field: null, detail });
  }
  if (isUtf16(file.head)) {
    const detail = 'The file is encoded in UTF-16. Save it as “CSV UTF-8”.';
    throw new UnreadableFile({ code: 'format_unsure', field: null, detail });
  }
  const text = file.head.toString('utf8');
  const found = format ?? (/^\ufeff?\s*</.test(text) ? 'xml' : 'csv');
  return found === 'xml' ? xmlRows(file.read(), context) : csvRows(file.read(), text, context);
}

/** By its mark, or by every second byte being zero. */
function isUtf16(head: Buffer): boolean {
  const mark = head.subarray(0, 2).toString('hex');
  return mark === 'fffe' || mark === 'feff' || head.subarray(0, 1024).includes(0);
}
