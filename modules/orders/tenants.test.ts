import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts';
import { intakeId, keepInIntake, keepInQuarantine } from './intake/intake.ts';
import type { Attribution, Channel, OrderReport } from './model.ts';
import { exportOrders } from './reading/export.ts';
import { orderRecords } from './reading/read.ts';
import { updateAttributions } from './store.ts';
import {
  ADVERTISER,
  event,
  line,
  NOON,
  OTHER_ADVERTISER,
  PUBLISHER,
  type Recorder,
  recorder,
  report,
} from './testing.ts';

let t: TestDatabase;
let r: Recorder;
const SYSTEM = { role: 'system' } as const;

beforeAll(async () => {
  t = await testDatabase();
  r = recorder(t.db);
  await r.reports(report('mine'), report('theirs', { program: 'foreign', advertiserOrg: OTHER_ADVERTISER }));
  const theirs = { program: 'foreign', advertiserOrg: OTHER_ADVERTISER };
  await r.events(event('mine', { type: 'goods_received' }, NOON), event('theirs', { type: 'closed' }, NOON, theirs));
  const raw = {
    channel: 'api' as const,
    receivedAt: NOON,
    method: 'POST',
    path: '/',
    body: Buffer.from('a\0b'),
    contentType: null,
    remoteAddress: null,
    requestId: null,
  };
  for (const owner of [{ program: 'shop', advertiserOrg: ADVERTISER }, theirs]) {
    const entry = {
      ...raw,
      ...owner,
      orderId: null,
      verdict: 'recorded',
      resultCode: null,
      httpStatus: 200,
      detail: { text: '\ud800\u0000' },
    };
    await keepInIntake(t.db, { ...entry, id: intakeId(NOON) });
    await keepInQuarantine(t.db, { ...entry, id: intakeId(NOON) });
  }
});
afterAll(() => t.drop());

const tables = ['orders', 'order_lines', 'order_events', 'intake', 'quarantine'] as const;
const programsSeen = (org: string | null, table: string) =>
  t.db.transaction({ role: 'app', org }, async (tx) =>
    (await tx.query<{ program: string }>(`select distinct program from orders.${table}`)).map(({ program }) => program),
  );

test.each(
  tables,
)('an advertiser sees only its own rows of %s, nobody sees any without an organisation (I-32, I-33)', async (table) => {
  expect(await programsSeen(ADVERTISER, table)).toEqual(['shop']);
  expect(await programsSeen(OTHER_ADVERTISER, table)).toEqual(['foreign']);
  expect(await programsSeen(PUBLISHER, table)).toEqual([]);
  expect(await programsSeen(null, table)).toEqual([]);
});

test('a publisher sees an order once it earns by it, with lines and events, and no longer when it does not', async () => {
  const attribute = (publisherOrg: string | null) => {
    const attribution: Attribution = {
      program: 'shop',
      orderId: 'mine',
      publisherOrg,
      adSpaceId: null,
      status: 'pending',
    };
    return t.db.transaction(SYSTEM, (tx) => updateAttributions(tx, [attribution]));
  };
  const seen = () =>
    t.db.transaction({ role: 'app', org: PUBLISHER }, (tx) => orderRecords(tx, [{ program: 'shop', orderId: 'mine' }]));
  await attribute(PUBLISHER);
  expect(await seen()).toMatchObject([
    { orderId: 'mine', lines: [{ lineId: '1' }], events: [{ type: 'goods_received' }] },
  ]);
  expect(await programsSeen(PUBLISHER, 'intake')).toEqual([]);
  await attribute(null);
  expect(await seen()).toEqual([]);
});

test.each([
  'insert into orders.intake select * from orders.intake',
  'update orders.orders set status = status',
  'delete from orders.order_events',
])('the application role may not write: %s', async (statement) => {
  await expect(t.db.transaction({ role: 'app', org: ADVERTISER }, (tx) => tx.query(statement))).rejects.toThrow(
    /permission denied/,
  );
});

test.each([
  'update orders.order_events set reason = null',
  'delete from orders.order_events',
  'delete from orders.intake',
  'update orders.intake set verdict = verdict',
])('nobody rewrites events or the log: %s', async (statement) => {
  await expect(t.db.transaction(SYSTEM, (tx) => tx.query(statement))).rejects.toThrow(/permission denied/);
});

test('an export of all orders is complete and oldest first, whatever the page', async () => {
  const ids = Array.from({ length: 1_203 }, (_, index) => `export-${String(index).padStart(4, '0')}`);
  r.clock.advance(1_000);
  await r.reports(...ids.slice(0, 700).map((id) => report(id)));
  r.clock.advance(1_000);
  await r.reports(...ids.slice(700).map((id) => report(id)));
  const found: string[] = [];
  const range = { since: NOON + 1_000, until: NOON + 2_001, summaryOf: async () => new Map() };
  await t.db.transaction({ role: 'app', org: ADVERTISER }, (tx) =>
    exportOrders(tx, range, (order) => void found.push(order.orderId)),
  );
  expect(found).toEqual(ids);
  const none: string[] = [];
  await t.db.transaction(SYSTEM, (tx) =>
    exportOrders(tx, { ...range, until: NOON + 1_000 }, (order) => void none.push(order.orderId)),
  );
  expect(none).toEqual([]);
});

test('four channels in every order of arrival make one order (G-10)', async () => {
  const reports: Readonly<Record<Channel, OrderReport>> = {
    s2s: report('', { channel: 's2s', timeSource: 'received', orderedAt: NOON + 5, lines: [line('1', '20.00')] }),
    pixel: report('', { channel: 'pixel', timeSource: 'received', orderedAt: NOON + 9, lines: [line('1', '20.00')] }),
    file: report('', { channel: 'file', clickIds: [], deliveryCountry: null }),
    api: report('', { channel: 'api', lines: [line('1', '20.00'), line('2', '3.00')] }),
  };
  const arrivals = permutations<Channel>(['s2s', 'pixel', 'file', 'api']);
  expect(arrivals).toHaveLength(24);
  for (const [index, arrival] of arrivals.entries()) {
    for (const channel of arrival) await r.reports({ ...reports[channel], orderId: `G10-${index}` });
    expect(await r.order(`G10-${index}`)).toMatchObject({
      orderedAt: NOON,
      verified: true,
      clickIds: ['click-1'],
      deliveryCountry: 'RU',
      lines: [{ lineId: '1' }, { lineId: '2' }],
      events: [],
    });
  }
});

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item) => permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]));
}
