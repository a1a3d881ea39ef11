import { open, readdir, readFile } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { connectDatabase } from '../../../platform/db/index.ts';
import { listSegments, openSpool } from '../../../platform/spool/index.ts';
import type { RecordedClick } from '../model.ts';
import { encodeClick } from '../record/record.ts';
import { listen } from '../testing/index.ts';
import { AT, click, clock, DAY, shipperInTest } from '../testing/shipper-in-test.ts';
import { createShipper } from './shipper.ts';

const { its, spooled, shipper, asSystem, find, books } = shipperInTest();

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
    const [segment] = await listSegments(its.root);
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
    const [segment] = await listSegments(its.root);
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
    expect((await listSegments(its.root)).length).toBe(1);
  });
});

describe('segments', () => {
  it('are deleted when the store has confirmed them, and not before 24 hours have passed', async () => {
    await spooled([encodeClick(click())]);
    await shipper().ships.runOnce();
    clock.advance(DAY - 1);
    await shipper().ships.runOnce();
    expect((await listSegments(its.root)).length).toBe(1);
    clock.advance(1);
    const last = shipper();
    await last.ships.runOnce();
    expect(await listSegments(its.root)).toEqual([]);
    expect(last.ships.status().segmentsDeleted).toBe(1);
  });

  it('that another shipper works on as well are taken over where that one was, which is no trouble', async () => {
    const spool = await openSpool({ directory: join(its.root, 'edge-1') });
    const record = () => new Promise((resolve) => spool.append(encodeClick(click()), resolve));
    const [one, other] = [shipper().ships, shipper().ships];
    await record();
    expect(await one.runOnce()).toBe(1);
    await record();
    expect(await other.runOnce()).toBe(1);
    await record();
    // It still goes by the books as it knew them.
    await expect(one.runOnce()).rejects.toThrow('another shipper works on it');
    expect(one.status().trouble).toBeNull();
    expect(await one.runOnce()).toBe(1);
    expect((await books()).map(({ recorded, stored, repeated }) => [recorded, stored, repeated])).toEqual([[3, 3, 0]]);
    await spool.close();
  });

  it('that are still being written are shipped as they grow and never deleted', async () => {
    const spool = await openSpool({ directory: join(its.root, 'edge-1') });
    const { ships } = shipper();
    for (let count = 1; count <= 3; count += 1) {
      await new Promise((resolve) => spool.append(encodeClick(click()), resolve));
      expect(await ships.runOnce()).toBe(1);
    }
    clock.advance(30 * DAY);
    await shipper().ships.runOnce();
    expect((await readdir(join(its.root, 'edge-1'))).filter((name) => name.endsWith('.spool')).length).toBe(1);
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

  it('with the database is waited out for ever: what was recorded meanwhile is stored when it is back', async () => {
    const relay = await databaseRelay(its.url);
    const db = connectDatabase(relay.url, { poolSize: 2 });
    const arrived: string[] = [];
    let onArrival: () => void = () => undefined;
    let onTrouble: () => void = () => undefined;
    const ships = createShipper({
      db,
      spoolDir: its.root,
      clock,
      onStored: async (_, clicks) => {
        arrived.push(...clicks.map(({ clickId }) => clickId));
        onArrival();
      },
      onTrouble: () => onTrouble(),
    });
    const next = (set: (resolve: () => void) => void) => new Promise<void>((resolve) => set(resolve));
    const spool = await openSpool({ directory: join(its.root, 'edge-1') });
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
