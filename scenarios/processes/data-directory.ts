import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findDatabaseHome } from '../../platform/postgres/index.ts';
import { hasEnded, isRunning } from './liveness.ts';

/** Where one network of a scenario lives: its data and its master key, apart from each other as in production. */
export interface DataDirectory {
  readonly path: string;
  readonly secretFile: string;
  /** Process id of the database server that runs on it now; `null` when none does. */
  serverPid(): number | null;
  /** Ends a database server that was left behind, and removes everything. */
  remove(): Promise<void>;
}

export function dataDirectory(): DataDirectory {
  const parent = mkdtempSync(join(realpathSync(tmpdir()), 'tributary-scenario-'));
  // The account that runs the database for root must be able to pass through.
  chmodSync(parent, 0o711);
  const path = join(parent, 'data');
  const secretFile = join(parent, 'master.key');
  writeFileSync(secretFile, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600 });
  const serverPid = () => serverPidOf(path);
  return {
    path,
    secretFile,
    serverPid,
    remove: async () => {
      const pid = serverPid();
      if (pid !== null) {
        process.kill(pid, 'SIGQUIT');
        await hasEnded(pid);
      }
      const home = existsSync(path) ? findDatabaseHome(path) : null;
      if (home !== null) rmSync(home, { recursive: true, force: true });
      rmSync(parent, { recursive: true, force: true });
    },
  };
}

function serverPidOf(dataDir: string): number | null {
  const home = existsSync(dataDir) ? findDatabaseHome(dataDir) : null;
  if (home === null) return null;
  const file = join(home, 'cluster', 'postmaster.pid');
  if (!existsSync(file)) return null;
  // Being written at this moment, it may still be empty.
  const pid = Number(readFileSync(file, 'utf8').split('\n', 1)[0]);
  return isRunning(pid) ? pid : null;
}
