import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemClock } from '../../../platform/clock/index.ts';
import { type TestDatabase, testDatabase } from '../../../platform/db/testing.ts';
import { listSegments, openSpool, readSegment } from '../../../platform/spool/index.ts';
import { decodeClick } from '../record/record.ts';
import { ask, testLink } from '../testing/index.ts';
import { createShipper, type Shipper } from './shipper.ts';

/** Each life of an edge costs a third of a second. */
const KILLS = 10;
const VISITORS = 8;

let t: TestDatabase;
let root = '';
beforeAll(async () => {
  t = await testDatabase();
  root = await mkdtemp(join(tmpdir(), 'tributary-loss-'));
});
afterAll(async () => {
  await t.drop();
  await rm(root, { recursive: true });
});

it('a click whose redirect was answered is in the spool and once in the store, however often the edge is killed', {
  timeout: 180_000,
}, async () => {
  const announced: string[] = [];
  const ships = createShipper({
    db: t.db,
    spoolDir: root,
    clock: systemClock,
    onStored: async (_, clicks) => {
      announced.push(...clicks.map(({ clickId }) => clickId));
    },
  });
  // The shipper runs beside, so that it also meets segments that are torn while it reads them.
  ships.start();
  const answered: string[] = [];
  for (let life = 0; life < KILLS; life += 1) {
    answered.push(...(await clicksUntilKilled(20 + life * 23)));
  }
  await ships.stop();
  const spooled = await finishSpool(ships);
  const stored = await storedIds();

  expect(new Set(answered).size).toBe(answered.length);
  expect(answered.length).toBeGreaterThan(1_000);
  expect(answered.filter((clickId) => !spooled.has(clickId))).toEqual([]);
  expect([...spooled].filter((clickId) => !stored.includes(clickId))).toEqual([]);
  expect(new Set(stored).size).toBe(stored.length);
  expect([...announced].sort()).toEqual([...stored].sort());
  expect(ships.status()).toMatchObject({ parked: 0, lost: 0, trouble: null });
});

/** Ids of the clicks that were answered before the edge was killed after `count` answers. */
async function clicksUntilKilled(count: number): Promise<string[]> {
  const script = fileURLToPath(new URL('../testing/edge-process.ts', import.meta.url));
  const edge = spawn(process.execPath, ['--import', 'tsx', script, join(root, 'edge-1')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => edge.once('exit', resolve));
  const port = await firstNumber(edge);
  const answered: string[] = [];
  const visit = async () => {
    for (;;) {
      const answer = await ask(port, `/g/${testLink().code}/?subid=${answered.length}`).catch(() => null);
      const clickId = /admitad_uid=(\w+)/.exec(answer?.location ?? '')?.[1];
      if (answer === null || clickId === undefined) {
        return;
      }
      answered.push(clickId);
      if (answered.length === count) {
        edge.kill('SIGKILL');
      }
    }
  };
  await Promise.all(Array.from({ length: VISITORS }, visit));
  await ended;
  return answered;
}

async function firstNumber({ stdout }: ChildProcess): Promise<number> {
  if (stdout !== null) {
    for await (const line of createInterface({ input: stdout })) {
      return Number(line);
    }
  }
  throw new Error('the edge printed no port');
}

/** Recovers the spool as the next start of an edge does, ships the rest, and returns all ids that are in it. */
async function finishSpool(ships: Shipper): Promise<ReadonlySet<string>> {
  const spool = await openSpool({ directory: join(root, 'edge-1') });
  await spool.close();
  await ships.runOnce();
  const ids = new Set<string>();
  for (const segment of await listSegments(root)) {
    const part = await readSegment(segment.path, 0, 100_000_000);
    expect(part.damaged).toEqual([]);
    expect(part.closedWith).toBe(part.records.length);
    for (const { text } of part.records) {
      const click = decodeClick(text);
      if (click.ok) {
        ids.add(click.value.clickId);
      }
    }
  }
  return ids;
}

async function storedIds(): Promise<string[]> {
  const rows = await t.db.transaction({ role: 'system' }, (tx) =>
    tx.query<{ click_id: string }>('select click_id from clicks.click'),
  );
  return rows.map(({ click_id }) => click_id);
}
