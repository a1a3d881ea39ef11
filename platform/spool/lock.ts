import { open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isCode } from './segment.ts';

/**
 * One writer a directory. The lock names the process and the moment the system started it, because after a restart of the machine
 * another program may have the same number.
 */
export interface DirectoryLock {
  /** Takes it anew where somebody has removed it. Throws when another process has it by now. */
  renew(): Promise<void>;
  release(): Promise<void>;
}

/** Another process writes there; it may be about to end. */
export class DirectoryTaken extends Error {}

const LOCK_FILE = 'writer.lock';

/** Throws when a living process holds the directory; takes over the lock of a dead one. */
export async function lockDirectory(directory: string): Promise<DirectoryLock> {
  const path = join(directory, LOCK_FILE);
  const own = `${process.pid} ${await startOf(process.pid)}`;
  await take(path, own, directory);
  return {
    renew: async () => {
      const holder = await readFile(path, 'utf8').catch(() => null);
      if (holder !== own) await take(path, own, directory);
    },
    release: () => rm(path, { force: true }),
  };
}

async function take(path: string, own: string, directory: string): Promise<void> {
  for (let tries = 0; tries < 2; tries += 1) {
    try {
      await writeNew(path, own);
      return;
    } catch (error) {
      if (!isCode(error, 'EEXIST')) {
        throw error;
      }
      await dropIfDead(path, directory);
    }
  }
  throw new DirectoryTaken(
    `spool ${directory}: another process took the directory at the same moment; start one writer for it`,
  );
}

/** On a full disk a file can be made and not be filled; an empty one would say nothing. */
async function writeNew(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}

async function dropIfDead(path: string, directory: string): Promise<void> {
  const [pid = '', start = ''] = (await readFile(path, 'utf8').catch(() => '')).split(' ');
  const holder = Number(pid);
  const alive = holder > 0 && isAlive(holder) && (start === 'unknown' || (await startOf(holder)) === start);
  if (alive) {
    throw new DirectoryTaken(
      `spool ${directory}: process ${pid} writes here already; stop it, or give this process a directory of its own`,
    );
  }
  await rm(path, { force: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives and belongs to somebody else.
    return isCode(error, 'EPERM');
  }
}

/** Start of a process in clock ticks since boot, with the boot's id; `unknown` where the system does not tell. */
async function startOf(pid: number): Promise<string> {
  try {
    const boot = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
    const line = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in parentheses and may hold spaces; the start time is the 20th after it.
    const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
    return `${boot}/${fields[19] ?? ''}`;
  } catch {
    return 'unknown';
  }
}
