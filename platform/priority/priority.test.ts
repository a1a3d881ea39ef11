import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import { afterAll, expect, test } from 'vitest';
import { yieldToVisitors } from './index.ts';

const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], {
  detached: true,
  stdio: ['pipe', 'ignore', 'ignore'],
});
afterAll(() => {
  child.stdin.end();
});

test('a process that yields weighs less, with its session where the system groups by them, and others as before', () => {
  const own = getPriority();
  const pid = child.pid ?? 0;
  yieldToVisitors(pid);
  expect(getPriority(pid)).toBe(10);
  const group = `/proc/${pid}/autogroup`;
  if (existsSync(group)) expect(readFileSync(group, 'utf8')).toMatch(/ nice 10\n$/);
  expect(getPriority()).toBe(own);
});

test('one that is not there is no failure: nobody depends on it', () => {
  expect(() => yieldToVisitors(2 ** 22)).not.toThrow();
});
