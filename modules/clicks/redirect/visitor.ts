import { randomFillSync } from 'node:crypto';
import type { Instant } from '../../../core/time/instant.ts';
import { decodeToken, encodeToken } from '../id/token-text.ts';

/**
 * A visitor id is 25 bytes as 40 characters, kept in a cookie of the program:
 *
 *   0   6  time at which it was made, milliseconds: ids of one day lie together in an index
 *   6   3  mark of the program and ad space whose counted click made it, 0 for none
 *   9  16  random: nobody guesses the visitor id of another
 *
 * The first two say of most clicks, without looking anything up, whether they are the visitor's first of that day on that ad space.
 * They are not signed: who changes its cookie counts as somebody else, which deleting it does as well.
 */
const VISITOR_ID = /^[0-9a-v]{40}$/;

const HEAD_BYTES = 10;
const HEAD_CHARACTERS = 16;
const PERSON_BYTES = 15;
const AT_MARK = 6;
const AT_RANDOM = 9;
const MARK_MASK = 0xff_ffff;

/** No counted click made the id: a crawler's, or one that came with a prefetch. */
export const NO_MARK = 0;

/** Random bytes are fetched in blocks, see the maker of click ids. */
const RANDOM_BYTES = PERSON_BYTES + 1;
const block = Buffer.alloc(RANDOM_BYTES * 256);
let used = block.length;
const head = Buffer.alloc(HEAD_BYTES);

/** The part of an id that stands for the visitor alone, for a visitor who brings none. */
export function newPerson(): string {
  if (used === block.length) {
    randomFillSync(block);
    used = 0;
  }
  used += RANDOM_BYTES;
  return encodeToken(block.subarray(used - PERSON_BYTES, used));
}

/** The same part of an id that a visitor brought. */
export function personOf(visitorId: string): string {
  return visitorId.slice(HEAD_CHARACTERS);
}

/** The id for a new person, to be called for it at once: the sixteenth random byte is the one fetched with it. */
export function visitorIdFor(person: string, at: Instant, mark: number): string {
  head.writeUIntBE(at, 0, AT_MARK);
  head.writeUIntBE(mark, AT_MARK, 3);
  head[AT_RANDOM] = block[used - RANDOM_BYTES] ?? 0;
  return encodeToken(head) + person;
}

/** Whether a cookie's text is a visitor id. */
export function isVisitorId(text: string): boolean {
  return VISITOR_ID.test(text);
}

/** Stands for a program and an ad space, never `NO_MARK`; two pairs share one with a chance of 1 in 16 million. */
export function visitorMark(program: Buffer, adSpace: Buffer): number {
  const low = (bytes: Buffer) => bytes.readUIntBE(bytes.length - 3, 3);
  return ((low(program) * 31) ^ low(adSpace)) & MARK_MASK || 1;
}

/** What `visitorSince` says of an id at the click that makes it. */
export function visitorBegun(mark: number, at: Instant): Instant | null {
  return mark === NO_MARK ? null : at;
}

/** When the id was made, if a counted click of this program and ad space made it and not later than `at`; else `null`. */
export function visitorSince(visitorId: string, mark: number, at: Instant): Instant | null {
  const bytes = decodeToken(visitorId.slice(0, HEAD_CHARACTERS));
  if (bytes === null || mark === NO_MARK || bytes.readUIntBE(AT_MARK, 3) !== mark) {
    return null;
  }
  const since = bytes.readUIntBE(0, AT_MARK);
  return since <= at ? since : null;
}
