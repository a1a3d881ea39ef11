import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '../../../platform/db/index.ts';
import { type TestDatabase, testDatabase } from '../../../platform/db/testing.ts';
import type { ClickFact } from '../model.ts';
import { foldSubids, pruneStatistics, recordClicks, recordProgram, settleClicks } from '../record.ts';
import { at, clickFact, OTHER_PUBLISHER, OTHER_SPACE, PUBLISHER, programFact, SPACE } from '../testing.ts';
import { type ClickHoursQuery, hoursWithClicks } from './click-hours.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Midnight in Moscow. */
const FIRST = at('2022-06-10T21:00:00.000Z');
const SYSTEM = { role: 'system' } as const;
const as = (org: string): Actor => ({ role: 'app', org });

let t: TestDatabase;

/** Three clicks in other hours each, and a hundred whose SubIDs come once, from 10 to 13 o'clock. */
const clicks: readonly ClickFact[] = [
  clickFact('rc', FIRST + HOUR_MS, { country: 'KZ', device: 'mobile', linkCode: 'l1', subids: ['spring', 'x'] }),
  clickFact('rc', FIRST + 23 * HOUR_MS, { country: 'KZ', device: 'tablet', linkCode: 'l2', counted: false }),
  clickFact('rc', FIRST + DAY_MS + 5 * HOUR_MS, {
    ...{ country: null, publisherOrg: OTHER_PUBLISHER, adSpaceId: OTHER_SPACE, trafficType: 'email' },
  }),
  ...Array.from({ length: 100 }, (_, index) =>
    clickFact('rc', FIRST + (10 + (index % 4)) * HOUR_MS, { subids: [null, `own-${index}`], country: 'DE' }),
  ),
  clickFact('other', FIRST + 8 * HOUR_MS, { country: 'KZ' }),
];

beforeAll(async () => {
  t = await testDatabase();
  await t.db.transaction(SYSTEM, async (tx) => {
    await recordProgram(tx, programFact('rc'));
    await recordClicks(tx, clicks);
    await settleClicks(tx);
  });
});
afterAll(() => t.drop());

/** As "day: hours", of June. */
async function hoursOf(filters: ClickHoursQuery['filters'], actor: Actor = SYSTEM, until = '2022-07-01') {
  const query = { program: 'rc', since: '2022-06-11', until, filters };
  const found = await t.db.transaction(actor, (tx) => hoursWithClicks(tx, query));
  return found.map(({ day, hours }) => {
    const each = Array.from({ length: 24 }, (_, hour) => hour).filter((hour) => (hours >> hour) & 1);
    return `${day.slice(8)}: ${each.join(' ')}`;
  });
}

test('the hours in which clicks were are known by each side of a report, several of them together, and by whose they are', async () => {
  expect(await hoursOf({})).toEqual(['12: 5', '11: 1 10 11 12 13 23']);
  expect(await hoursOf({}, SYSTEM, '2022-06-12')).toEqual(['11: 1 10 11 12 13 23']);
  expect(await hoursOf({ country: ['KZ'] })).toEqual(['11: 1 23']);
  expect(await hoursOf({ country: [''] })).toEqual(['12: 5']);
  expect(await hoursOf({ country: ['KZ', 'DE'], device: ['mobile', 'other'] })).toEqual(['11: 1']);
  expect(await hoursOf({ link: ['l2'], device: ['mobile'] })).toEqual([]);
  expect(await hoursOf({ subid: ['spring'], subid1: ['x'] })).toEqual(['11: 1']);
  expect(await hoursOf({ ad_space: [OTHER_SPACE] })).toEqual(['12: 5']);
  expect(await hoursOf({ ad_space: [SPACE], traffic_type: ['email'] })).toEqual([]);
  expect(await hoursOf({ ad_space: ['no-uuid'] })).toEqual([]);
  expect(await hoursOf({}, as(OTHER_PUBLISHER))).toEqual(['12: 5']);
  expect(await hoursOf({ country: [''] }, as(PUBLISHER))).toEqual([]);
});

test('a SubID that came once is found while it stands, when it was folded, and when its name is forgotten', async () => {
  const expectFound = async (): Promise<void> => {
    expect(await hoursOf({ subid1: ['own-6'] })).toEqual(['11: 12']);
    expect(await hoursOf({ subid1: ['own-3', 'own-9'], country: ['DE'] }, as(PUBLISHER))).toEqual(['11: 11 13']);
    expect(await hoursOf({ subid1: ['own-6'] }, as(OTHER_PUBLISHER))).toEqual([]);
    expect(await hoursOf({ subid1: ['nothing'] })).toEqual([]);
  };
  const count = (table: string) =>
    t.db.transaction(SYSTEM, async (tx) => (await tx.query(`select from stats.${table}`)).length);
  await expectFound();
  await t.db.transaction(SYSTEM, (tx) => foldSubids(tx, FIRST + DAY_MS));
  expect(await count('click_single_subid')).toBe(101);
  await expectFound();
  await t.db.transaction(SYSTEM, (tx) => pruneStatistics(tx, FIRST + 6 * DAY_MS));
  expect([await count('click_single_subid'), await count('click_subid_hour')]).toEqual([0, 5]);
  await expectFound();
  // One that arrives when its day is not kept by name any more.
  const late = clickFact('rc', FIRST + 15 * HOUR_MS, { subids: [null, 'late'] });
  await t.db.transaction(SYSTEM, async (tx) => {
    await recordClicks(tx, [late]);
    await settleClicks(tx);
    await foldSubids(tx, FIRST + 6 * DAY_MS);
  });
  expect(await hoursOf({ subid1: ['late'] })).toEqual(['11: 15']);
  await expectFound();
});
