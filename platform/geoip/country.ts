import { createRequire } from 'node:module';
import { join } from 'node:path';
import { open, type Reader } from 'maxmind';
import type { CountryResponse } from 'mmdb-lib';
import type { Address } from './address.ts';
import { keepWords, readWords } from './kept-words.ts';
import { startFinder } from './range-search.ts';

/** Which country an address is registered in. */
export interface CountryTable {
  /** ISO 3166-1 alpha-2 in capitals; `null` where the data does not know. */
  lookup(address: Address): string | null;
  /** The day of the data, `YYYY-MM-DD`. */
  readonly builtOn: string;
}

const PACKAGE_FILE = '@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb';

/** User-assigned and transitional codes that data sets use for "no country"; they count as unknown. */
const NO_COUNTRY = new Set(['XX', 'ZZ', 'AP', 'EU', 'A1', 'A2', 'T1']);

/** The bundled data has one flat field; MaxMind and DB-IP nest it. */
interface BundledRow {
  readonly country_code?: string;
}

type Row = BundledRow & CountryResponse;

/** The owner's file is no database of countries. */
export class CountryDataUnusable extends Error {}

/**
 * Opens country data: the owner's `.mmdb` file (of MaxMind's or DB-IP's layout), or the bundled CC0 data where `file` is `null`. IPv4
 * addresses are looked up in sorted arrays, a tenth of what the file's own tree costs; making those takes half a second, so they are
 * kept in `cacheDirectory`. Throws `CountryDataUnusable` when the file is missing or no MaxMind database.
 */
export async function openCountryTable(file: string | null, cacheDirectory: string | null): Promise<CountryTable> {
  const path = file ?? createRequire(import.meta.url).resolve(PACKAGE_FILE);
  const reader = await open<Row>(path).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    throw new CountryDataUnusable(
      `TRIBUTARY_GEOIP is '${path}'; expected: a database of countries in the format .mmdb (${why}). ` +
        'Remedy: download it again, correct the path, or unset it to use the bundled data.',
      { cause: error },
    );
  });
  const { buildEpoch, nodeCount } = reader.metadata;
  const cache =
    cacheDirectory === null ? null : join(cacheDirectory, `country-${buildEpoch.getTime()}-${nodeCount}.bin`);
  const kept = cache === null ? null : await readWords(cache);
  const ranges = kept !== null && isRanges(kept) ? kept : rangesOf(reader);
  if (cache !== null && ranges !== kept) {
    await keepWords(cache, ranges);
  }
  const find4 = finder(ranges);
  return {
    lookup: (address) => (address.family === 4 ? find4(address.words[0] ?? 0) : countryCode(reader.get(address.text))),
    builtOn: buildEpoch.toISOString().slice(0, 10),
  };
}

function countryCode(row: Row | null): string | null {
  const code = row?.country_code ?? row?.country?.iso_code ?? row?.registered_country?.iso_code;
  return code !== undefined && /^[A-Z]{2}$/.test(code) && !NO_COUNTRY.has(code) ? code : null;
}

const MAGIC = 0x31594343;
const HEADER_WORDS = 2;
const ADDRESSES = 2 ** 32;

/** In a file for both families IPv4 lies below 96 zero bits. */
const IPV4_BELOW_BITS = 96;

/** Magic, number of ranges, then where each begins, then its country: two letters as a number, 0 for none. */
function rangesOf(reader: Reader<Row>): Uint32Array {
  const starts: number[] = [];
  const codes: number[] = [];
  for (let word = 0; word < ADDRESSES; ) {
    const text = `${word >>> 24}.${(word >>> 16) & 255}.${(word >>> 8) & 255}.${word & 255}`;
    const [row, length] = reader.getWithPrefixLength(text);
    const code = codeNumber(countryCode(row));
    if (codes.length === 0 || codes.at(-1) !== code) {
      starts.push(word);
      codes.push(code);
    }
    const size = 2 ** (32 - (length > 32 ? length - IPV4_BELOW_BITS : length));
    word = (Math.floor(word / size) + 1) * size;
  }
  const words = new Uint32Array(HEADER_WORDS + 2 * starts.length);
  words.set([MAGIC, starts.length]);
  words.set(starts, HEADER_WORDS);
  words.set(codes, HEADER_WORDS + starts.length);
  return words;
}

function isRanges(words: Uint32Array): boolean {
  return words[0] === MAGIC && words.length === HEADER_WORDS + 2 * (words[1] ?? 0);
}

/** Behind the greatest number of two capitals. */
const CODES_END = 0x5a5a + 1;

function codeNumber(code: string | null): number {
  return code === null ? 0 : code.charCodeAt(0) * 256 + code.charCodeAt(1);
}

function finder(words: Uint32Array): (word: number) => string | null {
  const count = words[1] ?? 0;
  const starts = words.subarray(HEADER_WORDS, HEADER_WORDS + count);
  const codes = words.subarray(HEADER_WORDS + count);
  const names: (string | null)[] = new Array(CODES_END).fill(null);
  for (const code of codes) {
    if (code !== 0) names[code] ??= String.fromCharCode(code >>> 8, code & 255);
  }
  const find = startFinder(starts);
  return (word) => names[codes[find(word)] ?? 0] ?? null;
}
