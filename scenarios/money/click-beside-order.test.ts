import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { retryPending } from '../../modules/orders/index.ts';
import { manualClock } from '../../platform/clock/index.ts';
import { openTestNetwork, type TestNetwork } from '../support/network.ts';

const anna = 'anna@gadget-notes.test';
const shop = 'affiliates@ru-cis.test';
const program = 'aliexpress-ru-cis-new';
const inMoscow = '95.24.16.20';

const clock = manualClock(Date.parse('2026-06-15T09:00:00.000Z'));
/** Runs once when the next order has been decided, before its transaction commits. */
let beforeCommit: (() => Promise<unknown>) | null = null;
let net: TestNetwork;
beforeAll(async () => {
  net = await openTestNetwork({
    clock,
    prepare: async ({ orders }) => {
      const decide = orders.onOrdersChanged;
      Object.assign(orders, {
        onOrdersChanged: async (...decided: Parameters<typeof decide>) => {
          await decide(...decided);
          const once = beforeCommit;
          beforeCommit = null;
          await once?.();
        },
      });
    },
  });
});
afterAll(() => net.close());

const follow = (subid: string, target?: string): Promise<string> =>
  net.click({ link: net.established.linkCode('notes', program), address: inMoscow, subid, ...(target && { target }) });

const buy = (orderId: string, clickId: string, productId: string) =>
  net.report(shop, {
    program,
    orderId,
    orderedAt: clock.now(),
    currency: 'USD',
    clickIds: [clickId],
    deliveryCountry: 'RU',
    lines: [{ lineId: '1', amount: '30.00', productId }],
  });

describe('an order that is recorded while its click is being stored, each unseen by the other', () => {
  it('is counted under its SubID and link, though the click came too late for its decision and too early for its row', async () => {
    const clickId = await follow('beside');
    beforeCommit = () => net.shipper.runOnce();
    await buy('B-1', clickId, '1005001000000101');
    clock.advance(60_000);
    expect(await retryPending(net.network.orders)).toEqual({ decided: 1, failed: 0 });
    const { rows } = await net.reports(anna, { group_by: 'subid' });
    expect(rows).toMatchObject([{ group: { subid: 'beside' }, clicks: 1, actions: { total: 1, pending: 1 } }]);
    expect(await retryPending(net.network.orders)).toEqual({ decided: 0, failed: 0 });
  });

  it('is asked about once more and no oftener where the click never comes', async () => {
    const clickId = await follow('never');
    await buy('B-2', clickId, '1005001000000101');
    clock.advance(60_000);
    expect(await retryPending(net.network.orders)).toEqual({ decided: 1, failed: 0 });
    clock.advance(86_400_000);
    expect(await retryPending(net.network.orders)).toEqual({ decided: 0, failed: 0 });
    expect(await net.why(anna, 'B-2')).toMatchObject({ status: 'pending', commission: { currency: 'RUB' } });
  });
});

describe('an order that comes before its click is stored, of a Russian seller, by a link to another item of the shop', () => {
  it('waits unresolved and earns when the click tells which item that was', async () => {
    const clickId = await follow('kettle', 'https://aliexpress.ru/item/1005001000000302.html');
    const { decision } = await buy('B-3', clickId, '1005001000000201');
    expect(decision).toMatchObject({ status: 'unresolved', lines: [{ reason: 'TERMS_NOT_STATED' }] });
    await net.shipper.runOnce();
    const why = await net.why(anna, 'B-3');
    expect(why).toMatchObject({ status: 'pending', lines: [{ rate: '4.00', notes: ['PAID_CIS_SELLER'] }] });
    expect(net.troubles).toEqual([]);
  });
});
