import { hkdfSync, randomBytes } from 'node:crypto';
import { existsSync, linkSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Config } from './config.ts';
import { makeDataDirectory } from './data-directory.ts';

/** The secret that all others are derived from. Handed to `deriveKey`, never used itself, never logged. */
export interface MasterKey {
  readonly bytes: Uint8Array;
  /** A sentence when others can read its file; null when all is well. */
  readonly warning: string | null;
}

/** The file is missing or holds something else; the message says what to do. */
export class MasterKeyUnusable extends Error {}

const KEY_BYTES = 32;
const KEY_TEXT = /^[0-9a-f]{64}$/i;
const FILE_NAME = 'master.key';
const READABLE_BY_OTHERS = 0o077;

/** Separates our derivations from any other use of the same file. */
const SALT = 'tributary master key v1';

/**
 * Reads the master key: from TRIBUTARY_SECRET_FILE, or else `master.key` in the data directory, which mode `start` makes at its first
 * run. Throws `MasterKeyUnusable` when it is missing or damaged. Losing it loses the signatures of all clicks still under way.
 */
export function openMasterKey(config: Pick<Config, 'mode' | 'secretFile' | 'dataDir'>): MasterKey {
  const file = config.secretFile ?? join(config.dataDir, FILE_NAME);
  if (!existsSync(file)) {
    if (config.secretFile !== null || config.mode !== 'start') {
      throw new MasterKeyUnusable(
        `master key: ${file} does not exist. ` +
          (config.secretFile === null
            ? 'Start the network once (npm start), or set TRIBUTARY_SECRET_FILE'
            : `Restore it; only for a new network make one: (umask 077; openssl rand -hex 32 > ${file})`),
      );
    }
    makeKey(file);
  }
  const text = readKey(file).trim();
  if (!KEY_TEXT.test(text)) {
    throw new MasterKeyUnusable(
      `master key: ${file} must hold ${KEY_BYTES * 2} hexadecimal digits and holds ${text.length} characters of something else. ` +
        'Restore it from your backup; a key made anew makes the clicks under way unreadable',
    );
  }
  const open = (statSync(file).mode & READABLE_BY_OTHERS) !== 0 && process.platform !== 'win32';
  return {
    bytes: Buffer.from(text, 'hex'),
    warning: open ? `master key: other users of this machine can read ${file}; run chmod 600 ${file}` : null,
  };
}

function readKey(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EACCES')) throw error;
    throw new MasterKeyUnusable(
      `master key: this process may not read ${file}. Give the file to its account (chown), and leave it closed to others (chmod 600)`,
      { cause: error },
    );
  }
}

/** Complete or not at all, and never over an existing one: two starters end with the same key. */
function makeKey(file: string): void {
  makeDataDirectory(dirname(file));
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, `${randomBytes(KEY_BYTES).toString('hex')}\n`, { mode: 0o600, flush: true });
  try {
    linkSync(unfinished, file);
  } catch (error) {
    if (!existsSync(file)) {
      throw error;
    }
  } finally {
    rmSync(unfinished, { force: true });
  }
}

/** A key of its own for each purpose (HKDF-SHA-256): one that leaks tells nothing about the others. The purpose is part of the format. */
export function deriveKey(master: MasterKey, purpose: string, bytes: number = KEY_BYTES): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', master.bytes, SALT, purpose, bytes));
}
