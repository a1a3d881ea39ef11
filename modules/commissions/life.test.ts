import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decimal } from '../../core/money/decimal.ts';
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts';
import { balances, verify } from '../ledger/index.ts';
import { type EventContent, type EventReport, recordEvents, recordOrders } from '../orders/index.ts';
import { decideAgain, replay } from './index.ts';
import {
  ADVERTISER,
  asSystem,
  click,
  decisionOf,
  type Neighbours,
  neighbours,
  ORDERED_AT,
  PUBLISHER,
  RC,
  report,
} from './testing.ts';

/** Events of one order, at times of their own. */
const contents: readonly EventContent[] = [
  { type: 'goods_received' },
  { type: 'refunded', lines: [{ lineId: '1', amount: decimal('8.00') }] },
  { type: 'refunded', lines: [{ lineId: '2', amount: null }] },
  { type: 'violation', violation: 'abnormal_traffic', lines: ['2'] },
  { type: 'violation', violation: 'risk', lines: null },
  { type: 'corrected', lines: [{ lineId: '1', amount: decimal('30.00') }] },
  { type: 'closed' },
  { type: 'reopened' },
];

let t: TestDatabase;
let net: Neighbours;
let orders = 0;
beforeAll(async () => {
  t = await testDatabase();
  net = neighbours();
  net.clicks.set('c1', click('c1'));
});
afterAll(async () => {
  await t.drop();
});

/** Reports an order of two lines, lets `steps` happen, and answers its latest decision and the postings of its entries, summed. */
async function live(steps: readonly EventReport[][]): Promise<{ readonly status: string; readonly nets: string[] }> {
  orders += 1;
  const orderId = `L${orders}`;
  const lines = ['1', '2'].map((lineId, place) => ({
    lineId,
    productId: 'P1',
    amount: decimal('20.00'),
    quantity: 1,
    place,
  }));
  await asSystem(t.db, (tx) => recordOrders(tx, net.recordDeps, [report({ orderId, lines })]));
  for (const step of steps) {
    await asSystem(t.db, (tx) =>
      recordEvents(
        tx,
        net.recordDeps,
        step.map((event) => ({ ...event, orderId })),
      ),
    );
  }
  const nets = await asSystem(t.db, (tx) =>
    tx.query<{ net: string }>(
      `select a.key || ' ' || sum(p.amount) as net from ledger.entry e join ledger.posting p on p.entry_id = e.id
         join ledger.account a on a.id = p.account_id
        where e.program = $1 and e.order_id = $2 group by a.key having sum(p.amount) <> 0 order by a.key`,
      [RC, orderId],
    ),
  );
  const { decision } = await decisionOf(t.db, { program: RC, orderId });
  return { status: `${decision.status} ${decision.commission.minor}`, nets: nets.map(({ net: each }) => each) };
}

const toReport = (content: EventContent, index: number): EventReport => ({
  program: RC,
  advertiserOrg: ADVERTISER,
  orderId: '',
  channel: 'api',
  id: `e${index}`,
  at: ORDERED_AT + (index + 1) * 3_600_000,
  content,
  reason: null,
});

const story = fc
  .shuffledSubarray([...contents], { minLength: 1, maxLength: 5 })
  .map((chosen) => chosen.map(toReport))
  .chain((events) =>
    fc.record({
      inOrder: fc.constant(events),
      shuffled: fc.shuffledSubarray(events, { minLength: events.length }),
      again: fc.subarray(events),
    }),
  );

describe('the life of an order', () => {
  test('any order and any repetition of its events ends in the same state and the same books (I-27)', async () => {
    await fc.assert(
      fc.asyncProperty(story, async ({ inOrder, shuffled, again }) => {
        const once = await live([inOrder]);
        const oneByOne = await live([...shuffled, ...again].map((event) => [event]));
        expect(oneByOne).toEqual(once);
      }),
      { seed: 20220615, numRuns: 30 },
    );
  });

  test('afterwards the book is in order, balances are what the latest decisions say (I-14), and every decision replays', async () => {
    const report = await verify(t.db);
    expect(report.findings).toEqual([]);
    const [sum] = await asSystem(t.db, (tx) =>
      tx.query<{ held: bigint; payable: bigint }>(
        `select coalesce(sum((line->'commission'->>'amount')::numeric) filter (where line->>'status' = 'pending'), 0)::numeric * 100 as held,
                coalesce(sum((line->'commission'->>'amount')::numeric) filter (where line->>'status' = 'approved'), 0)::numeric * 100 as payable
           from commissions.current c join commissions.decision d using (program, order_id, revision),
                json_array_elements(d.decision->'lines') as line`,
      ),
    );
    const held = await asSystem(t.db, (tx) => balances(tx, { org: PUBLISHER }));
    const of = (kind: string) => Number(held.find(({ account }) => account.kind === kind)?.minor ?? 0n);
    expect([of('publisher_hold'), of('publisher_balance')]).toEqual([Number(sum?.held), Number(sum?.payable)]);
    const replayed = await replay(t.db, net.deps);
    expect(replayed.differences).toBe(0);
    expect(replayed.decisions).toBeGreaterThan(100);
  });

  test('events of one order from many connections at once are decided one after the other', async () => {
    orders += 1;
    const orderId = `L${orders}`;
    await asSystem(t.db, (tx) => recordOrders(tx, net.recordDeps, [report({ orderId })]));
    const events = [contents[0], contents[1], contents[4]].flatMap((content, index) =>
      content === undefined ? [] : [{ ...toReport(content, index), orderId }],
    );
    await Promise.all(
      Array.from({ length: 24 }, (_, n) =>
        asSystem(t.db, async (tx) => {
          if (n % 4 === 3) {
            await decideAgain(tx, net.deps, [{ program: RC, orderId }]);
          } else {
            await recordEvents(tx, net.recordDeps, events.slice(n % 4, (n % 4) + 1));
          }
        }),
      ),
    );
    const { decision, revision } = await decisionOf(t.db, { program: RC, orderId });
    expect(decision.status).toBe('deducted');
    expect(revision).toBeLessThanOrEqual(4);
    expect((await verify(t.db)).findings).toEqual([]);
  });
});
