import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statfsSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serverAccount, unreachableParent } from '../../postgres/account.ts';
import { isAlive, stopServer } from '../../postgres/cluster.ts';

const PREFIX = 'tributary-tests-';

/** What a run itself and the tools it starts put there; all else was a test's to remove. */
const NOT_OF_TESTS =
  /^(?:cluster.*|server\.json|lock|templates|geoip|tsx-\d+|node-compile-cache|tributary-chromium-.*|\.org\.chromium\..*)$/;

/** Files that are kept in memory, on Linux. */
const IN_MEMORY = '/dev/shm';

/** Of memory: what a run leaves there at a time, its processes, and room besides. */
const ROOM_BYTES = 6 * 2 ** 30;

/** Everybody may put things there and nobody may remove another's: servers and processes of tests run under several accounts. */
const AS_TEMPORARY = 0o1777;

/**
 * A directory that a run of tests has to itself, also for all temporary files of tests and of what they start: whatever these leave
 * behind, or a run that is killed, can be found and removed as a whole.
 */
export function makeRunDirectory(): string {
  const parent = hasRoomInMemory() ? IN_MEMORY : reachableParent();
  const directory = mkdtempSync(join(parent, `${PREFIX}${process.pid}-`));
  chmodSync(directory, AS_TEMPORARY);
  process.env['TMPDIR'] = directory;
  return directory;
}

/** Where runs may have their directories. */
export function parentsOfRuns(): string[] {
  return existsSync(IN_MEMORY) ? [reachableParent(), IN_MEMORY] : [reachableParent()];
}

/**
 * Databases are copied and dropped all the time, and a slow disk would be most of what tests wait for. Whoever sets TMPDIR wants his files
 * there; and browsers are started from there, which not every such place lets one do.
 */
function hasRoomInMemory(): boolean {
  if (process.env['TMPDIR'] !== undefined || !existsSync(IN_MEMORY)) return false;
  const mount = readFileSync('/proc/mounts', 'utf8')
    .split('\n')
    .find((line) => line.split(' ')[1] === IN_MEMORY);
  if (mount === undefined || /\bnoexec\b/.test(mount)) return false;
  const { bavail, bsize } = statfsSync(IN_MEMORY);
  return Math.min(bavail * bsize, process.availableMemory()) >= ROOM_BYTES;
}

/** Where root's temporary files lie below a closed directory, the account that runs the database does not get to them. */
function reachableParent(): string {
  const given = realpathSync(tmpdir());
  const account = serverAccount();
  if (account === null) return given;
  const others = ['/tmp', '/var/tmp'].filter((path) => existsSync(path)).map((path) => realpathSync(path));
  return [given, ...others].find((path) => unreachableParent(path, account) === null) ?? given;
}

/** The name of a run's directory says which process would have removed it. */
export async function removeAbandonedRuns(parent: string): Promise<void> {
  for (const name of readdirSync(parent)) {
    const owner = new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1];
    if (owner !== undefined && !isAlive(Number(owner))) await removeRun(join(parent, name), 'abandoned');
  }
}

/** What tests should have removed; their names tell which. */
export function leftByTests(directory: string): string[] {
  return readdirSync(directory).filter((name) => !NOT_OF_TESTS.test(name));
}

/**
 * Ends what still runs in a run's directory and removes it, with the databases that had to live elsewhere. Of the process's own run its
 * children are spared: they are the workers, whom the run itself ends.
 */
export async function removeRun(directory: string, whose: 'own' | 'abandoned'): Promise<void> {
  const homes = homesElsewhere(directory);
  for (const pid of processesOf([directory, ...homes])) {
    if (whose === 'abandoned' || parentOf(pid) !== process.pid) await end(pid);
  }
  for (const home of homes) rmSync(home, { recursive: true, force: true });
  rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
}

/** Databases outside the data directory that they belong to, which records them. */
function homesElsewhere(directory: string): string[] {
  return filesNamed(directory, 'database.json', 3).flatMap((file) => {
    const text = readFileSync(file, 'utf8');
    const home = /"directory":"(\/[^"]+\/[0-9a-f]{16}-[0-9a-f]{8})"/.exec(text)?.[1];
    return home !== undefined && text.includes(`"data_directory":"${directory}/`) ? [home] : [];
  });
}

function filesNamed(directory: string, name: string, depth: number): string[] {
  return entriesOf(directory).flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return depth > 0 ? filesNamed(path, name, depth - 1) : [];
    return entry.name === name ? [path] : [];
  });
}

/** What is removed meanwhile, or another account's, has none for us. */
function entriesOf(directory: string): ReturnType<typeof readEntries> {
  try {
    return readEntries(directory);
  } catch {
    return [];
  }
}

const readEntries = (directory: string) => readdirSync(directory, { withFileTypes: true });

/**
 * Processes that were started with one of these directories among their words or as the place of their temporary files. Where the system
 * has no /proc they are the database servers alone.
 */
function processesOf(directories: readonly string[]): number[] {
  if (!existsSync('/proc/self/environ')) return directories.flatMap(serverOf);
  return entriesOf('/proc').flatMap(({ name }) => {
    const pid = Number(name);
    if (!Number.isInteger(pid) || pid === process.pid) return [];
    const words = `${textOf(pid, 'cmdline')}\0${textOf(pid, 'environ')}`;
    const isOurs = directories.some((path) => words.includes(path));
    return isOurs && isAlive(pid) ? [pid] : [];
  });
}

function serverOf(directory: string): number[] {
  const file = join(directory, 'cluster', 'postmaster.pid');
  const pid = existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : 0;
  return isAlive(pid) ? [pid] : [];
}

function parentOf(pid: number): number {
  const stat = textOf(pid, 'stat');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}

function textOf(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1');
  } catch {
    return '';
  }
}

/** A database server gives its shared memory back when it is asked to end; of all others nothing is worth keeping. */
async function end(pid: number): Promise<void> {
  if (/\/postgres\0/.test(textOf(pid, 'cmdline'))) {
    await stopServer(pid);
    return;
  }
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile, or is another account's.
  }
}
