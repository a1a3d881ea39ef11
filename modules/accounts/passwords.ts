import { hash, verify } from '@node-rs/argon2';
import { randomAlphanumeric } from '../../platform/secrets/index.ts';

// argon2id with 19 MiB and two passes, the first recommendation of OWASP's password storage sheet: about 50 ms on one core.
// The library's default algorithm is argon2id.
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export const PASSWORD_CHARACTERS_MIN = 8;
/** Long sentences are welcome; a bound keeps hashing from being work that a stranger can order. */
export const PASSWORD_CHARACTERS_MAX = 256;

export async function hashPassword(password: string): Promise<string> {
  return hash(password, PARAMETERS);
}

export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  if (password.length > PASSWORD_CHARACTERS_MAX) return false;
  return verify(stored, password);
}

let nobody: Promise<string> | null = null;

/** The hash of a password that nobody knows, as costly to compare with as anybody's. */
export function nobodysHash(): Promise<string> {
  nobody ??= hashPassword(randomAlphanumeric(40));
  return nobody;
}
