import { randomUUID } from 'node:crypto';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Readable, Writable } from 'node:stream';
import { finished } from 'node:stream/promises';

/**
 * A file that is written wholly before anybody reads it: whoever asked learns of a failure as such and of the size at once, and a slow reader
 * keeps nothing open but the file. It has no name any more as soon as it is there, so that nothing of it stays behind, come what may.
 */
export interface OutgoingFile {
  /** Writes by `fill` and waits until all of it is in the file. */
  readonly write: (fill: (output: Writable) => Promise<void>) => Promise<void>;
  readonly bytes: () => Promise<number>;
  /** All that was written; the file is gone once this ends or is destroyed. */
  readonly read: () => Readable;
  /** For a file that nobody will read. */
  readonly discard: () => Promise<void>;
}

export async function openOutgoingFile(): Promise<OutgoingFile> {
  const path = join(tmpdir(), `tributary-outgoing-${randomUUID()}`);
  const handle: FileHandle = await open(path, 'wx+', 0o600);
  await rm(path, { force: true });
  return {
    write: async (fill) => {
      const output = writableTo(handle);
      const written = finished(output);
      // Of a broken disk `fill` may never hear; of a broken source this never does.
      written.catch(() => undefined);
      try {
        await fill(output);
      } catch (error) {
        output.destroy();
        throw error;
      }
      output.end();
      await written;
    },
    bytes: async () => (await handle.stat()).size,
    read: () => handle.createReadStream({ start: 0 }),
    discard: () => handle.close(),
  };
}

/** A stream of the handle's own would hold it open for good. */
function writableTo(handle: FileHandle): Writable {
  return new Writable({
    write: (piece: Buffer, _encoding, done) => {
      handle.appendFile(piece).then(() => done(), done);
    },
  });
}
