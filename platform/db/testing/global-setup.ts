import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive, stopServer } from '../../postgres/cluster.ts';
import { RUN_DIRECTORY_VARIABLE } from './server.ts';

const PREFIX = 'tributary-tests-';

/** Gives the run a directory in which the first test that needs a database starts a server; afterwards stops it and cleans up. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const parent = realpathSync(tmpdir());
  await removeAbandonedRuns(parent);
  const directory = mkdtempSync(join(parent, `${PREFIX}${process.pid}-`));
  process.env[RUN_DIRECTORY_VARIABLE] = directory;
  return async () => {
    reportServer(directory);
    await removeRun(directory);
  };
}

/** Runs that were killed leave a server behind: its directory names the process that would have stopped it. */
async function removeAbandonedRuns(parent: string): Promise<void> {
  for (const name of readdirSync(parent)) {
    const owner = new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1];
    if (owner !== undefined && !isAlive(Number(owner))) {
      await removeRun(join(parent, name));
    }
  }
}

async function removeRun(directory: string): Promise<void> {
  const pidFile = join(directory, 'cluster', 'postmaster.pid');
  const pid = existsSync(pidFile) ? Number(readFileSync(pidFile, 'utf8').split('\n')[0]) : 0;
  if (isAlive(pid)) {
    await stopServer(pid);
  }
  rmSync(directory, { recursive: true, force: true });
}

function reportServer(directory: string): void {
  const file = join(directory, 'server.json');
  if (existsSync(file)) {
    const { version }: { readonly version: string } = JSON.parse(readFileSync(file, 'utf8'));
    const which = process.env['TEST_DATABASE_URL'] === undefined ? 'embedded' : 'of TEST_DATABASE_URL';
    process.stderr.write(`database tests ran on PostgreSQL ${version} (${which})\n`);
  }
}
