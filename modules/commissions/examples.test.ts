import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OrderEventFacts, OrderFacts } from '../../core/commission/index.ts';
import {
  type ExampleRow,
  exampleExpectation,
  exampleFacts,
  readExamples,
} from '../../core/commission/testing/examples.ts';
import { formatMoney } from '../../core/money/money.ts';
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts';
import { orderPostings, verify } from '../ledger/index.ts';
import { type EventContent, type EventReport, recordEvents, recordOrders } from '../orders/index.ts';
import { replay } from './index.ts';
import { ADVERTISER, asSystem, click, decisionOf, type Neighbours, neighbours, product, report } from './testing.ts';

const DAY_MS = 86_400_000;
const examples = readExamples(readFileSync('docs/domain/aliexpress-ru-cis.terms.md', 'utf8'));

let t: TestDatabase;
let net: Neighbours;
beforeAll(async () => {
  t = await testDatabase();
  net = neighbours();
});
afterAll(async () => {
  await t.drop();
});

/** Lets a row happen: its clicks are stored, its order names products only, its events come in the wrong order. */
async function happen(row: ExampleRow): Promise<OrderFacts> {
  const facts = exampleFacts(row, examples);
  const own = (id: string | null) => (id === null ? null : `${row.id}-${id}`);
  for (const each of facts.clicks) {
    const landing = { ...each.landing, productId: own(each.landing.productId) };
    const { at, country, anonymizer, routedFrom } = each;
    const clickId = `${row.id}-${each.clickId}`;
    net.clicks.set(clickId, click(clickId, { at, country, anonymizer, routedFrom, landing }));
  }
  net.rates = { ...facts.internalRates };
  const [first] = facts.lines;
  net.products.set(`${row.id}-P1`, product({ ...first }));
  const lines = facts.lines.map(({ lineId, productId, amount, quantity }, place) => ({
    lineId,
    productId: own(productId),
    amount,
    quantity,
    place,
  }));
  const { program, orderId, orderedAt, deliveryCountry, currency } = facts;
  const clickIds = facts.clicks.map(({ clickId }) => `${row.id}-${clickId}`);
  await asSystem(t.db, (tx) =>
    recordOrders(tx, net.recordDeps, [
      report({ program, orderId, orderedAt, deliveryCountry, currency, clickIds, lines }),
    ]),
  );
  for (const event of eventsOf(facts).toReversed()) {
    await asSystem(t.db, (tx) => recordEvents(tx, net.recordDeps, [event]));
  }
  return facts;
}

function eventsOf({ program, orderId, orderedAt, goodsReceived, events }: OrderFacts): EventReport[] {
  const head = { program, orderId, advertiserOrg: ADVERTISER, channel: 'api' as const, reason: null };
  const told = events.map((event) => ({ ...head, id: event.id, at: event.at, content: contentOf(event) }));
  const isTold = events.some(({ type }) => type === 'goods_received');
  return goodsReceived && !isTold
    ? [...told, { ...head, id: 'received', at: orderedAt + 10 * DAY_MS, content: { type: 'goods_received' } }]
    : told;
}

function contentOf(event: OrderEventFacts): EventContent {
  switch (event.type) {
    case 'goods_received':
    case 'closed':
      return { type: event.type };
    case 'refunded':
      return { type: 'refunded', lines: event.lines };
    case 'violation':
      return { type: 'violation', violation: event.violation, lines: event.lines };
    case 'corrected':
      throw new Error('no row corrects an order');
  }
}

/** What an order moved on the publisher's accounts, by title. */
async function booked(facts: OrderFacts): Promise<ReadonlyMap<string, bigint>> {
  const rows = await asSystem(t.db, (tx) => orderPostings(tx, facts.program, facts.orderId));
  const sums = new Map<string, bigint>();
  for (const { account, title, minor } of rows) {
    for (const key of [account.kind, `${title} ${account.kind}`]) {
      sums.set(key, (sums.get(key) ?? 0n) + minor);
    }
  }
  return sums;
}

describe('the worked examples, through orders, commissions and ledger', () => {
  test.each(
    examples.rows.map((row) => [row.id, row] as const),
  )('%s ends as its row says, and is booked so', async (_id, row) => {
    const facts = await happen(row);
    const expected = exampleExpectation(row);
    const { decision } = await decisionOf(t.db, facts);
    const { currency } = decision.commission;
    expect(decision.status).toBe(expected.status);
    expect(decision.lines[0]?.reason).toBe(expected.reason);
    expect(expected.commission ?? formatMoney(decision.commission)).toBe(formatMoney(decision.commission));
    const sums = await booked(facts);
    const account = decision.status === 'pending' ? 'publisher_hold' : 'publisher_balance';
    expect(sums.get(account) ?? 0n).toBe(decision.commission.minor);
    const deducted =
      -(sums.get('Refund deduction publisher_balance') ?? 0n) -
      (sums.get('Antispam Deduction publisher_balance') ?? 0n);
    const stated = expected.deducted === null || expected.deducted.startsWith('0.00') ? 0n : deducted;
    expect([deducted, formatMoney({ minor: deducted, currency })]).toEqual([
      stated,
      stated === 0n ? formatMoney({ minor: 0n, currency }) : expected.deducted,
    ]);
  });

  test('rows that earn nothing leave the ledger silent (E-71, E-72, table 17)', async () => {
    const silent = examples.rows.filter(({ status }) => ['no_reward', 'not_attributed', 'unresolved'].includes(status));
    for (const row of silent.concat(examples.rows.filter(({ id }) => id === 'E-71' || id === 'E-72'))) {
      expect([row.id, (await booked(exampleFacts(row, examples))).size]).toEqual([row.id, 0]);
    }
  });

  test('afterwards the book is in order and every decision replays', async () => {
    expect((await verify(t.db)).findings).toEqual([]);
    expect(await replay(t.db, net.deps)).toMatchObject({ differences: 0 });
  });
});
