import { existsSync } from 'node:fs';
import { LinkBook, readSnapshotFile, writeSnapshotFile } from '../../modules/clicks/edge-face.ts';
import type { LinkSink } from '../../modules/links/edge-face.ts';

/** Where links come from. Each of these rejects where the database is away. */
export interface LinkSource {
  /** Everything; answers the mark from which `since` goes on. */
  readonly all: (sink: LinkSink) => Promise<string>;
  /** What is new since a mark; `null` when the mark is of another database. `sure`: no connection was lost since. */
  readonly since: (mark: string, sure: boolean, sink: LinkSink) => Promise<string | null>;
  /** Calls `onHint` when there is something new, perhaps; `onLost` when that may be missed for a while. */
  readonly watch: (onHint: () => void, onLost: (error: unknown) => void) => Promise<{ stop(): Promise<void> }>;
}

export interface LinkFeedOptions {
  /** Where the last book is kept. */
  readonly file: string;
  /** Whether to keep it: of several edges that share a file, one does. */
  readonly keeps: boolean;
  /** Whether what was kept is passed over. */
  readonly startsAnew?: boolean;
  /** A book to answer from; it goes on being entered into. */
  readonly onBook: (book: LinkBook) => void;
  readonly onTrouble: (error: unknown) => void;
  /** A row that cannot be used. */
  readonly onProblem: (problem: string) => void;
  /** First pause before trying again; it doubles up to `RETRY_MS_MAX`. */
  readonly retryMs?: number;
  /** Between two looks when nobody gives a hint. */
  readonly pollMs?: number;
}

/** Brings the links to an edge: from the last run's file at once, from the database as soon as and whenever it says something new. */
export interface LinkFeed {
  /** Resolves when the first book was handed over, from wherever it came. */
  readonly first: Promise<void>;
  /** From now on there is a database to ask. */
  follow(source: LinkSource): void;
  /** Ends listening and keeps the book. */
  stop(): Promise<void>;
}

const RETRY_MS = 250;
const RETRY_MS_MAX = 5_000;

/** What was changed is known within a second, also where no hint comes; a look costs the server well under a millisecond. */
const POLL_MS = 500;

/** Between two looks, however many hints come: a thousand links made one by one are not a thousand looks. */
const BREATH_MS = 50;

/** A burst of changes is written once; an edge that starts from a file this old knows all but the newest links. */
const KEEP_AFTER_MS = 1_000;
/** After a failure. */
const KEEP_AGAIN_MS = 30_000;
/** Writing many links takes long: then it is done so much more rarely, to cost no more than a part in so many. */
const KEEP_PART_MAX = 500;

/** Reads the file of the last run, and waits for `follow`. */
export async function startLinkFeed(options: LinkFeedOptions): Promise<LinkFeed> {
  const feed = new Feed(options);
  await feed.start();
  return feed;
}

class Feed implements LinkFeed {
  readonly first: Promise<void>;
  readonly #options: LinkFeedOptions;
  #onFirst: () => void = () => undefined;
  #book: LinkBook | null = null;
  #source: LinkSource | null = null;
  #watch: { stop(): Promise<void> } | null = null;
  #work: Promise<void> = Promise.resolve();
  #asked = false;
  #stopped = false;
  /** Whether a connection has lasted since the mark was made. */
  #sure = false;
  #losses = 0;
  #pause: number;
  #next: NodeJS.Timeout | null = null;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #unkept = false;
  #keeper: NodeJS.Timeout | null = null;
  #keepAfter = KEEP_AFTER_MS;

  constructor(options: LinkFeedOptions) {
    this.#options = options;
    this.#pause = options.retryMs ?? RETRY_MS;
    this.first = new Promise((resolve) => {
      this.#onFirst = resolve;
    });
  }

  async start(): Promise<void> {
    const { file, startsAnew = false, onTrouble } = this.#options;
    if (startsAnew) return;
    const kept = await readSnapshotFile(file);
    if (kept !== null) this.#take(kept);
    else if (existsSync(file)) {
      onTrouble(
        new Error(
          `${file} is damaged, or was written by another version: links come from the database, and until it is there no click is answered`,
        ),
      );
    }
  }

  follow(source: LinkSource): void {
    this.#source = source;
    this.#ask();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#next ?? undefined);
    clearTimeout(this.#keeper ?? undefined);
    await this.#work;
    await this.#watch?.stop();
    await this.#keep();
  }

  #take(book: LinkBook): void {
    this.#book = book;
    this.#options.onBook(book);
    this.#onFirst();
  }

  /** Hints that come while one look runs are all answered by the next. */
  #ask(): void {
    const source = this.#source;
    if (this.#asked || this.#stopped || source === null) return;
    clearTimeout(this.#next ?? undefined);
    const breath = this.#lookedAt + BREATH_MS - performance.now();
    if (breath > 0) {
      this.#next = setTimeout(() => this.#ask(), breath).unref();
    } else {
      this.#asked = true;
      this.#work = this.#work.then(() => this.#look(source));
    }
  }

  async #look(source: LinkSource): Promise<void> {
    this.#asked = false;
    this.#lookedAt = performance.now();
    const losses = this.#losses;
    let pause = this.#options.pollMs ?? POLL_MS;
    try {
      // Listening first: a change between looking and listening would be found only by the next look.
      this.#watch ??= await source.watch(
        () => this.#ask(),
        (error) => {
          this.#sure = false;
          this.#lost(error);
        },
      );
      await this.#read(source, this.#sure);
      // What was lost while this look ran makes the next one unsure.
      this.#sure = losses === this.#losses;
      this.#pause = this.#options.retryMs ?? RETRY_MS;
    } catch (error) {
      this.#lost(error);
      this.#sure = false;
      pause = this.#pause;
      this.#pause = Math.min(RETRY_MS_MAX, this.#pause * 2);
    }
    this.#lookedAt = performance.now();
    if (!this.#asked && !this.#stopped) this.#next = setTimeout(() => this.#ask(), pause).unref();
  }

  async #read(source: LinkSource, sure: boolean): Promise<void> {
    const book = this.#book;
    const { onProblem } = this.#options;
    if (book !== null && book.mark !== null) {
      const mark = await source.since(book.mark, sure, (rows) => {
        book.apply(rows, onProblem);
        this.#keepSoon();
      });
      if (mark !== null) {
        book.mark = mark;
        this.#onFirst();
        return;
      }
    }
    const fresh = new LinkBook();
    fresh.mark = await source.all((rows) => fresh.apply(rows, onProblem));
    this.#take(fresh);
    this.#keepSoon();
  }

  #lost(error: unknown): void {
    this.#losses += 1;
    this.#options.onTrouble(error);
  }

  #keepSoon(): void {
    this.#unkept = true;
    if (this.#options.keeps) this.#keeper ??= setTimeout(() => void this.#keep(), this.#keepAfter).unref();
  }

  async #keep(): Promise<void> {
    this.#keeper = null;
    if (!this.#unkept || this.#book === null || !this.#options.keeps) return;
    this.#unkept = false;
    const begun = performance.now();
    try {
      await writeSnapshotFile(this.#options.file, this.#book);
      this.#keepAfter = Math.max(KEEP_AFTER_MS, (performance.now() - begun) * KEEP_PART_MAX);
    } catch (error) {
      // A disk without room may have some again before the next link is made, and this edge be started before that.
      this.#options.onTrouble(error);
      this.#keepAfter = KEEP_AGAIN_MS;
      if (!this.#stopped) this.#keepSoon();
    }
  }
}
