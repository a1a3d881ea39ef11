import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import { afterAll, expect, test } from 'vitest';
import { yieldToVisitors } from './index.ts';

const child = spawn(process.execPath, ['-e', 'process.stdin.resume(); console.log("here")'], {
  detached: true,
  stdio: ['pipe', 'pipe', 'ignore'],
});
afterAll(() => {
  child.stdin.end();
});

test('a process that yields weighs less, with its session where the system groups by them, and others as before', async () => {
  await once(child.stdout, 'data');
  const own = getPriority();
  const pid = child.pid ?? 0;
  yieldToVisitors(pid);
  expect(getPriority(pid)).toBe(10);
  const threads = process.platform === 'linux' ? readdirSync(`/proc/${pid}/task`).map(Number) : [pid];
  expect(new Set(threads.map((thread) => getPriority(thread)))).toEqual(new Set([10]));
  const group = `/proc/${pid}/autogroup`;
  if (existsSync(group)) expect(readFileSync(group, 'utf8')).toMatch(/ nice 10\n$/);
  expect(getPriority()).toBe(own);
});

test('one that is not there is no failure: nobody depends on it', () => {
  expect(() => yieldToVisitors(2 ** 22)).not.toThrow();
});
