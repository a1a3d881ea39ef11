import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withProcessLock } from './process-lock.ts';

let directory: string;
let lock: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'tributary-lock-'));
  lock = join(directory, 'start.lock');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

test('only one holds the lock at a time, and it is gone afterwards', async () => {
  let inside = 0;
  const work = async () => {
    inside += 1;
    expect(inside).toBe(1);
    await turn();
    inside -= 1;
  };
  await Promise.all(Array.from({ length: 4 }, () => withProcessLock(lock, work)));
  expect(existsSync(lock)).toBe(false);
});

test('the lock of a process that was killed is cleared', async () => {
  const dead = spawn(process.execPath, ['-e', '']);
  await once(dead, 'exit');
  writeFileSync(lock, `${dead.pid} 12345`);
  expect(await withProcessLock(lock, () => Promise.resolve('done'))).toBe('done');
});

test('the lock of a process whose id another one has now is cleared', async () => {
  writeFileSync(lock, `${process.pid} 1`);
  expect(await withProcessLock(lock, () => Promise.resolve('done'))).toBe('done');
});

test('work that fails gives the lock back', async () => {
  await expect(withProcessLock(lock, () => Promise.reject(new Error('no disk')))).rejects.toThrow('no disk');
  expect(existsSync(lock)).toBe(false);
});
