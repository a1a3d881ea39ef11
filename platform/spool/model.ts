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
  readonly lookMs?: number;
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
