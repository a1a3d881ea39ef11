import { clickIdBytes } from './click-id.ts';
import { tokenDigit } from './token-text.ts';

/**
 * The key of a click's row: of its id the time (6 bytes) and 80 of the 128 random bits, which no two clicks of one millisecond share. It is
 * a quarter as long as the id, sorts by time as well and needs no column to be found but itself. The text of the whole id stands in the row.
 */
export const KEY_BYTES = 16;

const TIME_BYTES = 6;
/** Behind the time stand the format and the number of the signing key. */
const AT_RANDOM = 8;
const KEY_RANDOM_BYTES = KEY_BYTES - TIME_BYTES;

/** Characters have five bits: the random bytes begin with the last bit of this one. */
const RANDOM_IN_CHARACTER = 12;
/** And end within this one. */
const LAST_CHARACTER = 28;
const TIME_CHARACTERS = 9;

/** The time in an id whose text begins at `from`; `null` where what the key is made of is no text of an id. */
export function keyTime(bytes: Uint8Array, from: number): number | null {
  let bad = 0;
  for (let index = TIME_CHARACTERS; index <= LAST_CHARACTER; index += 1) bad |= tokenDigit(bytes[from + index] ?? 0);
  let time = 0;
  for (let index = 0; index < TIME_CHARACTERS; index += 1) {
    const digit = tokenDigit(bytes[from + index] ?? 0);
    bad |= digit;
    time = time * 32 + digit;
  }
  if (bad > 31) return null;
  return time * 8 + (tokenDigit(bytes[from + TIME_CHARACTERS] ?? 0) >>> 2);
}

/** Writes the key of the id whose text begins at `from` of `bytes`, and whose time is known. */
export function writeKey(target: Buffer, at: number, time: number, bytes: Uint8Array, from: number): void {
  target.writeUIntBE(time, at, TIME_BYTES);
  let value = tokenDigit(bytes[from + RANDOM_IN_CHARACTER] ?? 0) & 1;
  let bits = 1;
  let to = at + TIME_BYTES;
  for (let index = RANDOM_IN_CHARACTER + 1; index <= LAST_CHARACTER; index += 1) {
    value = ((value & 0x7ff) << 5) | tokenDigit(bytes[from + index] ?? 0);
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      target[to] = (value >>> bits) & 255;
      to += 1;
    }
  }
}

/** The key of a click id as PostgreSQL writes it; `null` where the text is no click id. */
export function clickKey(clickId: string): string | null {
  const bytes = clickIdBytes(clickId);
  if (bytes === null) return null;
  const hex = bytes.toString('hex', 0, TIME_BYTES) + bytes.toString('hex', AT_RANDOM, AT_RANDOM + KEY_RANDOM_BYTES);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
