import { mkdir } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import { frameBytesMax, RECORD_BYTES_MAX, writeFrame } from './frame.ts';
import { type DirectoryLock, lockDirectory } from './lock.ts';
import { closeAbandoned, listDirectory, segmentNumber } from './segment.ts';
import { SegmentWriter } from './segment-writer.ts';

/** A segment is confirmed and deleted as a whole: small enough for that to be soon; a busy day has not more than some thousand. */
const SEGMENT_BYTES = 64 * 1024 * 1024;

/** A quiet writer closes its segment after an hour, so that it can be confirmed and, in time, deleted. */
const SEGMENT_MS = 3_600_000;

/** A commit that takes longer than this is a disk that does not answer; nobody should wait for it. */
const STALL_MS = 2_000;

/** After a failed write the disk is not tried again for this long: a full disk is not filled by asking. */
const RETRY_MS = 250;

/** More records waiting for one commit than a machine can take in a second: the disk is not keeping up. */
const PENDING_RECORDS_MAX = 50_000;

export type SpoolFailure = 'failed' | 'stalled' | 'busy' | 'closed';

/** Called once for each record: with `null` when it is durable, else with the reason why nobody may rely on it. */
export type AppendDone = (failure: SpoolFailure | null) => void;

export interface SpoolOptions {
  /** Directory of this writer alone; its parent is what a reader is given. */
  readonly directory: string;
  readonly segmentBytes?: number;
  readonly segmentMs?: number;
  /**
   * Bytes that the segments of the directory may take together; past it records are refused as by a full disk, until segments were
   * removed. The last commit may go over it. `null`: as much as the disk holds.
   */
  readonly bytesMax?: number | null;
  readonly stallMs?: number;
  readonly retryMs?: number;
  /** A clock that never goes back, in milliseconds; segments age by it, so that setting the calendar changes nothing. */
  readonly elapsed?: () => number;
}

export interface SpoolStatus {
  /** Records made durable since the writer was opened. */
  readonly recorded: number;
  /** Records that could not be made durable. */
  readonly failed: number;
  readonly commits: number;
  /** Message of the last failure while the disk cannot be written; `null` while it can. */
  readonly trouble: string | null;
}

/**
 * An append-only journal whose records are durable before `append` answers. All records that come while one `fdatasync` runs
 * share the next one, which starts when the last returns: no timer, so an idle writer answers after one sync and a busy one
 * makes one sync for many records.
 */
export interface Spool {
  append(record: string, done: AppendDone): void;
  /** Called after each commit, for a reader in the same process that wants to know at once. */
  onCommit(listener: () => void): void;
  readonly status: SpoolStatus;
  /** Commits what is pending, closes the segment and gives the directory free. */
  close(): Promise<void>;
}

interface Batch {
  readonly records: string[];
  readonly dones: AppendDone[];
}

/** Opens a directory for writing: takes its lock, closes what a killed writer left open, begins a new segment. */
export async function openSpool(options: SpoolOptions): Promise<Spool> {
  await mkdir(options.directory, { recursive: true, mode: 0o700 });
  const lock = await lockDirectory(options.directory);
  try {
    const left = await listDirectory(options.directory, '');
    for (const segment of left) {
      await closeAbandoned(segment.path);
    }
    const writer = new SpoolWriter(options, lock, Math.max(0, ...left.map(({ id }) => segmentNumber(id))));
    await writer.measure();
    await writer.begin();
    return writer;
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/**
 * Resolves when everything was taken in that had arrived by now, after one whole look of the event loop at its sockets: under load a
 * commit then holds what else came during the last one, and there are a third fewer of them. Whoever is alone does not wait.
 */
function alreadyArrived(): Promise<void> {
  return new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
}

class SpoolWriter implements Spool {
  readonly #options: Required<SpoolOptions>;
  readonly #lock: DirectoryLock;
  readonly #abandoned: string[] = [];
  readonly #listeners: (() => void)[] = [];
  #number: number;
  #segment: SegmentWriter | null = null;
  #pending: Batch = { records: [], dones: [] };
  #running: Batch | null = null;
  #buffer = Buffer.allocUnsafe(256 * 1024);
  #loop: Promise<void> | null = null;
  /** One timer for all commits, begun anew with each: making one costs more than the rest of a small commit's bookkeeping. */
  readonly #watch: NodeJS.Timeout;
  #stalled = false;
  #closed = false;
  #retryAt = 0;
  /** Bytes of all segments as last measured, and what was written since: never less than there is. */
  #held = 0;
  #status = { recorded: 0, failed: 0, commits: 0, trouble: null as string | null };

  constructor(options: SpoolOptions, lock: DirectoryLock, lastNumber: number) {
    this.#options = {
      segmentBytes: SEGMENT_BYTES,
      segmentMs: SEGMENT_MS,
      bytesMax: null,
      stallMs: STALL_MS,
      retryMs: RETRY_MS,
      elapsed: () => performance.now(),
      ...options,
    };
    this.#lock = lock;
    this.#number = lastNumber;
    this.#watch = setTimeout(() => this.#onTimeUp(), this.#options.stallMs).unref();
  }

  get status(): SpoolStatus {
    return { ...this.#status };
  }

  onCommit(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** Opens the first segment ahead, so that the first record does not wait for it. A full disk is no reason not to start. */
  async begin(): Promise<void> {
    await this.#openSegment().catch((error: unknown) => this.#note(error));
  }

  /** Segments are removed by others, so what they take is looked up again before anything is refused for it. */
  async measure(): Promise<void> {
    const segments = await listDirectory(this.#options.directory, '');
    this.#held = segments.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  append(record: string, done: AppendDone): void {
    const refusal = this.#refusal();
    if (refusal !== null) {
      this.#status.failed += 1;
      done(refusal);
      return;
    }
    if (record.length * 3 > RECORD_BYTES_MAX) {
      throw new RangeError(
        `spool: a record of ${record.length} characters; at most ${Math.floor(RECORD_BYTES_MAX / 3)} fit`,
      );
    }
    this.#pending.records.push(record);
    this.#pending.dones.push(done);
    // What arrives in this turn of the event loop joins the first commit; from then on commits follow one another.
    this.#loop ??= new Promise<void>((resolve) => setImmediate(resolve)).then(() => this.#commitAll());
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#loop;
    clearTimeout(this.#watch);
    await this.#closePresent();
    await this.#lock.release();
  }

  /** Also when the spool is full: only a closed segment can be confirmed, removed in time, and make room again. */
  async #closePresent(): Promise<void> {
    const segment = this.#segment;
    this.#segment = null;
    if (segment !== null) {
      await this.#closeSegment(segment);
    }
  }

  #refusal(): SpoolFailure | null {
    if (this.#closed) {
      return 'closed';
    }
    if (this.#stalled) {
      return 'stalled';
    }
    if (this.#status.trouble !== null && this.#options.elapsed() < this.#retryAt) {
      return 'failed';
    }
    return this.#pending.records.length >= PENDING_RECORDS_MAX ? 'busy' : null;
  }

  async #commitAll(): Promise<void> {
    while (this.#pending.records.length > 0) {
      const batch = this.#pending;
      this.#pending = { records: [], dones: [] };
      this.#running = batch;
      this.#watch.refresh();
      const failure = await this.#commit(batch);
      // A stall has answered this batch already; then it must not be answered again.
      if (this.#running === batch) {
        this.#running = null;
        this.#answer(batch, failure);
      }
      this.#stalled = false;
      if (failure === null) {
        for (const listener of this.#listeners) {
          listener();
        }
      }
      if (this.#pending.records.length > 0) await alreadyArrived();
    }
    this.#loop = null;
  }

  /** Nothing runs where a commit ended just when its time was up. */
  #onTimeUp(): void {
    if (this.#running !== null) {
      this.#stall();
    }
  }

  async #commit(batch: Batch): Promise<SpoolFailure | null> {
    try {
      const { bytesMax } = this.#options;
      if (bytesMax !== null && this.#held >= bytesMax && (await this.#isFull(bytesMax))) {
        await this.#closePresent();
        return 'failed';
      }
      const segment = this.#usable() ?? (await this.#segmentForNext());
      const length = this.#encode(batch.records, segment.records);
      await segment.append(this.#buffer, length, batch.records.length);
      this.#held += length;
      this.#status.commits += 1;
      this.#status.trouble = null;
      return null;
    } catch (error) {
      this.#note(error);
      await this.#abandon();
      return 'failed';
    }
  }

  async #isFull(bytesMax: number): Promise<boolean> {
    await this.measure();
    const full = this.#held >= bytesMax;
    if (full) {
      this.#note(new Error(`the segments hold ${this.#held} bytes, and the limit of this spool is ${bytesMax}`));
    }
    return full;
  }

  #answer(batch: Batch, failure: SpoolFailure | null): void {
    this.#status[failure === null ? 'recorded' : 'failed'] += batch.dones.length;
    for (const done of batch.dones) {
      done(failure);
    }
  }

  /** The disk does not answer: everybody who waits is told so; records that still become durable later harm nobody. */
  #stall(): void {
    this.#stalled = true;
    const { dones } = this.#pending;
    const waiting = { records: [], dones: [...(this.#running?.dones ?? []), ...dones] };
    this.#running = null;
    this.#pending = { records: [], dones: [] };
    this.#status.trouble = `a commit takes longer than ${this.#options.stallMs} ms`;
    this.#retryAt = this.#options.elapsed();
    this.#answer(waiting, 'stalled');
  }

  #encode(records: readonly string[], firstOrdinal: number): number {
    const room = records.reduce((sum, record) => sum + frameBytesMax(record), 0);
    if (room > this.#buffer.length) {
      this.#buffer = Buffer.allocUnsafe(room * 2);
    }
    let at = 0;
    let ordinal = firstOrdinal;
    for (const record of records) {
      at = writeFrame(this.#buffer, at, ordinal, record);
      ordinal += 1;
    }
    return at;
  }

  /** The present segment, unless it is large or old enough. */
  #usable(): SegmentWriter | null {
    const segment = this.#segment;
    if (segment === null || segment.bytes >= this.#options.segmentBytes) {
      return null;
    }
    const age = this.#options.elapsed() - segment.openedAt;
    return age < this.#options.segmentMs || segment.records === 0 ? segment : null;
  }

  async #segmentForNext(): Promise<SegmentWriter> {
    const segment = this.#segment;
    if (segment === null) {
      return this.#openSegment();
    }
    this.#segment = null;
    try {
      return await this.#openSegment();
    } finally {
      await this.#closeSegment(segment);
    }
  }

  async #openSegment(): Promise<SegmentWriter> {
    const { directory, elapsed, segmentBytes, bytesMax } = this.#options;
    const fillsAhead = segmentBytes >= SEGMENT_BYTES && (bytesMax === null || bytesMax >= SEGMENT_BYTES * 2);
    const segment = await SegmentWriter.create(directory, this.#number, { openedAt: elapsed(), fillsAhead });
    this.#number = segment.number;
    this.#segment = segment;
    // The disk takes files again: now what it refused to close can be closed.
    for (const left of this.#abandoned.splice(0)) {
      await closeAbandoned(left).catch(() => this.#abandoned.push(left));
    }
    return segment;
  }

  async #closeSegment(segment: SegmentWriter): Promise<void> {
    try {
      await segment.close();
    } catch (error) {
      // Its records are durable; only the mark is missing, which the next opening adds.
      this.#note(error);
      this.#abandoned.push(segment.path);
    }
  }

  async #abandon(): Promise<void> {
    const segment = this.#segment;
    this.#segment = null;
    if (segment !== null) {
      await segment.abandon();
      this.#abandoned.push(segment.path);
    }
  }

  #note(error: unknown): void {
    this.#status.trouble = error instanceof Error ? error.message : String(error);
    this.#retryAt = this.#options.elapsed() + this.#options.retryMs;
  }
}
