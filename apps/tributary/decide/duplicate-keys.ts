/**
 * Finds keys that stand twice in one JSON object, of which `JSON.parse` silently keeps the last (T-25): two programs that read the
 * same line could otherwise decide from different values (BAD-52).
 *
 * Reading each character again would cost a quarter of the speed, so colons are counted first, four bytes at a time. Unless one is escaped, a
 * text has one for each member and those inside its strings; it has more than what was read from it only where a member was lost to
 * another one of the same name. The fields every order has are counted by name, which is fast; where that does not suffice, everything
 * is counted, and where that does not either, the text is read again.
 */

const COLON = 0x3a;
const COLON_IN_EACH_BYTE = 0x3a3a3a3a;
const LOW_BITS = 0x7f7f7f7f;
const FIRST_BITS = 0x01010101;
/** Each byte of the sum counts to 255 before it would run over into the next. */
const WORDS_AT_ONCE = 255;

/** Counts colons in parts of `bytes`. */
export class ColonCounter {
  readonly #bytes: Uint8Array;
  /** Signed, as numbers are that are calculated with bit by bit: unsigned ones take twice as long. */
  readonly #words: Int32Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#words = new Int32Array(bytes.buffer, 0, bytes.buffer.byteLength >>> 2);
  }

  /** The colons from byte `start` up to byte `end`. */
  count(start: number, end: number): number {
    const offset = this.#bytes.byteOffset;
    const firstWord = (offset + start + 3) >>> 2;
    const lastWord = (offset + end) >>> 2;
    if (firstWord >= lastWord) return this.#single(start, end);
    const sides = this.#single(start, firstWord * 4 - offset) + this.#single(lastWord * 4 - offset, end);
    return sides + (lastWord - firstWord) * 4 - this.#others(firstWord, lastWord);
  }

  #single(start: number, end: number): number {
    let colons = 0;
    for (let at = start; at < end; at += 1) if (this.#bytes[at] === COLON) colons += 1;
    return colons;
  }

  /** Bytes of whole words that are no colons: adding 127 sets the first bit in each that differs from one in the others. */
  #others(firstWord: number, lastWord: number): number {
    const words = this.#words;
    let others = 0;
    for (let at = firstWord; at < lastWord; ) {
      const stop = Math.min(lastWord, at + WORDS_AT_ONCE);
      let sum = 0;
      for (; at < stop - 1; at += 2) sum = (sum + differing(words[at] ?? 0) + differing(words[at + 1] ?? 0)) | 0;
      if (at < stop) {
        sum = (sum + differing(words[at] ?? 0)) | 0;
        at += 1;
      }
      others += (sum & 0xff) + ((sum >>> 8) & 0xff) + ((sum >>> 16) & 0xff) + (sum >>> 24);
    }
    return others;
  }
}

/** The first bit of each byte that is no colon. */
function differing(word: number): number {
  return (((((word & LOW_BITS) ^ COLON_IN_EACH_BYTE) + LOW_BITS) | word) >>> 7) & FIRST_BITS;
}

/**
 * The path of the first key that stands twice in an object of `text`, for example `lines[0].amount`; `null` where there is none.
 * `json` is what `JSON.parse` made of the text, `colons` what `ColonCounter` counted in it.
 */
export function duplicateKey(text: string, json: unknown, colons: number): string | null {
  if (!hasEscapedColon(text) && (colons === colonsOfOrder(json) || colons === colonsOf(json))) return null;
  return firstDuplicate(text);
}

/** Escapes change no other number: a colon that is written as one counts in text and strings alike. */
const ESCAPED_COLON = /\\u003a/i;

function hasEscapedColon(text: string): boolean {
  return text.includes('\\') && ESCAPED_COLON.test(text);
}

/** Members and times of the fields an order usually has: never more colons than its text has. */
function colonsOfOrder(order: unknown): number {
  if (!isObject(order)) return 0;
  let count = members(order) + inTime(order['ordered_at']) + members(order['internal_rates']);
  count += members(order['used']) + members(order['volume']) + ofClick(order['click']);
  const { clicks, events, lines } = order;
  if (Array.isArray(clicks)) for (const click of clicks) count += ofClick(click);
  if (Array.isArray(events)) for (const event of events) count += ofEvent(event);
  if (Array.isArray(lines)) for (const line of lines) count += members(line);
  return count;
}

function ofClick(click: unknown): number {
  if (!isObject(click)) return 0;
  return members(click) + inTime(click['at']) + members(click['landing']) + members(click['ad_space']);
}

function ofEvent(event: unknown): number {
  return isObject(event) ? members(event) + inTime(event['at']) : 0;
}

/** An enumeration without a look at the values costs a fraction of one with it. */
function members(value: unknown): number {
  let count = 0;
  if (isObject(value)) for (const _name in value) count += 1;
  return count;
}

/** The colons of `2022-06-15T09:00:00.000Z`. */
function inTime(value: unknown): number {
  return typeof value === 'string' && value.charCodeAt(13) === COLON && value.charCodeAt(16) === COLON ? 2 : 0;
}

/** No order is nested this deep, and a line of brackets alone must not fill the stack. */
const LEVELS_MAX = 32;

/** The colons that the text of a value has, where no key of it stood twice; no number where it is too deep to be counted so. */
function colonsOf(value: unknown, levels = LEVELS_MAX): number {
  if (typeof value === 'string') return inText(value);
  if (levels === 0) return Number.NaN;
  let count = 0;
  if (Array.isArray(value)) for (const entry of value) count += colonsOf(entry, levels - 1);
  else if (isObject(value)) for (const name in value) count += 1 + inText(name) + colonsOf(value[name], levels - 1);
  return count;
}

function inText(text: string): number {
  let count = 0;
  for (let at = text.indexOf(':'); at !== -1; at = text.indexOf(':', at + 1)) count += 1;
  return count;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\],]/g;

/** An object or list that is being read: what has been seen of it, and the name or number of what is read now. */
interface Open {
  readonly keys: Set<string> | null;
  key: string;
  index: number;
}

/** Reads a text that is valid JSON. It calls nothing for each level, so depth is bounded by the length of the line alone. */
function firstDuplicate(text: string): string | null {
  const open: Open[] = [];
  let isKeyNext = false;
  for (const [token] of text.matchAll(TOKENS)) {
    const inner = open.at(-1);
    if (token === '{' || token === '[') {
      isKeyNext = token === '{';
      open.push({ keys: isKeyNext ? new Set() : null, key: '', index: 0 });
    } else if (token === '}' || token === ']') {
      open.pop();
      isKeyNext = false;
    } else if (token === ',') {
      if (inner !== undefined) inner.index += 1;
      isKeyNext = inner !== undefined && inner.keys !== null;
    } else if (isKeyNext && inner?.keys != null) {
      isKeyNext = false;
      inner.key = String(JSON.parse(token));
      if (inner.keys.has(inner.key)) return path(open);
      inner.keys.add(inner.key);
    }
  }
  return null;
}

function path(open: readonly Open[]): string {
  let text = '';
  for (const { keys, key, index } of open) text += keys === null ? `[${index}]` : text === '' ? key : `.${key}`;
  return text;
}
