import { generate } from 'otplib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { manualClock } from '../../../platform/clock/index.ts';
import { type TestDatabase, testDatabase } from '../../../platform/db/testing.ts';
import { createHttpServer, type HttpServer } from '../../../platform/http/index.ts';
import { accountRoutes, callerGuard } from '../index.ts';
import { softAuthenticator } from '../second-factor/testing/authenticator.ts';
import { type SessionHeaders, signInAs, type TestPeople, testPeople } from '../testing.ts';

const START = Date.parse('2022-06-15T09:00:00.000Z');
const SYSTEM = { role: 'system' } as const;
const PASSWORD = 'seven quiet otters';
const NEXT = 'eight loud herons';
const host = 'localhost';
const origin = `http://${host}`;
const clock = manualClock(START);
let t: TestDatabase;
let people: TestPeople;
let app: HttpServer;

const forgetTries = () => t.db.transaction(SYSTEM, (tx) => tx.query('delete from accounts.attempt'));

beforeAll(async () => {
  t = await testDatabase();
  people = testPeople(t.db, clock);
  app = createHttpServer({ logger: null, trustedProxies: [], guard: callerGuard({ db: t.db, clock }) });
  app.register(accountRoutes(people));
});
beforeEach(async () => {
  clock.set(START);
  people.mails.length = 0;
  await forgetTries();
});
afterAll(async () => {
  await app.close();
  await t.drop();
});

const post = (url: string, payload: object, headers: Record<string, string> = {}) =>
  app.inject({ method: 'POST', url: `/api/v1${url}`, headers: { host, origin, ...headers }, payload });
const code = (secret: string) => generate({ secret, epoch: Math.floor(clock.now() / 1000) });

async function registered(email: string): Promise<SessionHeaders> {
  const person = { kind: 'publisher', organisation: 'North', name: 'Ann', email, password: PASSWORD, locale: 'en' };
  expect((await post('/registrations', person)).statusCode).toBe(202);
  return signInAs(app, email, PASSWORD);
}

async function confirmed(email: string): Promise<SessionHeaders> {
  const headers = await registered(email);
  const token = people.linkTo(email, 'confirm_mail');
  expect((await post('/registrations/confirmation', { token })).statusCode).toBe(200);
  return headers;
}

async function withTotp(headers: SessionHeaders): Promise<string> {
  const { secret } = (await post('/person/second-factor/totp', {}, headers)).json();
  const shown = await post('/person/second-factor/totp/confirmation', { code: await code(secret) }, headers);
  expect(shown.statusCode).toBe(200);
  clock.advance(60_000);
  return secret;
}

async function askForOther(email: string, headers: SessionHeaders): Promise<number> {
  return (await post('/person/mail', { email }, headers)).statusCode;
}

async function reset(email: string): Promise<void> {
  expect((await post('/password-resets', { email })).statusCode).toBe(202);
  const token = people.linkTo(email, 'reset_password');
  expect((await post('/password-resets/completion', { token, password: NEXT })).statusCode).toBe(204);
}

describe('who registered with an address of somebody else and waited for them', () => {
  test('has no second factor, passkey, session or link left when the owner of the address comes', async () => {
    const stranger = await registered('vera@north.test');
    await withTotp(stranger);
    const key = softAuthenticator(origin);
    const { options } = (await post('/person/second-factor/passkeys/options', {}, stranger)).json();
    const made = { name: 'Trap', response: key.create(options.challenge) };
    expect((await post('/person/second-factor/passkeys', made, stranger)).statusCode).toBe(200);
    expect(await askForOther('stranger@evil.test', stranger)).toBe(202);
    const trap = people.linkTo('stranger@evil.test', 'confirm_mail');

    await reset('vera@north.test');
    const owner = await post('/session', { email: 'vera@north.test', password: NEXT });
    expect(owner.json()).toMatchObject({
      person: { email: 'vera@north.test', second_factor: 'none', confirmed: true },
    });
    expect((await post('/person/mail/confirmation', { token: trap })).json()).toMatchObject({ code: 'link_ended' });
    expect((await app.inject({ url: '/api/v1/person', headers: stranger })).json().code).toBe('not_signed_in');
    const asked = await post('/session/passkey/options', {});
    const cookie = `tributary-device=${asked.cookies[0]?.value}`;
    const response = key.sign(asked.json().options.challenge, { userHandle: options.user.id });
    expect((await post('/session/passkey', { response }, { cookie })).json()).toMatchObject({ code: 'code_refused' });
  });

  test('a new password of somebody who is confirmed keeps the second factor', async () => {
    const headers = await confirmed('wim@north.test');
    await withTotp(headers);
    await reset('wim@north.test');
    expect((await post('/session', { email: 'wim@north.test', password: NEXT })).json()).toMatchObject({
      needs: 'second_factor',
    });
  });
});

test('a new password ends the links that whoever had the old one asked for', async () => {
  const headers = await confirmed('xan@north.test');
  expect(await askForOther('xan@evil.test', headers)).toBe(202);
  const link = people.linkTo('xan@evil.test', 'confirm_mail');
  const change = { current_password: PASSWORD, new_password: NEXT };
  expect((await post('/person/password', change, headers)).statusCode).toBe(204);
  expect((await post('/person/mail/confirmation', { token: link })).json()).toMatchObject({ code: 'link_ended' });
});

describe('nobody writes to the world through us (T-28)', () => {
  test('a person asks for ten other addresses a day', async () => {
    const headers = await confirmed('yul@north.test');
    const answers: number[] = [];
    for (let index = 0; index < 12; index += 1) answers.push(await askForOther(`other-${index}@far.test`, headers));
    expect(answers).toEqual([...Array.from({ length: 10 }, () => 202), 429, 429]);
    expect(people.mails.filter(({ to }) => to.endsWith('@far.test'))).toHaveLength(10);
  });

  test('an organisation invites fifty people a day', async () => {
    const headers = await confirmed('zoe@north.test');
    const answers: number[] = [];
    for (let index = 0; index < 52; index += 1)
      answers.push(
        (await post('/invitations', { email: `guest-${index}@far.test`, role: 'viewer' }, headers)).statusCode,
      );
    expect(answers).toEqual([...Array.from({ length: 50 }, () => 201), 429, 429]);
    expect(people.mails.filter(({ kind }) => kind === 'invitation')).toHaveLength(50);
  });
});

test('who has the password alone guesses ten codes, and keeps the owner out of no browser of theirs (T-21)', async () => {
  const email = 'abe@north.test';
  const headers = await confirmed(email);
  const secret = await withTotp(headers);
  const halfway = async (cookie: string) => {
    const answer = await post('/session', { email, password: PASSWORD }, { cookie });
    expect(answer.json()).toMatchObject({ needs: 'second_factor' });
    const session = answer.cookies.find(({ name }) => name === 'tributary')?.value;
    return { cookie: `tributary=${session}; ${cookie}` };
  };
  let looked = 0;
  for (let index = 0; index < 60; index += 1) {
    await forgetSignIns();
    const wrong = { method: 'totp', code: String(100_000 + index) };
    if ((await post('/session/second-factor', wrong, await halfway(''))).statusCode === 401) looked += 1;
    clock.advance(9_000);
  }
  expect(looked).toBeLessThanOrEqual(10);
  await forgetSignIns();
  const right = { method: 'totp', code: await code(secret) };
  expect((await post('/session/second-factor', right, await halfway(''))).json().code).toBe('too_many_tries');
  const device = /tributary-device=[\w-]+/.exec(headers.cookie)?.[0] ?? '';
  expect((await post('/session/second-factor', right, await halfway(device))).json()).toMatchObject({
    person: { email },
  });
});

/** The first step is not what is tried here: passwords are counted apart, and a right one is forgiven. */
async function forgetSignIns(): Promise<void> {
  const from = JSON.stringify(['sign-in from', '127.0.0.0/24']);
  await t.db.transaction(SYSTEM, (tx) =>
    tx.query(`delete from accounts.attempt where counted = sha256(convert_to($1, 'UTF8'))`, [from]),
  );
}

test('recovery codes that are renewed or used are told by mail', async () => {
  const email = 'bea@north.test';
  const headers = await confirmed(email);
  await withTotp(headers);
  const [first] = (await post('/person/second-factor/recovery-codes', {}, headers)).json().recovery_codes;
  expect(people.mails.at(-1)).toMatchObject({ to: email, kind: 'recovery_codes_renewed' });
  const answer = await post('/session', { email, password: PASSWORD });
  const cookie = `tributary=${answer.cookies[0]?.value}`;
  expect((await post('/session/second-factor', { method: 'recovery_code', code: first }, { cookie })).statusCode).toBe(
    200,
  );
  expect(people.mails.find(({ kind }) => kind === 'recovery_code_used')).toMatchObject({
    to: email,
    data: { left: '9' },
  });
});
