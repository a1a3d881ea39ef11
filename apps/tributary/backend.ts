import { setTimeout as pause } from 'node:timers/promises';
import type { ShipperStatus } from '../../modules/clicks/index.ts';
import { systemClock } from '../../platform/clock/index.ts';
import type { Config, MasterKey } from '../../platform/config/index.ts';
import { connectDatabase, isUnavailable } from '../../platform/db/index.ts';
import { yieldInBackground, yieldToVisitors } from '../../platform/priority/index.ts';
import { type OpenedDatabase, openDatabase } from './database.ts';
import type { EdgeDatabase, Edges } from './edges/edges.ts';
import type { Front } from './edges/front.ts';
import type { Prepared } from './example/prepare.ts';
import { databaseProbe } from './health/database-probe.ts';
import type { ProcessOutput } from './start/process-output.ts';
import { unlessAborted } from './start/unless-aborted.ts';
import { DatabaseNotOpened } from './usage-error.ts';
import type { Worker } from './worker.ts';

export interface BackendOptions {
  readonly config: Config;
  readonly master: MasterKey;
  readonly publicUrl: string;
  readonly front: Front;
  readonly edges: Edges | null;
  readonly output: ProcessOutput;
  readonly onTrouble: (error: unknown, what: string) => void;
  readonly stop: AbortSignal;
}

/** All of a process that needs the database: API, worker, example. */
export interface Backend {
  readonly database: EdgeDatabase;
  readonly shipper: () => ShipperStatus | null;
  /** Reports of orders that the API refused since the start, by reason. */
  readonly refusedOrders: () => ReadonlyMap<string, number>;
  /** Whether the database answers. */
  isThere(): Promise<boolean>;
  /** Nothing may ask any more. Ships and seals what is there, and closes the database. */
  stop(): Promise<void>;
}

/** The database of a process that has edges and nothing else: it may come, go and come again. */
export interface LinkDatabase {
  isThere(): Promise<boolean>;
  close(): Promise<void>;
}

const AWAY_MS_MIN = 250;
const AWAY_MS_MAX = 5_000;
/** Links are read by one look at a time, and one connection listens. */
const LINK_POOL = 2;

/**
 * Opens the database, brings it up to date, loads the example where it is wanted, and starts API and worker. Tells `onOpened` what is to
 * be stopped as soon as there is something.
 */
export async function startBackend(options: BackendOptions, onOpened: (backend: Backend) => void): Promise<Backend> {
  const { config, master, publicUrl, front, onTrouble, stop } = options;
  const prepared = await whenThere(options);
  const { opened } = prepared;
  let worker: Worker | null = null;
  let api: { close(): Promise<void> } | null = null;
  let refused: ReadonlyMap<string, number> = new Map();
  const backend: Backend = {
    database: opened,
    shipper: () => worker?.shipper.status() ?? null,
    refusedOrders: () => refused,
    isThere: databaseProbe(opened.db),
    stop: async () => {
      await api?.close();
      await worker?.stop();
      await opened.close();
    },
  };
  onOpened(backend);
  stop.throwIfAborted();
  const { composeNetwork } = await import('./network.ts');
  const network = composeNetwork({ db: opened.db, clock: systemClock, master, onDefect: onTrouble });
  refused = network.orders.refusals.counts;
  if (config.roles.has('api')) {
    const [{ apiServer }, { createLogger }] = await Promise.all([
      import('./server.ts'),
      import('../../platform/logging/index.ts'),
    ]);
    const logger = createLogger({ level: config.mode === 'serve' ? 'info' : 'warn' });
    api = await apiServer({ config, network, publicUrl, logger, front });
  }
  await unlessAborted(stop, prepared.load(publicUrl));
  if (config.roles.has('worker')) {
    const { startWorker } = await import('./worker.ts');
    // Alone in its process it has nobody waiting for an answer, and the edges of this machine do.
    if (config.roles.size === 1) {
      yieldToVisitors(process.pid);
      yieldInBackground();
    }
    const mail = config.mail === null ? {} : { mail: { ...config.mail, publicUrl } };
    worker = startWorker({ network, dataDir: config.dataDir, clicksKept: config.clicksKept, ...mail, onTrouble });
  }
  return backend;
}

/** The database for links, as soon as it is there; until then the edges serve what they know. Never fails. */
export function openLinkDatabase(
  { config, onTrouble, output }: Pick<BackendOptions, 'config' | 'onTrouble' | 'output'>,
  onOpened: (database: EdgeDatabase) => void,
): LinkDatabase {
  const closing = new AbortController();
  let opened: Pick<OpenedDatabase, 'db' | 'url' | 'close'> | null = null;
  let probe = async () => false;
  const take = (database: Pick<OpenedDatabase, 'db' | 'url' | 'close'>): void => {
    opened = database;
    probe = databaseProbe(database.db);
    onOpened(database);
  };
  const url = config.databaseUrl;
  if (url !== null) {
    const db = connectDatabase(url, { poolSize: LINK_POOL });
    take({ db, url, close: () => db.close() });
  }
  const opening =
    url !== null
      ? Promise.resolve()
      : retried(
          () => openDatabase(config, { onProgress: output.say, poolSize: LINK_POOL }),
          (error) => {
            onTrouble(error, 'opening the database for links');
            return true;
          },
          closing.signal,
        ).then(take, () => undefined);
  return {
    isThere: () => probe(),
    close: async () => {
      closing.abort();
      await opening;
      await opened?.close();
    },
  };
}

/** A server that is away is waited for as long as clicks are answered meanwhile; else whoever starts us is told at once. */
async function whenThere({ config, master, edges, output, onTrouble, stop }: BackendOptions): Promise<Prepared> {
  const { prepareExample } = await import('./example/prepare.ts');
  return retried(
    () => prepareExample(config, master, output, stop),
    (error) => {
      const isAway = error instanceof DatabaseNotOpened && isUnavailable(error.cause) && config.databaseUrl !== null;
      if (!isAway || edges?.ready() !== true) return false;
      onTrouble(error, 'opening the database; clicks are answered meanwhile');
      return true;
    },
    stop,
  );
}

async function retried<T>(
  work: () => Promise<T>,
  isWaitedOut: (error: unknown) => boolean,
  stop: AbortSignal,
): Promise<T> {
  for (let wait = AWAY_MS_MIN; ; wait = Math.min(AWAY_MS_MAX, wait * 2)) {
    try {
      return await work();
    } catch (error) {
      if (!isWaitedOut(error)) throw error;
      await pause(wait, undefined, { signal: stop });
    }
  }
}
