import { readdirSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts';
import { makeSmallNetwork, type SmallNetwork } from '../failure/small-network.ts';
import { type DataDirectory, dataDirectory } from './data-directory.ts';
import { edgesOf, text } from './edge-facts.ts';
import { until } from './liveness.ts';
import { buildProduct, type Environment, settingsOf, TributaryProcess, tributary } from './tributary-process.ts';

const WAIT_MS_MAX = 60_000;

let t: TestDatabase;
let data: DataDirectory;
let settings: Environment;
let network: SmallNetwork;
const started: TributaryProcess[] = [];

beforeAll(async () => {
  buildProduct();
  data = dataDirectory();
  t = await testDatabase();
  settings = { ...settingsOf(data), DATABASE_URL: t.url };
  network = await makeSmallNetwork(settings);
});
afterAll(async () => {
  for (const each of started) await each.end('SIGKILL');
  await data.remove();
  await t.drop();
});

function start(more: Environment): TributaryProcess {
  const running = new TributaryProcess(['serve'], { ...settings, ...more });
  started.push(running);
  return running;
}

/** Click id of one click on a connection of its own; `null` where none was answered. */
function click(address: string): Promise<string | null> {
  return new Promise((resolve) => {
    const asked = request(`${address}${network.linkPath}`, { agent: false, headers: { 'user-agent': 'Mozilla/5.0' } });
    asked.once('response', (answer) => {
      answer.resume();
      const clickId = new URL(answer.headers.location ?? 'none:').searchParams.get(network.clickParameter);
      answer.once('end', () => resolve(clickId));
      answer.once('error', () => resolve(null));
    });
    asked.once('error', () => resolve(null));
    asked.end();
  });
}

/** Ids of all stored clicks. */
async function storedIds(): Promise<ReadonlySet<string>> {
  const { output } = await tributary(['export', 'clicks'], settings);
  return new Set(output.match(/\b[0-9a-v]{96}\b/g) ?? []);
}

it('an edge that is killed under load loses no answered click, is started again, and serves', async () => {
  const running = start({ TRIBUTARY_EDGES: '2' });
  const address = await running.address();
  const answered: string[] = [];
  let finishing = false;
  const load = Array.from({ length: 4 }, async () => {
    while (!finishing) {
      const clickId = await click(address);
      if (clickId !== null) answered.push(clickId);
    }
  });
  const moreClicks = (count: number) => {
    const goal = answered.length + count;
    return until(`${count} more clicks were answered`, WAIT_MS_MAX, () => answered.length >= goal);
  };
  try {
    await moreClicks(40);
    expect((await edgesOf(address)).map(({ name }) => name)).toEqual(['edge-1', 'edge-2']);
    for (let kills = 1; kills <= 3; kills += 1) {
      const victim = (await edgesOf(address))[kills % 2];
      if (victim === undefined) throw new Error('there are not two edges');
      process.kill(victim.pid, 'SIGKILL');
      await moreClicks(40);
      await until('the edge is there again', WAIT_MS_MAX, async () => {
        const now = (await edgesOf(address)).find(({ name }) => name === victim.name);
        return now !== undefined && now.pid !== victim.pid && now.links > 0;
      });
    }
    // Both take connections: sooner or later each has answered something.
    await until('both edges have answered clicks', WAIT_MS_MAX, async () =>
      (await edgesOf(address)).every(({ recorded }) => recorded > 0),
    );
  } finally {
    finishing = true;
    await Promise.all(load);
  }
  expect((await edgesOf(address)).map(({ restarts }) => restarts)).toEqual([1, 2]);
  expect(await text(`${address}/metrics`)).toMatch(/^tributary_edge_restarts_total\{edge="edge-2"\} 2$/m);
  expect(await running.end('SIGTERM')).toBe(0);
  const stored = await storedIds();
  expect(answered.filter((clickId) => !stored.has(clickId))).toEqual([]);
  expect(readdirSync(join(data.path, 'spool')).sort()).toEqual(['edge-1', 'edge-2']);
});

it('edges hand on what is no click, with the visitor whose address it is, on connections that carry both', async () => {
  const running = start({ TRIBUTARY_EDGES: '2', TRIBUTARY_ROLES: 'edge,api' });
  const address = await running.address();
  const body = new URLSearchParams({ grant_type: 'client_credentials', scope: 'orders' });
  const basic = Buffer.from(`${network.clientId}:${network.clientSecret}`).toString('base64');
  for (let times = 0; times < 3; times += 1) {
    // One client keeps its connections: clicks and other requests follow one another on them.
    const clicked = await fetch(`${address}${network.linkPath}`, { redirect: 'manual' });
    const token = await fetch(`${address}/api/token/`, {
      method: 'POST',
      headers: { authorization: `Basic ${basic}` },
      body,
    });
    expect([clicked.status, token.status]).toEqual([302, 200]);
    expect(await token.json()).toMatchObject({ token_type: 'bearer' });
  }
  expect((await fetch(`${address}/nowhere`)).status).toBe(404);
  expect((await fetch(`${address}/ready`)).status).toBe(200);
  // Somebody behind a proxy of this machine is not on this machine, whichever process answers (T-46).
  const visitor = { headers: { 'x-forwarded-for': '203.0.113.7' } };
  expect((await fetch(`${address}/metrics`, visitor)).status).toBe(404);
  expect(JSON.parse(await (await fetch(`${address}/health`, visitor)).text())).toEqual({ status: 'ok' });
  // Nobody but our own edges says who a visitor is.
  const pretender = { headers: { 'x-tributary-peer': '203.0.113.7' } };
  expect((await fetch(`${address}/metrics`, pretender)).status).toBe(200);
  expect(await running.end('SIGTERM')).toBe(0);
});
