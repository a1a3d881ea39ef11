import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Tx } from '../../platform/db/index.ts';
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts';
import { type ExportBounds, exportPostings, type HistoryRow, post, settled } from './index.ts';
import { asOwner, newCast, reward } from './testing.ts';

let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase();
});
afterAll(async () => {
  await t.drop();
});

const system = <T>(work: (tx: Tx) => Promise<T>) => t.db.transaction({ role: 'system' }, work);

/** Later than anything the database's clock will tell in a test. */
const FAR = Date.UTC(9000, 0, 1);

async function exported(program: string, range: Partial<ExportBounds> = {}): Promise<HistoryRow[]> {
  const rows: HistoryRow[] = [];
  await system((tx) =>
    exportPostings(tx, { by: 'recorded', since: null, until: FAR, ...range }, async (row) => {
      if (row.account.program === program) rows.push(row);
    }),
  );
  return rows;
}

const eventsOf = (rows: readonly HistoryRow[]) => [...new Set(rows.map((row) => row.orderId))];

test('an export is in the order of recorded time, however postings were numbered', async () => {
  const cast = newCast();
  const numberFrom = (id: number) =>
    asOwner(t.db, `select setval(pg_get_serial_sequence('ledger.posting', 'id'), ${id})`);
  await numberFrom(900_000);
  await system((tx) => post(tx, [reward(cast, 'first', 6000n)]));
  await numberFrom(800_000);
  await system((tx) => post(tx, [reward(cast, 'second', 6000n)]));
  const rows = await exported(cast.program);
  expect(eventsOf(rows)).toEqual(['first', 'second']);
  expect(rows.map((row) => row.postingId > 850_000n)).toEqual([...Array(4).fill(true), ...Array(4).fill(false)]);
});

test('every entry of a busy millisecond is exported once, in any number of pieces', async () => {
  const cast = newCast();
  const entries = Array.from({ length: 600 }, (_, index) => reward(cast, `E${index}`, 6000n));
  await system((tx) => post(tx, entries));
  const rows = await exported(cast.program);
  expect(rows.length).toBe(2_400);
  expect(new Set(rows.map((row) => row.postingId)).size).toBe(2_400);
  const times = rows.map((row) => row.recordedAt);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  const [middle = 0] = times.slice(1_200);
  const pieces = [await exported(cast.program, { until: middle }), await exported(cast.program, { since: middle })];
  expect(pieces.flat().map((row) => row.postingId)).toEqual(rows.map((row) => row.postingId));
});

test('a period of effective time finds what counts in it, whenever it was recorded', async () => {
  const cast = newCast();
  const at = Date.UTC(2022, 5, 15, 9);
  for (const [event, days] of [
    ['late', 2],
    ['early', 0],
    ['middle', 1],
  ] as const)
    await system((tx) => post(tx, [{ ...reward(cast, event, 6000n), effectiveAt: at + days * 86_400_000 }]));
  const range = { by: 'effective', since: at, until: at + 2 * 86_400_000 } as const;
  expect(eventsOf(await exported(cast.program, range))).toEqual(['early', 'middle']);
  expect(await exported(cast.program, { ...range, by: 'recorded' })).toEqual([]);
});

test('a bound is given only when nothing can be recorded before it any more, so the next export misses nothing', async () => {
  const cast = newCast();
  let recorded = 0;
  await system(async (tx) => {
    await post(tx, [reward(cast, 'open', 6000n)]);
    const [row] = await tx.query<{ at: number }>('select clock_timestamp() as at');
    recorded = row?.at ?? 0;
    expect(await settled(t.db, FAR, 0)).toBe(null);
    expect(await settled(t.db, recorded - 2 * 3_600_000, 0)).toBe(recorded - 2 * 3_600_000);
    expect(await exported(cast.program)).toEqual([]);
  });
  const until = await settled(t.db, FAR);
  // Never in the future: what is recorded from now on belongs to the next export.
  expect(until).toBeGreaterThanOrEqual(recorded);
  expect(until).toBeLessThan(FAR);
  expect(eventsOf(await exported(cast.program, { until: (until ?? 0) + 1 }))).toEqual(['open']);
});
