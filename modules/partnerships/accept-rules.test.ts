import { afterAll, beforeAll, expect, test } from 'vitest';
import { manualClock } from '../../platform/clock/index.ts';
import type { Database } from '../../platform/db/index.ts';
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts';
import { createHttpServer, type HttpServer } from '../../platform/http/index.ts';
import { callerGuard, createApiApplication, issueToken } from '../accounts/index.ts';
import { publishSection } from '../program-pages/index.ts';
import type { Program } from '../programs/index.ts';
import { acceptanceRoutes, acceptancesOf, join } from './index.ts';
import { NETWORK_START, testAdSpace, testProgram, testPublisher } from './testing.ts';

const SYSTEM = { role: 'system' } as const;
const clock = manualClock(NETWORK_START + 1_000);
let t: TestDatabase;
let db: Database;
let app: HttpServer;
let rc: Program;
let ww: Program;

beforeAll(async () => {
  t = await testDatabase();
  db = t.db;
  rc = (await testProgram(db, { code: 'rc', name: 'RC', rulesWith: ['ww'] })).program;
  ww = (await testProgram(db, { code: 'ww', name: 'WW' })).program;
  app = createHttpServer({ logger: null, trustedProxies: [], guard: callerGuard({ db, clock }) });
  app.register(acceptanceRoutes({ db, clock }));
});
afterAll(async () => {
  await app.close();
  await t.drop();
});

async function bearer(orgId: string): Promise<string> {
  const scopes = ['advcampaigns_for_website', 'manage_advcampaigns'];
  const client = await db.transaction(SYSTEM, (tx) =>
    createApiApplication(tx, { orgId, name: 'robot', scopes, at: clock.now(), actor: 'test' }),
  );
  const issued = await issueToken(db, clock.now(), { ...client, scopes: [] });
  if (!issued.ok) throw new Error(issued.error.detail);
  return `Bearer ${issued.value.accessToken}`;
}

async function publishRules(program: Program, text: string, from: number | null = null): Promise<void> {
  clock.advance(1_000);
  const content = { intro: '', rules: [{ number: 1, key: 'bait_incentive', text }], further: [] };
  const section = { page: program, kind: 'rules', locale: 'en', content, from } as const;
  const by = { at: clock.now(), actor: 'test' };
  expect((await db.transaction(SYSTEM, (tx) => publishSection(tx, section, by))).ok).toBe(true);
}

/** A publisher with an ad space that has applied to RC under the rules of the moment. */
async function applicant() {
  const publisher = await testPublisher(db);
  const { id } = await testAdSpace(db, publisher);
  const application = { adSpaceId: id, program: 'rc', trafficType: 'content_site', at: clock.now() };
  expect((await db.transaction(SYSTEM, (tx) => join(tx, application))).ok).toBe(true);
  return { id, token: await bearer(publisher) };
}

async function waiting(token: string) {
  const answer = await app.inject({ method: 'GET', url: '/api/v1/rules-waiting', headers: { authorization: token } });
  return answer.json().rules;
}

async function ask(method: 'GET' | 'POST', program: string, token: string, payload?: object) {
  const url = `/api/v1/programs/${program}/rules/acceptance`;
  const headers = { authorization: token };
  const answer = await app.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) });
  return { status: answer.statusCode, body: answer.json() };
}

test('a new version asks again, for the rules of a sibling too, and is accepted once with its time (S-111, S-116)', async () => {
  await publishRules(ww, 'No spam.');
  const { id, token } = await applicant();
  const foreign = await applicant();
  expect((await ask('GET', 'ww', token)).body).toMatchObject({ version: 1, ad_spaces: [{ id, accepted: 1 }] });

  expect(await waiting(token)).toEqual([]);

  await publishRules(ww, 'No spam, and no bait.');
  expect(await waiting(token)).toEqual([{ program: 'ww', program_name: 'WW', version: 2, ad_spaces: 1 }]);
  expect((await ask('GET', 'ww', token)).body).toMatchObject({
    version: 2,
    ad_spaces: [{ id, program: 'rc', accepted: 1 }],
  });
  for (const _time of [1, 2]) {
    const accepted = await ask('POST', 'ww', token, { version: 2 });
    expect(accepted.status).toBe(200);
    expect(accepted.body).toMatchObject({ version: 2, ad_spaces: [{ id, accepted: 2 }] });
  }
  expect(await waiting(token)).toEqual([]);
  expect(await waiting(foreign.token)).toMatchObject([{ program: 'ww', version: 2 }]);
  const told = (await db.transaction(SYSTEM, (tx) => acceptancesOf(tx, id))).filter(({ rulesOf }) => rulesOf === 'ww');
  expect(told.map(({ program, rulesVersion }) => [program, rulesVersion])).toEqual([
    ['rc', 1],
    ['rc', 2],
  ]);
  expect(told[1]?.acceptedAt).toBe(clock.now());
  expect((await ask('GET', 'ww', foreign.token)).body).toMatchObject({ ad_spaces: [{ id: foreign.id, accepted: 1 }] });
});

test('an announced version is asked for as soon as it is told, and holds when it begins (S-111)', async () => {
  await publishRules(ww, 'Before.');
  const { token, id } = await applicant();
  const { version } = (await ask('GET', 'ww', token)).body;
  const from = clock.now() + 60_000;
  await publishRules(ww, 'After.', from);
  const announced = { version: version + 1, from: new Date(from).toISOString() };
  expect((await ask('GET', 'ww', token)).body).toMatchObject({
    version,
    announced,
    ad_spaces: [{ accepted: version }],
  });
  const accepted = await ask('POST', 'ww', token, { version: version + 1 });
  expect(accepted).toMatchObject({ status: 200, body: { version, ad_spaces: [{ id, accepted: version + 1 }] } });
  // Who applies meanwhile accepts what is in force; that takes nothing back.
  expect((await applicant()).id).not.toBe(id);
  expect((await ask('POST', 'ww', token, { version })).body).toMatchObject({ ad_spaces: [{ accepted: version + 1 }] });
  clock.set(from);
  expect((await ask('GET', 'ww', token)).body).toMatchObject({ version: version + 1, announced: null });
});

test('only the version in force can be accepted, of a program that is there', async () => {
  await publishRules(rc, 'One.');
  const { token } = await applicant();
  await publishRules(rc, 'Two.');
  const { version } = (await ask('GET', 'rc', token)).body;
  for (const wrong of [version - 1, version + 1])
    expect(await ask('POST', 'rc', token, { version: wrong })).toMatchObject({
      status: 409,
      body: { code: 'RULES_CHANGED', field: 'version', rules: [{ program: 'rc', version }] },
    });
  expect(await ask('POST', 'rc', token, { version: 'x' })).toMatchObject({ status: 422 });
  expect(await ask('POST', 'nowhere', token, { version: 1 })).toMatchObject({ status: 404 });
});
