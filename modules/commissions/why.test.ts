import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WhyAnswer } from '../../contract/wire/why.ts';
import { decimal } from '../../core/money/decimal.ts';
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts';
import { chosenLanguage, createHttpServer, type HttpServer } from '../../platform/http/index.ts';
import { callerGuard, createApiApplication, createOrganisation, issueToken } from '../accounts/index.ts';
import { type EventContent, orderHistory, recordEvents, recordOrders } from '../orders/index.ts';
import { comparisonRoutes, whyRoutes } from './index.ts';
import {
  asSystem,
  click,
  type Neighbours,
  neighbours,
  ORDERED_AT,
  product,
  RC,
  RIVAL_SPACE,
  report,
  rivalClick,
  WW,
} from './testing.ts';

let t: TestDatabase;
let net: Neighbours;
let app: HttpServer;
const tokens = new Map<string, string>();
const orgs = new Map<string, string>();

beforeAll(async () => {
  t = await testDatabase();
  net = neighbours();
  for (const [name, kind] of [
    ['advertiser', 'advertiser'],
    ['other advertiser', 'advertiser'],
    ['publisher', 'publisher'],
    ['rival', 'publisher'],
    ['operator', 'operator'],
  ] as const) {
    await enrol(name, kind);
  }
  app = createHttpServer({ logger: null, trustedProxies: [], guard: callerGuard({ db: t.db, clock: net.clock }) });
  const { termsOfPublication, termsOf } = net.deps;
  const joinsAlsoOf = async (_q: unknown, program: string) => (program === RC ? [WW] : []);
  const outlookOf = async () => ({ paidAt: null, processingDays: 30, paymentDays: 90 });
  const namesOf = async () => ({ products: {}, categories: {} });
  app.register(
    whyRoutes({ db: t.db, termsOfPublication, namesOf, termsOf, joinsAlsoOf, outlookOf, eventsOf: orderHistory }),
  );
  app.register(comparisonRoutes({ db: t.db, termsOf, joinsAlsoOf }));
  await tellTheStory();
  await orderFromGermany((name) => orgs.get(name) ?? '');
});
afterAll(async () => {
  await app.close();
  await t.drop();
});

async function enrol(name: string, kind: 'advertiser' | 'publisher' | 'operator'): Promise<void> {
  const at = net.clock.now();
  const { org, credentials } = await asSystem(t.db, async (tx) => {
    const made = await createOrganisation(tx, { kind, name, at });
    const application = { orgId: made.id, name, scopes: ['orders', 'statistics'], at, actor: 'test' };
    return { org: made.id, credentials: await createApiApplication(tx, application) };
  });
  const issued = await issueToken(t.db, at, {
    clientId: credentials.clientId,
    clientSecret: credentials.clientSecret,
    scopes: [],
  });
  if (!issued.ok) {
    throw new Error(issued.error.detail);
  }
  orgs.set(name, org);
  tokens.set(name, issued.value.accessToken);
}

/** A mobile phone from a click in Germany, delivered there and received (E-20). */
async function orderFromGermany(org: (name: string) => string): Promise<void> {
  net.clicks.set('german', click('german', { publisherOrg: org('publisher'), country: 'DE' }));
  net.products.set('PHONE', product({ category: 'mobile_phone', sellerRate: null }));
  const line = { lineId: '1', productId: 'PHONE', amount: decimal('300.00'), quantity: 1, place: 0 };
  const mine = { advertiserOrg: org('advertiser'), orderId: 'E20' };
  const order = report({ ...mine, clickIds: ['german'], deliveryCountry: 'DE', lines: [line] });
  const received = { program: RC, channel: 'api' as const, reason: null, content: { type: 'goods_received' as const } };
  await asSystem(t.db, (tx) => recordOrders(tx, net.recordDeps, [order]));
  await asSystem(t.db, (tx) =>
    recordEvents(tx, net.recordDeps, [{ ...received, ...mine, id: 'received', at: ORDERED_AT + 1000 }]),
  );
}

/** A1 in RC: two clicks of two publishers, confirmed, partly refunded. B1 in RC and in WW. */
async function tellTheStory(): Promise<void> {
  const org = (name: string) => orgs.get(name) ?? '';
  net.clicks.set('c1', click('c1', { publisherOrg: org('publisher') }));
  net.clicks.set('rival-click', rivalClick('rival-click', { publisherOrg: org('rival'), at: ORDERED_AT - 7_200_000 }));
  const mine = { advertiserOrg: org('advertiser') };
  const events: EventContent[] = [
    { type: 'goods_received' },
    { type: 'refunded', lines: [{ lineId: '1', amount: decimal('8.00') }] },
  ];
  await asSystem(t.db, (tx) =>
    recordOrders(tx, net.recordDeps, [
      report({ ...mine, clickIds: ['rival-click', 'c1'] }),
      report({ ...mine, orderId: 'B1' }),
      report({ ...mine, orderId: 'B1', program: WW }),
    ]),
  );
  for (const [index, content] of events.entries()) {
    const event = { program: RC, orderId: 'A1', channel: 'api' as const, reason: null, content };
    await asSystem(t.db, (tx) =>
      recordEvents(tx, net.recordDeps, [{ ...event, ...mine, id: `e${index}`, at: ORDERED_AT + 1000 + index }]),
    );
  }
}

const ask = (name: string, path: string, headers: Record<string, string> = {}) =>
  app.inject({ url: `/api/v1/orders/${path}`, headers: { authorization: `Bearer ${tokens.get(name)}`, ...headers } });
const told = async (name: string, path = 'A1/why'): Promise<WhyAnswer> => (await ask(name, path)).json();

describe('why an order earns what it earns (I-35)', () => {
  test('names click, version, rules tried, arithmetic, events and postings, in order', async () => {
    const answer = await told('operator');
    expect(answer).toMatchObject({
      order_id: 'A1',
      program: RC,
      click_id: 'c1',
      terms_version: 'R2',
      status: 'approved',
      commission: { amount: '36.00', currency: 'RUB' },
      lines: [{ line_id: '1', status: 'approved', reason: 'PARTIAL_REFUND', rate: '5.00', commission: '36.00' }],
      events: [
        { id: 'e0', type: 'goods_received' },
        { id: 'e1', type: 'refunded', lines: [{ line_id: '1', amount: '8.00' }] },
      ],
    });
    expect(answer.sentences.join(' ')).toContain('36.00 RUB');
    const hits = answer.trace.filter(({ outcome }) => outcome === 'hit').map(({ step }) => step);
    expect(hits).toEqual(expect.arrayContaining(['terms version R2', 'click c1', 'regime CIS']));
    expect(answer.trace.some(({ part, outcome }) => part === 'rules' && outcome === 'miss')).toBe(true);
    expect(answer.trace.some(({ part }) => part === 'arithmetic')).toBe(true);
    const publisher = answer.postings.filter(({ account }) => account.startsWith('publisher'));
    expect(publisher.map(({ title, amount, fx }) => [title, amount, fx?.rate])).toEqual([
      ['Hold', '60.00', '60.0000'],
      ['Reward', '-60.00', '60.0000'],
      ['Reward', '60.00', '60.0000'],
      ['Refund deduction', '-24.00', '60.0000'],
    ]);
  });

  test('tells the way from price to commission number by number, and what happens next and when', async () => {
    const { story } = await told('publisher');
    expect(story.lines).toEqual([
      expect.objectContaining({
        ...{ price: '20.00', refunded: '8.00', kept: '12.00', rate: '5.00', exact: '0.60', rounded: '0.60' },
        ...{ limited: '0.60', capped: '0.60', converted_exact: '36.00', converted: '36.00', earned: '36.00' },
        ...{ deducted: '24.00', lost: '0.00', fixed: [], volume: null },
        rule_text: expect.stringMatching(/^rule .* as PAID_CIS_SELLER$/),
      }),
    ]);
    expect(story.lines[0]?.sentences.join(' ')).toContain('5.00 % of 12.00 USD');
    expect([story.first_price, story.price.amount]).toEqual(['20.00', '20.00']);
    expect(story.events).toEqual([
      { type: 'goods_received', at: '2022-06-15T09:00:01.000Z', violation: null, lines: null },
      {
        ...{ type: 'refunded', at: '2022-06-15T09:00:01.001Z', violation: null },
        lines: [{ line_id: '1', amount: '8.00', before: '20.00' }],
      },
    ]);
    expect(story.fx).toEqual({ base: 'USD', quote: 'RUB', rate: '60.0000', day: '2022-06-15' });
    expect(story.click).toMatchObject({
      click_id: 'c1',
      age_ms: 3_600_000,
      country: 'RU',
      subids: ['sub', null, null, null, null],
    });
    expect(story.owner).toEqual({
      by: 'click',
      window_ms: 72 * 3_600_000,
      pick: 'last',
      clicks: [
        { mine: false, click_id: null, at: null, standing: 'another_first' },
        { mine: true, click_id: 'c1', at: '2022-06-15T08:00:00.000Z', standing: 'owns' },
      ],
    });
    expect(story.terms).toMatchObject({
      ...{ version: 'R2', from: '2022-04-03T21:00:00.000Z', until: '2022-08-15T21:00:00.000Z', regime: 'CIS' },
      caps: [{ per: 'order', amount: '38.00', currency: 'USD' }],
    });
    // Both averages count from the order (C-28): 30 and 90 days after 15 June.
    expect(story.next).toMatchObject({ step: 'payment', payment_expected_at: '2022-09-13T09:00:00.000Z' });
  });

  test('says what the order would have earned in the program that is joined with it, decided by the same code (S-113)', async () => {
    // A mobile phone of 300.00 USD, delivered to Germany: 1.15 % here, 2.30 % there.
    const { story } = await told('publisher', `${RC}/E20/why`);
    expect(story.elsewhere).toEqual([
      {
        program: WW,
        name: 'AliExpress WW',
        status: 'approved',
        reasons: ['PAID_WW_CATEGORY'],
        here: { amount: '3.45', currency: 'USD' },
        there: { amount: '6.90', currency: 'USD' },
        accrued: { amount: '6.90', currency: 'USD' },
      },
    ]);
  });

  test('compares all orders of a period in the same way, and says how many the other terms do not speak of (S-113)', async () => {
    const url = (until: string) => `/api/v1/programs/${RC}/comparison?since=2022-06-15&until=${until}`;
    const asked = async (who: string, until = '2022-06-16') =>
      (await app.inject({ url: url(until), headers: { authorization: `Bearer ${tokens.get(who)}` } })).json();
    // Of the publisher: E20 to Germany; A1 and B1 to Russia, of which the other program says nothing.
    expect(await asked('publisher')).toMatchObject({
      orders: 3,
      with: [
        {
          ...{ program: WW, name: 'AliExpress WW', compared: 1, better: 1, not_stated: 2 },
          here: [{ amount: '3.45', currency: 'USD' }],
          there: [{ amount: '6.90', currency: 'USD' }],
        },
      ],
    });
    const headers = { authorization: `Bearer ${tokens.get('publisher')}`, accept: 'application/x-ndjson' };
    const lines = (await app.inject({ url: url('2022-06-16'), headers })).body.trim().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { done: 0, total: 3 },
      { answer: { orders: 3, with: [{ compared: 1 }] } },
    ]);
    expect(await asked('rival')).toMatchObject({ orders: 0, with: [{ compared: 0, here: [] }] });
    expect(await asked('publisher', '2022-06-15')).toMatchObject({ code: 'range_invalid' });
    expect(await asked('advertiser')).toMatchObject({ code: 'wrong_organisation' });
  });

  test('advertiser and publisher see their own postings only, and a publisher nothing of the clicks of others', async () => {
    const advertiser = await told('advertiser');
    expect(new Set(advertiser.postings.map(({ account }) => account))).toEqual(
      new Set(['advertiser_hold', 'advertiser_due']),
    );
    expect(JSON.stringify(advertiser)).toContain('click rival-click');
    const publisher = await told('publisher');
    expect(new Set(publisher.postings.map(({ account }) => account))).toEqual(
      new Set(['publisher_hold', 'publisher_balance']),
    );
    expect(JSON.stringify(publisher)).not.toContain('rival-click');
    expect(JSON.stringify(publisher)).not.toContain(RIVAL_SPACE);
    expect(publisher.trace.map(({ step }) => step)).toContain('click of another publisher');
  });

  test.each(['rival', 'other advertiser'])('%s learns not even that the order exists', async (stranger) => {
    const [known, unknown] = await Promise.all([ask(stranger, 'A1/why'), ask(stranger, 'nothing/why')]);
    expect([known.statusCode, known.json().code]).toEqual([404, 'not_found']);
    expect({ ...known.json(), request_id: '', detail: '', value: '' }).toEqual({
      ...unknown.json(),
      request_id: '',
      detail: '',
      value: '',
    });
  });

  test('an order is named by program and id, with the slash plain or encoded, or by its id where that is unique', async () => {
    for (const path of [`${RC}/A1/why`, `${RC}%2FA1/why`, 'A1/why']) {
      expect((await told('advertiser', path)).order_id, path).toBe('A1');
    }
    const ambiguous = await ask('advertiser', 'B1/why');
    expect([ambiguous.statusCode, ambiguous.json().code]).toEqual([409, 'order_ambiguous']);
    expect(ambiguous.json().detail).toContain(`${RC}/B1, ${WW}/B1`);
    expect((await told('advertiser', `${WW}/B1/why`)).program).toBe(WW);
  });

  test('an order that is held says why, in the language asked for', async () => {
    const held = await ask('advertiser', `${WW}/B1/why`, { 'accept-language': 'ru-RU,ru;q=0.9,en;q=0.5' });
    expect(held.headers['content-language']).toBe('ru');
    expect(held.json().sentences.at(-1)).toContain(`раньше передан в программе ${RC}`);
    expect((await told('advertiser', `${WW}/B1/why?language=es`)).sentences.at(-1)).toContain('se comunicó antes');
    expect((await ask('advertiser', 'A1/why?language=xx')).statusCode).toBe(400);
  });

  test('tells what a correction changed, and what a declined line would have earned', async () => {
    const mine = { advertiserOrg: orgs.get('advertiser') ?? '', program: RC, channel: 'api' as const, reason: null };
    const productId = (await told('publisher')).story.lines[0]?.product_id ?? null;
    const of = (amount: string) => ({ lineId: '1', productId, amount: decimal(amount), quantity: 1 });
    const orders = ['C1', 'D1'].map((orderId) =>
      report({ ...mine, orderId, clickIds: ['c1'], lines: [{ ...of('20.00'), place: 0 }] }),
    );
    await asSystem(t.db, (tx) => recordOrders(tx, net.recordDeps, orders));
    const at = ORDERED_AT + 1000;
    const corrected = { type: 'corrected' as const, lines: [of('10.00')] };
    const events = [
      { ...mine, orderId: 'C1', id: 'corrected', at, content: corrected },
      { ...mine, orderId: 'D1', id: 'closed', at, content: { type: 'closed' as const } },
    ];
    await asSystem(t.db, (tx) => recordEvents(tx, net.recordDeps, events));
    const [changed, closed] = [await told('publisher', 'C1/why'), await told('publisher', 'D1/why')];
    expect([changed.story.first_price, changed.story.price.amount]).toEqual(['20.00', '10.00']);
    expect(changed.story.events).toMatchObject([
      { type: 'corrected', lines: [{ line_id: '1', amount: '10.00', before: '20.00' }] },
    ]);
    expect(closed.story.lines).toMatchObject([{ status: 'declined', earned: '0.00', lost: '60.00' }]);
    const held = closed.postings.map(({ kind, amount }) => [kind, amount]);
    expect(held).toEqual([
      ['hold', '60.00'],
      ['void', '-60.00'],
    ]);
  });

  test.each([
    [undefined, 'en'],
    ['', 'en'],
    ['fr, de;q=0.9', 'en'],
    ['de, es-MX;q=0.8, ru;q=0.7', 'es'],
    ['ru;q=0, en;q=0.1', 'en'],
    ['ES', 'es'],
    [';;;,=,q=9', 'en'],
  ])('Accept-Language %j means %s', (header, locale) => {
    expect(chosenLanguage({ 'accept-language': header })).toBe(locale);
  });
});
