import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { manualClock } from '../../platform/clock/index.ts';
import type { Database } from '../../platform/db/index.ts';
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts';
import { createHttpServer, type HttpServer } from '../../platform/http/index.ts';
import { callerGuard, createApiApplication, issueToken } from '../accounts/index.ts';
import { publishSection } from '../program-pages/index.ts';
import { type Program, setRecruiting } from '../programs/index.ts';
import { acceptancesOf, agree, applicationRoutes, approve, block, decline, exclude, rejectionCounts } from './index.ts';
import { NETWORK_START, TRAFFIC_TYPES, testAdSpace, testProgram, testPublisher } from './testing.ts';

const SYSTEM = { role: 'system' } as const;
const clock = manualClock(NETWORK_START + 1_000);
let t: TestDatabase;
let db: Database;
let app: HttpServer;
let publisher: string;
let own: string;
let foreign: string;
let rc: Program;
let ww: Program;

beforeAll(async () => {
  t = await testDatabase();
  db = t.db;
  publisher = await testPublisher(db);
  rc = (await testProgram(db, { code: 'rc', name: 'RC', joinsAlso: ['ww'], rulesWith: ['ww'] })).program;
  ww = (await testProgram(db, { code: 'ww', name: 'WW', rulesWith: ['rc'] })).program;
  app = createHttpServer({ logger: null, trustedProxies: [], guard: callerGuard({ db, clock }) });
  app.register(applicationRoutes({ db, clock }));
  own = await bearer(publisher);
  foreign = await bearer(await testPublisher(db));
  await publishRules(rc, 'No bait.');
});
afterAll(async () => {
  await app.close();
  await t.drop();
});

async function bearer(orgId: string): Promise<string> {
  const at = clock.now();
  const scopes = ['advcampaigns_for_website', 'manage_advcampaigns'];
  const client = await db.transaction(SYSTEM, (tx) =>
    createApiApplication(tx, { orgId, name: 'robot', scopes, at, actor: 'test' }),
  );
  const issued = await issueToken(db, at, { ...client, scopes: [] });
  if (!issued.ok) throw new Error(issued.error.detail);
  return `Bearer ${issued.value.accessToken}`;
}
async function publishRules(program: Program, text: string): Promise<void> {
  const content = { intro: '', rules: [{ number: 1, key: 'bait_incentive', text }], further: [] };
  const section = { page: program, kind: 'rules', locale: 'en', content } as const;
  const published = await db.transaction(SYSTEM, (tx) =>
    publishSection(tx, section, { at: clock.now(), actor: 'test' }),
  );
  expect(published.ok).toBe(true);
}
const READ = [
  { program: 'rc', version: 1 },
  { program: 'ww', version: null },
];
async function ask(method: 'GET' | 'POST', url: string, payload?: object, authorization = own) {
  const answer = await app.inject({
    ...{ method, url: `/api/v1${url}`, headers: { authorization } },
    ...(payload === undefined ? {} : { payload }),
  });
  return { status: answer.statusCode, body: answer.json() };
}
const apply = (adSpace: string, more: object = {}, token = own) =>
  ask(
    'POST',
    '/applications',
    { ad_space: adSpace, program: 'rc', traffic_kind: 'content_site', rules: READ, ...more },
    token,
  );
const change = (adSpaceId: string, program = 'rc') => ({ adSpaceId, program, at: clock.now(), actor: 'manager' });
const approved = (adSpaceId: string) => db.transaction(SYSTEM, (tx) => approve(tx, change(adSpaceId)));
const state = async (adSpace: string, program: string) =>
  (await ask('GET', `/applications/${adSpace}/${program}`)).body.status;

describe('applying', () => {
  test('keeps which version of both rule sets was accepted, and when (S-111, S-116)', async () => {
    const { id } = await testAdSpace(db, publisher);
    expect(await apply(id)).toMatchObject({
      status: 201,
      body: { status: 'pending', agreement: 'not_needed', program: { code: 'rc', name: 'RC' }, ad_space: { id } },
    });
    const acceptances = await db.transaction(SYSTEM, (tx) => acceptancesOf(tx, id));
    expect(acceptances.map(({ rulesOf, rulesVersion, acceptedAt }) => [rulesOf, rulesVersion, acceptedAt])).toEqual([
      ['rc', 1, clock.now()],
      ['ww', null, clock.now()],
    ]);
  });

  test('to WW accepts the rules of both too (S-116)', async () => {
    const { id } = await testAdSpace(db, publisher);
    expect((await apply(id, { program: 'ww' })).status).toBe(201);
    expect(await db.transaction(SYSTEM, (tx) => acceptancesOf(tx, id))).toHaveLength(2);
  });

  test('without the rules of a sibling, or with rules that have changed, is refused and says which (S-111)', async () => {
    const { id } = await testAdSpace(db, publisher);
    expect(await apply(id, { rules: [READ[0]] })).toMatchObject({
      status: 422,
      body: { code: 'RULES_NOT_ACCEPTED', value: 'ww', rules: READ },
    });
    await publishRules(ww, 'No spam.');
    const now = [READ[0], { program: 'ww', version: 1 }];
    expect(await apply(id)).toMatchObject({ status: 409, body: { code: 'RULES_CHANGED', value: 'ww', rules: now } });
    READ[1] = { program: 'ww', version: 1 };
    expect((await apply(id)).status).toBe(201);
  });

  test('of the permitted kinds takes no justification, traffic by agreement takes one (S-124, S-125)', async () => {
    const { id } = await testAdSpace(db, publisher);
    for (const { key, status } of TRAFFIC_TYPES.filter((type) => type.key !== 'targeting')) {
      const space = await testAdSpace(db, publisher);
      const answer = await apply(space.id, { traffic_kind: key });
      const expected = { allowed: 201, by_agreement: 422, prohibited: 422, restricted: 422 }[status];
      expect([key, answer.status]).toEqual([key, expected]);
    }
    expect(await apply(id, { traffic_kind: 'toolbar' })).toMatchObject({ body: { code: 'JUSTIFICATION_REQUIRED' } });
    expect(await apply(id, { traffic_kind: 'toolbar', justification: 'Icon only' })).toMatchObject({
      status: 201,
      body: { agreement: 'missing', justification: 'Icon only' },
    });
    await db.transaction(SYSTEM, (tx) => agree(tx, change(id)));
    expect((await ask('GET', `/applications/${id}/rc`)).body).toMatchObject({ agreement: 'given' });
  });

  test('of pop traffic is by agreement whatever the kind of the table says (S-107, C-18)', async () => {
    const { id } = await testAdSpace(db, publisher, { kind: 'pop_with_prelander' });
    expect(await apply(id, { traffic_kind: 'other' })).toMatchObject({ body: { code: 'JUSTIFICATION_REQUIRED' } });
    await apply(id, { traffic_kind: 'other', justification: 'With a prelander' });
    await approved(id);
    for (const program of ['rc', 'ww']) {
      expect((await ask('GET', `/applications/${id}/${program}`)).body.agreement).toBe('missing');
    }
  });

  test('to a prohibited kind is 422 and offers the others (S-126)', async () => {
    const { id } = await testAdSpace(db, publisher);
    expect(await apply(id, { traffic_kind: 'targeting.facebook' })).toMatchObject({
      status: 422,
      body: { code: 'TRAFFIC_TYPE_PROHIBITED' },
    });
  });

  test('while recruiting is suspended is 409 with the reason (S-028)', async () => {
    const { program } = await testProgram(db, { code: 'closed' });
    const suspended = { state: 'suspended', reason: 'payment delays' } as const;
    await db.transaction(SYSTEM, (tx) => setRecruiting(tx, program.code, suspended, { at: clock.now(), actor: 'm' }));
    const { id } = await testAdSpace(db, publisher);
    expect(await apply(id, { program: 'closed', rules: [{ program: 'closed', version: null }] })).toMatchObject({
      status: 409,
      body: { code: 'RECRUITING_SUSPENDED', reason: 'payment delays' },
    });
  });

  test('with an ad space that is not proven, or of an expelled publisher, is refused (S-109, T-28)', async () => {
    const unproven = await testAdSpace(db, publisher, { status: 'new' });
    expect(await apply(unproven.id)).toMatchObject({ status: 409, body: { code: 'AD_SPACE_NOT_ACTIVE' } });
    const expelled = await testPublisher(db);
    const token = await bearer(expelled);
    const verdict = { publisherOrg: expelled, program: 'rc', permanent: true, reason: 'urged refunds', by: 'operator' };
    await db.transaction(SYSTEM, (tx) => exclude(tx, { ...verdict, at: clock.now() }));
    const space = await testAdSpace(db, expelled);
    expect(await apply(space.id, {}, token)).toMatchObject({ status: 403, body: { code: 'PERMANENTLY_REMOVED' } });
  });

  test('to a draft is as to a program that does not exist', async () => {
    await testProgram(db, { code: 'draft-of-mine', status: 'draft' });
    const { id } = await testAdSpace(db, publisher);
    const answers = await Promise.all(['draft-of-mine', 'nowhere'].map((program) => apply(id, { program })));
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
      [404, 'not_found'],
      [404, 'not_found'],
    ]);
  });
});

describe('what becomes of it', () => {
  test('approval of RC joins WW at the same moment and says through what; approval of WW alone does not join RC (S-115)', async () => {
    const [both, alone] = [await testAdSpace(db, publisher), await testAdSpace(db, publisher)];
    await apply(both.id);
    await approved(both.id);
    const [first, second] = [
      await ask('GET', `/applications/${both.id}/rc`),
      await ask('GET', `/applications/${both.id}/ww`),
    ];
    expect(first.body).toMatchObject({ status: 'joined', joined_through: null });
    expect(second.body).toMatchObject({ status: 'joined', joined_through: 'rc', joined_at: first.body.joined_at });
    expect(second.body.history).toMatchObject([{ event: 'joined_along' }]);
    await apply(alone.id, { program: 'ww' });
    await db.transaction(SYSTEM, (tx) => approve(tx, change(alone.id, 'ww')));
    expect((await ask('GET', `/applications/${alone.id}/rc`)).status).toBe(404);
  });

  test('where WW has blocked the ad space it stays blocked (S-115)', async () => {
    const { id } = await testAdSpace(db, publisher);
    await apply(id, { program: 'ww' });
    await db.transaction(SYSTEM, (tx) => block(tx, { ...change(id, 'ww'), reason: 'spam' }));
    await apply(id);
    await approved(id);
    expect([await state(id, 'rc'), await state(id, 'ww')]).toEqual(['joined', 'blocked']);
  });

  test('a refusal has a reason of the closed list, and the list is counted (S-131)', async () => {
    const { program } = await testProgram(db, { code: 'picky' });
    for (let index = 0; index < 10; index += 1) {
      const { id } = await testAdSpace(db, publisher);
      await apply(id, { program: 'picky', rules: [{ program: 'picky', version: null }] });
      const code = index < 6 ? ('rules' as const) : ('audience' as const);
      await db.transaction(SYSTEM, (tx) => decline(tx, { ...change(id, 'picky'), reason: 'looked at it', code }));
    }
    expect(await db.transaction(SYSTEM, (tx) => rejectionCounts(tx, program.code))).toEqual([
      { reason: 'rules', count: 6 },
      { reason: 'audience', count: 4 },
    ]);
    const declined = await ask('GET', '/applications?program=picky&status=declined&limit=3&offset=9');
    expect(declined.body.total).toBe(10);
    expect(declined.body.applications).toMatchObject([{ verdict: { reason: 'looked at it' } }]);
  });

  test('leaving one program leaves the other, and the history tells it newest first (S-117)', async () => {
    const { id } = await testAdSpace(db, publisher);
    await apply(id);
    clock.advance(1_000);
    await approved(id);
    clock.advance(1_000);
    expect(await ask('POST', `/applications/${id}/rc/disconnect`)).toMatchObject({
      status: 200,
      body: { status: 'disconnected' },
    });
    expect([await state(id, 'rc'), await state(id, 'ww')]).toEqual(['disconnected', 'joined']);
    const { history, accepted_rules } = (await ask('GET', `/applications/${id}/rc`)).body;
    expect(history.map(({ event }: { event: string }) => event)).toEqual(['disconnected', 'joined', 'applied']);
    expect(accepted_rules).toMatchObject(READ);
  });
});

test('nothing of another publisher is there: not to see, not to apply with, not to leave (T-14)', async () => {
  const { id } = await testAdSpace(db, publisher);
  await apply(id);
  for (const answer of [
    await ask('GET', `/applications/${id}/rc`, undefined, foreign),
    await ask('POST', `/applications/${id}/rc/disconnect`, undefined, foreign),
    await apply(id, {}, foreign),
  ]) {
    expect([answer.status, answer.body.code]).toEqual([404, 'not_found']);
  }
  expect((await ask('GET', '/applications', undefined, foreign)).body).toEqual({ applications: [], total: 0 });
});
