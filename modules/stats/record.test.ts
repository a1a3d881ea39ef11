import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts';
import { type ActionRow, exportActions } from './export-actions.ts';
import { metrics } from './metrics.ts';
import { DAY_MS } from './model.ts';
import { pruneStatistics, recordActions, recordClicks, recordProgram } from './record.ts';
import { report } from './report.ts';
import { actionFact, at, clickFact, clickFacts, programFact } from './testing.ts';

const NOW = at('2022-06-15T12:00:00Z');

let t: TestDatabase;

beforeAll(async () => {
  t = await testDatabase();
});
afterAll(() => t.drop());

test('two shippers that count the same rows at the same time lose no click and do not lock each other out', async () => {
  await t.db.transaction({ role: 'system' }, (tx) => recordProgram(tx, programFact('busy')));
  const ship = (shipper: number, round: number) => {
    const spread = ['RU', 'KZ', 'BY'].flatMap((country) => clickFacts(10, 'busy', NOW + round, { country }));
    const clicks = spread.map((click, index) => ({ ...click, visitor: `v${index}`, subids: [`s${index % 7}`] }));
    return t.db.transaction({ role: 'system' }, (tx) =>
      recordClicks(tx, shipper % 2 === 0 ? clicks : clicks.reverse()),
    );
  };
  await Promise.all(
    Array.from({ length: 6 }, async (_, shipper) => {
      for (let round = 0; round < 10; round += 1) await ship(shipper, round);
    }),
  );
  const whole = {
    since: '2022-06-15',
    until: '2022-06-16',
    filters: { program: ['busy'] },
    sort: null,
    limit: 100,
    offset: 0,
    publisherOrg: null,
  };
  for (const groupBy of [[], ['country'], ['subid']] as const) {
    const { total } = await t.db.transaction({ role: 'system' }, (tx) => report(tx, { ...whole, groupBy }));
    expect(total.clicks).toEqual({ counted: 1800n, unique: 30n, filtered: 0n });
  }
});

test('forgetting old minutes and visitors changes no report and no metric', async () => {
  await t.db.transaction({ role: 'system' }, async (tx) => {
    await recordProgram(tx, programFact('old'));
    await recordClicks(tx, clickFacts(5, 'old', NOW - 100 * DAY_MS, { visitor: 'v' }));
    await recordClicks(tx, clickFacts(4, 'old', NOW - 29 * DAY_MS, { visitor: 'v' }));
    await recordActions(tx, [actionFact('old', 'A', NOW - DAY_MS)]);
  });
  const look = () =>
    t.db.transaction({ role: 'system' }, async (tx) => ({
      metrics: await metrics(tx, 'old', NOW),
      report: await report(tx, {
        since: '2022-01-01',
        until: '2022-07-01',
        groupBy: ['day'],
        filters: { program: ['old'] },
        sort: null,
        limit: 100,
        offset: 0,
        publisherOrg: null,
      }),
    }));
  const before = await look();
  expect(before.report.total.clicks?.counted).toBe(9n);
  expect(await t.db.transaction({ role: 'system' }, (tx) => pruneStatistics(tx, NOW))).toBe(2);
  expect(await look()).toEqual(before);
});

test('clicks of a program that was not told of are counted, in days of UTC', async () => {
  await t.db.transaction({ role: 'system' }, (tx) =>
    recordClicks(tx, [clickFact('untold', at('2022-06-15T23:59:59Z'))]),
  );
  const { rows } = await t.db.transaction({ role: 'system' }, (tx) =>
    report(tx, {
      since: '2022-06-01',
      until: '2022-07-01',
      groupBy: ['day'],
      filters: { program: ['untold'] },
      sort: null,
      limit: 100,
      offset: 0,
      publisherOrg: null,
    }),
  );
  expect(rows.map((row) => row.group.day)).toEqual(['2022-06-15']);
});

test('the export gives actions by recorded time, half-open, oldest first, each once, over many batches', async () => {
  const recorded = NOW + 365 * DAY_MS;
  const actions = Array.from({ length: 2500 }, (_, index) =>
    actionFact('exported', `A${index}`, NOW, {
      recordedAt: recorded + 2500 - index,
      amounts: { pending: 0n, approved: 123n, declined: 0n, deducted: 0n },
      orderCurrency: 'JPY',
      subids: ['=1+1'],
    }),
  );
  await t.db.transaction({ role: 'system' }, (tx) => recordActions(tx, actions));
  const rows: ActionRow[] = [];
  await t.db.transaction({ role: 'system' }, (tx) =>
    exportActions(tx, { since: recorded + 1, until: recorded + 2500 }, (row) => void rows.push(row)),
  );
  expect(rows.map((row) => row.order_id)).toEqual(Array.from({ length: 2499 }, (_, index) => `A${2499 - index}`));
  expect(rows[0]).toMatchObject({
    recorded_at: '2023-06-15T12:00:00.001Z',
    approved: '1.23',
    currency: 'RUB',
    order_amount: '2000',
    order_currency: 'JPY',
    subid: '=1+1',
    subid1: null,
  });
});
