import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { manualClock } from '../../../platform/clock/index.ts';
import { type TestDatabase, testDatabase } from '../../../platform/db/testing.ts';
import { Networks } from '../../../platform/geoip/index.ts';
import { listSegments, openSpool, readSegment } from '../../../platform/spool/index.ts';
import { reduceOldClicks } from '../archive/retention.ts';
import { bookOf } from '../links/link-book.ts';
import type { StoredClick } from '../model.ts';
import { PLACE } from '../record/record-form.ts';
import { createEdge } from '../redirect/edge.ts';
import { booksOfSegments } from '../store.ts';
import { ask, listen, places, testGeo, testKeys, testLink, testSnapshot } from '../testing/index.ts';
import { spoolBacklog } from './backlog.ts';
import { retryParked } from './parked.ts';
import { parkedRecords } from './parked-store.ts';
import { createShipper } from './shipper.ts';

const AT = Date.UTC(2022, 5, 15, 9);
const DAY_MS = 86_400_000;

let t: TestDatabase;
let root = '';
const clock = manualClock(AT);
let announced: StoredClick[] = [];

beforeAll(async () => {
  t = await testDatabase();
  root = await mkdtemp(join(tmpdir(), 'tributary-parked-'));
});
afterAll(async () => {
  await t.drop();
  await rm(root, { recursive: true });
});
beforeEach(() => {
  clock.set(AT);
  announced = [];
});

const onStored = async (_: unknown, clicks: readonly StoredClick[]): Promise<void> => {
  announced.push(...clicks);
};
const ships = () => createShipper({ db: t.db, spoolDir: root, clock, onStored });
const asSystem = <T>(work: Parameters<typeof t.db.transaction<T>>[1]): Promise<T> =>
  t.db.transaction({ role: 'system' }, work);
const asOwner = (sql: string) => t.db.pool.query(`begin; set local role tributary_owner; ${sql}; commit`);
const parked = () => asSystem((tx) => parkedRecords(tx, { limit: 10 }));
const books = async () => {
  const ids = (await listSegments(root)).map(({ id }) => id);
  return asSystem((tx) => booksOfSegments(tx, ids));
};

/** Records of true clicks, as an edge writes them. */
async function recordsOfClicks(count: number): Promise<string[]> {
  const parent = await mkdtemp(join(tmpdir(), 'tributary-clicks-'));
  const spool = await openSpool({ directory: join(parent, 'edge') });
  const edge = createEdge({
    keys: testKeys,
    clock,
    geo: testGeo,
    spool,
    trustedProxies: new Networks(['127.0.0.0/8']),
    publicUrl: 'http://network.example',
  });
  edge.update(bookOf(testSnapshot(), () => undefined));
  const server = createServer((request, response) => edge.handle(request, response));
  const port = await listen(server);
  for (let click = 0; click < count; click += 1) {
    await ask(port, `/g/${testLink().code}/`, { headers: { 'x-forwarded-for': places.russia } });
  }
  server.close();
  await edge.close();
  const [segment] = await listSegments(parent);
  const part = await readSegment(segment?.path ?? '', 0, 1_000_000);
  await rm(parent, { recursive: true });
  return part.records.map(({ text }) => text);
}

async function spooled(records: readonly string[]): Promise<void> {
  const spool = await openSpool({ directory: join(root, 'edge-1') });
  await Promise.all(records.map((record) => new Promise((resolve) => spool.append(record, resolve))));
  await spool.close();
}

/** A record's fields up to those that tell one person from others, and these. */
function partsOf(record: string): { readonly fields: string; readonly personal: string } {
  const fields = record.split('\t');
  return {
    fields: fields.slice(0, PLACE.client_address).join('\t'),
    personal: fields.slice(PLACE.client_address).join('\t'),
  };
}

describe('parked records', () => {
  it('that are refused again stay with the present reason, and those that are taken now leave with their clicks', async () => {
    const [good = '', bad = '', twice = ''] = await recordsOfClicks(3);
    // A refusal of the database; what the shipper itself refuses is parked the same way.
    await asOwner("alter table clicks.stored add constraint no_germany check (split_part(detail, E'\\t', 7) <> 'DE')");
    await spooled([good, bad.replace('\tRU\t', '\tDE\t'), twice, 'nonsense']);
    await ships().runOnce();
    expect((await parked()).map(({ reason }) => reason)).toEqual([
      expect.stringContaining('no_germany'),
      expect.stringContaining('form'),
    ]);

    expect(await retryParked({ db: t.db, clock, onStored })).toMatchObject({
      stored: 0,
      repeated: 0,
      parked: [{}, {}],
    });
    announced = [];
    // What a repaired version of the product would do.
    await asOwner('alter table clicks.stored drop constraint no_germany');
    expect(await retryParked({ db: t.db, clock, onStored })).toMatchObject({ stored: 1, repeated: 0, parked: [{}] });
    expect(announced.map(({ country }) => country)).toEqual(['DE']);
    expect((await parked()).map(({ record }) => record)).toEqual(['nonsense']);
    expect(await books()).toMatchObject([{ recorded: 4, stored: 3, repeated: 0, parked: 1 }]);
    await asOwner('delete from clicks.parked; update clicks.segment set parked = 0, recorded = recorded - 1');
  });

  it('whose click came another way count as repeated, and are announced to nobody', async () => {
    const [click = ''] = await recordsOfClicks(1);
    await asOwner("alter table clicks.stored add constraint closed check (program <> 'shop') not valid");
    await spooled([click]);
    await ships().runOnce();
    expect(await parked()).toHaveLength(1);
    await asOwner('alter table clicks.stored drop constraint closed');
    await spooled([click]);
    await ships().runOnce();
    announced = [];
    expect(await retryParked({ db: t.db, clock, onStored })).toEqual({ stored: 0, repeated: 1, parked: [] });
    expect(announced).toEqual([]);
  });
});

describe('what identifies a person in a record that nobody deals with', () => {
  it('is cut as long after it came as from clicks, and its click can be stored as before', async () => {
    const [click = ''] = await recordsOfClicks(1);
    await asOwner("alter table clicks.stored add constraint closed check (program <> 'shop') not valid");
    const { fields, personal } = partsOf(click);
    await spooled([click, 'nonsense', `${fields}\t${personal}\tone more`]);
    await ships().runOnce();
    const kept = await parked();
    expect(kept.map(({ record }) => partsOf(record).personal)).toEqual([personal, '', `${personal}\tone more`]);
    const age = () => reduceOldClicks({ db: t.db, clock, personalDays: 90 });
    clock.set(AT + 90 * DAY_MS);
    await age();
    expect(await parked()).toEqual(kept);

    clock.advance(1);
    // To be tried again makes nothing younger.
    await retryParked({ db: t.db, clock, onStored });
    for (const _time of [1, 2]) {
      await age();
      expect((await parked()).map(({ record }) => record)).toEqual([
        `${fields}\t203.0.113.0/24\tChrome/120\t\\N\t\\N`,
        'nonsense',
        `${fields}\t203.0.113.0/24\tChrome/120\t\\N\t\\N\t\\N`,
      ]);
    }
    await asOwner('alter table clicks.stored drop constraint closed');
    expect(await retryParked({ db: t.db, clock, onStored })).toMatchObject({
      stored: 1,
      repeated: 0,
      parked: [{}, {}],
    });
  });
});

describe('what waits in a spool', () => {
  it('is counted by what the books say is stored: all of it, the rest, nothing', async () => {
    const records = await recordsOfClicks(5);
    await spooled(records);
    const known = async () => new Map((await books()).map((each) => [each.segment, each]));
    const waiting = async (countRecords: boolean) => {
      const [backlog] = await spoolBacklog(root, await known(), { countRecords });
      return backlog?.waiting;
    };
    expect(await waiting(true)).toMatchObject({ segments: 1, records: 5, oldestAt: AT });
    expect(await waiting(false)).toMatchObject({ segments: 1, records: null, oldestAt: AT });
    await ships().runOnce();
    expect(await waiting(true)).toEqual({ segments: 0, bytes: 0, records: 0, oldestAt: null });
  });
});
