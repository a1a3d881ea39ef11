import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts';
import { decideAgain } from '../commissions/index.ts';
import {
  ADVERTISER,
  asSystem,
  balancesOf,
  click,
  type Neighbours,
  neighbours,
  ORDERED_AT,
  PUBLISHER,
  RC,
  report,
  rivalClick,
} from '../commissions/testing.ts';
import { type EventContent, recordEvents, recordOrders } from '../orders/index.ts';
import { askExpress, changeSettings, settlementsOfLowered } from './index.ts';

const DAY_MS = 86_400_000;
const AT = ORDERED_AT + DAY_MS;
const A1 = { program: RC, orderId: 'A1' };

let t: TestDatabase;
let net: Neighbours;
beforeEach(async () => {
  t = await testDatabase();
  net = neighbours();
  net.clicks.set('c1', click('c1'));
  await asSystem(t.db, (tx) =>
    tx.query(
      `insert into accounts.organisation (org_id, kind, name, status, created_at) values ($1, 'publisher', 'Notes', 'active', '2022-01-01Z')`,
      [PUBLISHER],
    ),
  );
  // As a network wires it.
  Object.assign(net.deps, { settlementsOf: settlementsOfLowered });
  // 60.00 RUB, approved; the second click is not there yet.
  await asSystem(t.db, (tx) => recordOrders(tx, net.recordDeps, [report({ clickIds: ['c1', 'c2'] })]));
  await happens({ type: 'goods_received' });
});
afterEach(() => t.drop());

async function happens(content: EventContent, id: string = content.type): Promise<void> {
  const event = { ...A1, advertiserOrg: ADVERTISER, channel: 'api', id, at: AT, content, reason: null } as const;
  await asSystem(t.db, (tx) => recordEvents(tx, net.recordDeps, [event]));
}

/** The publisher has all of the order advanced. */
async function advance(): Promise<void> {
  const limits = [{ currency: 'RUB', per_publisher: '100.00', in_all: '100.00', minimum: '1.00' }];
  const rules = { enabled: true, fee_percent: '5', account_days: 0, funded_actions: 0, limits, version: 0 };
  const by = { at: AT, actor: 'test' };
  const order = { ...A1, advertiserOrg: ADVERTISER, currency: 'RUB', minor: 6_000n };
  const deps = {
    unfundedOrders: async () => [order],
    openAmounts: async () => [{ program: RC, currency: 'RUB', state: 'approved' as const, minor: 6_000n }],
    fundedActions: async () => 0,
  };
  const asked = { currency: 'RUB', amount: null, key: randomUUID() };
  await asSystem(t.db, async (tx) => {
    expect(await changeSettings(tx, rules, by)).toMatchObject({ ok: true });
    const payment = await askExpress(tx, deps, { publisherOrg: PUBLISHER, asked, ...by });
    expect(payment).toMatchObject({ value: { advanced: 6_000n, fee: 300n } });
  });
}

const own = PUBLISHER.slice(-1);
async function held(): Promise<readonly (bigint | undefined)[]> {
  const all = await balancesOf(t.db);
  return [all[`publisher_balance ${own} RUB`], all[`publisher_advance ${own} RUB`], all['network_fees - RUB']];
}

test('a violation found after the advance settles all of it: reward, advance and fee come and go, what was kept is owed', async () => {
  await advance();
  expect(await held()).toEqual([11_700n, -6_000n, 300n]);
  await happens({ type: 'violation', violation: 'abnormal_traffic', lines: null });
  expect(await held()).toEqual([-300n, undefined, 300n]);
});

test('an order that moves to another publisher leaves nothing advanced with the first', async () => {
  await advance();
  net.clicks.set('c2', rivalClick('c2', { at: ORDERED_AT - 60_000 }));
  await asSystem(t.db, (tx) => decideAgain(tx, net.deps, [A1]));
  expect(await held()).toEqual([-300n, undefined, 300n]);
  expect((await balancesOf(t.db))['publisher_balance 2 RUB']).toBe(6_000n);
});

test('a decision that changes no money, or raises it, settles nothing', async () => {
  await advance();
  await happens({ type: 'goods_received' }, 'again');
  expect(await held()).toEqual([11_700n, -6_000n, 300n]);
});
