import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** Signatures over messages as Standard Webhooks 1.0 has them: HMAC-SHA256 over `id.timestamp.body`, secrets `whsec_<base64>`. */

const SECRET_PREFIX = 'whsec_';
/** 256 bits; the standard asks for 192 at least (T-18). */
const SECRET_BYTES = 32;
const SECRET_BYTES_MIN = 24;
/** Standard base64 of the 32 bytes of SHA-256. */
const SIGNATURE = /^v1,([A-Za-z0-9+/]{43}=)$/;
/** Two secrets during a rotation make two signatures; what stands behind these is not looked at. */
const SIGNATURES_MAX = 8;

/** What a signature covers, exactly as it was sent. Neither id nor timestamp may hold a `.`; the caller sees to it. */
export interface SignedContent {
  readonly id: string;
  /** Seconds since 1970, as text. */
  readonly timestamp: string;
  readonly body: Uint8Array;
}

/** A new secret to sign messages with. */
export function newSigningSecret(): string {
  return `${SECRET_PREFIX}${randomBytes(SECRET_BYTES).toString('base64')}`;
}

/** The value of the header `webhook-signature`. Throws when the secret is none: secrets are ours, not their input. */
export function signContent(secret: string, content: SignedContent): string {
  return `v1,${digestOf(secret, content).toString('base64')}`;
}

/**
 * Whether one of the signatures in the header was made with one of the secrets. Every pair is compared, each in constant time, so
 * that the time it takes does not tell which of them was near. Other versions than `v1` are passed over.
 */
export function isSignedWith(secrets: readonly string[], content: SignedContent, header: string): boolean {
  const offered = header.split(' ', SIGNATURES_MAX).flatMap((signature) => {
    const encoded = SIGNATURE.exec(signature)?.[1];
    return encoded === undefined ? [] : [Buffer.from(encoded, 'base64')];
  });
  let matches = false;
  for (const secret of secrets) {
    const digest = digestOf(secret, content);
    for (const signature of offered) matches = timingSafeEqual(digest, signature) || matches;
  }
  return matches;
}

function digestOf(secret: string, { id, timestamp, body }: SignedContent): Buffer {
  const key = Buffer.from(secret.slice(SECRET_PREFIX.length), 'base64');
  if (!secret.startsWith(SECRET_PREFIX) || key.length < SECRET_BYTES_MIN)
    throw new RangeError(`signing secret: expected ${SECRET_PREFIX} and base64 of at least ${SECRET_BYTES_MIN} bytes`);
  return createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest();
}
