import type { Instant } from '../../../platform/clock/index.ts';
import {
  listSegments,
  readSegment,
  type SegmentFile,
  type SegmentPart,
  writtenBytes,
} from '../../../platform/spool/index.ts';
import { clickIdTime } from '../id/click-id.ts';
import { decodeClick } from '../record/record.ts';
import type { SegmentBooks } from '../store.ts';

/** One edge's spool: what is on the disk, and what of it the store has not confirmed yet. */
export interface SpoolBacklog {
  readonly spool: string;
  /** Files on the disk, confirmed ones of the last day among them, and their bytes. */
  readonly segments: number;
  readonly bytes: number;
  /** What still has to be shipped. */
  readonly waiting: {
    readonly segments: number;
    /** With what an open segment is filled ahead, some megabytes. */
    readonly bytes: number;
    /** `null` where it was not counted. */
    readonly records: number | null;
    /** When the oldest waiting click was made; `null` when nothing waits. */
    readonly oldestAt: Instant | null;
  };
}

export type SegmentPositions = ReadonlyMap<string, Pick<SegmentBooks, 'position' | 'confirmedAt'>>;

/** Bytes read at once. */
const READ_BYTES = 4 * 1_048_576;
/** A record has less than this: enough to find the first. */
const ONE_RECORD_BYTES = 65_536;

/**
 * What waits below a directory, by what the books say is stored. Counting records reads everything that waits, a second for some hundred
 * megabytes; without it only the first record is read.
 */
export async function spoolBacklog(
  spoolDir: string,
  positions: SegmentPositions,
  options: { readonly countRecords: boolean },
): Promise<SpoolBacklog[]> {
  const spools = new Map<string, SegmentFile[]>();
  for (const segment of await listSegments(spoolDir)) {
    const known = spools.get(segment.spool);
    if (known === undefined) spools.set(segment.spool, [segment]);
    else known.push(segment);
  }
  return Promise.all(
    [...spools].map(async ([spool, segments]) =>
      backlogOf(spool, await withoutZeros(segments), positions, options.countRecords),
    ),
  );
}

/** Only the newest segment of a spool can be open, and filled with zeros ahead of its records. */
async function withoutZeros(segments: readonly SegmentFile[]): Promise<SegmentFile[]> {
  const newest = segments.at(-1);
  if (newest === undefined) return [];
  const bytes = await writtenBytes(newest).catch(() => newest.bytes);
  return [...segments.slice(0, -1), { ...newest, bytes }];
}

async function backlogOf(
  spool: string,
  segments: readonly SegmentFile[],
  positions: SegmentPositions,
  countRecords: boolean,
): Promise<SpoolBacklog> {
  let records = 0;
  let bytes = 0;
  let waiting = 0;
  let oldestAt: Instant | null = null;
  for (const segment of segments) {
    const { position = 0, confirmedAt = null } = positions.get(segment.id) ?? {};
    // What is left behind a confirmed segment's position is its closing mark; behind an open one's, zeros filled ahead.
    if (confirmedAt !== null || position >= segment.bytes) {
      continue;
    }
    const part = await readSegment(segment.path, position, ONE_RECORD_BYTES).catch(() => null);
    if (part === null || part.position === position) {
      continue;
    }
    waiting += 1;
    bytes += segment.bytes - position;
    oldestAt ??= firstAt(part);
    if (countRecords) {
      records += await recordsFrom(segment, position);
    }
  }
  return {
    spool,
    segments: segments.length,
    bytes: segments.reduce((sum, each) => sum + each.bytes, 0),
    waiting: { segments: waiting, bytes, records: countRecords ? records : null, oldestAt },
  };
}

function firstAt({ records }: SegmentPart): Instant | null {
  for (const { text } of records) {
    const click = decodeClick(text);
    if (click.ok) {
      return clickIdTime(click.value.clickId);
    }
  }
  return null;
}

/** A segment that is removed meanwhile had nothing waiting. */
async function recordsFrom({ path }: SegmentFile, from: number): Promise<number> {
  let records = 0;
  for (let position = from; ; ) {
    const part = await readSegment(path, position, READ_BYTES).catch(() => null);
    if (part === null || part.position === position) return records;
    records += part.records.length;
    position = part.position;
  }
}
