import type { Clock } from '../../../platform/clock/index.ts';
import type { Database, Tx } from '../../../platform/db/index.ts';
import {
  listSegments,
  PartMemory,
  readSegment,
  removeSegment,
  type SegmentFile,
  type SegmentPart,
} from '../../../platform/spool/index.ts';
import type { StoredClick } from '../model.ts';
import { ClickReader } from '../record/record-reader.ts';
import { booksOfSegments, lockBooks, parkRecords, type SegmentBooks, writeBooks } from '../store.ts';
import { FollowUpError, isRefusedData, preparePartitions, reduceAgain, sortRecords, storeSorted } from './batch.ts';
import { AnotherShipper, type Batch, checkPosition, ended, entered, isDeletable } from './segment-books.ts';

export interface ShipperOptions {
  readonly db: Database;
  /** The directory above those of the edges' spools. */
  readonly spoolDir: string;
  readonly clock: Clock;
  /**
   * Runs in the transaction that stores the clicks, with those that were new, under the system role. They lie in memory of the shipper's,
   * which is used again when it has ended: what is to be kept longer is copied.
   */
  readonly onStored: (tx: Tx, clicks: readonly StoredClick[]) => Promise<void>;
  /** Told of each failure; the shipper goes on by itself. */
  readonly onTrouble?: (error: unknown) => void;
  readonly batchBytes?: number;
}

/** What the shipper has done since it was made. */
export interface ShipperStatus {
  readonly stored: number;
  readonly repeated: number;
  readonly parked: number;
  readonly lost: number;
  readonly segmentsDeleted: number;
  /** Message of the failure that is being retried; `null` when all is well. */
  readonly trouble: string | null;
}

/** Carries clicks from the spools into the store. */
export interface Shipper {
  /** Ships everything that is there now. Throws when it cannot; nothing is lost by that. Returns how many records it took. */
  runOnce(): Promise<number>;
  /** Ships for ever, in the background, with pauses that grow while the database is away. */
  start(): void;
  /** Something was recorded: the next look comes soon instead of at the end of the pause. */
  wake(): void;
  /** Ends after the batch that is being shipped. */
  stop(): Promise<void>;
  status(): ShipperStatus;
}

/** About 12,000 clicks where so many wait: its statements cost little beside them then, and it still takes a quarter of a second only. */
const BATCH_BYTES = 8 * 1024 * 1024;

/** Between two looks at the spools, where nobody wakes the shipper because the edges are other processes. */
const PAUSE_MS = 500;

/**
 * Between two batches even when woken: what arrives meanwhile shares one transaction, whose dozen statements cost as much as some
 * hundred clicks. A click is in the store within a quarter of a second, or a half where the edge is another process.
 */
const BREATH_MS = 250;

const BACK_OFF_MS_MIN = 250;
const BACK_OFF_MS_MAX = 5_000;

/** Deletable segments are looked for about once a minute. */
const SWEEP_EVERY_RUNS = 600;

export function createShipper(options: ShipperOptions): Shipper {
  return new SpoolShipper(options);
}

class SpoolShipper implements Shipper {
  readonly #options: Required<ShipperOptions>;
  readonly #months = new Set<string>();
  /** Books as last written or read; after any failure they are read again, because the database may be another one now. */
  #books = new Map<string, SegmentBooks>();
  #booksKnown = false;
  /** One batch is under way at a time: the next one takes the place of its bytes and its clicks. */
  readonly #memory = new PartMemory();
  readonly #reader = new ClickReader();
  #runs = 0;
  #stopped = true;
  #loop: Promise<void> = Promise.resolve();
  #endPause: (() => void) | null = null;
  #breathing = false;
  #woken = false;
  #status = { stored: 0, repeated: 0, parked: 0, lost: 0, segmentsDeleted: 0, trouble: null as string | null };

  constructor(options: ShipperOptions) {
    this.#options = { onTrouble: () => undefined, batchBytes: BATCH_BYTES, ...options };
  }

  status(): ShipperStatus {
    return { ...this.#status };
  }

  start(): void {
    if (this.#stopped) {
      this.#stopped = false;
      this.#loop = this.#runForEver();
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#endPause?.();
    await this.#loop;
  }

  wake(): void {
    this.#woken = true;
    if (!this.#breathing) {
      this.#endPause?.();
    }
  }

  async runOnce(): Promise<number> {
    const { spoolDir } = this.#options;
    try {
      const isConfirmed = (id: string) => (this.#books.get(id)?.confirmedAt ?? null) !== null;
      const segments = await listSegments(spoolDir, isConfirmed);
      await this.#readBooks(segments);
      let taken = 0;
      for (const segment of segments) {
        taken += await this.#shipSegment(segment);
      }
      if (this.#runs % SWEEP_EVERY_RUNS === 0) {
        await this.#deleteConfirmed(await listSegments(spoolDir));
      }
      this.#runs += 1;
      this.#status.trouble = null;
      return taken;
    } catch (error) {
      this.#booksKnown = false;
      this.#months.clear();
      this.#status.trouble = error instanceof AnotherShipper ? null : describe(error);
      throw error;
    }
  }

  async #runForEver(): Promise<void> {
    let pause = PAUSE_MS;
    while (!this.#stopped) {
      try {
        await this.runOnce();
        pause = PAUSE_MS;
      } catch (error) {
        if (error instanceof AnotherShipper) {
          pause = PAUSE_MS;
        } else {
          this.#options.onTrouble(error);
          pause = Math.min(BACK_OFF_MS_MAX, Math.max(BACK_OFF_MS_MIN, pause * 2));
        }
      }
      await this.#pauseFor(pause);
    }
  }

  /** A failure is waited out whole; otherwise a wake shortens the pause to a breath. */
  async #pauseFor(milliseconds: number): Promise<void> {
    const breath = this.#status.trouble === null ? BREATH_MS : milliseconds;
    this.#breathing = true;
    this.#woken = false;
    await this.#sleep(breath);
    this.#breathing = false;
    if (!this.#woken) {
      await this.#sleep(milliseconds - breath);
    }
  }

  #sleep(milliseconds: number): Promise<void> {
    if (this.#stopped) {
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#endPause?.(), milliseconds);
      this.#endPause = () => {
        clearTimeout(timer);
        this.#endPause = null;
        resolve();
      };
    });
  }

  async #readBooks(segments: readonly SegmentFile[]): Promise<void> {
    if (this.#booksKnown) {
      return;
    }
    const ids = segments.map(({ id }) => id);
    const books = await this.#options.db.transaction({ role: 'ingest' }, (tx) => booksOfSegments(tx, ids));
    this.#books = new Map(books.map((entry) => [entry.segment, entry]));
    this.#booksKnown = true;
  }

  async #shipSegment(segment: SegmentFile): Promise<number> {
    let taken = 0;
    for (;;) {
      const books = this.#books.get(segment.id);
      const position = books?.position ?? 0;
      if (books !== undefined && (books.confirmedAt !== null || position >= segment.bytes)) {
        return taken;
      }
      const part = await readSegment(segment.path, position, this.#options.batchBytes, this.#memory);
      if (part.position === position) {
        return taken;
      }
      await this.#shipPart(segment, position, part);
      taken += part.records.length;
    }
  }

  async #shipPart(segment: SegmentFile, from: number, part: SegmentPart): Promise<void> {
    const shipped = await this.#shipRecords(segment, { from, records: part.records, damaged: part.damaged });
    if (shipped === part.position && part.closedWith === null) {
      return;
    }
    // What is left has no record: the closing mark, perhaps behind a damaged place.
    const { db, clock } = this.#options;
    const { before, after } = await db.transaction({ role: 'ingest' }, async (tx) => {
      const books = await lockBooks(tx, segment.id, segment.spool, clock.now());
      checkPosition(books, shipped);
      const next = ended(books, part, clock.now());
      await writeBooks(tx, next);
      return { before: books, after: next };
    });
    this.#books.set(segment.id, after);
    this.#status.lost += after.lost - before.lost;
  }

  /** Stores records; where the database refuses some, halves until each is stored or parked alone. Returns where reading goes on. */
  async #shipRecords(segment: SegmentFile, batch: Batch): Promise<number> {
    const { records } = batch;
    const last = records.at(-1);
    if (last === undefined) {
      return batch.from;
    }
    try {
      await this.#storeBatch(segment, batch, null);
    } catch (error) {
      if (!isRefusedData(error)) {
        throw error;
      }
      if (records.length === 1) {
        await this.#storeBatch(segment, batch, describe(error));
      } else {
        const half = records.length >> 1;
        const position = await this.#shipRecords(segment, { ...batch, records: records.slice(0, half) });
        await this.#shipRecords(segment, { ...batch, from: position, records: records.slice(half) });
      }
    }
    return last.end;
  }

  /** One transaction: clicks, parked records, books, and what follows from new clicks. `refusal` parks the whole batch. */
  async #storeBatch(segment: SegmentFile, batch: Batch, refusal: string | null): Promise<void> {
    const records = sortRecords(this.#reader, segment.id, batch.records, refusal);
    const { parked } = records;
    await this.#makePartitions(records.months.keys());
    const { db, clock } = this.#options;
    const result = await db.transaction({ role: 'ingest' }, async (tx) => {
      const books = await lockBooks(tx, segment.id, segment.spool, clock.now());
      checkPosition(books, batch.from);
      const fresh = await storeSorted(tx, records);
      await reduceAgain(tx, fresh, clock.now());
      if (parked.length > 0) {
        await parkRecords(tx, parked, clock.now());
      }
      const next = entered(books, batch, { stored: fresh.length, parked: parked.length });
      await writeBooks(tx, next);
      await this.#announce(tx, fresh);
      return { books, next };
    });
    this.#books.set(segment.id, result.next);
    this.#status.stored += result.next.stored - result.books.stored;
    this.#status.repeated += result.next.repeated - result.books.repeated;
    this.#status.parked += result.next.parked - result.books.parked;
    this.#status.lost += result.next.lost - result.books.lost;
  }

  async #announce(tx: Tx, fresh: readonly StoredClick[]): Promise<void> {
    if (fresh.length === 0) {
      return;
    }
    // The ingest role may write clicks and nothing else; what follows from them is other modules' business.
    await tx.query('set local role tributary_system');
    try {
      await this.#options.onStored(tx, fresh);
    } catch (error) {
      // Whatever fails there is no fault of these records: they are tried again, never parked.
      throw new FollowUpError('what follows from stored clicks failed', { cause: error });
    }
  }

  async #makePartitions(months: Iterable<string>): Promise<void> {
    const missing = [...months].filter((month) => !this.#months.has(month));
    if (missing.length === 0) {
      return;
    }
    await this.#options.db.transaction({ role: 'ingest' }, (tx) => preparePartitions(tx, missing));
    for (const month of missing) {
      this.#months.add(month);
    }
  }

  /** Deletes segments that the store has had for long enough. One with a loss is kept: somebody has to look at it. */
  async #deleteConfirmed(segments: readonly SegmentFile[]): Promise<void> {
    const now = this.#options.clock.now();
    for (const segment of segments) {
      const books = this.#books.get(segment.id);
      if (books === undefined || !isDeletable(books, now)) {
        continue;
      }
      const confirmed = await this.#options.db.transaction({ role: 'ingest' }, async (tx) => {
        const present = await lockBooks(tx, segment.id, segment.spool, now);
        const deletable = isDeletable(present, now);
        if (deletable) {
          await writeBooks(tx, { ...present, deletedAt: now });
        }
        return deletable;
      });
      if (confirmed) {
        await removeSegment(segment);
        this.#books.delete(segment.id);
        this.#status.segmentsDeleted += 1;
      }
    }
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
