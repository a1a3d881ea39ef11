import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { manualClock } from '../../../platform/clock/index.ts';
import { type TestDatabase, testDatabase } from '../../../platform/db/testing.ts';
import { createHttpServer, type HttpServer } from '../../../platform/http/index.ts';
import { accountRoutes, callerGuard, createOrganisation, createUser } from '../index.ts';
import {
  type SignatureChange,
  type SoftAuthenticator,
  softAuthenticator,
} from '../second-factor/testing/authenticator.ts';
import { type SessionHeaders, signInAs, type TestPeople, testPeople } from '../testing.ts';
import { SIGN_IN_CHALLENGE_MS } from './passkey-sign-in.ts';

const START = Date.parse('2022-06-15T09:00:00.000Z');
const SYSTEM = { role: 'system' } as const;
const PASSWORD = 'seven quiet otters';
const host = 'localhost';
const origin = `http://${host}`;
const clock = manualClock(START);
let t: TestDatabase;
let app: HttpServer;
let deps: TestPeople;

beforeAll(async () => {
  t = await testDatabase();
  deps = testPeople(t.db, clock);
  app = createHttpServer({ logger: null, trustedProxies: [], guard: callerGuard({ db: t.db, clock }) });
  app.register(accountRoutes(deps));
});
beforeEach(async () => {
  clock.advance(3_600_000);
  await t.db.transaction(SYSTEM, (tx) => tx.query('delete from accounts.attempt'));
});
afterAll(async () => {
  await app.close();
  await t.drop();
});

const post = (url: string, headers: Record<string, string>, payload: object = {}) =>
  app.inject({ method: 'POST', url, headers, payload });

interface Somebody {
  readonly id: string;
  readonly email: string;
  readonly headers: SessionHeaders;
  readonly key: SoftAuthenticator;
  readonly userHandle: string;
}

let people = 0;

/** Somebody new with a passkey. */
async function somebody(): Promise<Somebody> {
  people += 1;
  const email = `p${people}@north.test`;
  const made = await t.db.transaction(SYSTEM, async (tx) => {
    const { id: orgId } = await createOrganisation(tx, { kind: 'publisher', name: 'North', at: START });
    return createUser(tx, { orgId, email, password: PASSWORD, role: 'owner', at: START, actor: 'test' });
  });
  if (!made.ok) throw new Error(made.error.detail);
  const headers = await signInAs(app, email, PASSWORD);
  const key = softAuthenticator(origin);
  const { options } = (await post('/api/v1/person/second-factor/passkeys/options', headers)).json();
  const passkey = { name: 'Laptop', response: key.create(options.challenge) };
  expect((await post('/api/v1/person/second-factor/passkeys', headers, passkey)).statusCode).toBe(200);
  return { id: made.value.id, email, headers, key, userHandle: options.user.id };
}

/** A browser that has asked for a challenge and holds the mark that came with it. */
async function asked(cookie = '') {
  const answer = await post('/api/v1/session/passkey/options', { host, origin, cookie });
  const device = answer.cookies.find(({ name }) => name === 'tributary-device')?.value;
  return { options: answer.json().options, headers: { host, origin, cookie: `tributary-device=${device}` } };
}

const signIn = (headers: Record<string, string>, response: object) =>
  post('/api/v1/session/passkey', headers, { response });
const refused = { status: 401, code: 'code_refused' };

/** Asks, signs with a change, and sends it. */
async function tried({ key, userHandle }: Somebody, change: SignatureChange = {}, wait = 0) {
  const { options, headers } = await asked();
  clock.advance(wait);
  return signIn(headers, key.sign(options.challenge, { userHandle, ...change }));
}

describe('a passkey alone', () => {
  test('signs in without address and password, and counts as both factors', async () => {
    const who = await somebody();
    const { options, headers } = await asked();
    expect(options).toMatchObject({ rpId: host, allowCredentials: [], userVerification: 'required' });
    const answer = await signIn(headers, who.key.sign(options.challenge, { userHandle: who.userHandle }));
    expect(answer.json()).toMatchObject({ person: { email: who.email, second_factor: 'passkey' }, role: 'owner' });
    const cookie = answer.cookies.find(({ name }) => name === 'tributary')?.value;
    const mine = await app.inject({ url: '/api/v1/person', headers: { cookie: `tributary=${cookie}` } });
    expect(mine.json()).toMatchObject({ email: who.email });
    const rows = await t.db.transaction(SYSTEM, (tx) =>
      tx.query('select second_factor from accounts.session where user_id = $1 order by second_factor', [who.id]),
    );
    expect(rows).toEqual([{ second_factor: 'none' }, { second_factor: 'passed' }]);
  });

  test('begins a new session, whatever cookie was there, and ends that of before (T-21)', async () => {
    const who = await somebody();
    const { options, headers } = await asked(who.headers.cookie);
    const cookie = `${headers.cookie}; ${who.headers.cookie}`;
    const answer = await signIn(
      { ...headers, cookie },
      who.key.sign(options.challenge, { userHandle: who.userHandle }),
    );
    expect(answer.statusCode).toBe(200);
    expect(who.headers.cookie).not.toContain(answer.cookies.find(({ name }) => name === 'tributary')?.value);
    expect((await app.inject({ url: '/api/v1/person', headers: { ...who.headers } })).json().code).toBe(
      'not_signed_in',
    );
  });

  test('tells the person of a browser that was not used before', async () => {
    const who = await somebody();
    expect((await tried(who)).statusCode).toBe(200);
    expect(deps.mails.findLast(({ to }) => to === who.email)).toMatchObject({ kind: 'sign_in_new_device' });
  });
});

describe('nobody gets in with', () => {
  test('a device that did not look who is there', async () => {
    const who = await somebody();
    expect((await tried(who, { isVerified: false })).json()).toMatchObject(refused);
    expect((await tried(who)).statusCode).toBe(200);
  });

  test('a signature that was used before, also when it comes twice at once', async () => {
    const who = await somebody();
    const { options, headers } = await asked();
    const response = who.key.sign(options.challenge, { userHandle: who.userHandle });
    const answers = await Promise.all(Array.from({ length: 5 }, () => signIn(headers, response)));
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1);
    expect(answers.filter(({ statusCode }) => statusCode === 401)).toHaveLength(4);
    const again = who.key.sign(options.challenge, { userHandle: who.userHandle });
    expect((await signIn(headers, again)).json()).toMatchObject(refused);
  });

  test('a challenge that is too old, of another browser, made up, or of adding a key', async () => {
    const who = await somebody();
    const one = await asked();
    const { options } = (await post('/api/v1/person/second-factor/passkeys/options', who.headers)).json();
    const misused = who.key.sign(options.challenge, { userHandle: who.userHandle });
    expect((await signIn(one.headers, misused)).json()).toMatchObject(refused);
    expect((await tried(who, {}, SIGN_IN_CHALLENGE_MS)).json()).toMatchObject(refused);
    const two = await asked();
    const three = await asked();
    const signed = () => who.key.sign(three.options.challenge, { userHandle: who.userHandle });
    expect((await signIn(two.headers, signed())).json()).toMatchObject(refused);
    expect((await signIn({ host, origin }, signed())).json()).toMatchObject(refused);
    for (const challenge of [randomBytes(32).toString('base64url'), '', 'a b']) {
      const response = who.key.sign(challenge, { userHandle: who.userHandle });
      expect((await signIn(one.headers, response)).json(), challenge).toMatchObject(refused);
    }
    expect((await signIn(three.headers, signed())).statusCode).toBe(200);
  });

  test('a signature for another page or host, or a counter that does not grow', async () => {
    const who = await somebody();
    expect((await tried(who, { origin: 'http://evil.test' })).json()).toMatchObject(refused);
    expect((await tried(who, { origin: 'http://localhost.evil.test' })).json()).toMatchObject(refused);
    expect((await tried(who, { host: 'evil.test' })).json()).toMatchObject(refused);
    expect((await tried(who, { counter: 40 })).statusCode).toBe(200);
    expect((await tried(who, { counter: 40 })).json()).toMatchObject(refused);
    const { options, headers } = await asked();
    const response = who.key.sign(options.challenge, { userHandle: who.userHandle });
    const foreign = await signIn({ ...headers, origin: 'http://evil.test' }, response);
    expect(foreign.json()).toMatchObject({ status: 403, code: 'origin_not_allowed' });
  });

  test('a key that nobody has, that was removed, of somebody who was, or that names somebody else', async () => {
    const who = await somebody();
    const other = await somebody();
    expect((await tried({ ...who, key: softAuthenticator(origin) })).json()).toMatchObject(refused);
    expect((await tried(who, { userHandle: other.userHandle })).json()).toMatchObject(refused);
    const { options, headers } = await asked();
    expect((await signIn(headers, who.key.sign(options.challenge))).json()).toMatchObject(refused);
    await app.inject({
      method: 'DELETE',
      url: `/api/v1/person/second-factor/passkeys/${who.key.id}`,
      headers: { ...who.headers },
    });
    expect((await tried(who)).json()).toMatchObject(refused);
    await t.db.transaction(SYSTEM, (tx) =>
      tx.query('update accounts.member set disabled_at = now() where user_id = $1', [other.id]),
    );
    expect((await tried(other)).json()).toMatchObject(refused);
  });

  test('what is no answer of a browser (T-22)', async () => {
    const { headers } = await asked();
    for (const response of [null, 'x', [], {}, true, { id: 'x', rawId: 'x', type: 'public-key' }])
      expect((await post('/api/v1/session/passkey', headers, { response })).statusCode).toBe(422);
    expect((await post('/api/v1/session/passkey', headers, { email: 'p1@north.test' })).statusCode).toBe(422);
  });

  test('a thousand guesses: sixty of a network are looked at in a quarter of an hour, and asking leaves nothing behind', async () => {
    const who = await somebody();
    const stranger = softAuthenticator(origin);
    let looked = 0;
    for (let index = 0; index < 100; index += 1) {
      const { options, headers } = await asked();
      const answer = await signIn(headers, stranger.sign(options.challenge, { userHandle: who.userHandle }));
      if (answer.statusCode === 401) looked += 1;
      else expect(answer.json()).toMatchObject({ status: 429, code: 'too_many_tries' });
      clock.advance(8_000);
    }
    expect(looked).toBeLessThanOrEqual(60);
    expect(looked).toBeGreaterThan(10);
    const rows = () => t.db.transaction(SYSTEM, (tx) => tx.query('select counted from accounts.attempt'));
    const before = (await rows()).length;
    for (let index = 0; index < 20; index += 1) await asked();
    expect(await rows()).toHaveLength(before);
  });
});
