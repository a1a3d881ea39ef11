import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { leftByTests, removeAbandonedRuns } from './run-directory.ts';

const parent = mkdtempSync(join(tmpdir(), 'tributary-runs-'));
afterAll(() => rmSync(parent, { recursive: true }));

const folder = (...names: string[]): string => {
  const path = join(parent, ...names);
  mkdirSync(path, { recursive: true });
  return path;
};

/** Says its number when it runs, and would run for ever. */
async function sleeper(words: readonly string[], env: NodeJS.ProcessEnv) {
  const script = 'setInterval(() => {}, 1000); console.log(process.pid)';
  const child = spawn(process.execPath, ['-e', script, ...words], { stdio: ['ignore', 'pipe', 'ignore'], env });
  await once(child.stdout, 'data');
  return { child, ended: once(child, 'close') };
}

test('a run that was killed leaves nothing: processes, files, and databases outside their data directories', async () => {
  const dead = spawnSync(process.execPath, ['-e', '']).pid;
  const [abandoned, running] = [
    folder(`tributary-tests-${dead}-aaaaaa`),
    folder(`tributary-tests-${process.pid}-bbbbbb`),
  ];
  const elsewhere = (hash: string) => folder('state', hash);
  const own = elsewhere('0123456789abcdef-01234567');
  const foreign = elsewhere('fedcba9876543210-01234567');
  const record = (data: string, claimed: string, directory: string) =>
    writeFileSync(join(data, 'database.json'), JSON.stringify({ directory, data_directory: claimed }));
  record(folder(`tributary-tests-${dead}-aaaaaa`, 'one', 'data'), join(abandoned, 'one', 'data'), own);
  record(folder(`tributary-tests-${dead}-aaaaaa`, 'copy'), '/srv/somebody/data', foreign);
  const { PATH } = process.env;
  const left = await Promise.all([
    sleeper([], { PATH, TMPDIR: abandoned }),
    sleeper([join(abandoned, 'one')], { PATH }),
    sleeper([join(own, 'cluster')], { PATH }),
  ]);
  const other = await sleeper([running], { PATH });

  await removeAbandonedRuns(parent);
  expect((await Promise.all(left.map(({ ended }) => ended))).map(([, signal]) => signal)).toEqual([
    'SIGKILL',
    'SIGKILL',
    'SIGKILL',
  ]);
  expect([abandoned, own].map((path) => existsSync(path))).toEqual([false, false]);
  expect([running, foreign].map((path) => existsSync(path))).toEqual([true, true]);
  expect(other.child.exitCode ?? other.child.signalCode).toBeNull();
  other.child.kill();
  await other.ended;
});

test('what a test did not remove is told apart from what the run and its tools put there', () => {
  const directory = folder('tributary-tests-1-cccccc');
  for (const name of ['cluster', 'cluster.log', 'server.json', 'tsx-0', 'tributary-edge-x1'])
    folder('tributary-tests-1-cccccc', name);
  expect(leftByTests(directory)).toEqual(['tributary-edge-x1']);
});
