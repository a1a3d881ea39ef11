import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../platform/db/testing.ts';
import { type Answer, send, type TestNetwork, testNetwork } from '../testing/network.ts';

let t: TestDatabase;
let n: TestNetwork;
beforeAll(async () => {
  t = await testDatabase();
  n = await testNetwork(t.db);
});
afterAll(async () => {
  await n.app.close();
  await t.drop();
});

const sale = (orderId: string, more: Readonly<Record<string, string>> = {}) => ({
  campaign_code: n.shop.campaignCode,
  postback: '1',
  postback_key: n.shop.postbackKey,
  uid: 'click-shop',
  order_id: orderId,
  action_code: '1',
  tariff_code: '1',
  payment_type: 'sale',
  price: '10.00',
  currency_code: 'USD',
  quantity: '2',
  position_id: '1',
  position_count: '2',
  product_id: 'P1',
  country_code: 'RU',
  ...more,
});
const query = (parameters: Readonly<Record<string, string>>) => new URLSearchParams(parameters).toString();
const get = (parameters: Readonly<Record<string, string>> | string, path = '/tt'): Promise<Answer> => {
  const text = typeof parameters === 'string' ? parameters : query(parameters);
  return send(n.app, { method: 'GET', url: `${path}?${text}`, body: null, headers: {} });
};
const without = (parameters: Record<string, string>, ...names: readonly string[]) =>
  Object.fromEntries(Object.entries(parameters).filter(([name]) => !names.includes(name)));
const order = async (orderId: string) => (await n.get(`/api/v1/orders/shop/${orderId}`)).body;
const log = async (more: string) => (await n.get(`/api/v1/intake?limit=500&${more}`)).body['results'];
const verdicts = async (orderId: string) => {
  const entries = await log(`order_id=${orderId}`);
  return Array.isArray(entries) ? entries.map((entry: Record<string, unknown>) => entry['verdict']).sort() : [];
};

describe('a server-to-server request', () => {
  test('per position, repeated five times, on either address and by either method, is one order', async () => {
    for (let times = 0; times < 5; times += 1) {
      expect(await get(sale('s1'), times % 2 === 0 ? '/tt' : '/r')).toMatchObject({
        status: 200,
        bytes: Buffer.alloc(0),
      });
    }
    const second = sale('s1', { position_id: '2', price: '5.50', quantity: '1', product_id: 'P2' });
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    await send(n.app, { method: 'POST', url: '/tt', body: query(second), headers });
    await send(n.app, { method: 'POST', url: '/r', body: second, headers: {} });
    expect(await order('s1')).toMatchObject({
      verified: true,
      click_ids: ['click-shop'],
      delivery_country: 'RU',
      ordered_at_source: 'received',
      lines: [
        { line_id: '1', amount: '20.00', quantity: 2, product_id: 'P1' },
        { line_id: '2', amount: '5.50', quantity: 1, product_id: 'P2' },
      ],
    });
    expect(await verdicts('s1')).toEqual(['extended', ...Array(5).fill('no_change'), 'recorded']);
  });

  test('understands the other names of the parameters, and passes over what plug-ins add', async () => {
    const short = {
      campaign_code: n.shop.campaignCode,
      pb: '1',
      pk: n.shop.postbackKey,
      key: 'click-shop',
      oid: 's2',
      ac: '1',
      tc: '1',
      payment_type: 'sale',
      cart: '3.30',
      c: 'usd',
      pid: '1',
      pn: '1',
      prid: 'P9',
      promocode: 'TEN OFF',
      adm_method: 'plugin',
      adm_source: 'cookie',
      channel: 'na',
    };
    await get(short);
    expect(await order('s2')).toMatchObject({ coupon: 'TEN OFF', lines: [{ amount: '3.30', product_id: 'P9' }] });
  });

  test('keeps no key of the sender in the log (T-19)', async () => {
    await get(sale('s3'));
    await send(n.app, { method: 'POST', url: '/tt', body: sale('s3'), headers: {} });
    const entries = JSON.stringify(await log('order_id=s3'));
    expect(entries).toContain('[redacted]');
    expect(entries).not.toContain(n.shop.postbackKey);
  });

  test('of a lead needs no price', async () => {
    await get(without(sale('s4', { payment_type: 'lead' }), 'price', 'currency_code', 'quantity'));
    expect(await order('s4')).toMatchObject({ currency: 'USD', lines: [{ amount: '0' }] });
  });

  test('of a price that a discount was divided into keeps its decimals (R-5)', async () => {
    await get(sale('s5', { price: '3.3333', quantity: '3' }));
    expect(await order('s5')).toMatchObject({ lines: [{ amount: '9.9999' }] });
  });

  test('answers an image where one is asked for', async () => {
    const answer = await get(sale('s6', { response_type: 'img' }));
    expect(answer.headers).toMatchObject({ 'content-type': 'image/gif', 'cache-control': 'no-store' });
    expect(answer.bytes.subarray(0, 6).toString()).toBe('GIF89a');
  });
});

interface Refused {
  readonly bad: string;
  readonly more: Readonly<Record<string, string>>;
  readonly verdict: string;
  readonly code?: string;
}

const refusals: readonly Refused[] = [
  { bad: 'BAD-33 an order id of 300', more: { order_id: 'x'.repeat(300) }, verdict: 'order_id_invalid' },
  { bad: 'BAD-38 a placeholder', more: { uid: '[[[admitad_uid]]]' }, verdict: 'macro_not_replaced' },
  {
    bad: 'BAD-37 another advertiser’s click',
    more: { uid: 'click-foreign' },
    verdict: 'click_belongs_to_other_program',
    code: 'UIDDoesNotExist',
  },
  { bad: 'BAD-43 a negative price', more: { price: '-5' }, verdict: 'amount_negative' },
  { bad: 'BAD-45 an exponent', more: { price: '1e3' }, verdict: 'amount_format' },
  { bad: 'BAD-46 a comma', more: { price: '12,5' }, verdict: 'amount_ambiguous' },
  {
    bad: 'BAD-47 three decimals for one piece',
    more: { price: '10.999', quantity: '1' },
    verdict: 'too_many_decimals',
  },
  { bad: 'BAD-49 RUR', more: { currency_code: 'RUR' }, verdict: 'currency_unknown' },
  {
    bad: 'BAD-50 a currency the program does not take',
    more: { currency_code: 'EUR' },
    verdict: 'currency_not_agreed',
  },
  { bad: 'BAD-65 a name that is not UTF-8', more: { product_id: '\ufffd' }, verdict: 'not_utf8' },
  { bad: 'another action', more: { action_code: '7' }, verdict: 'field_invalid', code: 'ActionCodeDoesNotExist' },
  { bad: 'another tariff', more: { tariff_code: '7' }, verdict: 'field_invalid', code: 'TariffDoesNotExist' },
  { bad: 'position 3 of 2', more: { position_id: '3' }, verdict: 'position_invalid' },
  { bad: 'no whole quantity', more: { quantity: '1.5' }, verdict: 'quantity_invalid' },
];

describe('a refused request is answered 200 and kept with its verdict (R-16)', () => {
  test.each(refusals)('$bad', async ({ more, verdict, code }) => {
    expect(await get({ ...sale('refused'), ...more })).toMatchObject({ status: 200, bytes: Buffer.alloc(0) });
    const orderId = verdict === 'order_id_invalid' ? null : 'refused';
    const entry = { verdict, result_code: code ?? null, http_status: 200, program: 'shop', order_id: orderId };
    expect(await log(`verdict=${verdict}`)).toContainEqual(expect.objectContaining(entry));
    expect(await order('refused')).toMatchObject({ status: 404 });
  });

  test.each([
    ['T-25 amount twice', (text: string) => `${text}&amount=100`],
    ['T-25 a list', (text: string) => `${text}&order_id[]=2`],
    ['T-25 the same twice', (text: string) => `${text}&quantity=2`],
  ])('%s', async (_name, change) => {
    const before = await log('verdict=duplicate_parameter');
    await get(change(query(sale('twice'))));
    expect(await log('verdict=duplicate_parameter')).toHaveLength((Array.isArray(before) ? before.length : 0) + 1);
    expect(await order('twice')).toMatchObject({ status: 404 });
  });

  test('T-25 query and body that contradict each other', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const url = `/tt?${query(sale('conflict'))}`;
    expect(await send(n.app, { method: 'POST', url, body: 'price=99.00', headers })).toMatchObject({ status: 200 });
    expect(await order('conflict')).toMatchObject({ status: 404 });
  });

  test('a missing price of a sale, a missing order id', async () => {
    await get(without(sale('incomplete'), 'price'));
    await get(without(sale('incomplete'), 'order_id'));
    expect(await log('verdict=amount_required')).toHaveLength(1);
    expect(await log('verdict=order_id_required')).toHaveLength(1);
  });

  test('an order without click and coupon is recorded, and the log says why it will not earn', async () => {
    await get(without(sale('bare'), 'uid'));
    expect(await log('order_id=bare')).toMatchObject([{ verdict: 'recorded', result_code: 'UIDDoesNotExist' }]);
  });
});

describe('an unproven request goes to the quarantine', () => {
  const quarantined = (more: string) => log(`quarantine=true&${more}`);

  test.each([
    ['text/plain', (text: string) => text],
    ['text/plain', (text: string) => text.replace('postback_key', 'postback%5Fkey')],
    ['text/plain', (text: string) => JSON.stringify(Object.fromEntries(new URLSearchParams(text)))],
    [
      'multipart/form-data; boundary=x',
      () => `--x\r\nContent-Disposition: form-data; name="pk"\r\n\r\n${n.shop.postbackKey}\r\n--x--\r\n`,
    ],
  ])('T-19 a key in a body of type %s, which nobody reads, is not shown', async (type, bodyOf) => {
    const body = bodyOf(query(sale('typed')));
    const answer = await send(n.app, { method: 'POST', url: '/tt', body, headers: { 'content-type': type } });
    expect(answer).toMatchObject({ status: 200 });
    const kept = await n.get('/api/v1/intake?quarantine=true&verdict=content_type', n.tokens.operator);
    expect(JSON.stringify(kept.body)).toContain('[redacted]');
    expect(JSON.stringify(kept.body)).not.toContain(n.shop.postbackKey);
  });

  test('BAD-25 a wrong key, where the advertiser sees it', async () => {
    await get(sale('forged', { postback_key: 'x'.repeat(32) }));
    const entry = { program: 'shop', result_code: 'PostbackAuthorizationError' };
    expect(await quarantined('verdict=postback_key_invalid')).toMatchObject([entry]);
    expect(await order('forged')).toMatchObject({ status: 404 });
  });

  test('a server request without a key, a pixel where none are taken, an unknown campaign', async () => {
    await get(without(sale('nokey'), 'postback_key'));
    expect(await quarantined('verdict=postback_key_invalid')).toHaveLength(2);
    const pixel = without(sale('nopixel', { campaign_code: n.foreign.campaignCode }), 'postback', 'postback_key');
    await get(pixel);
    const other = await n.get('/api/v1/intake?quarantine=true', n.tokens.other);
    expect(other.body['results']).toMatchObject([
      { verdict: 'pixel_not_allowed', result_code: 'PixelTrackingNotAllowed' },
    ]);
    await get({ ...pixel, campaign_code: '0000000000' });
    const all = await n.get('/api/v1/intake?quarantine=true&verdict=campaign_unknown', n.tokens.operator);
    expect(all.body['results']).toHaveLength(1);
  });

  test('from one address it never grows beyond its corner', async () => {
    for (let times = 0; times < 250; times += 1) await get('campaign_code=0000000000');
    const rows = await t.db.transaction({ role: 'system' }, (tx) =>
      tx.query<{ count: bigint }>('select count(*) as count from orders.quarantine'),
    );
    expect(Number(rows[0]?.count)).toBeLessThanOrEqual(100);
  });
});

describe('a pixel', () => {
  const pixel = (orderId: string, more: Readonly<Record<string, string>> = {}) =>
    without(sale(orderId, more), 'postback', 'postback_key');

  test('BAD-71 without any parameter is a picture', async () => {
    const answer = await get('');
    expect(answer).toMatchObject({
      status: 200,
      headers: { 'content-type': 'image/gif', 'cache-control': 'no-store' },
    });
    const kept = await n.get('/api/v1/intake?quarantine=true&verdict=empty_pixel', n.tokens.operator);
    expect(kept.body['results']).toHaveLength(1);
  });

  test('BAD-72, BAD-73 reports an unverified order, once', async () => {
    await get(pixel('p1'));
    expect(await get(pixel('p1'))).toMatchObject({ status: 200, headers: { 'content-type': 'image/gif' } });
    expect(await order('p1')).toMatchObject({ verified: false, channel: 'pixel' });
    expect(await verdicts('p1')).toEqual(['no_change', 'pixel_unverified']);
    await get(sale('p1'));
    expect(await order('p1')).toMatchObject({ verified: true });
  });

  test('BAD-74 with markup for an amount is a picture and an inert text in the log', async () => {
    const answer = await get(pixel('p2', { price: '<script>alert(1)</script>' }));
    expect(answer).toMatchObject({ status: 200, headers: { 'content-type': 'image/gif' } });
    await get(pixel('p2', { price: '<script>' }));
    expect(await verdicts('p2')).toEqual(['amount_format', 'amount_format']);
  });

  test('BAD-75 with __proto__, BAD-17 too long, BAD-62 too large or compressed: a picture all the same, and kept (R-16)', async () => {
    const picture = { status: 200, headers: { 'content-type': 'image/gif', 'content-length': '42' } };
    expect(await get('a[__proto__][x]=1')).toMatchObject(picture);
    expect(await get(`order_id=${'x'.repeat(9_000)}`)).toMatchObject(picture);
    const posted = { method: 'POST', url: '/r' } as const;
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect(await send(n.app, { ...posted, body: `a=${'x'.repeat(2_000_000)}`, headers: form })).toMatchObject(picture);
    const gzip = { ...form, 'content-encoding': 'gzip' };
    expect(await send(n.app, { ...posted, body: 'order_id=1', headers: gzip })).toMatchObject(picture);
    for (const verdict of ['field_not_allowed', 'uri_too_long', 'body_too_large', 'expanded_too_large']) {
      const kept = await n.get(`/api/v1/intake?quarantine=true&verdict=${verdict}`, n.tokens.operator);
      expect(kept.body['results']).toContainEqual(expect.objectContaining({ channel: 'pixel', http_status: 200 }));
    }
  });

  test('a HEAD request reports nothing', async () => {
    const answer = await n.app.inject({ method: 'HEAD', url: `/tt?${query(pixel('head'))}` });
    expect(answer.statusCode).not.toBe(500);
    expect(await order('head')).toMatchObject({ status: 404 });
  });
});
