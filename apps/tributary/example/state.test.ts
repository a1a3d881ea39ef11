import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { turnToLoad } from './state.ts';

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'tributary-'));
});
afterAll(() => rm(dataDir, { recursive: true }));

const { signal } = new AbortController();

describe('the turn to load the example network', () => {
  it('is one process’s at a time: the next waits, says so once, and has it afterwards', async () => {
    const first = await turnToLoad(dataDir, () => undefined, signal);
    const told: string[] = [];
    let next = Promise.resolve<Awaited<ReturnType<typeof turnToLoad>>>(null);
    await new Promise<void>((waits) => {
      const onWait = () => {
        told.push('waits');
        waits();
      };
      next = turnToLoad(dataDir, onWait, signal);
    });
    await first?.release();
    const second = await next;
    expect(second).not.toBeNull();
    expect(told).toEqual(['waits']);
    await second?.release();
  });

  it('is lost by a process that died', async () => {
    const first = await turnToLoad(dataDir, () => undefined, signal);
    const lock = join(dataDir, 'example', 'writer.lock');
    const [, start = ''] = (await readFile(lock, 'utf8')).split(' ');
    await writeFile(lock, `${2 ** 22 + 1} ${start}`);
    const second = await turnToLoad(dataDir, () => expect.unreachable('nobody else loads'), signal);
    expect([first, second]).not.toContain(null);
    await second?.release();
  });

  it('is not asked for where nothing can be written', async () => {
    const file = join(dataDir, 'file');
    await writeFile(file, '');
    expect(await turnToLoad(file, () => undefined, signal)).toBeNull();
  });

  it('is not waited for any more when the process is to stop', async () => {
    const first = await turnToLoad(dataDir, () => undefined, signal);
    const stop = new AbortController();
    await expect(turnToLoad(dataDir, () => stop.abort(), stop.signal)).rejects.toThrow(/abort/i);
    await first?.release();
  });
});
