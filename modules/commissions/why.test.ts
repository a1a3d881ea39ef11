import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decimal } from '../../core/money/decimal.ts';
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts';
import { createHttpServer, type HttpServer } from '../../platform/http/index.ts';
import { callerGuard, createApiApplication, createOrganisation, issueToken } from '../accounts/index.ts';
import { type EventContent, recordEvents, recordOrders } from '../orders/index.ts';
import { preferredLocale, type WhyAnswer, whyRoutes } from './index.ts';
import {
  asSystem,
  click,
  type Neighbours,
  neighbours,
  ORDERED_AT,
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
  app.register(whyRoutes({ db: t.db, termsOfPublication: net.deps.termsOfPublication }));
  await tellTheStory();
});
afterAll(async () => {
  await app.close();
  await t.drop();
});

async function enrol(name: string, kind: 'advertiser' | 'publisher' | 'operator'): Promise<void> {
  const at = net.clock.now();
  const { org, credentials } = await asSystem(t.db, async (tx) => {
    const made = await createOrganisation(tx, { kind, name, at });
    const application = { orgId: made.id, name, scopes: ['orders'], at, actor: 'test' };
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

  test.each([
    [undefined, 'en'],
    ['', 'en'],
    ['fr, de;q=0.9', 'en'],
    ['de, es-MX;q=0.8, ru;q=0.7', 'es'],
    ['ru;q=0, en;q=0.1', 'en'],
    ['ES', 'es'],
    [';;;,=,q=9', 'en'],
  ])('Accept-Language %j means %s', (header, locale) => {
    expect(preferredLocale(header)).toBe(locale);
  });
});
