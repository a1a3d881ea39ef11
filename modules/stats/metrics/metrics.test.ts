import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formatDecimal } from '../../../core/money/index.ts';
import { type TestDatabase, testDatabase } from '../../../platform/db/testing.ts';
import { type ActionFact, type ClickFact, DAY_MS } from '../model.ts';
import { recordActions, recordClicks, recordPaid, recordProgram } from '../record.ts';
import { actionFact, actionFacts, at, clickFact, clickFacts, programFact } from '../testing.ts';
import { type Metric, metricKeys, metrics, metricsOf } from './metrics.ts';

const NOW = at('2022-06-15T12:00:00.000Z');
const HOUR_MS = 3_600_000;
const EARLIER = NOW - 10 * DAY_MS;
/** Inside the 180 days that end 30 days ago. */
const SETTLED = NOW - 100 * DAY_MS;
const nothing = { pending: 0n, approved: 0n, declined: 0n, deducted: 0n };

let t: TestDatabase;
let programs = 0;

beforeAll(async () => {
  t = await testDatabase();
});
afterAll(() => t.drop());

/** A program of its own for each test, with these facts told in one transaction. */
async function given(facts: { clicks?: ClickFactsOf; actions?: ActionFactsOf }): Promise<string> {
  programs += 1;
  const program = `program-${programs}`;
  await t.db.transaction({ role: 'system' }, async (tx) => {
    await recordProgram(tx, programFact(program));
    await recordClicks(tx, facts.clicks?.(program) ?? []);
    await recordActions(tx, facts.actions?.(program) ?? []);
  });
  return program;
}
type ClickFactsOf = (program: string) => ClickFact[];
type ActionFactsOf = (program: string) => ActionFact[];

async function metricsByKey(program: string, now = NOW): Promise<ReadonlyMap<string, Metric>> {
  const found = await t.db.transaction({ role: 'system' }, (tx) => metrics(tx, program, now));
  return new Map((found ?? []).map((metric) => [metric.key, metric]));
}

async function valuesOf(program: string, now = NOW): Promise<Readonly<Record<string, string | null>>> {
  const found = await metricsByKey(program, now);
  return Object.fromEntries([...found].map(([key, { value }]) => [key, value === null ? null : formatDecimal(value)]));
}

/** 1 171 actions that accrue 29 900.00 RUB, half of them pending: the fixture of the page's figures. */
function snapshotActions(program: string): ActionFact[] {
  const actions = actionFacts(1171, program, EARLIER, 'A');
  return actions.map((action, index) => {
    const minor = index === 0 ? 2_990_000n - 1170n * 2553n : 2553n;
    const isPending = index % 2 === 0;
    return {
      ...action,
      status: isPending ? 'pending' : 'approved',
      amounts: { ...nothing, [isPending ? 'pending' : 'approved']: minor },
    };
  });
}

test('10 000 clicks, 1 171 actions and 29 900.00 RUB give EPC 299 and CR 11.71 (S-002, S-003)', async () => {
  const program = await given({ clicks: (p) => clickFacts(10_000, p, EARLIER), actions: snapshotActions });
  const found = await metricsByKey(program);
  expect(await valuesOf(program)).toMatchObject({ epc: '299.00', cr: '11.71', cookie: '3.00' });
  expect(found.get('epc')).toMatchObject({
    currency: 'RUB',
    unit: 'money_per_100_clicks',
    window: { from: NOW - 30 * DAY_MS, until: NOW },
    samples: { clicks: 10_000n, actions: 1171n },
  });
});

test('a program without clicks and actions has no ratio instead of a division error (S-002, S-003, S-005)', async () => {
  expect(await valuesOf(await given({}))).toEqual({
    epc: null,
    cr: null,
    cr48: null,
    confirmation: null,
    cookie: '3.00',
    processing: null,
    payment: null,
  });
});

test('the last 48 hours hold 671 of 10 000, not the 500 actions one millisecond earlier (S-004)', async () => {
  const program = await given({
    clicks: (p) => [
      ...clickFacts(4_000, p, NOW - 48 * HOUR_MS),
      ...clickFacts(6_000, p, NOW - HOUR_MS),
      ...clickFacts(777, p, NOW - 48 * HOUR_MS - 1),
    ],
    actions: (p) => [
      ...actionFacts(671, p, NOW - 48 * HOUR_MS, 'in'),
      ...actionFacts(500, p, NOW - 48 * HOUR_MS - 1, 'out'),
    ],
  });
  const cr48 = (await metricsByKey(program)).get('cr48');
  expect(await valuesOf(program)).toMatchObject({ cr48: '6.71' });
  expect(cr48).toMatchObject({
    window: { from: NOW - 48 * HOUR_MS, until: NOW },
    samples: { clicks: 10_000n, actions: 671n },
  });
});

test('inside a minute both sides of a trailing ratio begin at the start of that minute, and the window says so', async () => {
  const now = NOW + 30_500;
  const program = await given({
    clicks: (p) => clickFacts(10, p, NOW - 48 * HOUR_MS + 1),
    actions: (p) => actionFacts(1, p, NOW - 48 * HOUR_MS + 1, 'A'),
  });
  const cr48 = (await metricsByKey(program, now)).get('cr48');
  expect(cr48?.window).toEqual({ from: NOW - 48 * HOUR_MS, until: now });
  expect(cr48?.samples).toEqual({ clicks: 10n, actions: 1n });
});

test('930 approved, 40 declined and 30 pending give a confirmation of 93 percent (S-005)', async () => {
  const program = await given({
    actions: (p) => [
      ...actionFacts(930, p, SETTLED, 'a', { status: 'approved', decidedAt: SETTLED + DAY_MS }),
      ...actionFacts(40, p, SETTLED, 'd', { status: 'declined', decidedAt: SETTLED + DAY_MS }),
      ...actionFacts(30, p, SETTLED, 'p'),
    ],
  });
  expect(await valuesOf(program)).toMatchObject({ confirmation: '93.00' });
  expect((await metricsByKey(program)).get('confirmation')?.samples).toEqual({ actions: 1000n, confirmed: 930n });
});

test('confirmation looks at the 180 days that end 30 days ago, half-open (C-27)', async () => {
  const window = { from: NOW - 210 * DAY_MS, until: NOW - 30 * DAY_MS };
  const program = await given({
    actions: (p) => [
      actionFact(p, 'first', window.from, { status: 'approved' }),
      actionFact(p, 'last', window.until - 1, { status: 'declined' }),
      actionFact(p, 'before', window.from - 1, { status: 'approved' }),
      actionFact(p, 'after', window.until, { status: 'approved' }),
    ],
  });
  const confirmation = (await metricsByKey(program)).get('confirmation');
  expect(confirmation).toMatchObject({ window, samples: { actions: 2n, confirmed: 1n } });
});

test('one approval after 20 days and one decline after 40 give 30 days; a pending action changes nothing (S-007)', async () => {
  const program = await given({
    actions: (p) => [
      actionFact(p, 'A', SETTLED, { status: 'approved', decidedAt: SETTLED + 20 * DAY_MS }),
      actionFact(p, 'B', SETTLED, { status: 'declined', decidedAt: SETTLED + 40 * DAY_MS }),
      actionFact(p, 'C', SETTLED),
    ],
  });
  expect(await valuesOf(program)).toMatchObject({ processing: '30' });
});

test('an action approved on day 30 and paid on day 90 shows 30 and 90: both count from the action (S-008, C-28)', async () => {
  const program = await given({
    actions: (p) => [actionFact(p, 'A', SETTLED, { status: 'approved', decidedAt: SETTLED + 30 * DAY_MS })],
  });
  const known = await t.db.transaction({ role: 'system' }, (tx) =>
    recordPaid(tx, [
      { program, orderId: 'A', paidAt: SETTLED + 90 * DAY_MS },
      { program, orderId: 'nobody knows', paidAt: SETTLED },
    ]),
  );
  expect(known).toBe(1);
  expect(await valuesOf(program)).toMatchObject({ processing: '30', payment: '90' });
});

test('payment is never shown below processing, even where slow decisions are unpaid (S-008)', async () => {
  const program = await given({
    actions: (p) => [
      actionFact(p, 'A', SETTLED, { status: 'approved', decidedAt: SETTLED + DAY_MS, paidAt: SETTLED + 5 * DAY_MS }),
      actionFact(p, 'B', SETTLED, { status: 'declined', decidedAt: SETTLED + 59 * DAY_MS }),
    ],
  });
  expect(await valuesOf(program)).toMatchObject({ processing: '30', payment: '30' });
});

test('orders that earn nothing by the terms, are nobody’s or cannot be decided are in no metric (C-26)', async () => {
  const decidedAt = SETTLED + 10 * DAY_MS;
  const program = await given({
    clicks: (p) => clickFacts(100, p, EARLIER),
    actions: (p) =>
      [EARLIER, SETTLED].flatMap((orderedAt) => [
        actionFact(p, `paid ${orderedAt}`, orderedAt, { status: 'approved', amounts: { ...nothing, approved: 500n } }),
        actionFact(p, `zero ${orderedAt}`, orderedAt, { status: 'no_reward', decidedAt }),
        actionFact(p, `open ${orderedAt}`, orderedAt, { status: 'unresolved', decidedAt }),
        actionFact(p, `nobody ${orderedAt}`, orderedAt, {
          status: 'not_attributed',
          publisherOrg: null,
          adSpaceId: null,
          decidedAt,
        }),
      ]),
  });
  expect(await valuesOf(program)).toMatchObject({ epc: '5.00', cr: '1.00', confirmation: '100.00', processing: null });
});

test('one more click changes CR: metrics are computed, not typed (S-011)', async () => {
  const program = await given({
    clicks: (p) => clickFacts(99, p, EARLIER),
    actions: (p) => actionFacts(10, p, EARLIER, 'A'),
  });
  expect(await valuesOf(program)).toMatchObject({ cr: '10.10' });
  await t.db.transaction({ role: 'system' }, (tx) => recordClicks(tx, [clickFact(program, NOW - 1)]));
  expect(await valuesOf(program)).toMatchObject({ cr: '10.00' });
});

test('EPC adds no currencies: what was accrued in another one stands beside it (S-135)', async () => {
  const program = await given({
    clicks: (p) => clickFacts(100, p, EARLIER),
    actions: (p) => [
      actionFact(p, 'A', EARLIER, { amounts: { ...nothing, pending: 6000n } }),
      actionFact(p, 'B', EARLIER, { currency: 'USD', amounts: { ...nothing, pending: 690n } }),
    ],
  });
  const epc = (await metricsByKey(program)).get('epc');
  expect(epc).toMatchObject({ currency: 'RUB', value: { digits: 6000n, scale: 2 } });
  expect(epc?.otherCurrencies).toEqual([{ currency: 'USD', value: { digits: 690n, scale: 2 } }]);
});

test('where no accrual currency was told, EPC is in that of the latest action', async () => {
  const program = await given({
    clicks: (p) => clickFacts(100, p, EARLIER),
    actions: (p) => [
      actionFact(p, 'A', EARLIER, { currency: 'USD', amounts: { ...nothing, pending: 690n } }),
      actionFact(p, 'B', EARLIER - 1, { amounts: { ...nothing, pending: 6000n } }),
    ],
  });
  await t.db.transaction({ role: 'system' }, (tx) =>
    recordProgram(tx, programFact(program, { accrualCurrency: null })),
  );
  expect((await metricsByKey(program)).get('epc')).toMatchObject({
    currency: 'USD',
    value: { digits: 690n, scale: 2 },
  });
});

test('bots and prefetches are in no metric', async () => {
  const program = await given({
    clicks: (p) => [...clickFacts(4, p, EARLIER), ...clickFacts(6, p, EARLIER, { counted: false, flags: ['bot'] })],
    actions: (p) => actionFacts(1, p, EARLIER, 'A'),
  });
  expect(await valuesOf(program)).toMatchObject({ cr: '25.00' });
});

describe('the metrics', () => {
  test('come in the order of the page (S-009)', async () => {
    expect([...(await metricsByKey(await given({}))).keys()]).toEqual([...metricKeys]);
  });

  test('of an unknown program are absent, not zero', async () => {
    expect(await t.db.transaction({ role: 'system' }, (tx) => metrics(tx, 'no-such-program', NOW))).toBeNull();
  });
});

test('many programs are told as each alone, and an unknown one is absent', async () => {
  const [busy, idle] = [
    await given({ clicks: (p) => clickFacts(50, p, EARLIER), actions: (p) => actionFacts(5, p, EARLIER, 'A') }),
    await given({}),
  ];
  const [all, alone] = await t.db.transaction({ role: 'system' }, async (tx) => [
    await metricsOf(tx, [busy, idle, 'no-such-program'], NOW),
    [await metrics(tx, busy, NOW), await metrics(tx, idle, NOW)],
  ]);
  expect([...all.keys()].toSorted()).toEqual([busy, idle].toSorted());
  expect([all.get(busy), all.get(idle)]).toEqual(alone);
});
