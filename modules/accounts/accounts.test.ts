import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { manualClock } from '../../platform/clock/index.ts';
import type { Database } from '../../platform/db/index.ts';
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts';
import {
  callerAccess,
  callerOrSignedAccess,
  createHttpServer,
  type HttpServer,
  messageHeaders,
} from '../../platform/http/index.ts';
import {
  type ApiCredentials,
  auditOf,
  callerGuard,
  callerOf,
  createApiApplication,
  createOrganisation,
  createUser,
  type Organisation,
  recordAudit,
  requireCaller,
  revokeApiApplication,
  TOKEN_LIFETIME_MS,
  tokenRoutes,
  verifyUser,
} from './index.ts';

const START = Date.parse('2022-06-15T09:00:00.000Z');
const SYSTEM = { role: 'system' } as const;
const clock = manualClock(START);
let t: TestDatabase;
let db: Database;
let app: HttpServer;
let publisher: Organisation;
let other: Organisation;
let client: ApiCredentials;

beforeAll(async () => {
  t = await testDatabase();
  db = t.db;
  await db.transaction(SYSTEM, async (tx) => {
    publisher = await createOrganisation(tx, { kind: 'publisher', name: 'North', at: START });
    other = await createOrganisation(tx, { kind: 'advertiser', name: 'South', at: START });
  });
  client = await application(publisher.id, ['statistics', 'websites']);
  app = createHttpServer({ logger: null, trustedProxies: [], guard: callerGuard({ db, clock }) });
  app.register(tokenRoutes({ db, clock }));
  const signable = { access: callerOrSignedAccess('statistics') };
  app.get('/signable', { config: signable }, (request) => ({ org: callerOf(request)?.orgId ?? null }));
  for (const [url, access] of [
    ['/mine', callerAccess('statistics')],
    ['/orders', callerAccess('orders')],
    ['/advertisers', callerAccess('statistics', 'advertiser', 'operator')],
  ] as const) {
    app.get(url, { config: { access } }, (request) => {
      const caller = requireCaller(request);
      return { org: caller.orgId, kind: caller.kind };
    });
  }
});
afterAll(async () => {
  await app.close();
  await t.drop();
});

const application = (orgId: string, scopes: string[]) =>
  db.transaction(SYSTEM, (tx) => createApiApplication(tx, { orgId, name: 'robot', scopes, at: START, actor: 'test' }));
const basic = (id: string, secret: string) => `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
const form = (fields: Record<string, string>) => ({
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  payload: new URLSearchParams(fields).toString(),
});
const fields = () => ({
  grant_type: 'client_credentials',
  client_id: client.clientId,
  client_secret: client.clientSecret,
});
const ask = (
  request: { headers?: Record<string, string>; payload?: string; query?: Record<string, string> },
  url = '/api/token/',
) => app.inject({ method: 'POST', url, ...request });
const token = async () => (await ask(form(fields()))).json().access_token;
const call = (url: string, accessToken: string) =>
  app.inject({ url, headers: { authorization: `Bearer ${accessToken}` } });

describe('POST /api/token/', () => {
  test('stands in the description with the address of the wire-compatible API', async () => {
    expect(Object.keys((await app.inject('/api/openapi.json')).json().paths)).toContain('/api/token/');
  });

  test('takes parameters as form, multipart form, JSON or query, credentials in the header or beside them', async () => {
    const authorization = basic(client.clientId, client.clientSecret);
    const part = (name: string, value: string) =>
      `--B\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
    const multipart = Object.entries(fields()).map(([name, value]) => part(name, value));
    const json = { 'content-type': 'application/json' };
    const answers = await Promise.all([
      ask(form(fields())),
      ask({ ...form({ grant_type: 'client_credentials' }), headers: { ...form({}).headers, authorization } }),
      ask({
        headers: { 'content-type': 'multipart/form-data; boundary=B' },
        payload: `${multipart.join('')}--B--\r\n`,
      }),
      ask({ headers: json, payload: JSON.stringify(fields()) }),
      ask({ headers: json, payload: '{"unrelated":[1]}', query: fields() }),
      ask({ headers: { ...json, authorization }, query: { grant_type: 'client_credentials' } }, '/api/token'),
    ]);
    for (const answer of answers) {
      expect(answer.json()).toMatchObject({
        token_type: 'bearer',
        expires_in: 604_800,
        scope: 'statistics websites',
        group: 'webmaster',
      });
      expect(answer.headers['cache-control']).toBe('no-store');
      expect((await call('/mine', answer.json().access_token)).json()).toMatchObject({
        org: publisher.id,
        kind: 'publisher',
      });
    }
  });

  test('grants the asked scopes and no others', async () => {
    const narrow = (await ask(form({ ...fields(), scope: 'statistics' }))).json();
    expect(narrow.scope).toBe('statistics');
    const wide = await ask(form({ ...fields(), scope: 'statistics orders' }));
    expect([wide.statusCode, wide.json().error, wide.json().error_code]).toEqual([400, 'invalid_scope', 2]);
    expect(wide.json().error_description).toContain('orders');
  });

  test('an unknown client and a wrong secret get one and the same 401', async () => {
    const answers = await Promise.all([
      ask(form({ ...fields(), client_secret: 'wrong' })),
      ask(form({ ...fields(), client_id: 'nobody' })),
      ask({ headers: { authorization: basic('nobody', 'x') }, query: { grant_type: 'client_credentials' } }),
    ]);
    for (const answer of answers) {
      const { request_id: _, ...body } = answer.json();
      expect(answer.statusCode).toBe(401);
      expect(answer.headers['www-authenticate']).toBe('Basic realm="tributary"');
      expect(body).toMatchObject({ error: 'invalid_client', error_code: 1, status_code: 401 });
    }
    expect(new Set(answers.map((answer) => answer.json().error_description)).size).toBe(1);
  });

  test('refuses other grants and a missing one', async () => {
    for (const grant of ['password', 'authorization_code', 'refresh_token']) {
      expect((await ask(form({ ...fields(), grant_type: grant }))).json()).toMatchObject({
        error: 'unsupported_grant_type',
        error_code: 3,
      });
    }
    expect((await ask({})).json()).toMatchObject({ error: 'invalid_request', field: 'grant_type', status_code: 400 });
  });

  test('lists, objects, numbers, null and repeated or contradicting parameters are 400, never a token (T-22)', async () => {
    const values: unknown[] = [['a', 'b'], [client.clientSecret], { a: 1 }, 0, 12, true, null];
    for (const value of values) {
      const payload = JSON.stringify({ ...fields(), client_secret: value });
      const answer = await ask({ headers: { 'content-type': 'application/json' }, payload });
      expect([answer.statusCode, answer.json().error], payload).toEqual([400, 'invalid_request']);
      expect(answer.body).not.toContain(client.clientSecret);
    }
    const single = JSON.stringify({ ...fields(), client_secret: [client.clientSecret] });
    const listed = await ask({ headers: { 'content-type': 'application/json' }, payload: single });
    expect(listed.json()).toMatchObject({ error_description: 'client_secret is a list; expected a text.' });
    const repeated = `${form(fields()).payload}&client_secret=${client.clientSecret}`;
    expect((await ask({ ...form({}), payload: repeated })).json()).toMatchObject({
      error: 'invalid_request',
      field: 'client_secret',
    });
    const differs = await ask({ ...form(fields()), query: { client_id: 'other' } });
    expect(differs.json()).toMatchObject({ error: 'invalid_request', field: 'client_id' });
    const nested = await ask({
      headers: { 'content-type': 'application/json' },
      payload: '{"__proto__":{"grant_type":"x"}}',
    });
    expect([nested.statusCode, nested.json().error]).toEqual([400, 'field_not_allowed']);
    expect(
      (await ask({ headers: { 'content-type': 'application/json' }, payload: '["client_credentials"]' })).statusCode,
    ).toBe(400);
  });
});

describe('access', () => {
  test('no token, an unknown, an expired and a revoked one get the same 401 (BAD-97)', async () => {
    const revokedClient = await application(publisher.id, ['statistics']);
    const credentials = { client_id: revokedClient.clientId, client_secret: revokedClient.clientSecret };
    const revoked = (await ask(form({ ...fields(), ...credentials }))).json().access_token;
    expect((await call('/mine', revoked)).statusCode).toBe(200);
    const { applicationId } = revokedClient;
    expect(
      await db.transaction(SYSTEM, (tx) => revokeApiApplication(tx, { applicationId, at: START, actor: 'test' })),
    ).toBe(true);
    const expired = await token();
    clock.advance(TOKEN_LIFETIME_MS);
    const answers = await Promise.all([
      app.inject('/mine'),
      app.inject({ url: '/mine', headers: { authorization: client.clientSecret } }),
      ...['unknown', revoked, expired, 'x'.repeat(5_000), '%00'].map((value) => call('/mine', value)),
    ]);
    clock.set(START);
    const bodies = answers.map((answer) => {
      expect(answer.statusCode).toBe(401);
      expect(answer.headers['www-authenticate']).toContain('error="invalid_token"');
      const { request_id: _, ...body } = answer.json();
      return JSON.stringify(body);
    });
    expect(new Set(bodies).size).toBe(1);
    expect(answers[0]?.json()).toMatchObject({
      code: 'invalid_token',
      error: 'invalid_token',
      error_code: 1,
      status_code: 401,
    });
  });

  test('where a signature will do, a token decides if there is one, and nothing at all is told of both ways (BAD-24)', async () => {
    const signed = { 'webhook-signature': 'v1,x' };
    const bearer = { authorization: `Bearer ${await token()}` };
    const ask = (headers: Record<string, string>) => app.inject({ url: '/signable', headers });
    expect((await ask(signed)).json()).toEqual({ org: null });
    for (const headers of [bearer, { ...bearer, ...signed }])
      expect((await ask(headers)).json()).toEqual({ org: publisher.id });
    for (const authorization of ['', 'Bearer wrong'])
      expect((await ask({ ...signed, authorization })).json()).toMatchObject({ status: 401, code: 'invalid_token' });
    const nothing = await ask({});
    expect(nothing.json()).toMatchObject({ status: 401, code: 'signature_missing' });
    expect(nothing.headers['www-authenticate']).toBe('Bearer realm="tributary"');
    for (const name of ['Authorization: Bearer', ...messageHeaders]) expect(nothing.json().detail).toContain(name);
    expect((await app.inject({ url: '/mine', headers: signed })).json()).toMatchObject({ code: 'invalid_token' });
  });

  test('a token is valid until the last millisecond of its seven days', async () => {
    const accessToken = await token();
    clock.set(START + TOKEN_LIFETIME_MS - 1);
    expect((await call('/mine', accessToken)).statusCode).toBe(200);
    clock.set(START);
  });

  test('a missing scope is 403 and named (BAD-98), as is the wrong kind of organisation', async () => {
    const accessToken = await token();
    const scope = await call('/orders', accessToken);
    expect([scope.statusCode, scope.json().code, scope.json().scope]).toEqual([403, 'insufficient_scope', 'orders']);
    expect(scope.headers['www-authenticate']).toContain('scope="orders"');
    const kind = await call('/advertisers', accessToken);
    expect(kind.json()).toMatchObject({
      status: 403,
      code: 'wrong_organisation',
      value: 'publisher',
      organisations: ['advertiser', 'operator'],
    });
  });
});

describe('people', () => {
  const person = (email: string, password: string) =>
    db.transaction(SYSTEM, (tx) =>
      createUser(tx, { orgId: publisher.id, email, password, role: 'owner', at: START, actor: 'test' }),
    );

  test('sign in with any capitals of their address and only with their password', async () => {
    expect((await person(' Ada@Example.org', 'correct horse')).ok).toBe(true);
    const verify = (email: string, password: string) => db.transaction(SYSTEM, (tx) => verifyUser(tx, email, password));
    expect((await verify('ADA@example.org ', 'correct horse'))?.email).toBe('ada@example.org');
    expect(await verify('ada@example.org', 'wrong horse')).toBeNull();
    expect(await verify('bob@example.org', 'correct horse')).toBeNull();
  });

  test('an address is taken once; short, endless passwords and what is no address are refused (BAD-119)', async () => {
    await person('eve@example.org', 'long enough');
    expect(await person('EVE@example.org', 'long enough')).toMatchObject({ error: { code: 'email_taken' } });
    expect(await person('eve', 'long enough')).toMatchObject({ error: { code: 'email_invalid', field: 'email' } });
    expect(await person('x@example.org', '1234567')).toMatchObject({ error: { code: 'password_too_weak' } });
    expect((await person('y@example.org', 'a long sentence, '.repeat(12).slice(0, 200))).ok).toBe(true);
    expect(await person('z@example.org', 'P4ssw0rd!2024')).toMatchObject({ error: { code: 'password_too_weak' } });
  });
});

describe('at rest and between tenants', () => {
  test('no secret stands in the database in plain text (T-32)', async () => {
    const accessToken = await token();
    const rows = await db.transaction(SYSTEM, (tx) =>
      tx.query(`select row_to_json(a)::text as row from accounts.api_application a union all
                select row_to_json(k)::text from accounts.access_token k union all
                select row_to_json(m)::text from accounts.member m union all
                select row_to_json(l)::text from accounts.audit l`),
    );
    const dump = JSON.stringify(rows);
    for (const secret of [accessToken, client.clientSecret, 'correct horse']) expect(dump).not.toContain(secret);
  });

  test('no secret stands in the log, even when an old client puts it into the address (T-19)', async () => {
    const lines: string[] = [];
    const logger = pino({ level: 'trace' }, { write: (line: string) => lines.push(line) });
    const server = createHttpServer({ logger, trustedProxies: [], guard: callerGuard({ db, clock }) });
    server.register(tokenRoutes({ db, clock }));
    const asked = [fields(), { ...fields(), client_secret: 'hunter2hunter2' }, { ...fields(), scope: 'none' }];
    for (const query of asked) await server.inject({ method: 'POST', url: '/api/token/', query });
    await server.inject({ method: 'POST', url: '/api/token/%zz', query: fields() });
    await server.close();
    expect(lines.length).toBeGreaterThan(0);
    for (const secret of [client.clientSecret, 'hunter2hunter2', client.clientId])
      expect(lines.join('')).not.toContain(secret);
  });

  test('an organisation sees its own rows and none of another; without an organisation there are none (I-32, I-33)', async () => {
    await application(other.id, ['orders']);
    const seen = (org: string | null, table: string) =>
      db.transaction({ role: 'app', org }, (tx) => tx.query<{ org_id: string }>(`select * from accounts.${table}`));
    for (const table of ['organisation', 'member', 'api_application', 'audit']) {
      const own = await seen(publisher.id, table);
      expect(own.length, table).toBeGreaterThan(0);
      expect(own.every((row) => row.org_id === publisher.id)).toBe(true);
      expect(await seen(null, table), table).toEqual([]);
    }
    await expect(seen(publisher.id, 'access_token')).rejects.toThrow('permission denied');
  });

  test('an organisation cannot make itself another, nor write for another', async () => {
    const asOther = (sql: string) => db.transaction({ role: 'app', org: other.id }, (tx) => tx.query(sql));
    await expect(asOther(`update accounts.organisation set kind = 'operator'`)).rejects.toThrow('permission denied');
    await expect(asOther(`update accounts.api_application set scopes = '{*}'`)).rejects.toThrow('permission denied');
    const record = {
      at: START,
      orgId: publisher.id,
      actor: 'x',
      action: 'user.created',
      subject: 'x',
      detail: {},
    } as const;
    await expect(db.transaction({ role: 'app', org: other.id }, (tx) => recordAudit(tx, record))).rejects.toThrow(
      'row-level security',
    );
  });

  test('the audit tells who made and ended an application, and cannot be changed by anybody (I-34)', async () => {
    const { applicationId } = await application(publisher.id, ['statistics']);
    await db.transaction(SYSTEM, (tx) => revokeApiApplication(tx, { applicationId, at: START + 1, actor: 'user:ada' }));
    const records = await db.transaction(SYSTEM, (tx) => auditOf(tx, `application:${applicationId}`, 10));
    expect(records.map(({ action, actor }) => [action, actor])).toEqual([
      ['application.revoked', 'user:ada'],
      ['application.created', 'test'],
    ]);
    for (const sql of [
      'delete from accounts.audit',
      `update accounts.audit set actor = 'x'`,
      'truncate accounts.audit',
    ]) {
      await expect(
        db.transaction(SYSTEM, (tx) => tx.query(sql)),
        sql,
      ).rejects.toThrow(/permission denied/);
      // Even the owner of the table; the role ends with the statement that fails.
      await expect(db.pool.query(`set role tributary_owner; ${sql}`), sql).rejects.toThrow(/only grows/);
    }
  });

  test('a change whose audit record fails does not happen (I-34)', async () => {
    const before = await db.transaction(SYSTEM, (tx) => tx.query('select from accounts.api_application'));
    const nobody = '00000000-0000-4000-8000-000000000000';
    const failing = db.transaction(SYSTEM, async (tx) => {
      await createApiApplication(tx, { orgId: publisher.id, name: 'ghost', scopes: [], at: START, actor: 'test' });
      await recordAudit(tx, { at: START, orgId: nobody, actor: 'x', action: 'user.created', subject: 'x', detail: {} });
    });
    await expect(failing).rejects.toThrow('foreign key');
    expect(await db.transaction(SYSTEM, (tx) => tx.query('select from accounts.api_application'))).toHaveLength(
      before.length,
    );
  });
});
