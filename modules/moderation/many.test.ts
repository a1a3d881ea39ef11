import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ManyJudged, manyJudged, waitingPage } from '../../contract/wire/many.ts';
import { manualClock } from '../../platform/clock/index.ts';
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts';
import { createHttpServer, type HttpServer } from '../../platform/http/index.ts';
import { auditOf, callerGuard, createApiApplication, createOrganisation, issueToken } from '../accounts/index.ts';
import { adSpaceById, createAdSpace, type Finding, setAdSpaceStatus } from '../ad-spaces/index.ts';
import { join, partnershipById } from '../partnerships/index.ts';
import { NETWORK_START, testProgram } from '../partnerships/testing.ts';
import { moveProgram } from '../programs/index.ts';
import { moderationRoutes } from './index.ts';

const SYSTEM = { role: 'system' } as const;
const AT = NETWORK_START + 1_000;
const clock = manualClock(AT);
const withTerms = new Set<string>();
let t: TestDatabase;
let app: HttpServer;
let token: string;

beforeAll(async () => {
  t = await testDatabase();
  app = createHttpServer({ logger: null, trustedProxies: [], guard: callerGuard({ db: t.db, clock }) });
  const hasTerms = async (_tx: unknown, program: string) => withTerms.has(program);
  app.register(moderationRoutes({ db: t.db, clock, sendMail: async () => undefined, hasTerms }));
  const orgId = await organisation('Network', { kind: 'operator', status: 'active' });
  const robot = { orgId, name: 'robot', scopes: ['moderation'], at: AT, actor: 'test' };
  const client = await t.db.transaction(SYSTEM, (tx) => createApiApplication(tx, robot));
  const issued = await issueToken(t.db, AT, { ...client, scopes: [] });
  if (!issued.ok) throw new Error(issued.error.detail);
  token = issued.value.accessToken;
});
afterAll(async () => {
  await app.close();
  await t.drop();
});

const organisation = async (
  name: string,
  { kind = 'publisher', status = 'pending' }: { kind?: 'operator' | 'publisher'; status?: 'pending' | 'active' } = {},
) => (await t.db.transaction(SYSTEM, (tx) => createOrganisation(tx, { kind, name, status, at: AT }))).id;

async function adSpaces(count: number, status: 'pending' | 'active'): Promise<string[]> {
  const orgId = await organisation('Blue Kite', { status: 'active' });
  const place = { orgId, kind: 'content_site', trafficType: 'content_site', status } as const;
  return t.db.transaction(SYSTEM, async (tx) => {
    const ids: string[] = [];
    for (let number = 0; number < count; number += 1) {
      const named = { name: `Shelf ${number}`, url: `https://shelf-${number}.test/`, at: AT + number };
      ids.push((await createAdSpace(tx, { ...place, ...named })).id);
    }
    return ids;
  });
}

const headers = () => ({ authorization: `Bearer ${token}` });
const waiting = async (query: string) =>
  waitingPage.parse((await app.inject({ url: `/api/v1/moderation/waiting?${query}`, headers: headers() })).json());
const judge = (payload: object, more: object = {}) =>
  app.inject({ method: 'POST', url: '/api/v1/moderation/verdicts', headers: { ...headers(), ...more }, payload });
const judged = async (payload: object): Promise<ManyJudged> => manyJudged.parse((await judge(payload)).json());
const statusOf = async (id: string) => (await t.db.transaction(SYSTEM, (tx) => adSpaceById(tx, id)))?.status;
const audited = async (subject: string) =>
  (await t.db.transaction(SYSTEM, (tx) => auditOf(tx, subject, 9))).map(({ action }) => action);

test('a queue is read page by page, those that wait longest first, and found by any part of what is shown', async () => {
  const ids = await adSpaces(3, 'pending');
  const page = await waiting('queue=ad_spaces&limit=2');
  expect(page).toMatchObject({ total: 3, entries: [{ key: ids[0], owner: 'Blue Kite' }, { key: ids[1] }] });
  expect(page.entries[0]?.attention).toEqual(['not_proven']);
  expect((await waiting('queue=ad_spaces&offset=2')).entries).toHaveLength(1);
  expect((await waiting('queue=ad_spaces&text=SHELF-1')).entries.map(({ key }) => key)).toEqual([ids[1]]);
  expect((await waiting('queue=ad_spaces&text=kite')).total).toBe(3);
  expect((await waiting('queue=programs')).total).toBe(0);
  await judged({ queue: 'ad_spaces', keys: ids, verdict: 'approve' });
});

test('what a misleading phrase or a brand holds is told apart in the list, the phrase with applications too (S-097, S-104)', async () => {
  const orgId = await organisation('Loud', { status: 'active' });
  const held = async (name: string, finding: Finding, status: 'pending' | 'active') => {
    const place = { orgId, kind: 'youtube', trafficType: 'youtube', heldFor: [finding], at: AT } as const;
    return (await t.db.transaction(SYSTEM, (tx) => createAdSpace(tx, { ...place, name, status }))).id;
  };
  const phrase = { rule: 'misleading', field: 'description', word: 'bogo' } as const;
  const brand = { rule: 'false_association', field: 'name', word: 'Tmall' } as const;
  const keys = [await held('loud-one', phrase, 'pending'), await held('loud-two', brand, 'pending')];
  const { entries } = await waiting('queue=ad_spaces&text=loud');
  expect(new Map(entries.map(({ key, attention }) => [key, attention]))).toEqual(
    new Map([
      [keys[0], ['misleading', 'not_proven']],
      [keys[1], ['brand_like', 'not_proven']],
    ]),
  );
  await judged({ queue: 'ad_spaces', keys, verdict: 'approve' });
  await testProgram(t.db, { code: 'loud-shop' });
  const asked = {
    adSpaceId: await held('loud-three', phrase, 'active'),
    program: 'loud-shop',
    trafficType: 'content_site',
  };
  const applied = await t.db.transaction(SYSTEM, (tx) => join(tx, { ...asked, at: AT }));
  expect(applied.ok).toBe(true);
  expect((await waiting('queue=applications&text=loud')).entries).toMatchObject([{ attention: ['misleading'] }]);
  const url = '/api/v1/moderation/applications?program=loud-shop';
  const { applications } = (await app.inject({ url, headers: headers() })).json();
  expect(applications).toMatchObject([{ misleading: ['bogo'] }]);
  await judged({ queue: 'applications', keys: [`${asked.adSpaceId}/loud-shop`], verdict: 'approve' });
});

test('the same of many: each with its record, what a colleague decided meanwhile is named and left alone', async () => {
  const ids = await adSpaces(60, 'pending');
  const [taken = ''] = ids;
  const colleague = { status: 'blocked', reason: 'A fake.', code: 'rules', at: AT, actor: 'colleague' } as const;
  await t.db.transaction(SYSTEM, (tx) => setAdSpaceStatus(tx, { id: taken, ...colleague }));
  const unknown = '00000000-0000-4000-8000-000000000000';
  const keys = [...ids, ids[1], unknown, 'nothing'];
  expect(await judged({ queue: 'ad_spaces', keys, verdict: 'approve' })).toEqual({
    decided: ids.slice(1),
    refused: [
      expect.objectContaining({ key: taken, name: 'Shelf 0', code: 'transition_not_possible', current: 'blocked' }),
      expect.objectContaining({ key: unknown, name: unknown, code: 'not_found', current: null }),
      expect.objectContaining({ key: 'nothing', code: 'not_found', current: null }),
    ],
  });
  expect(await statusOf(taken)).toBe('blocked');
  expect(await audited(`ad_space:${ids[1]}`)).toEqual(['ad_space.status_changed']);
  expect((await waiting('queue=ad_spaces')).total).toBe(0);
});

test('who wants to know how far it is is told line by line', async () => {
  const ids = await adSpaces(120, 'pending');
  const reason = 'Too little to read.';
  const answer = await judge(
    { queue: 'ad_spaces', keys: ids, verdict: 'decline', reason },
    { accept: 'application/x-ndjson' },
  );
  const lines = answer.body.trim().split('\n');
  expect(lines.slice(0, 3).map((line) => JSON.parse(line))).toEqual([
    { done: 0, total: 120 },
    { done: 50, total: 120 },
    { done: 100, total: 120 },
  ]);
  expect(manyJudged.parse(JSON.parse(lines.at(-1) ?? '').answer).decided).toHaveLength(120);
});

test('a decline needs its reason, and is taken back unless somebody decided anew', async () => {
  const ids = await adSpaces(3, 'pending');
  expect((await judge({ queue: 'ad_spaces', keys: ids, verdict: 'decline' })).statusCode).toBe(422);
  const declined = { queue: 'ad_spaces', keys: ids, verdict: 'decline', reason: 'Thin.', code: 'audience' };
  expect((await judged(declined)).decided).toEqual(ids);
  const [first = '', ...others] = ids;
  expect((await judged({ queue: 'ad_spaces', keys: [first], verdict: 'reopen' })).decided).toEqual([first]);
  const again = await judged({ queue: 'ad_spaces', keys: ids, verdict: 'reopen' });
  expect(again.decided).toEqual(others);
  expect(again.refused).toMatchObject([{ key: first, current: 'pending' }]);
  expect(await statusOf(first)).toBe('pending');
  const one = await t.db.transaction(SYSTEM, (tx) => adSpaceById(tx, first));
  expect(one?.verdict).toBeNull();
  await judged({ queue: 'ad_spaces', keys: ids, verdict: 'approve' });
});

test('organisations, applications and programs are decided and taken back alike', async () => {
  const people = [await organisation('One'), await organisation('Two')];
  const said = { verdict: 'decline', reason: 'No imprint.' } as const;
  expect((await judged({ queue: 'organisations', keys: people, ...said })).decided).toEqual(people);
  expect((await judged({ queue: 'organisations', keys: people, verdict: 'reopen' })).decided).toEqual(people);
  expect((await audited(`organisation:${people[0]}`)).toSorted()).toEqual([
    'organisation.declined',
    'organisation.pending',
  ]);
  expect((await judged({ queue: 'organisations', keys: people, verdict: 'approve' })).decided).toEqual(people);

  await testProgram(t.db, { code: 'rc' });
  const [place = ''] = await adSpaces(1, 'active');
  const application = { adSpaceId: place, program: 'rc', trafficType: 'content_site', at: AT };
  const applied = await t.db.transaction(SYSTEM, (tx) => join(tx, application));
  expect(applied.ok).toBe(true);
  const keys = [`${place}/rc`];
  expect(await waiting('queue=applications')).toMatchObject({ total: 1, entries: [{ key: keys[0], name: 'Shelf 0' }] });
  expect((await judged({ queue: 'applications', keys, ...said })).decided).toEqual(keys);
  const back = await judged({ queue: 'applications', keys, verdict: 'reopen' });
  expect(back.decided).toEqual(keys);
  const partnership = await t.db.transaction(SYSTEM, (tx) => partnershipById(tx, place, 'rc'));
  expect(partnership).toMatchObject({ status: 'pending', verdict: null });
  expect((await judged({ queue: 'applications', keys, verdict: 'approve' })).decided).toEqual(keys);
  // Approved twice is approved once: the second is told that somebody else was faster.
  expect((await judged({ queue: 'applications', keys, verdict: 'approve' })).refused).toMatchObject([
    { key: keys[0], name: 'Shelf 0', current: 'joined' },
  ]);
});

test('a program without terms stays in the queue, and what a colleague declined is not approved over him', async () => {
  const { program } = await testProgram(t.db, { code: 'new-shop', status: 'pending', categories: ['home'] });
  const keys = [program.code];
  expect((await judged({ queue: 'programs', keys, verdict: 'approve' })).refused).toMatchObject([
    { name: program.name, code: 'program_incomplete', current: null },
  ]);
  withTerms.add(program.code);
  const move = { status: 'declined', reason: 'No.', mover: 'operator' } as const;
  const by = { at: AT, actor: 'colleague' };
  const declined = await t.db.transaction(SYSTEM, (tx) => moveProgram(tx, program.code, move, async () => [], by));
  expect(declined.ok).toBe(true);
  expect((await judged({ queue: 'programs', keys, verdict: 'approve' })).refused).toMatchObject([
    { code: 'program_status_refused', current: 'declined' },
  ]);
  expect((await judged({ queue: 'programs', keys, verdict: 'reopen' })).decided).toEqual(keys);
  expect((await judged({ queue: 'programs', keys, verdict: 'approve' })).decided).toEqual(keys);
});
