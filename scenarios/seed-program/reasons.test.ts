import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectOk } from '../../apps/tributary/example/establish.ts';
import { rc } from '../../apps/tributary/example/people.ts';
import { listAdSpaces, setAdSpaceStatus } from '../../modules/ad-spaces/index.ts';
import { manualClock } from '../../platform/clock/index.ts';
import { openTestNetwork, type TestNetwork } from '../support/network.ts';

const NOON = Date.UTC(2022, 5, 15, 9);
const HOUR_MS = 3_600_000;
const advertiser = 'affiliates@ru-cis.test';
const elena = 'elena@evening-finds.test';

/** Everyday products of the example's catalogue and those that earn nothing. */
const everyday = '1005001000000101';
const inMoscow = '95.24.16.20';
const inBerlin = '87.128.10.20';

describe('what a publisher is told of an order that earns nothing', () => {
  let net: TestNetwork;
  const clock = manualClock(NOON);
  beforeAll(async () => {
    net = await openTestNetwork({
      clock,
      establishedAt: NOON - 30 * 24 * HOUR_MS,
      prepare: ({ db }) =>
        db.transaction({ role: 'system' }, async (tx) => {
          const blocked = (await listAdSpaces(tx)).find(({ kind }) => kind === 'coupon');
          const change = { id: blocked?.id ?? '', status: 'blocked' as const, reason: 'buys brand keywords' };
          expectOk(await setAdSpaceStatus(tx, { ...change, at: NOON, actor: 'operator' }));
        }),
    });
  });
  afterAll(async () => {
    expect(net.troubles).toEqual([]);
    await net.close();
  });

  /** A click and, an hour later, an order of 20.00 USD. */
  async function order(orderId: string, adSpace: 'dropship' | 'notes', address: string, deliveryCountry: string) {
    const clickId = await net.click({ link: net.established.linkCode(adSpace, rc), address });
    clock.advance(HOUR_MS);
    await net.shipper.runOnce();
    const lines = [{ lineId: '1', productId: everyday, amount: '20.00' }];
    const placed = { program: rc, orderId, orderedAt: clock.now(), currency: 'USD', deliveryCountry };
    return await net.report(advertiser, { ...placed, clickIds: [clickId], lines });
  }

  it('a dropshipping ad space earns nothing by clicks from Russia, and is paid for others (S-121)', async () => {
    expect((await order('dropshipped-ru', 'dropship', inMoscow, 'RU')).decision).toMatchObject({
      status: 'no_reward',
      commission: { amount: '0.00', currency: 'RUB' },
      lines: [{ reason: 'DROPSHIPPING_RU' }],
    });
    const why = await net.why(elena, `${rc}/dropshipped-ru`);
    expect(why.postings).toEqual([]);
    expect(why.sentences.join(' ')).toMatch(/dropshipping/i);
    expect((await order('dropshipped-de', 'dropship', inBerlin, 'DE')).decision).toMatchObject({ status: 'pending' });
  });

  it('a link of a blocked ad space leads to the neutral page and its click owns no order (S-090)', async () => {
    const link = `${net.url}/g/${net.established.linkCode('coupons', rc)}/`;
    const answer = await fetch(link, { redirect: 'manual', headers: { 'x-forwarded-for': inMoscow } });
    expect([answer.status, answer.headers.get('location')]).toEqual([410, null]);
    await net.shipper.runOnce();
    const today = await net.reports('boris@code-corner.test', { group_by: 'program' });
    expect(today.total.clicks).toBe(1);
  });

  it('an order that names no click, or one that nobody made, belongs to nobody (NO_CLICK)', async () => {
    const lines = [{ lineId: '1', productId: everyday, amount: '20.00' }];
    const placed = { program: rc, orderedAt: clock.now(), currency: 'USD', deliveryCountry: 'RU', lines };
    for (const [orderId, clickIds] of [
      ['no-click', []],
      ['invented-click', ['01h5z0c8w9']],
    ] as const) {
      expect((await net.report(advertiser, { ...placed, orderId, clickIds })).decision).toMatchObject({
        status: 'not_attributed',
        publisher: null,
        lines: [{ reason: 'NO_CLICK' }],
      });
    }
  });
});
