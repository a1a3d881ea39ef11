import { afterAll, beforeAll, expect, it } from 'vitest';
import { rc, shop } from '../../apps/tributary/example/people.ts';
import { manualClock } from '../../platform/clock/index.ts';
import { until } from '../processes/liveness.ts';
import { openTestNetwork, type TestNetwork } from '../support/network.ts';
import { instant } from './shop-window.ts';

const anna = 'anna@gadget-notes.test';
const operator = 'operator@network.test';
const advertiser = 'partners@fern-and-loom.test';
/** In Spain, where the shop delivers. */
const visitor = '80.24.10.20';

/** Promised within a second on an idle machine; here it is only shown that it comes by itself. */
const WAIT_MS_MAX = 100_000;

const clock = manualClock(instant('2022-06-15T09:00:00Z'));
let net: TestNetwork;
let adSpace = '';
beforeAll(async () => {
  net = await openTestNetwork({ clock });
  const { body } = await net.get(anna, '/api/v1/ad-spaces');
  const code = net.established.linkCode('notes', shop).slice(10, 20);
  adSpace = Object(body).ad_spaces.find((each: { code: string }) => each.code === code).id;
});
afterAll(() => net.close());

/** What somebody with a Russian browser gets who follows the link of a program. */
async function seen(program: string) {
  const answer = await fetch(`${net.url}/g/${net.established.linkCode('notes', program)}/`, {
    redirect: 'manual',
    headers: {
      'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0',
      'accept-language': 'ru',
      'x-forwarded-for': visitor,
    },
  });
  const withId = /[?&](admitad_uid|tribid)=/.test(answer.headers.get('location') ?? '');
  return { status: answer.status, withId, text: await answer.text() };
}

const neutral = {
  status: 410,
  withId: false,
  text: expect.stringContaining('<h1>Эта ссылка больше не действует</h1>'),
};
const becomes = (status: number) =>
  until(`the link answers ${status}`, WAIT_MS_MAX, async () => (await seen(shop)).status === status);

async function order(orderId: string, clickId: string) {
  const lines = [{ lineId: '1', amount: '100.00', productId: 'SOFA' }];
  const placed = { program: shop, orderId, currency: 'EUR', deliveryCountry: 'ES', lines };
  return (await net.report(advertiser, { ...placed, clickIds: [clickId], orderedAt: clock.now() })).decision;
}

async function click(): Promise<string> {
  const id = await net.click({ link: net.established.linkCode('notes', shop), address: visitor });
  clock.advance(60_000);
  await net.shipper.runOnce();
  return id;
}

async function toldOf(kind: string): Promise<readonly object[]> {
  const { body } = await net.get(anna, '/api/v1/notices');
  return Object(body).notices.flatMap((notice: { kind: string; data: object }) =>
    notice.kind === kind ? [notice.data] : [],
  );
}

it('a block in one program leads its visitors to the neutral page, and leaves earlier clicks what they earn (S-090)', async () => {
  expect(await order('B1', await click())).toMatchObject({ status: 'pending' });
  const waiting = await click();
  const imposed = await net.post(operator, '/api/v1/conduct/sanctions', {
    program: shop,
    ad_space: adSpace,
    rule: 'damage',
    level: 'block',
    reason: 'A page that speaks for the shop.',
  });
  expect(imposed).toMatchObject({ status: 201, body: { rule_number: 7, effect: { ad_spaces: 1, links: 1 } } });
  await becomes(410);
  // Later than those that were still led to the shop while the edge had not heard of it.
  clock.advance(1_000);
  expect(await seen(shop)).toEqual(neutral);
  expect(await seen(rc)).toMatchObject({ status: 302, withId: true });

  await net.shipper.runOnce();
  const { body } = await net.get(anna, `/api/v1/clicks?program=${shop}`);
  const [newest] = Object(body).clicks;
  expect(newest).toMatchObject({ ad_space: adSpace, attributable: false, flags: ['not_joined'] });
  const [told, ...more] = await toldOf('partnership_blocked');
  expect(told).toMatchObject({ reason: expect.stringContaining('A page that speaks for the shop.') });
  expect(more).toEqual([]);

  expect(await net.order(advertiser, `${shop}/B1`)).toMatchObject({ decision: { status: 'pending' } });
  clock.advance(60_000);
  expect(await order('B2', waiting)).toMatchObject({ status: 'pending' });

  const { id } = Object(imposed.body);
  const lifted = await net.post(operator, `/api/v1/conduct/sanctions/${id}/lift`, { reason: 'It was another page.' });
  expect(lifted.status).toBe(200);
  await becomes(302);
  expect(await seen(shop)).toMatchObject({ withId: true });
});

it('a block of the ad space does so in every program, with a reason, and lifting it brings its links back at once', async () => {
  const judge = (verdict: object) => net.post(operator, `/api/v1/moderation/ad-spaces/${adSpace}/verdict`, verdict);
  const blocked = await judge({ status: 'blocked', code: 'rules', reason: 'The site was sold.' });
  expect(blocked).toMatchObject({ status: 200, body: { status: 'blocked' } });
  await becomes(410);
  expect([await seen(shop), await seen(rc)]).toEqual([neutral, neutral]);
  expect(await toldOf('ad_space_blocked')).toMatchObject([{ reason: 'The site was sold.' }]);
  expect(await judge({ status: 'active' })).toMatchObject({ status: 200 });
  await becomes(302);
  expect([await seen(shop), await seen(rc)]).toMatchObject([{ withId: true }, { withId: true }]);
  expect(net.troubles).toEqual([]);
});
