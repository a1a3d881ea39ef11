import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { manualClock } from '../../../platform/clock/index.ts';
import { type TestDatabase, testDatabase } from '../../../platform/db/testing.ts';
import { callerAccess, createHttpServer, type HttpServer } from '../../../platform/http/index.ts';
import { accountRoutes, callerGuard, createOrganisation, createUser, tokenRoutes, type UserRole } from '../index.ts';
import { RECENT_PROOF_MS } from '../sessions/model.ts';
import { type SessionHeaders, signInAs, type TestPeople, testPeople } from '../testing.ts';

const START = Date.parse('2022-06-15T09:00:00.000Z');
const DAY_MS = 86_400_000;
const SYSTEM = { role: 'system' } as const;
const PASSWORD = 'seven quiet otters';
const clock = manualClock(START);
let t: TestDatabase;
let app: HttpServer;
let people: TestPeople;
const orgs: Record<string, string> = {};

beforeAll(async () => {
  t = await testDatabase();
  people = testPeople(t.db, clock);
  app = createHttpServer({ logger: null, trustedProxies: [], guard: callerGuard({ db: t.db, clock }) });
  app.register(tokenRoutes({ db: t.db, clock }));
  app.register(accountRoutes(people));
  app.get('/ad-spaces', { config: { access: callerAccess('websites', 'publisher') } }, () => []);
  app.get('/terms', { config: { access: callerAccess('terms', 'advertiser') } }, () => []);
  for (const [key, kind] of [
    ['north', 'publisher'],
    ['south', 'publisher'],
    ['network', 'operator'],
  ] as const) {
    await t.db.transaction(SYSTEM, async (tx) => {
      orgs[key] = (await createOrganisation(tx, { kind, name: key, at: START })).id;
    });
    for (const role of ['owner', 'manager', 'viewer'] as const) await person(key, `${role}@${key}.test`, role);
  }
});
beforeEach(async () => {
  clock.advance(DAY_MS);
  people.mails.length = 0;
  await t.db.transaction(SYSTEM, (tx) => tx.query('delete from accounts.attempt'));
});
afterAll(async () => {
  await app.close();
  await t.drop();
});

async function person(org: string, email: string, role: UserRole): Promise<string> {
  const orgId = orgs[org] ?? '';
  const made = await t.db.transaction(SYSTEM, (tx) =>
    createUser(tx, { orgId, email, password: PASSWORD, role, at: START, actor: 'test' }),
  );
  if (!made.ok) throw new Error(made.error.detail);
  return made.value.id;
}

const as = (email: string) => signInAs(app, email, PASSWORD);
const ask = (
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  url: string,
  headers: SessionHeaders | object,
  payload?: object,
) =>
  app.inject({ method, url: `/api/v1${url}`, headers: { ...headers }, ...(payload === undefined ? {} : { payload }) });
const members = async (headers: SessionHeaders) => (await ask('GET', '/members', headers)).json();
const idOf = async (headers: SessionHeaders, email: string): Promise<string> =>
  (await members(headers)).members.find((each: { email: string }) => each.email === email)?.id ?? '';

describe('members', () => {
  test('everybody in the organisation sees who works there, and nobody of another', async () => {
    for (const role of ['owner', 'viewer']) {
      const found = (await members(await as(`${role}@north.test`))).members.map(
        ({ email }: { email: string }) => email,
      );
      expect(found.sort()).toEqual(['manager@north.test', 'owner@north.test', 'viewer@north.test']);
    }
    const manager = await as('manager@north.test');
    expect((await ask('POST', '/invitations', manager, { email: 'x@y.test', role: 'owner' })).json()).toMatchObject({
      status: 403,
      code: 'role_not_allowed',
      roles: ['owner'],
    });
  });

  test('are invited by mail, join with a password of their own, once', async () => {
    const owner = await as('owner@north.test');
    const asked = { email: ' New@North.test', role: 'finance' };
    expect((await ask('POST', '/invitations', owner, asked)).statusCode).toBe(201);
    expect(people.mails.filter(({ kind }) => kind === 'invitation')).toEqual([
      {
        to: 'new@north.test',
        orgId: orgs['north'],
        locale: 'en',
        kind: 'invitation',
        data: {
          link: expect.stringMatching(/^\/app\/invitation\?token=[\w-]{43}$/),
          organisation: 'north',
          inviter: 'owner',
          days: '7',
        },
      },
    ]);
    expect((await ask('POST', '/invitations', owner, asked)).json().code).toBe('invitation_pending');
    const token = people.linkTo('new@north.test', 'invitation');
    const preview = await ask('POST', '/invitations/preview', {}, { token });
    expect(preview.json()).toEqual({
      organisation: 'north',
      email: 'new@north.test',
      role: 'finance',
      invited_by: 'owner',
    });
    const joining = { token, name: 'Nia', password: PASSWORD, locale: 'ru' };
    expect((await ask('POST', '/invitations/acceptance', {}, { ...joining, role: 'owner' })).json().code).toBe(
      'field_not_allowed',
    );
    expect((await ask('POST', '/invitations/acceptance', {}, { ...joining, password: 'password' })).json().code).toBe(
      'password_too_weak',
    );
    expect((await ask('POST', '/invitations/acceptance', {}, joining)).statusCode).toBe(201);
    expect((await ask('GET', '/session', await as('new@north.test'))).json()).toMatchObject({
      person: { name: 'Nia', locale: 'ru', confirmed: true },
      organisation: { name: 'north' },
      role: 'finance',
    });
    for (const url of ['/invitations/acceptance', '/invitations/preview']) {
      const payload = url.endsWith('preview') ? { token } : joining;
      expect((await ask('POST', url, {}, payload)).json()).toMatchObject({ status: 410, code: 'link_ended' });
    }
    expect((await ask('POST', '/invitations', owner, { email: 'new@north.test', role: 'owner' })).json().code).toBe(
      'email_taken',
    );
  });

  test('an invitation ends after a week and when it is withdrawn, by its own organisation alone', async () => {
    const owner = await as('owner@north.test');
    const { id } = (await ask('POST', '/invitations', owner, { email: 'late@north.test', role: 'viewer' })).json();
    const token = people.linkTo('late@north.test', 'invitation');
    expect((await ask('DELETE', `/invitations/${id}`, await as('owner@south.test'))).json()).toMatchObject({
      status: 404,
    });
    clock.advance(7 * DAY_MS);
    expect((await ask('POST', '/invitations/preview', {}, { token })).statusCode).toBe(410);
    const again = await as('owner@north.test');
    const second = (await ask('POST', '/invitations', again, { email: 'late@north.test', role: 'viewer' })).json();
    const fresh = people.linkTo('late@north.test', 'invitation');
    expect((await ask('DELETE', `/invitations/${second.id}`, again)).statusCode).toBe(204);
    expect((await ask('POST', '/invitations/preview', {}, { token: fresh })).statusCode).toBe(410);
    expect((await members(again)).invitations).toEqual([]);
  });

  test('get other rights with the next request, and are out with it when they are removed', async () => {
    const owner = await as('owner@north.test');
    await person('north', 'mo@north.test', 'viewer');
    const mo = await as('mo@north.test');
    const id = await idOf(owner, 'mo@north.test');
    expect((await ask('PATCH', '/organisation', mo, { name: 'Mine' })).json().code).toBe('role_not_allowed');
    expect((await ask('PUT', `/members/${id}/role`, owner, { role: 'owner' })).statusCode).toBe(204);
    expect((await ask('PATCH', '/organisation', mo, { name: 'north' })).statusCode).toBe(200);
    expect((await ask('DELETE', `/members/${id}`, owner)).statusCode).toBe(204);
    expect((await ask('GET', '/members', mo)).json().code).toBe('not_signed_in');
    await expect(as('mo@north.test')).rejects.toThrow('401');
    // The address is free again.
    expect((await ask('POST', '/invitations', owner, { email: 'mo@north.test', role: 'viewer' })).statusCode).toBe(201);
  });

  test('the last owner stays, whoever asks and however many at once', async () => {
    const owner = await as('owner@south.test');
    const id = await idOf(owner, 'owner@south.test');
    expect((await ask('PUT', `/members/${id}/role`, owner, { role: 'viewer' })).json().code).toBe('last_owner');
    expect((await ask('DELETE', `/members/${id}`, owner)).json().code).toBe('last_owner');
    const other = await person('south', 'second@south.test', 'owner');
    const second = await as('second@south.test');
    const both = await Promise.all([
      ask('DELETE', `/members/${other}`, owner),
      ask('DELETE', `/members/${id}`, second),
    ]);
    expect(both.filter(({ statusCode }) => statusCode === 204)).toHaveLength(1);
    const rows = await t.db.transaction(SYSTEM, (tx) =>
      tx.query(`select from accounts.member where org_id = $1 and role = 'owner' and disabled_at is null`, [
        orgs['south'],
      ]),
    );
    expect(rows).toHaveLength(1);
  });

  test('of another organisation are not found, and changes ask for a recent proof (T-14, T-17)', async () => {
    const owner = await as('owner@north.test');
    const network = await idOf(await as('owner@network.test'), 'viewer@network.test');
    expect((await ask('PUT', `/members/${network}/role`, owner, { role: 'owner' })).json().status).toBe(404);
    expect((await ask('DELETE', `/members/${network}`, owner)).json().status).toBe(404);
    clock.advance(RECENT_PROOF_MS + 1);
    for (const answer of [
      await ask('DELETE', `/members/${network}`, owner),
      await ask('PUT', `/members/${network}/role`, owner, { role: 'owner' }),
      await ask('POST', '/invitations', owner, { email: 'a@b.test', role: 'viewer' }),
      await ask('POST', '/api-applications', owner, { name: 'robot', scopes: ['websites'] }),
    ])
      expect(answer.json().code).toBe('proof_required');
  });
});

describe('API applications', () => {
  test('are made by owners with scopes of their kind, work, and end with their tokens', async () => {
    const owner = await as('owner@north.test');
    const { scopes } = (await ask('GET', '/api-applications', owner)).json();
    expect(scopes).toEqual(['audit', 'websites']);
    expect((await ask('POST', '/api-applications', owner, { name: 'robot', scopes: ['terms'] })).json()).toMatchObject({
      code: 'scope_unknown',
      scopes,
    });
    const made = (await ask('POST', '/api-applications', owner, { name: 'robot', scopes: ['websites'] })).json();
    const told = (kind: string) => ({
      kind,
      to: 'owner@north.test',
      data: { application: 'robot', organisation: 'north', by: 'owner' },
    });
    const mailed = () => people.mails.filter(({ kind }) => kind !== 'sign_in_new_device');
    expect(mailed()).toMatchObject([told('application_made')]);
    expect(JSON.stringify(people.mails)).not.toContain(made.client_secret);
    const form = { grant_type: 'client_credentials', client_id: made.client_id, client_secret: made.client_secret };
    const issued = await app.inject({ method: 'POST', url: '/api/token/', payload: form });
    const headers = { authorization: `Bearer ${issued.json().access_token}` };
    expect((await app.inject({ url: '/ad-spaces', headers })).statusCode).toBe(200);
    expect((await app.inject({ url: '/api/v1/members', headers })).json().code).toBe('person_required');
    const [listed] = (await ask('GET', '/api-applications', owner)).json().applications;
    expect(listed).toMatchObject({
      id: made.id,
      name: 'robot',
      scopes: ['websites'],
      last_token_at: expect.any(String),
    });
    expect(JSON.stringify(listed)).not.toContain(made.client_secret);
    expect((await ask('DELETE', `/api-applications/${made.id}`, await as('owner@network.test'))).json().status).toBe(
      404,
    );
    expect((await ask('DELETE', `/api-applications/${made.id}`, owner)).statusCode).toBe(204);
    expect((await app.inject({ url: '/ad-spaces', headers })).json().code).toBe('invalid_token');
    expect(mailed()).toMatchObject([told('application_made'), told('application_ended')]);
  });
});

describe('the audit (I-34)', () => {
  const audit = async (headers: SessionHeaders, query = '') => (await ask('GET', `/audit${query}`, headers)).json();

  test('shows an organisation its own changes, the operator those of everybody, with filters and pages', async () => {
    const owner = await as('owner@north.test');
    await ask('PATCH', '/organisation', owner, { name: 'north' });
    const own = await audit(owner, '?limit=200');
    expect(own.records[0]).toMatchObject({
      organisation: 'north',
      actor_name: 'owner',
      action: 'organisation.renamed',
    });
    expect(own.records.every((record: { organisation: string }) => record.organisation === 'north')).toBe(true);
    expect(own.records.map((record: { action: string }) => record.action)).toEqual(
      expect.arrayContaining(['member.invited', 'member.role_changed', 'member.removed', 'application.revoked']),
    );
    const operator = await as('owner@network.test');
    const everybody = await audit(operator, '?limit=200');
    expect(new Set(everybody.records.map((record: { organisation: string }) => record.organisation)).size).toBe(3);
    const idsOf = (page: { readonly records: readonly { readonly id: string }[] }) => page.records.map(({ id }) => id);
    expect(idsOf(await audit(operator, `?limit=200&organisation=${orgs['north']}`))).toEqual(idsOf(own));
    expect((await audit(owner, `?limit=200&organisation=${orgs['network']}`)).records).toEqual(own.records);
    const filtered = await audit(owner, '?action=member.&since=2022-06-15&until=2022-12-31');
    expect(filtered.records.length).toBeGreaterThan(0);
    expect(filtered.records.every((record: { action: string }) => record.action.startsWith('member.'))).toBe(true);
    expect((await audit(owner, '?until=2022-06-14')).records).toEqual([]);
    const paged: unknown[] = [];
    for (let next = ''; ; ) {
      const page = await audit(owner, `?limit=3${next}`);
      paged.push(...page.records);
      if (page.next === null) break;
      next = `&before=${page.next}`;
    }
    expect(paged).toEqual(own.records);
    expect((await audit(owner, '?before=x')).code).toBe('parameter_invalid');
  });

  test('tells operators what a record is about by name and where to look at it; others read what was recorded', async () => {
    const owner = await as('owner@north.test');
    const operator = await as('owner@network.test');
    await ask('PATCH', '/organisation', owner, { name: 'north' });
    const about = { subject: `organisation:${orgs['north']}` };
    const asked = `?action=organisation.renamed&subject=${about.subject}&limit=1`;
    expect((await audit(operator, asked)).records).toMatchObject([
      { ...about, subject_name: 'north', subject_at: { screen: 'organisation', id: orgs['north'] } },
    ]);
    expect((await audit(owner, asked)).records).toMatchObject([{ ...about, subject_name: null, subject_at: null }]);
  });

  test('names an invitation and who came by it by the address that it went to', async () => {
    const operator = await as('owner@network.test');
    const of = { organisation_id: orgs['north'] };
    const [invited] = (await audit(operator, `?action=member.invited&organisation=${orgs['north']}`)).records.slice(-1);
    expect(invited).toMatchObject({
      ...of,
      subject: expect.stringMatching(/^invitation:/),
      subject_name: 'new@north.test',
      subject_at: { screen: 'organisation', id: orgs['north'] },
    });
    const came = await audit(operator, `?actor=${invited.subject}`);
    expect(came.records).toMatchObject([{ ...of, actor: invited.subject, actor_name: 'new@north.test' }]);
  });

  test('is searched by the minute, by an action and by a part of the name or address of whoever acted', async () => {
    const owner = await as('owner@north.test');
    const operator = await as('owner@network.test');
    await ask('PATCH', '/organisation', owner, { name: 'north' });
    const [newest] = (await audit(operator, '?action=organisation.renamed&limit=1')).records;
    const found = async (query: string) =>
      (await audit(operator, `?action=organisation.renamed${query}`)).records.map(({ id }: { id: string }) => id);
    expect(await found(`&since=${newest.at}`)).toEqual([newest.id]);
    expect(await found(`&until=${newest.at}`)).not.toContain(newest.id);
    expect(await found('&actor=OWNER@north')).toContain(newest.id);
    expect(await found(`&actor=${newest.actor}`)).toContain(newest.id);
    expect(await found('&actor=%25')).toEqual([]);
    expect((await audit(operator, '?action=organisation.rename')).records).toEqual([]);
    expect((await audit(owner, '?actor=owner')).records).toEqual([]);
    expect((await audit(operator, '?since=yesterday')).code).toBe('parameter_invalid');
  });

  test('operators find a record by a word of what it is about; whoever takes the records as a file leaves one', async () => {
    const owner = await as('owner@north.test');
    const operator = await as('owner@network.test');
    await ask('PATCH', '/organisation', owner, { name: 'north' });
    const found = await audit(operator, '?action=organisation.renamed&subject=nor');
    expect(found.records.length).toBeGreaterThan(0);
    expect((await audit(operator, '?action=organisation.renamed&subject=n_r')).records).toEqual([]);
    expect((await audit(owner, '?subject=nor')).records).toEqual([]);
    const file = await ask('GET', '/audit/export?action=organisation.renamed&subject=nor', operator);
    expect(file.headers['content-disposition']).toMatch(/^attachment; filename="audit-.*\.csv"$/);
    const lines = file.body.trim().split('\r\n');
    expect(lines[0]).toBe('"at","action","subject","actor","actor_name","organisation","organisation_id","detail"');
    expect(lines).toHaveLength(found.records.length + 1);
    const [record] = (await audit(operator, '?action=audit.exported')).records;
    expect(record.detail).toEqual({
      format: 'csv',
      rows: found.records.length,
      action: 'organisation.renamed',
      subject: 'nor',
    });
    expect((await ask('GET', '/audit/export', owner)).json().code).toBe('wrong_organisation');
  });
});
