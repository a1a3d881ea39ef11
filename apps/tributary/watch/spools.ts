import { statfs } from 'node:fs/promises';
import {
  booksOfSegments,
  damagedSegments,
  type KeptRecord,
  openSegments,
  parkedRecords,
  type SegmentBooks,
  type SpoolBacklog,
  type SpoolTotals,
  spoolBacklog,
  spoolTotals,
} from '../../../modules/clicks/index.ts';
import type { Database } from '../../../platform/db/index.ts';
import { listSegments } from '../../../platform/spool/index.ts';
import { edgeRoot, spoolRoot, type UnspooledNote, unspooledNotes } from '../../edge/index.ts';

/** One edge: its books in the store, its files on this machine, and its note. Each may be missing where the others are. */
export interface SpoolState {
  readonly spool: string;
  readonly totals: SpoolTotals | null;
  readonly backlog: SpoolBacklog | null;
  readonly unspooled: UnspooledNote | null;
}

export interface DamagedSegment {
  readonly books: SegmentBooks;
  /** Where its file is on this machine; `null` when it is not, or not any more. */
  readonly path: string | null;
}

export interface SpoolReport {
  readonly spools: readonly SpoolState[];
  readonly damaged: readonly DamagedSegment[];
  /** Segments that were read half, and whose file is gone although its spool is on this machine. */
  readonly vanished: readonly SegmentBooks[];
  readonly parked: readonly KeptRecord[];
  /** Bytes free on the disk of the spools; `null` when there is no directory yet. */
  readonly room: number | null;
}

/** Bounds what is read and shown; totals count all of them. */
const LISTED_MAX = 100;

/** Everything about the spools, records counted: for a person who asks once. */
export async function inspectSpools(db: Database, dataDir: string): Promise<SpoolReport> {
  const spoolDir = spoolRoot(dataDir);
  const files = await listSegments(spoolDir);
  const { totals, damaged, open, parked } = await db.transaction({ role: 'system' }, async (tx) => ({
    totals: await spoolTotals(tx),
    damaged: await damagedSegments(tx, LISTED_MAX),
    open: await openSegments(tx, LISTED_MAX),
    parked: await parkedRecords(tx, { limit: LISTED_MAX }),
  }));
  const [backlogs, notes, room] = await Promise.all([
    segmentPositions(db, dataDir).then((known) => spoolBacklog(spoolDir, known, { countRecords: true })),
    unspooledNotes(edgeRoot(dataDir)),
    roomFor(dataDir),
  ]);
  const names = new Set([...totals, ...backlogs].map(({ spool }) => spool).concat([...notes.keys()]));
  const paths = new Map(files.map(({ id, path }) => [id, path]));
  const here = new Set(files.map(({ spool }) => spool));
  return {
    spools: [...names].sort().map((spool) => ({
      spool,
      totals: totals.find((each) => each.spool === spool) ?? null,
      backlog: backlogs.find((each) => each.spool === spool) ?? null,
      unspooled: notes.get(spool) ?? null,
    })),
    damaged: damaged.map((books) => ({ books, path: paths.get(books.segment) ?? null })),
    vanished: open.filter(({ segment, spool }) => here.has(spool) && !paths.has(segment)),
    parked,
    room,
  };
}

/** How far the store has the segments that are on this machine. */
export async function segmentPositions(db: Database, dataDir: string): Promise<ReadonlyMap<string, SegmentBooks>> {
  const ids = (await listSegments(spoolRoot(dataDir))).map(({ id }) => id);
  const books = await db.transaction({ role: 'system' }, (tx) => booksOfSegments(tx, ids));
  return new Map(books.map((each) => [each.segment, each]));
}

/** Bytes free for the spools, as far as this account may use them; `null` where there is no such directory. */
export async function roomFor(dataDir: string): Promise<number | null> {
  const disk = await statfs(spoolRoot(dataDir)).catch(() => null);
  return disk === null ? null : disk.bavail * disk.bsize;
}
