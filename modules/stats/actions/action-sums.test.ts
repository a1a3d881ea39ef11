import { afterAll, beforeAll, expect, test } from 'vitest';
import { seededRandom } from '../../../core/commission/testing/random-orders.ts';
import { dayAt, wallTimeAt } from '../../../core/time/index.ts';
import { type TestDatabase, testDatabase } from '../../../platform/db/testing.ts';
import type { ActionFact } from '../model.ts';
import { rebuildStatistics, recordActions, recordPaid, recordProgram } from '../record.ts';
import { actionFact, at, OTHER_PUBLISHER, OTHER_SPACE, PUBLISHER, programFact, SPACE } from '../testing.ts';
import { type ActionParameters, actionParameters, readActionRequest } from './action-request.ts';
import { settleActions } from './action-rollup.ts';
import { type ActionSum, sumActions } from './action-store.ts';
import { openAmounts } from './open-amounts.ts';

const START = at('2022-06-01T00:00:00.000Z');
const NOW = at('2022-06-29T00:00:00.000Z');
const ORDERS = 300;
const ZONES = { rc: 'Pacific/Kiritimati', ww: 'Etc/GMT+12' };
const SYSTEM = { role: 'system' } as const;

const random = seededRandom(20_220_601);
const below = (limit: number): number => Math.floor(random() * limit);
function one<T>(...values: readonly [T, ...T[]]): T {
  return values[below(values.length)] ?? values[0];
}

let t: TestDatabase;
/** Orders as they were told last. */
const last = new Map<string, ActionFact>();

/** An order as one of its decisions leaves it: corrected, refunded, decided late, attributed to somebody else. */
function decided(order: number, revision: number): ActionFact {
  const program = order % 3 === 0 ? 'ww' : 'rc';
  const earned = BigInt(below(100_000));
  const name = one('pending', 'approved', 'declined', 'deducted');
  const amounts = { pending: 0n, approved: 0n, declined: 0n, deducted: 0n, [name]: earned };
  // An order of several lines: some of it approved, some taken back.
  if (below(4) === 0) Object.assign(amounts, { approved: BigInt(below(9_000)), deducted: BigInt(below(90)) });
  return actionFact(program, `O${order}`, START + order * 2 * 3_600_000 + below(3) * 86_400_000, {
    ...{ revision, amounts, status: one(name, name, 'no_reward', 'not_attributed'), reasons: [one('A', 'B')] },
    ...{ publisherOrg: one(PUBLISHER, PUBLISHER, OTHER_PUBLISHER, null), adSpaceId: one(SPACE, OTHER_SPACE, null) },
    ...{ country: one('RU', 'KZ', null), device: one('desktop', 'mobile'), linkCode: one('l1', 'l2') },
    ...{ trafficType: one('email', null), subids: [one('a', 'b')], newCustomer: one(true, false, null) },
    ...{ currency: one('RUB', 'USD'), orderCurrency: one('USD', 'EUR', 'JPY'), orderAmount: BigInt(below(1_000_000)) },
    ...{ paidAt: below(5) === 0 ? START : null },
  });
}

beforeAll(async () => {
  t = await testDatabase();
  await t.db.transaction(SYSTEM, async (tx) => {
    for (const [code, timeZone] of Object.entries(ZONES)) await recordProgram(tx, programFact(code, { timeZone }));
  });
  for (let told = 0; told < 12; told += 1) {
    await t.db.transaction(SYSTEM, async (tx) => {
      const orders = new Set(Array.from({ length: 75 }, () => below(ORDERS)));
      const facts = [...orders].map((order) => decided(order, 1 + below(6)));
      await recordActions(tx, facts);
      facts.forEach(remember);
      await recordPaid(tx, paid(`O${below(ORDERS)}`, `O${below(ORDERS)}`));
    });
    // What came last waits for its sums: readers add it themselves.
    if (told % 3 === 1) await t.db.transaction(SYSTEM, settleActions);
  }
});
afterAll(() => t.drop());

/** As the product promises: a later revision replaces an earlier one, and a payment that is known stays known. */
function remember(fact: ActionFact): void {
  const known = last.get(fact.orderId);
  if (known !== undefined && known.revision > fact.revision) return;
  last.set(fact.orderId, { ...fact, paidAt: fact.paidAt ?? known?.paidAt ?? null });
}

function paid(...orders: readonly string[]) {
  return [...last.values()]
    .filter(({ orderId }) => orders.includes(orderId))
    .map((fact) => {
      last.set(fact.orderId, { ...fact, paidAt: fact.paidAt ?? NOW });
      return { program: fact.program, orderId: fact.orderId, paidAt: NOW };
    });
}

type Asked = Partial<ActionParameters>;

/** The same sums, found the slow way. */
function expected(asked: Asked): readonly ActionSum[] {
  const sums = new Map<string, ActionSum>();
  for (const fact of last.values()) {
    if (fact.publisherOrg !== PUBLISHER || !fits(fact, asked)) continue;
    const { status, currency, orderCurrency: order_currency, amounts } = fact;
    const key = `${currency} ${order_currency} ${status}`;
    const nothing = { actions: 0n, pending: 0n, approved: 0n, declined: 0n, deducted: 0n, sales: 0n };
    const known = sums.get(key) ?? { status, currency, order_currency, ...nothing };
    sums.set(key, {
      ...known,
      actions: known.actions + 1n,
      pending: known.pending + amounts.pending,
      approved: known.approved + amounts.approved,
      declined: known.declined + amounts.declined,
      deducted: known.deducted + amounts.deducted,
      sales: known.sales + fact.orderAmount,
    });
  }
  return [...sums].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum);
}

function fits(fact: ActionFact, asked: Asked): boolean {
  const zone = fact.program === 'ww' ? ZONES.ww : ZONES.rc;
  const day = dayAt(fact.orderedAt, zone);
  const value: Readonly<Record<string, string>> = {
    status: fact.status,
    program: fact.program,
    ad_space: fact.adSpaceId ?? '',
    traffic_type: fact.trafficType ?? '',
    link: fact.linkCode ?? '',
    country: fact.country ?? '',
    device: fact.device ?? '',
    hour: String(wallTimeAt(fact.orderedAt, zone).hour),
    subid: fact.subids[0] ?? '',
    subid0: fact.subids[0] ?? '',
    order: fact.orderId,
    reason: fact.reasons.join(' '),
    paid: fact.paidAt === null ? 'no' : 'yes',
  };
  const { since = '2022-06-01', until = '2022-07-01', ...others } = asked;
  return (
    day >= since &&
    day < until &&
    Object.entries(others).every(([name, list]) =>
      String(list)
        .split(',')
        .includes(value[name] ?? ''),
    )
  );
}

const questions: readonly Asked[] = [
  {},
  { since: '2022-06-09', until: '2022-06-10' },
  { status: 'pending,approved' },
  { program: 'ww' },
  { ad_space: SPACE },
  { traffic_type: '' },
  { paid: 'yes' },
  { paid: 'no', program: 'rc', status: 'approved' },
  { country: 'RU', ad_space: OTHER_SPACE },
  { country: '' },
  { device: 'mobile', status: 'declined' },
  { link: 'l2' },
  { hour: '0,13,22' },
  // Of these no sums are kept: they are found order by order.
  { country: 'KZ', device: 'desktop' },
  { country: 'RU', paid: 'yes' },
  { reason: 'A' },
  { subid0: 'b' },
  { subid: 'a' },
];

async function expectSums(): Promise<void> {
  for (const asked of questions) {
    const parameters = actionParameters.parse({ since: '2022-06-01', until: '2022-07-01', ...asked });
    const query = readActionRequest(parameters, NOW, PUBLISHER);
    if (!query.ok) throw new Error(query.error.detail);
    const found = await t.db.transaction({ role: 'app', org: PUBLISHER }, (tx) => sumActions(tx, query.value));
    expect(found, JSON.stringify(asked)).toEqual(expected(asked));
  }
}

test('sums of actions are those of the single orders, before and after what changed is added to them, and told anew', async () => {
  expect(last.size).toBeGreaterThan(250);
  await expectSums();
  await t.db.transaction(SYSTEM, settleActions);
  await expectSums();
  const [waiting] = await t.db.transaction(SYSTEM, (tx) => tx.query('select from stats.action_change limit 1'));
  expect(waiting).toBeUndefined();
  await t.db.transaction(SYSTEM, (tx) =>
    rebuildStatistics(tx, { clicks: async () => undefined, actions: (tell) => tell([...last.values()]) }),
  );
  await expectSums();
});

test('what a publisher waits for is that of its single orders', async () => {
  const found = await t.db.transaction({ role: 'app', org: PUBLISHER }, (tx) => openAmounts(tx, PUBLISHER));
  const own = [...last.values()].filter(({ publisherOrg }) => publisherOrg === PUBLISHER);
  const waiting = {
    pending: own.filter(({ amounts }) => amounts.pending > 0n).map(({ amounts }) => amounts.pending),
    approved: own
      .filter((fact) => fact.paidAt === null && fact.amounts.approved > 0n)
      .map(({ amounts }) => amounts.approved),
  };
  for (const state of ['pending', 'approved'] as const) {
    const rows = found.filter((row) => row.state === state);
    expect(rows.reduce((sum, { actions }) => sum + actions, 0)).toBe(waiting[state].length);
    expect(rows.reduce((sum, { minor }) => sum + minor, 0n)).toBe(waiting[state].reduce((sum, each) => sum + each, 0n));
  }
});
