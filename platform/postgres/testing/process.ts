import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { isAlive, stopServer } from '../cluster.ts';
import { findDatabaseHome } from '../home.ts';

/** A data directory for one test; `remove` also stops a server left in it. */
export interface DataDirectory {
  readonly path: string;
  remove(): Promise<void>;
}

/** `mode` 0711 lets the server's account through; 0700 shuts it out. */
export function dataDirectory(mode: number, owner?: { readonly uid: number; readonly gid: number }): DataDirectory {
  const parent = mkdtempSync(join(realpathSync(tmpdir()), 'tributary-database-'));
  chmodSync(parent, owner === undefined ? mode : 0o777);
  const path = join(parent, 'data');
  return { path, remove: () => removeData(parent, path) };
}

async function removeData(parent: string, path: string): Promise<void> {
  const home = existsSync(path) ? findDatabaseHome(path) : null;
  if (home !== null) {
    const pid = serverPid(path);
    if (pid !== null && isAlive(pid)) {
      await stopServer(pid);
    }
    rmSync(home, { recursive: true, force: true });
  }
  rmSync(parent, { recursive: true, force: true });
}

/** The process id in the server's own lock file; null when it is not running. */
export function serverPid(dataDir: string): number | null {
  const file = join(findDatabaseHome(dataDir) ?? dataDir, 'cluster', 'postmaster.pid');
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : null;
}

export interface OpenedElsewhere {
  readonly child: ChildProcess;
  readonly url: string;
  readonly owned: boolean;
}

/** Opens the database in a process of its own, perhaps as another user. */
export async function openElsewhere(dataDir: string, account?: { uid: number; gid: number }): Promise<OpenedElsewhere> {
  const script = fileURLToPath(new URL('open.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', script, dataDir], {
    stdio: ['pipe', 'pipe', 'inherit'],
    ...account,
  });
  const lines = createInterface({ input: child.stdout });
  const [line] = await Promise.race([
    once(lines, 'line'),
    once(child, 'exit').then(() => Promise.reject(new Error('the process ended before it had a database'))),
  ]);
  const opened: { url: string; owned: boolean } = JSON.parse(line);
  return { child, ...opened };
}

/** Ends the process: in order by closing its input, or as a crash. */
export async function endProcess(child: ChildProcess, how: 'in order' | 'crash'): Promise<void> {
  const exit = once(child, 'exit');
  if (how === 'crash') {
    child.kill('SIGKILL');
  } else {
    child.stdin?.end();
  }
  await exit;
}
