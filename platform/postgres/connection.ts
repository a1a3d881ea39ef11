import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { ADMINISTRATOR } from './cluster.ts';

/** Long enough that guessing is hopeless, letters and digits only so that it stands in a URL as it is. */
export function newPassword(): string {
  return randomBytes(32).toString('hex');
}

export function serverUrl(user: string, password: string, port: number, database: string): string {
  return `postgresql://${user}:${password}@127.0.0.1:${port}/${database}`;
}

export function administratorUrl(password: string, port: number): string {
  return serverUrl(ADMINISTRATOR, password, port, 'postgres');
}

/** A port nobody listens on. Somebody may take it before we do: starting the server then fails and is repeated with another. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}

/** One try of a connection may take this long; a server under recovery answers at once that it is not ready. */
const CONNECT_MS_MAX = 5_000;

const RETRY_PAUSE_MS = 25;

export interface Readiness {
  readonly url: string;
  readonly millisecondsMax: number;
  /** Asked between tries: an answer means that waiting is pointless, and why. */
  readonly hopeless: () => string | null;
  /** Told why the first try failed, if there will be others. */
  readonly onWaiting?: (why: string) => void;
  /** Ends the waiting at once, also that of a server which takes the connection and says nothing. */
  readonly stop?: AbortSignal | undefined;
}

/** Connects as soon as the server lets us: that alone says that it is ready, its log does not. */
export async function connectWhenReady(readiness: Readiness): Promise<pg.Client> {
  const until = Date.now() + readiness.millisecondsMax;
  const { stop } = readiness;
  let waits = false;
  for (;;) {
    stop?.throwIfAborted();
    const client = new pg.Client({
      connectionString: readiness.url,
      connectionTimeoutMillis: CONNECT_MS_MAX,
      application_name: 'tributary supervisor',
      keepAlive: true,
    });
    // Whoever uses the session watches its end; an error event without a listener would end the process.
    client.on('error', () => undefined);
    try {
      await unlessStopped(client, stop);
      return client;
    } catch (error) {
      stop?.throwIfAborted();
      await client.end().catch(() => undefined);
      const why = readiness.hopeless() ?? (isFinal(error) ? '' : null);
      const message = error instanceof Error ? error.message : String(error);
      if (why !== null || Date.now() > until) throw new Error(`database: cannot connect: ${message}${why ?? ''}`);
      if (!waits) readiness.onWaiting?.(message);
      waits = true;
      await pause(RETRY_PAUSE_MS, undefined, stop === undefined ? {} : { signal: stop });
    }
  }
}

/** A connection that is given up is not waited for: its end comes with the answer of the server, or with its own time limit. */
async function unlessStopped(client: pg.Client, stop: AbortSignal | undefined): Promise<void> {
  if (stop === undefined) {
    await client.connect();
    return;
  }
  const over = new AbortController();
  const stopped = new Promise<never>((_, reject) => {
    const leave = () => {
      void client.end().catch(() => undefined);
      reject(stop.reason);
    };
    stop.addEventListener('abort', leave, { once: true, signal: over.signal });
  });
  try {
    await Promise.race([client.connect(), stopped]);
  } finally {
    over.abort();
  }
}

/** A wrong password or a missing database does not get better by waiting. */
function isFinal(error: unknown): boolean {
  return error instanceof pg.DatabaseError && (error.code?.startsWith('28') === true || error.code === '3D000');
}
