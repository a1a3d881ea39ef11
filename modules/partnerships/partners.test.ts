import { afterAll, beforeAll, expect, test } from 'vitest';
import { manualClock } from '../../platform/clock/index.ts';
import type { Database } from '../../platform/db/index.ts';
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts';
import { createHttpServer, type HttpServer } from '../../platform/http/index.ts';
import { auditOf, callerGuard, createApiApplication, createOrganisation, issueToken } from '../accounts/index.ts';
import type { Program } from '../programs/index.ts';
import { applicationRoutes, block, join, partnerRoutes, partnershipById, unblock } from './index.ts';
import { NETWORK_START, testAdSpace, testProgram, testPublisher } from './testing.ts';

const SYSTEM = { role: 'system' } as const;
const clock = manualClock(NETWORK_START + 1_000);
let t: TestDatabase;
let db: Database;
let app: HttpServer;
let rc: Program;
let tokens: Readonly<Record<'own' | 'foreign' | 'operator', string>>;

beforeAll(async () => {
  t = await testDatabase();
  db = t.db;
  const { program: ww } = await testProgram(db, { code: 'ww', name: 'Worldwide' });
  rc = (await testProgram(db, { code: 'rc', name: 'Russia', joinsAlso: ['ww'], advertiserOrg: ww.advertiserOrg }))
    .program;
  const { program: other } = await testProgram(db);
  const operator = await db.transaction(SYSTEM, (tx) =>
    createOrganisation(tx, { kind: 'operator', name: 'Network', at: NETWORK_START }),
  );
  tokens = {
    own: await bearer(rc.advertiserOrg),
    foreign: await bearer(other.advertiserOrg),
    operator: await bearer(operator.id),
  };
  app = createHttpServer({ logger: null, trustedProxies: [], guard: callerGuard({ db, clock }) });
  await app.register(partnerRoutes({ db, clock }));
  await app.register(applicationRoutes({ db, clock }));
});
afterAll(async () => {
  await app.close();
  await t.drop();
});

async function bearer(orgId: string): Promise<string> {
  const at = clock.now();
  const made = { orgId, name: 'robot', scopes: ['partners', 'advcampaigns_for_website'], at, actor: 'test' };
  const client = await db.transaction(SYSTEM, (tx) => createApiApplication(tx, made));
  const issued = await issueToken(db, at, { ...client, scopes: [] });
  if (!issued.ok) throw new Error(issued.error.detail);
  return issued.value.accessToken;
}

async function ask(who: keyof typeof tokens, method: 'GET' | 'POST', path: string, payload?: object) {
  const headers = { authorization: `Bearer ${tokens[who]}` };
  const sent = payload === undefined ? {} : { payload };
  const answer = await app.inject({ method, url: `/api/v1/partners${path}`, headers, ...sent });
  return { status: answer.statusCode, body: answer.json() };
}

async function applied(name: string, trafficType = 'content_site', justification?: string): Promise<string> {
  clock.advance(1_000);
  const adSpace = await testAdSpace(db, await testPublisher(db), { name, url: `https://${name}.example/` });
  const said =
    justification === undefined ? {} : { said: { rules: [{ program: 'rc', version: null }], justification } };
  const asked = { adSpaceId: adSpace.id, program: 'rc', trafficType, at: clock.now(), ...said };
  const made = await db.transaction(SYSTEM, (tx) => join(tx, asked));
  if (!made.ok) throw new Error(made.error.detail);
  return adSpace.id;
}
const status = async (id: string, program: string) =>
  (await db.transaction(SYSTEM, (tx) => partnershipById(tx, id, program)))?.status;

test('an advertiser sees who asks, with what it has to judge by, and nothing of the proof itself', async () => {
  const id = await applied('first');
  const { body } = await ask('own', 'GET', '?status=pending&program=rc');
  const [row] = body.partners.filter((partner: { ad_space: { id: string } }) => partner.ad_space.id === id);
  expect(row).toMatchObject({
    program: { code: 'rc', name: 'Russia' },
    publisher: { name: 'Publisher' },
    ad_space: { name: 'first', url: 'https://first.example/', kind: 'content_site', proven: false, brand_words: [] },
    status: 'pending',
    traffic_kind: 'content_site',
    agreement: 'not_needed',
    joins_also: ['Worldwide'],
    misleading: [],
    verdict: null,
  });
  expect(JSON.stringify(row)).not.toContain('proof');
});

test('a misleading phrase in the text of an application is told to whoever decides (S-097)', async () => {
  const id = await applied('lure', 'content_site', 'I write “buy one get one free” on every page.');
  const { body } = await ask('own', 'GET', `?ad_space=${id}`);
  expect(body.partners[0]).toMatchObject({
    misleading: ['buy one get one free'],
    ad_space: { brand_words: [] },
  });
  const { body: list } = await ask('own', 'GET', '/waiting?text=lure');
  expect(list.entries).toMatchObject([{ name: 'lure', attention: ['misleading'] }]);
});

test('approving the one joins the other in the same transaction (S-115)', async () => {
  const id = await applied('second');
  expect(await ask('own', 'POST', `/${id}/rc/approve`)).toEqual({
    status: 200,
    body: { status: 'joined', agreed: true, joined: ['rc', 'ww'] },
  });
  const rows = await db.transaction(SYSTEM, (tx) =>
    tx.query<{ program: string; written: string }>(
      'select program, xmin::text as written from partnerships.partnership where ad_space_id = $1 order by program',
      [id],
    ),
  );
  expect(rows.map(({ program }) => program)).toEqual(['rc', 'ww']);
  expect(new Set(rows.map(({ written }) => written)).size).toBe(1);
  const [record] = await db.transaction(SYSTEM, (tx) => auditOf(tx, `partnership:${id}/rc`, 5));
  expect(record).toMatchObject({ action: 'partnership.joined', actor: expect.stringMatching(/^application:/) });
});

test('a decline needs its reason, which the publisher reads', async () => {
  const id = await applied('third');
  expect((await ask('own', 'POST', `/${id}/rc/decline`, { reason: ' ' })).status).toBe(422);
  const declined = await ask('own', 'POST', `/${id}/rc/decline`, {
    reason: 'No content yet',
    reason_code: 'information',
  });
  expect(declined).toEqual({ status: 200, body: { status: 'declined', agreed: true, joined: [] } });
  const { body } = await ask('own', 'GET', '?status=declined');
  expect(body.partners).toMatchObject([{ verdict: { reason: 'No content yet', reason_code: 'information' } }]);
  expect((await ask('own', 'POST', `/${id}/rc/approve`)).body.code).toBe('transition_not_possible');
});

test('whoever decides about what a colleague decided meanwhile is told, and nothing changes', async () => {
  const [taken, refused] = [await applied('taken meanwhile'), await applied('refused meanwhile')];
  expect((await ask('own', 'POST', `/${taken}/rc/approve`, { from: 'pending' })).status).toBe(200);
  expect((await ask('own', 'POST', `/${refused}/rc/decline`, { from: 'pending', reason: 'First.' })).status).toBe(200);
  const late = { status: 409, body: { code: 'transition_not_possible' } };
  const asked = { from: 'pending' };
  expect(await ask('own', 'POST', `/${taken}/rc/approve`, asked)).toMatchObject(late);
  expect(await ask('own', 'POST', `/${refused}/rc/decline`, { ...asked, reason: 'Second.' })).toMatchObject(late);
  const { body } = await ask('own', 'GET', `?ad_space=${refused}`);
  expect(body.partners).toMatchObject([{ verdict: { reason: 'First.' } }]);
});

test('a kind of traffic by agreement is found and agreed to (S-125)', async () => {
  const id = await applied('toolbar', 'toolbar');
  const missing = async () => (await ask('own', 'GET', '?agreement=missing')).body.total;
  expect(await missing()).toBe(1);
  expect((await ask('own', 'POST', `/${id}/rc/agree`)).body).toMatchObject({ agreed: true, status: 'pending' });
  expect(await missing()).toBe(0);
});

test('applications of another advertiser are not there (T-14); the operator sees and decides them', async () => {
  const id = await applied('fourth');
  expect((await ask('foreign', 'GET', '')).body).toEqual({ partners: [], total: 0 });
  for (const step of ['approve', 'agree', 'decline']) {
    const payload = step === 'decline' ? { reason: 'x' } : undefined;
    const answer = await ask('foreign', 'POST', `/${id}/rc/${step}`, payload);
    expect([step, answer.status, answer.body.code]).toEqual([step, 404, 'not_found']);
  }
  expect(await status(id, 'rc')).toBe('pending');
  const { body } = await ask('operator', 'GET', '?status=pending&limit=200');
  expect(body.partners.map((partner: { ad_space: { id: string } }) => partner.ad_space.id)).toContain(id);
  expect((await ask('operator', 'POST', `/${id}/rc/approve`)).body.status).toBe('joined');
});

test('who waits stands first, the longest waiting on top, in pages', async () => {
  const all = (await ask('own', 'GET', '?limit=200')).body;
  const pages = [(await ask('own', 'GET', '?limit=2')).body, (await ask('own', 'GET', '?limit=2&offset=2')).body];
  expect(pages.flatMap(({ partners }) => partners)).toEqual(all.partners.slice(0, 4));
  const waiting = all.partners.map((partner: { status: string }) => partner.status === 'pending');
  expect(waiting).toEqual([...waiting].sort((a, b) => Number(b) - Number(a)));
  expect(pages.map(({ total }) => total)).toEqual([all.total, all.total]);
});

test('pop traffic waits for the operator of the network: its advertiser can only decline it (S-107, C-18)', async () => {
  const publisher = await testPublisher(db);
  const adSpace = await testAdSpace(db, publisher, { kind: 'pop_with_prelander' });
  const asked = { adSpaceId: adSpace.id, program: 'rc', trafficType: 'other', at: clock.now() };
  expect(await db.transaction(SYSTEM, (tx) => join(tx, asked))).toMatchObject({ ok: true });
  for (const step of ['approve', 'agree']) {
    expect(await ask('own', 'POST', `/${adSpace.id}/rc/${step}`)).toMatchObject({
      status: 403,
      body: { code: 'NETWORK_DECIDES' },
    });
    expect((await ask('foreign', 'POST', `/${adSpace.id}/rc/${step}`)).status).toBe(404);
  }
  expect(await status(adSpace.id, 'rc')).toBe('pending');
  expect(await ask('operator', 'POST', `/${adSpace.id}/rc/approve`)).toMatchObject({ body: { status: 'joined' } });
  expect(await ask('operator', 'POST', `/${adSpace.id}/rc/agree`)).toMatchObject({ body: { agreed: true } });
  const other = await testAdSpace(db, publisher, { kind: 'pop_with_prelander' });
  await db.transaction(SYSTEM, (tx) => join(tx, { ...asked, adSpaceId: other.id }));
  expect(await ask('own', 'POST', `/${other.id}/rc/decline`, { reason: 'No pop traffic.' })).toMatchObject({
    body: { status: 'declined' },
  });
});

test('the history tells who, when and why: each side its own people by name, of others the side; the network everybody', async () => {
  const id = await applied('past');
  await ask('own', 'POST', `/${id}/rc/approve`);
  const publisherOrg = (await db.transaction(SYSTEM, (tx) => partnershipById(tx, id, 'rc')))?.publisherOrg ?? '';
  const by = () => {
    clock.advance(1_000);
    return { adSpaceId: id, program: 'rc', at: clock.now(), actor: 'job:conduct' };
  };
  await db.transaction(SYSTEM, (tx) => block(tx, { ...by(), reason: 'spam' }));
  await db.transaction(SYSTEM, (tx) => unblock(tx, by()));
  const told = (name: string | null) => [
    { event: 'unblocked', reason: null, side: 'network', by: null },
    { event: 'blocked', reason: 'spam', side: 'network', by: null },
    { event: 'joined', reason: null, side: 'advertiser', by: name },
  ];
  expect((await ask('own', 'GET', `/${id}/rc/history`)).body.history).toMatchObject(told('robot'));
  expect((await ask('operator', 'GET', `/${id}/rc/history`)).body.history).toMatchObject(told('robot'));
  expect((await ask('foreign', 'GET', `/${id}/rc/history`)).status).toBe(404);
  const headers = { authorization: `Bearer ${await bearer(publisherOrg)}` };
  const own = await app.inject({ url: `/api/v1/applications/${id}/rc`, headers });
  expect(own.json().history).toMatchObject(told(null));
});
