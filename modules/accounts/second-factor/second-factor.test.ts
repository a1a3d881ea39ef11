import { generate } from 'otplib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { manualClock } from '../../../platform/clock/index.ts';
import { type TestDatabase, testDatabase } from '../../../platform/db/testing.ts';
import { createHttpServer, type HttpServer } from '../../../platform/http/index.ts';
import { accountRoutes, callerGuard, createOrganisation, createUser } from '../index.ts';
import { RECENT_PROOF_MS, SECOND_FACTOR_MS } from '../sessions/model.ts';
import { type SessionHeaders, signInAs, testPeople } from '../testing.ts';
import { type SoftAuthenticator, softAuthenticator } from './testing/authenticator.ts';

const START = Date.parse('2022-06-15T09:00:00.000Z');
const SYSTEM = { role: 'system' } as const;
const PASSWORD = 'seven quiet otters';
const BASE = '/api/v1/person/second-factor';
const origin = 'http://localhost';
const clock = manualClock(START);
let t: TestDatabase;
let app: HttpServer;

beforeAll(async () => {
  t = await testDatabase();
  app = createHttpServer({ logger: null, trustedProxies: [], guard: callerGuard({ db: t.db, clock }) });
  app.register(accountRoutes(testPeople(t.db, clock)));
});
beforeEach(async () => {
  clock.advance(3_600_000);
  await t.db.transaction(SYSTEM, (tx) => tx.query('delete from accounts.attempt'));
});
afterAll(async () => {
  await app.close();
  await t.drop();
});

let people = 0;

/** Somebody new, signed in with the password alone. */
async function somebody(): Promise<{ email: string; headers: SessionHeaders }> {
  people += 1;
  const email = `p${people}@north.test`;
  const made = await t.db.transaction(SYSTEM, async (tx) => {
    const { id: orgId } = await createOrganisation(tx, { kind: 'publisher', name: 'North', at: START });
    return createUser(tx, { orgId, email, password: PASSWORD, role: 'owner', at: START, actor: 'test' });
  });
  if (!made.ok) throw new Error(made.error.detail);
  return { email, headers: await signInAs(app, email, PASSWORD) };
}

const post = (url: string, headers: Record<string, string>, payload: object = {}) =>
  app.inject({ method: 'POST', url, headers, payload });
const remove = (url: string, headers: Record<string, string>) => app.inject({ method: 'DELETE', url, headers });
const code = (secret: string, at = clock.now()) => generate({ secret, epoch: Math.floor(at / 1000) });

async function withTotp() {
  const { email, headers } = await somebody();
  const { secret, uri } = (await post(`${BASE}/totp`, headers)).json();
  const confirmed = await post(`${BASE}/totp/confirmation`, headers, { code: await code(secret) });
  clock.advance(30_000);
  return { email, headers, secret, uri, codes: confirmed.json().recovery_codes as string[] };
}

async function withPasskey() {
  const { email, headers } = await somebody();
  const key = softAuthenticator(origin);
  const { options } = (await post(`${BASE}/passkeys/options`, headers)).json();
  const added = await post(`${BASE}/passkeys`, headers, { name: 'Laptop', response: key.create(options.challenge) });
  return { email, headers, key, options, added };
}

/** The password, and the cookie that waits for the second factor. */
async function halfway(email: string) {
  const payload = { email, password: PASSWORD };
  const answer = await app.inject({
    method: 'POST',
    url: '/api/v1/session',
    headers: { origin, host: 'localhost' },
    payload,
  });
  const cookie = answer.cookies.find(({ name }) => name === 'tributary')?.value ?? '';
  return { answer, headers: { cookie: `tributary=${cookie}`, origin, host: 'localhost' } };
}

const pass = (headers: Record<string, string>, use: object) => post('/api/v1/session/second-factor', headers, use);

describe('codes of an authenticator app', () => {
  test('are asked for after the password, and only then the session begins, with a new id', async () => {
    const { email, secret, uri } = await withTotp();
    expect(uri).toBe(`otpauth://totp/Tributary:${encodeURIComponent(email)}?secret=${secret}&issuer=Tributary`);
    const { answer, headers } = await halfway(email);
    expect(answer.json()).toEqual({ needs: 'second_factor', methods: ['totp', 'recovery_code'] });
    expect((await app.inject({ url: '/api/v1/session', headers })).json()).toMatchObject({ person: null });
    expect((await app.inject({ url: '/api/v1/person', headers })).json()).toMatchObject({
      status: 401,
      code: 'second_factor_required',
    });
    const passed = await pass(headers, { method: 'totp', code: await code(secret) });
    expect(passed.json()).toMatchObject({ person: { email, second_factor: 'totp' }, role: 'owner' });
    const fresh = passed.cookies.find(({ name }) => name === 'tributary')?.value;
    expect(headers.cookie).not.toContain(fresh);
    expect((await pass(headers, { method: 'totp', code: await code(secret) })).json().code).toBe('not_signed_in');
  });

  test('are good once, for a moment, and for their person', async () => {
    const one = await withTotp();
    const two = await withTotp();
    const { headers } = await halfway(one.email);
    const now = await code(one.secret);
    for (const wrong of [await code(one.secret, clock.now() - 90_000), await code(two.secret), '', 'abcdef', '0e1234'])
      expect((await pass(headers, { method: 'totp', code: wrong })).json(), wrong).toMatchObject({
        status: expect.toBeOneOf([401, 429]),
        code: expect.toBeOneOf(['code_refused', 'too_many_tries']),
      });
    clock.advance(10_000);
    expect((await pass(headers, { method: 'totp', code: now })).statusCode).toBe(200);
    const again = await halfway(one.email);
    expect((await pass(again.headers, { method: 'totp', code: now })).json().code).toBe('code_refused');
    for (const value of [123456, ['123456'], { a: 1 }, true, null])
      expect((await pass(again.headers, { method: 'totp', code: value })).json().code).toBe('field_invalid');
  });

  test('guesses are counted: ten in a quarter of an hour, however often one begins anew (T-21)', async () => {
    const { email } = await withTotp();
    let looked = 0;
    for (let index = 0; index < 80; index += 1) {
      const { headers } = await halfway(email);
      if ((await pass(headers, { method: 'totp', code: String(100_000 + index) })).statusCode === 401) looked += 1;
      clock.advance(9_000);
    }
    expect(looked).toBeLessThanOrEqual(10);
  });

  test('count only when one was shown, and the secret is sealed (T-32)', async () => {
    const { email, headers } = await somebody();
    const { secret } = (await post(`${BASE}/totp`, headers)).json();
    expect((await halfway(email)).answer.json()).toMatchObject({ role: 'owner' });
    expect((await post(`${BASE}/totp/confirmation`, headers, { code: '000000' })).json().code).toBe('code_refused');
    const rows = await t.db.transaction(SYSTEM, (tx) =>
      tx.query<{ box: string }>(`select encode(secret_box, 'escape') as box from accounts.totp`),
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain(secret);
    await post(`${BASE}/totp/confirmation`, headers, { code: await code(secret) });
    expect((await post(`${BASE}/totp`, headers)).json()).toMatchObject({ status: 409, code: 'second_factor_exists' });
  });

  test('the step between password and second factor ends after ten minutes', async () => {
    const { email, secret } = await withTotp();
    const { headers } = await halfway(email);
    clock.advance(SECOND_FACTOR_MS);
    expect((await pass(headers, { method: 'totp', code: await code(secret) })).json().code).toBe('not_signed_in');
  });

  test('without them the password is enough again, and the recovery codes are void', async () => {
    const { email, headers } = await withTotp();
    expect((await remove(`${BASE}/totp`, headers)).statusCode).toBe(204);
    expect((await remove(`${BASE}/totp`, headers)).json().code).toBe('second_factor_unknown');
    expect((await app.inject({ url: BASE, headers })).json()).toEqual({
      methods: [],
      totp: false,
      passkeys: [],
      recovery_codes_left: 0,
    });
    expect((await halfway(email)).answer.json()).toMatchObject({ role: 'owner' });
  });
});

describe('recovery codes', () => {
  test('are given with the first second factor, kept as hashes, and good once', async () => {
    const { email, headers: session, codes } = await withTotp();
    expect(codes).toHaveLength(10);
    for (const each of codes) expect(each).toMatch(/^[0-9a-z]{4}(-[0-9a-z]{4}){3}$/);
    const rows = await t.db.transaction(SYSTEM, (tx) =>
      tx.query(`select encode(code_hash, 'escape') from accounts.recovery_code`),
    );
    expect(JSON.stringify(rows)).not.toContain(codes[0]);
    const first = codes[0]?.toUpperCase().replaceAll('-', ' ') ?? '';
    expect((await pass((await halfway(email)).headers, { method: 'recovery_code', code: first })).statusCode).toBe(200);
    const { headers } = await halfway(email);
    expect((await pass(headers, { method: 'recovery_code', code: first })).json().code).toBe('code_refused');
    const other = await withTotp();
    expect((await pass(headers, { method: 'recovery_code', code: other.codes[0] })).json().code).toBe('code_refused');
    expect((await app.inject({ url: BASE, headers: session })).json()).toMatchObject({ recovery_codes_left: 9 });
  });

  test('new ones void those before', async () => {
    const { email, headers: session, codes } = await withTotp();
    const fresh = (await post(`${BASE}/recovery-codes`, session)).json().recovery_codes;
    expect(fresh).toHaveLength(10);
    const { headers } = await halfway(email);
    expect((await pass(headers, { method: 'recovery_code', code: codes[1] })).json().code).toBe('code_refused');
    expect((await pass(headers, { method: 'recovery_code', code: fresh[1] })).statusCode).toBe(200);
    const { headers: bare } = await somebody();
    expect((await post(`${BASE}/recovery-codes`, bare)).json().code).toBe('second_factor_unknown');
  });
});

describe('passkeys', () => {
  const challengeOf = async (headers: Record<string, string>) =>
    (await post('/api/v1/session/second-factor/passkey-options', headers)).json().options;
  const use = (key: SoftAuthenticator, challenge: string, change = {}) => ({
    method: 'passkey',
    response: key.sign(challenge, change),
  });

  test('sign in after the password', async () => {
    const { email, key, options, added } = await withPasskey();
    expect(options).toMatchObject({ rp: { id: 'localhost' }, user: { name: email } });
    expect(added.json().recovery_codes).toHaveLength(10);
    const { answer, headers } = await halfway(email);
    expect(answer.json().methods).toEqual(['passkey', 'recovery_code']);
    const asked = await challengeOf(headers);
    expect(asked.allowCredentials).toEqual([{ id: key.id, type: 'public-key', transports: [] }]);
    expect((await pass(headers, use(key, asked.challenge))).json()).toMatchObject({
      person: { email, second_factor: 'passkey' },
    });
  });

  test('sign each challenge once, soon, for this origin and with a counter that grows', async () => {
    const { email, key } = await withPasskey();
    const refused = async (prepare: (challenge: string) => object, wait = 0) => {
      const { headers } = await halfway(email);
      const { challenge } = await challengeOf(headers);
      clock.advance(wait + 20_000);
      const answer = (await pass(headers, prepare(challenge))).json();
      expect(answer).toMatchObject({ status: 401, code: 'code_refused' });
    };
    await refused((challenge) => use(key, challenge, { origin: 'http://evil.test' }));
    await refused(() => use(key, Buffer.from('another challenge').toString('base64url')));
    await refused((challenge) => use(softAuthenticator(origin), challenge));
    await refused((challenge) => use(key, challenge), 5 * 60_000);
    clock.advance(3_600_000);
    const { headers } = await halfway(email);
    const { challenge } = await challengeOf(headers);
    expect((await pass(headers, use(key, challenge, { counter: 50 }))).statusCode).toBe(200);
    await refused((next) => use(key, next, { counter: 50 }));
    const replay = await halfway(email);
    expect((await pass(replay.headers, use(key, challenge, { counter: 51 }))).json().code).toBe('code_refused');
  });

  test('can be seen and removed by their owner alone', async () => {
    const { headers, key } = await withPasskey();
    const stranger = await somebody();
    expect((await app.inject({ url: BASE, headers })).json()).toMatchObject({
      methods: ['passkey', 'recovery_code'],
      passkeys: [{ id: key.id, name: 'Laptop', last_used_at: null }],
    });
    expect((await remove(`${BASE}/passkeys/${key.id}`, stranger.headers)).json()).toMatchObject({ status: 404 });
    expect((await remove(`${BASE}/passkeys/${key.id}`, headers)).statusCode).toBe(204);
    expect((await app.inject({ url: BASE, headers })).json()).toMatchObject({ methods: [], recovery_codes_left: 0 });
  });

  test('of one challenge come no two keys, and one key belongs to one person', async () => {
    const { headers, key } = await withPasskey();
    const { options } = (await post(`${BASE}/passkeys/options`, headers)).json();
    const again = { name: 'Again', response: key.create(options.challenge) };
    expect((await post(`${BASE}/passkeys`, headers, again)).json().code).toBe('second_factor_exists');
    expect((await post(`${BASE}/passkeys`, headers, again)).json().code).toBe('code_refused');
  });
});

test('changing a second factor asks for a recent proof of who is there (T-17)', async () => {
  const { headers } = await somebody();
  const isRecent = async () =>
    (await app.inject({ method: 'GET', url: '/api/v1/session/proof', headers })).json().recent;
  clock.advance(RECENT_PROOF_MS);
  expect(await isRecent()).toBe(true);
  clock.advance(1);
  expect(await isRecent()).toBe(false);
  const asked = [
    await post(`${BASE}/totp`, headers),
    await post(`${BASE}/totp/confirmation`, headers, { code: '123456' }),
    await remove(`${BASE}/totp`, headers),
    await post(`${BASE}/passkeys/options`, headers),
    await post(`${BASE}/recovery-codes`, headers),
    await remove(`${BASE}/passkeys/x`, headers),
  ];
  for (const answer of asked) expect(answer.json()).toMatchObject({ status: 403, code: 'proof_required' });
  expect((await post('/api/v1/session/proof', headers, { method: 'password', password: 'wrong' })).json().code).toBe(
    'password_wrong',
  );
  expect((await post('/api/v1/session/proof', headers, { method: 'password', password: PASSWORD })).statusCode).toBe(
    204,
  );
  expect(await isRecent()).toBe(true);
  expect((await post(`${BASE}/totp`, headers)).statusCode).toBe(200);
});

describe('who is there is proven once more by whatever one signs in with (T-17)', () => {
  const isAsked = async (headers: Record<string, string>) =>
    (await post(`${BASE}/recovery-codes`, headers)).json().code === 'proof_required';
  const askPasskey = async (headers: Record<string, string>) =>
    (await post('/api/v1/session/proof/passkey-options', headers)).json().options;
  const prove = (headers: Record<string, string>, offered: object) => post('/api/v1/session/proof', headers, offered);

  test('a passkey whose device looked who is there, once, soon, in this session and for this purpose', async () => {
    const { email, headers, key } = await withPasskey();
    clock.advance(RECENT_PROOF_MS + 1);
    const options = await askPasskey(headers);
    expect(options).toMatchObject({ userVerification: 'required', allowCredentials: [{ id: key.id }] });
    const offer = (challenge: string, change = {}) => ({ method: 'passkey', response: key.sign(challenge, change) });
    const refused = async (offered: object) => {
      expect((await prove(headers, offered)).json()).toMatchObject({ status: 401, code: 'code_refused' });
      expect(await isAsked(headers)).toBe(true);
      clock.advance(RECENT_PROOF_MS);
    };
    await refused(offer(options.challenge, { isVerified: false }));
    // A challenge that was answered wrongly is used up.
    await refused(offer(options.challenge));
    const late = await askPasskey(headers);
    clock.advance(5 * 60_000);
    await refused(offer(late.challenge));
    await refused(offer((await askPasskey(headers)).challenge, { origin: 'http://evil.test' }));

    // What another session, the sign-in or the second step of it was given to sign is nothing here.
    const waiting = await halfway(email);
    const step = (await post('/api/v1/session/second-factor/passkey-options', waiting.headers)).json().options;
    await refused(offer(step.challenge));
    const { options: signIn } = (await post('/api/v1/session/passkey/options', { origin, host: 'localhost' })).json();
    await refused(offer(signIn.challenge));

    expect((await prove(headers, offer((await askPasskey(headers)).challenge))).statusCode).toBe(204);
    expect(await isAsked(headers)).toBe(false);
    // And what was given to sign as a proof adds no key.
    const { challenge } = await askPasskey(headers);
    const other = { name: 'Other', response: softAuthenticator(origin).create(challenge) };
    expect((await post(`${BASE}/passkeys`, headers, other)).json().code).toBe('code_refused');
  });

  test('somebody else’s passkey is none', async () => {
    const { headers } = await withPasskey();
    const stranger = await withPasskey();
    clock.advance(RECENT_PROOF_MS + 1);
    const { challenge } = await askPasskey(headers);
    const offered = { method: 'passkey', response: stranger.key.sign(challenge) };
    expect((await prove(headers, offered)).json().code).toBe('code_refused');
    expect(await isAsked(headers)).toBe(true);
  });

  test('a code of the app that was set up, once; a recovery code is none; guesses are counted', async () => {
    const { headers, secret, codes } = await withTotp();
    clock.advance(RECENT_PROOF_MS + 1);
    expect((await prove(headers, { method: 'recovery_code', code: codes[0] })).json().code).toBe('field_invalid');
    const now = await code(secret);
    expect((await prove(headers, { method: 'totp', code: now })).statusCode).toBe(204);
    expect(await isAsked(headers)).toBe(false);
    expect((await prove(headers, { method: 'totp', code: now })).json().code).toBe('code_refused');
    const bare = await somebody();
    await post(`${BASE}/totp`, bare.headers);
    expect((await prove(bare.headers, { method: 'totp', code: '123456' })).json().code).toBe('code_refused');
    const guessed: string[] = [];
    for (let index = 0; index < 60; index += 1) {
      guessed.push((await prove(headers, { method: 'totp', code: String(100_000 + index) })).json().code);
      clock.advance(10_000);
    }
    expect(guessed.filter((each) => each === 'code_refused').length).toBeLessThanOrEqual(10);
    expect(guessed).toContain('too_many_tries');
  });
});
