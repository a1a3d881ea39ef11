import { type Clock, systemClock } from '../../platform/clock/index.ts';
import type { Config } from '../../platform/config/index.ts';
import type { Database } from '../../platform/db/index.ts';
import { findDatabaseHome } from '../../platform/postgres/index.ts';
import { openDatabase } from './database.ts';
import { composeNetwork, type Network } from './network.ts';
import { configOf, masterKeyOf } from './start/settings.ts';
import { DatabaseNotOpened, UsageError } from './usage-error.ts';

export { type OpenedDatabase, openDatabase } from './database.ts';
export { configOf } from './start/settings.ts';

/** What a command needs of its surroundings; it neither reads the environment nor opens anything itself. */
export interface CommandEnvironment {
  /** Opens the network's database, starting the embedded one if nothing else does, and closes it afterwards. */
  withDatabase<T>(work: (db: Database) => Promise<T>): Promise<T>;
  /** The same with every module wired, as in a running network. */
  withNetwork<T>(work: (network: Network) => Promise<T>): Promise<T>;
}

/** Few connections: a command works beside a running network and must not crowd it out. */
const COMMAND_POOL = 4;

/** A path with a slip in it would otherwise become a new database, and every question about it would be answered with nothing. */
function refuseNowhere({ dataDir, databaseUrl }: Config): void {
  if (databaseUrl !== null || homeOf(dataDir) !== null) return;
  throw new UsageError(
    `there is no network in ${dataDir}. Set TRIBUTARY_DATA to the data directory of one, or DATABASE_URL to its database; a new one is made by tributary start`,
  );
}

function homeOf(dataDir: string): string | null {
  try {
    return findDatabaseHome(dataDir);
  } catch (error) {
    throw new DatabaseNotOpened(error);
  }
}

export function commandEnvironment(clock: Clock = systemClock): CommandEnvironment {
  const withOpened = async <T>(work: (db: Database, config: Config) => Promise<T>): Promise<T> => {
    const config = configOf('command');
    refuseNowhere(config);
    const opened = await openDatabase(config, { poolSize: COMMAND_POOL });
    try {
      return await work(opened.db, config);
    } finally {
      await opened.close();
    }
  };
  return {
    withDatabase: (work) => withOpened(work),
    withNetwork: (work) => withOpened((db, config) => work(composeNetwork({ db, clock, master: masterKeyOf(config) }))),
  };
}
