/**
 * What spreadsheets take for the beginning of a formula, and its full-width forms (T-8). A tab or line end is skipped by some of
 * them, so what follows it is looked at too.
 */
const FORMULA_START = /^[=+\-@\t\r\n\0\uFF1D\uFF0B\uFF0D\uFF20]/;
const BLANKS = /^[\s\0]+/;

/** Text that is a plain number is no formula, and must come back as the same number: -12.50 stays -12.50. */
const NUMBER = /^-?\d+(\.\d+)?$/;

/** The value as a cell that no spreadsheet will run: text that could be a formula gets a leading apostrophe. */
export function inertCell<T>(value: T): T | string {
  if (typeof value !== 'string' || NUMBER.test(value)) return value;
  return FORMULA_START.test(value) || FORMULA_START.test(value.replace(BLANKS, '')) ? `'${value}` : value;
}
