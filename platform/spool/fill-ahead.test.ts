import { mkdtemp, open, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  listSegments,
  openSpool,
  readSegment,
  type SegmentFile,
  type Spool,
  type SpoolFailure,
  writtenBytes,
} from './index.ts';

const MEGABYTE = 1024 * 1024;

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

async function onlySegment(): Promise<SegmentFile> {
  const [segment, ...others] = await listSegments(root);
  if (segment === undefined || others.length > 0) throw new Error('expected one segment');
  return segment;
}

/** Everything of the only segment, as a shipper reads it: in parts, each from where the last ended. */
async function readOn(from = 0) {
  const { path } = await onlySegment();
  const records: string[] = [];
  for (let position = from; ; ) {
    const part = await readSegment(path, position, 64 * 1024);
    records.push(...part.records.map(({ text }) => text));
    if (part.position === position || part.closedWith !== null) {
      return { records, position: part.position, closedWith: part.closedWith, damaged: part.damaged };
    }
    position = part.position;
  }
}

/** Waits for what happens beside the commits: appending goes on until the file is as long as asked. */
async function appendUntil(spool: Spool, bytes: number, records: string[]): Promise<void> {
  const { path } = await onlySegment();
  while ((await stat(path)).size < bytes) {
    const record = `record ${records.length} ${'x'.repeat(1_000)}`;
    expect(await append(spool, record)).toBeNull();
    records.push(record);
  }
}

describe('a segment that is filled with zeros ahead of its records', () => {
  it('is read up to its last record, again and again, and is as long as its records once it is closed', async () => {
    const spool = await openSpool({ directory });
    const written: string[] = [];
    await appendUntil(spool, 4 * MEGABYTE, written);
    const first = await readOn();
    expect(first).toMatchObject({ records: written, closedWith: null, damaged: [] });
    expect(await writtenBytes(await onlySegment())).toBe(first.position);
    const more = Array.from({ length: 3_000 }, (_, index) => `more ${index} ${'y'.repeat(2_000)}`);
    // Past the first zeros, into those that are written meanwhile.
    expect(new Set(await Promise.all(more.map((record) => append(spool, record))))).toEqual(new Set([null]));
    const second = await readOn(first.position);
    expect(second.records).toEqual(more);
    await spool.close();
    const last = await readOn(second.position);
    expect(last).toMatchObject({ records: [], closedWith: written.length + more.length });
    expect((await onlySegment()).bytes).toBe(last.position);
  });

  it('loses its zeros and no record when its writer ended without closing it', async () => {
    const spool = await openSpool({ directory });
    const written: string[] = [];
    await appendUntil(spool, 4 * MEGABYTE, written);
    const { path } = await onlySegment();
    const { position } = await readOn();
    await spool.close();
    // As the writer left it: records, then zeros.
    const file = await open(path, 'r+');
    await file.truncate(position);
    await file.truncate(position + MEGABYTE);
    await file.close();
    const again = await openSpool({ directory });
    const [left] = await listSegments(root);
    const part = await readSegment(left?.path ?? '', 0, 16 * MEGABYTE);
    expect(part.records.map(({ text }) => text)).toEqual(written);
    expect(part).toMatchObject({ closedWith: written.length, damaged: [] });
    await again.close();
  });

  it('is read across zeros in its middle once it is closed, and names them', async () => {
    const spool = await openSpool({ directory });
    const written: string[] = [];
    await appendUntil(spool, 4 * MEGABYTE, written);
    while (written.length < 1_000) {
      written.push(`record ${written.length} ${'x'.repeat(1_000)}`);
      await append(spool, written.at(-1) ?? '');
    }
    await spool.close();
    const { path } = await onlySegment();
    const file = await open(path, 'r+');
    await file.write(Buffer.alloc(300_000), 0, 300_000, 100_000);
    await file.close();
    const kept = await readOn();
    expect(kept.closedWith).toBe(1_000);
    expect(kept.records.length).toBeGreaterThan(600);
    expect(kept.records.every((record) => written.includes(record))).toBe(true);
    const part = await readSegment(path, 0, 64 * MEGABYTE);
    expect(part.damaged).toHaveLength(1);
    expect(part.damaged[0]?.from).toBeLessThanOrEqual(100_000);
    expect(part.damaged[0]?.to).toBeGreaterThanOrEqual(400_000);
  });
});
