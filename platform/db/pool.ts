import pg from 'pg';
import { type Actor, runTransaction, type TransactionOptions, type Tx } from './transaction.ts';
import { columnTypes } from './types.ts';

/** A PostgreSQL database reached through one pool. All SQL of the product runs in `transaction`. */
export interface Database {
  /** See `runTransaction`: one round trip to begin, bounded retries of deadlocks, commit or rollback at the end. */
  transaction<T>(actor: Actor, work: (tx: Tx) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /** For LISTEN and for administration only: queries here have the connecting role and no tenant. */
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  readonly poolSize?: number;
  /** Longest that the server may take to let a connection in, and to begin a transaction; milliseconds. A server that hangs shows by it. */
  readonly silentMsMax?: number;
  /** Told when an idle connection breaks, for instance at a restart of the server; the pool replaces it by itself. */
  readonly onIdleError?: (error: Error) => void;
}

/** Connections of one process. With every role in one process this leaves most of the server's 100 to others. */
const POOL_SIZE = 10;

/** How long a caller waits for a free connection before it fails: then the process has more work than it can do. */
const CONNECT_MS_MAX = 15_000;

/** Neither letting somebody in nor BEGIN waits for anything: a server that needs this long does not answer at all. */
const SILENT_MS_MAX = 5_000;

/** No statement of the product needs this long; one that does has lost its index and must not pile up others behind it. */
const STATEMENT_MS_MAX = 300_000;

/** A transaction that forgot to end holds locks and stops vacuum: the server ends it. */
const IDLE_IN_TRANSACTION_MS_MAX = 120_000;

/**
 * `prepare=off` in the URL: nothing is kept on a connection, for a pooler before the server that gives each transaction another one and
 * does not know the names of statements (PgBouncer before 1.21).
 */
function planChoice(url: string): { readonly connectionString: string; readonly keepsPlans: boolean } {
  const choice = /[?&]prepare=(?:on|off)(?=&|$)/.exec(url);
  if (choice === null) return { connectionString: url, keepsPlans: true };
  const [found] = choice;
  const before = url.slice(0, choice.index);
  const after = url.slice(choice.index + found.length);
  const connectionString = found.startsWith('?') && after !== '' ? `${before}?${after.slice(1)}` : before + after;
  return { connectionString, keepsPlans: found.endsWith('on') };
}

/** Opens a pool on `url` (connections are made on demand, so an absent server shows at the first transaction). */
export function connectDatabase(url: string, options: DatabaseOptions = {}): Database {
  const { connectionString, keepsPlans } = planChoice(url);
  const silentMsMax = options.silentMsMax ?? SILENT_MS_MAX;
  const pool = new pg.Pool({
    Client: clientOf(silentMsMax),
    connectionString,
    max: options.poolSize ?? POOL_SIZE,
    types: columnTypes,
    connectionTimeoutMillis: CONNECT_MS_MAX,
    statement_timeout: STATEMENT_MS_MAX,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS_MAX,
    application_name: 'tributary',
  });
  // Without a listener an idle connection broken by a server restart would end the whole process.
  pool.on('error', (error) => options.onIdleError?.(error));
  // The pool listens only while a connection is idle. One that breaks between two queries of a transaction fails the next query;
  // without a listener of its own it would end the process first.
  pool.on('connect', (client) => client.on('error', () => undefined));
  let closed: Promise<void> | null = null;
  return {
    pool,
    transaction: (actor, work, transactionOptions = {}) =>
      runTransaction({ pool, silentMsMax }, actor, work, {
        ...transactionOptions,
        ...(keepsPlans ? {} : { keepPlans: false }),
      }),
    close: () => {
      closed ??= pool.end();
      return closed;
    },
  };
}

/** A connection that is made in this time or not at all; the pool's own bound holds for whoever waits for one to become free. */
function clientOf(silentMsMax: number): typeof pg.Client {
  return class extends pg.Client {
    constructor(config?: string | pg.ClientConfig) {
      super(typeof config === 'object' ? { ...config, connectionTimeoutMillis: silentMsMax } : config);
    }
  };
}
