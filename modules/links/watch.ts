import type { PoolClient } from 'pg';
import type { Database } from '../../platform/db/index.ts';
import { changeCounter } from './store.ts';

const CHANNEL = 'tributary_links';

/** How long a change may stay unseen when its notification was lost; one cheap query each time. */
const POLL_MS = 5_000;
/** Pause before listening again after the connection was lost. */
const RECONNECT_MS = 1_000;

export interface LinkWatch {
  stop(): Promise<void>;
}

export interface WatchOptions {
  /** `null`: no poll. */
  readonly pollMs?: number | null;
  /** `false` where a pooler stands between, through which no notification comes: then only the poll finds changes. */
  readonly listen?: boolean;
  readonly onError?: (error: unknown) => void;
}

/**
 * Calls `onChange` after links, partnerships, ad spaces or programs were changed: at once by LISTEN, and within a few seconds by a
 * poll where a notification was lost (a dead connection, a pooler between). It may be called once too often, never once too
 * seldom: what `onChange` reads afterwards contains the change. A burst of changes calls it once for those that came together.
 */
export async function watchLinks(db: Database, onChange: () => void, options: WatchOptions = {}): Promise<LinkWatch> {
  const watch = new Watch(db, onChange, options);
  await watch.start();
  return { stop: () => watch.stop() };
}

class Watch {
  private readonly db: Database;
  private readonly onChange: () => void;
  private readonly options: WatchOptions;
  private listener: PoolClient | null = null;
  private timer: NodeJS.Timeout | null = null;
  private retry: NodeJS.Timeout | null = null;
  private counter = '';
  private announced = false;
  private stopped = false;
  private polling: Promise<void> = Promise.resolve();

  constructor(db: Database, onChange: () => void, options: WatchOptions) {
    this.db = db;
    this.onChange = onChange;
    this.options = options;
  }

  async start(): Promise<void> {
    if (this.options.listen !== false) await this.listen();
    this.counter = await this.readCounter();
    const pollMs = this.options.pollMs === undefined ? POLL_MS : this.options.pollMs;
    if (pollMs === null) return;
    this.timer = setInterval(() => {
      this.polling = this.poll();
    }, pollMs).unref();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    if (this.timer !== null) clearInterval(this.timer);
    if (this.retry !== null) clearTimeout(this.retry);
    await this.polling;
    this.leave();
  }

  private async listen(): Promise<void> {
    const client = await this.db.pool.connect();
    this.listener = client;
    client.on('notification', () => this.announce());
    client.on('error', (error) => this.lost(error));
    await client.query(`listen ${CHANNEL}`);
  }

  /** A connection that listened is closed, not given back to the pool: it would go on listening there. */
  private leave(): void {
    const client = this.listener;
    this.listener = null;
    client?.removeAllListeners('notification');
    client?.release(true);
  }

  private lost(error: unknown): void {
    if (this.listener === null) return;
    this.options.onError?.(error);
    this.leave();
    this.listenAgain();
  }

  private listenAgain(): void {
    if (this.stopped) return;
    this.retry = setTimeout(() => {
      this.listen().then(
        // Whatever happened while nobody listened.
        () => this.announce(),
        (error: unknown) => {
          this.options.onError?.(error);
          this.leave();
          this.listenAgain();
        },
      );
    }, RECONNECT_MS).unref();
  }

  private async poll(): Promise<void> {
    try {
      const counter = await this.readCounter();
      if (counter !== this.counter) this.announce();
      this.counter = counter;
    } catch (error) {
      this.options.onError?.(error);
    }
  }

  private readCounter(): Promise<string> {
    return this.db.transaction({ role: 'system' }, (tx) => changeCounter(tx));
  }

  /** Notifications of one moment are one change. */
  private announce(): void {
    if (this.announced || this.stopped) return;
    this.announced = true;
    setImmediate(() => {
      this.announced = false;
      if (!this.stopped) this.onChange();
    });
  }
}
