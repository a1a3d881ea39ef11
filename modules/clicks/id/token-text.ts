/**
 * Bytes as lower-case text of letters and digits, five bits a character. The alphabet is in the order of its character codes, so
 * texts sort as their bytes do.
 */
const ALPHABET = '0123456789abcdefghijklmnopqrstuv';

const CODES = Uint8Array.from(ALPHABET, (character) => character.charCodeAt(0));

/** Value of each character code; 255 for those outside the alphabet, capitals among them: one token has one spelling. */
const VALUES = new Uint8Array(256).fill(255);
for (const [value, code] of CODES.entries()) {
  VALUES[code] = value;
}

/** Value of a character by its code; 255 where it is none of a token. */
export function tokenDigit(code: number): number {
  return VALUES[code] ?? 255;
}

/** Five bytes are eight characters. */
const GROUP_BYTES = 5;
const GROUP_CHARACTERS = 8;

/** Where the usual tokens are put together: a buffer of its own for each would be most of the cost. */
const scratch = Buffer.alloc(96);

/** Writes `bytes`, whose length must be a multiple of five, as text. */
export function encodeToken(bytes: Uint8Array): string {
  if (bytes.length % GROUP_BYTES !== 0) {
    throw new RangeError(`token: ${bytes.length} bytes; expected a multiple of ${GROUP_BYTES}`);
  }
  const length = (bytes.length / GROUP_BYTES) * GROUP_CHARACTERS;
  const codes = length <= scratch.length ? scratch : Buffer.allocUnsafe(length);
  let at = 0;
  for (let index = 0; index < bytes.length; index += GROUP_BYTES) {
    const a = bytes[index] ?? 0;
    const b = bytes[index + 1] ?? 0;
    const c = bytes[index + 2] ?? 0;
    const d = bytes[index + 3] ?? 0;
    const e = bytes[index + 4] ?? 0;
    codes[at] = CODES[a >>> 3] ?? 0;
    codes[at + 1] = CODES[((a & 7) << 2) | (b >>> 6)] ?? 0;
    codes[at + 2] = CODES[(b >>> 1) & 31] ?? 0;
    codes[at + 3] = CODES[((b & 1) << 4) | (c >>> 4)] ?? 0;
    codes[at + 4] = CODES[((c & 15) << 1) | (d >>> 7)] ?? 0;
    codes[at + 5] = CODES[(d >>> 2) & 31] ?? 0;
    codes[at + 6] = CODES[((d & 3) << 3) | (e >>> 5)] ?? 0;
    codes[at + 7] = CODES[e & 31] ?? 0;
    at += GROUP_CHARACTERS;
  }
  return codes.toString('latin1', 0, at);
}

/** The bytes of a text written by `encodeToken`; `null` if it is none. The caller bounds the length. */
export function decodeToken(text: string): Buffer | null {
  if (text.length % GROUP_CHARACTERS !== 0) {
    return null;
  }
  const bytes = Buffer.allocUnsafe((text.length / GROUP_CHARACTERS) * GROUP_BYTES);
  let at = 0;
  let bits = 0;
  let value = 0;
  for (let index = 0; index < text.length; index += 1) {
    const digit = VALUES[text.charCodeAt(index)] ?? 255;
    if (digit > 31) {
      return null;
    }
    value = ((value & 0x7ff) << 5) | digit;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes[at] = (value >>> bits) & 255;
      at += 1;
    }
  }
  return bytes;
}
