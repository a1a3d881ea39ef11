import { crc32 } from 'node:zlib';

/**
 * How records lie in a file: one frame after the other.
 *
 *   4 bytes  mark, FF FE 54 53: UTF-8 text never has FF or FE, so a reader that lost its place finds the next frame by it
 *   4 bytes  CRC-32 of all that follows
 *   4 bytes  length of the text in bytes
 *   4 bytes  ordinal of the record in its segment, from 0; two ordinals with a gap between them tell how many were lost
 *   n bytes  the text, UTF-8
 *
 * Numbers are little-endian.
 */
export const FRAME_HEADER_BYTES = 16;

/** Longest text of one record. A click with the longest address and headers takes under 64 KB; more is a defect of the caller. */
export const RECORD_BYTES_MAX = 1_048_576;

/** Ordinal of the closing frame of a segment; its text is the number of records before it. */
export const CLOSING_ORDINAL = 0xffff_ffff;

const MARK = Buffer.from([0xff, 0xfe, 0x54, 0x53]);
const MARK_WORD = MARK.readUInt32LE(0);

const AT_CHECKSUM = 4;
const AT_LENGTH = 8;
const AT_ORDINAL = 12;

/** UTF-8 takes at most three bytes for each UTF-16 unit. */
export function frameBytesMax(text: string): number {
  return FRAME_HEADER_BYTES + text.length * 3;
}

/** Writes one frame at `at`, where `frameBytesMax(text)` bytes must be free. Returns where it ends. */
export function writeFrame(target: Buffer, at: number, ordinal: number, text: string): number {
  const start = at + FRAME_HEADER_BYTES;
  const length = target.write(text, start, 'utf8');
  target.writeUInt32LE(MARK_WORD, at);
  target.writeUInt32LE(length, at + AT_LENGTH);
  target.writeUInt32LE(ordinal, at + AT_ORDINAL);
  const end = start + length;
  target.writeUInt32LE(crc32(target.subarray(at + AT_LENGTH, end)), at + AT_CHECKSUM);
  return end;
}

/** A frame, and its text where it lies in the scanned bytes: it is made a string only for who asks for it. */
export class Frame {
  ordinal = 0;
  bytes: Buffer;
  /** Where its text begins in the bytes and where it ends. */
  from = 0;
  until = 0;
  /** Position at which the frame ends. */
  end = 0;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  get text(): string {
    return this.bytes.toString('utf8', this.from, this.until);
  }
}

/** Frames that are used again: what was scanned with them before is done with. */
export class FrameStock {
  readonly #frames: Frame[] = [];
  #used = 0;

  reuse(): void {
    this.#used = 0;
  }

  next(bytes: Buffer): Frame {
    const known = this.#frames[this.#used];
    this.#used += 1;
    if (known !== undefined) {
      known.bytes = bytes;
      return known;
    }
    const made = new Frame(bytes);
    this.#frames.push(made);
    return made;
  }
}

export interface Scan {
  readonly frames: readonly Frame[];
  /** Ranges of bytes, half-open, that are no frame and are followed by one. */
  readonly damaged: readonly { readonly from: number; readonly to: number }[];
  /** Where the bytes begin that are no whole frame and have none behind them: what is still being written, or was torn. */
  readonly rest: number;
}

/**
 * Reads all whole frames of `bytes`, going round damaged places; all positions begin at that of the first byte. Frames of `stock` that an
 * earlier scan has given become those of this one.
 */
export function scanFrames(bytes: Buffer, position = 0, stock = new FrameStock()): Scan {
  stock.reuse();
  const frames: Frame[] = [];
  const damaged: { from: number; to: number }[] = [];
  let at = 0;
  while (at < bytes.length) {
    const until = frameEnd(bytes, at);
    if (until >= 0) {
      const frame = stock.next(bytes);
      frame.ordinal = bytes.readUInt32LE(at + AT_ORDINAL);
      frame.from = at + FRAME_HEADER_BYTES;
      frame.until = until;
      frame.end = position + until;
      frames.push(frame);
      at = until;
      continue;
    }
    const next = nextFrame(bytes, at + 1);
    if (next < 0) {
      break;
    }
    damaged.push({ from: position + at, to: position + next });
    at = next;
  }
  return { frames, damaged, rest: position + at };
}

/** A later look at the same bytes as far as its damaged places are those of an earlier look; from the first other one on nothing of it counts. */
export function agreedScan(damaged: Scan['damaged'], again: Scan): Scan {
  const other = again.damaged.find(({ from, to }) => !damaged.some((known) => known.from === from && known.to === to));
  if (other === undefined) return again;
  return {
    frames: again.frames.filter(({ end }) => end <= other.from),
    damaged: again.damaged.filter(({ to }) => to <= other.from),
    rest: other.from,
  };
}

/** Where the frame ends that begins at `at`; -1 where none does. */
function frameEnd(bytes: Buffer, at: number): number {
  if (at + FRAME_HEADER_BYTES > bytes.length || bytes.readUInt32LE(at) !== MARK_WORD) {
    return -1;
  }
  const length = bytes.readUInt32LE(at + AT_LENGTH);
  const end = at + FRAME_HEADER_BYTES + length;
  if (length > RECORD_BYTES_MAX || end > bytes.length) {
    return -1;
  }
  return bytes.readUInt32LE(at + AT_CHECKSUM) === crc32(bytes.subarray(at + AT_LENGTH, end)) ? end : -1;
}

function nextFrame(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(MARK, from); at >= 0; at = bytes.indexOf(MARK, at + 1)) {
    if (frameEnd(bytes, at) >= 0) {
      return at;
    }
  }
  return -1;
}
