/**
 * Makes a clone ready to run, before `npm start` and `npm test` and by `npm run prestart` alone: installs what the lock file asks for,
 * links the command line, builds what is stale. Needs nothing but Node: it must run before anything is installed. Says one line per
 * thing done and nothing when there is nothing to do. Safe when started several times at once.
 */
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildIfStale, isBuilt } from './build.mjs';
import { installIfStale, isInstalled, isLinked, linkCommand } from './install.mjs';
import { withLock } from './lock.mjs';
import { nodeRefusal } from './node-version.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

const refusal = nodeRefusal(process.versions.node);
if (refusal !== null) {
  console.error(refusal);
  process.exit(1);
}

try {
  // The usual case costs a few reads and takes no lock.
  if (!(isInstalled(root) && isLinked(root) && isBuilt(root))) {
    mkdirSync(`${root}/dist`, { recursive: true });
    await withLock(`${root}/dist/.setup-lock`, () => {
      installIfStale(root);
      linkCommand(root);
      buildIfStale(root);
    });
  }
} catch (error) {
  console.error(`setup: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
