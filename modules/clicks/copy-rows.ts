import { KEY_BYTES, writeKey } from './click-key.ts';
import { PLACE } from './record-form.ts';
import type { ReadClick } from './record-reader.ts';

/** Columns of a row in the order in which `copyRows` writes them. */
export const ROW_COLUMNS =
  'key, at, program_number, advertiser_org, publisher_org, ad_space_id, program, detail, personal';
const COLUMNS = 9;

/** PostgreSQL's COPY in its binary form begins with these bytes, has rows of columns behind their lengths, and ends with the number -1. */
const HEAD = Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8)]);
const END = Buffer.from([0xff, 0xff]);

/** The server reads a message as a whole; one of this size stays in the processor's cache. */
const CHUNK_BYTES = 64 * 1024;

/** PostgreSQL counts microseconds from here. */
const EPOCH_MS = Date.UTC(2000, 0, 1);
const WORD = 2 ** 32;

/**
 * Rows of clicks as COPY takes them. What a row keeps as text are the bytes of the record, copied once: nothing is made a text, escaped or
 * parsed on either side.
 */
export function* copyRows(clicks: Iterable<ReadClick>): Generator<Buffer> {
  let chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  let used = HEAD.copy(chunk);
  for (const click of clicks) {
    const bytes = rowBytes(click);
    if (used + bytes + END.length > chunk.length) {
      yield chunk.subarray(0, used);
      chunk = Buffer.allocUnsafe(Math.max(CHUNK_BYTES, bytes + END.length));
      used = 0;
    }
    used = writeRow(chunk, used, click);
  }
  used += END.copy(chunk, used);
  yield chunk.subarray(0, used);
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
