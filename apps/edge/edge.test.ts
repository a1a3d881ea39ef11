import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  clickKeys,
  type LinkSnapshot,
  openClickId,
  readSnapshotFile,
  writeSnapshotFile,
} from '../../modules/clicks/index.ts';
import { manualClock } from '../../platform/clock/index.ts';
import { connectDatabase, type Database } from '../../platform/db/index.ts';
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts';
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

  async function serving<T>(
    db: Database,
    work: (url: string, edge: EdgeRole) => Promise<T>,
    now = Date.UTC(2022, 5, 15),
  ): Promise<T> {
    const edge = await startEdge({
      name: 'edge-1',
      dataDir: root,
      db,
      keys,
      clock: manualClock(now),
      publicUrl: 'http://network.example',
      trustedProxies: ['127.0.0.0/8'],
      geoip: null,
      onTrouble: (error, what) => troubles.push(`${what}: ${error instanceof Error ? error.message : String(error)}`),
    });
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
    expect(await readSnapshotFile(join(root, 'edge', 'edge-1.links'))).toEqual({ links: [], programs: [] });
  });

  it('redirects from its last snapshot while the database is away, with true country data (G-4)', async () => {
    await writeSnapshotFile(join(root, 'edge', 'edge-1.links'), snapshot);
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

  it('counts what the operator lists as anonymisers, past a line that is no network, and names data that is years old (R-13)', async () => {
    await writeSnapshotFile(join(root, 'edge', 'edge-1.links'), snapshot);
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
      Date.UTC(2042, 0, 1),
    );
    await away.close();
    expect(troubles).toContainEqual(expect.stringMatching(/anonymizers\.txt, line 4: 'nonsense' is no network/));
    expect(
      troubles.filter((trouble) => /geo data is out of date: data of 20\d\d-\d\d-\d\d is \d{4} days old/.test(trouble)),
    ).toHaveLength(2);
  });
});

describe('the link feed', () => {
  /** A database whose content and availability the test decides. */
  function source() {
    const seen: number[] = [];
    let waiting: { count: number; resolve: () => void } | null = null;
    const state = { links: 0, away: false, onChange: (): void => undefined, troubles: 0 };
    const onSnapshot = ({ links }: LinkSnapshot) => {
      seen.push(links.length);
      if (waiting !== null && seen.length >= waiting.count) {
        waiting.resolve();
      }
    };
    const fail = () => Promise.reject(new Error('the database is away'));
    return {
      state,
      seen,
      until: (count: number) =>
        new Promise<void>((resolve) => {
          waiting = { count, resolve };
          if (seen.length >= count) {
            resolve();
          }
        }),
      feed: () =>
        startLinkFeed({
          load: () =>
            state.away ? fail() : Promise.resolve({ ...snapshot, links: Array(state.links).fill(snapshot.links[0]) }),
          watch: (onChange) => {
            state.onChange = onChange;
            return state.away ? fail() : Promise.resolve({ stop: () => Promise.resolve() });
          },
          file: join(root, 'links'),
          onSnapshot,
          onTrouble: () => {
            state.troubles += 1;
            state.away = state.troubles < 3;
          },
          retryMs: 1,
        }),
    };
  }

  it('hands over each change, and changes that come together once', async () => {
    const { state, seen, until, feed } = source();
    const links = await feed();
    await links.first;
    state.links = 2;
    state.onChange();
    state.onChange();
    await until(2);
    state.links = 3;
    state.onChange();
    await until(3);
    await links.stop();
    expect(seen).toEqual([0, 2, 3]);
    expect((await readSnapshotFile(join(root, 'links')))?.links.length).toBe(3);
  });

  it('tries again until the database is there', async () => {
    const { state, seen, feed } = source();
    state.away = true;
    state.links = 5;
    const links = await feed();
    await links.first;
    await links.stop();
    expect(seen).toEqual([5]);
    expect(state.troubles).toBe(3);
  });
});
