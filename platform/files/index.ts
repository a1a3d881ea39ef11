export { UnreadableSheet } from './archive.ts';
export { cellText, type Meaning } from './cells.ts';
export { FILE_BYTES_MAX, type HeldFile, withHeldFile } from './held-file.ts';
export { isSpreadsheet, type SheetCell, type SheetRow, sheetRows } from './spreadsheet.ts';
