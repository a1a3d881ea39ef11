import { afterAll, beforeAll, expect, test } from 'vitest';
import { statuses } from '../../../core/commission/decision.ts';
import { type TestDatabase, testDatabase } from '../../../platform/db/testing.ts';
import type { ActionFact, ClickFact } from '../model.ts';
import { rebuildStatistics, recordActions, recordClicks, recordProgram } from '../record.ts';
import {
  actionFact,
  actionFacts,
  at,
  clickFact,
  clickFacts,
  OTHER_SPACE,
  programFact,
  SPACE,
  settledReport,
} from '../testing.ts';
import type { Report } from './report.ts';
import type { ReportQuery } from './report-query.ts';

const nothing = { pending: 0n, approved: 0n, declined: 0n, deducted: 0n };

let t: TestDatabase;

beforeAll(async () => {
  t = await testDatabase();
});
afterAll(() => t.drop());

const everything: ReportQuery = {
  since: '2022-06-01',
  until: '2022-07-01',
  groupBy: [],
  filters: {},
  sort: null,
  limit: 10_000,
  offset: 0,
  publisherOrg: null,
};

async function told(program: string, clicks: readonly ClickFact[], actions: readonly ActionFact[], zone?: string) {
  await t.db.transaction({ role: 'system' }, async (tx) => {
    await recordProgram(tx, programFact(program, zone === undefined ? {} : { timeZone: zone }));
    await recordClicks(tx, clicks);
    await recordActions(tx, actions);
  });
}

function reportOf(program: string, changes: Partial<ReportQuery>): Promise<Report> {
  const filters = { program: [program], ...changes.filters };
  return t.db.transaction({ role: 'system' }, (tx) => settledReport(tx, { ...everything, ...changes, filters }));
}

test('three days on two ad spaces, grouped by both, are six rows that add up to the total (S-021)', async () => {
  const days = ['2022-06-10', '2022-06-11', '2022-06-12'];
  const cells = days.flatMap((day) =>
    [SPACE, OTHER_SPACE].map((adSpaceId) => ({ noon: at(`${day}T12:00:00Z`), adSpaceId })),
  );
  const amounts = [333n, 1n, 1_000_001n, 77n, 0n, 20_000_000_000_000_003n];
  await told(
    'six',
    cells.flatMap(({ noon, adSpaceId }, index) => clickFacts(index + 1, 'six', noon, { adSpaceId })),
    cells.map(({ noon, adSpaceId }, index) =>
      actionFact('six', `A${index}`, noon, { adSpaceId, amounts: { ...nothing, pending: amounts[index] ?? 0n } }),
    ),
  );
  const found = await reportOf('six', { groupBy: ['day', 'ad_space'] });
  expect(found.rows.map((row) => row.group)).toEqual(
    days.flatMap((day) => [SPACE, OTHER_SPACE].map((space) => ({ day, ad_space: space }))),
  );
  expect(found.rows.map((row) => row.clicks?.counted)).toEqual([1n, 2n, 3n, 4n, 5n, 6n]);
  expect(found.total.clicks?.counted).toBe(21n);
  expect(found.total.rewards).toMatchObject([{ currency: 'RUB', pending: 20_000_000_001_000_415n }]);
});

test('60.00 RUB and 6.90 USD are two totals, never one sum (S-135)', async () => {
  const noon = at('2022-06-10T12:00:00Z');
  await told('two', clickFacts(10, 'two', noon), [
    actionFact('two', 'A', noon, { amounts: { ...nothing, pending: 6000n } }),
    actionFact('two', 'B', noon, { status: 'approved', currency: 'USD', amounts: { ...nothing, approved: 690n } }),
  ]);
  const { total } = await reportOf('two', { groupBy: ['day'] });
  expect(total.rewards).toEqual([
    {
      currency: 'RUB',
      pending: 6000n,
      approved: 0n,
      declined: 0n,
      deducted: 0n,
      earningPerHundred: { digits: 60_000n, scale: 2 },
    },
    {
      currency: 'USD',
      pending: 0n,
      approved: 690n,
      declined: 0n,
      deducted: 0n,
      earningPerHundred: { digits: 6900n, scale: 2 },
    },
  ]);
});

test('clicks of two kinds of traffic, grouped by it, are two rows (S-129)', async () => {
  const noon = at('2022-06-10T12:00:00Z');
  await told(
    'kinds',
    [...clickFacts(2, 'kinds', noon), ...clickFacts(3, 'kinds', noon, { trafficType: 'youtube' })],
    [],
  );
  const { rows } = await reportOf('kinds', { groupBy: ['traffic_type'] });
  expect(rows.map((row) => [row.group.traffic_type, row.clicks?.counted])).toEqual([
    ['content_site', 2n],
    ['youtube', 3n],
  ]);
});

test('quality of an ad space: 100 clicks, 5 orders of 20.00, 2 new buyers are CR 5, volume 100.00, new 2 (S-119)', async () => {
  const noon = at('2022-06-10T12:00:00Z');
  const orders = actionFacts(5, 'quality', noon, 'A').map((order, index) => ({ ...order, newCustomer: index < 2 }));
  await told('quality', clickFacts(100, 'quality', noon), orders);
  const { rows } = await reportOf('quality', { groupBy: ['ad_space'] });
  expect(rows).toMatchObject([
    {
      conversion: { digits: 500n, scale: 2 },
      sales: [{ currency: 'USD', minor: 10_000n }],
      newCustomers: 2n,
    },
  ]);
});

test('calendar days are those of the program’s zone, at half-hour zones too', async () => {
  const zones = { msk: 'Europe/Moscow', ist: 'Asia/Kolkata', la: 'America/Los_Angeles' };
  const instant = at('2022-06-10T20:45:00Z');
  for (const [program, zone] of Object.entries(zones)) {
    await told(program, [clickFact(program, instant)], [actionFact(program, 'A', instant)], zone);
  }
  const found = await t.db.transaction({ role: 'system' }, (tx) =>
    settledReport(tx, { ...everything, groupBy: ['program', 'day'], filters: { program: Object.keys(zones) } }),
  );
  expect(found.rows.map((row) => [row.group.program, row.group.day, row.clicks?.counted, row.actionsCounted])).toEqual([
    ['ist', '2022-06-11', 1n, 1n],
    ['la', '2022-06-10', 1n, 1n],
    ['msk', '2022-06-10', 1n, 1n],
  ]);
  const lastMinute = at('2022-06-10T21:00:00Z');
  await told('msk', [clickFact('msk', lastMinute - 1), clickFact('msk', lastMinute)], []);
  const days = (await reportOf('msk', { groupBy: ['day'] })).rows;
  expect(days.map((row) => [row.group.day, row.clicks?.counted])).toEqual([
    ['2022-06-10', 2n],
    ['2022-06-11', 1n],
  ]);
});

test('a visitor is unique once a day on an ad space, in whichever batch the clicks come', async () => {
  const morning = at('2022-06-10T06:00:00Z');
  const click = (hours: number, changes: Partial<ClickFact>) =>
    clickFact('unique', morning + hours * 3_600_000, changes);
  await told('unique', [click(0, { visitor: 'v1', country: 'RU' }), click(1, { visitor: 'v1', country: 'KZ' })], []);
  await told(
    'unique',
    [click(2, { visitor: 'v1' }), click(2, { visitor: 'v2' }), click(3, { visitor: 'v3', counted: false })],
    [],
  );
  await told('unique', [click(24, { visitor: 'v1' }), click(4, { visitor: 'v1', adSpaceId: OTHER_SPACE })], []);
  const { rows, total } = await reportOf('unique', { groupBy: ['day', 'ad_space'] });
  expect(rows.map((row) => row.clicks)).toEqual([
    { counted: 4n, unique: 2n, filtered: 1n },
    { counted: 1n, unique: 1n, filtered: 0n },
    { counted: 1n, unique: 1n, filtered: 0n },
  ]);
  expect(total.clicks).toEqual({ counted: 6n, unique: 4n, filtered: 1n });
});

test('by state an order is counted in its own column, and clicks are not divided among states', async () => {
  const noon = at('2022-06-10T12:00:00Z');
  await told(
    'states',
    clickFacts(7, 'states', noon),
    statuses.map((status) => actionFact('states', status, noon, { status })),
  );
  const whole = await reportOf('states', { groupBy: [] });
  expect(whole.total.actions).toEqual(Object.fromEntries(statuses.map((status) => [status, 1n])));
  expect(whole.total.actionsCounted).toBe(4n);
  const divided = await reportOf('states', { groupBy: ['status'] });
  expect(divided.rows).toHaveLength(7);
  expect(divided.rows.every((row) => row.clicks === null && row.conversion === null)).toBe(true);
  const pending = await reportOf('states', { groupBy: ['program'], filters: { status: ['pending'] } });
  expect(pending.total).toMatchObject({ clicks: null, actions: { pending: 1n, approved: 0n } });
});

test('a later revision replaces an order, an earlier one that comes late does not', async () => {
  const noon = at('2022-06-10T12:00:00Z');
  const pending = actionFact('revised', 'A', noon, { amounts: { ...nothing, pending: 100n } });
  const approved: ActionFact = { ...pending, revision: 2, status: 'approved', amounts: { ...nothing, approved: 100n } };
  await told('revised', [], [approved, pending]);
  await told('revised', [], [pending]);
  const { total } = await reportOf('revised', {});
  expect(total.actions).toMatchObject({ approved: 1n, pending: 0n });
  expect(total.rewards).toMatchObject([{ approved: 100n, pending: 0n }]);
});

test('a page shows part of the rows; the total is of all of them', async () => {
  const noon = at('2022-06-10T12:00:00Z');
  const subids = ['a', 'b', 'c', 'd', null];
  await told(
    'paged',
    subids.flatMap((subid, index) => clickFacts(index + 1, 'paged', noon, { subids: [subid] })),
    [],
  );
  const found = await reportOf('paged', {
    groupBy: ['subid'],
    sort: { by: 'clicks', descending: true },
    limit: 2,
    offset: 1,
  });
  expect(found.rows.map((row) => [row.group.subid, row.clicks?.counted])).toEqual([
    ['d', 4n],
    ['c', 3n],
  ]);
  expect(found.rowsTotal).toBe(5);
  expect(found.total.clicks?.counted).toBe(15n);
  const withoutSubid = await reportOf('paged', { groupBy: ['subid'], filters: { subid: [''] } });
  expect(withoutSubid.rows.map((row) => [row.group.subid, row.clicks?.counted])).toEqual([[null, 5n]]);
});

test('SubIDs of any length and with any character are kept apart and kept whole', async () => {
  const noon = at('2022-06-10T12:00:00Z');
  const long = Array.from({ length: 5 }, (_, index) => `${index}`.repeat(1000));
  const odd = ['=1+1', "' or 1=1--", 'nul\0here', '漢字', '{"a":1}'];
  await told(
    'odd',
    [clickFact('odd', noon, { subids: long }), clickFact('odd', noon, { subids: odd })],
    [actionFact('odd', 'A', noon, { subids: odd })],
  );
  const { rows } = await reportOf('odd', { groupBy: ['subid', 'subid1', 'subid2', 'subid3', 'subid4'] });
  expect(rows.map((row) => [Object.values(row.group), row.clicks?.counted, row.actionsCounted])).toEqual([
    [long, 1n, 0n],
    [odd.map((text) => text.replace('\0', '\uFFFD')), 1n, 1n],
  ]);
});

test('a rebuild from the facts gives the same report', async () => {
  const noon = at('2022-06-10T12:00:00Z');
  const clicks = [clickFact('again', noon, { visitor: 'v' }), clickFact('again', noon + 1, { visitor: 'v' })];
  const actions = [actionFact('again', 'A', noon, { amounts: { ...nothing, pending: 5n } })];
  await told('again', clicks, actions);
  const before = await reportOf('again', { groupBy: ['day', 'subid'] });
  await t.db.transaction({ role: 'system' }, (tx) =>
    rebuildStatistics(tx, {
      clicks: (tell) => tell(clicks),
      actions: (tell) => tell(actions),
    }),
  );
  expect(await reportOf('again', { groupBy: ['day', 'subid'] })).toEqual(before);
});
