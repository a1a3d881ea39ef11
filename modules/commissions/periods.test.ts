import { afterEach, beforeEach, expect, test } from 'vitest';
import { decimal } from '../../core/money/decimal.ts';
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts';
import { balances } from '../ledger/index.ts';
import { type EventReport, type OrderReport, recordEvents, recordOrders } from '../orders/index.ts';
import { replay } from './index.ts';
import {
  ADVERTISER,
  asSystem,
  click,
  decisionOf,
  type Neighbours,
  neighbours,
  ORDERED_AT,
  PUBLISHER,
  report,
  rivalClick,
  shippedTerms,
} from './testing.ts';

const LEADS = 'leads-bank';
const HOTEL = 'hotel-nights';

let t: TestDatabase;
let net: Neighbours;
beforeEach(async () => {
  t = await testDatabase();
  net = neighbours();
  for (const program of [LEADS, HOTEL]) {
    net.terms.set(program, [shippedTerms(program)]);
  }
  net.clicks.set('c1', click('c1'));
  net.clicks.set('c2', rivalClick('c2'));
});
afterEach(async () => {
  await t.drop();
});

const record = (...reports: OrderReport[]) => asSystem(t.db, (tx) => recordOrders(tx, net.recordDeps, reports));

function lead(n: number, more: Partial<OrderReport> = {}): OrderReport {
  const line = { lineId: '1', productId: null, category: 'credit_card', amount: decimal('0'), quantity: 1, place: 0 };
  return report({ program: LEADS, orderId: `A${n}`, currency: 'RUB', lines: [line], ...more });
}

const earned = async (org: string) =>
  (await asSystem(t.db, (tx) => balances(tx, { org }))).reduce((sum, { minor }) => sum + minor, 0n);

test('a cap per day holds to the minor unit, in one batch and across batches (I-20)', async () => {
  await record(...Array.from({ length: 20 }, (_, n) => lead(n)));
  await record(...Array.from({ length: 20 }, (_, n) => lead(20 + n)), lead(99, { clickIds: ['c2'] }));
  expect(await earned(PUBLISHER)).toBe(5_000_000n);
  expect((await decisionOf(t.db, { program: LEADS, orderId: 'A27' })).decision).toMatchObject({
    capped: true,
    commission: { minor: 140_000n },
  });
  expect((await decisionOf(t.db, { program: LEADS, orderId: 'A99' })).decision.commission.minor).toBe(180_000n);
  expect((await replay(t.db, net.deps)).differences).toBe(0);
});

test('a cap per day holds however many connections decide at once', async () => {
  await Promise.all(Array.from({ length: 40 }, (_, n) => record(lead(n))));
  expect(await earned(PUBLISHER)).toBe(5_000_000n);
});

test('the next day, counted in the program’s zone, begins anew', async () => {
  await record(...Array.from({ length: 30 }, (_, n) => lead(n)));
  const midnightInMoscow = Date.UTC(2022, 5, 15, 21);
  net.clock.set(midnightInMoscow + 1);
  net.clicks.set('c3', click('c3', { at: midnightInMoscow - 1 }));
  await record(
    lead(50, { orderedAt: midnightInMoscow - 1, clickIds: ['c3'] }),
    lead(51, { orderedAt: midnightInMoscow, clickIds: ['c3'] }),
  );
  expect((await decisionOf(t.db, { program: LEADS, orderId: 'A50' })).decision.commission.minor).toBe(0n);
  expect((await decisionOf(t.db, { program: LEADS, orderId: 'A51' })).decision.commission.minor).toBe(180_000n);
});

test('what others earned since does not change an order when it is confirmed', async () => {
  await record(lead(1));
  await record(...Array.from({ length: 40 }, (_, n) => lead(100 + n)));
  const event = {
    program: LEADS,
    advertiserOrg: ADVERTISER,
    orderId: 'A1',
    channel: 'api' as const,
    id: 'ok',
    at: ORDERED_AT + 60_000,
    content: { type: 'goods_received' as const },
    reason: null,
  };
  await asSystem(t.db, (tx) => recordEvents(tx, net.recordDeps, [event]));
  const { decision } = await decisionOf(t.db, { program: LEADS, orderId: 'A1' });
  expect(decision).toMatchObject({ status: 'approved', capped: false, commission: { minor: 180_000n } });
});

test('tiers count the orders that a publisher had in the month before each order', async () => {
  const booking = (n: number) =>
    report({
      program: HOTEL,
      orderId: `H${n}`,
      currency: 'EUR',
      deliveryCountry: 'DE',
      orderedAt: ORDERED_AT + n,
      lines: [{ lineId: '1', productId: null, amount: decimal('100.00'), quantity: 1, place: 0 }],
    });
  net.clicks.set('c1', click('c1', { country: 'DE' }));
  await record(...Array.from({ length: 60 }, (_, n) => booking(n)));
  const volumes = await Promise.all(
    [0, 25, 59].map(async (n) => (await decisionOf(t.db, { program: HOTEL, orderId: `H${n}` })).facts.volume?.orders),
  );
  expect(volumes).toEqual([0, 25, 59]);
  expect((await replay(t.db, net.deps)).differences).toBe(0);
});

/** What is kept of periods, and the same from the orders themselves. */
const turnover = (kept: boolean) =>
  asSystem(t.db, (tx) =>
    tx.query<{ span: string; starts: number; orders: bigint; amount: string; minor: bigint }>(
      kept
        ? `select span, publisher_org, starts, currency, sum(orders)::bigint as orders, trim_scale(sum(amount)) as amount,
             sum(minor)::bigint as minor
           from commissions.turnover where publisher_org <> '00000000-0000-0000-0000-000000000000'
           group by 1, 2, 3, 4 having sum(orders) <> 0 or sum(minor) <> 0 order by 1, 2, 3, 4`
        : `select span, publisher_org, date_bin(width, ordered_at, '2000-01-01T00:00:00Z') as starts, currency,
             count(*) filter (where counts) as orders, trim_scale(coalesce(sum(order_amount) filter (where counts), 0)) as amount,
             sum(commission_minor)::bigint as minor
           from (values ('day', interval '1 day'), ('quarter', interval '15 minutes')) as spans (span, width)
             cross join (select *, status in ('pending', 'approved') as counts from commissions.current
               where publisher_org is not null) as c
           group by 1, 2, 3, 4 having count(*) filter (where counts) <> 0 or sum(commission_minor) <> 0 order by 1, 2, 3, 4`,
    ),
  );

test('orders count those made before them, in whatever order they arrive, and the sums follow what becomes of them', async () => {
  const HOUR_MS = 3_600_000;
  net.clicks.set('c1', click('c1', { country: 'DE' }));
  net.clicks.set('c2', rivalClick('c2', { country: 'DE' }));
  const bookings = Array.from({ length: 60 }, (_, n) =>
    report({
      program: HOTEL,
      orderId: `L${n}`,
      currency: 'EUR',
      deliveryCountry: 'DE',
      // Some within a quarter of an hour, some days apart.
      orderedAt: ORDERED_AT + ((n * 37) % 51) * (n % 2 === 0 ? 20_000 : HOUR_MS),
      clickIds: n % 5 === 0 ? ['c2'] : ['c1'],
      lines: [{ lineId: '1', productId: null, amount: decimal(`${100 + n}.25`), quantity: 1, place: 0 }],
    }),
  );
  const before = (one: OrderReport, other: OrderReport) =>
    one.orderedAt < other.orderedAt || (one.orderedAt === other.orderedAt && one.orderId < other.orderId);
  for (const [index, one] of bookings.entries()) {
    await record(one);
    const known = bookings.slice(0, index).filter((other) => other.clickIds[0] === one.clickIds[0]);
    const { facts } = await decisionOf(t.db, one);
    expect(facts.volume?.orders).toBe(known.filter((other) => before(other, one)).length);
  }
  const happened = (n: number, content: EventReport['content']): EventReport => ({
    program: HOTEL,
    advertiserOrg: ADVERTISER,
    orderId: `L${n}`,
    channel: 'api',
    id: content.type,
    at: ORDERED_AT + 60 * HOUR_MS,
    content,
    reason: null,
  });
  const happenings = bookings.map((_, n) => happened(n, { type: n % 3 === 0 ? 'closed' : 'goods_received' }));
  await asSystem(t.db, (tx) => recordEvents(tx, net.recordDeps, happenings));
  await asSystem(t.db, (tx) =>
    recordEvents(tx, net.recordDeps, [
      happened(1, { type: 'refunded', lines: [{ lineId: '1', amount: decimal('7.5') }] }),
    ]),
  );
  const sums = await turnover(true);
  expect(sums.reduce((sum, { span, orders }) => (span === 'day' ? sum + orders : sum), 0n)).toBe(40n);
  expect(sums).toEqual(await turnover(false));
});

test('a batch is decided as its orders are one after the other: the same volumes, the same caps', async () => {
  const booking = (n: number) =>
    report({
      program: HOTEL,
      orderId: `V${n}`,
      currency: 'EUR',
      deliveryCountry: 'DE',
      // Three orders of one instant each time: then their ids say which comes first.
      orderedAt: ORDERED_AT + Math.floor(n / 3) * 1_000,
      clickIds: n % 4 === 0 ? ['c2'] : ['c1'],
      lines: [{ lineId: '1', productId: null, amount: decimal(`${100 + n}.50`), quantity: 1, place: 0 }],
    });
  net.clicks.set('c1', click('c1', { country: 'DE' }));
  net.clicks.set('c2', rivalClick('c2', { country: 'DE' }));
  const numbers = Array.from({ length: 45 }, (_, n) => n);
  const byTime = numbers.toSorted((a, b) => Math.floor(a / 3) - Math.floor(b / 3) || (`V${a}` < `V${b}` ? -1 : 1));
  const leads = numbers.map((n) => lead(n));
  await record(...byTime.slice(0, 15).map(booking));
  await record(...byTime.slice(15).toReversed().map(booking), ...leads);
  const alone = await testDatabase();
  try {
    for (const one of [...byTime.map(booking), ...leads]) {
      await asSystem(alone.db, (tx) => recordOrders(tx, net.recordDeps, [one]));
    }
    for (const { program, orderId } of [...byTime.map(booking), ...leads]) {
      const together = await decisionOf(t.db, { program, orderId });
      const expected = await decisionOf(alone.db, { program, orderId });
      expect(together.facts).toEqual(expected.facts);
      expect(together.decision).toEqual(expected.decision);
    }
  } finally {
    await alone.drop();
  }
});
