import { type Refusal, type Result, shownValue } from '../../../contract/errors/index.ts';
import type { ViolationCode } from '../../../core/commission/facts/facts.ts';
import type { Decimal } from '../../../core/money/decimal.ts';
import { type OrderReport, violationCodes } from '../model.ts';

/** What a row of a file says became of an order, in the words of reconciliation. */
/** `reopened` takes back that it was declined. */
export type FileStatus = 'pending' | 'approved' | 'declined' | 'reopened' | 'refunded' | ViolationCode;

export interface StatusChange {
  readonly orderId: string;
  readonly status: FileStatus;
  /** What the order is worth according to the file; `null` where it does not say. */
  readonly amount: Decimal | null;
  readonly comment: string | null;
}

/** A row as read: a report of an order, a status of one, or both. */
export interface FileEntry {
  readonly report: OrderReport | null;
  readonly status: StatusChange | null;
}

export interface FileRow {
  /** Where the row begins in the file, counted from 1. */
  readonly line: number;
  readonly raw: string;
  readonly entry: Result<FileEntry>;
}

/** The file as a whole cannot be read; thrown out of the row readers, which cannot return it. */
export class UnreadableFile extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.detail);
    this.refusal = refusal;
  }
}

const STATUS_WORDS: ReadonlyMap<string, FileStatus> = new Map<string, FileStatus>([
  ['0', 'pending'],
  ['pending', 'pending'],
  ['1', 'approved'],
  ['approved', 'approved'],
  ['2', 'declined'],
  ['declined', 'declined'],
  ['reopened', 'reopened'],
  ['refunded', 'refunded'],
  ...violationCodes.map((code): [string, FileStatus] => [code, code]),
]);

/** Words and numbers of the reconciliation formats (admitad-api 23); a violation's code is a status of its own. */
export function readStatus(field: string, text: string): Result<FileStatus> {
  const status = STATUS_WORDS.get(text) ?? STATUS_WORDS.get(text.toLowerCase());
  if (status !== undefined) return { ok: true, value: status };
  const expected = [...STATUS_WORDS.keys()].join(', ');
  const value = shownValue(text);
  return {
    ok: false,
    error: { code: 'status_unknown', field, value, detail: `${field}: expected one of ${expected}; got ${value}.` },
  };
}

/** Long numbers as spreadsheets write them, dates they made of ids, and their error words (BAD-83). */
const DAMAGED =
  /^(?:\d+(?:[.,]\d+)?E\+\d+|\d{1,2}[./]\d{1,2}[./](?:\d{2}|\d{4})|#(?:NAME\?|VALUE!|REF!|N\/A|NUM!|DIV\/0!)|#{3,})$/i;

export function isDamagedId(text: string): boolean {
  return DAMAGED.test(text);
}

export function damagedId(field: string, text: string): Refusal {
  const value = shownValue(text);
  const detail = `${field}: expected the id as the shop has it; ${value} is what a spreadsheet program makes of a long number or a date.`;
  return { code: 'id_damaged_by_spreadsheet', field, value, detail };
}
