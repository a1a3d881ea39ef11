export { UnreadableSheet } from './archive.ts';
export { cellText, type Meaning } from './cells.ts';
export { FILE_BYTES_MAX, type HeldFile, withHeldFile } from './held-file.ts';
export { inertCell } from './inert-cell.ts';
export { type OutgoingFile, openOutgoingFile } from './outgoing-file.ts';
export { type ExportFormat, type ExportRow, openRowWriter } from './row-writer.ts';
export { rowsAbout } from './rows-about.ts';
export { isSpreadsheet, type SheetCell, type SheetRow, sheetRows } from './spreadsheet.ts';
