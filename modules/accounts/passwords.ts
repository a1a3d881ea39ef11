import { hash, verify } from '@node-rs/argon2';
import type { Refusal } from '../../contract/errors/index.ts';
import { randomAlphanumeric } from '../../platform/secrets/index.ts';
import { isCommonPassword } from './common-passwords.ts';

// argon2id with 19 MiB and two passes, the first recommendation of OWASP's password storage sheet: about 50 ms on one core.
// The library's default algorithm is argon2id.
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

const PASSWORD_CHARACTERS_MIN = 8;
/** Long sentences are welcome; a bound keeps hashing from being work that a stranger can order. */
const PASSWORD_CHARACTERS_MAX = 256;

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

/** What is wrong with a password that somebody wants; `own` are words of the person that others know. */
export function passwordRefusal(password: string, own: readonly string[], field = 'password'): Refusal | null {
  const length = [...password].length;
  if (length < PASSWORD_CHARACTERS_MIN || length > PASSWORD_CHARACTERS_MAX) {
    const detail = `The password has ${length} characters; expected ${PASSWORD_CHARACTERS_MIN} to ${PASSWORD_CHARACTERS_MAX}.`;
    return { code: 'password_too_weak', field, detail, extra: { problem: 'length' } };
  }
  if (!isCommonPassword(password, own)) return null;
  const detail = 'The password is one of those that are guessed first; expected one that nobody would guess.';
  return { code: 'password_too_weak', field, detail, extra: { problem: 'common' } };
}
