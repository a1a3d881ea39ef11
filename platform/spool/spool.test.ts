import { spawn } from 'node:child_process';
import { mkdtemp, open, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { frameBytesMax, scanFrames, writeFrame } from './frame.ts';
import { listSegments, openSpool, readSegment, removeSegment, type Spool, type SpoolFailure } from './index.ts';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tributary-spool-'));
});
afterEach(async () => {
  await rm(root, { recursive: true });
});

const append = (spool: Spool, record: string) =>
  new Promise<SpoolFailure | null>((resolve) => spool.append(record, resolve));

const appendAll = (spool: Spool, records: readonly string[]) =>
  Promise.all(records.map((record) => append(spool, record)));

const numbered = (count: number) => Array.from({ length: count }, (_, index) => `record ${index}`);

async function readAll() {
  const records: string[] = [];
  const damaged: { from: number; to: number }[] = [];
  const closedWith: (number | null)[] = [];
  for (const segment of await listSegments(root)) {
    let position = 0;
    for (;;) {
      const part = await readSegment(segment.path, position, 4_096);
      records.push(...part.records.map(({ text }) => text));
      damaged.push(...part.damaged);
      if (part.position === position || part.closedWith !== null) {
        closedWith.push(part.closedWith);
        break;
      }
      position = part.position;
    }
  }
  return { records, damaged, closedWith };
}

describe('records', () => {
  it('come back as they were appended, in order, whatever text they hold', async () => {
    const spool = await openSpool({ directory: join(root, 'one') });
    const texts = ['', 'plain', 'tab\tline\nnull\u0000', 'емодзи 🦩 RTL \u202e', 'x'.repeat(200_000)];
    expect(await appendAll(spool, texts)).toEqual(texts.map(() => null));
    await spool.close();
    const read = await readAll();
    expect(read.records).toEqual(texts);
    expect(read.closedWith).toEqual([texts.length]);
    expect(spool.status).toMatchObject({ recorded: texts.length, failed: 0, trouble: null });
  });

  it('that arrive together share one commit', async () => {
    const spool = await openSpool({ directory: join(root, 'one') });
    await appendAll(spool, numbered(500));
    expect(spool.status.commits).toBe(1);
    await spool.close();
  });

  it('are readable while their segment is still being written', async () => {
    const spool = await openSpool({ directory: join(root, 'one') });
    await append(spool, 'first');
    expect(await readAll()).toMatchObject({ records: ['first'], closedWith: [null] });
    await append(spool, 'second');
    expect((await readAll()).records).toEqual(['first', 'second']);
    await spool.close();
  });

  it('go into a new segment when the old one is large or old, and every segment says how many it holds', async () => {
    let now = 0;
    const spool = await openSpool({
      directory: join(root, 'one'),
      segmentBytes: 300,
      segmentMs: 1_000,
      elapsed: () => now,
    });
    for (const record of numbered(20)) {
      await append(spool, record);
    }
    const bySize = (await listSegments(root)).length;
    expect(bySize).toBeGreaterThan(1);
    now = 5_000;
    await append(spool, 'much later');
    expect((await listSegments(root)).length).toBe(bySize + 1);
    await spool.close();
    const read = await readAll();
    expect(read.records).toEqual([...numbered(20), 'much later']);
    expect(read.closedWith.reduce<number>((sum, records) => sum + (records ?? Number.NaN), 0)).toBe(21);
  });
});

describe('a spool that ended badly', () => {
  it('gives back every whole record and forgets a torn last one', async () => {
    const directory = join(root, 'one');
    const spool = await openSpool({ directory });
    await appendAll(spool, numbered(10));
    await spool.close();
    const [segment] = await listSegments(root);
    const bytes = await readFile(segment?.path ?? '');
    const scan = scanFrames(bytes);
    // Every place at which a kill may have cut the file.
    const lastWhole = scan.frames[8]?.end ?? 0;
    for (let length = lastWhole + 1; length < (scan.frames[9]?.end ?? 0); length += 1) {
      await writeFile(segment?.path ?? '', bytes.subarray(0, length));
      const again = await openSpool({ directory });
      await again.close();
      const read = await readAll();
      expect(read.records).toEqual(numbered(9));
      expect(read.closedWith).toEqual([9]);
      expect(read.damaged).toEqual([]);
    }
  });

  it('names a damaged middle and recovers all records around it', async () => {
    const spool = await openSpool({ directory: join(root, 'one') });
    await appendAll(spool, numbered(1_000));
    await spool.close();
    const [segment] = await listSegments(root);
    const path = segment?.path ?? '';
    const frames = scanFrames(await readFile(path)).frames;
    const from = frames[499]?.end ?? 0;
    const to = frames[502]?.end ?? 0;
    const file = await open(path, 'r+');
    await file.write(Buffer.alloc(to - from - 5, 0x41), 0, to - from - 5, from + 3);
    await file.close();
    const read = await readAll();
    expect(read.records).toEqual(numbered(1_000).filter((_, index) => index < 500 || index > 502));
    expect(read.damaged).toEqual([{ from, to }]);
    expect(read.closedWith).toEqual([1_000]);
  });

  it('never yields a record that was not written, whatever single byte is damaged', () => {
    const texts = numbered(6);
    const bytes = Buffer.alloc(texts.reduce((sum, text) => sum + frameBytesMax(text), 0));
    let end = 0;
    for (const [ordinal, text] of texts.entries()) {
      end = writeFrame(bytes, end, ordinal, text);
    }
    fc.assert(
      fc.property(fc.nat({ max: end - 1 }), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const hurt = Buffer.from(bytes.subarray(0, end));
        hurt[at] = (hurt[at] ?? 0) ^ flip;
        const read = scanFrames(hurt).frames.map(({ ordinal, text }) => ({ ordinal, text }));
        expect(read.length).toBe(5);
        for (const { ordinal, text } of read) {
          expect(text).toBe(texts[ordinal]);
        }
      }),
      { seed: 20_220_615, numRuns: 500 },
    );
  });

  it('refuses a second writer while the first lives, and takes over from a dead one', async () => {
    const directory = join(root, 'one');
    const first = await openSpool({ directory });
    await expect(openSpool({ directory })).rejects.toThrow(`process ${process.pid} writes here already`);
    await first.close();
    await writeFile(join(directory, 'writer.lock'), `${process.pid} a-boot-long-ago/17`);
    const second = await openSpool({ directory });
    await second.close();
  });
});

describe('a disk that refuses', () => {
  it('is reported for each record, and records are durable again as soon as it takes them', async () => {
    let now = 0;
    const directory = join(root, 'one');
    const spool = await openSpool({ directory, segmentBytes: 1, elapsed: () => now });
    expect(await append(spool, 'before')).toBeNull();
    // The next segment cannot be made: a file is where its directory was.
    await rm(directory, { recursive: true });
    await writeFile(directory, '');
    expect(await appendAll(spool, ['lost', 'lost too'])).toEqual(['failed', 'failed']);
    expect(await append(spool, 'not even tried')).toBe('failed');
    expect(spool.status).toMatchObject({ recorded: 1, failed: 3 });
    expect(spool.status.trouble).toContain('EEXIST');
    now = 60_000;
    await rm(directory);
    expect(await append(spool, 'after')).toBeNull();
    expect(spool.status.trouble).toBeNull();
    await spool.close();
    expect((await readAll()).records).toEqual(['after']);
  });

  it('or does not answer in time keeps nobody waiting, and is used again when it answers', async () => {
    const spool = await openSpool({ directory: join(root, 'one'), stallMs: 0 });
    // Writing and syncing these takes far longer than no time at all.
    const large = Array.from({ length: 30 }, (_, index) => `${index} ${'x'.repeat(300_000)}`);
    expect(new Set(await appendAll(spool, large))).toEqual(new Set(['stalled']));
    expect(await append(spool, 'while it hangs')).toBe('stalled');
    expect(spool.status).toMatchObject({ recorded: 0, failed: 31 });
    while (spool.status.trouble !== null) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    await spool.close();
    // They became durable after all; nobody was told so, and nobody is harmed.
    expect((await readAll()).records).toEqual(large);
  });

  it('loses nothing that it acknowledged, and closes what it had to leave, when files cannot grow', async () => {
    const script = fileURLToPath(new URL('testing/appending-process.ts', import.meta.url));
    const count = 2_000;
    // Writes beyond 40 blocks of a file fail with EFBIG, in the middle of a record, as on a full disk.
    const limited = 'ulimit -f 40; exec "$0" "$@"';
    const child = spawn(
      'sh',
      [
        '-c',
        limited,
        process.execPath,
        '--import',
        'tsx',
        script,
        join(root, 'full'),
        '0',
        '1000000000',
        String(count),
      ],
      { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, TSX_DISABLE_CACHE: '1' } },
    );
    const acknowledged: number[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      acknowledged.push(Number(line));
    }
    const again = await openSpool({ directory: join(root, 'full') });
    await again.close();
    const { records, damaged, closedWith } = await readAll();
    const kept = records.map((record) => Number(record.split(' ')[1]));
    expect(acknowledged.length).toBeGreaterThan(100);
    expect(acknowledged.length).toBeLessThan(count);
    expect(kept.toSorted((one, other) => one - other)).toEqual(acknowledged.toSorted((one, other) => one - other));
    expect(damaged).toEqual([]);
    expect(closedWith.length).toBeGreaterThan(3);
    expect(closedWith.reduce<number>((sum, closed) => sum + (closed ?? Number.NaN), 0)).toBe(kept.length);
  });

  it('counts as full at the limit it was given, and takes records again when segments were removed', async () => {
    const spool = await openSpool({ directory: join(root, 'limited'), bytesMax: 2_000, retryMs: 0 });
    const answers: (SpoolFailure | null)[] = [];
    for (let count = 0; count < 40; count += 1) {
      answers.push(await append(spool, `record ${count} ${'x'.repeat(80)}`));
    }
    const durable = answers.filter((failure) => failure === null).length;
    expect(answers).toEqual([...Array(durable).fill(null), ...Array(40 - durable).fill('failed')]);
    expect(spool.status.trouble).toMatch(/^the segments hold \d+ bytes, and the limit of this spool is 2000$/);
    const full = await readAll();
    expect([full.records.length, full.closedWith]).toEqual([durable, [durable]]);
    for (const segment of await listSegments(root)) {
      await removeSegment(segment);
    }
    expect(await append(spool, 'after')).toBe(null);
    expect(spool.status.trouble).toBe(null);
    await spool.close();
    const reopened = await openSpool({ directory: join(root, 'limited'), bytesMax: 10 });
    expect(await append(reopened, 'too much')).toBe('failed');
    await reopened.close();
  });

  it('does not take records after closing', async () => {
    const spool = await openSpool({ directory: join(root, 'one') });
    await spool.close();
    expect(await append(spool, 'late')).toBe('closed');
    expect(await listSegments(root)).toEqual([]);
  });
});

describe('segments', () => {
  it('of several writers are listed apart, oldest first, and removed one by one', async () => {
    for (const name of ['edge-1', 'edge-2']) {
      const spool = await openSpool({ directory: join(root, name), segmentBytes: 1 });
      await append(spool, `${name} a`);
      await append(spool, `${name} b`);
      await spool.close();
    }
    const segments = await listSegments(root);
    expect(segments.map(({ spool }) => spool)).toEqual(['edge-1', 'edge-1', 'edge-2', 'edge-2']);
    expect(new Set(segments.map(({ id }) => id)).size).toBe(4);
    const rest = await listSegments(root, (id) => id === segments[0]?.id);
    expect(rest.map(({ id }) => id)).toEqual(segments.slice(1).map(({ id }) => id));
    for (const segment of segments.slice(0, 1)) {
      await removeSegment(segment);
    }
    expect((await readAll()).records).toEqual(['edge-1 b', 'edge-2 a', 'edge-2 b']);
    expect(await listSegments(join(root, 'nowhere'))).toEqual([]);
  });

  it('that hold nothing leave no file', async () => {
    const directory = join(root, 'one');
    const spool = await openSpool({ directory });
    const [segment] = await listSegments(root);
    await truncate(segment?.path ?? '', 0);
    await spool.close();
    expect(await listSegments(root)).toEqual([]);
    await expect(stat(segment?.path ?? '')).rejects.toThrow('ENOENT');
  });
});

describe('a writer killed at any instant', () => {
  /** Each start of a process costs a third of a second. */
  const KILLS = 10;
  const ACKNOWLEDGED_PER_LIFE = 40;

  it('keeps every record it acknowledged, each once', { timeout: 120_000 }, async () => {
    const acknowledged = new Set<number>();
    for (let life = 0; life < KILLS; life += 1) {
      const first = life * 1_000_000;
      // A different number of records each time, so that the kill meets commits, rotations and openings.
      await liveAndDie(first, ACKNOWLEDGED_PER_LIFE + life * 37, acknowledged);
    }
    const last = await openSpool({ directory: join(root, 'killed') });
    await last.close();
    const { records, damaged, closedWith } = await readAll();
    const kept = records.map((record) => Number(record.split(' ')[1]));
    expect(new Set(kept).size).toBe(kept.length);
    expect([...acknowledged].filter((number) => !kept.includes(number))).toEqual([]);
    expect(damaged).toEqual([]);
    expect(closedWith).not.toContain(null);
  });

  async function liveAndDie(first: number, until: number, acknowledged: Set<number>): Promise<void> {
    const script = fileURLToPath(new URL('testing/appending-process.ts', import.meta.url));
    const child = spawn(process.execPath, ['--import', 'tsx', script, join(root, 'killed'), String(first)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    let seen = 0;
    for await (const line of createInterface({ input: child.stdout })) {
      acknowledged.add(Number(line));
      seen += 1;
      if (seen === until) {
        child.kill('SIGKILL');
      }
    }
    await ended;
    expect(seen).toBeGreaterThanOrEqual(until);
  }
});
