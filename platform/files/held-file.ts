import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Refusal, Result } from '../../contract/errors/index.ts';

/** Larger files are split by who sends them (BAD-85). */
export const FILE_BYTES_MAX: number = 1024 ** 3;
/** Enough of the beginning to see what kind of file it is. */
const HEAD_BYTES = 64 * 1024;

/** A file that has come in wholly and can no longer change while it is read. */
export interface HeldFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: Buffer;
  /** Its first 64 KiB. */
  readonly head: Buffer;
  read(): AsyncIterable<Buffer>;
}

/**
 * Takes all of `input` into a temporary file, gives it to `work`, and removes it. Nothing is begun with a file whose sender went away
 * half-way (BAD-86): what breaks the stream is thrown before `work`. Refuses `file_too_large` as soon as it is.
 */
export async function withHeldFile<T>(
  input: AsyncIterable<Uint8Array>,
  work: (file: HeldFile) => Promise<T>,
  bytesMax: number = FILE_BYTES_MAX,
): Promise<Result<T>> {
  const folder = await mkdtemp(join(tmpdir(), 'tributary-file-'));
  try {
    const held = await hold(input, join(folder, 'file'), bytesMax);
    return held.ok ? { ok: true, value: await work(held.value) } : held;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function hold(input: AsyncIterable<Uint8Array>, path: string, bytesMax: number): Promise<Result<HeldFile>> {
  const hash = createHash('sha256');
  const head: Uint8Array[] = [];
  let headBytes = 0;
  let bytes = 0;
  const output = await open(path, 'wx', 0o600);
  try {
    for await (const chunk of input) {
      bytes += chunk.length;
      if (bytes > bytesMax) return { ok: false, error: tooLarge(bytesMax) };
      hash.update(chunk);
      if (headBytes < HEAD_BYTES) head.push(chunk.slice(0, HEAD_BYTES - headBytes));
      headBytes += chunk.length;
      await output.writeFile(chunk);
    }
  } finally {
    await output.close();
  }
  const read = () => createReadStream(path);
  return { ok: true, value: { path, bytes, sha256: hash.digest(), head: Buffer.concat(head), read } };
}

function tooLarge(bytesMax: number): Refusal {
  return { code: 'file_too_large', field: null, detail: `The file has more than ${bytesMax} bytes; split it.` };
}
