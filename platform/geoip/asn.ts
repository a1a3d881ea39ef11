import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Address } from './address.ts';
import { keepWords, readWords } from './kept-words.ts';
import { startFinder } from './range-search.ts';

/** Which autonomous system announces an address. Binary search over sorted ranges in typed arrays: 9 MB for the whole internet. */
export interface AsnTable {
  /** `null` where no range holds the address. */
  lookup(address: Address): number | null;
  /** The day of the data, `YYYY-MM-DD`. */
  readonly builtOn: string;
  readonly ranges: number;
}

const PACKAGE = '@ip-location-db/asn';
const MAGIC = 0x314e5341;
const HEADER_WORDS = 3;
const COLUMNS_V4 = 3;
const COLUMNS_V6 = 5;

/**
 * Opens the table of the installed data package. Reading its CSV takes about half a second, so the arrays are kept as a file in
 * `cacheDirectory` and later starts take milliseconds; a cache that cannot be written or read only costs that time.
 */
export async function openAsnTable(cacheDirectory: string | null): Promise<AsnTable> {
  const manifest = createRequire(import.meta.url).resolve(`${PACKAGE}/package.json`);
  const version = versionOf(await readFile(manifest, 'utf8'));
  const builtOn = dayOf(version);
  const cache = cacheDirectory === null ? null : join(cacheDirectory, `asn-${version}.bin`);
  const kept = cache === null ? null : await readWords(cache);
  if (kept !== null && isTable(kept)) {
    return table(kept, builtOn);
  }
  const directory = dirname(manifest);
  const words = tableWords(
    parseRanges(await readFile(join(directory, 'asn-ipv4-num.csv')), ipv4Range),
    parseRanges(await readFile(join(directory, 'asn-ipv6-num.csv')), ipv6Range),
  );
  if (cache !== null) {
    await keepWords(cache, words);
  }
  return table(words, builtOn);
}

/** A table of given ranges, for tests and for data of the operator's own; ranges must be sorted and not overlap. */
export function asnTable(rows: readonly { from: Address; to: Address; asn: number }[], builtOn: string): AsnTable {
  const flat = (family: 4 | 6) =>
    rows.flatMap((row) =>
      row.from.family === family
        ? family === 4
          ? [row.from.words[0] ?? 0, row.to.words[0] ?? 0, row.asn]
          : [...row.from.words.slice(0, 2), ...row.to.words.slice(0, 2), row.asn]
        : [],
    );
  return table(tableWords(flat(4), flat(6)), builtOn);
}

function versionOf(manifestText: string): string {
  const version = /"version":\s*"([0-9.]+)"/.exec(manifestText)?.[1];
  if (version === undefined) {
    throw new Error(`${PACKAGE}: its package.json names no version; run npm ci`);
  }
  return version;
}

/** Versions of the package end in the time of their data: `2.3.2026061719` is 2026-06-17, 19:00. */
function dayOf(version: string): string {
  const stamp = version.split('.').at(-1) ?? '';
  return `${stamp.slice(0, 4)}-${stamp.slice(4, 6)}-${stamp.slice(6, 8)}`;
}

function ipv4Range(from: string, to: string): number[] {
  return [Number(from), Number(to)];
}

/** Only the upper 64 bits are kept: of 103,000 ranges 183 are narrower than that, and no visitor has less than a /64. */
function ipv6Range(from: string, to: string): number[] {
  return [...upperWords(BigInt(from)), ...upperWords(BigInt(to))];
}

function upperWords(value: bigint): [number, number] {
  return [Number(value >> 96n), Number((value >> 64n) & 0xffff_ffffn)];
}

function parseRanges(csv: Buffer, range: (from: string, to: string) => number[]): number[] {
  const words: number[] = [];
  const text = csv.toString('latin1');
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf('\n', at) < 0 ? text.length : text.indexOf('\n', at);
    const first = text.indexOf(',', at);
    const second = text.indexOf(',', first + 1);
    const third = text.indexOf(',', second + 1);
    if (first > 0 && third > 0 && third < end) {
      words.push(...range(text.slice(at, first), text.slice(first + 1, second)), Number(text.slice(second + 1, third)));
    }
    at = end + 1;
  }
  return words;
}

/** One array: magic, number of IPv4 rows, number of IPv6 rows, then the columns one after the other. */
function tableWords(v4: readonly number[], v6: readonly number[]): Uint32Array {
  const rows4 = v4.length / COLUMNS_V4;
  const rows6 = v6.length / COLUMNS_V6;
  const words = new Uint32Array(HEADER_WORDS + v4.length + v6.length);
  words.set([MAGIC, rows4, rows6]);
  for (let row = 0; row < rows4; row += 1) {
    for (let column = 0; column < COLUMNS_V4; column += 1) {
      words[HEADER_WORDS + column * rows4 + row] = v4[row * COLUMNS_V4 + column] ?? 0;
    }
  }
  const base = HEADER_WORDS + v4.length;
  for (let row = 0; row < rows6; row += 1) {
    for (let column = 0; column < COLUMNS_V6; column += 1) {
      words[base + column * rows6 + row] = v6[row * COLUMNS_V6 + column] ?? 0;
    }
  }
  return words;
}

function table(words: Uint32Array, builtOn: string): AsnTable {
  const rows4 = words[1] ?? 0;
  const rows6 = words[2] ?? 0;
  const column = (base: number, rows: number, index: number) =>
    words.subarray(base + index * rows, base + (index + 1) * rows);
  const column4 = (index: number) => column(HEADER_WORDS, rows4, index);
  const find4 = finder4(column4(0), column4(1), column4(2));
  const v6 = [0, 1, 2, 3, 4].map((index) => column(HEADER_WORDS + rows4 * COLUMNS_V4, rows6, index));
  return {
    lookup: (address) => (address.family === 4 ? find4(address.words[0] ?? 0) : find6(v6, address)),
    builtOn,
    ranges: rows4 + rows6,
  };
}

function finder4(starts: Uint32Array, ends: Uint32Array, asns: Uint32Array): (word: number) => number | null {
  const find = startFinder(starts);
  return (word) => {
    const row = find(word);
    return row >= 0 && word <= (ends[row] ?? 0) ? (asns[row] ?? null) : null;
  };
}

function find6(columns: readonly Uint32Array[], address: Address): number | null {
  const [startHigh, startLow, endHigh, endLow, asns] = columns;
  const high = address.words[0] ?? 0;
  const low = address.words[1] ?? 0;
  const row = lastAtMost(startHigh?.length ?? 0, (index) => {
    const start = startHigh?.[index] ?? 0;
    return start < high || (start === high && (startLow?.[index] ?? 0) <= low);
  });
  const end = row < 0 ? 0 : (endHigh?.[row] ?? 0);
  const inside = row >= 0 && (high < end || (high === end && low <= (endLow?.[row] ?? 0)));
  return inside ? (asns?.[row] ?? null) : null;
}

/** Greatest index for which `atMost` holds, −1 for none; `atMost` must be true up to some index and false from there on. */
function lastAtMost(count: number, atMost: (index: number) => boolean): number {
  let low = -1;
  let high = count;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (atMost(middle)) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return low;
}

function isTable(words: Uint32Array): boolean {
  const expected = HEADER_WORDS + (words[1] ?? 0) * COLUMNS_V4 + (words[2] ?? 0) * COLUMNS_V6;
  return words[0] === MAGIC && words.length === expected;
}
