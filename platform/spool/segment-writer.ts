import { fdatasync, ftruncate, write } from 'node:fs';
import { type FileHandle, open, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { closingFrame, createSegment, isCode, NEW_FILE, syncDirectory, WRITES_ARE_DURABLE } from './segment.ts';

/**
 * The file is filled with zeros this far ahead. Writing over them changes no length and allocates nothing, so making a commit durable
 * takes one write of the disk instead of one and a journal's.
 */
const AHEAD_BYTES = 4 * 1024 * 1024;

/**
 * As many at a time, as soon as as many are used up. A commit that meets zeros on their way to the disk waits for them: in pieces of
 * four megabytes one in a thousand waited 2.4 ms, in these less than one.
 */
const PIECE_BYTES = 256 * 1024;

/** The first zeros begin this far behind the beginning, so that the first records need not wait for them. */
const MARGIN_BYTES = 512 * 1024;

const ZEROS = Buffer.alloc(PIECE_BYTES);

/** As much of a deleted file is copied at a time. */
const COPY_BYTES = 1024 * 1024;

/**
 * The segment that is being written. Its file is longer than its records while it is open: readers stop at the zeros. Closing, and
 * opening after a crash, cut them off.
 */
export class SegmentWriter {
  readonly path: string;
  readonly number: number;
  /** On the clock of the spool. */
  readonly openedAt: number;
  /** End of what is confirmed. */
  bytes = 0;
  records = 0;
  #file: FileHandle;
  /** How far the file is filled with zeros, and where those begin that are on their way; `null` where that is not done. */
  #filled: number | null;
  #filling: Promise<void> | null = null;
  /** Records are about to be written past the zeros on their way: no more of them until that is done. */
  #overtakes = false;
  #ends = false;

  private constructor(made: Awaited<ReturnType<typeof createSegment>>, openedAt: number, fillsAhead: boolean) {
    this.path = made.path;
    this.number = made.number;
    this.#file = made.file;
    this.openedAt = openedAt;
    this.#filled = fillsAhead ? MARGIN_BYTES : null;
  }

  static async create(
    directory: string,
    after: number,
    options: { readonly openedAt: number; readonly fillsAhead: boolean },
  ): Promise<SegmentWriter> {
    const writer = new SegmentWriter(await createSegment(directory, after), options.openedAt, options.fillsAhead);
    writer.#fillAhead();
    return writer;
  }

  /** Writes records and returns when they are durable. After an error the segment must be abandoned. */
  async append(bytes: Buffer, length: number, records: number): Promise<void> {
    // Zeros on their way must not land on records.
    if (this.#filling !== null && this.bytes + length > (this.#filled ?? 0)) {
      this.#overtakes = true;
      await this.#filling;
      this.#overtakes = false;
    }
    await writeDurably(this.#file.fd, bytes, length, this.bytes);
    this.bytes += length;
    this.records += records;
    this.#fillAhead();
  }

  /** Whether the file has its name still: whoever deletes it takes it from every reader, and writing goes on as if nothing were. */
  async isThere(): Promise<boolean> {
    try {
      const [held, named] = await Promise.all([this.#file.stat(), stat(this.path)]);
      return held.ino === named.ino && held.dev === named.dev;
    } catch (error) {
      // Whatever else is wrong, the next commit says.
      return !isCode(error, 'ENOENT') && !isCode(error, 'ENOTDIR');
    }
  }

  /** Writes the records of a deleted file, which is there as long as it is open, under its name again. Nobody may append meanwhile. */
  async putBack(): Promise<void> {
    this.#ends = true;
    await this.#filling;
    const file = await open(this.path, NEW_FILE, 0o600);
    try {
      const piece = Buffer.allocUnsafe(Math.min(this.bytes, COPY_BYTES));
      for (let at = 0; at < this.bytes; ) {
        const { bytesRead } = await this.#file.read(piece, 0, Math.min(piece.length, this.bytes - at), at);
        if (bytesRead === 0) throw new Error(`spool ${this.path}: deleted, and cut short as well`);
        await writeDurably(file.fd, piece, bytesRead, at);
        at += bytesRead;
      }
      await syncDirectory(dirname(this.path));
    } catch (error) {
      await file.close();
      await rm(this.path, { force: true });
      throw error;
    }
    await this.#file.close().catch(() => undefined);
    this.#file = file;
    // What was filled ahead is not copied; the rest of it is appended.
    this.#filled = null;
    this.#ends = false;
  }

  /** Cuts the zeros off and marks the end; removes a segment without records. */
  async close(): Promise<void> {
    this.#ends = true;
    try {
      await this.#filling;
      if (this.records === 0) {
        await rm(this.path, { force: true });
      } else {
        await truncate(this.#file.fd, this.bytes);
        const frame = closingFrame(this.records);
        await writeDurably(this.#file.fd, frame, frame.length, this.bytes);
      }
    } finally {
      await this.#file.close().catch(() => undefined);
    }
  }

  /**
   * After a failed write or sync nobody knows what of the file reached the disk, and a second sync would lie about it. The segment is
   * cut back to what was confirmed and never written again.
   */
  async abandon(): Promise<void> {
    this.#ends = true;
    await this.#filling;
    await truncate(this.#file.fd, this.bytes).catch(() => undefined);
    await this.#file.close().catch(() => undefined);
  }

  #fillAhead(): void {
    const rests = this.#filling !== null || this.#overtakes || this.#ends;
    if (rests || this.#filled === null || this.#filled - this.bytes >= AHEAD_BYTES) {
      return;
    }
    const from = Math.max(this.#filled, this.bytes + MARGIN_BYTES);
    this.#filled = from;
    // The same handle as commits have: it is the zeros' pages that such a write waits for, and commits go on meanwhile.
    this.#filling = writeDurably(this.#file.fd, ZEROS, PIECE_BYTES, from).then(
      () => {
        this.#filled = from + PIECE_BYTES;
        this.#filling = null;
        this.#fillAhead();
      },
      () => {
        // A disk without room for zeros: records are appended as long as they find some.
        this.#filled = null;
        this.#filling = null;
      },
    );
  }
}

/** The callback forms of `fs` cost a third of the promise forms, and these run once a commit or piece. */
function writeDurably(fd: number, bytes: Buffer, length: number, position: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (error: Error | null) => (error === null ? resolve() : reject(error));
    const writeFrom = (at: number): void => {
      write(fd, bytes, at, length - at, position + at, (error, written) => {
        if (error !== null) reject(error);
        else if (at + written < length) writeFrom(at + written);
        else if (WRITES_ARE_DURABLE) resolve();
        else fdatasync(fd, settle);
      });
    };
    writeFrom(0);
  });
}

function truncate(fd: number, bytes: number): Promise<void> {
  return new Promise((resolve, reject) => {
    ftruncate(fd, bytes, (error) => (error === null ? resolve() : reject(error)));
  });
}
