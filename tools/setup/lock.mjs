import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/** A first install on a slow line may take minutes; whoever waits longer is told whom it waits for. */
const WAIT_MS_MAX = 15 * 60_000;
const PAUSE_MS = 100;

/**
 * Runs `work` while no other setup of this clone runs. The lock of a process that was killed is taken over.
 * @param {string} lock a folder to be
 * @param {() => void} work
 */
export async function withLock(lock, work) {
  const until = Date.now() + WAIT_MS_MAX;
  while (!take(lock)) {
    if (Date.now() > until) {
      throw new Error(
        `another setup (process ${holder(lock)}) holds ${lock} for too long; end it, or delete that folder`,
      );
    }
    await pause(PAUSE_MS);
  }
  try {
    work();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

/** @param {string} lock */
function take(lock) {
  // Made complete under another name: whoever sees the lock also sees who holds it.
  const mine = `${lock}.${process.pid}`;
  mkdirSync(mine, { recursive: true });
  writeFileSync(`${mine}/pid`, String(process.pid));
  try {
    renameSync(mine, lock);
    return true;
  } catch {
    rmSync(mine, { recursive: true, force: true });
  }
  const pid = holder(lock);
  if (pid !== null && !isAlive(pid)) {
    clear(lock, pid);
  }
  return false;
}

/**
 * Moved aside before it is removed, and put back if it turns out to be somebody's fresh one.
 * @param {string} lock
 * @param {number} pid
 */
function clear(lock, pid) {
  const aside = `${lock}.dead.${process.pid}`;
  try {
    renameSync(lock, aside);
    if (holder(aside) !== pid && !existsSync(lock)) {
      renameSync(aside, lock);
    }
  } catch {
    // Somebody else cleared it.
  }
  rmSync(aside, { recursive: true, force: true });
}

/**
 * @param {string} lock
 * @returns {number | null}
 */
function holder(lock) {
  try {
    return Number.parseInt(readFileSync(`${lock}/pid`, 'utf8'), 10);
  } catch {
    return null;
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
