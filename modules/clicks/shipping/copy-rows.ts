import { COPY_HEAD_BYTES } from '../../../platform/db/index.ts';
import { KEY_BYTES, writeKey } from '../id/click-key.ts';
import { PLACE } from '../record/record-form.ts';
import type { ReadClick } from '../record/record-reader.ts';

/** Columns of a row in the order in which `copyRows` writes them. */
export const ROW_COLUMNS =
  'key, at, program_number, advertiser_org, publisher_org, ad_space_id, program, detail, personal';
const COLUMNS = 9;

/** PostgreSQL's COPY in its binary form begins with these bytes, has rows of columns behind their lengths, and ends with the number -1. */
const HEAD = Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8)]);
const END = Buffer.from([0xff, 0xff]);

/** The server reads a message as a whole; one of this size stays in the processor's cache. */
const PIECE_BYTES = 64 * 1024;

/** PostgreSQL counts microseconds from here. */
const EPOCH_MS = Date.UTC(2000, 0, 1);
const WORD = 2 ** 32;

/**
 * Rows of clicks as COPY takes them, piece by piece for `copyIn`, all in the same memory. What a row keeps as text are the bytes of the
 * record, copied once: nothing is made a text, escaped or parsed on either side.
 */
export function copyRows(clicks: readonly ReadClick[]): () => Buffer | null {
  let memory = Buffer.allocUnsafeSlow(PIECE_BYTES);
  let next = 0;
  let begun = false;
  let ended = false;
  return () => {
    if (ended) return null;
    let used = COPY_HEAD_BYTES;
    if (!begun) used += HEAD.copy(memory, used);
    begun = true;
    for (; next < clicks.length; next += 1) {
      const click = clicks[next];
      if (click === undefined) continue;
      const bytes = rowBytes(click);
      if (used + bytes > memory.length) {
        if (used > COPY_HEAD_BYTES) return memory.subarray(0, used);
        memory = Buffer.allocUnsafeSlow(used + bytes);
      }
      used = writeRow(memory, used, click);
    }
    if (used + END.length > memory.length) return memory.subarray(0, used);
    ended = true;
    return memory.subarray(0, used + END.copy(memory, used));
  };
}

const LENGTH = 4;
const AT_BYTES = 8;
const FIXED_BYTES = 2 + LENGTH + KEY_BYTES + LENGTH + AT_BYTES + LENGTH + LENGTH;

function rowBytes(click: ReadClick): number {
  // One of the two is a tab less than what lies between their ends.
  return FIXED_BYTES + click.shared.columns.length + click.until(PLACE.raw) - click.from(PLACE.ad_space_kind);
}

function writeRow(target: Buffer, from: number, click: ReadClick): number {
  const { bytes, shared } = click;
  let at = target.writeInt16BE(COLUMNS, from);
  at = target.writeInt32BE(KEY_BYTES, at);
  writeKey(target, at, click.at, bytes, click.from(PLACE.click_id));
  at = target.writeInt32BE(AT_BYTES, at + KEY_BYTES);
  at = writeInstant(target, at, click.at);
  at += shared.columns.copy(target, at);
  at = writeText(target, at, bytes, click.from(PLACE.ad_space_kind), click.until(PLACE.routed_from));
  return writeText(target, at, bytes, click.from(PLACE.client_address), click.until(PLACE.raw));
}

function writeText(target: Buffer, at: number, bytes: Buffer, from: number, until: number): number {
  target.writeInt32BE(until - from, at);
  return at + LENGTH + bytes.copy(target, at + LENGTH, from, until);
}

function writeInstant(target: Buffer, at: number, instant: number): number {
  const microseconds = (instant - EPOCH_MS) * 1000;
  const high = Math.floor(microseconds / WORD);
  target.writeInt32BE(high, at);
  return target.writeUInt32BE(microseconds - high * WORD, at + 4);
}
