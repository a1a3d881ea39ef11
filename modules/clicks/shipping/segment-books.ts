import type { Instant } from '../../../core/time/instant.ts';
import type { SegmentPart, SpoolRecord } from '../../../platform/spool/index.ts';
import type { SegmentBooks } from '../store.ts';

/** A segment is kept this long after the store has all of it: a database restored from a backup is filled again from it. */
const KEEP_MS = 24 * 3_600_000;

/** Records of one segment that follow one another, and the damaged places of the part they come from. */
export interface Batch {
  readonly from: number;
  readonly records: readonly SpoolRecord[];
  readonly damaged: SegmentPart['damaged'];
}

/** Somebody else was faster with a segment: nothing is wrong, and its clicks are stored. */
export class AnotherShipper extends Error {}

/** Two shippers may look at one directory; the later one starts anew from the books of the earlier. */
export function checkPosition(books: SegmentBooks, expected: number): void {
  if (books.position !== expected) {
    throw new AnotherShipper(
      `clicks.segment: ${books.segment} is at ${books.position}, not ${expected}; another shipper works on it`,
    );
  }
}

/** The books after a batch: every record read is stored, was there already, or is parked; gaps in the ordinals are lost records. */
export function entered(
  books: SegmentBooks,
  batch: Batch,
  counts: { readonly stored: number; readonly parked: number },
): SegmentBooks {
  const { records } = batch;
  const position = records.at(-1)?.end ?? books.position;
  let { nextOrdinal, lost } = books;
  for (const { ordinal } of records) {
    lost += Math.max(0, ordinal - nextOrdinal);
    nextOrdinal = Math.max(nextOrdinal, ordinal + 1);
  }
  return {
    ...books,
    position,
    nextOrdinal,
    lost,
    damaged: [...books.damaged, ...rangesWithin(batch.damaged, books.position, position)],
    recorded: books.recorded + records.length,
    stored: books.stored + counts.stored,
    parked: books.parked + counts.parked,
    repeated: books.repeated + records.length - counts.stored - counts.parked,
  };
}

/** The books at the closing mark, which says how many records there should have been. */
export function ended(books: SegmentBooks, part: SegmentPart, now: Instant): SegmentBooks {
  const expected = Math.max(part.closedWith ?? 0, books.nextOrdinal);
  return {
    ...books,
    position: part.position,
    damaged: [...books.damaged, ...rangesWithin(part.damaged, books.position, part.position)],
    lost: books.lost + expected - books.nextOrdinal,
    nextOrdinal: expected,
    confirmedAt: part.closedWith === null ? null : now,
  };
}

function rangesWithin(damaged: SegmentPart['damaged'], from: number, until: number): [number, number][] {
  return damaged.filter((range) => range.from >= from && range.to <= until).map((range) => [range.from, range.to]);
}

/** Whether a segment's file may go; one with a loss is kept, because somebody has to look at it. */
export function isDeletable(books: SegmentBooks, now: Instant): boolean {
  return (
    books.confirmedAt !== null && now - books.confirmedAt >= KEEP_MS && books.lost === 0 && books.damaged.length === 0
  );
}
