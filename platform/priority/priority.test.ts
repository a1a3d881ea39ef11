import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
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

/** Works hard on every thread of the pool of libuv, and tells of each thread its priority and the processor time it has used. */
const background = `
import { pbkdf2 } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import { yieldInBackground } from ${JSON.stringify(fileURLToPath(new URL('./index.ts', import.meta.url)))};
yieldInBackground();
const work = () => new Promise((resolve) => pbkdf2('a', 'b', 200_000, 64, 'sha512', resolve));
await Promise.all([work(), work(), work(), work()]);
console.log(JSON.stringify(readdirSync('/proc/self/task').map(Number).map((thread) => ({
  main: thread === process.pid,
  priority: getPriority(thread),
  used: Number(readFileSync('/proc/self/task/' + thread + '/schedstat', 'utf8').split(' ')[0]),
}))));`;

test('garbage waits, what answers and what makes durable does not', async () => {
  const args = ['--import', 'tsx', '--input-type=module', '-e', background];
  const told = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  for await (const part of told.stdout) text += String(part);
  const threads: { main: boolean; priority: number; used: number }[] = JSON.parse(text);
  const others = threads.filter(({ main }) => !main).sort((one, other) => other.used - one.used);
  expect(threads.filter(({ main }) => main).map(({ priority }) => priority)).toEqual([getPriority()]);
  expect(others.slice(0, 4).map(({ priority }) => priority)).toEqual(Array(4).fill(getPriority()));
  expect(threads.filter(({ priority }) => priority === 19)).toHaveLength(5);
});
