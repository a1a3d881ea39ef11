import { type Refusal, type Result, refused, shownValue } from '../../contract/errors/index.ts';
import type { SheetCell } from './spreadsheet.ts';

/** What a column holds, so that a number in it can be told from what a spreadsheet program made of it. */
export type Meaning = 'id' | 'text' | 'time';

/**
 * Spreadsheet programs keep the nearest double of a number, take and show so many digits of it, and any decimal of no more digits comes back
 * from its double unchanged. What a file has behind them is the double's, not the writer's: `19.989999999999998` was shown as 19.99.
 */
const EXACT_DIGITS = 15;
/** A workbook holds doubles, which have 17 digits, and some 300 zeros at the most. */
const NUMBER_CHARACTERS_MAX = 400;
const PLAIN = /^-?\d+(?:\.\d+)?$/;
const NUMBER = /^-?\d+(?:\.\d+)?(?:E[+-]?\d{1,3})?$/i;

/**
 * The text of a cell as a CSV file would have it. A number is the decimal that the spreadsheet program shows: its value to 15 digits,
 * without zeros at its end. Refuses ids that are no whole numbers of at most 15 digits (`id_damaged_by_spreadsheet`, BAD-83), and numbers
 * that so many digits cannot tell without an exponent (`number_damaged_by_spreadsheet`).
 */
export function cellText(field: string, cell: SheetCell, meaning: Meaning): Result<string> {
  switch (cell.kind) {
    case 'text':
      return { ok: true, value: cell.text };
    case 'error':
      return refused(invalid(field, cell.text, 'expected a value; the cell holds an error.'));
    case 'unknown':
      return refused(invalid(field, '', 'expected a value; the cell holds a formula whose result was not stored.'));
    case 'date':
      if (meaning === 'time') return { ok: true, value: cell.text };
      return refused(meaning === 'id' ? damagedId(field, cell.text) : damagedNumber(field, cell.text));
    case 'number':
      return numberText(field, cell.text, meaning);
  }
}

function numberText(field: string, text: string, meaning: Meaning): Result<string> {
  if (meaning === 'time') return { ok: true, value: text };
  const shown = shownNumber(text);
  if (meaning === 'text') return shown === null ? refused(damagedNumber(field, text)) : { ok: true, value: shown };
  // Several numbers that are no whole ones may be shown as the same whole one.
  const isWhole = shown !== null && /^\d+$/.test(shown) && Number(text) === Number(shown);
  return isWhole ? { ok: true, value: shown } : refused(damagedId(field, text));
}

/** `null` where a decimal of at most 15 digits cannot tell the number. */
function shownNumber(text: string): string | null {
  if (text.length > NUMBER_CHARACTERS_MAX || !NUMBER.test(text)) return null;
  const digits = text.replace(/^-?0*\.?0*/, '').replace('.', '').length;
  const decimal = PLAIN.test(text) && digits <= EXACT_DIGITS ? text : Number(text).toPrecision(EXACT_DIGITS);
  if (!PLAIN.test(decimal)) return null;
  return decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal;
}

function damagedId(field: string, text: string): Refusal {
  const value = shownValue(text);
  const detail = `${field}: expected the id as text; the cell holds the number or date ${value}, in which digits may be lost.`;
  return { code: 'id_damaged_by_spreadsheet', field, value, detail };
}

function damagedNumber(field: string, text: string): Refusal {
  const value = shownValue(text);
  const detail = `${field}: expected a number that ${EXACT_DIGITS} digits tell without an exponent; the cell holds ${value}.`;
  return { code: 'number_damaged_by_spreadsheet', field, value, detail };
}

function invalid(field: string, text: string, what: string): Refusal {
  return {
    code: 'field_invalid',
    field,
    value: shownValue(text),
    detail: `${field}: ${what}`,
    expected: { kind: 'text' },
  };
}
