import { mkdtemp, open, readdir, readFile, rm } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { manualClock } from '../../platform/clock/index.ts';
import { connectDatabase, type Tx } from '../../platform/db/index.ts';
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts';
import { listSegments, openSpool } from '../../platform/spool/index.ts';
import { codeReference, createClickIdMaker } from './click-id.ts';
import type { RecordedClick, StoredClick } from './model.ts';
import { encodeClick } from './record.ts';
import { createShipper, type ShipperOptions } from './shipper.ts';
import { booksOfSegments, exportClicks, findClicks } from './store.ts';
import { advertiserOrg, listen, otherPublisherOrg, publisherOrg, testKeys, testLink } from './testing/index.ts';

const AT = Date.UTC(2022, 5, 15, 9);
const DAY = 86_400_000;

let t: TestDatabase;
let root = '';
const clock = manualClock(AT);

beforeAll(async () => {
  t = await testDatabase();
});
afterAll(async () => {
  await t.drop();
});
beforeEach(async () => {
  clock.set(AT);
  root = await mkdtemp(join(tmpdir(), 'tributary-shipper-'));
});
afterEach(async () => {
  await rm(root, { recursive: true });
});

function click(changes: Partial<RecordedClick> = {}): RecordedClick {
  const at = changes.at ?? AT;
  const ids = createClickIdMaker(testKeys, manualClock(at));
  return {
    clickId: ids.make(
      {
        at,
        program: codeReference('cccccccccc'),
        adSpace: codeReference('aaaaaaaaaa'),
        country: 'RU',
        anonymizer: 'no',
        landing: { kind: 'item', redirected: false, product: 1, store: 0 },
        attributable: true,
        routed: false,
        agreed: true,
        dropshipping: false,
      },
      { spooled: true },
    ),
    program: 'shop',
    advertiserOrg,
    publisherOrg,
    at,
    adSpaceId: testLink().adSpace.id,
    adSpaceKind: 'content_site',
    trafficType: 'content',
    dropshipping: false,
    agreed: true,
    linkCode: testLink().code,
    country: 'RU',
    anonymizer: 'no',
    landing: { kind: 'item', productId: 'P1', storeId: null, category: null, redirected: false },
    target: 'https://shop.tld/item/P1.html',
    subids: ['a\tb\\n\n', null, '\\N', '🦩', ''],
    visitorId: 'v1',
    visitorSince: at,
    device: 'desktop',
    flags: ['dup', 'rate'],
    attributable: true,
    routedFrom: null,
    clientAddress: '203.0.113.1',
    asn: 4_200_000_000,
    geoDataOn: '2026-06-17',
    userAgent: 'Mozilla',
    referrer: null,
    raw: { query: 'subid=a%09b', x_forwarded_for: '<svg onload="\u0000">' },
    ...changes,
  };
}

const storedForm = ({
  clientAddress: _a,
  asn: _b,
  geoDataOn: _c,
  userAgent: _d,
  referrer: _e,
  raw: _f,
  ...stored
}: RecordedClick) => stored;

async function spooled(records: readonly string[], segmentBytes = 1_000_000): Promise<void> {
  const spool = await openSpool({ directory: join(root, 'edge-1'), segmentBytes });
  await Promise.all(records.map((record) => new Promise((resolve) => spool.append(record, resolve))));
  await spool.close();
}

function shipper(changes: Partial<ShipperOptions> = {}) {
  // What is told is good until it has been told; only ids are kept here.
  const announced: Pick<StoredClick, 'clickId'>[] = [];
  const onStored = async (_: unknown, clicks: readonly StoredClick[]) => {
    for (const { clickId } of clicks) announced.push({ clickId });
  };
  return { announced, ships: createShipper({ db: t.db, spoolDir: root, clock, onStored, ...changes }) };
}

const asSystem = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => t.db.transaction({ role: 'system' }, work);

const find = (program: string, ids: readonly string[]) => asSystem((tx) => findClicks(tx, program, ids));

const books = async () => {
  const segments = await listSegments(root);
  return asSystem((tx) =>
    booksOfSegments(
      tx,
      segments.map(({ id }) => id),
    ),
  );
};

describe('clicks', () => {
  it('come out of the store as they went into the spool, and what follows is told once', async () => {
    const one = click();
    const two = click({
      country: null,
      landing: { kind: 'home', productId: null, storeId: null, category: 'c', redirected: true },
      flags: [],
      raw: null,
      asn: null,
      clientAddress: null,
      routedFrom: 'other',
    });
    await spooled([encodeClick(one), encodeClick(two)]);
    const { ships, announced } = shipper();
    expect(await ships.runOnce()).toBe(2);
    expect(await ships.runOnce()).toBe(0);
    const found = await find('shop', [one.clickId, two.clickId, 'unknown', 'x'.repeat(96)]);
    expect([...found.values()]).toEqual(expect.arrayContaining([storedForm(one), storedForm(two)]));
    expect(found.size).toBe(2);
    expect(announced.map(({ clickId }) => clickId)).toEqual([one.clickId, two.clickId]);
    expect(await find('another', [one.clickId])).toEqual(new Map());
    const [row] = await asSystem((tx) =>
      tx.query<{ raw: string; client_address: string; asn: bigint }>(
        'select raw, client_address, asn from clicks.whole_click where click_id = $1',
        [one.clickId],
      ),
    );
    expect(row).toEqual({
      raw: JSON.stringify({ query: 'subid=a%09b', x_forwarded_for: '<svg onload="␀">' }),
      client_address: '203.0.113.1',
      asn: 4_200_000_000n,
    });
  });

  it('are stored once, however often and in whatever pieces they are shipped', async () => {
    const clicks = Array.from({ length: 200 }, () => click());
    await spooled(
      [...clicks, ...clicks.slice(0, 50)].map((one) => encodeClick(one)),
      5_000,
    );
    const first = shipper({ batchBytes: 3_000 });
    await first.ships.runOnce();
    expect(first.ships.status()).toMatchObject({ stored: 200, repeated: 50, parked: 0, lost: 0 });
    // As after a restored backup: the books are gone, the spool is read again.
    await t.db.pool.query('begin; set local role tributary_owner; delete from clicks.segment; commit');
    const again = shipper();
    await again.ships.runOnce();
    expect(again.ships.status()).toMatchObject({ stored: 0, repeated: 250 });
    expect(again.announced).toEqual([]);
    expect(new Set(first.announced.map(({ clickId }) => clickId)).size).toBe(first.announced.length);
    expect(
      (
        await find(
          'shop',
          clicks.map(({ clickId }) => clickId),
        )
      ).size,
    ).toBe(200);
  });

  it('are stored once when several shippers take the same spool at the same time', async () => {
    const clicks = Array.from({ length: 300 }, () => click());
    await spooled(
      clicks.map((one) => encodeClick(one)),
      20_000,
    );
    const all = Array.from({ length: 4 }, () => shipper({ batchBytes: 10_000 }));
    // The one that comes second stops at the books of the first; that is no loss, and it goes on at its next run.
    await Promise.allSettled(all.map(({ ships }) => ships.runOnce()));
    await shipper().ships.runOnce();
    expect(all.flatMap(({ announced }) => announced).length).toBeLessThanOrEqual(300);
    expect(
      (
        await find(
          'shop',
          clicks.map(({ clickId }) => clickId),
        )
      ).size,
    ).toBe(300);
    const entries = await books();
    expect(entries.reduce((sum, { stored }) => sum + stored, 0)).toBe(300);
    expect(entries.every(({ repeated, parked, lost }) => repeated + parked + lost === 0)).toBe(true);
  });

  it('of any age find their month, and keep the day of their own id', async () => {
    const ages = [0, 1, 31, 200, 400].map((days) => click({ at: AT - days * DAY }));
    await spooled(ages.map((one) => encodeClick(one)));
    await shipper().ships.runOnce();
    expect(
      (
        await find(
          'shop',
          ages.map(({ clickId }) => clickId),
        )
      ).size,
    ).toBe(ages.length);
    const rows = await asSystem((tx) =>
      tx.query<{ day: string }>('select day from clicks.click where click_id = any($1) order by day', [
        ages.map(({ clickId }) => clickId),
      ]),
    );
    expect(rows.map(({ day }) => day)).toEqual(ages.map(({ at }) => new Date(at).toISOString().slice(0, 10)).reverse());
  });

  it('are exported oldest first, a half-open span at a time, however many there are', async () => {
    const base = AT + 1_000 * DAY;
    const clicks = Array.from({ length: 2_500 }, (_, index) => click({ at: base + index * 60_000 }));
    await spooled(clicks.map((one) => encodeClick(one)).reverse());
    await shipper().ships.runOnce();
    const until = base + 2_400 * 60_000;
    const exported: StoredClick[] = [];
    const count = await asSystem((tx) =>
      exportClicks(tx, { since: base + 60_000, until }, (row) => void exported.push(row)),
    );
    expect(count).toBe(2_399);
    expect(exported.map(({ clickId }) => clickId)).toEqual(clicks.slice(1, 2_400).map(({ clickId }) => clickId));
    const all = await asSystem((tx) => exportClicks(tx, { since: null, until: null }, () => undefined));
    expect(all).toBeGreaterThanOrEqual(2_500);
  });
});

describe('who sees a click (I-32, I-33)', () => {
  const seen = (org: string | null, ids: readonly string[]) =>
    t.db.transaction({ role: 'app', org }, async (tx) => {
      const rows = await tx.query<{ click_id: string }>('select click_id from clicks.click where click_id = any($1)', [
        ids,
      ]);
      return rows.map(({ click_id }) => click_id).sort();
    });

  it('its publisher and its advertiser, nobody else', async () => {
    const own = click();
    const other = click({ publisherOrg: otherPublisherOrg });
    await spooled([encodeClick(own), encodeClick(other)]);
    await shipper().ships.runOnce();
    const ids = [own.clickId, other.clickId];
    expect(await seen(publisherOrg, ids)).toEqual([own.clickId]);
    expect(await seen(otherPublisherOrg, ids)).toEqual([other.clickId]);
    expect(await seen(advertiserOrg, ids)).toEqual([...ids].sort());
    expect(await seen('99999999-9999-4999-8999-999999999999', ids)).toEqual([]);
    expect(await seen(null, ids)).toEqual([]);
    const found = await t.db.transaction({ role: 'app', org: advertiserOrg }, (tx) => findClicks(tx, 'shop', ids));
    expect(found.size).toBe(2);
  });

  it.each(['client_address', 'user_agent', 'referrer', 'raw'])('no organisation reads %s', async (column) => {
    const asked = t.db.transaction({ role: 'app', org: publisherOrg }, (tx) =>
      tx.query(`select ${column} from clicks.whole_click`),
    );
    await expect(asked).rejects.toThrow('permission denied');
  });

  it.each([
    'select * from clicks.incoming',
    'select * from clicks.parked',
    'select * from clicks.segment',
    'select personal from clicks.stored',
    'delete from clicks.stored',
    "update clicks.stored set program = 'other'",
    'delete from clicks.click',
    'update clicks.click set program_number = 1',
    'select * from clicks.click_2022_06',
  ])('no organisation may: %s', async (statement) => {
    await spooled([encodeClick(click())]);
    await shipper().ships.runOnce();
    const asked = t.db.transaction({ role: 'app', org: publisherOrg }, (tx) => tx.query(statement));
    await expect(asked).rejects.toThrow('permission denied');
  });
});

describe('bad records', () => {
  it('are parked whole with the reason, and their neighbours are stored (G-2)', async () => {
    const good = Array.from({ length: 40 }, () => click());
    const badCountry = encodeClick(click({ country: 'r1' }));
    const badAddress = encodeClick(click({ clientAddress: '<script>' }));
    const records = good.map((one) => encodeClick(one));
    records.splice(7, 0, 'nonsense\u0000');
    records.splice(20, 0, badCountry, badAddress);
    records.push(encodeClick(click({ publisherOrg: 'nobody' })));
    await spooled(records);
    const { ships, announced } = shipper();
    await ships.runOnce();
    expect(ships.status()).toMatchObject({ stored: 40, parked: 4, lost: 0, trouble: null });
    expect(announced.length).toBe(40);
    expect(
      (
        await find(
          'shop',
          good.map(({ clickId }) => clickId),
        )
      ).size,
    ).toBe(40);
    const [segment] = await listSegments(root);
    const parked = await asSystem((tx) =>
      tx.query<{ ordinal: bigint; reason: string; record: string }>(
        'select ordinal, reason, record from clicks.parked where segment = $1 order by ordinal',
        [segment?.id],
      ),
    );
    expect(parked.map(({ ordinal }) => ordinal)).toEqual([7n, 20n, 21n, 43n]);
    expect(parked.map(({ reason }) => reason)).toEqual([
      expect.stringContaining('expected form 4'),
      "country: 'r1'; expected two capital letters",
      "client_address: '<script>'; expected an address",
      "publisher_org: 'nobody'; expected a UUID",
    ]);
    expect(parked[1]?.record).toBe(badCountry);
    expect(await books()).toMatchObject([
      { recorded: 44, stored: 40, parked: 4, repeated: 0, lost: 0, confirmedAt: AT },
    ]);
  });

  it('in a damaged middle are named, the rest is stored, and the segment is kept', async () => {
    const clicks = Array.from({ length: 100 }, () => click());
    await spooled(clicks.map((one) => encodeClick(one)));
    const [segment] = await listSegments(root);
    const path = segment?.path ?? '';
    const size = (await readFile(path)).length;
    const file = await open(path, 'r+');
    await file.write(Buffer.alloc(1_500), 0, 1_500, Math.floor(size / 2));
    await file.close();
    const { ships } = shipper();
    await ships.runOnce();
    const [entry] = await books();
    expect(entry?.damaged.length).toBe(1);
    expect(entry?.lost).toBeGreaterThanOrEqual(2);
    expect((entry?.recorded ?? 0) + (entry?.lost ?? 0)).toBe(100);
    expect(ships.status().lost).toBe(entry?.lost);
    clock.advance(100 * DAY);
    await shipper().ships.runOnce();
    expect((await listSegments(root)).length).toBe(1);
  });
});

describe('segments', () => {
  it('are deleted when the store has confirmed them, and not before 24 hours have passed', async () => {
    await spooled([encodeClick(click())]);
    await shipper().ships.runOnce();
    clock.advance(DAY - 1);
    await shipper().ships.runOnce();
    expect((await listSegments(root)).length).toBe(1);
    clock.advance(1);
    const last = shipper();
    await last.ships.runOnce();
    expect(await listSegments(root)).toEqual([]);
    expect(last.ships.status().segmentsDeleted).toBe(1);
  });

  it('that are still being written are shipped as they grow and never deleted', async () => {
    const spool = await openSpool({ directory: join(root, 'edge-1') });
    const { ships } = shipper();
    for (let count = 1; count <= 3; count += 1) {
      await new Promise((resolve) => spool.append(encodeClick(click()), resolve));
      expect(await ships.runOnce()).toBe(1);
    }
    clock.advance(30 * DAY);
    await shipper().ships.runOnce();
    expect((await readdir(join(root, 'edge-1'))).filter((name) => name.endsWith('.spool')).length).toBe(1);
    await spool.close();
    await ships.runOnce();
    expect(await books()).toMatchObject([{ recorded: 3, stored: 3, confirmedAt: AT + 30 * DAY }]);
  });
});

describe('trouble', () => {
  it('in what follows from clicks stores nothing and parks nothing; the next try does all', async () => {
    const one = click();
    await spooled([encodeClick(one)]);
    const refusing = shipper({
      onStored: () => Promise.reject(Object.assign(new Error('rollup failed'), { code: '23505' })),
    });
    await expect(refusing.ships.runOnce()).rejects.toThrow('what follows from stored clicks failed');
    expect(refusing.ships.status().trouble).toContain('what follows');
    expect((await find('shop', [one.clickId])).size).toBe(0);
    await shipper().ships.runOnce();
    expect((await find('shop', [one.clickId])).size).toBe(1);
  });

  it('what follows from clicks runs in their transaction, as the system', async () => {
    await spooled([encodeClick(click())]);
    const roles: string[] = [];
    const { ships } = shipper({
      onStored: async (tx) => {
        roles.push(...(await tx.query<{ role: string }>('select current_user::text as role')).map(({ role }) => role));
      },
    });
    await ships.runOnce();
    expect(roles).toEqual(['tributary_system']);
  });

  it('with the database is waited out for ever: what was recorded meanwhile is stored when it is back', {
    timeout: 60_000,
  }, async () => {
    const relay = await databaseRelay(t.url);
    const db = connectDatabase(relay.url, { poolSize: 2 });
    const arrived: string[] = [];
    let onArrival: () => void = () => undefined;
    let onTrouble: () => void = () => undefined;
    const ships = createShipper({
      db,
      spoolDir: root,
      clock,
      onStored: async (_, clicks) => {
        arrived.push(...clicks.map(({ clickId }) => clickId));
        onArrival();
      },
      onTrouble: () => onTrouble(),
    });
    const next = (set: (resolve: () => void) => void) => new Promise<void>((resolve) => set(resolve));
    const spool = await openSpool({ directory: join(root, 'edge-1') });
    const record = async (one: RecordedClick) => new Promise((resolve) => spool.append(encodeClick(one), resolve));
    const [before, during] = [click(), click()];

    await record(before);
    await ships.runOnce();
    relay.cut();
    const failed = next((resolve) => (onTrouble = resolve));
    await record(during);
    ships.start();
    await failed;
    const second = next((resolve) => (onArrival = resolve));
    relay.heal();
    await second;
    await ships.stop();

    expect(arrived).toEqual([before.clickId, during.clickId]);
    await spool.close();
    await db.close();
    await relay.close();
  });
});

/** A relay before the database that can be cut, as a network is. */
async function databaseRelay(url: string) {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  let open = true;
  const server: Server = createServer((socket) => {
    if (!open) {
      socket.destroy();
      return;
    }
    const onward = connect(Number(target.port || '5432'), target.hostname);
    for (const end of [socket, onward]) {
      sockets.add(end);
      end.on('error', () => undefined);
      end.on('close', () => {
        sockets.delete(end);
        socket.destroy();
        onward.destroy();
      });
    }
    socket.pipe(onward).pipe(socket);
  });
  const port = await listen(server);
  const relayed = new URL(url);
  relayed.hostname = '127.0.0.1';
  relayed.port = String(port);
  const cut = () => {
    open = false;
    for (const socket of sockets) {
      socket.destroy();
    }
  };
  return {
    url: relayed.href,
    cut,
    heal: () => {
      open = true;
    },
    close: () =>
      new Promise<void>((resolve) => {
        cut();
        server.close(() => resolve());
      }),
  };
}
