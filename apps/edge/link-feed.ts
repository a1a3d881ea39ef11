import { type LinkSnapshot, readSnapshotFile, writeSnapshotFile } from '../../modules/clicks/index.ts';

export interface LinkFeedOptions {
  /** All links and programs as the database has them now. */
  readonly load: () => Promise<LinkSnapshot>;
  /** Calls `onChange` whenever what `load` would say has changed; throws where the database is away. */
  readonly watch: (onChange: () => void) => Promise<{ stop(): Promise<void> }>;
  /** Where the last snapshot is kept. */
  readonly file: string;
  readonly onSnapshot: (snapshot: LinkSnapshot) => void;
  readonly onTrouble: (error: unknown) => void;
  /** First pause before trying again; it doubles up to `RETRY_MS_MAX`. */
  readonly retryMs?: number;
}

/** Brings the links to an edge: from the last run's file at once, from the database as soon and as often as it says something new. */
export interface LinkFeed {
  /** Resolves when the first snapshot was handed over, from wherever it came. */
  readonly first: Promise<void>;
  /** Ends listening and keeps the last snapshot. */
  stop(): Promise<void>;
}

const RETRY_MS = 250;
const RETRY_MS_MAX = 5_000;

/** A burst of changes is written once; an edge that starts from a file this old knows all but the newest links. */
const KEEP_AFTER_MS = 1_000;

export async function startLinkFeed(options: LinkFeedOptions): Promise<LinkFeed> {
  const feed = new Feed(options);
  await feed.start();
  return feed;
}

class Feed implements LinkFeed {
  readonly first: Promise<void>;
  readonly #options: LinkFeedOptions;
  #onFirst: () => void = () => undefined;
  #watch: { stop(): Promise<void> } | null = null;
  #work: Promise<void> = Promise.resolve();
  #asked = false;
  #stopped = false;
  #pause: number;
  #retry: NodeJS.Timeout | null = null;
  #unkept: LinkSnapshot | null = null;
  #keeper: NodeJS.Timeout | null = null;

  constructor(options: LinkFeedOptions) {
    this.#options = options;
    this.#pause = options.retryMs ?? RETRY_MS;
    this.first = new Promise((resolve) => {
      this.#onFirst = resolve;
    });
  }

  async start(): Promise<void> {
    const kept = await readSnapshotFile(this.#options.file);
    if (kept !== null) {
      this.#options.onSnapshot(kept);
      this.#onFirst();
    }
    this.#ask();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#retry ?? undefined);
    clearTimeout(this.#keeper ?? undefined);
    await this.#work;
    await this.#watch?.stop();
    await this.#keep();
  }

  /** Changes that come while one load runs are all in the next. */
  #ask(): void {
    if (!this.#asked && !this.#stopped) {
      this.#asked = true;
      this.#work = this.#work.then(() => this.#refresh());
    }
  }

  async #refresh(): Promise<void> {
    this.#asked = false;
    try {
      // Listening first: a change between loading and listening would be missed.
      this.#watch ??= await this.#options.watch(() => this.#ask());
      const snapshot = await this.#options.load();
      this.#options.onSnapshot(snapshot);
      this.#onFirst();
      this.#pause = this.#options.retryMs ?? RETRY_MS;
      this.#unkept = snapshot;
      this.#keeper ??= setTimeout(() => void this.#keep(), KEEP_AFTER_MS).unref();
    } catch (error) {
      this.#options.onTrouble(error);
      this.#retry = setTimeout(() => this.#ask(), this.#pause);
      this.#retry.unref();
      this.#pause = Math.min(RETRY_MS_MAX, this.#pause * 2);
    }
  }

  async #keep(): Promise<void> {
    this.#keeper = null;
    const snapshot = this.#unkept;
    this.#unkept = null;
    if (snapshot !== null) {
      await writeSnapshotFile(this.#options.file, snapshot).catch(this.#options.onTrouble);
    }
  }
}
