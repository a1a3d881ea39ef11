import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formatInstant } from '../../core/time/index.ts';
import { type ManualClock, manualClock } from '../../platform/clock/index.ts';
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts';
import { createHttpServer, type HttpServer } from '../../platform/http/index.ts';
import {
  auditOf,
  callerGuard,
  createApiApplication,
  createOrganisation,
  issueToken,
  type OrganisationKind,
} from '../accounts/index.ts';
import { programEditingRoutes, programRoutes, trafficKindList } from './index.ts';

const NO_FIGURES = { metricsOf: async () => new Map(), withProducts: async () => new Set<string>() };
const SYSTEM = { role: 'system' } as const;
const NOW = Date.parse('2022-04-28T09:00:00.000Z');
const DAY_MS = 86_400_000;
const masterKeys = { current: new Uint8Array(32), previous: [] };

interface Member {
  readonly orgId: string;
  readonly credentials: { readonly clientId: string; readonly clientSecret: string };
}

let t: TestDatabase;
let app: HttpServer;
let clock: ManualClock;
let shop: Member;
let rival: Member;
let operator: Member;
let publisher: Member;
const withTerms = new Set<string>();

beforeAll(async () => {
  t = await testDatabase();
  clock = manualClock(NOW);
  app = createHttpServer({ logger: null, trustedProxies: [], guard: callerGuard({ db: t.db, clock }) });
  await app.register(programRoutes({ db: t.db, offers: NO_FIGURES }));
  const hasTerms = async (_tx: unknown, code: string) => withTerms.has(code);
  await app.register(programEditingRoutes({ db: t.db, clock, masterKeys, hasTerms }));
  await app.ready();
  [shop, rival, operator, publisher] = await Promise.all([
    member('advertiser'),
    member('advertiser'),
    member('operator'),
    member('publisher'),
  ]);
});
afterAll(async () => {
  await app.close();
  await t.drop();
});

async function member(kind: OrganisationKind): Promise<Member> {
  const { orgId, application } = await t.db.transaction(SYSTEM, async (tx) => {
    const { id } = await createOrganisation(tx, { kind, name: `${kind} Ltd`, at: NOW });
    const made = { orgId: id, name: 'robot', scopes: ['programs'], at: NOW, actor: 'test' };
    return { orgId: id, application: await createApiApplication(tx, made) };
  });
  return { orgId, credentials: application };
}

/** Of this moment: a token ends before the clock of some tests does. */
async function tokenOf({ credentials }: Member): Promise<string> {
  const issued = await issueToken(t.db, clock.now(), { ...credentials, scopes: [] });
  if (!issued.ok) throw new Error(issued.error.detail);
  return issued.value.accessToken;
}

async function ask(who: Member | null, method: 'GET' | 'POST' | 'PATCH' | 'PUT', url: string, body?: unknown) {
  const authorization = who === null ? {} : { authorization: `Bearer ${await tokenOf(who)}` };
  const payload = body === undefined ? {} : { payload: JSON.stringify(body) };
  const headers = { ...authorization, 'content-type': 'application/json' };
  const answer = await app.inject({ method, url: `/api/v1${url}`, headers, ...payload });
  return { status: answer.statusCode, body: answer.json() };
}

async function drafted(more: object = {}): Promise<string> {
  const code = `shop-${randomUUID().slice(0, 8)}`;
  const body = { code, name: 'Corner Shop', home_url: 'https://shop.example/', ...more };
  expect((await ask(shop, 'POST', '/programs', body)).status).toBe(201);
  return code;
}

const move = (who: Member, code: string, status: string, reason?: string) =>
  ask(who, 'POST', `/programs/${code}/status`, { status, ...(reason === undefined ? {} : { reason }) });

async function approved(more: object = {}): Promise<string> {
  const code = await drafted({ categories: ['electronics'], ...more });
  withTerms.add(code);
  expect((await move(shop, code, 'pending')).status).toBe(200);
  expect((await move(operator, code, 'active')).status).toBe(200);
  return code;
}

describe('a program from draft to offer', () => {
  test('is its advertiser’s alone until the operator approves it; its secrets are told once', async () => {
    const code = `shop-${randomUUID().slice(0, 8)}`;
    const body = { code, name: 'Corner Shop', home_url: 'https://shop.example/', time_zone: 'Europe/Moscow' };
    const made = await ask(shop, 'POST', '/programs', body);
    expect(made).toMatchObject({
      status: 201,
      body: {
        program: {
          code,
          status: 'draft',
          allowed_hosts: ['shop.example'],
          signed_links_only: false,
          time_zone: 'Europe/Moscow',
          terms_notice_days: 14,
          terms_need_two: true,
          missing: ['categories', 'terms'],
          next_statuses: ['pending', 'archived'],
          advertiser: { name: 'advertiser Ltd' },
        },
      },
    });
    expect(made.body.secrets.postback_key).toHaveLength(32);
    const settings = await ask(shop, 'GET', `/programs/${code}/settings`);
    expect(settings.status).toBe(200);
    expect(JSON.stringify(settings.body)).not.toContain(made.body.secrets.postback_key);

    expect((await ask(null, 'GET', `/programs/${code}`)).status).toBe(404);
    expect((await ask(rival, 'GET', `/programs/${code}/settings`)).status).toBe(404);
    expect((await ask(publisher, 'GET', `/programs/${code}/settings`)).status).toBe(403);
    const seen = (org: string) =>
      t.db.transaction({ role: 'app', org }, (tx) =>
        tx.query('select from programs.program where program = $1', [code]),
      );
    expect([(await seen(shop.orgId)).length, (await seen(rival.orgId)).length]).toEqual([1, 0]);

    expect(await move(shop, code, 'pending')).toMatchObject({
      status: 409,
      body: { code: 'program_incomplete', missing: ['categories', 'terms'] },
    });
    withTerms.add(code);
    await ask(shop, 'PATCH', `/programs/${code}`, { categories: ['marketplace', 'electronics'] });
    expect(await move(shop, code, 'pending')).toMatchObject({ status: 200, body: { status: 'pending', missing: [] } });
    const queue = await ask(operator, 'GET', '/program-settings?status=pending');
    expect(queue.body.programs.map((program: { code: string }) => program.code)).toContain(code);
    expect(await move(shop, code, 'active')).toMatchObject({
      status: 409,
      body: { code: 'program_status_refused', allowed: ['draft'] },
    });
    expect(await move(operator, code, 'active')).toMatchObject({ status: 200, body: { status: 'active' } });
    expect((await ask(null, 'GET', `/programs/${code}`)).body).toMatchObject({ code, status: 'active' });
    const audit = await t.db.transaction(SYSTEM, (tx) => auditOf(tx, `program:${code}`, 10));
    expect(audit.map(({ action }) => action).sort()).toEqual([
      'program.changed',
      'program.changed',
      'program.changed',
      'program.created',
    ]);
  });

  test('that takes no partners is found by the operator, with its reason and since when (S-028)', async () => {
    const code = await drafted({ categories: ['other'] });
    const found = async (who: Member, recruiting: string) => {
      const { body } = await ask(who, 'GET', `/program-settings?recruiting=${recruiting}&limit=200`);
      return body.programs.find((program: { code: string }) => program.code === code);
    };
    expect(await found(operator, 'suspended')).toBeUndefined();
    const since = formatInstant(clock.now());
    const reason = 'Payments are late.';
    await ask(shop, 'PATCH', `/programs/${code}`, { recruiting: { state: 'suspended', reason } });
    for (const who of [operator, shop])
      expect(await found(who, 'suspended')).toMatchObject({ recruiting_since: since, recruiting_reason: reason });
    expect(await found(operator, 'open')).toBeUndefined();
    expect(await found(rival, 'suspended')).toBeUndefined();
  });

  test('is found by words of its name and its code, and named by its code, by those who manage it', async () => {
    const code = await drafted({});
    const { name } = (await ask(shop, 'GET', `/programs/${code}/settings`)).body;
    const codes = async (who: Member, query: string) => {
      const { body } = await ask(who, 'GET', `/program-settings?${query}`);
      return body.programs.map((program: { code: string }) => program.code);
    };
    const words = new URLSearchParams({ q: `${String(name).split(' ')[0]?.toUpperCase()} ${code}` });
    expect(await codes(operator, `${words}`)).toEqual([code]);
    expect(await codes(operator, 'q=100%25_')).toEqual([]);
    expect(await codes(operator, `codes=no-such-program,${code}`)).toEqual([code]);
    expect(await codes(rival, `codes=${code}`)).toEqual([]);
    expect((await ask(operator, 'GET', '/program-settings?codes=A%20B')).status).toBe(400);
  });

  test('is declined and suspended with a reason, which its advertiser reads, and a suspension ends by the operator alone', async () => {
    const code = await drafted({ categories: ['other'] });
    withTerms.add(code);
    await move(shop, code, 'pending');
    expect(await move(operator, code, 'declined')).toMatchObject({ status: 422, body: { field: 'reason' } });
    const declined = await move(operator, code, 'declined', 'The home page answers 404.');
    expect(declined).toMatchObject({ status: 200, body: { status_reason: 'The home page answers 404.' } });
    expect((await move(shop, code, 'pending')).body.status_reason).toBeNull();
    await move(operator, code, 'active');
    expect((await move(operator, code, 'suspended', 'Payments are overdue.')).status).toBe(200);
    expect(await move(shop, code, 'active')).toMatchObject({
      status: 409,
      body: { current: 'suspended', allowed: [] },
    });
    expect((await ask(null, 'GET', `/programs/${code}`)).status).toBe(200);
    expect((await move(operator, code, 'active')).body).toMatchObject({ status: 'active', status_reason: null });
  });

  test('a code that is taken, and an unknown field, are refused', async () => {
    const code = await drafted();
    const again = { code, name: 'Other', home_url: 'https://other.example/' };
    expect((await ask(rival, 'POST', '/programs', again)).body.code).toBe('program_exists');
    const field = await ask(shop, 'POST', '/programs', { ...again, code: 'free', advertiser_org: rival.orgId });
    expect(field).toMatchObject({ status: 400, body: { code: 'field_not_allowed' } });
    expect((await ask(operator, 'POST', '/programs', { ...again, code: 'free' })).status).toBe(403);
  });
});

describe('changing a program', () => {
  test('writes what is sent, keeps the rest, and tells the audit what was before (I-34)', async () => {
    const code = await approved();
    clock.set(NOW + DAY_MS);
    const change = {
      cookie_seconds: 259_200,
      countries: ['RU', 'KZ'],
      landing_patterns: [{ kind: 'item', path: '/item/{product}.html' }],
    };
    const changed = await ask(shop, 'PATCH', `/programs/${code}`, change);
    expect(changed).toMatchObject({ status: 200, body: { ...change, name: 'Corner Shop', status: 'active' } });
    const [latest] = await t.db.transaction(SYSTEM, (tx) => auditOf(tx, `program:${code}`, 1));
    expect(latest).toMatchObject({
      action: 'program.changed',
      at: NOW + DAY_MS,
      detail: { before: { cookieMs: 2_592_000_000, countries: [] }, after: { cookieMs: 259_200_000 } },
    });
    expect((await ask(rival, 'PATCH', `/programs/${code}`, { name: 'Mine' })).status).toBe(404);
    expect((await ask(shop, 'PATCH', `/programs/${code}`, { code: 'new' })).body.code).toBe('field_not_allowed');
    expect((await ask(shop, 'PATCH', `/programs/${code}`, { countries: ['RU', 'RU'] })).body.field).toBe('countries');
    expect((await ask(shop, 'PATCH', `/programs/${code}`, { categories: ['guns'] })).status).toBe(422);
  });

  test('recruiting is suspended with a public reason, and how long it has been so stays readable (S-028)', async () => {
    const code = await approved();
    const set = (recruiting: object) => ask(shop, 'PATCH', `/programs/${code}`, { recruiting });
    expect((await set({ state: 'suspended', reason: null })).body.field).toBe('recruiting.reason');
    clock.set(NOW + 10 * DAY_MS);
    await set({ state: 'suspended', reason: 'Payment delays.' });
    clock.set(NOW + 20 * DAY_MS);
    const said = { reason: 'Payment delays, until July.', reason_translations: { ru: 'Задержки выплат, до июля.' } };
    expect((await set({ state: 'suspended', ...said })).body.recruiting).toEqual({
      state: 'suspended',
      ...said,
      since: new Date(NOW + 10 * DAY_MS).toISOString(),
    });
    expect((await ask(null, 'GET', `/programs/${code}`)).body.recruiting).toMatchObject(said);
    expect((await set({ state: 'open', reason: null })).body.recruiting).toMatchObject({
      state: 'open',
      reason: null,
      reason_translations: {},
    });
  });

  test('what partners were promised is not taken back by the advertiser alone', async () => {
    const code = await approved();
    const patch = (who: Member, body: object) => ask(who, 'PATCH', `/programs/${code}`, body);
    expect((await patch(shop, { terms_notice_days: 30 })).body.terms_notice_days).toBe(30);
    expect((await patch(shop, { terms_notice_days: 29 })).body).toMatchObject({
      code: 'field_invalid',
      field: 'terms_notice_days',
    });
    expect((await patch(shop, { terms_need_two: false })).body).toMatchObject({ field: 'terms_need_two' });
    expect((await patch(operator, { terms_notice_days: 7, terms_need_two: false })).body).toMatchObject({
      terms_notice_days: 7,
      terms_need_two: false,
    });
  });

  test('programs are tied to others of the same advertiser; the operator ties foreign ones', async () => {
    const [mine, second] = [await approved(), await approved()];
    const theirs = `rival-${randomUUID().slice(0, 8)}`;
    await ask(rival, 'POST', '/programs', { code: theirs, name: 'Rival', home_url: 'https://rival.example/' });
    const patch = (who: Member, body: object) => ask(who, 'PATCH', `/programs/${mine}`, body);
    expect((await patch(shop, { joins_also: [second] })).body.joins_also).toEqual([second]);
    expect((await patch(shop, { joins_also: [theirs] })).body).toMatchObject({ field: 'joins_also', value: theirs });
    const pair = { pair: theirs, mode: 'test', share: 0.25, countries: ['RU'] };
    expect((await patch(shop, { geo_routing: pair })).body.field).toBe('geo_routing.pair');
    expect((await patch(operator, { geo_routing: pair })).body.geo_routing).toEqual(pair);
    expect((await patch(shop, { geo_routing: { ...pair, mode: 'off' } })).body.geo_routing.mode).toBe('off');
  });
});

describe('traffic types', () => {
  const leaves = trafficKindList.filter(({ key }) => key !== 'targeting').map(({ key }) => key);
  const table = (more: Readonly<Record<string, string>> = {}) => ({
    types: leaves.map((key) => ({ key, status: more[key] ?? 'allowed' })),
  });
  const put = (code: string, body: object) => ask(shop, 'PUT', `/programs/${code}/traffic-types`, body);

  test('the seed’s table is 12 allowed, 7 by agreement, 1 prohibited, 1 restricted, in its order (S-123, S-127, S-128)', async () => {
    const code = await approved();
    const agreed = ['vkontakte', 'mytarget', 'other', 'tiktok'].map((key) => `targeting.${key}`);
    const statuses = Object.fromEntries([
      ...[...agreed, 'toolbar', 'social_group', 'contextual'].map((key) => [key, 'by_agreement']),
      ['targeting.facebook', 'prohibited'],
    ]);
    const { body } = await put(code, table(statuses));
    const rows: { key: string; status: string }[] = body.traffic_types;
    expect(rows.map(({ key }) => key)).toEqual(trafficKindList.map(({ key }) => key));
    const count = (status: string) => rows.filter((row) => row.status === status).length;
    expect(['allowed', 'by_agreement', 'prohibited', 'restricted'].map(count)).toEqual([12, 7, 1, 1]);
    expect(rows.find(({ key }) => key === 'targeting')?.status).toBe('restricted');
    expect(rows.find(({ key }) => key === 'targeting.other')?.status).toBe('by_agreement');
    expect(rows.find(({ key }) => key === 'other')?.status).toBe('allowed');
    expect((await put(code, table())).body.traffic_types[1]).toMatchObject({ key: 'targeting', status: 'allowed' });
  });

  test('their date moves when they change and by nothing else (S-130)', async () => {
    const code = await approved();
    clock.set(NOW);
    expect((await put(code, table())).body.traffic_types_changed_at).toBe('2022-04-28T09:00:00.000Z');
    clock.set(NOW + 33 * DAY_MS);
    expect((await put(code, table())).body.traffic_types_changed_at).toBe('2022-04-28T09:00:00.000Z');
    const other = await ask(shop, 'PATCH', `/programs/${code}`, { name: 'Renamed' });
    expect(other.body.traffic_types_changed_at).toBe('2022-04-28T09:00:00.000Z');
    expect((await put(code, table({ email: 'prohibited' }))).body.traffic_types_changed_at).toBe(
      '2022-05-31T09:00:00.000Z',
    );
  });

  test('a heading is not chosen, nothing is left out, and nothing is invented', async () => {
    const code = await approved();
    const types = table().types;
    for (const wrong of [
      [...types, { key: 'targeting', status: 'allowed' }],
      types.slice(1),
      [...types, types[0]],
      [{ key: 'x', status: 'allowed' }],
    ])
      expect(await put(code, { types: wrong })).toMatchObject({ status: 422, body: { field: 'types' } });
    expect((await put(code, { types: [] })).body.traffic_types).toEqual([]);
    expect((await ask(rival, 'PUT', `/programs/${code}/traffic-types`, table())).status).toBe(404);
  });
});
