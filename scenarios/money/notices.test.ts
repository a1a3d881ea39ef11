import { generate } from 'otplib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { rc } from '../../apps/tributary/example/people.ts';
import { tellOfDeclinedDays } from '../../apps/tributary/wiring/notices.ts';
import { tellOfTrafficAlarms } from '../../apps/tributary/wiring/traffic-alarms.ts';
import { createUser } from '../../modules/accounts/index.ts';
import { signInAs } from '../../modules/accounts/testing.ts';
import { deliverMails } from '../../modules/notifications/index.ts';
import { tellOfTerms } from '../../modules/partnerships/index.ts';
import { recordClicks } from '../../modules/stats/index.ts';
import { clickFacts } from '../../modules/stats/testing.ts';
import { currentPublication } from '../../modules/terms/index.ts';
import { manualClock } from '../../platform/clock/index.ts';
import { createMailer } from '../../platform/mail/index.ts';
import { type TestSmtp, testSmtp } from '../../platform/mail/testing/smtp.ts';
import { openTestNetwork, type TestNetwork } from '../support/network.ts';
import { instant, type ShopWindow, shopWindow } from './shop-window.ts';

const SYSTEM = { role: 'system' } as const;
const anna = 'anna@gadget-notes.test';
const dmitri = 'dmitri@deal-meter.test';
const advertiser = 'affiliates@ru-cis.test';

const clock = manualClock(instant('2022-06-15T09:00:00Z'));
let net: TestNetwork;
let shop: ShopWindow;
let smtp: TestSmtp;
beforeAll(async () => {
  net = await openTestNetwork({ clock });
  shop = shopWindow(net, clock, { program: rc, currency: 'USD', advertiser });
  smtp = await testSmtp();
});
afterAll(async () => {
  await smtp.close();
  await net.close();
});

const shape = z.object({
  notices: z.array(z.looseObject({ kind: z.string(), data: z.record(z.string(), z.string()) })),
});
/** What a publisher reads of one kind, newest first. */
async function told(who: string, kind: string): Promise<readonly Readonly<Record<string, string>>[]> {
  const { notices } = shape.parse((await net.get(who, '/api/v1/notices?limit=100')).body);
  return notices.filter((notice) => notice.kind === kind).map(({ data }) => data);
}

const product = () => net.credentials.products.find(({ program, affiliate }) => program === rc && affiliate);

it('a publisher is told when an order is corrected, and when an approved one is taken back, with the amounts; not of its usual way', async () => {
  const lines = [{ lineId: '1', amount: '20.00', productId: product()?.product_id ?? null }];
  await shop.sell('2022-06-15T12:00:00Z', { adSpace: 'notes', orderId: 'N1', deliveryCountry: 'RU', lines });
  const before = await shop.happens('2022-06-16T12:00:00Z', 'N1', 'goods_received');
  expect(before.status).toBe('approved');
  expect([await told(anna, 'order_corrected'), await told(anna, 'antispam_deduction')]).toEqual([[], []]);
  const at = clock.now() + 1000;
  clock.set(at);
  await net.happened(advertiser, {
    program: rc,
    orderId: 'N1',
    type: 'corrected',
    at,
    lines: [{ line_id: '1', amount: '10.00' }],
  });
  const after = await shop.now('N1');
  const names = { program: rc, order: 'N1' };
  expect(await told(anna, 'order_corrected')).toEqual([
    {
      ...names,
      before: before.commission.amount,
      after: after.commission.amount,
      currency: after.commission.currency,
      reason: after.lines[0]?.reason,
    },
  ]);
  expect(Number(after.commission.amount)).toBe(Number(before.commission.amount) / 2);
  await net.happened(advertiser, { program: rc, orderId: 'N1', type: 'violation', violation: 'abnormal_order', at });
  expect((await shop.now('N1')).status).toBe('deducted');
  const { amount, currency } = after.commission;
  expect(await told(anna, 'antispam_deduction')).toEqual([{ ...names, amount, currency, reason: 'abnormal_order' }]);
  expect(await told(anna, 'order_corrected')).toHaveLength(1);
});

it('a warning of the network is told with program, rule and reason', async () => {
  const { body } = await net.get(anna, '/api/v1/ad-spaces');
  const asked = {
    program: rc,
    ad_space: Object(body).ad_spaces[0].id,
    rule: 'misleading',
    level: 'warning',
    reason: 'Two for one.',
  };
  expect((await net.post('operator@network.test', '/api/v1/conduct/sanctions', asked)).status).toBe(201);
  expect(await told(anna, 'conduct_warned')).toEqual([
    { program: net.established.programs.get(rc)?.name, rule: 'misleading', reason: 'Two for one.' },
  ]);
});

it('critical indicators of the day that has ended are told once, however often they are looked for (S-121)', async () => {
  const { db } = net.network;
  const { body } = await net.get(dmitri, '/api/v1/ad-spaces');
  const [space] = Object(body).ad_spaces;
  const noon = clock.now();
  const made = { adSpaceId: space.id, publisherOrg: space.publisher ?? space.id };
  await db.transaction(SYSTEM, (tx) => recordClicks(tx, clickFacts(1001, rc, noon, made)));
  const look = () => db.transaction(SYSTEM, (tx) => tellOfTrafficAlarms(tx, clock.now()));
  await look();
  expect(await told(dmitri, 'traffic_alarm')).toEqual([]);
  clock.set(noon + 86_400_000);
  await look();
  await look();
  expect(await told(dmitri, 'traffic_alarm')).toEqual([
    { program: rc, ad_space: space.id, indicator: 'no_actions', day: '2022-06-16', value: '0', limit: '1' },
  ]);
});

it('what a refund takes back is told as a refund, not as a violation', async () => {
  const violations = await told(anna, 'antispam_deduction');
  const lines = [{ lineId: '1', amount: '20.00', productId: product()?.product_id ?? null }];
  await shop.sell('2022-06-15T12:00:00Z', { adSpace: 'notes', orderId: 'R1', deliveryCountry: 'RU', lines });
  const { commission } = await shop.happens('2022-06-16T12:00:00Z', 'R1', 'goods_received');
  expect((await shop.happens('2022-06-18T12:00:00Z', 'R1', 'refunded')).status).toBe('deducted');
  expect(await told(anna, 'refund_deduction')).toEqual([
    { program: rc, order: 'R1', ...commission, reason: 'REFUND_DEDUCTION' },
  ]);
  expect(await told(anna, 'antispam_deduction')).toEqual(violations);
});

it('an order that was declined is reopened, and its why tells every decision with what was said', async () => {
  const lines = [{ lineId: '1', amount: '20.00', productId: product()?.product_id ?? null }];
  await shop.sell('2022-06-20T12:00:00Z', { adSpace: 'notes', orderId: 'N2', deliveryCountry: 'RU', lines });
  const say = async (verdict: string, reason: string) => {
    clock.set(clock.now() + 1000);
    const selection = { program: rc, order_ids: ['N2'] };
    const done = await net.post(advertiser, '/api/v1/order-desk/handle', { selection, verdict, reason, expected: 1 });
    expect(done.body).toMatchObject({ orders: 1, refused: [] });
  };
  const { commission } = await shop.now('N2');
  await say('declined', 'The buyer did not pay.');
  expect((await shop.now('N2')).status).toBe('declined');
  await say('reopened', 'The buyer has paid after all.');
  expect(await shop.now('N2')).toMatchObject({ status: 'pending', commission });
  const { body } = await net.get(anna, `/api/v1/orders/${rc}/N2/why`);
  expect(Object(body).decisions).toMatchObject([
    { revision: 1, status: 'pending', because: null },
    { revision: 2, status: 'declined', because: { type: 'closed', reason: 'The buyer did not pay.' } },
    { revision: 3, status: 'pending', because: { type: 'reopened', reason: 'The buyer has paid after all.' } },
  ]);
});

it('who works for a program is told of its new terms by notice and mail, once for a publication, with the date on which they begin', async () => {
  const { db, sendMail } = net.network;
  const begins = Date.parse('2022-08-01T00:00:00.000Z');
  await db.transaction(SYSTEM, async (tx) => {
    const current = await currentPublication(tx, rc);
    if (current === null) throw new Error('the example has no terms');
    const [version] = current.versions;
    const versions = version === undefined ? [] : [{ ...version, from: begins, until: null }];
    await tellOfTerms(tx, { ...current, number: 2, publishedAt: clock.now(), versions }, sendMail);
  });
  const program = net.established.programs.get(rc)?.name;
  expect(await told(anna, 'terms_changed')).toEqual([
    { program, publication: '2', valid_from: '2022-08-01T00:00:00.000Z' },
  ]);
  await deliver();
  const [mail, ...others] = smtp.mails.filter(
    ({ to, headers }) => to[0] === anna && headers.get('subject')?.includes('terms'),
  );
  expect(others).toEqual([]);
  expect(mail?.parts.get('text/plain')).toContain('comes into force on 1 Aug 2022, 00:00 UTC');
  expect(mail?.parts.get('text/plain')).toContain(`${net.url}/programs/${rc}`);
});

/** One round of the worker, through a real mail server. */
async function deliver(): Promise<void> {
  const { db, masterKeys } = net.network;
  const mailer = createMailer({ smtpUrl: smtp.url, from: 'Network <no-reply@network.test>' });
  const onGivenUp = ({ error }: { readonly error: string }) => net.troubles.push(error);
  await deliverMails({ db, clock, masterKeys, mailer, publicUrl: net.url, onGivenUp });
  mailer.close();
}

it('a person is told by mail of another role and of each second factor, in the own language (T-17)', async () => {
  const { db } = net.network;
  const account = net.credentials.accounts.find(({ email }) => email === anna);
  const owner = await signInAs(net.server, anna, account?.password ?? '');
  const email = 'petra@gadget-notes.test';
  const orgId = Object((await net.server.inject({ url: '/api/v1/session', headers: owner })).json()).organisation.id;
  const password = 'seven quiet otters';
  const person = { orgId, email, password, role: 'viewer', at: clock.now(), actor: 'test' } as const;
  const made = await db.transaction(SYSTEM, (tx) => createUser(tx, person));
  const id = made.ok ? made.value.id : '';
  const petra = await signInAs(net.server, email, password);
  const ask = (
    headers: Readonly<Record<string, string>>,
    method: 'PUT' | 'POST' | 'PATCH' | 'DELETE',
    url: string,
    payload?: object,
  ) =>
    net.server.inject({
      method,
      url: `/api/v1${url}`,
      headers: { ...headers },
      ...(payload === undefined ? {} : { payload }),
    });
  expect((await ask(petra, 'PATCH', '/person', { locale: 'ru' })).statusCode).toBe(200);
  expect((await ask(owner, 'PUT', `/members/${id}/role`, { role: 'finance' })).statusCode).toBe(204);
  const { secret } = (await ask(petra, 'POST', '/person/second-factor/totp')).json();
  const code = await generate({ secret, epoch: Math.floor(clock.now() / 1000) });
  expect((await ask(petra, 'POST', '/person/second-factor/totp/confirmation', { code })).statusCode).toBeLessThan(300);
  expect((await ask(petra, 'DELETE', '/person/second-factor/totp')).statusCode).toBeLessThan(300);
  await deliver();
  const texts = smtp.mails.filter(({ to }) => to[0] === email).map(({ parts }) => parts.get('text/plain') ?? '');
  expect(texts.filter((text) => text.includes('Gadget Notes') && text.includes('Теперь вы: финансы'))).toHaveLength(1);
  expect(texts.filter((text) => text.includes('добавлен второй фактор: приложение-аутентификатор'))).toHaveLength(1);
  expect(texts.filter((text) => text.includes('удалён второй фактор: приложение-аутентификатор'))).toHaveLength(1);
  expect(net.troubles).toEqual([]);
});

it("orders that waited and were declined are told together when their day has ended in the program's zone, once", async () => {
  const { db } = net.network;
  const sale = (id: string, amount: string) => {
    const lines = [{ lineId: '1', amount, productId: product()?.product_id ?? null }];
    return shop.sell('2022-11-20T10:00:00Z', { adSpace: 'notes', orderId: id, deliveryCountry: 'RU', lines });
  };
  const waiting = [await sale('D1', '20.00'), await sale('D2', '30.00'), await sale('D3', '30.00')];
  expect(waiting.map(({ status }) => status)).toEqual(['pending', 'pending', 'pending']);
  for (const order of ['D1', 'D2'])
    expect((await shop.happens('2022-11-20T11:00:00Z', order, 'closed')).status).toBe('declined');
  const look = () => db.transaction(SYSTEM, (tx) => tellOfDeclinedDays(tx, clock.now()));
  await look();
  expect(await told(anna, 'orders_declined')).toEqual([]);
  // The program counts its days in Moscow: the next one begins there three hours before midnight.
  clock.set(instant('2022-11-20T20:59:59Z'));
  await look();
  expect(await told(anna, 'orders_declined')).toEqual([]);
  clock.set(instant('2022-11-20T21:00:00Z'));
  await look();
  await look();
  const lost = Number(waiting[0]?.commission.amount) + Number(waiting[1]?.commission.amount);
  expect(lost).toBeGreaterThan(0);
  expect(await told(anna, 'orders_declined')).toEqual([
    { program: rc, day: '2022-11-20', orders: '2', amount: lost.toFixed(2), currency: waiting[0]?.commission.currency },
  ]);
  expect(await told(dmitri, 'orders_declined')).toEqual([]);

  // On the next day one is declined and reopened, of which there is nothing to tell, and one of yesterday's waits again.
  await shop.happens('2022-11-20T22:00:00Z', 'D3', 'closed');
  const selection = { program: rc, order_ids: ['D1', 'D3'] };
  const asked = { selection, verdict: 'reopened', reason: 'Both have paid after all.', expected: 2 };
  expect((await net.post(advertiser, '/api/v1/order-desk/handle', asked)).body).toMatchObject({ orders: 2 });
  clock.set(instant('2022-11-21T21:00:00Z'));
  await look();
  await look();
  expect(await told(anna, 'orders_declined')).toHaveLength(1);
  const again = waiting[0]?.commission;
  expect(await told(anna, 'orders_reopened')).toEqual([{ program: rc, day: '2022-11-21', orders: '1', ...again }]);
});
