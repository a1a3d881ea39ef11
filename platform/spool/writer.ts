import { performance } from 'node:perf_hooks';
import { frameBytesMax, RECORD_BYTES_MAX, writeFrame } from './frame.ts';
import type { AppendDone, Spool, SpoolFailure, SpoolOptions, SpoolStatus } from './model.ts';
import { listDirectory } from './segment.ts';
import { SegmentWriter } from './segment-writer.ts';
import { isDiskError, WriterDirectory } from './writer-directory.ts';

/** A segment is confirmed and deleted as a whole: small enough for that to be soon; a busy day has not more than some thousand. */
const SEGMENT_BYTES = 64 * 1024 * 1024;

/** A quiet writer closes its segment after an hour, so that it can be confirmed and, in time, deleted. */
const SEGMENT_MS = 3_600_000;

/** A commit that takes longer than this is a disk that does not answer; nobody should wait for it. */
const STALL_MS = 2_000;

/** After a failed write the disk is not tried again for this long: a full disk is not filled by asking. */
const RETRY_MS = 250;

/** How often is looked whether the present segment's file is still there: somebody may delete it, or the whole directory. */
const LOOK_MS = 1_000;

/** More records waiting for one commit than a machine can take in a second: the disk is not keeping up. */
const PENDING_RECORDS_MAX = 50_000;

interface Batch {
  readonly records: string[];
  readonly dones: AppendDone[];
}

/**
 * Opens a directory for writing: takes its lock, closes what a killed writer left open, begins a new segment. A disk that is full or takes no
 * writes is no reason not to start: what is appended is refused until it does.
 */
export async function openSpool(options: SpoolOptions): Promise<Spool> {
  const writer = new SpoolWriter(options);
  await writer.begin();
  return writer;
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
  readonly #directory: WriterDirectory;
  readonly #listeners: (() => void)[] = [];
  #segment: SegmentWriter | null = null;
  #pending: Batch = { records: [], dones: [] };
  #running: Batch | null = null;
  #buffer = Buffer.allocUnsafe(256 * 1024);
  #loop: Promise<void> | null = null;
  /** One timer for all commits, begun anew with each: making one costs more than the rest of a small commit's bookkeeping. */
  readonly #watch: NodeJS.Timeout;
  readonly #looks: NodeJS.Timeout;
  #looking = false;
  /** The file of the present segment was deleted: nothing is appended until it is back. */
  #deleted = false;
  #stalled = false;
  #closed = false;
  #retryAt = 0;
  /** Bytes of all segments as last measured, and what was written since: never less than there is. */
  #held = 0;
  #status = { recorded: 0, failed: 0, commits: 0, trouble: null as string | null };

  constructor(options: SpoolOptions) {
    this.#options = {
      segmentBytes: SEGMENT_BYTES,
      segmentMs: SEGMENT_MS,
      bytesMax: null,
      stallMs: STALL_MS,
      retryMs: RETRY_MS,
      lookMs: LOOK_MS,
      elapsed: () => performance.now(),
      ...options,
    };
    this.#directory = new WriterDirectory(options.directory);
    this.#watch = setTimeout(() => this.#onTimeUp(), this.#options.stallMs).unref();
    this.#looks = setInterval(() => void this.#look(), this.#options.lookMs).unref();
  }

  get status(): SpoolStatus {
    return { ...this.#status };
  }

  onCommit(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** Opens the first segment ahead, so that the first record does not wait for it. */
  async begin(): Promise<void> {
    try {
      await this.#openSegment();
      await this.#measure();
    } catch (error) {
      if (!isDiskError(error)) {
        this.#stopTimers();
        await this.#directory.release();
        throw error;
      }
      this.#note(error);
    }
  }

  /** Segments are removed by others, so what they take is looked up again before anything is refused for it. */
  async #measure(): Promise<void> {
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
    this.#stopTimers();
    await this.#closePresent();
    await this.#directory.release();
  }

  #stopTimers(): void {
    clearTimeout(this.#watch);
    clearInterval(this.#looks);
  }

  /** Beside the commits, which do not wait for it. What it finds is mended between two of them. */
  async #look(): Promise<void> {
    const segment = this.#segment;
    if (this.#looking || segment === null) return;
    this.#looking = true;
    const isThere = await segment.isThere();
    this.#looking = false;
    if (isThere || segment !== this.#segment || this.#closed) return;
    this.#deleted = true;
    this.#loop ??= this.#commitAll();
  }

  /** The records of a deleted file are on the disk as long as we hold it open. */
  async #putBack(segment: SegmentWriter): Promise<SpoolFailure | null> {
    try {
      await this.#directory.take();
      await segment.putBack();
      this.#deleted = false;
      this.#status.trouble = null;
      return null;
    } catch (error) {
      this.#note(new Error(`its file was deleted and cannot be put back: ${messageOf(error)}`));
      return 'failed';
    }
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
    for (let tries = 0; this.#pending.records.length > 0 || (this.#deleted && tries === 0); tries += 1) {
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
      if (this.#deleted && this.#segment !== null) {
        const failure = await this.#putBack(this.#segment);
        if (failure !== null || batch.records.length === 0) return failure;
      }
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
    await this.#measure();
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
    const { elapsed, segmentBytes, bytesMax } = this.#options;
    const directory = this.#directory;
    await directory.take();
    // The last room of a disk is for records: zeros would take it from them.
    const fillsAhead =
      this.#status.trouble === null &&
      segmentBytes >= SEGMENT_BYTES &&
      (bytesMax === null || bytesMax >= SEGMENT_BYTES * 2);
    const segment = await SegmentWriter.create(directory.path, directory.lastNumber, {
      openedAt: elapsed(),
      fillsAhead,
    });
    directory.lastNumber = segment.number;
    this.#segment = segment;
    this.#deleted = false;
    await directory.closeWhatIsLeft();
    return segment;
  }

  async #closeSegment(segment: SegmentWriter): Promise<void> {
    try {
      if (segment.records > 0 && !(await segment.isThere())) await this.#putBack(segment);
      await segment.close();
    } catch (error) {
      // Its records are durable; only the mark is missing, which the next opening adds.
      this.#note(error);
      this.#directory.abandon(segment.path);
    }
  }

  async #abandon(): Promise<void> {
    const segment = this.#segment;
    this.#segment = null;
    if (segment !== null) {
      await segment.abandon();
      this.#directory.abandon(segment.path);
    }
  }

  #note(error: unknown): void {
    this.#status.trouble = messageOf(error);
    this.#retryAt = this.#options.elapsed() + this.#options.retryMs;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
