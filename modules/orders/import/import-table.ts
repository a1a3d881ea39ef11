import { type Refusal, type Result, shownValue } from '../../../contract/errors/index.ts';
import { parseOrderJson } from '../api/order-json.ts';
import { fieldRefusal, orderReport, type ReadContext } from '../api/order-report.ts';
import { readAmount, readOrderId } from '../intake/fields.ts';
import {
  damagedId,
  type FileEntry,
  isDamagedId,
  readStatus,
  type StatusChange,
  UnreadableFile,
} from './import-rows.ts';

/** Columns of an orders file; their names are those of the JSON API. */
const LINE_COLUMNS = ['line_id', 'product_id', 'amount', 'quantity', 'store_id', 'category', 'seller_country'] as const;
const FLAG_COLUMNS = ['affiliate', 'hot', 'virtual', 'hidden'] as const;
const ORDER_COLUMNS = [
  'order_id',
  'ordered_at',
  'currency',
  'click_id',
  'delivery_country',
  'coupon',
  'customer',
] as const;
const STATUS_COLUMNS = ['status', 'comment'] as const;
export const csvColumns: readonly string[] = [...ORDER_COLUMNS, ...LINE_COLUMNS, ...FLAG_COLUMNS, ...STATUS_COLUMNS];

/** Ids that spreadsheets like to change. */
export const ID_COLUMNS = ['order_id', 'line_id', 'product_id', 'click_id', 'store_id'] as const;

type Row = ReadonlyMap<string, string>;

/** The names of the columns. Throws UnreadableFile where one is missing or stands twice. */
export function headerOf(record: readonly string[]): readonly string[] {
  const header = record.map((name) => name.trim().toLowerCase());
  const missing = requiredOf(header).find((name) => !header.includes(name));
  const found = header.map(shownValue).slice(0, 50).join(', ');
  if (missing !== undefined) {
    const detail = `column_missing: ${missing}. Columns found: ${found}. Columns known: ${csvColumns.join(', ')}.`;
    throw new UnreadableFile({ code: 'column_missing', field: missing, detail });
  }
  const twice = header.find((name, index) => csvColumns.includes(name) && header.indexOf(name) !== index);
  if (twice !== undefined) {
    const detail = `The column ${twice} stands twice. Columns found: ${found}.`;
    throw new UnreadableFile({ code: 'duplicate_parameter', field: twice, detail });
  }
  return header;
}

/** A file of states needs `status`; one of new orders, which it is as soon as it names a time or an amount, needs both. */
function requiredOf(header: readonly string[]): readonly string[] {
  if (header.includes('status')) return ['order_id'];
  const isOfOrders = header.includes('ordered_at') || header.includes('amount');
  return isOfOrders ? ['order_id', 'ordered_at', 'amount'] : ['order_id', 'status'];
}

/** What a row of a table says, each cell as text under its column's name. */
export function entryOf(record: readonly string[], header: readonly string[], context: ReadContext): Result<FileEntry> {
  if (record.length !== header.length) {
    const detail = `The row has ${record.length} columns, the header ${header.length}.`;
    return {
      ok: false,
      error: { code: 'field_invalid', field: null, value: String(record.length), detail, expected: { kind: 'cells' } },
    };
  }
  const row: Row = new Map(header.map((name, index) => [name, record[index] ?? '']));
  const damaged = ID_COLUMNS.find((name) => isDamagedId(row.get(name) ?? ''));
  if (damaged !== undefined) return { ok: false, error: damagedId(damaged, row.get(damaged) ?? '') };
  const status = statusOf(row);
  if (!status.ok) return status;
  if (!row.has('ordered_at') || !row.has('amount')) return { ok: true, value: { report: null, status: status.value } };
  const report = reportOf(row, context);
  return report.ok ? { ok: true, value: { report: report.value, status: status.value } } : report;
}

function reportOf(row: Row, context: ReadContext) {
  const parsed = parseOrderJson(orderJson(row, context.program.code));
  const report = parsed.ok ? orderReport(parsed.value, context) : parsed;
  if (!report.ok) return { ok: false, error: inColumn(report.error) } as const;
  const lines = report.value.lines.map((line) => ({
    ...line,
    place: /^\d{1,6}$/.test(line.lineId) ? Number(line.lineId) : 0,
  }));
  return { ok: true, value: { ...report.value, channel: 'file' as const, lines } } as const;
}

/** The row as the JSON that the API takes, so that both say the same of the same mistake. Empty cells were not sent. */
function orderJson(row: Row, program: string): object {
  const cells = (names: readonly string[]) =>
    Object.fromEntries(names.flatMap((name) => (row.get(name) ? [[name, row.get(name)]] : [])));
  const flags = Object.fromEntries(
    FLAG_COLUMNS.flatMap((name) => (row.get(name) ? [[name, flagOf(row.get(name) ?? '')]] : [])),
  );
  const quantity = row.get('quantity');
  const line = { line_id: '1', ...cells(LINE_COLUMNS), ...flags, amount: row.get('amount') };
  const counted = quantity ? { ...line, quantity: /^\d{1,7}$/.test(quantity) ? Number(quantity) : quantity } : line;
  return {
    program,
    ...cells(ORDER_COLUMNS),
    order_id: row.get('order_id'),
    ordered_at: row.get('ordered_at'),
    lines: [counted],
  };
}

function flagOf(text: string): boolean | string {
  if (/^(?:true|1|yes)$/i.test(text)) return true;
  return /^(?:false|0|no)$/i.test(text) ? false : text;
}

/** `lines[0].amount` is the column `amount`. */
function inColumn(refusal: Refusal): Refusal {
  const plain = (text: string) => text.replaceAll('lines[0].', '');
  return { ...refusal, field: refusal.field === null ? null : plain(refusal.field), detail: plain(refusal.detail) };
}

function statusOf(row: Row): Result<StatusChange | null> {
  const text = row.get('status') ?? '';
  if (text === '') return { ok: true, value: null };
  const orderId = readOrderId(row.get('order_id') ?? '');
  if (!orderId.ok) return fieldRefusal('order_id', row.get('order_id') ?? '', orderId);
  const status = readStatus('status', text);
  if (!status.ok) return status;
  const amountText = row.has('ordered_at') ? '' : (row.get('amount') ?? '');
  const amount = amountText === '' ? null : readAmount(amountText);
  if (amount?.ok === false) return fieldRefusal('amount', amountText, amount);
  const comment = row.get('comment') ?? '';
  const value = { orderId: orderId.value, status: status.value, amount: amount?.value ?? null };
  return { ok: true, value: { ...value, comment: comment === '' ? null : shownValue(comment) } };
}
