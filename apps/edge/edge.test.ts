import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  bookOf,
  clickKeys,
  LinkBook,
  type LinkSnapshot,
  openClickId,
  readSnapshotFile,
  writeSnapshotFile,
} from '../../modules/clicks/index.ts';
import type { AppLinks, LinkChanges } from '../../modules/links/index.ts';
import { manualClock } from '../../platform/clock/index.ts';
import { connectDatabase, type Database } from '../../platform/db/index.ts';
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts';
import { shareGeoTables } from '../../platform/geoip/testing.ts';
import { type EdgeRole, edgeServer, startEdge } from './index.ts';
import { startLinkFeed } from './link-feed.ts';

const keys = clickKeys(Buffer.alloc(32, 3));
const code = `link000001${'a'.repeat(10)}${'c'.repeat(10)}`;
const snapshot: LinkSnapshot = {
  programs: [
    {
      code: 'shop',
      campaignCode: 'c'.repeat(10),
      advertiserOrg: '33333333-3333-4333-8333-333333333333',
      status: 'active',
      homeUrl: 'https://shop.tld/',
      fallbackUrl: null,
      allowedHosts: ['shop.tld'],
      landingPatterns: [],
      clickParameter: 'tribid',
      signedLinksOnly: false,
      cookieMs: 86_400_000,
      geoRouting: { pair: null, mode: 'off', share: 0 },
    },
  ],
  links: [
    {
      code,
      linkId: 'link000001',
      adSpace: {
        id: '44444444-4444-4444-8444-444444444444',
        code: 'a'.repeat(10),
        kind: 'content_site',
        trafficType: 'content',
        dropshipping: false,
        prelander: null,
        status: 'active',
      },
      publisherOrg: '11111111-1111-4111-8111-111111111111',
      program: 'shop',
      partnership: { status: 'joined', agreed: true, trafficType: 'content' },
      kind: 'standard',
      target: null,
    },
  ],
};

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tributary-edge-role-'));
  shareGeoTables(root);
});
afterEach(async () => {
  await rm(root, { recursive: true });
});

describe('the edge role', () => {
  let t: TestDatabase;
  beforeAll(async () => {
    t = await testDatabase();
  });
  afterAll(async () => {
    await t.drop();
  });

  const troubles: string[] = [];
  beforeEach(() => troubles.splice(0));

  interface Asked {
    readonly now?: number;
    readonly appLinks?: AppLinks;
    readonly startsAnew?: boolean;
  }
  async function serving<T>(
    db: Database | null,
    work: (url: string, edge: EdgeRole) => Promise<T>,
    { now = Date.UTC(2022, 5, 15), appLinks, startsAnew = false }: Asked = {},
  ): Promise<T> {
    const edge = await startEdge({
      name: 'edge-1',
      dataDir: root,
      keepsLinks: true,
      startsAnew,
      keys,
      clock: manualClock(now),
      publicUrl: 'http://network.example',
      trustedProxies: ['127.0.0.0/8'],
      geoip: null,
      ...(appLinks === undefined ? {} : { appLinks }),
      onTrouble: (error, what) => troubles.push(`${what}: ${error instanceof Error ? error.message : String(error)}`),
    });
    if (db !== null) edge.follow(db);
    const server = edgeServer(edge);
    try {
      return await work(await listening(server), edge);
    } finally {
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
      await edge.close();
    }
  }

  async function listening(server: Server): Promise<string> {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    return typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : '';
  }

  it('takes its links from the database and keeps them for the next start', async () => {
    await serving(t.db, async (url, edge) => {
      await edge.whenReady();
      expect(edge.ready()).toBe(true);
      expect((await fetch(`${url}/g/${code}`)).status).toBe(404);
      expect((await fetch(`${url}/elsewhere`)).status).toBe(404);
    });
    expect((await readSnapshotFile(join(root, 'edge', 'links')))?.mark).toMatch(/^\d+\/\d+\/\d+ \d+:\d+:/);
  });

  it('redirects from its last snapshot while the database is away, with true country data (G-4)', async () => {
    await writeSnapshotFile(
      join(root, 'edge', 'links'),
      bookOf(snapshot, () => undefined),
    );
    const away = connectDatabase('postgresql://nobody@127.0.0.1:1/none', { poolSize: 1 });
    await serving(away, async (url, edge) => {
      expect(edge.ready()).toBe(true);
      const answer = await fetch(`${url}/g/${code}/`, {
        redirect: 'manual',
        headers: { 'x-forwarded-for': '77.88.55.60' },
      });
      expect(answer.status).toBe(302);
      const clickId = new URL(answer.headers.get('location') ?? '').searchParams.get('tribid') ?? '';
      expect(openClickId(keys, clickId)).toMatchObject({ value: { country: 'RU', anonymizer: 'no', spooled: true } });
      expect(edge.status()).toMatchObject({ links: 1, recorded: 1, unspooled: 0 });
    });
    await away.close();
  });

  it('answers nothing from the links of another database where it starts anew', async () => {
    const file = join(root, 'edge', 'links');
    await writeSnapshotFile(
      file,
      bookOf(snapshot, () => undefined),
    );
    await serving(null, async (_url, edge) => expect(edge.ready()).toBe(false), { startsAnew: true });
    await serving(null, async (_url, edge) => expect(edge.ready()).toBe(true));
  });

  it('sends clicks home from what the operator lists as a mobile app’s, and on where it only warns (S-076, C-36)', async () => {
    await writeSnapshotFile(
      join(root, 'edge', 'links'),
      bookOf(snapshot, () => undefined),
    );
    const away = connectDatabase('postgresql://nobody@127.0.0.1:1/none', { poolSize: 1 });
    const led = (appLinks: AppLinks) =>
      serving(
        away,
        async (url) => {
          const answer = await fetch(`${url}/g/${code}/?ulp=https%3A%2F%2Fshop.tld%2Fshared`, { redirect: 'manual' });
          return new URL(answer.headers.get('location') ?? '').pathname;
        },
        { appLinks },
      );
    expect(await led({ hosts: null, refused: true })).toBe('/shared');
    expect(await led({ hosts: ['shop.tld'], refused: true })).toBe('/');
    expect(await led({ hosts: ['shop.tld'], refused: false })).toBe('/shared');
    await away.close();
  });

  it('counts what the operator lists as anonymisers, past a line that is no network, and names data that is years old (R-13)', async () => {
    await writeSnapshotFile(
      join(root, 'edge', 'links'),
      bookOf(snapshot, () => undefined),
    );
    await writeFile(join(root, 'anonymizers.txt'), '# seen in March\n77.88.55.0/24 # a proxy\n\nnonsense\n');
    const clickedFrom = (url: string, address: string) =>
      fetch(`${url}/g/${code}/`, { redirect: 'manual', headers: { 'x-forwarded-for': address } });
    const verdict = async (url: string, address: string) => {
      const location = (await clickedFrom(url, address)).headers.get('location') ?? '';
      const opened = openClickId(keys, new URL(location).searchParams.get('tribid') ?? '');
      return opened.ok ? opened.value.anonymizer : null;
    };
    const away = connectDatabase('postgresql://nobody@127.0.0.1:1/none', { poolSize: 1 });
    await serving(
      away,
      async (url) => {
        expect([await verdict(url, '77.88.55.60'), await verdict(url, '77.88.54.60')]).toEqual(['yes', 'no']);
      },
      { now: Date.UTC(2042, 0, 1) },
    );
    await away.close();
    expect(troubles).toContainEqual(expect.stringMatching(/anonymizers\.txt, line 4: 'nonsense' is no network/));
    expect(
      troubles.filter((trouble) => /geo data is out of date: data of 20\d\d-\d\d-\d\d is \d{4} days old/.test(trouble)),
    ).toHaveLength(2);
  });
});

describe('the link feed', () => {
  const none: LinkChanges = { programs: [], adSpaces: [], partnerships: [], links: [], shorts: [] };
  const rows = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      code: `${String(index).padStart(10, '0')}${'a'.repeat(10)}${'c'.repeat(10)}`,
      adSpaceId: 'space',
      program: 'shop',
      target: null,
    }));

  /** A database whose content and availability the test decides; its mark is the number of links that were told. */
  it('says so where its file of links cannot be used, and then waits for the database', async () => {
    const file = join(root, 'damaged');
    await writeFile(file, 'no links');
    const troubles: string[] = [];
    const books: number[] = [];
    const feed = await startLinkFeed({
      file,
      keeps: false,
      onBook: (book) => books.push(book.links),
      onProblem: () => undefined,
      onTrouble: (error) => troubles.push(String(error)),
    });
    await feed.stop();
    expect(books).toEqual([]);
    expect(troubles).toEqual([expect.stringMatching(/damaged is damaged, or was written by another version/)]);
  });

  function source() {
    const state = { links: 0, away: false, restored: false, troubles: 0, told: [] as string[], hint: () => {} };
    let waiting = { times: 0, resolve: () => {} };
    const tell = (what: string) => {
      state.told.push(what);
      if (state.told.length >= waiting.times) waiting.resolve();
    };
    const answered = <T>(work: () => T): Promise<T> =>
      state.away ? Promise.reject(new Error('the database is away')) : Promise.resolve(work());
    const feed = async (keeps = true) => {
      const made = await startLinkFeed({
        file: join(root, 'links'),
        keeps,
        onBook: (book) => tell(`book of ${book.links}`),
        onProblem: (problem) => tell(problem),
        onTrouble: () => {
          state.troubles += 1;
          state.away = state.troubles < 3;
        },
        retryMs: 1,
        pollMs: 1,
      });
      made.follow({
        all: (sink) =>
          answered(() => {
            sink({ ...none, links: rows(state.links) });
            return String(state.links);
          }),
        since: (mark, sure, sink) =>
          answered(() => {
            if (state.restored) {
              state.restored = false;
              return null;
            }
            const from = sure ? Number(mark) : 0;
            if (state.links > from) {
              sink({ ...none, links: rows(state.links).slice(from) });
              tell(`${state.links - from} links`);
            }
            return String(state.links);
          }),
        watch: (onHint) => {
          state.hint = onHint;
          return answered(() => ({ stop: () => Promise.resolve() }));
        },
      });
      return made;
    };
    const until = (times: number) =>
      new Promise<void>((resolve) => {
        waiting = { times, resolve };
        if (state.told.length >= times) resolve();
      });
    return { state, until, feed };
  }

  it('asks for all links once, then for what is new, with a hint and without', async () => {
    const { state, until, feed } = source();
    state.links = 3;
    const links = await feed();
    await links.first;
    state.links = 5;
    state.hint();
    await until(2);
    state.links = 6;
    await until(3);
    await links.stop();
    expect(state.told).toEqual(['book of 3', '2 links', '1 links']);
    const kept = await readSnapshotFile(join(root, 'links'));
    expect([kept?.links, kept?.mark]).toEqual([6, '6']);
  });

  it('starts from the file, reads a little twice to be sure, and all of it where the database is another one', async () => {
    const book = new LinkBook();
    book.mark = '2';
    book.apply({ ...none, links: rows(2) }, () => undefined);
    await writeSnapshotFile(join(root, 'links'), book);
    const { state, until, feed } = source();
    state.links = 4;
    const links = await feed(false);
    await until(2);
    state.restored = true;
    await until(3);
    await links.stop();
    expect(state.told).toEqual(['book of 2', '4 links', 'book of 4']);
    expect((await readSnapshotFile(join(root, 'links')))?.links).toBe(2);
  });

  it('tries again until the database is there', async () => {
    const { state, feed } = source();
    state.away = true;
    state.links = 5;
    const links = await feed();
    await links.first;
    await links.stop();
    expect(state.told).toEqual(['book of 5']);
    expect(state.troubles).toBe(3);
  });
});
