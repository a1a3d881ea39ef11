import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../../platform/db/index.ts';
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts';
import { recordActions, recordClicks, recordProgram, settleClicks } from './record.ts';
import { report } from './reports/report.ts';
import {
  ADVERTISER,
  actionFact,
  at,
  clickFact,
  OTHER_ADVERTISER,
  OTHER_PUBLISHER,
  OTHER_SPACE,
  PUBLISHER,
  programFact,
} from './testing.ts';

const NOON = at('2022-06-10T12:00:00Z');
const tables = [
  'program',
  'place',
  'click_batch',
  'click_day_space',
  'click_day_hour',
  'click_day_link',
  'click_day_country',
  'click_day_device',
  'click_day_subid',
  'click_program_hour',
  'click_program_country',
  'click_program_device',
  'click_program_subid',
  'click_subid_day',
  'click_link_day',
  'click_place_subid',
  'click_place_day',
  'click_copied_day',
  'click_link_until',
  'click_single_subid',
  'click_subid_hour',
  'click_minute',
  'visitor_day',
  'action',
  'action_change',
  'action_day_space',
  'action_day_hour',
  'action_day_link',
  'action_day_country',
  'action_day_device',
  'action_day_subid',
  'action_program_hour',
  'action_program_country',
  'action_program_device',
  'action_program_subid',
] as const;
const forSystem = ['click_batch', 'click_copied_day', 'click_minute', 'visitor_day'];

let t: TestDatabase;

beforeAll(async () => {
  t = await testDatabase();
  const other = { publisherOrg: OTHER_PUBLISHER, adSpaceId: OTHER_SPACE };
  await t.db.transaction({ role: 'system' }, async (tx) => {
    await recordProgram(tx, programFact('mine'));
    await recordProgram(tx, programFact('foreign', { advertiserOrg: OTHER_ADVERTISER }));
    await recordClicks(tx, [
      clickFact('mine', NOON, { visitor: 'v' }),
      clickFact('mine', NOON, other),
      clickFact('foreign', NOON, other),
    ]);
    await settleClicks(tx);
    await recordActions(tx, [
      actionFact('mine', 'A', NOON),
      actionFact('mine', 'B', NOON, other),
      actionFact('mine', 'C', NOON, { publisherOrg: null, adSpaceId: null, status: 'not_attributed' }),
      actionFact('foreign', 'D', NOON, { ...other, advertiserOrg: OTHER_ADVERTISER }),
    ]);
  });
});
afterAll(() => t.drop());

function as(org: string | null): Actor {
  return { role: 'app', org };
}

async function ordersSeen(actor: Actor): Promise<readonly string[]> {
  const rows = await t.db.transaction(actor, (tx) =>
    tx.query<{ order_id: string }>('select order_id from stats.action order by order_id'),
  );
  return rows.map((row) => row.order_id);
}

describe('row-level security', () => {
  test('shows a publisher its own actions, an advertiser those of its programs, nobody anything else', async () => {
    expect(await ordersSeen(as(PUBLISHER))).toEqual(['A']);
    expect(await ordersSeen(as(OTHER_PUBLISHER))).toEqual(['B', 'D']);
    expect(await ordersSeen(as(ADVERTISER))).toEqual(['A', 'B', 'C']);
    expect(await ordersSeen(as(OTHER_ADVERTISER))).toEqual(['D']);
    expect(await ordersSeen(as(null))).toEqual([]);
  });

  test('holds in reports without any filter', async () => {
    const everything = {
      since: '2022-06-01',
      until: '2022-07-01',
      groupBy: [],
      filters: {},
      sort: null,
      limit: 10,
      offset: 0,
      publisherOrg: null,
    };
    const clicksOf = async (actor: Actor, publisherOrg: string | null = null) =>
      (await t.db.transaction(actor, (tx) => report(tx, { ...everything, publisherOrg }))).total.clicks?.counted;
    expect(await clicksOf(as(PUBLISHER), PUBLISHER)).toBe(1n);
    expect(await clicksOf(as(OTHER_PUBLISHER), OTHER_PUBLISHER)).toBe(2n);
    expect(await clicksOf(as(PUBLISHER), OTHER_PUBLISHER)).toBe(0n);
    // Sums over all publishers are not for one of them.
    expect(await clicksOf(as(PUBLISHER))).toBe(0n);
    expect(await clicksOf(as(ADVERTISER))).toBe(2n);
    expect(await clicksOf(as(null))).toBe(0n);
    expect(await clicksOf({ role: 'system' })).toBe(3n);
  });

  test('is on and forced for every table, and without an organisation each shows no row', async () => {
    const secured = await t.db.transaction({ role: 'system' }, (tx) =>
      tx.query<{ table: string }>(
        `select relname as table from pg_class
         where relnamespace = 'stats'::regnamespace and relkind = 'r' and relrowsecurity and relforcerowsecurity
         order by relname`,
      ),
    );
    expect(secured.map((row) => row.table)).toEqual([...tables].sort());
    for (const table of tables.filter((name) => !forSystem.includes(name))) {
      const rows = await t.db.transaction(as(null), (tx) => tx.query(`select * from stats.${table}`));
      expect(rows).toEqual([]);
    }
  });

  test('lets tenants read and nothing else', async () => {
    for (const statement of [
      'delete from stats.action',
      "update stats.action set status = 'approved'",
      ...forSystem.map((table) => `select * from stats.${table}`),
    ]) {
      await expect(t.db.transaction(as(ADVERTISER), (tx) => tx.query(statement))).rejects.toThrow('permission denied');
    }
  });
});
