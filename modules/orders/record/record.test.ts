import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decimal } from '../../../core/money/decimal.ts';
import { type TestDatabase, testDatabase } from '../../../platform/db/testing.ts';
import type { EventContent, EventReport } from '../model.ts';
import { event, line, NOON, OTHER_ADVERTISER, type Recorder, recorder, report } from '../testing.ts';
import { parkedEvents } from './event-store.ts';

let t: TestDatabase;
let r: Recorder;
beforeAll(async () => {
  t = await testDatabase();
  r = recorder(t.db);
});
afterAll(() => t.drop());

const MINUTE = 60_000;

describe('an order is recorded once, however often and in however many pieces it is reported', () => {
  test('the first report is the order; the same content again changes nothing (BAD-29)', async () => {
    expect(await r.reports(report('A1'))).toMatchObject([{ outcome: 'recorded' }]);
    const before = await r.order('A1');
    for (let times = 0; times < 4; times += 1) {
      expect(await r.reports(report('A1'))).toMatchObject([{ outcome: 'no_change' }]);
    }
    expect(await r.order('A1')).toEqual(before);
    expect(r.decided.filter((ref) => ref.orderId === 'A1')).toHaveLength(1);
  });

  test('positions that come one by one, in any order and several times, make the same order as one report', async () => {
    const lines = [line('1', '10.00'), line('2', '5.50'), line('3', '0.00')];
    await r.reports(report('A2', { lines }));
    for (const at of [2, 0, 2, 1, 0, 1, 2]) {
      await r.reports(report('A2b', { lines: lines.slice(at, at + 1) }));
    }
    const whole = await r.order('A2');
    expect((await r.order('A2b'))?.lines).toEqual(whole?.lines);
    expect((await r.order('A2b'))?.events).toEqual([]);
  });

  test('a batch may hold one order several times', async () => {
    const results = await r.reports(
      report('A3'),
      report('A3'),
      report('A3', { lines: [line('2', '7.00')] }),
      report('A4'),
    );
    expect(results).toMatchObject([
      { outcome: 'recorded' },
      { outcome: 'no_change' },
      { outcome: 'extended' },
      { outcome: 'recorded' },
    ]);
    expect((await r.order('A3'))?.lines).toHaveLength(2);
  });

  test('twenty reports of one order at the same moment are one order (I-28)', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => r.reports(report('A5'))));
    const outcomes = all.flat().map((result) => (result.ok ? result.outcome : result.code));
    expect(outcomes.filter((outcome) => outcome === 'recorded')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'no_change')).toHaveLength(19);
    expect((await r.order('A5'))?.revision).toBe(1);
  });

  test('two orders on one click are two orders, one order from two clicks is one order (I-28)', async () => {
    await r.reports(report('A6', { clickIds: ['c1'] }), report('A7', { clickIds: ['c1'] }));
    expect(await r.reports(report('A6', { clickIds: ['c2'] }))).toMatchObject([{ outcome: 'amended' }]);
    expect((await r.order('A6'))?.clickIds).toEqual(['c1', 'c2']);
    expect((await r.order('A7'))?.clickIds).toEqual(['c1']);
  });
});

describe('what changes later is an event', () => {
  test('another amount while the order is open amends it and keeps the first (BAD-30)', async () => {
    await r.reports(report('B1'));
    r.clock.advance(MINUTE);
    expect(await r.reports(report('B1', { lines: [line('1', '25.00')] }))).toMatchObject([{ outcome: 'amended' }]);
    const order = await r.order('B1');
    expect(order?.lines[0]?.amount).toEqual(decimal('20.00'));
    expect(order?.events).toMatchObject([
      { type: 'corrected', lines: [{ lineId: '1', amount: decimal('25.00'), productId: 'P1' }] },
    ]);
    expect(order?.revision).toBe(2);
  });

  test('a late repetition of the first content does not undo the change', async () => {
    await r.reports(report('B2'));
    await r.reports(report('B2', { lines: [line('1', '25.00')] }));
    expect(await r.reports(report('B2'))).toMatchObject([{ outcome: 'no_change', earlierContent: true }]);
    expect((await r.order('B2'))?.events).toHaveLength(1);
  });

  test('another amount after goods were received changes nothing until an event says so (BAD-31)', async () => {
    await r.reports(report('B3'));
    await r.events(event('B3', { type: 'goods_received' }, NOON + MINUTE));
    const before = await r.order('B3');
    const results = await r.reports(report('B3', { lines: [line('1', '25.00')] }));
    expect(results).toMatchObject([{ outcome: 'needs_review', fields: ['lines[1]'] }]);
    expect(await r.order('B3')).toEqual(before);
  });

  test('another coupon amends, the same one in other letters changes nothing', async () => {
    await r.reports(report('B4c', { coupon: 'SPRING' }));
    expect(await r.reports(report('B4c', { coupon: 'spring' }))).toMatchObject([{ outcome: 'no_change' }]);
    expect((await r.order('B4c'))?.coupon).toBe('SPRING');
    expect(await r.reports(report('B4c', { coupon: 'AUTUMN' }))).toMatchObject([{ outcome: 'amended' }]);
    expect(await r.reports(report('B4c', { coupon: 'Spring' }))).toMatchObject([{ outcome: 'no_change' }]);
  });

  test('another currency is refused, another delivery country amends', async () => {
    await r.reports(report('B4'));
    expect(await r.reports(report('B4', { currency: 'EUR' }))).toMatchObject([
      { ok: false, code: 'currency_differs', known: 'USD' },
    ]);
    expect(await r.reports(report('B4', { deliveryCountry: 'KZ' }))).toMatchObject([{ outcome: 'amended' }]);
    expect(await r.reports(report('B4'))).toMatchObject([{ outcome: 'no_change' }]);
    expect((await r.order('B4'))?.deliveryCountry).toBe('KZ');
  });

  test('a channel without an order time gives way to one that has it, and never the other way round', async () => {
    const received = { timeSource: 'received', orderedAt: NOON + MINUTE } as const;
    await r.reports(report('B5', { ...received, channel: 's2s' }));
    await r.reports(report('B5', { channel: 'file' }));
    await r.reports(report('B5', { ...received, channel: 's2s', orderedAt: NOON + 2 * MINUTE }));
    expect(await r.order('B5')).toMatchObject({ orderedAt: NOON, timeSource: 'reported' });
  });
});

describe('events', () => {
  test('an event before its order waits for it and then counts (G-8)', async () => {
    const received = event('C1', { type: 'goods_received' }, NOON + MINUTE);
    expect(await r.events(received)).toMatchObject([{ outcome: 'parked', waitsFor: 'order' }]);
    expect(await r.order('C1')).toBeUndefined();
    await r.reports(report('C1'));
    expect(await r.order('C1')).toMatchObject({ goodsReceived: true, events: [{ type: 'goods_received' }] });
    expect(await r.events(received)).toMatchObject([{ outcome: 'duplicate' }]);
  });

  test('an event that waits for its order for long is listed, until the order comes (G-8)', async () => {
    await r.events(event('C0', { type: 'closed' }, NOON));
    const waiting = async () => {
      const asked = { program: 'shop', before: r.clock.now() + 1, limit: 100 };
      const events = await t.db.transaction({ role: 'system' }, (tx) => parkedEvents(tx, asked));
      return events.filter(({ orderId }) => orderId === 'C0');
    };
    expect(await waiting()).toMatchObject([{ type: 'closed', recordedAt: r.clock.now() }]);
    await r.reports(report('C0'));
    expect(await waiting()).toEqual([]);
  });

  test('of an order without a time of its own may be as much older as a request may be late; changed times take none away', async () => {
    const DAY = 24 * 60 * MINUTE;
    await r.reports(report('C8', { channel: 's2s', timeSource: 'received' }));
    const results = await r.events(
      event('C8', { type: 'goods_received' }, NOON - DAY),
      event('C8', { type: 'refunded', lines: null }, NOON - 31 * DAY),
    );
    expect(results).toMatchObject([{ outcome: 'applied' }, { because: { code: 'order_time_invalid' } }]);
    await r.reports(report('C9'));
    await r.events(event('C9', { type: 'closed' }, NOON + MINUTE));
    expect(await r.reports(report('C9', { orderedAt: NOON + 2 * MINUTE }))).toMatchObject([{ outcome: 'amended' }]);
    expect((await r.order('C9'))?.events).toMatchObject([{ type: 'closed' }]);
  });

  test('the same id with another content is refused', async () => {
    await r.reports(report('C2'));
    await r.events(event('C2', { type: 'closed' }, NOON, { id: 'e' }));
    const other = await r.events(event('C2', { type: 'goods_received' }, NOON, { id: 'e' }));
    expect(other).toMatchObject([{ ok: false, code: 'id_reused_with_other_content' }]);
  });

  test('reopening takes back the closings before it, and a receipt that they alone contradicted counts', async () => {
    await r.reports(report('R1'), report('R2'));
    await r.events(
      event('R1', { type: 'closed' }, NOON, { id: 'c' }),
      event('R1', { type: 'reopened' }, NOON + 1, { id: 'r' }),
    );
    expect(await r.order('R1')).toMatchObject({
      events: [],
      goodsReceived: false,
      reopened: [{ id: 'r', at: NOON + 1 }],
    });
    expect(await r.events(event('R1', { type: 'reopened' }, NOON + 2))).toMatchObject([
      { ok: false, because: { code: 'transition_not_allowed', state: 'open' } },
    ]);
    await r.events(
      event('R2', { type: 'closed' }, NOON),
      event('R2', { type: 'goods_received' }, NOON + 1),
      event('R2', { type: 'reopened' }, NOON + 2),
    );
    expect(await r.order('R2')).toMatchObject({ events: [{ type: 'goods_received' }], goodsReceived: true });
  });

  test('a reopening of an open order counts once a closing before it has come, and takes back none after it (I-27)', async () => {
    await r.reports(report('R3'));
    const closed = (id: string, at: number) => event('R3', { type: 'closed' }, at, { id });
    const early = event('R3', { type: 'reopened' }, NOON + 1, { id: 'r' });
    expect(await r.events(early)).toMatchObject([
      { ok: false, because: { code: 'transition_not_allowed', state: 'open' } },
    ]);
    await r.events(closed('before', NOON));
    expect(await r.order('R3')).toMatchObject({ events: [], reopened: [{ id: 'r', at: NOON + 1 }] });
    await r.events(closed('after', NOON + 2));
    expect(await r.order('R3')).toMatchObject({ events: [{ id: 'after', type: 'closed' }] });
  });

  test('receipt after closing, and closing after receipt, do not count (BAD-55)', async () => {
    await r.reports(report('C3'), report('C4'));
    await r.events(event('C3', { type: 'closed' }, NOON), event('C4', { type: 'goods_received' }, NOON));
    const conflicts = await r.events(
      event('C3', { type: 'goods_received' }, NOON + 1),
      event('C4', { type: 'closed' }, NOON + 1),
    );
    expect(conflicts).toMatchObject([
      { ok: false, because: { code: 'transition_not_allowed', state: 'closed' } },
      { ok: false, because: { code: 'transition_not_allowed', state: 'goods_received' } },
    ]);
    expect((await r.order('C3'))?.events).toMatchObject([{ type: 'closed' }]);
  });

  test('a refund larger than its line does not count (BAD-58)', async () => {
    await r.reports(report('C5'));
    const [result] = await r.events(
      event('C5', { type: 'refunded', lines: [{ lineId: '1', amount: decimal('20.01') }] }, NOON),
    );
    expect(result).toMatchObject({ ok: false, because: { code: 'refund_exceeds_order', remaining: '20.00' } });
    expect((await r.order('C5'))?.events).toEqual([]);
  });

  test('of two partial refunds at the same moment that exceed the line together one counts (BAD-59)', async () => {
    await r.reports(report('C6'));
    const refund = (id: string) =>
      event('C6', { type: 'refunded', lines: [{ lineId: '1', amount: decimal('15.00') }] }, NOON, { id });
    const results = (await Promise.all([r.events(refund('r1')), r.events(refund('r2'))])).flat();
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    expect(results.filter((result) => !result.ok)).toMatchObject([
      { because: { code: 'refund_exceeds_remaining', remaining: '5.00' } },
    ]);
    expect((await r.order('C6'))?.events).toHaveLength(1);
  });

  test('an event of a line that is not known yet waits for the line', async () => {
    await r.reports(report('C7'));
    const refund = event('C7', { type: 'refunded', lines: [{ lineId: '2', amount: null }] }, NOON);
    expect(await r.events(refund)).toMatchObject([{ outcome: 'parked', waitsFor: 'line 2' }]);
    await r.reports(report('C7', { lines: [line('2', '3.00')] }));
    expect((await r.order('C7'))?.events).toHaveLength(1);
  });
});

describe('what a pixel says is unproven (BAD-72)', () => {
  test('it counts as reported until a server reports other content', async () => {
    await r.reports(report('D1', { channel: 'pixel', lines: [line('1', '900.00'), line('2', '900.00')] }));
    expect(await r.order('D1')).toMatchObject({ verified: false, lines: [{ lineId: '1' }, { lineId: '2' }] });
    expect(await r.reports(report('D1', { channel: 's2s' }))).toMatchObject([{ outcome: 'verified' }]);
    const order = await r.order('D1');
    expect(order).toMatchObject({ verified: true, lines: [{ lineId: '1', amount: decimal('20.00') }], events: [] });
  });

  test('an event of the advertiser confirms it as it is', async () => {
    await r.reports(report('D2', { channel: 'pixel' }));
    await r.events(event('D2', { type: 'goods_received' }, NOON));
    expect(await r.order('D2')).toMatchObject({ verified: true, goodsReceived: true, lines: [{ lineId: '1' }] });
  });

  test('it changes nothing that a server has reported', async () => {
    await r.reports(report('D3'));
    const before = await r.order('D3');
    const pixel = report('D3', {
      channel: 'pixel',
      lines: [line('1', '99.00'), line('9', '99.00')],
      clickIds: ['mine'],
    });
    expect(await r.reports(pixel)).toMatchObject([{ outcome: 'no_change' }]);
    expect(await r.order('D3')).toEqual(before);
  });
});

describe('one order id in two programs', () => {
  test('of one advertiser is flagged in both, and both are decided again (R-6)', async () => {
    await r.reports(report('E1'));
    await r.reports(report('E1', { program: 'sister' }));
    expect((await r.order('E1'))?.alsoIn).toEqual([{ program: 'sister', recordedAt: r.clock.now() }]);
    expect((await r.order('E1', 'sister'))?.alsoIn).toMatchObject([{ program: 'shop' }]);
    expect(r.decided.filter((ref) => ref.orderId === 'E1')).toHaveLength(3);
  });

  test('of two advertisers are two orders that know nothing of each other', async () => {
    await r.reports(report('E2'), report('E2', { program: 'foreign', advertiserOrg: OTHER_ADVERTISER }));
    expect((await r.order('E2'))?.alsoIn).toEqual([]);
  });
});

/** Everything that can happen to an order of two lines, each thing at its own minute. */
const happening: fc.Arbitrary<EventContent> = fc.oneof(
  fc.constant<EventContent>({ type: 'goods_received' }),
  fc.constant<EventContent>({ type: 'closed' }),
  fc.constant<EventContent>({ type: 'reopened' }),
  fc.constant<EventContent>({ type: 'violation', violation: 'risk', lines: null }),
  fc.record({
    type: fc.constant('refunded' as const),
    lines: fc.option(
      fc.array(
        fc.record({
          lineId: fc.constantFrom('1', '2'),
          amount: fc.option(fc.integer({ min: 1, max: 30 }).map((units) => decimal(`${units}.00`))),
        }),
        { minLength: 1, maxLength: 2 },
      ),
    ),
  }),
  fc.record({
    type: fc.constant('corrected' as const),
    lines: fc.array(
      fc.record({
        lineId: fc.constantFrom('1', '2'),
        amount: fc.integer({ min: 0, max: 60 }).map((units) => decimal(`${units}.00`)),
      }),
      { minLength: 1, maxLength: 1 },
    ),
  }),
);

test('any order of arrival and any repetition of the same events give the same order (I-27)', async () => {
  let run = 0;
  const property = fc.asyncProperty(
    fc.array(happening, { minLength: 2, maxLength: 8 }),
    fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
    async (contents, chance) => {
      run += 1;
      const name = `I27-${run}`;
      const events = contents.map((content, index) => event(name, content, NOON + index * MINUTE));
      await tell(`${name}-sorted`, [null, ...events]);
      const messages: (EventReport | null)[] = [null, ...events, ...events, null];
      const shuffled = messages
        .map((message) => ({ message, at: chance.next().value ?? 0 }))
        .sort((a, b) => a.at - b.at);
      await tell(
        `${name}-shuffled`,
        shuffled.map(({ message }) => message),
      );
      const expected = await r.order(`${name}-sorted`);
      const found = await r.order(`${name}-shuffled`);
      expect(found?.events).toEqual(expected?.events);
      expect(found?.goodsReceived).toBe(expected?.goodsReceived);
      expect(found?.lines).toEqual(expected?.lines);
    },
  );
  await fc.assert(property, { seed: 27, numRuns: 40 });
});

/** Sends the messages one by one; `null` is the report of the order itself. */
async function tell(orderId: string, messages: readonly (EventReport | null)[]): Promise<void> {
  for (const message of messages) {
    if (message === null) await r.reports(report(orderId, { lines: [line('1', '20.00'), line('2', '30.00')] }));
    else await r.events({ ...message, orderId });
  }
}
