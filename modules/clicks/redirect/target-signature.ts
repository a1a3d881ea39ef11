import { createHmac, timingSafeEqual } from 'node:crypto';
import type { ClickKey, ClickKeys } from '../id/keys.ts';

/** Signs the targets of links, so that a link whose target was altered after it was made is known as one (S-096). */
export interface TargetSigner {
  /** The parameters of a link with this target, as they stand in an address: the target and its signature. */
  parameters(code: string, target: string): string;
  /** Whether the signature is ours, of this link and this target. Both targets are addresses as the URL parser writes them. */
  fits(signature: string, code: string, target: string): boolean;
}

/** One byte for the number of the key, then these of the MAC: 22 characters. */
const MAC_BYTES = 15;
const SIGNATURE = /^[A-Za-z0-9_-]{22}$/;
/** Enough characters for the first byte. */
const KEY_CHARACTERS = 2;

export function targetSigner(keys: ClickKeys): TargetSigner {
  return {
    parameters: (code, target) =>
      `ulp=${encodeURIComponent(target)}&sig=${signatureOf(keys.current, code, target).toString('latin1')}`,
    fits: (signature, code, target) => {
      if (!SIGNATURE.test(signature)) return false;
      // A link has no time: it stands on pages for years, so a retired key is good for it as long as it is accepted at all.
      const key = keys.accepted.get(Buffer.from(signature.slice(0, KEY_CHARACTERS), 'base64url')[0] ?? -1);
      // As texts, not as bytes: the last character has four bits to spare, and another one there is another signature.
      return key !== undefined && timingSafeEqual(Buffer.from(signature, 'latin1'), signatureOf(key, code, target));
    },
  };
}

/** HMAC-SHA256 over the link's code, which names ad space and program, a blank, and the target; as text. */
function signatureOf(key: ClickKey, code: string, target: string): Buffer {
  const mac = createHmac('sha256', key.linkSecret).update(`${code} ${target}`).digest();
  const bytes = Buffer.concat([Uint8Array.of(key.id), mac.subarray(0, MAC_BYTES)]);
  return Buffer.from(bytes.toString('base64url'), 'latin1');
}
