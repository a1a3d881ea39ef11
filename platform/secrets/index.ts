import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';

export { isSignedWith, newSigningSecret, type SignedContent, signContent } from './webhook-signature.ts';

/** Letters and digits that survive every transport: links, mail, spreadsheets, Basic authentication. */
const ALPHANUMERIC = '0123456789abcdefghijklmnopqrstuvwxyz';
const HEXADECIMAL = '0123456789abcdef';

/** Random lower-case letters and digits; 5.17 bits each. */
export function randomAlphanumeric(length: number): string {
  return randomFrom(ALPHANUMERIC, length);
}

/** Random hexadecimal digits; 4 bits each. */
export function randomHexadecimal(length: number): string {
  return randomFrom(HEXADECIMAL, length);
}

function randomFrom(alphabet: string, length: number): string {
  // Bytes above the greatest multiple of the alphabet's size are thrown away: otherwise its first characters come more often.
  const limit = 256 - (256 % alphabet.length);
  let text = '';
  while (text.length < length) {
    for (const byte of randomBytes(length)) {
      if (byte < limit && text.length < length) text += alphabet.charAt(byte % alphabet.length);
    }
  }
  return text;
}

/** SHA-256, for secrets that are random and long: there is nothing to guess, so no slow hash is needed. */
export function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret, 'utf8').digest();
}

/** Compares in constant time; hashes have one length, so nothing about the secret decides how long it takes (T-22). */
export function matchesHash(secret: string, hash: Uint8Array): boolean {
  const offered = hashSecret(secret);
  return hash.length === offered.length && timingSafeEqual(offered, hash);
}

/** The master key in use, and earlier ones under which older values may still be sealed. Each has at least 32 bytes. */
export interface MasterKeys {
  readonly current: Uint8Array;
  readonly previous: readonly Uint8Array[];
}

/** A sealed secret and the name of the key it is sealed under, which tells nothing of the key. */
export interface SealedSecret {
  readonly box: Buffer;
  readonly keyId: string;
}

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Seals a secret with AES-256-GCM under a key made of the master key for `purpose` alone. `context` (for example the id of the
 * row) is authenticated: a box moved to another row does not open.
 */
export function sealSecret(keys: MasterKeys, purpose: string, context: string, secret: string): SealedSecret {
  const key = subKey(keys.current, purpose);
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context, 'utf8'));
  const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
  return { box: Buffer.concat([nonce, sealed, cipher.getAuthTag()]), keyId: keyId(key) };
}

/** Opens a sealed secret; `null` when none of the keys made it, or box or context were changed. */
export function openSecret(keys: MasterKeys, purpose: string, context: string, sealed: SealedSecret): string | null {
  const candidates = [keys.current, ...keys.previous].map((master) => subKey(master, purpose));
  const key = candidates.find((candidate) => keyId(candidate) === sealed.keyId);
  if (key === undefined || sealed.box.length < NONCE_BYTES + TAG_BYTES) return null;
  const nonce = sealed.box.subarray(0, NONCE_BYTES);
  const tag = sealed.box.subarray(-TAG_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context, 'utf8')).setAuthTag(tag);
  try {
    const opened = [decipher.update(sealed.box.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()];
    return Buffer.concat(opened).toString('utf8');
  } catch {
    // GCM says no more than that the tag is wrong.
    return null;
  }
}

function subKey(master: Uint8Array, purpose: string): Buffer {
  if (master.length < KEY_BYTES)
    throw new RangeError(`master key: ${master.length} bytes; expected at least ${KEY_BYTES}`);
  return Buffer.from(hkdfSync('sha256', master, Buffer.alloc(0), `tributary/${purpose}`, KEY_BYTES));
}

function keyId(key: Buffer): string {
  return createHash('sha256').update('key id').update(key).digest('hex').slice(0, 16);
}
