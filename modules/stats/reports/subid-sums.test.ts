import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '../../../platform/db/index.ts';
import { type TestDatabase, testDatabase } from '../../../platform/db/testing.ts';
import { recordActions, recordClicks, recordProgram, settleClicks } from '../record.ts';
import {
  ADVERTISER,
  actionFacts,
  at,
  clickFact,
  clickFacts,
  OTHER_ADVERTISER,
  OTHER_PUBLISHER,
  OTHER_SPACE,
  PUBLISHER,
  programFact,
  SPACE,
} from '../testing.ts';
import { report } from './report.ts';
import type { ReportQuery } from './report-query.ts';
import { sumSubidDays } from './subid-sums.ts';

const NOON = at('2022-06-10T12:00:00Z');
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** 300 words with three clicks, ten with two, and 20,000 SubIDs that came once. */
const words = Array.from({ length: 310 }, (_, index) =>
  clickFacts(index < 300 ? 3 : 2, 'crowd', NOON, { subids: [`word${index}`] }),
).flat();
const singles = Array.from({ length: 20_000 }, (_, index) =>
  clickFact('crowd', NOON, { subids: [`own${index}`], visitor: `v${index}`, counted: index % 10 !== 0 }),
);
const calm = clickFacts(2, 'calm', NOON, {
  subids: ['a', 'b'],
  publisherOrg: OTHER_PUBLISHER,
  adSpaceId: OTHER_SPACE,
  trafficType: 'email',
});
const CLICKS = BigInt(words.length + calm.length + 18_000);

let t: TestDatabase;

beforeAll(async () => {
  t = await testDatabase();
  await t.db.transaction({ role: 'system' }, async (tx) => {
    await recordProgram(tx, programFact('crowd'));
    await recordProgram(tx, programFact('calm', { advertiserOrg: OTHER_ADVERTISER }));
    await recordClicks(tx, [...words, ...singles, ...calm]);
    await recordActions(tx, [
      ...actionFacts(2, 'crowd', NOON, 'W', { subids: ['word0'] }),
      ...actionFacts(3, 'crowd', NOON, 'S', { subids: ['own1'] }),
      ...actionFacts(4, 'crowd', NOON + DAY_MS, 'L', { subids: ['own1'] }),
    ]);
    await settleClicks(tx);
  });
});
afterAll(() => t.drop());

const summedAt = (now: number) => t.db.transaction({ role: 'system' }, (tx) => sumSubidDays(tx, now));
const counted = (clicks: Parameters<typeof recordClicks>[1]) =>
  t.db.transaction({ role: 'system' }, async (tx) => {
    await recordClicks(tx, clicks);
    await settleClicks(tx);
  });

async function asked(changes: Partial<ReportQuery> = {}, actor: Actor = { role: 'system' }) {
  const query: ReportQuery = {
    since: '2022-06-01',
    until: '2022-07-01',
    groupBy: ['subid'],
    filters: {},
    sort: { by: 'clicks', descending: true },
    limit: 1000,
    offset: 0,
    publisherOrg: null,
    ...changes,
  };
  const found = await t.db.transaction(actor, (tx) => report(tx, query));
  const clicksOf = (subid: string) => found.rows.find(({ group }) => group.subid === subid)?.clicks?.counted;
  const actionsOf = (subid: string) => found.rows.find(({ group }) => group.subid === subid)?.actionsCounted;
  return { found, clicksOf, actionsOf, total: found.total.clicks, rows: found.rowsTotal };
}

test('over many publishers the most frequent SubIDs of a program are named, all others are one row, and nothing is lost', async () => {
  const before = await asked();
  expect(before.rows).toBe(20_311);
  expect(await summedAt(NOON)).toBe(1);
  expect(await summedAt(NOON)).toBe(0);
  const { found, clicksOf, total, rows } = await asked();
  expect(total).toEqual(before.total);
  expect(total?.counted).toBe(CLICKS);
  expect(rows).toBe(303);
  expect(['word0', 'word299', 'word300', 'a', '…'].map(clicksOf)).toEqual([3n, 3n, undefined, 2n, 18_020n]);
  expect(found.total.actionsCounted).toBe(9n);
  const byAnother = await asked({ groupBy: ['traffic_type', 'subid1'] });
  expect(byAnother.found.rows.map(({ group, clicks }) => [group.traffic_type, group.subid1, clicks?.counted])).toEqual([
    ['content_site', '…', 18_020n],
    ['content_site', null, 900n],
    ['email', 'b', 2n],
  ]);
});

test('an order of a SubID without a name on its day stands with the clicks of those, one of a day that is not summed under its own', async () => {
  await summedAt(NOON);
  const { actionsOf } = await asked();
  expect(['word0', '…', 'own1'].map(actionsOf)).toEqual([2n, 3n, 4n]);
  const own = await asked({ publisherOrg: PUBLISHER }, { role: 'app', org: PUBLISHER });
  expect(['word0', '…', 'own1'].map(own.actionsOf)).toEqual([2n, undefined, 7n]);
});

test('a publisher, an ad space and a SubID by its name are answered from every SubID', async () => {
  const own = await asked({ publisherOrg: PUBLISHER }, { role: 'app', org: PUBLISHER });
  expect([own.rows, own.clicksOf('own1')]).toEqual([20_310, 1n]);
  expect((await asked({ filters: { ad_space: [SPACE] } })).rows).toBe(20_310);
  expect((await asked({ filters: { subid: ['own1', 'word305'] } })).found.rows.map((row) => row.group.subid)).toEqual([
    'word305',
    'own1',
  ]);
});

test('an advertiser sees the sums of its programs, a publisher none', async () => {
  const mine = await asked({}, { role: 'app', org: ADVERTISER });
  expect([mine.rows, mine.clicksOf('a'), mine.clicksOf('word0')]).toEqual([302, undefined, 3n]);
  const other = await asked({}, { role: 'app', org: OTHER_ADVERTISER });
  expect([other.rows, other.clicksOf('a')]).toEqual([1, 2n]);
  for (const table of ['click_program_device', 'click_program_subid', 'click_subid_day', 'action_program_device'])
    expect(
      await t.db.transaction({ role: 'app', org: PUBLISHER }, (tx) => tx.query(`select * from stats.${table}`)),
    ).toEqual([]);
});

test('what comes later is counted at once, has a name when the day has grown by a tenth, and when it is over in any case', async () => {
  await counted(clickFacts(4, 'crowd', NOON, { subids: ['late'] }));
  expect(await summedAt(NOON)).toBe(0);
  const waiting = await asked();
  expect([waiting.clicksOf('late'), waiting.clicksOf('…'), waiting.total?.counted]).toEqual([
    undefined,
    18_024n,
    CLICKS + 4n,
  ]);
  await counted(clickFacts(2_100, 'crowd', NOON, { subids: ['later'] }));
  expect(await summedAt(NOON)).toBe(1);
  expect((await asked()).clicksOf('late')).toBe(4n);
  await counted(clickFacts(1, 'crowd', NOON, { subids: ['late'] }));
  expect(await summedAt(NOON + 11 * HOUR_MS)).toBe(0);
  expect(await summedAt(NOON + 25 * HOUR_MS)).toBe(1);
  const { clicksOf, total } = await asked();
  expect([clicksOf('late'), total?.counted]).toEqual([5n, CLICKS + 2_105n]);
});
