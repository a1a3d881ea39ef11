import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { manualClock } from '../../platform/clock/index.ts';
import { keepUnspooledNote, unspooledNotes } from './unspooled-note.ts';

const AT = Date.UTC(2022, 5, 15);
let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tributary-note-'));
});
afterEach(() => rm(directory, { recursive: true }));

/** One life of an edge, at whose end so many clicks had no durable record. */
async function life(name: string, unspooled: number, reason: string | null, at = AT): Promise<void> {
  const note = await keepUnspooledNote(directory, name, manualClock(at), () => ({ unspooled, reason }));
  await note.close();
}

it('clicks without a durable record are counted through all lives of each edge, with the last time and reason', async () => {
  await life('edge-1', 3, 'ENOSPC: no space left on device, fdatasync\t\n');
  await life('edge-1', 2, 'a commit takes longer than 2000 ms', AT + 5_000);
  await life('edge-1', 0, null, AT + 9_000);
  await life('edge-2', 0, null);
  expect([...(await unspooledNotes(directory))]).toEqual([
    ['edge-1', { count: 5, lastAt: AT + 5_000, reason: 'a commit takes longer than 2000 ms' }],
    ['edge-2', { count: 0, lastAt: null, reason: null }],
  ]);
});

it('a note keeps its size, so that writing over it needs no room', async () => {
  await life('edge-1', 0, null);
  const path = join(directory, 'edge-1.unspooled');
  const { size } = await stat(path);
  await life('edge-1', 1_000_000, 'x'.repeat(10_000));
  expect((await readFile(path)).length).toBe(size);
});

it('a note that cannot be read or kept is no reason not to start', async () => {
  await writeFile(join(directory, 'edge-1.unspooled'), 'nonsense');
  await life('edge-1', 1, null);
  expect((await unspooledNotes(directory)).get('edge-1')).toMatchObject({ count: 1 });
  const nowhere = join(directory, 'edge-1.unspooled', 'below-a-file');
  const note = await keepUnspooledNote(nowhere, 'edge-1', manualClock(AT), () => ({ unspooled: 1, reason: null }));
  await note.close();
  expect([...(await unspooledNotes(nowhere))]).toEqual([]);
});
