import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Numbers that were computed once and are kept as a file; `null` where there is none, or one that was cut short within a number. */
export async function readWords(path: string): Promise<Uint32Array | null> {
  try {
    const bytes = await readFile(path);
    return bytes.length % 4 === 0 ? new Uint32Array(new Uint8Array(bytes).buffer) : null;
  } catch {
    return null;
  }
}

/**
 * Written beside and renamed, so that a process that starts at the same moment never reads half a file. A read-only or full disk only
 * costs the time of computing them again.
 */
export async function keepWords(path: string, words: Uint32Array): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    const beside = `${path}.${randomBytes(6).toString('hex')}`;
    await writeFile(beside, new Uint8Array(words.buffer, words.byteOffset, words.byteLength));
    await rename(beside, path);
  } catch {
    // Nothing is lost by it.
  }
}
