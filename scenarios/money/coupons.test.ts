import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shop } from '../../apps/tributary/example/people.ts';
import { auditSubjects } from '../../apps/tributary/wiring/audit-subjects.ts';
import { manualClock } from '../../platform/clock/index.ts';
import type { DecisionAnswer } from '../support/answers.ts';
import type { NewOrder } from '../support/client.ts';
import { openTestNetwork, type TestNetwork } from '../support/network.ts';
import { instant, summary } from './shop-window.ts';

const loom = 'partners@fern-and-loom.test';
const anna = 'anna@gadget-notes.test';
const boris = 'boris@code-corner.test';
const operator = 'operator@network.test';
const inMadrid = '80.24.10.20';

const clock = manualClock(instant('2022-03-01T09:00:00Z'));
let net: TestNetwork;
beforeAll(async () => {
  net = await openTestNetwork({ clock });
});
afterAll(() => net.close());

/** The shop reports an order of 100 euros, made at `at`. */
async function sell(at: string, order: Pick<NewOrder, 'orderId'> & Partial<NewOrder>): Promise<DecisionAnswer> {
  const orderedAt = instant(at);
  clock.set(Math.max(clock.now(), orderedAt));
  const lines = [{ lineId: '1', amount: '100.00', productId: 'SOFA' }];
  const { decision } = await net.report(loom, {
    program: shop,
    orderedAt,
    currency: 'EUR',
    clickIds: [],
    lines,
    ...order,
  });
  if (decision === null) throw new Error(`${order.orderId} has no decision`);
  return decision;
}

const onHold = async (who: string): Promise<string> =>
  (await net.balances(who))
    .filter(({ account, currency }) => account === 'publisher_hold' && currency === 'EUR')
    .map(({ balance }) => balance)
    .join() || '0.00';

describe('a coupon given to an ad space', () => {
  it('brings its publisher an order that nobody clicked for, booked and explained', async () => {
    const decision = await sell('2022-03-10T12:00:00Z', { orderId: 'typed', coupon: 'corner10' });
    expect(summary(decision)).toBe('pending 4.00 EUR AWAITING_RECEIPT');
    expect(await onHold(boris)).toBe('4.00');
    const why = await net.why(boris, `${shop}/typed`);
    expect(why).toMatchObject({ status: 'pending', click_id: null, terms_version: 'S1', lines: [{ rate: '4.00' }] });
    const step = why.trace.find((each) => each.part === 'attribution' && each.step === 'coupon corner10');
    expect(step).toMatchObject({ outcome: 'hit' });
    expect(why.postings.map(({ account, amount }) => [account, amount])).toContainEqual(['publisher_hold', '4.00']);
  });

  it('takes an order from the click of another publisher, who does not see it', async () => {
    clock.set(instant('2022-03-11T11:00:00Z'));
    const clickId = await net.click({ link: net.established.linkCode('notes', shop), address: inMadrid });
    await net.shipper.runOnce();
    await sell('2022-03-11T12:00:00Z', { orderId: 'clicked', clickIds: [clickId], coupon: 'CORNER10' });
    expect(await onHold(boris)).toBe('8.00');
    expect(await onHold(anna)).toBe('0.00');
    expect((await net.get(anna, `/api/v1/orders/${shop}/clicked/why`)).status).toBe(404);
  });

  it('brings nothing once it has ended; an order made before, told later, is still its publisher’s', async () => {
    const { coupons } = Object((await net.get(loom, `/api/v1/programs/${shop}/coupons`)).body);
    expect(coupons).toMatchObject([{ code: 'CORNER10', status: 'valid' }]);
    clock.set(instant('2022-03-20T00:00:00Z'));
    const end = await net.post(loom, `/api/v1/programs/${shop}/coupons/${coupons[0].id}/end`, {});
    expect(end).toMatchObject({ status: 200, body: { status: 'ended', valid_until: '2022-03-20T00:00:00.000Z' } });
    expect(summary(await sell('2022-03-20T00:00:00Z', { orderId: 'late', coupon: 'CORNER10' }))).toBe(
      'not_attributed 0.00 EUR NO_CLICK',
    );
    expect((await net.get(boris, `/api/v1/orders/${shop}/late/why`)).status).toBe(404);
    expect(summary(await sell('2022-03-19T23:59:59.999Z', { orderId: 'told-later', coupon: 'CORNER10' }))).toBe(
      'pending 4.00 EUR AWAITING_RECEIPT',
    );
    expect(await onHold(boris)).toBe('12.00');
  });

  it('what happens to its orders after its end changes nothing about whose they are', async () => {
    const at = instant('2022-04-25T09:00:00Z');
    clock.set(at);
    await net.happened(loom, { program: shop, orderId: 'typed', type: 'goods_received', at });
    const { decision } = await net.order(boris, `${shop}/typed`);
    expect(decision && summary(decision)).toBe('approved 4.00 EUR PAID_COUPON');
    expect(await onHold(boris)).toBe('8.00');
  });

  it('is the same code for its owner and for a condition of the terms, however the buyer typed it', async () => {
    const terms = readFileSync(`programs/${shop}.terms`, 'utf8').replace(
      'version S1 from 2022-01-01 {',
      'version S1 from 2022-01-01 until 2022-05-10 {',
    );
    const rule = 'rule coupon: when coupon is CORNER10 then pay 7.00% as PAID_COUPON';
    const text = `${terms}\nversion S2 from 2022-05-10 as S1 except {\n  ${rule}\n}\n`;
    const published = await net.post(loom, `/api/v1/programs/${shop}/terms`, { text, based_on: 1 });
    expect(published).toMatchObject({ status: 200, body: { publication: 2 } });
    clock.set(instant('2022-05-11T09:00:00Z'));
    const { coupons } = Object((await net.get(loom, `/api/v1/programs/${shop}/coupons`)).body);
    const again = { code: 'CORNER10', ad_space: coupons[0].ad_space };
    expect(await net.post(loom, `/api/v1/programs/${shop}/coupons`, again)).toMatchObject({ status: 201 });
    const answers = [];
    for (const [index, coupon] of ['CORNER10', 'corner10', ' Corner10 '].entries()) {
      answers.push(summary(await sell('2022-05-11T12:00:00Z', { orderId: `typed-${index}`, coupon })));
    }
    expect(answers).toEqual(Array(3).fill('pending 7.00 EUR AWAITING_RECEIPT'));
    const ended = await net.get(loom, `/api/v1/programs/${shop}/coupons`);
    const { id } = Object(ended.body).coupons.find(({ status }: { readonly status: string }) => status === 'valid');
    expect(await net.post(loom, `/api/v1/programs/${shop}/coupons/${id}/end`, {})).toMatchObject({ status: 200 });
  });

  it('is known to records by its code', async () => {
    const [coupon] = Object((await net.get(boris, '/api/v1/coupons')).body).coupons;
    const subject = `coupon:${coupon.id}`;
    const named = await net.network.db.transaction({ role: 'system' }, (tx) => auditSubjects.name(tx, [subject]));
    expect([...named]).toEqual([[subject, { name: 'CORNER10', at: { screen: 'program', id: shop } }]]);
  });

  it('is seen by its publisher and its shop, by nobody else', async () => {
    expect(await net.get(boris, '/api/v1/coupons')).toMatchObject({
      body: { coupons: [{ status: 'ended' }, { status: 'ended' }] },
    });
    expect(await net.get(anna, '/api/v1/coupons')).toEqual({ status: 200, body: { coupons: [], next: null } });
    expect((await net.get(operator, '/api/v1/coupons')).status).toBe(403);
    expect(net.troubles).toEqual([]);
  });
});
