import { isAscii, isUtf8 } from 'node:buffer';
import type { Writable } from 'node:stream';
import type { CompiledTerms } from '../../../core/commission/index.ts';
import { type DecidedLine, decideLine, refusedLine } from './decide-line.ts';
import { ColonCounter } from './duplicate-keys.ts';
import { OutputPiece } from './output-piece.ts';

/** The longest line that is read: a thousand order lines fit well, and memory stays bounded whatever is sent. */
export const LINE_BYTES_MAX = 1_048_576;
/** Output is handed over in pieces of about this size: large enough to make the calls rare, small against memory. */
const OUTPUT_BYTES = 65_536;

export interface DecideStreamTask {
  readonly input: AsyncIterable<Buffer>;
  readonly output: Writable;
  readonly programs: ReadonlyMap<string, CompiledTerms>;
  readonly trace: boolean;
  readonly onProgress?: (orders: number) => void;
}

export interface DecideStreamResult {
  readonly orders: number;
  readonly refused: number;
}

/**
 * Decides JSON lines from `input` to `output`, one output line for each line that is not blank, in the same order. Reading waits while
 * the reader of the output is slower, so memory holds one piece of input, at most one line of `LINE_BYTES_MAX`, and one piece of output.
 */
export async function decideStream(task: DecideStreamTask): Promise<DecideStreamResult> {
  const { input, output, programs, trace, onProgress } = task;
  let orders = 0;
  let refused = 0;
  const pending = new OutputPiece(OUTPUT_BYTES);
  const options = { trace };
  const onLine: OnLine = (line, colons) => {
    const decided = typeof line === 'string' ? decideLine(line, programs, options, colons) : unreadableLine(line);
    orders += 1;
    if (!decided.ok) refused += 1;
    pending.add(decided.text);
  };
  const flush = async (): Promise<void> => {
    if (pending.length > 0) await written(output, pending.bytes());
    pending.clear();
  };
  const lines = new LineCutter(onLine);
  for await (const chunk of input) {
    for (const piece of pieces(chunk)) {
      lines.take(piece);
      if (pending.length >= OUTPUT_BYTES) await flush();
    }
    onProgress?.(orders);
  }
  lines.end();
  await flush();
  return { orders, refused };
}

/** Resolves when the bytes were taken and may be written over. */
function written(output: Writable, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    output.write(bytes, (error) => (error ? reject(error) : resolve()));
  });
}

/** A large chunk is worked through in parts, so that its answers do not pile up. */
function* pieces(chunk: Buffer): Generator<Buffer> {
  for (let start = 0; start < chunk.length; start += OUTPUT_BYTES) yield chunk.subarray(start, start + OUTPUT_BYTES);
}

const TOO_LONG = Symbol('longer than LINE_BYTES_MAX');
const NOT_TEXT = Symbol('not UTF-8');

function unreadableLine(what: typeof TOO_LONG | typeof NOT_TEXT): DecidedLine {
  if (what === TOO_LONG) {
    return refusedLine(null, {
      code: 'line_too_long',
      field: '',
      value: `more than ${LINE_BYTES_MAX} bytes`,
      expected: `at most ${LINE_BYTES_MAX} bytes`,
      remedy: 'Split the order, or check that each order ends with a line break.',
    });
  }
  return refusedLine(null, {
    code: 'encoding_invalid',
    field: '',
    value: 'not UTF-8',
    expected: 'UTF-8 text',
    remedy: 'Convert the file to UTF-8.',
  });
}

/** Is given a line with the number of its colons, or what it is instead of a line. */
type OnLine = (line: string | typeof TOO_LONG | typeof NOT_TEXT, colons: number) => void;

const NEWLINE = 10;
const BYTE_ORDER_MARK = '\ufeff';
const blank = /^\s*$/;

/** Cuts bytes into lines across chunk borders; blank lines are dropped, a byte order mark at the start too. */
class LineCutter {
  readonly #onLine: OnLine;
  #held: Buffer[] = [];
  #heldBytes = 0;
  /** The current line is too long and was reported; the rest of it is passed over. */
  #skipping = false;
  #first = true;

  constructor(onLine: OnLine) {
    this.#onLine = onLine;
  }

  take(chunk: Buffer): void {
    const firstBreak = chunk.indexOf(NEWLINE);
    if (firstBreak === -1) {
      this.#hold(chunk);
      return;
    }
    this.#finish(chunk.subarray(0, firstBreak));
    const lastBreak = chunk.lastIndexOf(NEWLINE);
    if (lastBreak > firstBreak) this.#whole(chunk.subarray(firstBreak + 1, lastBreak));
    if (lastBreak + 1 < chunk.length) this.#hold(chunk.subarray(lastBreak + 1));
  }

  end(): void {
    this.#finish(Buffer.alloc(0));
  }

  #hold(part: Buffer): void {
    if (this.#skipping) return;
    this.#heldBytes += part.length;
    if (this.#heldBytes <= LINE_BYTES_MAX) {
      this.#held.push(part);
      return;
    }
    this.#skipping = true;
    this.#held = [];
    this.#onLine(TOO_LONG, 0);
  }

  #finish(part: Buffer): void {
    this.#hold(part);
    const skipped = this.#skipping;
    const bytes = this.#held.length === 1 ? this.#held[0] : Buffer.concat(this.#held);
    this.#held = [];
    this.#heldBytes = 0;
    this.#skipping = false;
    if (!skipped && bytes !== undefined) this.#bytes(bytes);
  }

  /** Several lines that lie wholly in one chunk are decoded at once, which is most of the input of a long stream. */
  #whole(bytes: Buffer): void {
    if (!isAscii(bytes)) {
      for (let start = 0; start <= bytes.length; ) {
        const next = bytes.indexOf(NEWLINE, start);
        const end = next === -1 ? bytes.length : next;
        this.#bytes(bytes.subarray(start, end));
        start = end + 1;
      }
      return;
    }
    const text = bytes.toString('latin1');
    const colons = new ColonCounter(bytes);
    for (let start = 0; start <= text.length; ) {
      const next = text.indexOf('\n', start);
      const end = next === -1 ? text.length : next;
      this.#line(text.slice(start, end), colons.count(start, end));
      start = end + 1;
    }
  }

  #bytes(bytes: Buffer): void {
    if (isUtf8(bytes)) this.#line(bytes.toString('utf8'), new ColonCounter(bytes).count(0, bytes.length));
    else this.#onLine(NOT_TEXT, 0);
  }

  #line(text: string, colons: number): void {
    const line = this.#first && text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
    this.#first = false;
    if (line.charCodeAt(0) === OPENING_BRACE || !blank.test(line)) this.#onLine(line, colons);
  }
}

const OPENING_BRACE = 123;
