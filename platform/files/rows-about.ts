/** Of a workbook, which is a ZIP archive. */
const ARCHIVE_MARK = 'PK';
const LINE_END = 0x0a;

/** About how many rows a file has below its header: lines of a text; `null` for a workbook, which does not tell before it is read. */
export function rowsAbout(bytes: Buffer): number | null {
  if (bytes.toString('latin1', 0, ARCHIVE_MARK.length) === ARCHIVE_MARK) return null;
  let rows = 0;
  for (let at = bytes.indexOf(LINE_END); at >= 0 && at < bytes.length - 1; at = bytes.indexOf(LINE_END, at + 1))
    rows += 1;
  return rows;
}
