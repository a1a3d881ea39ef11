import type { Config } from '../../platform/config/index.ts';
import { connectDatabase, type Database, migrate } from '../../platform/db/index.ts';
import { openDatabaseServer } from '../../platform/postgres/index.ts';
import { DatabaseNotOpened } from './usage-error.ts';

export interface OpenedDatabase {
  readonly db: Database;
  readonly url: string;
  readonly version: string;
  /** After a great deal of work: a stop soon afterwards is then quick. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

/** A person waits for a command. The network waits longer: its database may be started together with it. */
const COMMAND_WAIT_MS = 2_000;

/** The database of the configuration, migrated to this version and ready. Throws `DatabaseNotOpened` where that is impossible. */
export async function openDatabase(
  config: Config,
  options: {
    readonly onProgress?: (message: string) => void;
    readonly poolSize?: number;
    /** Ends the waiting for a server that does not answer. */
    readonly stop?: AbortSignal | undefined;
  } = {},
): Promise<OpenedDatabase> {
  const { onProgress = () => undefined, poolSize, stop } = options;
  const { dataDir, databaseUrl } = config;
  const waitMs = config.mode === 'command' ? COMMAND_WAIT_MS : undefined;
  const server = await openDatabaseServer({ dataDir, databaseUrl, waitMs, onProgress, stop }).catch(
    (error: unknown) => {
      throw new DatabaseNotOpened(error);
    },
  );
  try {
    await migrate(server.url, { onProgress });
    const db = connectDatabase(server.url, poolSize === undefined ? {} : { poolSize });
    return {
      db,
      url: server.url,
      version: server.version,
      settle: () => server.settle(),
      close: async () => {
        await db.close();
        await server.stop();
      },
    };
  } catch (error) {
    await server.stop();
    throw new DatabaseNotOpened(error);
  }
}
