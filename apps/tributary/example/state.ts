import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findDatabaseHome } from '../../../platform/postgres/index.ts';
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
