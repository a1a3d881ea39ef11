import { existsSync, readFileSync } from 'node:fs';

/** Whether a process of this id runs. One that nobody has collected yet has ended all the same. */
export function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const status = `/proc/${pid}/stat`;
  return !(existsSync(status) && /^\d+ \(.*\) Z /s.test(readFileSync(status, 'latin1')));
}

const POLL_MS = 20;
const END_MS_MAX = 100_000;

/** Resolves when the process has ended; rejects when it does not. For processes that are not our children. */
export async function hasEnded(pid: number): Promise<void> {
  await until(`process ${pid} ends`, END_MS_MAX, () => !isRunning(pid));
}

/** Asks `condition` again and again until it is true; rejects after `millisecondsMax`, saying what was waited for. */
export async function until(
  what: string,
  millisecondsMax: number,
  condition: () => boolean | Promise<boolean>,
): Promise<void> {
  const end = Date.now() + millisecondsMax;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`waited ${millisecondsMax} ms in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
