import pg from 'pg';
import { connectWhenReady } from './connection.ts';

/** A PostgreSQL server the product may use. */
export interface DatabaseServer {
  /** How to connect to the product's database, password included: never log it. */
  readonly url: string;
  readonly version: string;
  /** True when this process started or adopted the server; false when it joined another's or uses DATABASE_URL. */
  readonly owned: boolean;
  /**
   * Has everything written to its place after a great deal of work, so that a stop soon afterwards is quick. Nothing to do for a
   * server of DATABASE_URL, which we do not stop.
   */
  settle(): Promise<void>;
  /** Ends our use of it. The embedded server ends with its last user. */
  stop(): Promise<void>;
}

/** what our SQL is written for. */
const VERSION_MIN = 150000;

/** A server that is started together with us (by a container tool, say) may be a little later. */
const READY_MS_MAX = 30_000;

export interface GivenOptions {
  /** How long to wait for a server that does not answer yet, in milliseconds. */
  readonly waitMs?: number | undefined;
  /** Told once, as soon as waiting begins. */
  readonly onProgress?: (message: string) => void;
  /** Ends the waiting. */
  readonly stop?: AbortSignal | undefined;
}

/** Checks the server of DATABASE_URL: reachable, new enough. Nothing is started or stopped. */
export async function openGiven(databaseUrl: string, options: GivenOptions = {}): Promise<DatabaseServer> {
  const client = await connectGiven(databaseUrl, options);
  try {
    const { rows } = await client.query<{ number: number; version: string }>(
      `select current_setting('server_version_num')::int as number, current_setting('server_version') as version`,
    );
    const version = rows[0]?.version ?? 'unknown';
    refuseOldServer(rows[0]?.number ?? 0, version, place(databaseUrl));
    return { url: databaseUrl, version, owned: false, settle: () => Promise.resolve(), stop: () => Promise.resolve() };
  } finally {
    await client.end();
  }
}

/** Throws unless the server, by its `server_version_num`, is at least the version our SQL is written for. */
export function refuseOldServer(versionNumber: number, version: string, where: string): void {
  if (versionNumber < VERSION_MIN) {
    throw new Error(
      `DATABASE_URL: the server at ${where} is PostgreSQL ${version}, and 15 or newer is needed. ` +
        'Upgrade it, name another server, or unset DATABASE_URL to use the embedded one',
    );
  }
}

async function connectGiven(databaseUrl: string, options: GivenOptions): Promise<pg.Client> {
  const { waitMs = READY_MS_MAX, onProgress = () => undefined, stop } = options;
  const onWaiting = (why: string): void => onProgress(`waiting for the database at ${place(databaseUrl)}: ${why}`);
  try {
    return await connectWhenReady({ url: databaseUrl, millisecondsMax: waitMs, hopeless: () => null, onWaiting, stop });
  } catch (error) {
    stop?.throwIfAborted();
    throw new Error(
      `DATABASE_URL: no connection to ${place(databaseUrl)}: ${error instanceof Error ? error.message : String(error)}. ` +
        'Check host, port, user, password and database name, and that the server runs',
      { cause: error },
    );
  }
}

/** Host, port and database, without user and password. */
function place(databaseUrl: string): string {
  const client = new pg.Client({ connectionString: databaseUrl });
  return `${client.host}:${client.port}/${client.database ?? ''}`;
}
