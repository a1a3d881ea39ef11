import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { manualClock } from '../../../platform/clock/index.ts';
import type { Database } from '../../../platform/db/index.ts';
import { type TestDatabase, testDatabase } from '../../../platform/db/testing.ts';
import {
  callerAccess,
  createHttpServer,
  type HttpServer,
  personAccess,
  publicAccess,
  sessionAccess,
} from '../../../platform/http/index.ts';
import {
  accountRoutes,
  callerGuard,
  createApiApplication,
  createOrganisation,
  createUser,
  issueToken,
  type Organisation,
  requireCaller,
  requireSession,
  SESSION_IDLE_MS,
  SESSION_LONGEST_MS,
  type UserRole,
} from '../index.ts';
import { hashPassword, nobodysHash } from '../passwords.ts';
import { signInAs, testPeople } from '../testing.ts';
import { csrfToken } from './model.ts';

const START = Date.parse('2022-06-15T09:00:00.000Z');
const SYSTEM = { role: 'system' } as const;
const PASSWORD = 'correct horse battery';
const clock = manualClock(START);
let t: TestDatabase;
let db: Database;
let app: HttpServer;
let publisher: Organisation;
let advertiser: Organisation;
let bearer: string;

beforeAll(async () => {
  t = await testDatabase();
  db = t.db;
  const sql = await db.transaction(SYSTEM, async (tx) => {
    const operator = await createOrganisation(tx, { kind: 'operator', name: 'Example Network', at: START });
    publisher = await createOrganisation(tx, { kind: 'publisher', name: 'North', at: START });
    advertiser = await createOrganisation(tx, { kind: 'advertiser', name: 'South', at: START });
    const people: [string, Organisation, UserRole][] = [
      ['ann@north.test', publisher, 'owner'],
      ['max@north.test', publisher, 'manager'],
      ['fin@north.test', publisher, 'finance'],
      ['vic@north.test', publisher, 'viewer'],
      ['sue@south.test', advertiser, 'owner'],
      ['opa@network.test', operator, 'owner'],
    ];
    for (const [email, { id: orgId }, role] of people) {
      const made = await createUser(tx, { orgId, email, password: PASSWORD, role, at: START, actor: 'test' });
      if (!made.ok) throw new Error(made.error.detail);
    }
    const scopes = ['statistics', 'people'];
    return createApiApplication(tx, { orgId: publisher.id, name: 'robot', scopes, at: START, actor: 'test' });
  });
  const issued = await issueToken(db, START, { ...sql, scopes: [] });
  if (!issued.ok) throw new Error(issued.error.detail);
  bearer = `Bearer ${issued.value.accessToken}`;
  app = await server();
});
beforeEach(async () => {
  clock.set(START);
  await t.db.transaction(SYSTEM, (tx) => tx.query('delete from accounts.attempt'));
});
afterAll(async () => {
  await app.close();
  await t.drop();
});

async function server(publicUrl = 'http://localhost'): Promise<HttpServer> {
  const made = createHttpServer({
    logger: null,
    trustedProxies: ['127.0.0.0/8'],
    guard: callerGuard({ db, clock, publicUrl }),
  });
  made.register(accountRoutes(testPeople(db, clock, publicUrl)));
  for (const [url, access] of [
    ['/statistics', callerAccess('statistics')],
    ['/people', personAccess('people')],
    ['/payments', callerAccess('payments')],
    ['/advertisers', callerAccess('statistics', 'advertiser')],
    ['/me', sessionAccess],
  ] as const) {
    made.route({
      method: ['GET', 'POST'],
      url,
      config: { access },
      handler: (request) => requireCaller(request),
    });
  }
  made.get('/mine', { config: { access: sessionAccess } }, (request) => ({ id: requireSession(request).id }));
  made.post('/open', { config: { access: publicAccess } }, () => 'open');
  return made;
}

const guess = (email: string, password: string, headers: Record<string, string> = {}) =>
  app.inject({
    method: 'POST',
    url: '/api/v1/session',
    headers: { host: 'localhost', ...headers },
    payload: { email, password },
  });
const ann = () => signInAs(app, 'ann@north.test', PASSWORD);
const write = (url: string, headers: Record<string, string>) => app.inject({ method: 'POST', url, headers });
const told = async (headers: Record<string, string>) => (await app.inject({ url: '/api/v1/session', headers })).json();

describe('signing in and out', () => {
  test('gives a session that tells who is there, and a cookie that scripts and other sites do not get', async () => {
    const answer = await guess(' Ann@North.test', PASSWORD);
    expect(answer.json()).toEqual({
      person: {
        id: expect.any(String),
        email: 'ann@north.test',
        name: 'ann',
        locale: 'en',
        confirmed: true,
        second_factor: 'none',
      },
      organisation: { id: publisher.id, name: 'North', kind: 'publisher', status: 'active', status_reason: null },
      role: 'owner',
      csrf_token: expect.stringMatching(/^[\w-]{43}$/),
      network_name: 'Tributary',
    });
    const [cookie] = answer.cookies;
    expect(cookie).toMatchObject({ name: 'tributary', httpOnly: true, sameSite: 'Lax', path: '/' });
    expect(cookie?.secure).toBeUndefined();
    expect(await told({ cookie: `tributary=${cookie?.value}` })).toEqual(answer.json());
  });

  test('over https takes a cookie that no other host can set', async () => {
    const secure = await server('https://network.example');
    const answer = await secure.inject({
      method: 'POST',
      url: '/api/v1/session',
      headers: { origin: 'https://network.example' },
      payload: { email: 'ann@north.test', password: PASSWORD },
    });
    expect(answer.cookies.map(({ name, secure: only, path }) => [name, only, path])).toEqual([
      ['__Host-tributary', true, '/'],
      ['__Host-tributary-device', true, '/'],
    ]);
    await secure.close();
  });

  test('nobody is signed in without a cookie, with an unknown and with a malformed one', async () => {
    for (const cookie of [
      '',
      'other=1',
      `tributary=${'A'.repeat(43)}`,
      'tributary=[]',
      `tributary=${'A'.repeat(9_000)}`,
    ])
      expect(await told({ cookie })).toEqual({ person: null, network_name: 'Tributary' });
  });

  test('a session id that was there before means nothing afterwards (T-21)', async () => {
    const planted = 'B'.repeat(43);
    const answer = await guess('ann@north.test', PASSWORD, { cookie: `tributary=${planted}` });
    expect(answer.cookies[0]?.value).not.toBe(planted);
    expect(await told({ cookie: `tributary=${planted}` })).toMatchObject({ person: null });
    const again = await guess('ann@north.test', PASSWORD, { cookie: `tributary=${answer.cookies[0]?.value}` });
    expect(await told({ cookie: `tributary=${answer.cookies[0]?.value}` })).toMatchObject({ person: null });
    expect(await told({ cookie: `tributary=${again.cookies[0]?.value}` })).toMatchObject({ role: 'owner' });
  });

  test('an old cookie is dead after signing out (T-21), which takes the proof of a page of ours (T-20)', async () => {
    const session = await ann();
    const forged = await app.inject({ method: 'DELETE', url: '/api/v1/session', headers: { cookie: session.cookie } });
    expect(forged.json()).toMatchObject({ status: 403, code: 'origin_not_allowed' });
    const answer = await app.inject({ method: 'DELETE', url: '/api/v1/session', headers: session });
    expect([answer.statusCode, answer.cookies[0]?.value, answer.cookies[0]?.maxAge]).toEqual([204, '', 0]);
    expect(await told(session)).toMatchObject({ person: null });
    expect((await app.inject({ url: '/me', headers: session })).json()).toMatchObject({
      status: 401,
      code: 'not_signed_in',
    });
    expect((await app.inject({ method: 'DELETE', url: '/api/v1/session', headers: session })).statusCode).toBe(204);
  });

  test('ends when it is idle for a day, and after two weeks of use', async () => {
    const session = await ann();
    clock.set(START + SESSION_IDLE_MS - 1);
    expect(await told(session)).toMatchObject({ role: 'owner' });
    clock.set(START + 2 * SESSION_IDLE_MS - 2);
    expect(await told(session)).toMatchObject({ role: 'owner' });
    clock.set(START + 3 * SESSION_IDLE_MS - 2);
    expect(await told(session)).toMatchObject({ person: null });
    const used = await ann();
    const began = clock.now();
    for (let at = began; at < began + SESSION_LONGEST_MS; at += SESSION_IDLE_MS / 2) {
      clock.set(at);
      expect(await told(used)).toMatchObject({ role: 'owner' });
    }
    clock.set(began + SESSION_LONGEST_MS);
    expect(await told(used)).toMatchObject({ person: null });
  });

  test('keeps neither the token nor the whole address', async () => {
    const token = /tributary=([\w-]+)/.exec((await ann()).cookie)?.[1] ?? '';
    const headers = { 'x-forwarded-for': '203.0.113.77', 'user-agent': 'Firefox' };
    await guess('ann@north.test', PASSWORD, headers);
    await guess('ann@north.test', PASSWORD, { ...headers, 'x-forwarded-for': '2001:db8:12:3456::1' });
    const rows = await db.transaction(SYSTEM, (tx) =>
      tx.query<{ row: string }>('select row_to_json(s)::text as row from accounts.session s order by created_at'),
    );
    const dump = JSON.stringify(rows);
    for (const [text, isThere] of [
      [token, false],
      ['203.0.113.0/24', true],
      ['203.0.113.77', false],
      ['2001:db8:12::/48', true],
      ['12:3456', false],
    ] as const)
      expect(dump.includes(text), text).toBe(isThere);
  });
});

describe('guessing passwords', () => {
  test('of a thousand guesses at once and after another, ten are looked at in a quarter of an hour (T-21)', async () => {
    const codes: string[] = [];
    for (let round = 0; round < 20; round += 1) {
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, index) =>
          guess('max@north.test', `wrong ${index}`, { 'x-forwarded-for': `198.51.${round}.${index}` }),
        ),
      );
      codes.push(...answers.map((answer) => answer.json().code));
      clock.advance(40_000);
    }
    expect(codes.filter((code) => code === 'sign_in_refused')).toHaveLength(10);
    expect(codes.filter((code) => code === 'too_many_tries')).toHaveLength(990);
    const right = await guess('max@north.test', PASSWORD);
    expect(right.json()).toMatchObject({ status: 429, code: 'too_many_tries' });
    expect(Number(right.headers['retry-after'])).toBeGreaterThan(0);
    clock.set(START + 15 * 60_000);
    expect((await guess('max@north.test', PASSWORD)).statusCode).toBe(200);
  });

  test('each further guess waits longer than the one before', async () => {
    const waits: number[] = [];
    while (waits.length < 9) {
      const answer = await guess('ann@north.test', 'wrong');
      if (answer.statusCode === 401) continue;
      const wait = Number(answer.headers['retry-after']);
      waits.push(wait);
      if (wait > 500) break;
      clock.advance(wait * 1000);
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, expect.any(Number)]);
    expect(clock.now() + (waits.at(-1) ?? 0) * 1000).toBe(START + 15 * 60_000);
  });

  test('does not keep the owner out of a browser that was used before (T-21)', async () => {
    const first = await guess('ann@north.test', PASSWORD);
    const device = first.cookies.find(({ name }) => name === 'tributary-device')?.value ?? '';
    for (let index = 0; index < 40; index += 1) {
      await guess('ann@north.test', 'wrong', { 'x-forwarded-for': `198.51.${index}.7` });
      clock.advance(20_000);
    }
    expect((await guess('ann@north.test', PASSWORD)).statusCode).toBe(429);
    expect((await guess('ann@north.test', PASSWORD, { cookie: `tributary-device=${'C'.repeat(43)}` })).statusCode).toBe(
      429,
    );
    expect((await guess('ann@north.test', PASSWORD, { cookie: `tributary-device=${device}` })).statusCode).toBe(200);
  });

  test('one network may not try address after address, and pays nothing for people who know their password', async () => {
    let looked = 0;
    for (let index = 0; index < 200; index += 1) {
      if ((await guess(`p${index}@north.test`, 'wrong')).statusCode === 401) looked += 1;
      clock.advance(1_000);
    }
    expect(looked).toBeGreaterThan(20);
    expect(looked).toBeLessThanOrEqual(60);
    clock.set(START + 60 * 60_000);
    const signedIn = [];
    for (let index = 0; index < 70; index += 1) signedIn.push((await guess('ann@north.test', PASSWORD)).statusCode);
    expect(new Set(signedIn)).toEqual(new Set([200]));
  });

  test('an unknown address and a wrong password look the same and cost the same work (T-21)', async () => {
    const { request_id: _one, ...unknown } = (await guess('nobody@north.test', 'wrong')).json();
    const { request_id: _two, ...wrong } = (await guess('sue@south.test', 'wrong')).json();
    expect(unknown).toEqual(wrong);
    const parameters = (hash: string) => hash.split('$').slice(0, 4);
    expect(parameters(await nobodysHash())).toEqual(parameters(await hashPassword(PASSWORD)));
  });

  test('address and password are texts and nothing else (T-22, T-16)', async () => {
    for (const value of [[PASSWORD], { a: 1 }, 0, 12, true, null, ['ann@north.test', 'b']]) {
      for (const payload of [
        { email: 'ann@north.test', password: value },
        { email: value, password: PASSWORD },
      ]) {
        const answer = await app.inject({ method: 'POST', url: '/api/v1/session', payload });
        expect(answer.json(), JSON.stringify(payload)).toMatchObject({ status: 422, code: 'field_invalid' });
      }
    }
    const extra = { email: 'ann@north.test', password: PASSWORD, role: 'owner' };
    const answer = await app.inject({ method: 'POST', url: '/api/v1/session', payload: extra });
    expect(answer.json()).toMatchObject({ code: 'field_not_allowed', field: 'role' });
    const twice = '{"email":"ann@north.test","password":"a","password":"b"}';
    const headers = { 'content-type': 'application/json' };
    expect((await app.inject({ method: 'POST', url: '/api/v1/session', headers, payload: twice })).json().code).toBe(
      'duplicate_key',
    );
  });
});

describe('writes with a session (T-20)', () => {
  test('need the origin of this network and the token that only its pages can read', async () => {
    const session = await ann();
    expect((await write('/me', session)).statusCode).toBe(200);
    const { origin: _, ...silent } = session;
    const cases: [Record<string, string>, string][] = [
      [silent, 'origin_not_allowed'],
      [{ ...session, origin: 'null' }, 'origin_not_allowed'],
      [{ ...session, origin: 'http://localhost.evil' }, 'origin_not_allowed'],
      [{ ...session, origin: 'http://sub.localhost' }, 'origin_not_allowed'],
      [{ ...session, origin: 'HTTP://LOCALHOST' }, 'origin_not_allowed'],
      [{ ...session, origin: 'https://localhost' }, 'origin_not_allowed'],
      [{ ...session, origin: 'http://evil.test', 'x-forwarded-host': 'evil.test' }, 'origin_not_allowed'],
      [{ ...session, 'sec-fetch-site': 'same-site' }, 'origin_not_allowed'],
      [{ ...session, 'sec-fetch-site': 'cross-site' }, 'origin_not_allowed'],
      [{ ...session, 'x-csrf-token': '' }, 'csrf_token_invalid'],
      [{ ...session, 'x-csrf-token': csrfToken('A'.repeat(43)) }, 'csrf_token_invalid'],
    ];
    for (const [headers, code] of cases)
      expect((await write('/me', headers)).json(), JSON.stringify(headers)).toMatchObject({ status: 403, code });
    expect((await write('/me', { ...silent, 'sec-fetch-site': 'same-origin' })).statusCode).toBe(200);
    expect((await app.inject({ url: '/me', headers: { cookie: session.cookie } })).statusCode).toBe(200);
  });

  test('over https the public address alone is the origin, whatever Host says', async () => {
    const secure = await server('https://network.example');
    const origin = 'https://network.example';
    const ask = (headers: Record<string, string>) =>
      secure.inject({
        method: 'POST',
        url: '/api/v1/session',
        headers,
        payload: { email: 'ann@north.test', password: PASSWORD },
      });
    expect((await ask({ origin, host: '10.0.0.7:8080' })).statusCode).toBe(200);
    for (const foreign of ['http://network.example', 'https://network.example.evil', 'https://evil.test'])
      expect((await ask({ origin: foreign, host: new URL(foreign).host })).json().code).toBe('origin_not_allowed');
    await secure.close();
  });

  test('no foreign page signs a browser in, by form or otherwise', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded', origin: 'http://evil.test' };
    const payload = new URLSearchParams({ email: 'ann@north.test', password: PASSWORD }).toString();
    expect((await app.inject({ method: 'POST', url: '/api/v1/session', headers: form, payload })).json().code).toBe(
      'origin_not_allowed',
    );
    const text = { 'content-type': 'text/plain' };
    expect(
      (await app.inject({ method: 'POST', url: '/api/v1/session', headers: text, payload: '{}' })).statusCode,
    ).toBe(415);
  });

  test('access tokens are untouched by all that, and go before a cookie', async () => {
    const headers = { authorization: bearer, origin: 'http://evil.test' };
    expect((await app.inject({ url: '/statistics', headers })).json()).toMatchObject({ userId: null, role: null });
    expect((await write('/statistics', headers)).statusCode).toBe(200);
    const both = { ...(await ann()), ...headers };
    expect((await write('/statistics', both)).json()).toMatchObject({ orgId: publisher.id, userId: null });
  });
});

describe('rights', () => {
  test('by role: all read; the owner writes all, a manager all but people and payments, finance payments', async () => {
    const may = async (email: string) => {
      const headers = await signInAs(app, email, PASSWORD);
      const codes: Record<string, number> = {};
      for (const url of ['/statistics', '/people', '/payments', '/me']) {
        codes[`GET ${url}`] = (await app.inject({ url, headers })).statusCode;
        codes[`POST ${url}`] = (await write(url, headers)).statusCode;
      }
      return Object.entries(codes).flatMap(([name, status]) => (status === 200 ? [] : [`${name} ${status}`]));
    };
    expect(await may('ann@north.test')).toEqual([]);
    expect(await may('max@north.test')).toEqual(['POST /people 403', 'POST /payments 403']);
    expect(await may('fin@north.test')).toEqual(['POST /statistics 403', 'POST /people 403']);
    expect(await may('vic@north.test')).toEqual(['POST /statistics 403', 'POST /people 403', 'POST /payments 403']);
  });

  test('a refusal names the roles that may', async () => {
    const viewer = await signInAs(app, 'vic@north.test', PASSWORD);
    expect((await write('/statistics', viewer)).json()).toMatchObject({
      status: 403,
      code: 'role_not_allowed',
      value: 'viewer',
      roles: ['owner', 'manager'],
    });
    expect((await write('/payments', viewer)).json().roles).toEqual(['owner', 'finance']);
    expect((await write('/people', viewer)).json().roles).toEqual(['owner']);
  });

  test('what is for people is not for applications, whatever their scopes; what is for one kind is not for another', async () => {
    for (const url of ['/people', '/me'])
      expect((await app.inject({ url, headers: { authorization: bearer } })).json()).toMatchObject({
        status: 403,
        code: 'person_required',
      });
    expect((await app.inject({ url: '/advertisers', headers: await ann() })).json().code).toBe('wrong_organisation');
    const sue = await signInAs(app, 'sue@south.test', PASSWORD);
    expect((await app.inject({ url: '/advertisers', headers: sue })).json()).toMatchObject({
      orgId: advertiser.id,
      actor: expect.stringMatching(/^user:/),
    });
    for (const url of ['/people', '/me']) expect((await app.inject(url)).json().code).toBe('not_signed_in');
    expect((await app.inject('/statistics')).json().code).toBe('invalid_token');
  });

  test('who is not active may look; a blocked organisation is refused with the reason, its tokens too', async () => {
    const headers = await ann();
    const status = (value: string, reason: string | null) =>
      db.transaction(SYSTEM, (tx) =>
        tx.query('update accounts.organisation set status = $1, status_reason = $2 where org_id = $3', [
          value,
          reason,
          publisher.id,
        ]),
      );
    for (const waiting of ['unconfirmed', 'pending', 'declined']) {
      await status(waiting, null);
      expect((await app.inject({ url: '/statistics', headers })).statusCode).toBe(200);
      expect((await write('/me', headers)).statusCode).toBe(200);
      for (const who of [headers, { authorization: bearer }])
        expect((await write('/statistics', who)).json()).toMatchObject({
          status: 403,
          code: 'organisation_not_active',
          organisation_status: waiting,
        });
    }
    await status('blocked', 'Cookie stuffing');
    for (const who of [headers, { authorization: bearer }])
      expect((await app.inject({ url: '/statistics', headers: who })).json()).toMatchObject({
        status: 403,
        code: 'organisation_blocked',
        reason: 'Cookie stuffing',
      });
    expect((await app.inject({ url: '/me', headers })).statusCode).toBe(403);
    expect((await told(headers)).organisation).toMatchObject({ status: 'blocked', status_reason: 'Cookie stuffing' });
    await status('active', null);
    expect((await app.inject({ url: '/statistics', headers })).statusCode).toBe(200);
  });

  test('a person who was removed is out with the next request (T-21)', async () => {
    const headers = await signInAs(app, 'vic@north.test', PASSWORD);
    const disable = (at: string | null) =>
      db.transaction(SYSTEM, (tx) =>
        tx.query(`update accounts.member set disabled_at = $1 where email = 'vic@north.test'`, [at]),
      );
    await disable(new Date(START).toISOString());
    expect(await told(headers)).toMatchObject({ person: null });
    expect((await app.inject({ url: '/statistics', headers })).json().code).toBe('not_signed_in');
    expect((await guess('vic@north.test', PASSWORD)).json().code).toBe('sign_in_refused');
    await disable(null);
  });
});
