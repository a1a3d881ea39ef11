import { join } from 'node:path';
import type pg from 'pg';
import { type Attachment, attachOrStart, runningServer } from './attach.ts';
import { embeddedBinaries } from './binaries.ts';
import { type Cluster, clusterMajor, initialise, isInitialised, stopServer } from './cluster.ts';
import { serverUrl } from './connection.ts';
import { databaseHome, type Home, newPasswords, type Passwords, readPasswords } from './home.ts';
import { withProcessLock } from './process-lock.ts';
import type { DatabaseServer } from './server.ts';

/** Any number that nothing else locks in the `postgres` database of our cluster: the letters "trib" and a 2. */
const USERS_LOCK_KEY = 0x74726962_02;

/** After a failed restart the next try waits, longer each time up to this; the server is worth nothing while it is away. */
const RESTART_PAUSE_MS_MAX = 10_000;
const RESTART_PAUSE_MS = 200;

/** What one process holds of the embedded server while it uses it. */
interface Use {
  readonly home: Home;
  readonly cluster: Cluster;
  readonly passwords: Passwords;
  readonly onProgress: (message: string) => void;
  session: pg.Client;
  readonly port: number;
  stopping: boolean;
}

/**
 * Opens the embedded server of a data directory: makes it, starts it, or joins the one that runs. Every process that uses it
 * holds a shared lock in a session of its own; whoever leaves last stops the server. So a command beside a running network joins
 * it, and the server of a process that was killed is adopted by the next. A server that dies in between is started again.
 */
export async function openEmbedded(dataDir: string, onProgress: (message: string) => void): Promise<DatabaseServer> {
  const home = databaseHome(dataDir, onProgress);
  const cluster = {
    directory: join(home.directory, 'cluster'),
    binaries: embeddedBinaries(home.account, onProgress),
    account: home.account,
  };
  return await withProcessLock(lockFile(home), async () => {
    const passwords = ensureInitialised(home, cluster, onProgress);
    const { session, port } = await attachOrStart(cluster, passwords.administrator, null, onProgress);
    const alone = await joinUsers(session);
    await ensureDatabase(session, passwords);
    const use: Use = { home, cluster, passwords, onProgress, session, port, stopping: false };
    watch(use);
    const { rows } = await session.query<{ version: string }>(`select current_setting('server_version') as version`);
    return {
      url: serverUrl('tributary', passwords.tributary, port, 'tributary'),
      version: rows[0]?.version ?? '',
      owned: alone,
      settle: async () => {
        await use.session.query('checkpoint');
      },
      stop: () => leave(use),
    };
  });
}

function lockFile(home: Home): string {
  return join(home.directory, 'start.lock');
}

function ensureInitialised(home: Home, cluster: Cluster, onProgress: (message: string) => void): Passwords {
  if (!isInitialised(cluster)) {
    onProgress(`making the database in ${cluster.directory}`);
    const passwords = newPasswords(home);
    initialise(cluster, passwords.administrator);
    return passwords;
  }
  const major = clusterMajor(cluster);
  if (major !== cluster.binaries.major) {
    throw new Error(
      `database: ${cluster.directory} was made by PostgreSQL ${major}, and this version of Tributary brings ${cluster.binaries.major}, ` +
        `which cannot read it. Start the version of Tributary that made it, or run PostgreSQL ${major} on it and set DATABASE_URL`,
    );
  }
  return readPasswords(home);
}

/** True when no other process uses the server. */
async function joinUsers(session: pg.Client): Promise<boolean> {
  const { rows } = await session.query<{ alone: boolean }>('select pg_try_advisory_lock($1) as alone', [
    USERS_LOCK_KEY,
  ]);
  await session.query('select pg_advisory_lock_shared($1)', [USERS_LOCK_KEY]);
  if (rows[0]?.alone === true) {
    await session.query('select pg_advisory_unlock($1)', [USERS_LOCK_KEY]);
    return true;
  }
  return false;
}

/** The product's own role has no more rights than a `DATABASE_URL` needs to give: it owns its database and makes roles. */
async function ensureDatabase(session: pg.Client, passwords: Passwords): Promise<void> {
  const { rows } = await session.query<{ role: boolean; database: boolean }>(
    `select exists (select from pg_roles where rolname = 'tributary') as role,
            exists (select from pg_database where datname = 'tributary') as database`,
  );
  if (rows[0]?.role !== true) {
    await session.query(`create role tributary login createrole noinherit password '${passwords.tributary}'`);
  }
  if (rows[0]?.database !== true) {
    await session.query('create database tributary owner tributary');
  }
}

/** The end of our session is how we learn that the server ended, whoever started it. */
function watch(use: Use): void {
  use.session.once('end', () => {
    if (!use.stopping) {
      void restart(use);
    }
  });
}

async function restart(use: Use): Promise<void> {
  use.onProgress('the database server ended unexpectedly; bringing it back');
  for (let pause = RESTART_PAUSE_MS; !use.stopping; pause = Math.min(pause * 2, RESTART_PAUSE_MS_MAX)) {
    try {
      await withProcessLock(lockFile(use.home), () => reattach(use));
      return;
    } catch (error) {
      use.onProgress(`the database server is still away: ${error instanceof Error ? error.message : String(error)}`);
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}

/** On the same port, so that the pools find it again. */
async function reattach(use: Use): Promise<void> {
  if (use.stopping) {
    return;
  }
  const attachment: Attachment = await attachOrStart(
    use.cluster,
    use.passwords.administrator,
    use.port,
    use.onProgress,
  );
  if (attachment.port !== use.port) {
    await attachment.session.end();
    throw new Error(`it now listens on port ${attachment.port} instead of ${use.port}; restart this process`);
  }
  await joinUsers(attachment.session);
  use.session = attachment.session;
  watch(use);
  use.onProgress('the database server is back');
}

async function leave(use: Use): Promise<void> {
  if (use.stopping) {
    return;
  }
  use.stopping = true;
  await withProcessLock(lockFile(use.home), async () => {
    const last = await isLast(use.session);
    await use.session.end().catch(() => undefined);
    const pid = runningServer(use.cluster);
    if (last && pid !== null) {
      await stopServer(pid);
    }
  });
}

/** Where the session is gone so is the server, or it is recovering with nobody but us to ask: then we stop it. */
async function isLast(session: pg.Client): Promise<boolean> {
  try {
    await session.query('select pg_advisory_unlock_shared($1)', [USERS_LOCK_KEY]);
    const { rows } = await session.query<{ last: boolean }>('select pg_try_advisory_lock($1) as last', [
      USERS_LOCK_KEY,
    ]);
    return rows[0]?.last === true;
  } catch {
    return true;
  }
}
