import { type Clock, systemClock } from '../../platform/clock/index.ts';
import {
  type Config,
  describeProblems,
  type MasterKey,
  openMasterKey,
  readConfig,
  type StartMode,
} from '../../platform/config/index.ts';
import { connectDatabase, type Database, migrate } from '../../platform/db/index.ts';
import { openDatabaseServer } from '../../platform/postgres/index.ts';
import { composeNetwork, type Network } from './network.ts';
import { DatabaseNotOpened, UsageError } from './usage-error.ts';

/** What a command needs of its surroundings; it neither reads the environment nor opens anything itself. */
export interface CommandEnvironment {
  /** Opens the network's database, starting the embedded one if nothing else does, and closes it afterwards. */
  withDatabase<T>(work: (db: Database) => Promise<T>): Promise<T>;
  /** The same with every module wired, as in a running network. */
  withNetwork<T>(work: (network: Network) => Promise<T>): Promise<T>;
}

export function configOf(mode: StartMode): Config {
  const result = readConfig(process.env, mode);
  if (!result.ok) throw new UsageError(describeProblems(result.problems));
  return result.config;
}

export interface OpenedDatabase {
  readonly db: Database;
  readonly url: string;
  readonly version: string;
  /** After a great deal of work: a stop soon afterwards is then quick. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

/** The database of the configuration, migrated to this version and ready. Throws `DatabaseNotOpened` where that is impossible. */
export async function openDatabase(
  config: Config,
  options: { readonly onProgress?: (message: string) => void; readonly poolSize?: number } = {},
): Promise<OpenedDatabase> {
  const { onProgress = () => undefined, poolSize } = options;
  const { dataDir, databaseUrl } = config;
  const server = await openDatabaseServer({ dataDir, databaseUrl, onProgress }).catch((error: unknown) => {
    throw new DatabaseNotOpened(error);
  });
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

/** Few connections: a command works beside a running network and must not crowd it out. */
const COMMAND_POOL = 4;

export function commandEnvironment(clock: Clock = systemClock): CommandEnvironment {
  const withOpened = async <T>(work: (db: Database, config: Config) => Promise<T>): Promise<T> => {
    const config = configOf('command');
    const opened = await openDatabase(config, { poolSize: COMMAND_POOL });
    try {
      return await work(opened.db, config);
    } finally {
      await opened.close();
    }
  };
  return {
    withDatabase: (work) => withOpened(work),
    withNetwork: (work) =>
      withOpened((db, config) => {
        const master: MasterKey = openMasterKey(config);
        return work(composeNetwork({ db, clock, master }));
      }),
  };
}
