import { describe, expect, it } from 'vitest';
import type { StoredClick } from '../model.ts';
import { encodeClick } from '../record/record.ts';
import { exportClicks, findClicks } from '../store.ts';
import { advertiserOrg, otherPublisherOrg, publisherOrg } from '../testing/index.ts';
import { AT, click, DAY, shipperInTest, storedForm } from '../testing/shipper-in-test.ts';

const { its, spooled, shipper, asSystem, find, books } = shipperInTest();

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
    await its.db.pool.query('begin; set local role tributary_owner; delete from clicks.segment; commit');
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
    its.db.transaction({ role: 'app', org }, async (tx) => {
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
    const found = await its.db.transaction({ role: 'app', org: advertiserOrg }, (tx) => findClicks(tx, 'shop', ids));
    expect(found.size).toBe(2);
  });

  it.each(['client_address', 'user_agent', 'referrer', 'raw'])('no organisation reads %s', async (column) => {
    const asked = its.db.transaction({ role: 'app', org: publisherOrg }, (tx) =>
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
    const asked = its.db.transaction({ role: 'app', org: publisherOrg }, (tx) => tx.query(statement));
    await expect(asked).rejects.toThrow('permission denied');
  });
});
