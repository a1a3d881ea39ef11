import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** The operating system account that PostgreSQL runs as when we are root; PostgreSQL itself refuses to run as root. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** In order of preference. Both exist on common systems; initdb insists that the account is in the password file. */
const ACCOUNT_NAMES = ['postgres', 'nobody'] as const;

const PASSWORD_FILE = '/etc/passwd';

/** The account to run the server as, or null when this process is unprivileged and the server simply runs as we do. */
export function serverAccount(): Account | null {
  if (process.getuid?.() !== 0) {
    return null;
  }
  const accounts = existsSync(PASSWORD_FILE) ? parsePasswordFile(readFileSync(PASSWORD_FILE, 'utf8')) : [];
  for (const name of ACCOUNT_NAMES) {
    const account = accounts.find((candidate) => candidate.name === name && candidate.uid !== 0);
    if (account !== undefined) {
      return account;
    }
  }
  throw new Error(
    `database: running as root, and neither of the accounts ${ACCOUNT_NAMES.join(', ')} exists, which PostgreSQL could run as. ` +
      'Create one (useradd --system postgres), start as an ordinary user, or set DATABASE_URL',
  );
}

function parsePasswordFile(text: string): Account[] {
  return text.split('\n').flatMap((line) => {
    const [name, , uid, gid] = line.split(':');
    const account = { name: name ?? '', uid: Number(uid), gid: Number(gid) };
    return account.name !== '' && account.uid > 0 && Number.isInteger(account.gid) ? [account] : [];
  });
}

const OTHERS_MAY_ENTER = 0o001;
const GROUP_MAY_ENTER = 0o010;
const OWNER_MAY_ENTER = 0o100;

/**
 * The first directory on the way to `path` that `account` may not enter, or null when it can reach it. Parts that do not
 * exist yet are left out: whoever makes them decides. Reads permission bits only: an access list that forbids more shows at start.
 */
export function unreachableParent(path: string, account: Account): string | null {
  const existing = nearestExisting(path);
  const ancestors = [];
  for (let directory = realpathSync(existing); ; directory = dirname(directory)) {
    ancestors.push(directory);
    if (directory === dirname(directory)) {
      break;
    }
  }
  return ancestors.reverse().find((directory) => !mayEnter(directory, account)) ?? null;
}

function nearestExisting(path: string): string {
  return existsSync(path) ? path : nearestExisting(dirname(path));
}

function mayEnter(directory: string, account: Account): boolean {
  const { mode, uid, gid } = statSync(directory);
  if (uid === account.uid) {
    return (mode & OWNER_MAY_ENTER) !== 0;
  }
  return (mode & (gid === account.gid ? GROUP_MAY_ENTER : OTHERS_MAY_ENTER)) !== 0;
}
