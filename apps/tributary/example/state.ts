import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { findDatabaseHome } from '../../../platform/postgres/index.ts';
import { type DirectoryLock, DirectoryTaken, lockDirectory } from '../../../platform/spool/index.ts';
import { spoolRoot } from '../../edge/index.ts';
import { credentialsFile } from './credentials.ts';

/** Written before the example is loaded and removed when it is complete: found at a start, the loading was interrupted. */
function marker(dataDir: string): string {
  return join(dataDir, 'example-loading');
}

export function isLoaded(dataDir: string): boolean {
  return existsSync(credentialsFile(dataDir)) && !existsSync(marker(dataDir));
}

export function wasInterrupted(dataDir: string): boolean {
  return existsSync(marker(dataDir));
}

/** Between two looks at whether the process that loads is done. */
const LOOK_MS = 250;

/**
 * Waits until no other process of this data directory is loading: what one is loading looks interrupted to the next, which would remove
 * it. Whoever dies loses the turn. Resolves with `null` where nothing can be written: whoever needs the directory says so.
 */
export async function turnToLoad(
  dataDir: string,
  onWait: () => void,
  stop: AbortSignal,
): Promise<Pick<DirectoryLock, 'release'> | null> {
  const directory = join(dataDir, 'example');
  for (let isTold = false; ; isTold = true) {
    try {
      await mkdir(directory, { recursive: true });
      return await lockDirectory(directory);
    } catch (error) {
      if (!(error instanceof DirectoryTaken)) return null;
      if (!isTold) onWait();
    }
    await pause(LOOK_MS, undefined, { signal: stop });
  }
}

export async function markLoading(dataDir: string): Promise<void> {
  await mkdir(dataDir, { recursive: true });
  await writeFile(marker(dataDir), 'The example network is being loaded; a start that finds this file begins anew.\n');
}

export async function markLoaded(dataDir: string): Promise<void> {
  await rm(marker(dataDir), { force: true });
}

/**
 * Removes the database and the spool of an interrupted loading. Only for the embedded database, whose server must not run; nothing
 * but example data can be in it, because requests are refused while the example is being loaded.
 */
export async function clearInterrupted(dataDir: string): Promise<void> {
  const home = findDatabaseHome(dataDir);
  if (home !== null) await rm(join(home, 'cluster'), { recursive: true, force: true });
  await rm(spoolRoot(dataDir), { recursive: true, force: true });
  await rm(credentialsFile(dataDir), { force: true });
}
