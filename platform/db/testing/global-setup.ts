import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dropKept } from './kept.ts';
import { leftByTests, makeRunDirectory, parentsOfRuns, removeAbandonedRuns, removeRun } from './run-directory.ts';
import { RUN_DIRECTORY_VARIABLE } from './server.ts';

/** Gives the run a directory in which the first test that needs a database starts a server; afterwards stops it and cleans up. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  for (const parent of parentsOfRuns()) await removeAbandonedRuns(parent);
  const directory = makeRunDirectory();
  process.env[RUN_DIRECTORY_VARIABLE] = directory;
  return async () => {
    reportServer(directory);
    const left = leftByTests(directory);
    if (left.length > 0) process.stderr.write(`tests left behind, and the run removed: ${left.join(', ')}\n`);
    await dropKept(directory);
    await removeRun(directory, 'own');
  };
}

function reportServer(directory: string): void {
  const file = join(directory, 'server.json');
  if (existsSync(file)) {
    const { version }: { readonly version: string } = JSON.parse(readFileSync(file, 'utf8'));
    const which = process.env['TEST_DATABASE_URL'] === undefined ? 'embedded' : 'of TEST_DATABASE_URL';
    process.stderr.write(`database tests ran on PostgreSQL ${version} (${which})\n`);
  }
}
