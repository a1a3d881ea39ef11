import { parse } from 'csv-parse';
import { shownValue } from '../../../contract/errors/index.ts';
import type { ReadContext } from '../api/order-report.ts';
import { type FileRow, UnreadableFile } from './import-rows.ts';
import { entryOf, headerOf } from './import-table.ts';

/** A row of an order fits many times into this; a quote that is never closed is found by it. */
const ROW_CHARACTERS_MAX = 64 * 1024;
/** What bytes become that are no UTF-8. */
const REPLACEMENT = '\ufffd';

/** Guessing the encoding would put other words into the mouth of who wrote them. */
function notUtf8(): FileRow['entry'] {
  const detail = 'The row has bytes that are not UTF-8. Save the file as “CSV UTF-8”.';
  return { ok: false, error: { code: 'format_unsure', field: null, detail } };
}

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
      else yield { line, raw, entry: raw.includes(REPLACEMENT) ? notUtf8() : entryOf(record, header, context) };
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
  const closed = new Promise<void>((resolve) => parser.once('close', resolve));
  try {
    for await (const chunk of chunks) {
      if (parser.destroyed) return;
      if (!parser.write(chunk))
        await Promise.race([new Promise<void>((resolve) => parser.once('drain', resolve)), closed]);
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
