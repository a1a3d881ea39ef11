import { setTimeout as pause } from 'node:timers/promises';
import {
  type SegmentBooks,
  type ShipperStatus,
  type SpoolBacklog,
  type SpoolTotals,
  segmentBooks,
  spoolBacklog,
  spoolTotals,
} from '../../../modules/clicks/index.ts';
import type { Clock } from '../../../platform/clock/index.ts';
import type { Database } from '../../../platform/db/index.ts';
import { spoolRoot } from '../../edge/index.ts';
import { type Alarm, alarmsOf, type Observed } from './alarms.ts';
import { roomFor, segmentPositions } from './spools.ts';

export interface WatchSources {
  readonly edges: () => Promise<Observed['edges']>;
  /** `null` where this process ships nothing: then it does not look what waits, since another one does. */
  readonly shipper: () => ShipperStatus | null;
  readonly db: () => Database | null;
  readonly dataDir: string;
  readonly clock: Clock;
}

/** What a process sees of the click path now. */
export interface Watched {
  readonly alarms: readonly Alarm[];
  readonly backlogs: readonly SpoolBacklog[];
  /** Bytes free on the disk of the spools. */
  readonly room: number | null;
  /** As the store said last; `null` where it never did. */
  readonly books: StoreBooks | null;
}

/** What the store has of the spools: every spool in sum, and the newest segments one by one. */
export interface StoreBooks {
  readonly totals: readonly SpoolTotals[];
  readonly segments: readonly SegmentBooks[];
}

interface Known extends StoreBooks {
  readonly positions: Awaited<ReturnType<typeof segmentPositions>>;
}

/** As many as `tributary doctor` shows. */
const SEGMENTS_SHOWN = 20;

/** Somebody waits for the answer; a database that takes longer is as good as away, and what it said last is used. */
const DATABASE_MS_MAX = 1_000;

/** Looks at spools, shipper and edges when asked. With the database away it goes by the books as it saw them last. */
export function watchClickPath(sources: WatchSources): { look(): Promise<Watched> } {
  const { edges, shipper, dataDir, clock } = sources;
  let known: Known | null = null;
  let asking: Promise<void> | null = null;
  const askAgain = (db: Database): Promise<void> => {
    // One question at a time: those to a database that does not answer would pile up.
    asking ??= askStore(db, dataDir)
      .then((answer) => {
        known = answer;
      })
      .catch(() => undefined)
      .finally(() => {
        asking = null;
      });
    return asking;
  };
  const backlogs = async (): Promise<SpoolBacklog[]> => {
    const db = sources.db();
    if (db === null || shipper() === null) return [];
    await Promise.race([askAgain(db), pause(DATABASE_MS_MAX, undefined, { ref: false })]);
    return known === null ? [] : spoolBacklog(spoolRoot(dataDir), known.positions, { countRecords: false });
  };
  return {
    look: async () => {
      const [reports, waiting, room] = await Promise.all([edges(), backlogs(), roomFor(dataDir)]);
      const parkedInAll = known === null ? null : known.totals.reduce((sum, { parked }) => sum + Number(parked), 0);
      const observed = { edges: reports, shipper: shipper(), backlogs: waiting, room, parkedInAll };
      return { alarms: alarmsOf(observed, clock.now()), backlogs: waiting, room, books: known };
    },
  };
}

async function askStore(db: Database, dataDir: string): Promise<Known> {
  const positions = await segmentPositions(db, dataDir);
  return db.transaction({ role: 'system' }, async (tx) => ({
    positions,
    totals: await spoolTotals(tx),
    segments: await segmentBooks(tx, SEGMENTS_SHOWN),
  }));
}
