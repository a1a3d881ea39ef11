import { systemClock } from '../../../platform/clock/index.ts';
import type { Config, MasterKey } from '../../../platform/config/index.ts';
import { connectDatabase, type Tx } from '../../../platform/db/index.ts';
import { type OpenedDatabase, openDatabase } from '../database.ts';
import { UsageError } from '../usage-error.ts';
import { renewAddresses, writeCredentials } from './credentials.ts';
import { clearInterrupted, isLoaded, markLoaded, markLoading, turnToLoad, wasInterrupted } from './state.ts';

interface Output {
  readonly say: (line: string) => void;
  readonly onDay: (done: number, total: number) => void;
}

export interface Prepared {
  readonly opened: OpenedDatabase;
  /** Loads the example network where it is wanted and not there yet. */
  load(publicUrl: string): Promise<void>;
}

/**
 * Opens the database and finds out what is to be done about the example network. Of several processes that start at once one loads it, and
 * the others wait.
 */
export async function prepareExample(
  config: Config,
  master: MasterKey,
  output: Output,
  stop: AbortSignal,
): Promise<Prepared> {
  const { dataDir } = config;
  if (!config.example || isLoaded(dataDir)) return prepared(config, master, output, stop);
  const waiting = 'another process loads the example network; waiting until it is done';
  const turn = await turnToLoad(dataDir, () => output.say(waiting), stop);
  try {
    const { opened, load } = await prepared(config, master, output, stop);
    return { opened, load: (publicUrl) => load(publicUrl).finally(() => turn?.release()) };
  } catch (error) {
    await turn?.release();
    throw error;
  }
}

async function prepared(config: Config, master: MasterKey, output: Output, stop: AbortSignal): Promise<Prepared> {
  if (!config.example && wasInterrupted(config.dataDir)) {
    // What came in meanwhile would be removed with the half of the example at the next start that wants one.
    throw new UsageError(
      `${config.dataDir} holds an example network whose loading was interrupted. Let tributary start finish it, ` +
        'or set TRIBUTARY_DATA to a directory of its own for a network without example data',
    );
  }
  const open = () => openDatabase(config, { onProgress: output.say, stop });
  let opened = await open();
  if (!config.example) return { opened, load: async () => undefined };
  if (wasInterrupted(config.dataDir)) {
    await opened.close();
    if (config.databaseUrl !== null) {
      throw new UsageError(
        `the loading of the example network into DATABASE_URL was interrupted. Drop that database, remove ${config.dataDir} and start again`,
      );
    }
    output.say('the loading of the example network was interrupted; it begins anew');
    await clearInterrupted(config.dataDir);
    opened = await open();
  }
  const { dataDir } = config;
  const load = async (publicUrl: string): Promise<void> => {
    if (isLoaded(dataDir)) return renewAddresses(dataDir, publicUrl);
    const { hasOrganisations } = await import('../../../modules/accounts/index.ts');
    if (await opened.db.transaction({ role: 'system' }, hasOrganisations)) {
      output.say(
        'the database holds a network already; the example network is not loaded (TRIBUTARY_EXAMPLE=off says so)',
      );
      return;
    }
    await markLoading(dataDir);
    const db = connectDatabase(unhurried(opened.url));
    try {
      const { loadExample } = await import('./load.ts');
      const now = systemClock.now();
      const credentials = await loadExample({ db, master, dataDir, publicUrl, now, onDay: output.onDay });
      // What came before a durable commit is durable as well: only then may a start believe that the loading is complete.
      await opened.db.transaction({ role: 'system' }, durable);
      await opened.settle();
      await writeCredentials(dataDir, credentials);
      await markLoaded(dataDir);
    } finally {
      await db.close();
    }
  };
  return { opened, load };
}

/** Commits need not be on disk one by one while the example is loaded: a loading that is interrupted begins anew. */
function unhurried(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  url.searchParams.set('options', '-c synchronous_commit=off');
  return url.href;
}

async function durable(tx: Tx): Promise<void> {
  // A transaction without a write has nothing to flush; this one takes a number and is flushed with all before it.
  await tx.query('select pg_current_xact_id()');
}
