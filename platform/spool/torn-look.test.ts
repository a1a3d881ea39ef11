import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { agreedScan, scanFrames, writeFrame } from './frame.ts';
import { listSegments, openSpool, readSegment } from './index.ts';

/** Frames of equal length, those of these ordinals not written yet. */
function look(count: number, missing: readonly number[] = []): { readonly bytes: Buffer; readonly each: number } {
  const each = writeFrame(Buffer.alloc(100), 0, 0, 'record');
  const bytes = Buffer.alloc(each * count);
  for (let ordinal = 0; ordinal < count; ordinal += 1) writeFrame(bytes, ordinal * each, ordinal, 'record');
  for (const ordinal of missing) bytes.fill(0, ordinal * each, (ordinal + 1) * each);
  return { bytes, each };
}

const ordinals = ({ frames }: ReturnType<typeof scanFrames>) => frames.map(({ ordinal }) => ordinal);

describe('a gap is damage only where a second look still finds it', () => {
  test('one that the writer has filled since is none', () => {
    const { damaged } = scanFrames(look(6, [2, 3]).bytes);
    expect(damaged).toHaveLength(1);
    const { bytes, each } = look(6);
    const agreed = agreedScan(damaged, scanFrames(bytes));
    expect(ordinals(agreed)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(agreed).toMatchObject({ damaged: [], rest: 6 * each });
  });

  test('one that is still there is named, and read across', () => {
    const { bytes, each } = look(6, [2, 3]);
    const agreed = agreedScan(scanFrames(bytes).damaged, scanFrames(bytes));
    expect(ordinals(agreed)).toEqual([0, 1, 4, 5]);
    expect(agreed).toMatchObject({ damaged: [{ from: 2 * each, to: 4 * each }], rest: 6 * each });
  });

  test('at a newer one reading ends for now', () => {
    const { damaged } = scanFrames(look(8, [1]).bytes);
    const { bytes, each } = look(8, [1, 5]);
    const agreed = agreedScan(damaged, scanFrames(bytes));
    expect(ordinals(agreed)).toEqual([0, 2, 3, 4]);
    expect(agreed).toMatchObject({ damaged: [{ from: each, to: 2 * each }], rest: 5 * each });
  });
});

describe('a segment that is read while it is written', () => {
  const RECORDS = 100_000;
  const WRITERS = 64;
  const TEXT = 'x'.repeat(600);
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'tributary-torn-'));
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  test('gives every record once, and no gap', async () => {
    const spool = await openSpool({ directory: join(directory, 'edge') });
    let next = 0;
    let isWritten = false;
    const write = async (): Promise<void> => {
      while (next < RECORDS) {
        const record = `${next++} ${TEXT}`;
        await new Promise<void>((resolve, reject) => {
          spool.append(record, (failure) => (failure === null ? resolve() : reject(new Error(failure))));
        });
      }
    };
    const writing = Promise.all(Array.from({ length: WRITERS }, write)).then(() => {
      isWritten = true;
    });
    const positions = new Map<string, number>();
    const read = new Set<number>();
    const damaged: unknown[] = [];
    const readOn = async (): Promise<void> => {
      for (const { id, path } of await listSegments(directory)) {
        const part = await readSegment(path, positions.get(id) ?? 0, 8 * 1024 * 1024);
        positions.set(id, part.position);
        damaged.push(...part.damaged);
        for (const { text } of part.records) read.add(Number(text.slice(0, text.indexOf(' '))));
      }
    };
    while (!isWritten) await readOn();
    await writing;
    while (read.size < RECORDS && damaged.length === 0) await readOn();
    expect(damaged).toEqual([]);
    expect(read.size).toBe(RECORDS);
    await spool.close();
  });
});
