import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { manualClock } from '../../../platform/clock/index.ts';
import { type TestDatabase, testDatabase } from '../../../platform/db/testing.ts';
import { openSpool } from '../../../platform/spool/index.ts';
import type { RecordedClick, StoredClick } from '../model.ts';
import { encodeClick } from '../record/record.ts';
import { createShipper } from '../shipping/shipper.ts';
import { findClicks, makePartitions, storeRecords } from '../store.ts';
import { readBack, recordedClick, storeClicks } from '../testing/recorded-click.ts';
import { type ArchiveOptions, type ArchiveStep, archiveOldMonths, exportAllClicks } from './archive.ts';
import { reduceOldClicks } from './retention.ts';

const NOW = Date.UTC(2023, 6, 15, 9);
const DAY = 86_400_000;
const MAY = Date.UTC(2022, 4, 31, 23, 59);
const JUNE = Date.UTC(2022, 5, 1);
const JULY = Date.UTC(2022, 6, 1);

let t: TestDatabase;
let directory = '';
const clock = manualClock(NOW);

beforeAll(async () => {
  t = await testDatabase();
});
afterAll(async () => {
  await t.drop();
});
beforeEach(async () => {
  clock.set(NOW);
  directory = await mkdtemp(join(tmpdir(), 'tributary-archive-'));
});
afterEach(async () => {
  await rm(directory, { recursive: true });
  await t.db.transaction({ role: 'system' }, async (tx) => {
    await tx.query('set local role tributary_owner');
    for (const { months } of await tx.query<{ months: string }>('select clicks.months() as months')) {
      await tx.query(`drop table clicks.click_${months.slice(0, 7).replace('-', '_')}`);
    }
    await tx.query('truncate clicks.archive, clicks.reduced');
  });
});

const store = (...clicks: readonly RecordedClick[]) => storeClicks(t.db, clicks);

/** By the shipper, from a spool that was away. */
async function shipLate(click: RecordedClick): Promise<void> {
  const spool = await openSpool({ directory: join(directory, 'spool', 'edge-1') });
  await new Promise((resolve) => spool.append(encodeClick(click), resolve));
  await spool.close();
  const onStored = async () => undefined;
  expect(await createShipper({ db: t.db, spoolDir: join(directory, 'spool'), clock, onStored }).runOnce()).toBe(1);
}

const options = (changes: Partial<ArchiveOptions> = {}): ArchiveOptions => ({
  db: t.db,
  clock,
  directory,
  monthsKept: 12,
  ...changes,
});

async function exported(since: number | null = null, until: number | null = null): Promise<StoredClick[]> {
  const all: StoredClick[] = [];
  await t.db.transaction({ role: 'system' }, (tx) =>
    exportAllClicks(tx, directory, { since, until }, (one) => void all.push(one)),
  );
  return all;
}

const months = () =>
  t.db.transaction({ role: 'system' }, async (tx) =>
    (await tx.query<{ month: string }>('select clicks.months() as month')).map(({ month }) => month),
  );

describe('the archive of old months', () => {
  const clicks = [
    recordedClick(MAY),
    recordedClick(JUNE, { flags: [], subids: [null, null, null, null, null], visitorSince: null, country: null }),
    recordedClick(JUNE + 1, { asn: null, clientAddress: '2001:db8:1:2::3', raw: null, userAgent: null, referrer: '' }),
    recordedClick(JULY, { routedFrom: 'other' }),
  ];

  it('takes whole months, keeps the younger ones, and the export is the same click by click', async () => {
    await store(...clicks);
    const before = await exported();
    expect(before).toHaveLength(4);
    const made = await archiveOldMonths(options());
    expect(made.map(({ file, clicks: many }) => [file, many])).toEqual([
      ['2022-05.parquet', 1],
      ['2022-06.parquet', 2],
    ]);
    expect(await months()).toEqual(['2022-07-01']);
    expect(await exported()).toEqual(before);
    expect(await exported(JUNE, JUNE + 1)).toEqual([before[1]]);
    expect((await readdir(directory)).sort()).toEqual(['2022-05.parquet', '2022-06.parquet']);
    expect(await archiveOldMonths(options())).toEqual([]);
  });

  it.each<ArchiveStep>([
    'csv',
    'parquet',
    'archived',
  ])('loses and doubles nothing when its process dies after the step "%s" and is started again', async (last) => {
    await store(...clicks);
    const before = await exported();
    const dying = options({
      onStep: (step) => {
        if (step === last) throw new Error('killed');
      },
    });
    await expect(archiveOldMonths(dying)).rejects.toThrow('killed');
    expect(await exported()).toEqual(before);
    await archiveOldMonths(options());
    expect(await exported()).toEqual(before);
    expect(await months()).toEqual(['2022-07-01']);
  });

  it('writes a month again to which a click came while it was written', async () => {
    await store(...clicks);
    const late = recordedClick(JUNE + 2);
    const steps: ArchiveStep[] = [];
    await archiveOldMonths(options({ monthsKept: 13 }));
    const onStep = async (step: ArchiveStep) => {
      steps.push(step);
      if (steps.length === 1) await store(late);
    };
    await archiveOldMonths(options({ onStep }));
    expect(steps).toEqual(['csv', 'parquet', 'csv', 'parquet', 'archived']);
    const ids = (await exported()).map(({ clickId }) => clickId);
    expect(ids.toSorted()).toEqual([...clicks, late].map(({ clickId }) => clickId).toSorted());
  });

  it('keeps any text that a click may hold', async () => {
    const nasty = [
      '\r',
      '\n',
      '\r\n',
      '"',
      '""',
      ',',
      '","',
      '\\',
      '\\N',
      '\t',
      ' ',
      "'",
      '\u001e',
      '\u001f',
      '🦩',
      '\u2028',
      '',
    ];
    const texts = fc.sample(fc.array(fc.constantFrom(...nasty, 'a', 'ы'), { maxLength: 6 }), { seed: 7, numRuns: 500 });
    const several = texts.map((parts, index) =>
      recordedClick(JUNE + index, {
        subids: [parts.join(''), parts[0] ?? null, null, parts.toReversed().join(''), `${parts.join('x')}`],
        target: `https://shop.tld/${parts.join('')}`,
        referrer: parts.join(''),
        raw: { query: parts.join('') },
      }),
    );
    await storeClicks(t.db, several);
    const before = await exported();
    expect(before).toHaveLength(500);
    expect((await archiveOldMonths(options())).map(({ clicks: many }) => many)).toEqual([500]);
    expect(await exported()).toEqual(before);
  });

  it('puts clicks that come after their month has left into a further part', async () => {
    await store(...clicks);
    await archiveOldMonths(options());
    const late = recordedClick(JUNE + 2);
    await store(late);
    expect((await archiveOldMonths(options())).map(({ file }) => file)).toEqual(['2022-06.2.parquet']);
    expect((await exported()).map(({ clickId }) => clickId)).toContain(late.clickId);
    expect(await exported()).toHaveLength(5);
  });

  it('says so instead of leaving a month out of an export that began before the month left', async () => {
    await store(...clicks);
    const exporting = t.db.transaction(
      { role: 'system' },
      async (tx) => {
        await tx.query('select from clicks.archive');
        await archiveOldMonths(options());
        await exportAllClicks(tx, directory, { since: null, until: null }, () => undefined);
      },
      { isolation: 'repeatable read' },
    );
    await expect(exporting).rejects.toThrow('2022-05 went into the archive at this moment');
    expect(await exported()).toHaveLength(4);
  });

  it('is the only thing that may drop a month, and only one that it has counted', async () => {
    await store(...clicks);
    const drop = t.db.transaction({ role: 'system' }, (tx) => tx.query("select clicks.drop_month('2022-06-01')"));
    await expect(drop).rejects.toThrow('archive it first');
    const ingest = t.db.transaction({ role: 'ingest' }, (tx) => tx.query("select clicks.drop_month('2022-06-01')"));
    await expect(ingest).rejects.toThrow('permission denied');
    expect(await exported()).toHaveLength(4);
  });
});

describe('what identifies a person', () => {
  const rows = () =>
    t.db.transaction({ role: 'system' }, (tx) =>
      tx.query<{ address: string; agent: string | null; referrer: string | null; raw: unknown }>(
        `select client_address as address, user_agent as agent, referrer, raw from clicks.whole_click order by key`,
      ),
    );
  const whole = recordedClick(NOW - 90 * DAY);
  const reduced = { address: '203.0.113.0/24', agent: 'Chrome/99', referrer: null, raw: null };

  it('is cut from clicks when screening no longer needs it, and from no younger one', async () => {
    const clicks = [
      recordedClick(NOW - 91 * DAY),
      recordedClick(NOW - 91 * DAY + 1, { clientAddress: '2001:db8:1:2::3', userAgent: null, program: 'other' }),
      recordedClick(NOW - 91 * DAY + 2, { clientAddress: null, userAgent: 'curl/8' }),
      whole,
    ];
    await store(...clicks);
    expect(await reduceOldClicks({ db: t.db, clock, personalDays: 90 })).toBe(3);
    expect(await rows()).toEqual(
      expect.arrayContaining([
        reduced,
        { ...reduced, address: '2001:db8:1::/48', agent: null },
        { ...reduced, address: null, agent: 'other' },
        {
          address: whole.clientAddress,
          agent: whole.userAgent,
          referrer: whole.referrer,
          raw: JSON.stringify(whole.raw),
        },
      ]),
    );
    clock.advance(DAY);
    expect(await reduceOldClicks({ db: t.db, clock, personalDays: 90 })).toBe(1);
    expect(await reduceOldClicks({ db: t.db, clock, personalDays: 90 })).toBe(0);
    const found = await t.db.transaction({ role: 'system' }, (tx) => findClicks(tx, 'shop', [whole.clickId]));
    expect(found.get(whole.clickId)?.subids).toEqual(whole.subids);
  });

  it('is cut also from a click that comes when its day was done', async () => {
    await store(recordedClick(NOW - 91 * DAY));
    expect(await reduceOldClicks({ db: t.db, clock, personalDays: 90 })).toBe(1);
    const late = recordedClick(NOW - 91 * DAY + 1);
    await shipLate(late);
    expect(await reduceOldClicks({ db: t.db, clock, personalDays: 90 })).toBe(2);
    expect(await rows()).toEqual([reduced, reduced]);
  });

  it('is cut from as many clicks as a day has, each once', async () => {
    const many = Array.from({ length: 2_050 }, (_, index) => recordedClick(NOW - 100 * DAY + index));
    const day = new Date(NOW - 100 * DAY).toISOString().slice(0, 10);
    await t.db.transaction({ role: 'ingest' }, (tx) => makePartitions(tx, day, day));
    await t.db.transaction({ role: 'ingest' }, (tx) => storeRecords(tx, day.slice(0, 7), many.map(readBack)));
    expect(await reduceOldClicks({ db: t.db, clock, personalDays: 90 })).toBe(2_050);
    const left = (await rows()).filter(({ raw, referrer }) => raw !== null || referrer !== null);
    expect(left).toEqual([]);
  });
});
