import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts';
import { type ActionRow, exportActions } from './actions/export-actions.ts';
import { metrics } from './metrics/metrics.ts';
import { type ClickFact, DAY_MS } from './model.ts';
import { foldSubids, pruneStatistics, recordActions, recordClicks, recordProgram, settleClicks } from './record.ts';
import type { ReportQuery } from './reports/report-query.ts';
import { actionFact, at, clickFact, clickFacts, OTHER_SPACE, programFact, SPACE, settledReport } from './testing.ts';

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
    const { total } = await t.db.transaction({ role: 'system' }, (tx) => settledReport(tx, { ...whole, groupBy }));
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
      report: await settledReport(tx, {
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
    settledReport(tx, {
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
      linkCode: 'l1',
      device: 'mobile',
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
    link: 'l1',
    device: 'mobile',
  });
});

describe('a unique click', () => {
  const zone = 'Europe/Moscow';
  const counted = async (program: string, clicks: readonly ClickFact[]) => {
    await t.db.transaction({ role: 'system' }, async (tx) => {
      await recordProgram(tx, programFact(program, { timeZone: zone }));
      for (const click of clicks) await recordClicks(tx, [click]);
    });
    return await t.db.transaction({ role: 'system' }, async (tx) => {
      const query = {
        groupBy: [],
        filters: { program: [program] },
        sort: null,
        limit: 10,
        offset: 0,
        publisherOrg: null,
      };
      const { total } = await settledReport(tx, { ...query, since: '2022-06-01', until: '2022-07-01' });
      const kept = await tx.query(`select 1 from stats.visitor_day where program = '${program}'`);
      return { clicks: total.clicks?.counted, unique: total.clicks?.unique, rememberedVisits: kept.length };
    });
  };
  const click = (program: string, when: string, since: string | null) =>
    clickFact(program, at(when), { visitor: 'v', visitorSince: since === null ? null : at(since) });

  test('that made its visitor, and the further ones of that day, need no memory of who clicked', async () => {
    const made = '2022-06-15T10:00:00Z';
    const facts = [made, '2022-06-15T10:00:01Z', '2022-06-15T20:59:59Z'].map((when) => click('fresh', when, made));
    expect(await counted('fresh', facts)).toEqual({ clicks: 3n, unique: 1n, rememberedVisits: 0 });
  });

  test('is the first of each later day in the zone of the program, once', async () => {
    const made = '2022-06-15T10:00:00Z';
    const facts = ['2022-06-15T21:00:00Z', '2022-06-16T20:00:00Z', '2022-06-16T21:00:00Z', made].map((when) =>
      click('later', when, made),
    );
    expect(await counted('later', facts)).toEqual({ clicks: 4n, unique: 3n, rememberedVisits: 2 });
  });

  test('is looked up where the visitor was made elsewhere', async () => {
    const facts = ['2022-06-15T10:00:00Z', '2022-06-15T11:00:00Z'].map((when) => click('elsewhere', when, null));
    expect(await counted('elsewhere', facts)).toEqual({ clicks: 2n, unique: 1n, rememberedVisits: 1 });
  });
});

test('clicks settled in one go and batch by batch, from two sides at once, make the same rollups', async () => {
  const spread = (program: string) =>
    Array.from({ length: 300 }, (_, index) =>
      clickFact(program, NOW + index * 977, {
        adSpaceId: index % 3 === 0 ? SPACE : OTHER_SPACE,
        linkCode: `l${index % 7}`,
        country: index % 5 === 0 ? null : (['RU', 'KZ', 'BY', 'AM'][index % 4] ?? null),
        device: index % 2 === 0 ? 'mobile' : 'desktop',
        subids: index % 4 === 0 ? [] : [`"quoted\\${index % 6}`, null, index % 9 === 0 ? '{,}' : null],
        counted: index % 11 !== 0,
        visitor: `v${index % 40}`,
      }),
    );
  await t.db.transaction({ role: 'system' }, async (tx) => {
    await recordClicks(tx, spread('at-once'));
    await settleClicks(tx);
  });
  const parts = spread('bit-by-bit');
  for (let from = 0; from < parts.length; from += 30) {
    await t.db.transaction({ role: 'system' }, (tx) => recordClicks(tx, parts.slice(from, from + 30)));
    await Promise.all([1, 2].map(() => t.db.transaction({ role: 'system' }, settleClicks)));
  }
  for (const groupBy of [[], ['hour'], ['link'], ['country'], ['device'], ['subid', 'subid2'], ['ad_space']] as const) {
    const [one, other] = await t.db.transaction({ role: 'system' }, async (tx) => {
      const query = { since: '2022-06-01', until: '2022-07-01', groupBy, sort: null, limit: 100, offset: 0 };
      const of = (program: string) =>
        settledReport(tx, { ...query, publisherOrg: null, filters: { program: [program] } });
      return [await of('at-once'), await of('bit-by-bit')];
    });
    expect(other).toEqual(one);
    expect(one.total.clicks).toEqual({ counted: 272n, unique: 80n, filtered: 28n });
  }
});

describe('SubIDs that came once', () => {
  const crowdedQuery = {
    since: '2022-06-15',
    until: '2022-06-16',
    groupBy: ['ad_space', 'subid', 'subid1'],
    sort: null,
    limit: 200,
    offset: 0,
    publisherOrg: null,
  } as const;
  const look = (program: string, filters: ReportQuery['filters'] = {}) =>
    t.db.transaction({ role: 'system' }, (tx) =>
      settledReport(tx, { ...crowdedQuery, filters: { ...filters, program: [program] } }),
    );
  const fold = (days: number) => t.db.transaction({ role: 'system' }, (tx) => foldSubids(tx, NOW + days * DAY_MS));
  const prune = (days: number) =>
    t.db.transaction({ role: 'system' }, (tx) => pruneStatistics(tx, NOW + days * DAY_MS));
  const count = (clicks: readonly ClickFact[]) =>
    t.db.transaction({ role: 'system' }, async (tx) => {
      await recordClicks(tx, clicks);
      await settleClicks(tx);
    });
  /** Two of three are of people; each SubID1 is another one. */
  const once = (program: string, many: number, prefix: string, adSpaceId = SPACE) =>
    Array.from({ length: many }, (_, index) =>
      clickFact(program, NOW, { adSpaceId, subids: ['own', `${prefix}${index}`], counted: index % 3 !== 0 }),
    );
  const told = async (program: string) => {
    await t.db.transaction({ role: 'system' }, (tx) => recordProgram(tx, programFact(program)));
    await count([
      ...once(program, 51, 'crowd'),
      ...once(program, 50, 'few', OTHER_SPACE),
      ...clickFacts(2, program, NOW, { subids: ['twice'] }),
      clickFact(program, NOW),
    ]);
  };

  test('are one row where an ad space has more than 50 a day, and no total, no word and no other SubID changes', async () => {
    await told('folded');
    const before = await look('folded');
    expect(before.rowsTotal).toBe(103);
    expect([await fold(0), await fold(1)]).toEqual([51, 0]);
    const after = await look('folded');
    expect(after.total).toEqual(before.total);
    expect(after.rows.filter((row) => row.group.subid1 !== '…')).toEqual(
      before.rows.filter((row) => row.group.subid1?.startsWith('crowd') !== true),
    );
    expect(after.rows.find((row) => row.group.subid1 === '…')).toMatchObject({
      group: { ad_space: SPACE, subid: 'own' },
      clicks: { counted: 34n, filtered: 17n },
    });
  });

  test('are each found by name for two days after theirs, and never counted twice', async () => {
    await told('found');
    await fold(0);
    const named = await look('found', { subid1: ['crowd7'] });
    expect(named.rows).toMatchObject([{ group: { subid: 'own', subid1: 'crowd7' }, clicks: { counted: 1n } }]);
    expect(named.total.clicks?.counted).toBe(1n);
    expect((await look('found', { subid: ['own'] })).total.clicks).toMatchObject({ counted: 67n, filtered: 34n });
    expect((await look('found', { subid: ['own'], subid1: ['crowd7'] })).rows).toEqual(named.rows);
    await prune(3);
    expect((await look('found', { subid1: ['crowd7'] })).rows).toEqual(named.rows);
    await prune(4);
    expect((await look('found', { subid1: ['crowd7'] })).rows).toEqual([]);
    expect((await look('found')).total.clicks).toMatchObject({ counted: 70n, filtered: 34n });
  });

  test('have a row of their own again when they come again, and later ones join the sum at once', async () => {
    await told('again');
    await fold(0);
    const before = await look('again');
    await count([
      clickFact('again', NOW, { subids: ['own', 'crowd7'] }),
      clickFact('again', NOW, { subids: ['own', 'late'] }),
    ]);
    expect((await look('again', { subid1: ['crowd7'] })).total.clicks?.counted).toBe(2n);
    expect(await fold(0)).toBe(1);
    const after = await look('again');
    expect(after.total.clicks).toMatchObject({ counted: 72n, filtered: 34n });
    expect(after.rows.find((row) => row.group.subid1 === 'crowd7')?.clicks?.counted).toBe(2n);
    expect(after.rows.find((row) => row.group.subid1 === '…')?.clicks?.counted).toBe(34n);
    expect(after.rowsTotal).toBe(before.rowsTotal + 1);
    expect((await look('again', { subid1: ['crowd7'] })).total.clicks?.counted).toBe(2n);
    expect((await look('again', { subid1: ['late'] })).total.clicks?.counted).toBe(1n);
  });
});
