import { type Result, refused } from '../../../contract/errors/index.ts';
import { cellText, type HeldFile, type Meaning, type SheetRow, sheetRows } from '../../../platform/files/index.ts';
import type { ReadContext } from '../api/order-report.ts';
import { type FileEntry, type FileRow, UnreadableFile } from './import-rows.ts';
import { csvColumns, entryOf, headerOf, ID_COLUMNS } from './import-table.ts';

/** Reads rows of a workbook as rows of a CSV file with the same columns. Throws UnreadableFile and UnreadableSheet. */
export async function* sheetTable(file: HeldFile, context: ReadContext): AsyncGenerator<FileRow> {
  let header: readonly string[] | null = null;
  for await (const row of sheetRows(file)) {
    if (header === null) header = headerOf(row.cells.map(({ text }) => text));
    else
      yield {
        line: row.line,
        raw: JSON.stringify(row.cells.map(({ text }) => text)),
        entry: read(row, header, context),
      };
  }
  if (header === null) throw new UnreadableFile({ code: 'no_rows', field: null, detail: 'The first sheet is empty.' });
}

/** Cells behind the last column of the header are a row of another width, as in CSV; missing ones are empty. */
function read({ cells }: SheetRow, header: readonly string[], context: ReadContext): Result<FileEntry> {
  const record: string[] = cells.slice(header.length).map(({ text }) => text);
  const named: string[] = [];
  for (const [index, name] of header.entries()) {
    const cell = cells[index] ?? { kind: 'text', text: '' };
    const text = csvColumns.includes(name)
      ? cellText(name, cell, meaningOf(name))
      : { ok: true as const, value: cell.text };
    if (!text.ok) return refused(text.error);
    named.push(text.value);
  }
  return entryOf([...named, ...record], header, context);
}

function meaningOf(name: string): Meaning {
  if (name === 'ordered_at') return 'time';
  return ID_COLUMNS.some((id) => id === name) ? 'id' : 'text';
}
