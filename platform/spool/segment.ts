import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  agreedScan,
  CLOSING_ORDINAL,
  FRAME_HEADER_BYTES,
  FrameStock,
  frameBytesMax,
  type Scan,
  scanFrames,
  writeFrame,
} from './frame.ts';

/** One file of a spool. Its name says its place in the order and has random digits, so that no two segments ever share a name. */
export interface SegmentFile {
  /** Name of the writer's directory, for example `edge-1`. */
  readonly spool: string;
  /** Unique for ever: `<number>-<16 hexadecimal digits>`. Where a store keeps how far it has read, this is the key. */
  readonly id: string;
  readonly path: string;
  readonly bytes: number;
}

const SEGMENT_NAME = /^(\d{10})-[0-9a-f]{16}\.spool$/;

/**
 * On Linux each write returns only when its bytes are durable, as if `fdatasync` followed it: one call instead of two. Elsewhere the
 * flag means less than `fdatasync` does (macOS), or nothing.
 */
export const WRITES_ARE_DURABLE = process.platform === 'linux';

const { O_CREAT, O_DSYNC, O_EXCL, O_RDWR } = constants;
/** Read only to put it back where somebody has deleted it. */
export const NEW_FILE = O_RDWR | O_CREAT | O_EXCL | (WRITES_ARE_DURABLE ? O_DSYNC : 0);

/** A closing frame holds a number: its frame fits well into this. */
const CLOSING_BYTES_MAX = 64;

/**
 * The segments of all writers below `root`, each writer's oldest first; those that `isDone` says the caller is done with are left
 * out without being looked at, as there may be thousands. A root that does not exist has none.
 */
export async function listSegments(
  root: string,
  isDone: (id: string) => boolean = () => false,
): Promise<SegmentFile[]> {
  const segments: SegmentFile[] = [];
  for (const entry of await entries(root)) {
    if (entry.isDirectory()) {
      segments.push(...(await listDirectory(join(root, entry.name), entry.name, isDone)));
    }
  }
  return segments;
}

/** The segments of one writer, oldest first. */
export async function listDirectory(
  directory: string,
  spool: string,
  isDone: (id: string) => boolean = () => false,
): Promise<SegmentFile[]> {
  const segments: SegmentFile[] = [];
  for (const { name } of await entries(directory)) {
    const id = name.slice(0, -'.spool'.length);
    if (!SEGMENT_NAME.test(name) || isDone(id)) {
      continue;
    }
    const path = join(directory, name);
    const bytes = await sizeOf(path);
    if (bytes !== null) {
      segments.push({ spool, id, path, bytes });
    }
  }
  return segments.sort((one, other) => (one.id < other.id ? -1 : 1));
}

async function entries(directory: string) {
  try {
    return await readdir(directory, { withFileTypes: true });
  } catch (error) {
    if (isCode(error, 'ENOENT')) {
      return [];
    }
    throw error;
  }
}

/** `null` when the file went away meanwhile. */
async function sizeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (isCode(error, 'ENOENT')) {
      return null;
    }
    throw error;
  }
}

export function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

/** Makes the next segment of a directory and makes its name durable: a file that has no name after a power cut is lost. */
export async function createSegment(
  directory: string,
  after: number,
): Promise<{ file: FileHandle; path: string; number: number }> {
  const number = after + 1;
  const path = join(directory, `${String(number).padStart(10, '0')}-${randomBytes(8).toString('hex')}.spool`);
  const file = await open(path, NEW_FILE, 0o600);
  try {
    await syncDirectory(directory);
  } catch (error) {
    await file.close();
    throw error;
  }
  return { file, path, number };
}

export function segmentNumber(id: string): number {
  return Number(id.slice(0, 10));
}

export async function syncDirectory(directory: string): Promise<void> {
  // Windows can neither open nor sync a directory; its file systems journal names themselves.
  if (process.platform === 'win32') {
    return;
  }
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export interface SpoolRecord {
  /** Its place in the segment, from 0. */
  readonly ordinal: number;
  /** Its text lies in these bytes, which all records of a part share; whoever needs it as a text asks for `text`. */
  readonly bytes: Buffer;
  readonly from: number;
  readonly until: number;
  readonly text: string;
  /** Position in the file at which reading goes on after it. */
  readonly end: number;
}

export interface SegmentPart {
  readonly records: readonly SpoolRecord[];
  /** Where to read on; equal to the position asked for when nothing more is there yet. */
  readonly position: number;
  /** Byte ranges of the file that could not be read, between records that could. */
  readonly damaged: readonly { readonly from: number; readonly to: number }[];
  /** Number of records that the writer put into the segment, once it has closed it and everything before was read. */
  readonly closedWith: number | null;
}

/** More is given back after use: one long damaged place must not cost memory for ever. */
const KEPT_BYTES_MAX = 16 * 1024 * 1024;

/**
 * Where parts are read to, one after the other: the next part overwrites the records of the one before. Memory that is used again is
 * nothing to collect, and whole collections come by how much of it is taken.
 */
export class PartMemory {
  readonly frames = new FrameStock();
  #kept = Buffer.alloc(0);

  take(length: number): Buffer {
    if (length > KEPT_BYTES_MAX) return Buffer.allocUnsafeSlow(length);
    if (length > this.#kept.length) this.#kept = Buffer.allocUnsafeSlow(2 ** Math.ceil(Math.log2(length)));
    return this.#kept.subarray(0, length);
  }
}

/** Read at once; while the writer is ahead of nobody this holds all that is new. */
const CHUNK_BYTES = 256 * 1024;

/**
 * Reads whole records of a segment from `position` on, about `bytesMax` bytes of them. Safe while the segment is being written: a
 * record that is not wholly there is left for the next call, and the zeros ahead of the writer are not read through. The records lie
 * in `memory`.
 */
export async function readSegment(
  path: string,
  position: number,
  bytesMax: number,
  memory: PartMemory = new PartMemory(),
): Promise<SegmentPart> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    for (let span = bytesMax; ; span *= 4) {
      const length = Math.max(0, Math.min(span, size - position));
      const { scan, isAll } = await scanWritten(file, position, length, memory);
      // Nothing whole in the span although the file goes on: one long record or a long damaged place. Look further.
      if (scan.frames.length > 0 || position + length >= size || isAll) {
        // The writer may have closed it meanwhile, which makes the file shorter.
        return segmentPart(scan, (await file.stat()).size);
      }
    }
  } finally {
    await file.close();
  }
}

/**
 * Whole frames, and damage only where two looks agree on it. While the writer writes, a look can meet pages that it has passed already as they
 * were before, and later ones as they are now: a gap that is none. Whatever stands before a frame was written before it, so the
 * second look, which comes after it, sees the gap filled; only where a newer gap shows does reading end for now.
 */
async function scanWritten(
  file: FileHandle,
  position: number,
  length: number,
  memory: PartMemory,
): Promise<{ scan: Scan; isAll: boolean }> {
  const first = await readWritten(file, position, length, memory);
  const scan = scanFrames(first.bytes, position, memory.frames);
  if (scan.damaged.length === 0) return { scan, isAll: first.isAll };
  // Over the bytes of the first: of it only the damaged places count from here on.
  const second = await readWritten(file, position, length, memory);
  return { scan: agreedScan(scan.damaged, scanFrames(second.bytes, position, memory.frames)), isAll: second.isAll };
}

/**
 * Up to `length` bytes, in chunks, no further than the first that ends in zeros while the segment is open: what the writer has not
 * reached yet (`isAll`). A closed segment has no such end, so zeros in it are a damaged place and are read across.
 */
async function readWritten(
  file: FileHandle,
  position: number,
  length: number,
  memory: PartMemory,
): Promise<{ bytes: Buffer; isAll: boolean }> {
  const bytes = memory.take(await spanWritten(file, position, length));
  let read = 0;
  while (read < bytes.length) {
    const wanted = Math.min(CHUNK_BYTES, bytes.length - read);
    const { bytesRead } = await file.read(bytes, read, wanted, position + read);
    read += bytesRead;
    if (bytesRead < wanted) break;
    if (endsInZeros(bytes.subarray(0, read)) && !(await endsClosed(file, (await file.stat()).size))) {
      return { bytes: bytes.subarray(0, read), isAll: true };
    }
  }
  return { bytes: bytes.subarray(0, read), isAll: false };
}

/**
 * `length`, and of an open segment as much less of it as ends in zeros, by halves: where little waits little memory is taken, whose amount decides how often garbage is
 * collected. At least a chunk, which is looked at whole.
 */
async function spanWritten(file: FileHandle, position: number, length: number): Promise<number> {
  if (length <= CHUNK_BYTES || (await endsClosed(file, (await file.stat()).size))) return length;
  const end = Buffer.alloc(FRAME_HEADER_BYTES);
  let span = length;
  while (span > CHUNK_BYTES) {
    const half = Math.max(CHUNK_BYTES, Math.ceil(span / 2));
    await file.read(end, 0, end.length, position + half - end.length);
    if (!endsInZeros(end)) break;
    span = half;
  }
  return span;
}

/** No frame holds as many zeros in a row: texts have none, and of a header's numbers at most two are small. */
function endsInZeros(bytes: Buffer): boolean {
  const end = bytes.subarray(-FRAME_HEADER_BYTES);
  return end.length === FRAME_HEADER_BYTES && end.every((byte) => byte === 0);
}

/** Bytes of a segment's records: its size, but for the zeros ahead of its writer. */
export async function writtenBytes({ path, bytes }: Pick<SegmentFile, 'path' | 'bytes'>): Promise<number> {
  const file = await open(path, 'r');
  try {
    const window = Buffer.alloc(FRAME_HEADER_BYTES);
    const isZero = async (at: number): Promise<boolean> => {
      const { bytesRead } = await file.read(window, 0, window.length, at);
      return endsInZeros(window.subarray(0, bytesRead));
    };
    if (bytes < FRAME_HEADER_BYTES || !(await isZero(bytes - FRAME_HEADER_BYTES))) return bytes;
    let written = -1;
    let zeros = bytes - FRAME_HEADER_BYTES;
    while (zeros - written > 1) {
      const middle = (written + zeros) >>> 1;
      if (await isZero(middle)) zeros = middle;
      else written = middle;
    }
    return zeros;
  } finally {
    await file.close();
  }
}

function segmentPart({ frames, damaged, rest }: ReturnType<typeof scanFrames>, size: number): SegmentPart {
  const last = frames.at(-1);
  // A closing frame counts only at the very end: should two processes have written, what follows it is read, not lost.
  const closed = last?.ordinal === CLOSING_ORDINAL && rest === size;
  const records = frames.filter(({ ordinal }) => ordinal !== CLOSING_ORDINAL);
  return { records, position: rest, damaged, closedWith: closed ? Number(last.text) : null };
}

/** The frame that closes a segment. */
export function closingFrame(records: number): Buffer {
  const text = String(records);
  const bytes = Buffer.alloc(frameBytesMax(text));
  return bytes.subarray(0, writeFrame(bytes, 0, CLOSING_ORDINAL, text));
}

/**
 * Closes a segment whose writer ended without doing so: cuts off a torn last record (it was never answered) and adds the closing
 * frame. Removes a segment without any record. Does nothing to a closed one.
 */
export async function closeAbandoned(path: string): Promise<void> {
  const file = await open(path, 'r+');
  let empty = false;
  try {
    const { size } = await file.stat();
    if (await endsClosed(file, size)) {
      return;
    }
    const bytes = Buffer.allocUnsafe(size);
    const { bytesRead } = await file.read(bytes, 0, size, 0);
    const scan = scanFrames(bytes.subarray(0, bytesRead));
    const records = 1 + scan.frames.reduce((most, { ordinal }) => Math.max(most, ordinal), -1);
    empty = scan.frames.length === 0 && scan.rest === 0;
    if (!empty) {
      await file.truncate(scan.rest);
      const frame = closingFrame(records);
      await file.write(frame, 0, frame.length, scan.rest);
      await file.datasync();
    }
  } finally {
    await file.close();
  }
  if (empty) {
    await rm(path);
  }
}

async function endsClosed(file: FileHandle, size: number): Promise<boolean> {
  const length = Math.min(size, CLOSING_BYTES_MAX);
  if (length < FRAME_HEADER_BYTES) {
    return false;
  }
  const bytes = Buffer.alloc(length);
  await file.read(bytes, 0, length, size - length);
  const { frames, rest } = scanFrames(bytes);
  return rest === length && frames.at(-1)?.ordinal === CLOSING_ORDINAL;
}
