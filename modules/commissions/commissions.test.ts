import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { decimal } from '../../core/money/decimal.ts';
import { withdrawal } from '../../core/posting/index.ts';
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts';
import { orderPostings, post } from '../ledger/index.ts';
import { type EventContent, type EventReport, type OrderReport, recordEvents, recordOrders } from '../orders/index.ts';
import { decideOrders, recordAdvertiserPayment } from './index.ts';
import {
  ADVERTISER,
  asSystem,
  balancesOf,
  click,
  decisionOf,
  type Neighbours,
  neighbours,
  ORDERED_AT,
  PUBLISHER,
  product,
  RC,
  RIVAL,
  report,
  rivalClick,
  WW,
} from './testing.ts';

const DAY_MS = 86_400_000;

let t: TestDatabase;
let net: Neighbours;
beforeEach(async () => {
  t = await testDatabase();
  net = neighbours();
  net.clicks.set('c1', click('c1'));
});
afterEach(async () => {
  await t.drop();
});

let arrival = 0;
function event(content: EventContent, more: Partial<EventReport> = {}): EventReport {
  arrival += 1;
  const id = more.id ?? `${content.type}-${arrival}`;
  const at = ORDERED_AT + DAY_MS;
  return {
    program: RC,
    advertiserOrg: ADVERTISER,
    orderId: 'A1',
    channel: 'api',
    id,
    at,
    content,
    reason: null,
    ...more,
  };
}

const order = (more: Partial<OrderReport> = {}) =>
  asSystem(t.db, (tx) => recordOrders(tx, net.recordDeps, [report(more)]));
const happened = (...events: EventReport[]) => asSystem(t.db, (tx) => recordEvents(tx, net.recordDeps, events));
const received = (more: Partial<EventReport> = {}) => event({ type: 'goods_received' }, more);
const A1 = { program: RC, orderId: 'A1' };
const decided = async (ref = A1) => (await decisionOf(t.db, ref)).decision;
const kinds = async (ref = A1) =>
  (await asSystem(t.db, (tx) => orderPostings(tx, ref.program, ref.orderId)))
    .filter(({ account }) => account.kind.startsWith('publisher_'))
    .map(({ title, account, minor }) => `${title} ${account.kind} ${minor}`);

describe('from order to books', () => {
  test('an order on a click is held until receipt, then payable; every posting names event, terms and rule (I-9)', async () => {
    await order();
    expect(await decided()).toMatchObject({ status: 'pending', termsVersion: 'R2', commission: { minor: 6000n } });
    expect(await balancesOf(t.db)).toEqual({
      'advertiser_hold 1 USD': -100n,
      'network_fx - USD': 100n,
      'network_fx - RUB': -6000n,
      'publisher_hold 1 RUB': 6000n,
    });
    await happened(received({ id: 'r1' }));
    expect(await decided()).toMatchObject({ status: 'approved', commission: { minor: 6000n, currency: 'RUB' } });
    expect(await balancesOf(t.db)).toEqual({
      'advertiser_due 1 USD': -100n,
      'network_fx - USD': 100n,
      'network_fx - RUB': -6000n,
      'publisher_balance 1 RUB': 6000n,
    });
    const postings = await asSystem(t.db, (tx) => orderPostings(tx, RC, 'A1'));
    expect(postings.at(-1)).toMatchObject({
      title: 'Reward',
      event: 'r1',
      revision: 2,
      termsVersion: 'R2',
      reason: 'PAID_CIS_SELLER',
      fx: { base: 'USD', quote: 'RUB', rate: '60.0000', source: 'internal rate of 2022-06-15' },
    });
    expect(postings.every(({ rule, lineId }) => rule !== null && lineId === '1')).toBe(true);
  });

  test('an order that earns nothing is decided with its reason and books nothing (I-31)', async () => {
    net.products.set('P1', product({ affiliate: false }));
    await order();
    expect(await decided()).toMatchObject({ status: 'no_reward', lines: [{ reason: 'NON_AFFILIATE' }] });
    expect(await balancesOf(t.db)).toEqual({});
  });

  test('a program without terms leaves its orders unresolved instead of losing them', async () => {
    net.terms.clear();
    await order();
    expect(await decided()).toMatchObject({ status: 'unresolved', lines: [{ reason: 'TERMS_NOT_STATED' }] });
    net.terms.set(RC, neighbours().terms.get(RC) ?? []);
    await asSystem(t.db, (tx) => decideOrders(tx, net.deps, [A1]));
    expect(await decided()).toMatchObject({ status: 'pending' });
  });

  test('what is reported again, or decided again, adds neither decision nor entry', async () => {
    await order();
    await order();
    expect(await asSystem(t.db, (tx) => decideOrders(tx, net.deps, [A1, A1]))).toEqual([]);
    expect((await decisionOf(t.db, A1)).revision).toBe(1);
    expect(await kinds()).toEqual(['Hold publisher_hold 6000']);
    expect(net.told).toHaveLength(1);
  });

  test('whoever listens hears status, amounts and times of each new decision', async () => {
    await order();
    await happened(event({ type: 'closed' }, { at: ORDERED_AT + 2 * DAY_MS }));
    expect(net.told.map(({ amounts }) => amounts)).toEqual([
      { pending: 6000n, approved: 0n, declined: 0n, deducted: 0n },
      { pending: 0n, approved: 0n, declined: 6000n, deducted: 0n },
    ]);
    expect(net.told.at(-1)).toMatchObject({
      orderAmount: 2000n,
      subids: ['sub', null, null, null, null],
      declinedAt: ORDERED_AT + 2 * DAY_MS,
      confirmedAt: null,
      click: { clickId: 'c1' },
    });
  });
});

test('an order that was declined and reopened has three decisions, and its hold again; the event is named as the cause', async () => {
  await order();
  await happened(event({ type: 'closed' }, { id: 'c', at: ORDERED_AT + 2 * DAY_MS }));
  await happened(event({ type: 'reopened' }, { id: 'r', at: ORDERED_AT + 3 * DAY_MS, reason: 'Paid after all.' }));
  expect(await decisionOf(t.db, A1)).toMatchObject({ revision: 3, event: 'r', decision: { status: 'pending' } });
  expect(await kinds()).toEqual([
    'Hold publisher_hold 6000',
    'Hold released publisher_hold -6000',
    'Hold publisher_hold 6000',
  ]);
  await happened(event({ type: 'goods_received' }, { id: 'g', at: ORDERED_AT + 4 * DAY_MS }));
  expect(await decisionOf(t.db, A1)).toMatchObject({ revision: 4, decision: { status: 'approved' } });
});

describe('refunds and violations (E-78 … E-87)', () => {
  const refund = (amount: string | null) =>
    event(
      { type: 'refunded', lines: [{ lineId: '1', amount: amount === null ? null : decimal(amount) }] },
      {
        at: ORDERED_AT + 2 * DAY_MS,
      },
    );
  const violation = (more: Partial<EventReport> = {}) =>
    event({ type: 'violation', violation: 'abnormal_traffic', lines: null }, { at: ORDERED_AT + 3 * DAY_MS, ...more });

  test('a partial refund after approval deducts the difference at the original rate (E-80)', async () => {
    await order();
    await happened(received());
    net.rates = { 'USD/RUB': decimal('99.0000') };
    await happened(refund('8.00'));
    expect(await decided()).toMatchObject({ status: 'approved', commission: { minor: 3600n } });
    expect(await kinds()).toEqual([
      'Hold publisher_hold 6000',
      'Reward publisher_hold -6000',
      'Reward publisher_balance 6000',
      'Refund deduction publisher_balance -2400',
    ]);
  });

  test('a violation after approval is an Antispam Deduction with its type (E-84)', async () => {
    await order();
    await happened(received());
    await happened(violation());
    expect(await decided()).toMatchObject({ status: 'deducted', lines: [{ reason: 'abnormal_traffic' }] });
    const last = (await asSystem(t.db, (tx) => orderPostings(tx, RC, 'A1'))).at(-1);
    expect(last).toMatchObject({ title: 'Antispam Deduction', reason: 'abnormal_traffic', minor: -6000n });
    expect(await balancesOf(t.db)).toEqual({});
  });

  test('a violation before approval releases the hold (E-83)', async () => {
    await order();
    await happened(violation({ at: ORDERED_AT + 1 }));
    expect(await decided()).toMatchObject({ status: 'declined', lines: [{ reason: 'abnormal_traffic' }] });
    expect(await kinds()).toEqual(['Hold publisher_hold 6000', 'Hold released publisher_hold -6000']);
  });
});

describe('facts of the first decision stay (invariant 2)', () => {
  test('a later change of product, rate or terms does not re-price an order', async () => {
    await order();
    net.products.set('P1', product({ sellerRate: decimal('9.00'), affiliate: false }));
    net.rates = { 'USD/RUB': decimal('70.0000') };
    const [first] = net.terms.get(RC) ?? [];
    net.terms.set(RC, first === undefined ? [] : [first, { ...first, versions: [] }]);
    await happened(received());
    expect(await decided()).toMatchObject({ status: 'approved', commission: { minor: 6000n }, termsVersion: 'R2' });
  });

  test('what was missing is asked again: a rate, a product', async () => {
    net.products.delete('P1');
    net.rates = {};
    await order();
    expect((await decided()).status).not.toBe('pending');
    net.products.set('P1', product());
    net.rates = { 'USD/RUB': decimal('61.0000') };
    await asSystem(t.db, (tx) => decideOrders(tx, net.deps, [A1]));
    expect(await decided()).toMatchObject({ status: 'pending', commission: { minor: 6100n } });
  });

  test('a click that arrives after its order owns it from then on (G-8)', async () => {
    net.clicks.clear();
    await order();
    expect(await decided()).toMatchObject({ status: 'not_attributed', lines: [{ reason: 'NO_CLICK' }] });
    expect(await balancesOf(t.db)).toEqual({});
    net.clicks.set('c1', click('c1'));
    await asSystem(t.db, (tx) => decideOrders(tx, net.deps, [A1]));
    expect(await decisionOf(t.db, A1)).toMatchObject({ revision: 2, publisherOrg: PUBLISHER, clickId: 'c1' });
    expect(await decided()).toMatchObject({ status: 'pending', commission: { minor: 6000n } });
  });

  test('an order told in whole seconds may follow a click of the same second, and no later one', async () => {
    net.clicks.set('c1', click('c1', { at: ORDERED_AT + 999 }));
    await order();
    expect(await decided()).toMatchObject({ status: 'pending', commission: { minor: 6000n } });
    net.clicks.set('c2', click('c2', { at: ORDERED_AT + 1000 }));
    await order({ orderId: 'A2', clickIds: ['c2'] });
    expect(await decided({ program: RC, orderId: 'A2' })).toMatchObject({ lines: [{ reason: 'NO_CLICK' }] });
    net.clicks.set('c3', click('c3', { at: ORDERED_AT + 2 }));
    await order({ orderId: 'A3', clickIds: ['c3'], orderedAt: ORDERED_AT + 1 });
    expect(await decided({ program: RC, orderId: 'A3' })).toMatchObject({ lines: [{ reason: 'NO_CLICK' }] });
  });

  test('a click whose row is gone is restored from its id, and the decision says so (G-4)', async () => {
    net.clicks.clear();
    net.restorable.set('c1', click('c1'));
    await order();
    expect(await decisionOf(t.db, A1)).toMatchObject({
      publisherOrg: PUBLISHER,
      sources: { clicks: [{ clickId: 'c1', origin: 'restored' }] },
    });
  });

  test('a click that was restored from its id and arrives later brings its SubIDs, once, and moves no money (G-8)', async () => {
    net.clicks.clear();
    net.restorable.set('c1', click('c1'));
    await order();
    const before = await balancesOf(t.db);
    net.clicks.set('c1', click('c1', { subids: ['page', null, null, null, null] }));
    for (let times = 0; times < 2; times += 1) await asSystem(t.db, (tx) => decideOrders(tx, net.deps, [A1]));
    expect(await decisionOf(t.db, A1)).toMatchObject({
      revision: 2,
      sources: { clicks: [{ clickId: 'c1', origin: 'stored', subids: ['page', null, null, null, null] }] },
    });
    expect(await balancesOf(t.db)).toEqual(before);
  });

  test('a click that is known to earn nothing owns no order; one of a blocked ad space says why', async () => {
    net.clicks.set('c1', click('c1', { attributable: false, flags: ['prefetch'] }));
    await order();
    expect(await decided()).toMatchObject({ status: 'not_attributed', lines: [{ reason: 'NO_CLICK' }] });
    net.clicks.set('c2', click('c2', { attributable: false, flags: ['space_not_active'] }));
    await order({ orderId: 'A2', clickIds: ['c2'] });
    expect(await decided({ program: RC, orderId: 'A2' })).toMatchObject({
      status: 'declined',
      lines: [{ reason: 'AD_SPACE_BLOCKED' }],
    });
  });

  test('when a later click of another publisher turns up, the hold moves whole', async () => {
    net.clicks.set('c2', rivalClick('c2', { at: ORDERED_AT - 1 }));
    await order();
    await order({ clickIds: ['c1', 'c2'] });
    expect(await decisionOf(t.db, A1)).toMatchObject({ publisherOrg: RIVAL, clickId: 'c2', event: 'change' });
    expect(await balancesOf(t.db)).toMatchObject({ 'publisher_hold 2 RUB': 6000n });
    expect((await balancesOf(t.db))['publisher_hold 1 RUB']).toBeUndefined();
  });
});

describe('one order id in two programs of an advertiser (R-6)', () => {
  const A1_WW = { program: WW, orderId: 'A1' };

  test('the later one is held and named, and never becomes payable', async () => {
    await order();
    net.clock.advance(1000);
    await order({ program: WW, deliveryCountry: 'DE', clickIds: ['c3'] });
    net.clicks.set('c3', click('c3', { country: 'DE' }));
    await asSystem(t.db, (tx) => decideOrders(tx, net.deps, [A1_WW]));
    await happened(received(), received({ program: WW }));
    expect(await decided()).toMatchObject({ status: 'approved' });
    expect(await decisionOf(t.db, A1_WW)).toMatchObject({
      decision: { status: 'pending' },
      sources: { held: { why: 'order_id_in_other_program', program: RC } },
    });
  });
});

describe('an order that only a pixel has reported (BAD-72)', () => {
  test('is held until the shop itself reports it, and earns the same then', async () => {
    await order({ channel: 'pixel' });
    expect(await decisionOf(t.db, A1)).toMatchObject({
      decision: { status: 'pending', commission: { minor: 6000n } },
      sources: { held: { why: 'unverified' } },
    });
    await happened(received());
    expect(await decisionOf(t.db, A1)).toMatchObject({ decision: { status: 'approved' }, sources: { held: null } });
  });
});

describe('withdrawn money (E-78, S-084)', () => {
  test('a refund after the withdrawal leaves the balance below zero, and the next reward sets it off', async () => {
    const withdraw = withdrawal({
      program: RC,
      org: PUBLISHER,
      amount: { minor: 6000n, currency: 'RUB' },
      cause: { source: 'bank', eventId: 'w1' },
      effectiveAt: ORDERED_AT + DAY_MS,
    });
    const balance = async () => (await balancesOf(t.db))['publisher_balance 1 RUB'] ?? 0n;
    await order();
    expect(await asSystem(t.db, (tx) => post(tx, [withdraw]))).toMatchObject({ ok: false });
    await happened(received());
    expect(await asSystem(t.db, (tx) => post(tx, [withdraw]))).toMatchObject({ ok: true });
    await happened(event({ type: 'refunded', lines: null }, { at: ORDERED_AT + 2 * DAY_MS }));
    expect(await decided()).toMatchObject({ status: 'deducted', lines: [{ reason: 'REFUND_DEDUCTION' }] });
    expect(await balance()).toBe(-6000n);
    await order({
      orderId: 'A2',
      lines: [{ lineId: '1', productId: 'P1', amount: decimal('33.33'), quantity: 1, place: 0 }],
    });
    await happened(received({ orderId: 'A2' }));
    expect(await balance()).toBe(4020n);
  });
});

describe('the tables of decisions', () => {
  const raw = (org: string | null, table: string) =>
    t.db.transaction({ role: 'app', org }, (tx) => tx.query(`select * from commissions.${table}`));

  test('show each organisation the orders it is a party to, and nothing without one (I-32, I-33)', async () => {
    net.clicks.set('c2', rivalClick('c2'));
    await order();
    await order({ orderId: 'A2', clickIds: ['c2'] });
    for (const table of ['decision', 'current']) {
      expect(await raw(PUBLISHER, table)).toMatchObject([{ order_id: 'A1' }]);
      expect(await raw(RIVAL, table)).toMatchObject([{ order_id: 'A2' }]);
      expect(await raw(ADVERTISER, table)).toHaveLength(2);
      expect(await raw('0a000000-0000-4000-8000-00000000000f', table)).toEqual([]);
      expect(await raw(null, table)).toEqual([]);
    }
  });

  test('a publisher who lost an order to another sees its decisions no longer', async () => {
    net.clicks.set('c2', rivalClick('c2', { at: ORDERED_AT - 1 }));
    await order();
    await order({ clickIds: ['c1', 'c2'] });
    expect(await raw(PUBLISHER, 'decision')).toEqual([]);
    expect(await raw(RIVAL, 'decision')).toMatchObject([{ revision: 2 }]);
    expect(await raw(ADVERTISER, 'decision')).toHaveLength(2);
  });

  test('decisions cannot be changed by any role, and nobody but the system adds them (I-3)', async () => {
    await order();
    const verbs = [
      'update commissions.decision set status = status',
      'delete from commissions.decision',
      'truncate commissions.decision',
    ];
    for (const role of ['tributary_app', 'tributary_system', 'tributary_owner', 'tributary_ingest']) {
      for (const verb of verbs) {
        const client = await t.db.pool.connect();
        await client.query(`begin; set local role ${role}`);
        await expect(client.query(verb), `${role}: ${verb}`).rejects.toThrow(/permission denied/);
        await client.query('rollback');
        client.release();
      }
    }
  });
});

describe('an advertiser’s transfer', () => {
  const pay = (orderIds: string[], reference = 'T-1') =>
    asSystem(t.db, (tx) =>
      recordAdvertiserPayment(tx, { program: RC, orderIds, reference, at: ORDERED_AT + 5 * DAY_MS }),
    );

  test('settles what is due for approved orders, each once, whatever the reference', async () => {
    await order();
    await order({ orderId: 'A2' });
    await happened(received(), event({ type: 'closed' }, { orderId: 'A2' }));
    expect(await pay(['A1', 'A2', 'unknown'])).toEqual([{ orderId: 'A1', amount: { minor: 100n, currency: 'USD' } }]);
    expect(await pay(['A1'], 'T-2')).toEqual([]);
    expect(await balancesOf(t.db)).toMatchObject({ 'bank - USD': -100n, 'publisher_balance 1 RUB': 6000n });
    expect((await balancesOf(t.db))['advertiser_due 1 USD']).toBeUndefined();
    const last = (await asSystem(t.db, (tx) => orderPostings(tx, RC, 'A1'))).at(-1);
    expect(last).toMatchObject({ title: 'Advertiser payment', event: 'T-1', lineId: '*' });
  });
});
