import { spawn, spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listSegments, openSpool, readSegment, type Spool, type SpoolFailure } from './index.ts';

let root = '';
let directory = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tributary-spool-'));
  directory = join(root, 'one');
});
afterEach(async () => {
  await rm(root, { recursive: true });
});

const append = (spool: Spool, record: string) =>
  new Promise<SpoolFailure | null>((resolve) => spool.append(record, resolve));

async function records(): Promise<string[]> {
  const segments = await listSegments(root);
  const parts = segments.map(({ path }) => readSegment(path, 0, 16 * 1024 * 1024));
  return (await Promise.all(parts)).flatMap((part) => part.records.map(({ text }) => text));
}

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await new Promise((resolve) => setTimeout(resolve, 2));
}

const isThere = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );

describe('a file that somebody deletes while it is written', () => {
  it.each([
    ['the segment', (path: string) => rm(path)],
    ['the directory with it', () => rm(directory, { recursive: true })],
  ])('%s: it is put back under its name, nothing that was acknowledged is lost, and writing goes on', async (_what, remove) => {
    const spool = await openSpool({ directory, lookMs: 2 });
    expect(await append(spool, 'before')).toBeNull();
    const [segment] = await listSegments(root);
    const path = segment?.path ?? '';
    await remove(path);
    // Nobody has to append anything for it.
    await until(() => isThere(path));
    expect(await append(spool, 'after')).toBeNull();
    expect(await records()).toEqual(['before', 'after']);
    expect(spool.status.trouble).toBeNull();
    await expect(openSpool({ directory })).rejects.toThrow(/writes here already/);
    await spool.close();
    expect(await listSegments(root)).toHaveLength(1);
  });

  it('is put back at the latest when it is closed', async () => {
    const spool = await openSpool({ directory, lookMs: 1_000_000 });
    await append(spool, 'before');
    await rm(directory, { recursive: true });
    await append(spool, 'after');
    await spool.close();
    expect(await records()).toEqual(['before', 'after']);
  });

  it('says so, refuses records and keeps those that it has while it cannot be put back', async () => {
    const spool = await openSpool({ directory, lookMs: 2, retryMs: 0 });
    await append(spool, 'before');
    // In one go, so that nobody makes the directory anew in between.
    rmSync(directory, { recursive: true });
    writeFileSync(directory, 'a file where the directory was');
    await until(async () => spool.status.trouble !== null);
    expect(spool.status.trouble).toMatch(/^its file was deleted and cannot be put back: /);
    expect(await append(spool, 'refused')).toBe('failed');
    await rm(directory);
    await until(async () => spool.status.trouble === null);
    expect(await append(spool, 'after')).toBeNull();
    await spool.close();
    expect(await records()).toEqual(['before', 'after']);
  });
});

it('a writer starts on a disk that takes nothing, and writes as soon as it does', { timeout: 60_000 }, async () => {
  const script = fileURLToPath(new URL('testing/appending-process.ts', import.meta.url));
  // Every write to a file fails with EFBIG, its lock's as well.
  const child = spawn(
    'sh',
    [
      '-c',
      'ulimit -S -f 0; exec "$0" "$@"',
      process.execPath,
      '--import',
      'tsx',
      script,
      directory,
      '0',
      '20000',
      'Infinity',
      'refusals',
    ],
    { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, TSX_DISABLE_CACHE: '1' } },
  );
  const acknowledged: number[] = [];
  let refused = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    if (line !== 'refused') {
      acknowledged.push(Number(line));
      if (acknowledged.length === 50) child.kill('SIGKILL');
    } else if (++refused === 1) {
      expect(await records()).toEqual([]);
      const raised = spawnSync('prlimit', ['--pid', String(child.pid), '--fsize=unlimited:unlimited']);
      expect(raised.status).toBe(0);
    }
  }
  expect(refused).toBeGreaterThan(0);
  expect(acknowledged.length).toBeGreaterThanOrEqual(50);
  const kept = (await records()).map((record) => Number(record.split(' ')[1]));
  expect(kept).toEqual(expect.arrayContaining(acknowledged));
});
