import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Status, statuses } from '../../../core/commission/decision.ts';
import { dayAt, wallTimeAt } from '../../../core/time/index.ts';
import { type TestDatabase, testDatabase } from '../../../platform/db/testing.ts';
import type { ActionFact, ClickFact } from '../model.ts';
import { recordActions, recordClicks, recordProgram } from '../record.ts';
import {
  actionFact,
  at,
  clickFact,
  OTHER_PUBLISHER,
  OTHER_SPACE,
  PUBLISHER,
  programFact,
  SPACE,
  settledReport,
} from '../testing.ts';
import type { Report, ReportNumbers } from './report.ts';
import { type Dimension, dimensions, isByStatus, rollupOf } from './report-query.ts';

let t: TestDatabase;

beforeAll(async () => {
  t = await testDatabase();
});
afterAll(() => t.drop());

const june = {
  since: '2022-06-01',
  until: '2022-07-01',
  sort: null,
  limit: 10_000,
  offset: 0,
  publisherOrg: null,
};

/** Whether clicks are counted by these together. */
function isCounted(groupBy: readonly Dimension[]): boolean {
  const query = { groupBy, filters: {} };
  return isByStatus(query) || rollupOf(query).ok;
}

describe('any report of any facts', () => {
  const zone = 'Asia/Kolkata';
  const from = at('2022-06-10T16:00:00Z');
  const place = {
    program: fc.constantFrom('p1', 'p2'),
    adSpaceId: fc.constantFrom(SPACE, OTHER_SPACE),
    publisherOrg: fc.constantFrom(PUBLISHER, OTHER_PUBLISHER),
    country: fc.constantFrom('RU', 'KZ', null),
    trafficType: fc.constantFrom('content_site', 'youtube', null),
    linkCode: fc.constantFrom('l1', 'l2'),
    device: fc.constantFrom('desktop', 'mobile'),
    subids: fc.array(fc.constantFrom('a', 'b', null), { maxLength: 5 }),
  };
  const instant = fc.integer({ min: 0, max: 72 * 60 }).map((minutes) => from + minutes * 60_000);
  const minor = fc.bigInt({ min: 0n, max: 10n ** 13n });
  const clicksOf = fc.array(
    fc.record({ ...place, at: instant, counted: fc.boolean(), visitor: fc.constantFrom('v1', 'v2', null) }),
    { maxLength: 40 },
  );
  const actionsOf = fc.array(
    fc.record({
      ...place,
      orderedAt: instant,
      status: fc.constantFrom(...statuses),
      currency: fc.constantFrom('RUB', 'USD'),
      amounts: fc.record({ pending: minor, approved: minor, declined: minor, deducted: minor }),
      newCustomer: fc.constantFrom(true, false, null),
    }),
    { maxLength: 30 },
  );
  let run = 0;

  test('has rows that add up to its total, which is the sum of the facts', async () => {
    await fc.assert(
      fc.asyncProperty(
        clicksOf,
        actionsOf,
        fc.uniqueArray(fc.constantFrom(...dimensions), { maxLength: 4 }).filter(isCounted),
        async (clickChanges, actionChanges, groupBy) => {
          run += 1;
          const name = (program: string) => `${program}-${run}`;
          const clicks = clickChanges.map((c) => clickFact(name(c.program), c.at, { ...c, program: name(c.program) }));
          const actions = actionChanges.map((a, index) =>
            actionFact(name(a.program), `A${index}`, a.orderedAt, { ...a, program: name(a.program) }),
          );
          const middle = Math.floor(clicks.length / 2);
          for (const program of ['p1', 'p2'])
            await t.db.transaction({ role: 'system' }, (tx) =>
              recordProgram(tx, programFact(name(program), { timeZone: zone })),
            );
          await tell(clicks.slice(0, middle), actions);
          await tell(clicks.slice(middle), actions);
          const filters = { program: [name('p1'), name('p2')] };
          const found = await t.db.transaction({ role: 'system' }, (tx) =>
            settledReport(tx, { ...june, groupBy, filters }),
          );
          expectRowsToAddUp(found);
          expectTotalOf(found, clicks, actions, groupBy.includes('status'));
          expectGroupsOf(found, clicks, actions, groupBy);
        },
      ),
      { seed: 2022, numRuns: 40 },
    );
  });

  async function tell(clicks: readonly ClickFact[], actions: readonly ActionFact[]): Promise<void> {
    await t.db.transaction({ role: 'system' }, async (tx) => {
      await recordClicks(tx, clicks);
      await recordActions(tx, actions);
    });
  }

  function expectRowsToAddUp({ rows, total }: Report): void {
    const sum = (value: (numbers: ReportNumbers) => bigint) => rows.reduce((all, row) => all + value(row), 0n);
    for (const status of statuses) expect(sum((row) => row.actions[status])).toBe(total.actions[status]);
    expect(sum((row) => row.newCustomers)).toBe(total.newCustomers);
    for (const part of ['counted', 'unique', 'filtered'] as const) {
      expect(sum((row) => row.clicks?.[part] ?? 0n)).toBe(total.clicks?.[part] ?? 0n);
    }
    for (const currency of ['RUB', 'USD']) {
      for (const state of ['pending', 'approved', 'declined', 'deducted'] as const) {
        const of = (numbers: ReportNumbers) =>
          numbers.rewards.find((reward) => reward.currency === currency)?.[state] ?? 0n;
        expect(sum(of)).toBe(of(total));
      }
      const sales = (numbers: ReportNumbers) => numbers.sales.find((sale) => sale.currency === currency)?.minor ?? 0n;
      expect(sum(sales)).toBe(sales(total));
    }
  }

  function expectTotalOf(
    { total }: Report,
    clicks: readonly ClickFact[],
    actions: readonly ActionFact[],
    byStatus: boolean,
  ): void {
    const counted = BigInt(clicks.filter((click) => click.counted).length);
    expect(total.clicks?.counted ?? null).toBe(byStatus ? null : counted);
    if (!byStatus) expect(total.clicks?.filtered).toBe(BigInt(clicks.length) - counted);
    for (const status of statuses) {
      expect(total.actions[status]).toBe(BigInt(actions.filter((action) => action.status === status).length));
    }
    const approved = actions.filter((a) => a.currency === 'RUB').reduce((sum, a) => sum + a.amounts.approved, 0n);
    expect(total.rewards.find((reward) => reward.currency === 'RUB')?.approved ?? 0n).toBe(approved);
  }

  /** The same groups, found the slow way. */
  function expectGroupsOf(
    found: Report,
    clicks: readonly ClickFact[],
    actions: readonly ActionFact[],
    groupBy: readonly Dimension[],
  ): void {
    const keys = [
      ...(groupBy.includes('status') ? [] : clicks.map((click) => keyOf(click, click.at, groupBy, null))),
      ...actions.map((action) => keyOf(action, action.orderedAt, groupBy, action.status)),
    ];
    const expected = new Map<string, number>();
    for (const key of keys) expected.set(key, (expected.get(key) ?? 0) + 1);
    const actual = found.rows.map((row): [string, number] => [
      JSON.stringify(groupBy.map((dimension) => row.group[dimension] ?? null)),
      Number((row.clicks?.counted ?? 0n) + (row.clicks?.filtered ?? 0n)) +
        statuses.reduce((sum, status) => sum + Number(row.actions[status]), 0),
    ]);
    expect(new Map(actual)).toEqual(expected);
    expect(found.rowsTotal).toBe(expected.size);
  }

  function keyOf(
    fact: ClickFact | ActionFact,
    when: number,
    groupBy: readonly Dimension[],
    status: Status | null,
  ): string {
    const day = dayAt(when, zone);
    const values: Readonly<Record<Dimension, string | null>> = {
      day,
      month: day.slice(0, 7),
      program: fact.program,
      ad_space: fact.adSpaceId,
      subid: fact.subids[0] ?? null,
      subid1: fact.subids[1] ?? null,
      subid2: fact.subids[2] ?? null,
      subid3: fact.subids[3] ?? null,
      subid4: fact.subids[4] ?? null,
      country: fact.country,
      hour: String(wallTimeAt(when, zone).hour).padStart(2, '0'),
      link: fact.linkCode,
      device: fact.device,
      traffic_type: fact.trafficType,
      status,
    };
    return JSON.stringify(groupBy.map((dimension) => values[dimension]));
  }
});
