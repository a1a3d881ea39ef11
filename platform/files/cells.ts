import { type Refusal, type Result, refused, shownValue } from '../../contract/errors/index.ts';
import type { SheetCell } from './spreadsheet.ts';

/** What a column holds, so that a number in it can be told from what a spreadsheet program made of it. */
export type Meaning = 'id' | 'text' | 'time';

/** Spreadsheet programs calculate with so many digits; a longer number has lost its end. */
const EXACT_DIGITS_MAX = 15;

/**
 * The text of a cell as a CSV file would have it. Ids and decimals in cells that are numbers count as they were stored, and are
 * refused where digits may be lost: `id_damaged_by_spreadsheet` (BAD-83), `number_damaged_by_spreadsheet`. Nothing is rounded back.
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
  const digits = text.replace(/^-?0*\.?0*/, '').replace('.', '').length;
  const isExact = digits <= EXACT_DIGITS_MAX && /^-?\d+(?:\.\d+)?$/.test(text);
  if (meaning === 'text') return isExact ? { ok: true, value: text } : refused(damagedNumber(field, text));
  return isExact && /^\d+$/.test(text) ? { ok: true, value: text } : refused(damagedId(field, text));
}

function damagedId(field: string, text: string): Refusal {
  const value = shownValue(text);
  const detail = `${field}: expected the id as text; the cell holds the number or date ${value}, in which digits may be lost.`;
  return { code: 'id_damaged_by_spreadsheet', field, value, detail };
}

function damagedNumber(field: string, text: string): Refusal {
  const value = shownValue(text);
  const detail = `${field}: expected a decimal of at most ${EXACT_DIGITS_MAX} digits; the cell holds ${value}, which is not what was typed.`;
  return { code: 'number_damaged_by_spreadsheet', field, value, detail };
}

function invalid(field: string, text: string, what: string): Refusal {
  return { code: 'field_invalid', field, value: shownValue(text), detail: `${field}: ${what}` };
}
