import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BoundedCache } from '../redirect/bounded-cache.ts';
import type { Target } from '../redirect/target.ts';
import { testLink, testProgram, testSnapshot } from '../testing/index.ts';
import { bookOf, LinkBook } from './link-book.ts';
import { edgeSnapshot } from './snapshot.ts';
import { readSnapshotFile, writeSnapshotFile } from './snapshot-file.ts';

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
      target: 'https://shop.tld/ä\tb',
    }),
    testLink({
      code: 'link000003bbbbbbbbbbcccccccccc',
      linkId: 'link000003',
      adSpace: { ...testLink().adSpace, id: 'other', code: 'bbbbbbbbbb' },
    }),
  ],
  shorts: [{ short: 'short001', code: testLink().code, query: 'subid=a' }],
});

const nothing = { programs: [], adSpaces: [], partnerships: [], links: [], shorts: [] };
const ignore = () => undefined;
const options = {
  ownHosts: new Set<string>(),
  appHosts: new Set<string>(),
  landingHash: () => 1,
  remembered: new BoundedCache<Target>(10),
};

describe('the snapshot on disk', () => {
  it('gives back what was written', async () => {
    const path = join(root, 'deep', 'links');
    const book = bookOf(snapshot, ignore);
    book.mark = '1/2/3 10:20:10,12';
    await writeSnapshotFile(path, book);
    const read = await readSnapshotFile(path);
    expect(read?.parts).toEqual(book.parts);
    const [before, after] = [book, read].map((each) => edgeSnapshot(each ?? new LinkBook(), options, ignore));
    for (const { code } of snapshot.links) expect(after?.find(code)?.link).toEqual(before?.find(code)?.link);
    expect(after?.find(snapshot.links[1]?.code ?? '')?.link.target).toBe('https://shop.tld/ä\tb');
    expect(after?.short('short001')).toEqual({ code: testLink().code, query: 'subid=a' });
    await writeSnapshotFile(path, bookOf(testSnapshot(), ignore));
    expect((await readSnapshotFile(path))?.links).toBe(1);
  });

  it('goes on being entered into where it was read: a full table grows, an ad space without links is known', async () => {
    const path = join(root, 'links');
    const book = bookOf(snapshot, ignore);
    const later = { ...testLink().adSpace, id: 'later', code: 'eeeeeeeeee' };
    book.apply({ ...nothing, adSpaces: [later] }, ignore);
    await writeSnapshotFile(path, book);
    const read = (await readSnapshotFile(path)) ?? new LinkBook();
    const made = edgeSnapshot(read, options, ignore);
    const codes = Array.from({ length: 3_000 }, (_, index) => `${String(index).padStart(10, 'z')}eeeeeeeeeecccccccccc`);
    const partnership = { adSpaceId: 'later', program: 'shop', publisherOrg: 'p', ...testLink().partnership };
    const links = codes.map((code) => ({ code, adSpaceId: 'later', program: 'shop', target: null }));
    read.apply({ ...nothing, partnerships: [partnership], links }, ignore);
    expect(codes.filter((code) => made.find(code)?.link.adSpace.id !== 'later')).toEqual([]);
    expect(made.links).toBe(3_003);
    expect(made.find(testLink().code)?.link.adSpace.id).toBe(testLink().adSpace.id);
  });

  it('that is absent, cut short, damaged, of another format or no snapshot at all is none', async () => {
    const path = join(root, 'links.snapshot');
    expect(await readSnapshotFile(path)).toBeNull();
    await writeSnapshotFile(path, bookOf(snapshot, ignore));
    const whole = await readFile(path);
    const changed = (at: number) => {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      return bytes;
    };
    for (const broken of [
      Buffer.alloc(0),
      Buffer.from('x'),
      Buffer.from('{"format":1,"programs":[],"shared":[],"links":0}\n'),
      whole.subarray(0, -40),
      Buffer.concat([whole, Buffer.alloc(4)]),
      ...[0, 4, 8, 12, 16, 20, 24, 40, whole.length >> 1, whole.length - 1].map(changed),
    ]) {
      await writeFile(path, broken);
      expect(await readSnapshotFile(path)).toBeNull();
    }
  });
});

describe('the snapshot in memory', () => {
  it('keeps one entry for all links of an ad space to the same place', () => {
    const links = Array.from({ length: 1_000 }, (_, index) => {
      const linkId = String(index).padStart(10, '0');
      return testLink({ code: `${linkId}aaaaaaaaaacccccccccc`, linkId });
    });
    const made = edgeSnapshot(testSnapshot({ links }), options, ignore);
    expect(made.links).toBe(1_000);
    expect(new Set(links.map(({ code }) => made.find(code))).size).toBe(1);
    expect(made.find('unknown')).toBeUndefined();
  });

  it('keeps what was computed for programs that did not change, and renews those that did', () => {
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
    const wrong = { ...testLink().adSpace, id: 'z', code: 'NO' };
    const links = [
      testLink(),
      testLink({ code: `link000004aaaaaaaaaacccccccccc`, program: 'odd' }),
      testLink({ code: `link000005NO${'c'.repeat(18)}`, adSpace: wrong }),
      testLink({ code: 'short' }),
    ];
    const source = testSnapshot({ programs: [testProgram(), odd], links });
    const made = edgeSnapshot(source, options, (problem) => problems.push(problem));
    expect(links.map(({ code }) => made.find(code) !== undefined)).toEqual([true, false, false, false]);
    expect(problems).toEqual([
      "link 'short': expected 30 characters that begin with 10 lower-case letters and digits",
      "landing pattern '/{thing}': {thing}; expected {product}, {store} or {category}",
      "code 'NO': expected 10 lower-case letters and digits",
    ]);
  });

  it('follows what is entered: a blocked partnership, an ad space, a program, each changed once for all its links', () => {
    const book = bookOf(snapshot, ignore);
    const made = edgeSnapshot(book, options, ignore);
    const { code, adSpace } = testLink();
    const home = made.program('shop')?.targets.home.href;
    const partnership = { adSpaceId: adSpace.id, program: 'shop', publisherOrg: 'p', ...testLink().partnership };
    book.apply({ ...nothing, partnerships: [{ ...partnership, status: 'blocked' }] }, ignore);
    expect(made.find(code)?.link.partnership.status).toBe('blocked');
    expect(made.find('link000002aaaaaaaaaacccccccccc')?.link).toMatchObject({
      partnership: { status: 'blocked' },
      target: 'https://shop.tld/ä\tb',
    });
    expect(made.find('link000003bbbbbbbbbbcccccccccc')?.link.partnership.status).toBe('joined');
    book.apply({ ...nothing, adSpaces: [{ ...adSpace, status: 'rejected' }] }, ignore);
    expect(made.ofAdSpace(adSpace.id, 'shop')?.link.adSpace.status).toBe('rejected');
    book.apply(
      { ...nothing, programs: [testProgram({ homeUrl: 'https://new.tld/', allowedHosts: ['new.tld'] })] },
      ignore,
    );
    expect([home, made.find(code)?.program.targets.home.href]).toEqual(['https://shop.tld/', 'https://new.tld/']);
    book.apply(
      { ...nothing, links: [{ code, adSpaceId: adSpace.id, program: 'shop', target: 'https://new.tld/x' }] },
      ignore,
    );
    expect([made.find(code)?.link.target, made.links]).toEqual(['https://new.tld/x', 3]);
  });

  it('finds exactly what a map of the same links finds', () => {
    const digit = fc.constantFrom(...'0123456789abcdefghijklmnopqrstuvwxyz');
    // Few different texts, so that many own parts meet in several places.
    const own = fc.string({ unit: digit, minLength: 10, maxLength: 10 }).map((text) => text.replace(/[^0ac]/g, '0'));
    const link = fc.record({
      own,
      space: fc.constantFrom('aaaaaaaaaa', 'bbbbbbbbbb', '0000000000'),
      target: fc.option(fc.webUrl()),
    });
    fc.assert(
      fc.property(fc.array(link, { maxLength: 200 }), fc.array(own), (rows, others) => {
        const links = rows.map(({ own: linkId, space, target }) =>
          testLink({
            code: `${linkId}${space}cccccccccc`,
            linkId,
            adSpace: { ...testLink().adSpace, id: space, code: space },
            target,
          }),
        );
        const made = edgeSnapshot(testSnapshot({ links }), options, ignore);
        const map = new Map(links.map((each) => [each.code, each]));
        expect(made.links).toBe(map.size);
        for (const code of [...map.keys(), ...others.map((each) => `${each}aaaaaaaaaacccccccccc`)]) {
          const [found, expected] = [made.find(code)?.link, map.get(code)];
          expect([found?.adSpace.id, found?.target]).toEqual([expected?.adSpace.id, expected?.target]);
        }
      }),
      { seed: 20220615, numRuns: 200 },
    );
  });
});
