import { readlinkSync, realpathSync } from 'node:fs';
import type pg from 'pg';
import { type Cluster, ended, isAlive, logFile, logTail, readPidFile, startServer } from './cluster.ts';
import { administratorUrl, connectWhenReady, freePort } from './connection.ts';

/** A running server and the session by which we know that it runs. */
export interface Attachment {
  readonly session: pg.Client;
  readonly port: number;
}

/** The bounds of the embedded server: modest, since it shares the machine with the product. Durability stays at its strictest. */
const SETTINGS = {
  shared_buffers: '128MB',
  max_connections: '100',
  synchronous_commit: 'on',
  fsync: 'on',
  full_page_writes: 'on',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  log_min_messages: 'warning',
  max_wal_size: '1GB',
  // Segments of the log that are kept to be used again, so that none has to be made while there is much to do.
  min_wal_size: '128MB',
};

/** Recovery after a crash replays at most about max_wal_size; a slow disk needs minutes, not seconds. */
const READY_MS_MAX = 180_000;

/**
 * What may stand in the way of a start for a moment only: another program took the free port between our look and the server's
 * start; a server that was just killed is not yet collected by its parent, or its last sessions still hold its memory. And a recovery
 * that failed on a leftover file of an unlogged table: when the main process is killed, a session that was filling such a table anew
 * removes half of its files as it ends, and the record of that is lost. The failed recovery itself clears the way for the next.
 */
const PASSING_OBSTACLES = [
  'could not bind',
  'lock file "postmaster.pid" already exists',
  'pre-existing shared memory block',
  'startup process failure',
];
const OBSTACLE_MS_MAX = 20_000;
const OBSTACLE_PAUSE_MS = 100;

/** Attaches to the server of this data directory if one runs (another process's, or an orphan's), else starts one. */
export async function attachOrStart(
  cluster: Cluster,
  password: string,
  samePort: number | null,
  onProgress: (message: string) => void,
): Promise<Attachment> {
  const running = runningServer(cluster);
  if (running !== null) {
    const attachment = await attach(cluster, running, password);
    if (attachment !== null) {
      return attachment;
    }
  }
  onProgress(`starting PostgreSQL ${cluster.binaries.major}`);
  const until = Date.now() + OBSTACLE_MS_MAX;
  for (;;) {
    const port = samePort ?? (await freePort());
    try {
      return await start(cluster, port, password);
    } catch (error) {
      const log = logTail(cluster);
      if (Date.now() > until || !PASSING_OBSTACLES.some((obstacle) => log.includes(obstacle))) {
        throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, OBSTACLE_PAUSE_MS));
    }
  }
}

/** The process id of the server that holds this data directory, or null. A file left by a dead server counts for nothing. */
export function runningServer(cluster: Cluster): number | null {
  const file = readPidFile(cluster);
  return file !== null && isAlive(file.pid) && worksIn(file.pid, cluster.directory) ? file.pid : null;
}

/** A server's working directory is its data directory; another process that got the same id later has another one. */
function worksIn(pid: number, directory: string): boolean {
  if (process.platform !== 'linux') {
    return true;
  }
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(directory);
  } catch {
    return false;
  }
}

/** Null when the server ended while we were knocking (it was shutting down): then a new one may be started. */
async function attach(cluster: Cluster, pid: number, password: string): Promise<Attachment | null> {
  const port = await announcedPort(cluster, pid);
  if (port === null) {
    return null;
  }
  try {
    const session = await connectWhenReady({
      url: administratorUrl(password, port),
      millisecondsMax: READY_MS_MAX,
      hopeless: () => (isAlive(pid) ? null : '; the server ended'),
    });
    return { session, port };
  } catch (error) {
    if (!isAlive(pid)) {
      return null;
    }
    throw new Error(
      `database: process ${pid} holds ${cluster.directory} but does not let us in. Look at ${logFile(cluster)}; ` +
        `if it hangs, end it with kill -QUIT ${pid} and start again (do not delete postmaster.pid)`,
      { cause: error },
    );
  }
}

/** A server writes its port a moment after its process id. */
async function announcedPort(cluster: Cluster, pid: number): Promise<number | null> {
  const ANNOUNCE_MS_MAX = 10_000;
  const until = Date.now() + ANNOUNCE_MS_MAX;
  for (;;) {
    const file = readPidFile(cluster);
    if (file !== null && file.port > 0) {
      return file.port;
    }
    if (Date.now() > until || (await ended(pid, 50))) {
      return null;
    }
  }
}

async function start(cluster: Cluster, port: number, password: string): Promise<Attachment> {
  const pid = startServer(cluster, port, SETTINGS);
  const session = await connectWhenReady({
    url: administratorUrl(password, port),
    millisecondsMax: READY_MS_MAX,
    hopeless: () => (isAlive(pid) ? null : `; the server did not start:\n${logTail(cluster)}`),
  });
  return { session, port };
}
