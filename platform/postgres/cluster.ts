import { type SpawnOptions, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { yieldToVisitors } from '../priority/index.ts';
import type { Account } from './account.ts';
import type { Binaries } from './binaries.ts';

/** A PostgreSQL data directory and how to run it. Its log is `<directory>.log`, beside it. */
export interface Cluster {
  readonly directory: string;
  readonly binaries: Binaries;
  readonly account: Account | null;
}

/** The administrator of a cluster that we made; only the supervisor and the test harness use it. */
export const ADMINISTRATOR = 'postgres';

/** The builtin locale provider, whose sort order never changes with an operating system library, exists since this version. */
const BUILTIN_LOCALE_SINCE = 17;

/** The server's log starts anew past this size (one older file is kept). */
const LOG_BYTES_MAX = 10_000_000;

export function isInitialised(cluster: Cluster): boolean {
  return existsSync(join(cluster.directory, 'PG_VERSION'));
}

/** The major version that made the data directory. */
export function clusterMajor(cluster: Cluster): number {
  return Number.parseInt(readFileSync(join(cluster.directory, 'PG_VERSION'), 'utf8'), 10);
}

/**
 * Makes the data directory: SCRAM passwords, UTF-8, data checksums where the version offers them by default. Complete or not at
 * all: a directory left by an initdb that was killed is removed first, since it never held anything.
 */
export function initialise(cluster: Cluster, password: string): void {
  const { directory, account, binaries } = cluster;
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const passwordFile = `${directory}.initdb-password`;
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (account !== null) {
    chownSync(directory, account.uid, account.gid);
    chownSync(passwordFile, account.uid, account.gid);
  }
  const locale =
    binaries.major >= BUILTIN_LOCALE_SINCE
      ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
      : ['--locale=C'];
  const settings = [
    '--encoding=UTF8',
    '--auth=scram-sha-256',
    '--username',
    ADMINISTRATOR,
    '--no-instructions',
    // Megabytes. A segment of the log is written full of zeros before it is used for the first time, and whoever waits for the disk waits
    // for that: 9 ms for the usual 16.
    '--wal-segsize=1',
    ...locale,
  ];
  const result = spawnSync(
    join(binaries.directory, 'initdb'),
    [...settings, '--pwfile', passwordFile, '-D', directory],
    {
      ...asAccount(account),
      encoding: 'utf8',
    },
  );
  rmSync(passwordFile, { force: true });
  if (result.status !== 0) {
    rmSync(directory, { recursive: true, force: true });
    throw new Error(`database: initdb failed in ${directory}: ${result.error?.message ?? result.stderr.trim()}`);
  }
}

/** Starts the server in a process group of its own: Ctrl-C on the terminal reaches only us, who stop it in order. Returns its pid. */
export function startServer(cluster: Cluster, port: number, settings: Readonly<Record<string, string>>): number {
  const { directory, account, binaries } = cluster;
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const network = ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-p', String(port)];
  const log = openSync(rotatedLog(cluster), 'a', 0o600);
  try {
    const server = spawn(join(binaries.directory, 'postgres'), ['-D', directory, ...network, ...options], {
      ...asAccount(account),
      detached: true,
      stdio: ['ignore', log, log],
    });
    // What goes wrong at start shows when the connection is tried; without a listener it would end our process.
    server.on('error', () => undefined);
    server.unref();
    if (server.pid !== undefined) yieldToVisitors(server.pid);
    return server.pid ?? 0;
  } finally {
    closeSync(log);
  }
}

export function logFile(cluster: Cluster): string {
  return `${cluster.directory}.log`;
}

/** The last lines of the server's log, for error messages: a failed start says in about so many what stood in its way. */
export function logTail(cluster: Cluster, lines = 10): string {
  const file = logFile(cluster);
  return existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).join('\n') : '(no log)';
}

function rotatedLog(cluster: Cluster): string {
  const file = logFile(cluster);
  if (existsSync(file) && statSync(file).size > LOG_BYTES_MAX) {
    renameSync(file, `${file}.1`);
  }
  return file;
}

/** What PostgreSQL writes about itself into `postmaster.pid`; null when there is no such file. Never deleted by us. */
export function readPidFile(cluster: Cluster): { readonly pid: number; readonly port: number } | null {
  const file = join(cluster.directory, 'postmaster.pid');
  if (!existsSync(file)) {
    return null;
  }
  const lines = readFileSync(file, 'utf8').split('\n');
  return { pid: Number(lines[0]), port: Number(lines[3] ?? Number.NaN) };
}

/** Whether a process of this id exists (it may be another user's). */
export function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) {
    return false;
  }
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** A server whose parent has not collected it yet has ended all the same (Linux; elsewhere nobody can tell). */
function isZombie(pid: number): boolean {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) {
    return false;
  }
  try {
    return /^\d+ \(.*\) Z /s.test(readFileSync(file, 'latin1'));
  } catch {
    return false;
  }
}

const POLL_MS = 20;

/** A fast shutdown writes a checkpoint; past this something is stuck and an immediate shutdown is safe: the next start recovers. */
const STOP_MS_MAX = 30_000;

/** Stops the server of process `pid`: fast shutdown (SIGINT), after a long wait immediate shutdown (SIGQUIT). Waits for its end. */
export async function stopServer(pid: number): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    if (!isAlive(pid)) {
      return;
    }
    process.kill(pid, signal);
    if (await ended(pid, STOP_MS_MAX)) {
      return;
    }
  }
  throw new Error(
    `database: the server process ${pid} does not end; look at its log, then stop it with kill -QUIT ${pid}`,
  );
}

export async function ended(pid: number, millisecondsMax: number): Promise<boolean> {
  const until = Date.now() + millisecondsMax;
  while (isAlive(pid)) {
    if (Date.now() > until) {
      return false;
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return true;
}

/** A clean environment: nothing of ours (secrets, PG* variables) reaches the server. The working directory is one every account has. */
function asAccount(account: Account | null): Pick<SpawnOptions, 'cwd' | 'env' | 'uid' | 'gid'> {
  const identity = account === null ? {} : { uid: account.uid, gid: account.gid };
  return { cwd: '/', env: { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/bin:/bin' }, ...identity };
}

/** Makes the directory of a cluster's home, such that `account` may enter it but only we may list it. */
export function makeHome(directory: string, account: Account | null): void {
  mkdirSync(dirname(directory), { recursive: true });
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  chmodSync(directory, account === null ? 0o700 : 0o711);
}
