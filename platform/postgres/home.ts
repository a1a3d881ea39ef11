import { createHash, randomBytes } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { makeDataDirectory } from '../config/index.ts';
import { type Account, serverAccount, unreachableParent } from './account.ts';
import { makeHome } from './cluster.ts';
import { newPassword } from './connection.ts';
import { stateDirectory } from './state-directory.ts';

/** Where one database lives and the account that runs it. `directory` holds `cluster`, its log and the passwords. */
export interface Home {
  readonly directory: string;
  readonly account: Account | null;
}

/** In TRIBUTARY_DATA, when the database had to live elsewhere: where, and for which data directory (clones are told apart by it). */
interface Record {
  readonly directory: string;
  readonly data_directory: string;
}

/** What the operating system offers: the account that runs the server, and where root keeps what that account must reach. */
interface System {
  readonly account: Account | null;
  readonly state: string;
}

/** Inside TRIBUTARY_DATA; also where the password file is found by a person who wants to look into the database. */
const HOME_NAME = 'postgres';
const RECORD_NAME = 'database.json';

/**
 * The home of the database that belongs to `dataDir`, made if it does not exist. Normally `dataDir/postgres`. As root below
 * a directory that the server's account may not enter: a directory of the system, named after a hash of the path and recorded.
 */
export function databaseHome(
  dataDir: string,
  onProgress: (message: string) => void,
  system: System = { account: serverAccount(), state: stateDirectory() },
): Home {
  const { account } = system;
  makeDataDirectory(dataDir, account !== null);
  refuseUnwritable(dataDir);
  const path = realpathSync(dataDir);
  const inPlace = join(path, HOME_NAME);
  if (account === null) {
    refuseForeign(inPlace);
    makeHome(inPlace, account);
    return { directory: inPlace, account };
  }
  if (existsSync(join(inPlace, 'cluster'))) {
    return existingHome(inPlace, account);
  }
  const closed = unreachableParent(path, account);
  const directory =
    closed === null ? inPlace : homeElsewhere(path, closed, { account, state: system.state }, onProgress);
  makeHome(directory, account);
  return { directory, account };
}

/** Where the database of `dataDir` is, without making anything; null when there is none yet. Throws as `recordedHome` does. */
export function findDatabaseHome(dataDir: string): string | null {
  const inPlace = join(dataDir, HOME_NAME);
  return existsSync(join(inPlace, 'cluster')) ? inPlace : recordedHome(dataDir);
}

/**
 * The home that the record of `dataDir` names; null without a record. Throws with the remedy where that home is another data directory's,
 * of which this one is a copy, or is gone: an empty database in its place would answer every question with nothing.
 */
function recordedHome(dataDir: string): string | null {
  const known = readRecord(dataDir);
  if (known === null) return null;
  const file = join(dataDir, RECORD_NAME);
  const isOwn = known.data_directory === realpathSync(dataDir);
  if (!isOwn && isRecordedAt(known.data_directory, known.directory)) {
    throw new Error(
      `database: ${file} says that the database is ${known.directory}, which belongs to ${known.data_directory}; ${dataDir} is a copy of that. ` +
        'With the network stopped, copy the database too (cp -a) and name the copy under "directory" and this directory under "data_directory", ' +
        'or delete the file to begin with an empty database',
    );
  }
  if (!existsSync(known.directory)) {
    throw new Error(
      `database: ${file} says that the database is ${known.directory}, which is not there. Restore it from your backup, ` +
        'or delete the file to begin with an empty database',
    );
  }
  return known.directory;
}

/** A database made by an ordinary user goes on running as that user when root starts it. */
function existingHome(directory: string, fallback: Account): Home {
  const { uid, gid } = statSync(join(directory, 'cluster'));
  const account = uid === 0 ? fallback : { name: uid === fallback.uid ? fallback.name : `uid ${uid}`, uid, gid };
  const closed = unreachableParent(join(directory, 'cluster'), account);
  if (closed !== null) {
    throw new Error(
      `database: ${directory} holds the database, but the account that runs it (${account.name}) may no longer enter ${closed}. ` +
        `Allow it again (chmod o+x ${closed}), or move TRIBUTARY_DATA with everything in it to a place it can enter`,
    );
  }
  return { directory, account };
}

function refuseUnwritable(dataDir: string): void {
  try {
    accessSync(dataDir, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new Error(
      `database: you may not write in ${dataDir}, which belongs to the user with id ${statSync(dataDir).uid}. ` +
        'Start as that user, or set TRIBUTARY_DATA to a directory of your own',
      { cause: error },
    );
  }
}

function refuseForeign(directory: string): void {
  const cluster = statSync(join(directory, 'cluster'), { throwIfNoEntry: false });
  if (cluster !== undefined && process.getuid !== undefined && cluster.uid !== process.getuid()) {
    throw new Error(
      `database: ${directory} belongs to the user with id ${cluster.uid}, and you are ${process.getuid()}. ` +
        'Start as that user (or as root, if root made it), or set TRIBUTARY_DATA to a directory of your own',
    );
  }
}

function homeElsewhere(
  path: string,
  closed: string,
  system: { readonly account: Account; readonly state: string },
  onProgress: (message: string) => void,
): string {
  const known = recordedHome(path);
  if (known !== null) {
    // Recorded here, or the data directory was moved since: nothing claims it at the old place.
    writeRecord(path, { directory: known, data_directory: path });
    return known;
  }
  const hash = createHash('sha256').update(path).digest('hex').slice(0, 16);
  // The second part is new each time: a data directory that was deleted and made again must not find its former database.
  const directory = join(ownedStateDirectory(system.state), `${hash}-${randomBytes(4).toString('hex')}`);
  onProgress(
    `the database will live in ${directory}, because PostgreSQL runs as ${system.account.name}, who may not enter ${closed}; ` +
      `${join(path, RECORD_NAME)} records it`,
  );
  makeHome(directory, system.account);
  writeRecord(path, { directory, data_directory: path });
  return directory;
}

function isRecordedAt(dataDir: string, directory: string): boolean {
  return readRecord(dataDir)?.directory === directory;
}

function ownedStateDirectory(directory: string): string {
  mkdirSync(directory, { recursive: true, mode: 0o755 });
  if (statSync(directory).uid !== process.getuid?.()) {
    throw new Error(`database: ${directory} must belong to us, since the server is started from it; correct its owner`);
  }
  chmodSync(directory, 0o755);
  return directory;
}

function readRecord(dataDir: string): Record | null {
  const file = join(dataDir, RECORD_NAME);
  if (!existsSync(file)) {
    return null;
  }
  const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (
    typeof parsed === 'object' &&
    parsed !== null &&
    'directory' in parsed &&
    typeof parsed.directory === 'string' &&
    'data_directory' in parsed &&
    typeof parsed.data_directory === 'string'
  ) {
    return { directory: parsed.directory, data_directory: parsed.data_directory };
  }
  throw new Error(
    `database: ${file} must be {"directory": …, "data_directory": …}; restore it, or delete it to start with an empty database`,
  );
}

function writeRecord(dataDir: string, record: Record): void {
  const file = join(dataDir, RECORD_NAME);
  // A name of its own: several commands may find no record at the same moment.
  const beside = `${file}.${process.pid}.new`;
  writeFileSync(beside, `${JSON.stringify(record)}\n`, { mode: 0o600 });
  renameSync(beside, file);
}

/** The passwords of a cluster: of its administrator and of the role the product connects as. */
export interface Passwords {
  readonly administrator: string;
  readonly tributary: string;
}

const PASSWORDS_NAME = 'passwords.json';

export function newPasswords(home: Home): Passwords {
  const passwords = { administrator: newPassword(), tributary: newPassword() };
  writeFileSync(join(home.directory, PASSWORDS_NAME), `${JSON.stringify(passwords)}\n`, { mode: 0o600 });
  return passwords;
}

export function readPasswords(home: Home): Passwords {
  const file = join(home.directory, PASSWORDS_NAME);
  if (!existsSync(file)) {
    throw new Error(
      `database: ${file} is missing, without it the database beside it cannot be entered; restore it from your backup`,
    );
  }
  const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (
    typeof parsed === 'object' &&
    parsed !== null &&
    'administrator' in parsed &&
    typeof parsed.administrator === 'string' &&
    'tributary' in parsed &&
    typeof parsed.tributary === 'string'
  ) {
    return { administrator: parsed.administrator, tributary: parsed.tributary };
  }
  throw new Error(`database: ${file} is damaged; restore it from your backup`);
}
