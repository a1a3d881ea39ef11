import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { linksFile } from '../../apps/edge/index.ts';
import { bookOf, writeSnapshotFile } from '../../modules/clicks/index.ts';
import { type DataDirectory, dataDirectory } from './data-directory.ts';
import { type EdgeFacts, edgesOf } from './edge-facts.ts';
import { hasEnded, isRunning, until } from './liveness.ts';
import { buildProduct, type Environment, settingsOf, TributaryProcess } from './tributary-process.ts';

/** Edges whose database is away all the time: they know the links of a last run. */
const AWAY = 'postgresql://nobody@127.0.0.1:1/none';
const CODE = `link000001${'a'.repeat(10)}${'c'.repeat(10)}`;
const WAIT_MS_MAX = 60_000;

let data: DataDirectory;
let settings: Environment;
const started: TributaryProcess[] = [];

beforeAll(async () => {
  buildProduct();
  data = dataDirectory();
  settings = { ...settingsOf(data), DATABASE_URL: AWAY, TRIBUTARY_ROLES: 'edge', TRIBUTARY_EDGES: '2' };
  await writeSnapshotFile(
    linksFile(data.path),
    bookOf({ programs: [program], links: [link] }, (problem) => {
      throw new Error(problem);
    }),
  );
});
afterAll(async () => {
  for (const each of started) await each.end('SIGKILL');
  await data.remove();
});

const program = {
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
} as const;

const link = {
  code: CODE,
  linkId: CODE.slice(0, 10),
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
} as const;

function start(more: Environment = {}): TributaryProcess {
  const running = new TributaryProcess(['serve'], { ...settings, ...more });
  started.push(running);
  return running;
}

async function click(address: string): Promise<number> {
  return (await fetch(`${address}/g/${CODE}/`, { redirect: 'manual' })).status;
}

it('edges start, answer and end in order without a database; one that is killed is started again, and said so (R-26)', async () => {
  const running = start();
  const address = await running.address();
  expect(await click(address)).toBe(302);
  expect((await fetch(`${address}/ready`)).status).toBe(503);
  const before = await edgesOf(address);
  expect(before.map(({ name, links }) => [name, links])).toEqual([
    ['edge-1', 1],
    ['edge-2', 1],
  ]);
  process.kill(before[0]?.pid ?? 0, 'SIGKILL');
  const isBack = ([first]: readonly EdgeFacts[]) => first?.pid !== before[0]?.pid && first?.restarts === 1;
  await until('the first edge is there again', WAIT_MS_MAX, async () => isBack(await edgesOf(address)));
  expect(await click(address)).toBe(302);
  expect(await running.end('SIGTERM')).toBe(0);
  expect(running.output).toMatch(/edge-1 ended \(SIGKILL\); it is started again/);
});

it('edges end when the process that started them is killed, and the next on their spools waits for that', async () => {
  const running = start();
  const edges = await edgesOf(await running.address());
  expect(edges.map(({ pid }) => isRunning(pid))).toEqual([true, true]);
  await running.end('SIGKILL');
  const next = start();
  expect((await edgesOf(await next.address())).map(({ links }) => links)).toEqual([1, 1]);
  for (const { pid } of edges) await hasEnded(pid);
  expect(await next.end('SIGTERM')).toBe(0);
});

it('an edge loads what answers clicks and asks for links, and nothing else', async () => {
  const list = join(dirname(data.path), 'packages');
  mkdirSync(list);
  const recorder = fileURLToPath(new URL('loaded-packages/record.mjs', import.meta.url));
  const running = start({ NODE_OPTIONS: `--import ${recorder}`, LOADED_PACKAGES: list });
  const address = await running.address();
  const [edge] = await edgesOf(address);
  expect(await click(address)).toBe(302);
  expect(await running.end('SIGTERM')).toBe(0);
  const loaded = new Set(
    readFileSync(join(list, String(edge?.pid)), 'utf8')
      .trim()
      .split('\n'),
  );
  const ofTheDriver = /^(pg-.*|postgres-.*|pgpass|split2|xtend)$/;
  expect([...loaded].filter((name) => !ofTheDriver.test(name)).sort()).toEqual([
    'isbot',
    'maxmind',
    'mmdb-lib',
    'pg',
    'tiny-lru',
  ]);
});
