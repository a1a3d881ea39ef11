import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Sample, SENT_AT, samplesOf, sampleText } from '../../../contract/order-samples.ts';
import { type TestDatabase, testDatabase } from '../../../platform/db/testing.ts';
import { type Answer, send, type TestNetwork, testNetwork } from '../testing/network.ts';

let t: TestDatabase;
let net: TestNetwork;
beforeAll(async () => {
  t = await testDatabase();
  net = await testNetwork(t.db);
});
afterAll(async () => {
  await net.app.close();
  await t.drop();
});

const ORIGIN = 'https://network.example';

/** The samples of the integration page for one order; what a shop replaces is replaced. */
function samples(orderId: string): ReadonlyMap<string, Sample> {
  const { campaignCode, actionCode, tariffCode, postbackKey } = net.shop;
  const codes = { campaign_code: campaignCode, action_code: actionCode, tariff_code: tariffCode };
  const made = samplesOf({ program: 'shop', ...codes, currency: 'USD' }, ORIGIN);
  const replaced = (text: string): string =>
    text
      .replaceAll(SENT_AT, '2022-06-15T11:59:00Z')
      .replaceAll('ORDER_ID', orderId)
      .replaceAll('CLICK_ID', 'click-shop')
      .replaceAll('PRODUCT_ID', 'P1')
      .replaceAll('POSTBACK_KEY', postbackKey)
      .replaceAll('ACCESS_TOKEN', net.tokens.advertiser);
  return new Map(
    made.map((sample) => {
      const headers = Object.fromEntries(
        Object.entries(sample.headers).map(([name, value]) => [name, replaced(value)]),
      );
      const body = sample.body === null ? null : replaced(sample.body);
      return [sample.key, { ...sample, url: replaced(sample.url), headers, body }];
    }),
  );
}

async function sent(orderId: string, key: Sample['key']): Promise<Answer> {
  const sample = samples(orderId).get(key);
  if (sample === undefined) throw new Error(`there is no sample ${key}`);
  const { method, headers, body } = sample;
  expect(sampleText(sample)).toContain(key === 'pixel' ? '<img src="https://network.example/r?' : sample.url);
  return send(net.app, { method, url: sample.url.slice(ORIGIN.length), headers, body });
}
const order = async (orderId: string) => (await net.get(`/api/v1/orders/shop/${orderId}`)).body;

test('the postback of the page is taken, proven by its key', async () => {
  expect((await sent('S-1', 'postback')).status).toBe(200);
  expect(await order('S-1')).toMatchObject({
    channel: 's2s',
    verified: true,
    delivery_country: 'RU',
    lines: [{ line_id: '1', product_id: 'P1', amount: '20.00', quantity: 1 }],
  });
});

test('the pixel of the page is taken, and is not proven', async () => {
  expect((await sent('S-2', 'pixel')).headers['content-type']).toBe('image/gif');
  expect(await order('S-2')).toMatchObject({ channel: 'pixel', verified: false });
});

test('order, receipt and file by the API are taken', async () => {
  expect((await sent('S-3', 'order')).body).toMatchObject({ outcome: 'recorded' });
  expect((await sent('S-3', 'file')).body).toMatchObject({ changed: false, orders: 1, outcomes: { applied: 1 } });
  expect((await sent('S-3', 'event')).body).toMatchObject({ outcome: 'applied' });
  expect(await order('S-3')).toMatchObject({ channel: 'api', goods_received: true });
});

test('a shell that runs the command lines sends JSON whose moment is that of sending', () => {
  const codes = { campaign_code: 'c', action_code: '1', tariff_code: '1' };
  const made = samplesOf({ program: 'shop', ...codes, currency: 'USD' }, ORIGIN);
  const moments = made
    .filter(({ key }) => key === 'order' || key === 'event')
    .map((sample) => {
      // Stands for curl and prints the last of its arguments, the body.
      const curl = 'curl() { for last; do :; done; printf %s "$last"; }';
      const before = Math.floor(Date.now() / 1_000) * 1_000;
      const sent = JSON.parse(execFileSync('sh', ['-c', `${curl}\n${sampleText(sample)}`], { encoding: 'utf8' }));
      const moment = sent.ordered_at ?? sent.at;
      expect(moment).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      expect(Date.parse(moment)).toBeGreaterThanOrEqual(before);
      expect(sent).toMatchObject(JSON.parse((sample.body ?? '').replaceAll(SENT_AT, moment)));
      return moment;
    });
  expect(moments).toHaveLength(2);
});

test('what stays to be replaced is written in capital letters', () => {
  const made = samplesOf(
    { program: 'shop', campaign_code: 'c', action_code: '1', tariff_code: '1', currency: 'USD' },
    ORIGIN,
  );
  const words = new Set(made.flatMap((sample) => sampleText(sample).match(/\b[A-Z]+_[A-Z]+\b/g) ?? []));
  expect([...words].sort()).toEqual(['ACCESS_TOKEN', 'CLICK_ID', 'ORDER_ID', 'POSTBACK_KEY', 'PRODUCT_ID']);
});
