import { openEmbedded } from './embedded.ts';
import { type DatabaseServer, openGiven } from './server.ts';

export { findDatabaseHome } from './home.ts';
export type { DatabaseServer } from './server.ts';

export interface DatabaseServerOptions {
  /** TRIBUTARY_DATA; made if it does not exist. */
  readonly dataDir: string;
  /** DATABASE_URL: when given, that server is used and nothing is started. */
  readonly databaseUrl?: string | null;
  /** How long to wait for that server, in milliseconds: half a minute when not given. */
  readonly waitMs?: number | undefined;
  /** One sentence per step worth telling a person. */
  readonly onProgress?: (message: string) => void;
  /** Ends the waiting for the server of `databaseUrl`; the promise is then rejected with the reason of the signal. */
  readonly stop?: AbortSignal | undefined;
}

/**
 * Gives the product a PostgreSQL server: the one of `databaseUrl`, or the embedded one of `dataDir`, which is made, started, joined
 * or adopted as needed. Throws with the remedy where that is impossible. Call `stop()` after closing all pools.
 */
export async function openDatabaseServer(options: DatabaseServerOptions): Promise<DatabaseServer> {
  const { dataDir, databaseUrl = null, waitMs, onProgress = () => undefined, stop } = options;
  return databaseUrl === null
    ? await openEmbedded(dataDir, onProgress)
    : await openGiven(databaseUrl, { waitMs, onProgress, stop });
}
