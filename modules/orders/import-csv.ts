import { parse } from 'csv-parse';
import { type Refusal, type Result, shownValue } from '../../contract/errors/index.ts';
import { readAmount, readOrderId } from './fields.ts';
import {
  damagedId,
  type FileEntry,
  type FileRow,
  isDamagedId,
  readStatus,
  type StatusChange,
  UnreadableFile,
} from './import-rows.ts';
import { parseOrderJson } from './order-json.ts';
import { fieldRefusal, orderReport, type ReadContext } from './order-report.ts';

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

/** A row of an order fits many times into this; a quote that is never closed is found by it. */
const ROW_CHARACTERS_MAX = 64 * 1024;
/** Ids that spreadsheets like to change. */
const ID_COLUMNS = ['order_id', 'line_id', 'product_id', 'click_id', 'store_id'] as const;

type Row = ReadonlyMap<string, string>;

/**
 * Reads rows of a CSV file: UTF-8 with or without byte order mark, commas, semicolons or tabs. `head` is its beginning, to tell
 * the delimiter. Throws UnreadableFile where the file as a whole is not what is expected.
 */
export async function* csvRows(
  chunks: AsyncIterable<Buffer>,
  head: string,
  context: ReadContext,
): AsyncGenerator<FileRow> {
  const options = {
    bom: true,
    delimiter: delimiterOf(head),
    info: true,
    raw: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: ROW_CHARACTERS_MAX,
  } as const;
  const parser = parse(options);
  const feeding = feed(chunks, parser);
  let header: readonly string[] | null = null;
  let nextLine = 1;
  try {
    for await (const parsed of parser) {
      const { record, raw, lines } = recordOf(parsed);
      const line = nextLine;
      nextLine = lines + 1;
      if (header === null) header = headerOf(record);
      else yield { line, raw, entry: entryOf(record, header, context) };
    }
    await feeding;
  } catch (error) {
    throw unreadable(error, nextLine);
  } finally {
    parser.destroy();
  }
  if (header === null) throw new UnreadableFile({ code: 'no_rows', field: null, detail: 'The file is empty.' });
}

async function feed(chunks: AsyncIterable<Buffer>, parser: ReturnType<typeof parse>): Promise<void> {
  try {
    for await (const chunk of chunks) {
      if (parser.destroyed) return;
      if (!parser.write(chunk))
        await new Promise<void>((resolve) => {
          parser.once('drain', resolve);
          parser.once('close', resolve);
        });
    }
    parser.end();
  } catch (error) {
    parser.destroy(error instanceof Error ? error : new Error(String(error)));
  }
}

function unreadable(error: unknown, line: number): unknown {
  if (
    !(error instanceof Error) ||
    !('code' in error) ||
    typeof error.code !== 'string' ||
    !error.code.startsWith('CSV_')
  )
    return error;
  const isLong = error.code === 'CSV_MAX_RECORD_SIZE';
  const detail = isLong
    ? `The row that begins at line ${line} has more than ${ROW_CHARACTERS_MAX} characters; perhaps a quote is not closed.`
    : `The row that begins at line ${line} cannot be read: ${shownValue(error.message)}`;
  return new UnreadableFile({ code: isLong ? 'file_too_large' : 'format_unsure', field: null, detail });
}

interface ParsedRecord {
  readonly record: readonly string[];
  readonly raw: string;
  /** Lines of the file up to and with this row. */
  readonly lines: number;
}

/** csv-parse types what it yields as `any`: with `info` and `raw` it is this. */
function recordOf(parsed: unknown): ParsedRecord {
  const { record, raw, info } = parsed as { record: string[]; raw: string; info: { lines: number } };
  return { record, raw: raw.replace(/\r?\n$/, ''), lines: info.lines };
}

const DELIMITERS = [',', ';', '\t'] as const;

/** The one that divides the header into most columns; none or two alike is not told from each other (BAD-77). */
function delimiterOf(head: string): string {
  const header = head.replace(/^\ufeff/, '').split(/\r?\n|\r/, 1)[0] ?? '';
  const counts = DELIMITERS.map((delimiter) => ({ delimiter, count: header.split(delimiter).length - 1 }));
  const [best, second] = counts.toSorted((a, b) => b.count - a.count);
  if (best === undefined || best.count === 0) return ',';
  if (best.count === second?.count) {
    const detail = `The header can be read with ${JSON.stringify(best.delimiter)} and with ${JSON.stringify(second.delimiter)} between columns.`;
    throw new UnreadableFile({ code: 'format_unsure', field: null, detail });
  }
  return best.delimiter;
}

function headerOf(record: readonly string[]): readonly string[] {
  const header = record.map((name) => name.trim().toLowerCase());
  const required = header.includes('status') ? ['order_id'] : ['order_id', 'ordered_at', 'amount'];
  const missing = required.find((name) => !header.includes(name));
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

function entryOf(record: readonly string[], header: readonly string[], context: ReadContext): Result<FileEntry> {
  if (record.length !== header.length) {
    const detail = `The row has ${record.length} columns, the header ${header.length}.`;
    return { ok: false, error: { code: 'field_invalid', field: null, value: String(record.length), detail } };
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
