import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decimal } from '../../core/money/decimal.ts';
import { formatInstant } from '../../core/time/index.ts';
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts';
import { recordOrders } from '../orders/index.ts';
import { affectedOrders, backtest, replay } from './index.ts';
import {
  asSystem,
  click,
  type Neighbours,
  neighbours,
  ORDERED_AT,
  PUBLISHER,
  product,
  RC,
  RIVAL,
  report,
  rivalClick,
} from './testing.ts';

const DAY_MS = 86_400_000;
const text = readFileSync(`programs/${RC}.terms`, 'utf8');

let t: TestDatabase;
let net: Neighbours;
beforeAll(async () => {
  t = await testDatabase();
  net = neighbours();
  net.clicks.set('c1', click('c1'));
  net.clicks.set('c2', rivalClick('c2', { country: 'DE' }));
  net.products.set('P2', product({ category: 'tablets' }));
  const order = (n: number, publisher: 1 | 2, amount: string) =>
    report({
      orderId: `T${n}`,
      orderedAt: ORDERED_AT + n,
      clickIds: [`c${publisher}`],
      deliveryCountry: publisher === 1 ? 'RU' : 'DE',
      lines: [{ lineId: '1', productId: `P${publisher}`, amount: decimal(amount), quantity: 1, place: 0 }],
    });
  const orders = [order(1, 1, '20.00'), order(2, 1, '1000.00'), order(3, 2, '2000.00'), order(4, 2, '100.00')];
  // Nobody clicked for the last one.
  const unowned = report({ orderId: 'T5', orderedAt: ORDERED_AT + 5, clickIds: [] });
  await asSystem(t.db, (tx) => recordOrders(tx, net.recordDeps, [...orders, unowned]));
});
afterAll(async () => {
  await t.drop();
});

const priced = (termsText: string, from = ORDERED_AT - DAY_MS, until = ORDERED_AT + DAY_MS) =>
  backtest(t.db, { program: RC, termsText, from, until });

describe('pricing past orders under other terms', () => {
  test('the same terms change nothing', async () => {
    const same = await priced(text);
    expect(same).toMatchObject({
      ok: true,
      value: { orders: 5, changed: 0, undecidable: 0, winners: [], losers: [], cap_hits: { old: 1, new: 1 } },
    });
    expect(same.ok && same.value.cost.old).toEqual(same.ok && same.value.cost.new);
    expect(same.ok && same.value.assumption).toContain('unchanged');
  });

  test('says what it would have cost, who wins, who loses, and how often the cap is hit', async () => {
    const lowerCap = await priced(text.replaceAll('38.00 USD per order', '10.00 USD per order'));
    expect(lowerCap).toMatchObject({
      ok: true,
      value: {
        orders: 5,
        changed: 2,
        cap_hits: { old: 1, new: 2 },
        winners: [],
        losers: [{ publisher: PUBLISHER }, { publisher: RIVAL }],
      },
    });
    const raised = await priced(text.replaceAll('38.00 USD per order', '50.00 USD per order'));
    expect(raised).toMatchObject({ ok: true, value: { changed: 1, losers: [] } });
    expect(raised.ok && raised.value.winners).toHaveLength(1);
  });

  test('names the orders that would change most, the greatest change first', async () => {
    const lowerCap = await priced(text.replaceAll('38.00 USD per order', '10.00 USD per order'));
    expect(lowerCap.ok && lowerCap.value.most_changed.map((order) => order.order_id)).toEqual(['T2', 'T3']);
    expect(lowerCap.ok && lowerCap.value.most_changed[0]).toMatchObject({
      publisher: PUBLISHER,
      old: { status: 'pending' },
      new: { status: 'pending', currency: 'RUB', amount: '600.00' },
    });
  });

  test('tries a version that begins later as if it had been valid then', async () => {
    const later = `${text.replace('version R3 from 2022-08-16 as', 'version R3 from 2022-08-16 until 2023-01-01 as')}
version R4 from 2023-01-01 as R3 except {
  cap 10.00 USD per order
}
`;
    const asked = { program: RC, termsText: later, from: ORDERED_AT - DAY_MS, until: ORDERED_AT + DAY_MS };
    expect(await backtest(t.db, asked)).toMatchObject({ ok: true, value: { orders: 5, changed: 0 } });
    expect(await backtest(t.db, { ...asked, version: 'R4' })).toMatchObject({
      ok: true,
      value: { orders: 5, changed: 2, cap_hits: { old: 1, new: 2 } },
    });
  });

  test('tells how many of how many it has priced, and ends when it is told to', async () => {
    const told: number[][] = [];
    const stop = new AbortController();
    const asked = { program: RC, termsText: text, from: ORDERED_AT - DAY_MS, until: ORDERED_AT + DAY_MS };
    await backtest(t.db, { ...asked, onProgress: (orders, total) => told.push([orders, total]) });
    expect(told).toEqual([[5, 5]]);
    const ended = await backtest(t.db, { ...asked, signal: stop.signal, onProgress: () => stop.abort() });
    expect(ended).toEqual({ ok: false, error: 'cancelled' });
  });

  test('counts only orders of the period, which includes its start and excludes its end', async () => {
    const some = await priced(text, ORDERED_AT + 1, ORDERED_AT + 3);
    expect(some).toMatchObject({ ok: true, value: { orders: 2 } });
  });

  test('orders that the proposed terms could not decide are counted apart', async () => {
    const rubles = text.replace(/^orders in .*$/m, 'orders in RUB').replaceAll('38.00 USD', '2280.00 RUB');
    expect(await priced(rubles)).toMatchObject({ ok: true, value: { undecidable: 5, changed: 0 } });
  });

  test('unreadable terms, and those of another program, are refused', async () => {
    expect(await priced('nonsense')).toMatchObject({ ok: false, error: 'terms_unreadable' });
    expect(await priced(text.replace(`program ${RC}`, 'program something-else'))).toMatchObject({
      ok: false,
      error: 'other_program',
      found: 'something-else',
    });
  });
});

describe('which orders a text that reaches into the past speaks about (BAD-111)', () => {
  const affected = (termsText: string, from: number | null = ORDERED_AT - DAY_MS, until = ORDERED_AT + DAY_MS) =>
    affectedOrders(t.db, { program: RC, text: termsText, from, until });

  test('those of its time that are decided, with what they earn and would have earned; their decisions stay', async () => {
    const decisions = () => asSystem(t.db, (tx) => tx.query('select * from commissions.decision order by order_id'));
    const before = await decisions();
    const raised = await affected(text.replaceAll('38.00 USD per order', '10.00 USD per order'));
    expect(raised).toMatchObject({
      from: formatInstant(ORDERED_AT - DAY_MS),
      until: formatInstant(ORDERED_AT + DAY_MS),
      decided: { orders: 4, publishers: 2, compared: 4, would_differ: 2, undecidable: 0 },
      undecided: { orders: 1 },
    });
    const [rubles] = raised.decided.commission;
    expect(Number(rubles?.after)).toBeLessThan(Number(rubles?.before));
    const sums = await priced(text.replaceAll('38.00 USD per order', '10.00 USD per order'));
    expect(sums.ok && [sums.value.cost.old, sums.value.cost.new]).toEqual([
      [{ amount: rubles?.before, currency: 'RUB' }],
      [{ amount: rubles?.after, currency: 'RUB' }],
    ]);
    expect(await decisions()).toEqual(before);
  });

  test('only those from its start until before its end; without a start all before its end', async () => {
    expect(await affected(text, ORDERED_AT + 1, ORDERED_AT + 3)).toMatchObject({ decided: { orders: 2, compared: 2 } });
    expect(await affected(text, null, ORDERED_AT + 3)).toMatchObject({ from: null, decided: { orders: 2 } });
    expect(await affected(text, null, ORDERED_AT - DAY_MS)).toMatchObject({
      decided: { orders: 0, publishers: 0, commission: [] },
      undecided: { orders: 0 },
    });
  });

  test('orders that the text could not decide are counted, and in no sum', async () => {
    const rubles = text.replace(/^orders in .*$/m, 'orders in RUB').replaceAll('38.00 USD', '2280.00 RUB');
    expect(await affected(rubles)).toMatchObject({ decided: { compared: 4, undecidable: 4, commission: [] } });
  });
});

describe('replay', () => {
  test('finds no difference in what was decided here, and reports progress', async () => {
    const seen: string[] = [];
    const report = await replay(t.db, net.deps, (done, total) => seen.push(`${done}/${total}`));
    expect(report).toEqual({ decisions: 5, differences: 0, otherEngine: 0, listed: [] });
    expect(seen).toEqual(['5/5']);
  });

  test('a stored decision that the facts do not give is named', async () => {
    const client = await t.db.pool.connect();
    await client.query('begin; set local role tributary_owner');
    await client.query('grant update on commissions.decision to tributary_owner');
    await client.query('alter table commissions.decision disable trigger user');
    await client.query('create policy tamper on commissions.decision to tributary_owner using (true)');
    await client.query(
      `update commissions.decision set decision = jsonb_set(decision::jsonb, '{commission,amount}', '"61.00"') where order_id = 'T1'`,
    );
    await client.query('alter table commissions.decision enable trigger user; commit');
    client.release();
    const report = await replay(t.db, net.deps);
    expect(report).toMatchObject({
      decisions: 5,
      differences: 1,
      listed: [{ program: RC, orderId: 'T1', revision: 1 }],
    });
  });
});
