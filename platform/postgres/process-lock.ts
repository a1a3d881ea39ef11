import { existsSync, mkdirSync, readFileSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { isAlive } from './cluster.ts';

const PAUSE_MS = 50;

/** Whoever holds a lock may be making and starting a database, on a slow disk. */
const WAIT_MS_MAX = 120_000;

/** Clearing a dead holder's lock takes microseconds; a clearing older than this was itself killed. */
const CLEARING_MS_MAX = 5_000;

/**
 * Runs `work` while no other process on this machine runs under the same lock file. The lock of a process that was killed is
 * cleared. It only spares two starters from each other's errors: data safety rests on PostgreSQL's own lock, not on this one.
 */
export async function withProcessLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  const until = Date.now() + WAIT_MS_MAX;
  while (!take(file)) {
    if (Date.now() > until) {
      throw new Error(
        `database: process ${holder(file)?.pid ?? '?'} holds ${file} for too long; wait for it or end it`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function take(file: string): boolean {
  try {
    writeFileSync(file, identity(process.pid), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) {
      throw error;
    }
    clearDead(file);
    return false;
  }
}

/** Two waiters may find the same dead holder: only one may clear, or it would remove the other's fresh lock. */
function clearDead(file: string): void {
  if (!isDead(file)) {
    return;
  }
  const clearing = `${file}.clearing`;
  try {
    mkdirSync(clearing);
  } catch {
    const since = statSync(clearing, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - since > CLEARING_MS_MAX) {
      rmSync(clearing, { recursive: true, force: true });
    }
    return;
  }
  if (isDead(file)) {
    rmSync(file, { force: true });
  }
  rmdirSync(clearing);
}

function isDead(file: string): boolean {
  const known = holder(file);
  return known !== null && (!isAlive(known.pid) || identity(known.pid) !== known.text);
}

/** Null when nobody holds it, or its text is not written yet. */
function holder(file: string): { readonly pid: number; readonly text: string } | null {
  try {
    const text = readFileSync(file, 'utf8');
    const pid = Number(text.split(' ')[0]);
    return text.includes(' ') ? { pid, text } : null;
  } catch {
    return null;
  }
}

/** Process id and, where the system tells, its start time: ids are used again after a while. */
function identity(pid: number): string {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) {
    return `${pid} -`;
  }
  try {
    // The name in brackets may hold blanks; the start time is the 20th field after it.
    const fields = readFileSync(file, 'latin1').split(') ').at(-1)?.split(' ') ?? [];
    return `${pid} ${fields[19] ?? '-'}`;
  } catch {
    return `${pid} -`;
  }
}
