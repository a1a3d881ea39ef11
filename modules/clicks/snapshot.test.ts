import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { edgeSnapshot } from './snapshot.ts';
import { readSnapshotFile, writeSnapshotFile } from './snapshot-file.ts';
import { testLink, testProgram, testSnapshot } from './testing/index.ts';

let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'tributary-snapshot-'));
});
afterAll(async () => {
  await rm(root, { recursive: true });
});

const snapshot = testSnapshot({
  links: [
    testLink(),
    testLink({
      code: 'link000002aaaaaaaaaacccccccccc',
      linkId: 'link000002',
      kind: 'deeplink',
      target: 'https://shop.tld/a\tb',
    }),
    testLink({
      code: 'link000003bbbbbbbbbbcccccccccc',
      linkId: 'link000003',
      adSpace: { ...testLink().adSpace, id: 'other', code: 'bbbbbbbbbb' },
    }),
  ],
});

describe('the snapshot on disk', () => {
  it('gives back what was written', async () => {
    const path = join(root, 'deep', 'links.snapshot');
    await writeSnapshotFile(path, snapshot);
    expect(await readSnapshotFile(path)).toEqual(snapshot);
    await writeSnapshotFile(path, testSnapshot());
    expect(await readSnapshotFile(path)).toEqual(testSnapshot());
  });

  it('that is absent, cut short, of another format or no snapshot at all is none', async () => {
    const path = join(root, 'links.snapshot');
    expect(await readSnapshotFile(path)).toBeNull();
    await writeSnapshotFile(path, snapshot);
    const text = await readFile(path, 'utf8');
    for (const broken of [
      '',
      'x',
      '{}',
      text.slice(0, -40),
      text.replace('"format":1', '"format":2'),
      text.replace('\t0', '\t9'),
    ]) {
      await writeFile(path, broken);
      expect(await readSnapshotFile(path)).toBeNull();
    }
  });
});

describe('the snapshot in memory', () => {
  const options = { ownHosts: new Set<string>(), appHosts: new Set<string>(), landingHash: () => 1 };

  it('keeps one entry for all links of an ad space to the same place', () => {
    const links = Array.from({ length: 1_000 }, (_, index) => {
      const linkId = String(index).padStart(10, '0');
      return testLink({ code: `${linkId}aaaaaaaaaacccccccccc`, linkId });
    });
    const made = edgeSnapshot(testSnapshot({ links }), options, () => undefined);
    expect(made.links).toBe(1_000);
    expect(new Set(links.map(({ code }) => made.find(code))).size).toBe(1);
    expect(made.find('unknown')).toBeUndefined();
  });

  it('keeps what was computed for programs that did not change, and renews those that did', () => {
    const ignore = () => undefined;
    const first = edgeSnapshot(testSnapshot(), options, ignore);
    const same = edgeSnapshot(testSnapshot({ links: [] }), options, ignore, first);
    expect(same.program('shop')).toBe(first.program('shop'));
    const stopped = edgeSnapshot(
      testSnapshot({ programs: [testProgram({ status: 'stopped' })] }),
      options,
      ignore,
      same,
    );
    expect(stopped.program('shop')?.record.status).toBe('stopped');
    expect(stopped.find(testLink().code)?.program).toBe(stopped.program('shop'));
  });

  it('leaves out what cannot be used, says so, and keeps the rest', () => {
    const problems: string[] = [];
    const odd = testProgram({ code: 'odd', landingPatterns: [{ kind: 'item', path: '/{thing}' }] });
    const made = edgeSnapshot(
      testSnapshot({
        programs: [testProgram(), odd],
        links: [
          testLink(),
          testLink({ code: 'x', program: 'odd' }),
          testLink({ code: 'y', adSpace: { ...testLink().adSpace, id: 'z', code: 'NO' } }),
        ],
      }),
      options,
      (problem) => problems.push(problem),
    );
    expect(made.links).toBe(1);
    expect(problems).toEqual([
      "landing pattern '/{thing}': {thing}; expected {product}, {store} or {category}",
      "code 'NO': expected 10 lower-case letters and digits",
    ]);
  });
});
