import { afterAll, beforeAll, expect, test } from 'vitest';
import { manyJudged, waitingPage } from '../../contract/wire/many.ts';
import { partnersPage } from '../../contract/wire/partners.ts';
import { manualClock } from '../../platform/clock/index.ts';
import type { Database } from '../../platform/db/index.ts';
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts';
import { createHttpServer, type HttpServer } from '../../platform/http/index.ts';
import { auditOf, callerGuard, createApiApplication, createUser, issueToken } from '../accounts/index.ts';
import { decline, disconnect, join, partnerRoutes, partnershipById } from './index.ts';
import { NETWORK_START, testAdSpace, testProgram, testPublisher } from './testing.ts';

const SYSTEM = { role: 'system' } as const;
const clock = manualClock(NETWORK_START + 1_000);
let t: TestDatabase;
let db: Database;
let app: HttpServer;
let tokens: Readonly<Record<'own' | 'foreign', string>>;

beforeAll(async () => {
  t = await testDatabase();
  db = t.db;
  const { program: own } = await testProgram(db, { code: 'rc', name: 'Russia' });
  await testProgram(db, { code: 'home', name: 'Home', advertiserOrg: own.advertiserOrg });
  const { program: other } = await testProgram(db, { code: 'other' });
  tokens = { own: await bearer(own.advertiserOrg), foreign: await bearer(other.advertiserOrg) };
  app = createHttpServer({ logger: null, trustedProxies: [], guard: callerGuard({ db, clock }) });
  await app.register(partnerRoutes({ db, clock }));
});
afterAll(async () => {
  await app.close();
  await t.drop();
});

async function bearer(orgId: string): Promise<string> {
  const made = { orgId, name: 'robot', scopes: ['partners'], at: clock.now(), actor: 'test' };
  const client = await db.transaction(SYSTEM, (tx) => createApiApplication(tx, made));
  const issued = await issueToken(db, clock.now(), { ...client, scopes: [] });
  if (!issued.ok) throw new Error(issued.error.detail);
  return issued.value.accessToken;
}

async function applied(name: string, more: Parameters<typeof testAdSpace>[2] = {}, program = 'rc'): Promise<string> {
  clock.advance(1_000);
  const adSpace = await testAdSpace(db, await testPublisher(db), { name, url: `https://${name}.example/`, ...more });
  const trafficType = more.kind === undefined ? 'content_site' : 'other';
  const made = await db.transaction(SYSTEM, (tx) =>
    join(tx, { adSpaceId: adSpace.id, program, trafficType, at: clock.now() }),
  );
  if (!made.ok) throw new Error(made.error.detail);
  return `${adSpace.id}/${program}`;
}

const headers = (who: keyof typeof tokens) => ({ authorization: `Bearer ${tokens[who]}` });
const waiting = async (who: keyof typeof tokens, query = '') =>
  waitingPage.parse((await app.inject({ url: `/api/v1/partners/waiting?${query}`, headers: headers(who) })).json());
const asked = (who: keyof typeof tokens, payload: object) =>
  app.inject({ method: 'POST', url: '/api/v1/partners/verdicts', headers: headers(who), payload });
const judged = async (who: keyof typeof tokens, payload: object) =>
  manyJudged.parse((await asked(who, payload)).json());
const partsOf = (key: string) => ({ adSpaceId: key.slice(0, key.indexOf('/')), program: key.split('/')[1] ?? '' });
const statusOf = async (key: string) => {
  const { adSpaceId, program } = partsOf(key);
  return (await db.transaction(SYSTEM, (tx) => partnershipById(tx, adSpaceId, program)))?.status;
};

test('what waits is listed for its advertiser alone, the longest waiting first, and found by what is shown of it', async () => {
  const keys = [await applied('shelf-one'), await applied('shelf-two'), await applied('shelf-three', {}, 'home')];
  const all = await waiting('own');
  expect(all).toMatchObject({
    total: 3,
    entries: [{ name: 'shelf-one', about: 'Russia', kind: 'content_site' }, {}, {}],
  });
  expect(all.entries.map(({ key }) => key)).toEqual(keys);
  expect((await waiting('own', 'program=home')).entries.map(({ key }) => key)).toEqual([keys[2]]);
  expect((await waiting('own', 'text=TWO')).entries.map(({ key }) => key)).toEqual([keys[1]]);
  expect(await waiting('own', 'offset=2&limit=2')).toMatchObject({ total: 3, entries: [{ key: keys[2] }] });
  expect(await waiting('foreign')).toEqual({ entries: [], total: 0 });
  expect((await judged('own', { keys, verdict: 'approve' })).decided).toEqual(keys);
});

test('the same of many, each with its record; what changed meanwhile is named and left alone', async () => {
  const keys = [await applied('left'), await applied('stays'), await applied('stays-too')];
  const [gone = '', ...others] = keys;
  await db.transaction(SYSTEM, (tx) => disconnect(tx, { ...partsOf(gone), at: clock.now(), actor: 'test' }));
  expect((await asked('own', { keys, verdict: 'decline' })).statusCode).toBe(422);
  const said = { verdict: 'decline', reason: 'Thin.', code: 'audience' } as const;
  expect(await judged('own', { keys: [...keys, gone, 'nothing'], ...said })).toEqual({
    decided: others,
    refused: [
      expect.objectContaining({ key: gone, name: 'left', code: 'transition_not_possible', current: 'disconnected' }),
      expect.objectContaining({ key: 'nothing', name: 'nothing', code: 'not_found', current: null }),
    ],
  });
  const records = await db.transaction(SYSTEM, (tx) => auditOf(tx, `partnership:${others[0]}`, 5));
  expect(records[0]).toMatchObject({ action: 'partnership.declined', detail: { reason: 'Thin.' } });
  expect(await judged('own', { keys: others, verdict: 'reopen' })).toEqual({ decided: others, refused: [] });
  expect(await Promise.all(others.map(statusOf))).toEqual(['pending', 'pending']);
});

test('applications of another advertiser are like none, by name and by state (T-14)', async () => {
  const key = await applied('secret-shelf');
  const unknown = `00000000-0000-4000-8000-000000000000/rc`;
  for (const verdict of ['approve', 'decline', 'reopen']) {
    const said = { keys: [key, unknown], verdict, reason: 'x' };
    const { decided, refused } = await judged('foreign', said);
    expect(decided).toEqual([]);
    const [foreign, none] = refused.map(({ key: of, ...rest }) => ({
      ...rest,
      name: rest.name === of ? '§' : rest.name,
    }));
    expect(foreign).toEqual(none);
  }
  expect(await statusOf(key)).toBe('pending');
});

test('what the network decides alone is left to it: pop traffic (S-107, C-18), and its own declines', async () => {
  const pop = await applied('pop', { kind: 'pop_with_prelander' });
  expect((await waiting('own', 'text=pop')).entries[0]?.attention).toContain('network_decides');
  const alone = { decided: [], refused: [{ key: pop, name: 'pop', code: 'NETWORK_DECIDES' }] };
  expect(await judged('own', { keys: [pop], verdict: 'approve' })).toMatchObject(alone);
  expect((await judged('own', { keys: [pop], verdict: 'decline', reason: 'No.' })).decided).toEqual([pop]);
  const theirs = await applied('theirs');
  const by = { ...partsOf(theirs), reason: 'Spam.', at: clock.now(), actor: 'job:conduct' };
  await db.transaction(SYSTEM, (tx) => decline(tx, by));
  const rows = partnersPage.parse(
    (await app.inject({ url: '/api/v1/partners?status=declined', headers: headers('own') })).json(),
  );
  expect(rows.partners.map(({ ad_space: { name }, reopenable }) => [name, reopenable])).toEqual([
    ['pop', true],
    ['theirs', false],
  ]);
  expect(await judged('own', { keys: [pop, theirs], verdict: 'reopen' })).toMatchObject({
    decided: [pop],
    refused: [{ key: theirs, code: 'NETWORK_DECIDES' }],
  });
  const one = await app.inject({ url: `/api/v1/partners?ad_space=${partsOf(pop).adSpaceId}`, headers: headers('own') });
  expect(partnersPage.parse(one.json())).toMatchObject({ total: 1, partners: [{ status: 'pending' }] });
});

test('what somebody declined who has left the organisation since, colleagues take back', async () => {
  const key = await applied('of-one-who-left');
  const { adSpaceId, program } = partsOf(key);
  const at = clock.now();
  await db.transaction(SYSTEM, async (tx) => {
    const found = await partnershipById(tx, adSpaceId, program);
    const who = { orgId: found?.advertiserOrg ?? '', email: 'gone@shop.test', password: 'correct horse battery' };
    const made = await createUser(tx, { ...who, name: 'Gone', role: 'manager', at, actor: 'test' });
    if (!made.ok) throw new Error(made.error.detail);
    await decline(tx, { adSpaceId, program, reason: 'Mistaken.', at, actor: `user:${made.value.id}` });
    await tx.query('update accounts.member set disabled_at = now() where user_id = $1', [made.value.id]);
  });
  const url = `/api/v1/partners?ad_space=${adSpaceId}`;
  const rows = partnersPage.parse((await app.inject({ url, headers: headers('own') })).json());
  expect(rows.partners).toMatchObject([{ reopenable: true }]);
  expect((await judged('own', { keys: [key], verdict: 'reopen' })).decided).toEqual([key]);
});
