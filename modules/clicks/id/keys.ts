import { createHmac, createSecretKey, hash, hkdfSync, type KeyObject } from 'node:crypto';
import type { Instant } from '../../../core/time/instant.ts';

/** A key that signs click ids and targets of links. What it signed names it, so that several can be in use while one replaces another. */
export interface ClickKey {
  /** 0 to 255. */
  readonly id: number;
  readonly secret: KeyObject;
  /** For targets of links (`redirect/target-signature.ts`). */
  readonly linkSecret: KeyObject;
  /** Ids of a later time are refused: a key that leaked after it was retired signs nothing new. `null` while in use. */
  readonly retiredAt: Instant | null;
}

export interface ClickKeys {
  /** Signs what is new. */
  readonly current: ClickKey;
  /** All keys whose ids and links are accepted, the current one among them. */
  readonly accepted: ReadonlyMap<number, ClickKey>;
}

export interface ClickKeyOptions {
  /** Number of the key that signs; the next number after a rotation. */
  readonly current?: number;
  /** Earlier keys whose ids are still accepted, and since when they no longer sign. */
  readonly retired?: readonly { readonly id: number; readonly retiredAt: Instant }[];
}

const KEY_BYTES = 32;

/** The master key must not be guessable; less than this is no key but a password. */
const MASTER_BYTES_MIN = 32;

/** Derives the keys from the installation's master key (`TRIBUTARY_SECRET_FILE`): nothing else has to be kept or copied to the edges. */
export function clickKeys(master: Uint8Array, options: ClickKeyOptions = {}): ClickKeys {
  if (master.length < MASTER_BYTES_MIN) {
    throw new RangeError(
      `click keys: the master key has ${master.length} bytes; expected at least ${MASTER_BYTES_MIN}`,
    );
  }
  const current = derive(master, options.current ?? 1, null);
  const retired = (options.retired ?? []).map(({ id, retiredAt }) => derive(master, id, retiredAt));
  return { current, accepted: new Map([...retired, current].map((key) => [key.id, key])) };
}

function derive(master: Uint8Array, id: number, retiredAt: Instant | null): ClickKey {
  if (!Number.isInteger(id) || id < 0 || id > 255) {
    throw new RangeError(`click keys: key number ${id}; expected a whole number from 0 to 255`);
  }
  const secret = (purpose: string) =>
    createSecretKey(Buffer.from(hkdfSync('sha256', master, '', `tributary ${purpose} ${id}`, KEY_BYTES)));
  return { id, secret: secret('click id'), linkSecret: secret('link target'), retiredAt };
}

/** HMAC-SHA256 over `bytes`. */
export function sign(key: ClickKey, bytes: Uint8Array | string): Buffer {
  return createHmac('sha256', key.secret).update(bytes).digest();
}

const BLOCK_BYTES = 64;
const DIGEST_BYTES = 32;
const INNER_PAD = 0x36;
const OUTER_PAD = 0x5c;

/**
 * The same HMAC for many messages of one length, written out as RFC 2104 has it over two one-shot hashes: the stateful objects of
 * `node:crypto` cost more than the hashing itself. The caller writes its message to `signed` and then calls `sign`.
 */
export interface Signer {
  /** Room for the message, and behind it for the bytes of the MAC that are kept. */
  readonly signed: Buffer;
  /** Puts the MAC of what `signed` begins with behind it. */
  sign(): void;
}

export function signerOf(key: ClickKey, messageBytes: number, macBytes: number): Signer {
  const secret = key.secret.export();
  const padded = (value: number, length: number): Buffer => {
    const block = Buffer.alloc(BLOCK_BYTES + length);
    for (let index = 0; index < BLOCK_BYTES; index += 1) {
      block[index] = (secret[index] ?? 0) ^ value;
    }
    return block;
  };
  const whole = padded(INNER_PAD, messageBytes + macBytes);
  const inner = whole.subarray(0, BLOCK_BYTES + messageBytes);
  const outer = padded(OUTER_PAD, DIGEST_BYTES);
  return {
    signed: whole.subarray(BLOCK_BYTES),
    sign: () => {
      putBytes(outer, BLOCK_BYTES, hash('sha256', inner, 'binary'), DIGEST_BYTES);
      putBytes(whole, BLOCK_BYTES + messageBytes, hash('sha256', outer, 'binary'), macBytes);
    },
  };
}

/** A string of one character a byte; `write` costs more for so few. */
function putBytes(target: Buffer, at: number, text: string, length: number): void {
  for (let index = 0; index < length; index += 1) {
    target[at + index] = text.charCodeAt(index);
  }
}
