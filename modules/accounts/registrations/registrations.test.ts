import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { manualClock } from '../../../platform/clock/index.ts';
import { type TestDatabase, testDatabase } from '../../../platform/db/testing.ts';
import { createHttpServer, type HttpServer } from '../../../platform/http/index.ts';
import { accountRoutes, auditOf, callerGuard } from '../index.ts';
import { RECENT_PROOF_MS } from '../sessions/model.ts';
import { type SessionHeaders, signInAs, type TestPeople, testPeople } from '../testing.ts';

const START = Date.parse('2022-06-15T09:00:00.000Z');
const HOUR_MS = 3_600_000;
const SYSTEM = { role: 'system' } as const;
const PASSWORD = 'seven quiet otters';
const NEXT = 'eight loud herons';
const clock = manualClock(START);
let t: TestDatabase;
let people: TestPeople;
let app: HttpServer;

beforeAll(async () => {
  t = await testDatabase();
  people = testPeople(t.db, clock);
  app = createHttpServer({ logger: null, trustedProxies: ['127.0.0.0/8'], guard: callerGuard({ db: t.db, clock }) });
  app.register(accountRoutes(people));
});
beforeEach(async () => {
  clock.set(START);
  people.mails.length = 0;
  await t.db.transaction(SYSTEM, (tx) => tx.query('delete from accounts.attempt'));
});
afterAll(async () => {
  await app.close();
  await t.drop();
});

const post = (url: string, payload: object, headers: Record<string, string> = {}) =>
  app.inject({ method: 'POST', url: `/api/v1${url}`, headers, payload });
const form = (email: string, change: object = {}) => ({
  kind: 'publisher',
  organisation: 'North Star',
  name: 'Ann North',
  email,
  password: PASSWORD,
  locale: 'es',
  ...change,
});
const registered = async (email: string, change: object = {}): Promise<SessionHeaders> => {
  expect((await post('/registrations', form(email, change))).statusCode).toBe(202);
  return signInAs(app, email, PASSWORD);
};
const told = async (headers: Record<string, string>) => (await app.inject({ url: '/api/v1/session', headers })).json();
const kinds = () => people.mails.map(({ to, kind }) => `${kind} ${to}`);

describe('registration', () => {
  test('makes an organisation that may look, and mails the link that lets a publisher begin', async () => {
    const headers = await registered('ann@north.test');
    expect(people.mails).toEqual([
      {
        to: 'ann@north.test',
        orgId: expect.any(String),
        locale: 'es',
        kind: 'confirm_mail',
        data: { link: expect.stringMatching(/^\/app\/confirm\?token=[\w-]{43}$/), hours: '48' },
      },
    ]);
    expect(await told(headers)).toMatchObject({
      person: { email: 'ann@north.test', name: 'Ann North', locale: 'es', confirmed: false },
      organisation: { name: 'North Star', kind: 'publisher', status: 'unconfirmed' },
      role: 'owner',
    });
    const token = people.linkTo('ann@north.test', 'confirm_mail');
    expect((await post('/registrations/confirmation', { token })).json()).toEqual({
      email: 'ann@north.test',
      organisation_status: 'active',
    });
    expect(await told(headers)).toMatchObject({ person: { confirmed: true }, organisation: { status: 'active' } });
    const orgId = (await told(headers)).organisation.id;
    const records = await t.db.transaction(SYSTEM, (tx) => auditOf(tx, `organisation:${orgId}`, 5));
    expect(records.map(({ action }) => action).sort()).toEqual(['organisation.confirmed', 'organisation.registered']);
  });

  test('lets an advertiser wait for the network', async () => {
    const headers = await registered('sue@south.test', { kind: 'advertiser' });
    const token = people.linkTo('sue@south.test', 'confirm_mail');
    expect((await post('/registrations/confirmation', { token })).json().organisation_status).toBe('pending');
    expect((await told(headers)).organisation.status).toBe('pending');
  });

  test('answers the same for a known address, makes nothing and mails its owner a way in (T-28)', async () => {
    const first = await post('/registrations', form('bob@north.test'));
    const count = () => t.db.transaction(SYSTEM, (tx) => tx.query('select from accounts.organisation'));
    const before = (await count()).length;
    const second = await post('/registrations', form(' Bob@North.test', { organisation: 'Thief', password: NEXT }));
    expect([second.statusCode, second.body]).toEqual([first.statusCode, first.body]);
    expect(await count()).toHaveLength(before);
    expect(kinds()).toEqual(['confirm_mail bob@north.test', 'reset_password bob@north.test']);
    await expect(signInAs(app, 'bob@north.test', NEXT)).rejects.toThrow('401');
  });

  test('a link is good once, until it ends, and when no newer one was asked for: else 410', async () => {
    const headers = await registered('cid@north.test');
    const first = people.linkTo('cid@north.test', 'confirm_mail');
    expect((await post('/registrations/confirmation-mail', {}, headers)).statusCode).toBe(202);
    const second = people.linkTo('cid@north.test', 'confirm_mail');
    const answers = [first, 'unknown', 'A'.repeat(43), '', '0e123'].map((token) =>
      post('/registrations/confirmation', { token }),
    );
    for (const answer of await Promise.all(answers))
      expect(answer.json()).toMatchObject({ status: 410, code: 'link_ended' });
    clock.set(START + 48 * HOUR_MS);
    expect((await post('/registrations/confirmation', { token: second })).json().code).toBe('link_ended');
    clock.set(START + 48 * HOUR_MS - 1);
    expect((await post('/registrations/confirmation', { token: second })).statusCode).toBe(200);
    expect((await post('/registrations/confirmation', { token: second })).json().code).toBe('link_ended');
    for (const token of [[second], { a: 1 }, 1, true, null])
      expect((await post('/registrations/confirmation', { token })).json().code, String(token)).toBe('field_invalid');
  });

  test('a thousand sign-ups from one network make twenty, and one address gets four mails an hour (T-28)', async () => {
    const statuses: number[] = [];
    for (let index = 0; index < 1_000; index += 1) {
      const from = { 'x-forwarded-for': `198.51.100.${index % 256}` };
      statuses.push((await post('/registrations', form(`farm${index}@north.test`), from)).statusCode);
    }
    expect(statuses.filter((status) => status === 202)).toHaveLength(20);
    expect(statuses.filter((status) => status === 429)).toHaveLength(980);
    expect(people.mails).toHaveLength(20);
    for (let index = 0; index < 10; index += 1)
      await post('/registrations', form('farm0@north.test'), { 'x-forwarded-for': `203.0.${index}.1` });
    expect(people.mails.filter(({ to }) => to === 'farm0@north.test')).toHaveLength(4);
  });

  test('refuses what is no address, a guessed password and fields of others (T-16)', async () => {
    const cases: [object, string][] = [
      [{ email: 'nobody' }, 'email_invalid'],
      [{ email: 'a@b.test\r\nbcc: c@d.test' }, 'email_invalid'],
      [{ password: 'short' }, 'password_too_weak'],
      [{ password: 'Passw0rd2022!' }, 'password_too_weak'],
      [{ password: 'qwertyuiop' }, 'password_too_weak'],
      [{ password: 'North Star 22' }, 'password_too_weak'],
      [{ password: 'йцукенгшщз' }, 'password_too_weak'],
      [{ kind: 'operator' }, 'field_invalid'],
      [{ role: 'admin' }, 'field_not_allowed'],
      [{ status: 'active' }, 'field_not_allowed'],
      [{ balance: 1 }, 'field_not_allowed'],
      [{ organisation: ' ' }, 'field_invalid'],
    ];
    for (const [change, code] of cases)
      expect(
        (await post('/registrations', form('dan@north.test', change))).json(),
        JSON.stringify(change),
      ).toMatchObject({
        code,
      });
    expect(people.mails).toEqual([]);
  });

  test('of two registrations of one address at the same moment one stays', async () => {
    const both = await Promise.all([1, 2].map(() => post('/registrations', form('twin@north.test'))));
    expect(both.map(({ statusCode }) => statusCode)).toEqual([202, 202]);
    const rows = await t.db.transaction(SYSTEM, (tx) =>
      tx.query(`select from accounts.member where email = 'twin@north.test'`),
    );
    expect(rows).toHaveLength(1);
  });
});

describe('a forgotten password', () => {
  test('is replaced by the link of a mail; every session ends, and the owner is told', async () => {
    const headers = await registered('eve@north.test');
    expect((await post('/password-resets', { email: 'EVE@north.test' })).statusCode).toBe(202);
    const token = people.linkTo('eve@north.test', 'reset_password');
    expect((await post('/password-resets/completion', { token, password: 'password1' })).json().code).toBe(
      'password_too_weak',
    );
    expect((await post('/password-resets/completion', { token, password: NEXT })).statusCode).toBe(204);
    expect(await told(headers)).toMatchObject({ person: null });
    await expect(signInAs(app, 'eve@north.test', PASSWORD)).rejects.toThrow('401');
    // Whoever follows a link reads the address: that confirms it too.
    expect(await told(await signInAs(app, 'eve@north.test', NEXT))).toMatchObject({
      person: { confirmed: true },
      organisation: { status: 'active' },
    });
    expect(kinds()).toContain('password_changed eve@north.test');
    expect((await post('/password-resets/completion', { token, password: PASSWORD })).json()).toMatchObject({
      status: 410,
      code: 'link_ended',
    });
  });

  test('the answer does not tell whether an address is known', async () => {
    await registered('fay@north.test');
    people.mails.length = 0;
    const [known, unknown] = await Promise.all(
      ['fay@north.test', 'nobody@north.test'].map((email) => post('/password-resets', { email })),
    );
    expect([known?.statusCode, known?.body]).toEqual([unknown?.statusCode, unknown?.body]);
    expect(kinds()).toEqual(['reset_password fay@north.test']);
  });

  test('a link ends after two hours and does not confirm addresses or change them', async () => {
    await registered('gus@north.test');
    await post('/password-resets', { email: 'gus@north.test' });
    const token = people.linkTo('gus@north.test', 'reset_password');
    expect((await post('/registrations/confirmation', { token })).statusCode).toBe(410);
    expect((await post('/person/mail/confirmation', { token })).statusCode).toBe(410);
    clock.set(START + 2 * HOUR_MS);
    expect((await post('/password-resets/completion', { token, password: NEXT })).statusCode).toBe(410);
  });
});

describe('a person changes', () => {
  test('name and language', async () => {
    const headers = await registered('hal@north.test');
    const change = (payload: object) => app.inject({ method: 'PATCH', url: '/api/v1/person', headers, payload });
    expect((await change({ name: 'Hal', locale: 'ru' })).json()).toMatchObject({ name: 'Hal', locale: 'ru' });
    expect((await told(headers)).person).toMatchObject({ name: 'Hal', locale: 'ru' });
    for (const field of ['role', 'email', 'org_id', 'confirmed_at'])
      expect((await change({ [field]: 'owner' })).json()).toMatchObject({ code: 'field_not_allowed', field });
  });

  test('the password with the present one; all sessions end, this browser gets a new one (T-21)', async () => {
    const headers = await registered('ida@north.test');
    const other = await signInAs(app, 'ida@north.test', PASSWORD);
    const wrong = { current_password: 'wrong', new_password: NEXT };
    expect((await post('/person/password', wrong, headers)).json()).toMatchObject({
      status: 403,
      code: 'password_wrong',
    });
    const weak = { current_password: PASSWORD, new_password: '12345678' };
    expect((await post('/person/password', weak, headers)).json()).toMatchObject({
      code: 'password_too_weak',
      field: 'new_password',
    });
    const answer = await post('/person/password', { current_password: PASSWORD, new_password: NEXT }, headers);
    expect(answer.statusCode).toBe(204);
    for (const dead of [headers, other]) expect(await told(dead)).toMatchObject({ person: null });
    expect(await told({ cookie: `tributary=${answer.cookies[0]?.value}` })).toMatchObject({ role: 'owner' });
    expect(kinds().at(-1)).toBe('password_changed ida@north.test');
  });

  test('guesses of the present password are counted like guesses at the door', async () => {
    const headers = await registered('jan@north.test');
    const codes: string[] = [];
    for (let index = 0; index < 60; index += 1) {
      codes.push(
        (await post('/session/proof', { method: 'password', password: `wrong ${index}` }, headers)).json().code,
      );
      clock.advance(10_000);
    }
    expect(codes.filter((code) => code === 'password_wrong').length).toBeLessThanOrEqual(10);
    expect(codes).toContain('too_many_tries');
  });

  test('the address by a link to the new one; the former one is told (T-17)', async () => {
    const headers = await registered('kim@north.test');
    const asked = { email: 'kim@new.test' };
    clock.advance(RECENT_PROOF_MS + 1);
    expect((await post('/person/mail', asked, headers)).json().code).toBe('proof_required');
    const wrong = await post('/session/proof', { method: 'password', password: 'wrong' }, headers);
    expect(wrong.json()).toMatchObject({ code: 'password_wrong', field: 'password' });
    await post('/session/proof', { method: 'password', password: PASSWORD }, headers);
    expect((await post('/person/mail', asked, headers)).statusCode).toBe(202);
    expect((await told(headers)).person.email).toBe('kim@north.test');
    const token = people.linkTo('kim@new.test', 'confirm_mail');
    expect((await post('/person/mail/confirmation', { token })).json()).toEqual({ email: 'kim@new.test' });
    expect((await told(headers)).person).toMatchObject({ email: 'kim@new.test', confirmed: true });
    expect(people.mails.at(-1)).toMatchObject({
      to: 'kim@north.test',
      kind: 'mail_changed',
      data: { mail: 'kim@new.test' },
    });
    expect((await post('/person/mail/confirmation', { token })).json()).toMatchObject({
      status: 410,
      code: 'link_ended',
    });
    // The link that was sent to the former address is dead with it.
    const old = people.linkTo('kim@north.test', 'confirm_mail');
    expect((await post('/registrations/confirmation', { token: old })).statusCode).toBe(410);
  });

  test('to an address of somebody else: the same answer, no link', async () => {
    await registered('leo@north.test');
    const headers = await registered('mia@north.test');
    people.mails.length = 0;
    expect((await post('/person/mail', { email: 'leo@north.test' }, headers)).statusCode).toBe(202);
    expect(people.mails).toEqual([]);
  });
});

describe('sessions of a person', () => {
  test('can be seen and ended, one by one and all others at once, never those of somebody else', async () => {
    const one = await registered('ned@north.test');
    const two = await signInAs(app, 'ned@north.test', PASSWORD);
    const three = await signInAs(app, 'ned@north.test', PASSWORD);
    const stranger = await registered('oli@north.test');
    const list = async (headers: SessionHeaders) =>
      (await app.inject({ url: '/api/v1/person/sessions', headers })).json().sessions;
    const end = (id: string, headers: SessionHeaders) =>
      app.inject({ method: 'DELETE', url: `/api/v1/person/sessions/${id}`, headers });
    const sessions = await list(one);
    expect(sessions).toHaveLength(3);
    expect(sessions.filter((session: { current: boolean }) => session.current)).toHaveLength(1);
    const [mine] = await list(two).then((all) => all.filter((session: { current: boolean }) => session.current));
    expect((await end(mine.id, stranger)).json()).toMatchObject({ status: 404, code: 'not_found' });
    expect((await end(mine.id, one)).statusCode).toBe(204);
    expect(await told(two)).toMatchObject({ person: null });
    const rest = await app.inject({ method: 'DELETE', url: '/api/v1/person/sessions', headers: one });
    expect(rest.json()).toEqual({ ended: 1 });
    expect(await told(three)).toMatchObject({ person: null });
    expect(await told(one)).toMatchObject({ role: 'owner' });
    expect(await told(stranger)).toMatchObject({ role: 'owner' });
  });

  test('a sign-in with a new browser is told by mail, one with a known browser is not', async () => {
    const first = await post('/session', { email: 'ned@north.test', password: PASSWORD }, { 'user-agent': 'Firefox' });
    expect(kinds()).toEqual(['sign_in_new_device ned@north.test']);
    expect(people.mails[0]?.data).toMatchObject({ device: 'Firefox', address: '127.0.0.0/24' });
    const device = first.cookies.find(({ name }) => name === 'tributary-device')?.value;
    await post('/session', { email: 'ned@north.test', password: PASSWORD }, { cookie: `tributary-device=${device}` });
    expect(people.mails).toHaveLength(1);
  });
});
