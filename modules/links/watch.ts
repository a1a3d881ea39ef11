import type { PoolClient } from 'pg';
import type { Database } from '../../platform/db/index.ts';

const CHANNEL = 'tributary_links';

/** Pause before listening again after the connection was lost. */
const RECONNECT_MS = 1_000;

export interface LinkWatch {
  stop(): Promise<void>;
}

export interface WatchOptions {
  /** The connection was lost, and is being made again. */
  readonly onError?: (error: unknown) => void;
}

/**
 * Calls `onHint` when links, partnerships, ad spaces or programs were changed, and after a lost connection was made again. It is a hint
 * and no more: a notification may be lost (a pooler between, a dead connection), so whoever needs the changes also looks by itself from
 * time to time. A burst of changes calls it once for those that came together.
 */
export async function watchLinks(db: Database, onHint: () => void, options: WatchOptions = {}): Promise<LinkWatch> {
  const watch = new Watch(db, onHint, options);
  await watch.listen();
  return { stop: async () => watch.stop() };
}

class Watch {
  readonly #db: Database;
  readonly #onHint: () => void;
  readonly #options: WatchOptions;
  #listener: PoolClient | null = null;
  #retry: NodeJS.Timeout | null = null;
  #announced = false;
  #stopped = false;

  constructor(db: Database, onHint: () => void, options: WatchOptions) {
    this.#db = db;
    this.#onHint = onHint;
    this.#options = options;
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#retry ?? undefined);
    this.#leave();
  }

  async listen(): Promise<void> {
    const client = await this.#db.pool.connect();
    this.#listener = client;
    client.on('notification', () => this.#announce());
    client.on('error', (error) => this.#lost(error));
    await client.query(`listen ${CHANNEL}`);
  }

  /** A connection that listened is closed, not given back to the pool: it would go on listening there. */
  #leave(): void {
    const client = this.#listener;
    this.#listener = null;
    client?.removeAllListeners('notification');
    client?.release(true);
  }

  #lost(error: unknown): void {
    if (this.#listener === null) return;
    this.#options.onError?.(error);
    this.#leave();
    this.#listenAgain();
  }

  #listenAgain(): void {
    if (this.#stopped) return;
    this.#retry = setTimeout(() => {
      this.listen().then(
        // It may have been stopped meanwhile; else: whatever happened while nobody listened.
        () => (this.#stopped ? this.#leave() : this.#announce()),
        (error: unknown) => {
          this.#options.onError?.(error);
          this.#leave();
          this.#listenAgain();
        },
      );
    }, RECONNECT_MS).unref();
  }

  /** Notifications of one moment are one hint. */
  #announce(): void {
    if (this.#announced || this.#stopped) return;
    this.#announced = true;
    setImmediate(() => {
      this.#announced = false;
      if (!this.#stopped) this.#onHint();
    });
  }
}
