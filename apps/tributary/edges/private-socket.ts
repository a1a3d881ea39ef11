import { existsSync, rmSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The name of the directory tells whose it is. Not below the data directory: the path of a socket has hardly more than 100 bytes. */
const OF_PROCESS = /^tributary-(\d+)-\w{6}$/;

const SOCKET = 'api';

/** A path for a local socket that nobody but this user can reach. Removes those that processes left behind when they were killed. */
export async function privateSocket(
  parent = tmpdir(),
): Promise<{ readonly path: string; readonly remove: () => void }> {
  await removeLeftovers(parent);
  const directory = await mkdtemp(join(parent, `tributary-${process.pid}-`));
  return { path: join(directory, SOCKET), remove: () => rmSync(directory, { recursive: true, force: true }) };
}

async function removeLeftovers(parent: string): Promise<void> {
  for (const name of await readdir(parent).catch(() => [])) {
    const [, pid] = OF_PROCESS.exec(name) ?? [];
    if (pid === undefined || lives(Number(pid))) continue;
    const directory = join(parent, name);
    // Two containers that share the directory do not see each other's processes, but the socket answers.
    if (await answers(join(directory, SOCKET))) continue;
    // Another user's stays: it may not be removed.
    await rm(directory, { recursive: true, force: true }).catch(() => undefined);
  }
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function answers(path: string): Promise<boolean> {
  if (!existsSync(path)) return Promise.resolve(false);
  return new Promise((resolve) => {
    const probe = createConnection(path);
    probe.once('connect', () => {
      probe.destroy();
      resolve(true);
    });
    probe.once('error', () => resolve(false));
  });
}
