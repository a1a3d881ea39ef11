import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AdSpaceDetail, ProofCheckAnswer, ProofMethod } from '../../contract/wire/ad-spaces.ts';
import { manualClock } from '../../platform/clock/index.ts';
import type { Database } from '../../platform/db/index.ts';
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts';
import { createHttpServer, type HttpServer } from '../../platform/http/index.ts';
import { outbound } from '../../platform/outbound/index.ts';
import { type TestSite, testSite } from '../../platform/outbound/testing.ts';
import { callerGuard, createApiApplication, createOrganisation, issueToken } from '../accounts/index.ts';
import { adSpaceRoutes } from './index.ts';

const SYSTEM = { role: 'system' } as const;
const clock = manualClock(Date.parse('2022-06-15T09:00:00.000Z'));
/** What the site answers with, by path; changed by the tests. */
const pages = new Map<string, { readonly status: number; readonly body: string; readonly location?: string }>();
const texts: Record<string, string[]> = { 'site.example': [] };
let t: TestDatabase;
let db: Database;
let app: HttpServer;
let site: TestSite;
let owner: string;
let stranger: string;

beforeAll(async () => {
  t = await testDatabase();
  db = t.db;
  site = await testSite(
    (request, response) => {
      const page = pages.get(request.url ?? '') ?? { status: 404, body: '' };
      response.writeHead(page.status, page.location === undefined ? {} : { location: page.location }).end(page.body);
    },
    { addresses: { 'site.example': '127.0.0.1', 'inside.example': '10.0.0.7' }, texts },
  );
  app = createHttpServer({ logger: null, trustedProxies: [], guard: callerGuard({ db, clock }) });
  const to = outbound({ agent: 'test', allowed: ['127.0.0.0/8'], nameServers: [site.nameServer] });
  app.register(adSpaceRoutes({ db, clock, outbound: to }));
  owner = await bearer();
  stranger = await bearer();
});
afterAll(async () => {
  await app.close();
  await site.close();
  await t.drop();
});

async function bearer(): Promise<string> {
  const at = clock.now();
  const client = await db.transaction(SYSTEM, async (tx) => {
    const { id: orgId } = await createOrganisation(tx, { kind: 'publisher', name: 'P', at });
    const scopes = ['websites', 'manage_websites'];
    return createApiApplication(tx, { orgId, name: 'robot', scopes, at, actor: 'test' });
  });
  const issued = await issueToken(db, at, { ...client, scopes: [] });
  if (!issued.ok) throw new Error(issued.error.detail);
  return `Bearer ${issued.value.accessToken}`;
}
const ask = (method: 'GET' | 'POST' | 'PATCH', url: string, payload?: object, authorization = owner) =>
  app.inject({
    method,
    url: `/api/v1${url}`,
    headers: { authorization },
    ...(payload === undefined ? {} : { payload }),
  });
async function registered(url = `http://site.example:${site.port}/blog`): Promise<AdSpaceDetail> {
  const answer = await ask('POST', '/ad-spaces', { kind: 'content_site', name: 'Garden', url });
  expect(answer.statusCode).toBe(201);
  return answer.json();
}
async function check(id: string, method: ProofMethod): Promise<ProofCheckAnswer> {
  clock.advance(3_000);
  const answer = await ask('POST', `/ad-spaces/${id}/ownership-checks`, { method });
  expect(answer.statusCode).toBe(200);
  return answer.json();
}

describe('ownership is proven (T-29)', () => {
  test('by a file that holds the code', async () => {
    const { id, instructions } = await registered();
    expect(await check(id, 'file')).toMatchObject({
      proven: false,
      finding: 'nothing_there',
      ad_space: { status: 'new' },
    });
    const path = new URL(instructions?.file.url ?? '').pathname;
    pages.set(path, { status: 200, body: '<html>Welcome home</html>' });
    expect(await check(id, 'file')).toMatchObject({ proven: false, finding: 'other_code' });
    pages.set(path, { status: 200, body: `${instructions?.file.content}\n` });
    expect(await check(id, 'file')).toMatchObject({
      proven: true,
      finding: 'found',
      ad_space: { status: 'pending', proof: { method: 'file', proven_at: expect.any(String) } },
    });
  });

  test('by a meta tag in the head of that very page, and not by what visitors write', async () => {
    const { id, instructions } = await registered();
    const tag = instructions?.meta.tag ?? '';
    for (const body of [
      `<html><head></head><body>${tag}</body></html>`,
      `<head><!-- ${tag} --></head>`,
      `<head><title>${tag.replace(/</g, '&lt;')}</title></head>`,
    ]) {
      pages.set('/blog', { status: 200, body });
      expect(await check(id, 'meta')).toMatchObject({ proven: false, finding: 'nothing_there' });
    }
    pages.set('/blog', { status: 200, body: `<!doctype html><HTML><HEAD>${tag}</HEAD><body></body>` });
    expect(await check(id, 'meta')).toMatchObject({ proven: true, ad_space: { proof: { method: 'meta' } } });
  });

  test('by a TXT record of the host', async () => {
    const { id, instructions } = await registered();
    texts['site.example'] = ['v=spf1 -all', 'tributary-verification=somebody-else'];
    expect(await check(id, 'dns')).toMatchObject({ proven: false, finding: 'other_code' });
    texts['site.example'].push(instructions?.dns.value ?? '');
    expect(await check(id, 'dns')).toMatchObject({ proven: true, ad_space: { proof: { method: 'dns' } } });
  });

  test('of that host alone: a redirect proves nothing, and what it leads to is not asked', async () => {
    const { id, instructions } = await registered();
    const path = new URL(instructions?.file.url ?? '').pathname;
    pages.set(path, { status: 301, body: '', location: `http://inside.example${path}` });
    expect(await check(id, 'file')).toMatchObject({ proven: false, finding: 'redirected' });
    expect(site.asked.some((asked) => asked.startsWith('inside'))).toBe(false);
  });
});

describe('a check is no way into our network, and no proxy (T-28)', () => {
  test('a name that leads inside is told as such', async () => {
    const { id } = await registered('http://inside.example/');
    expect(await check(id, 'meta')).toMatchObject({ proven: false, finding: 'not_public' });
  });

  test('nothing of a page is in the answer', async () => {
    const { id } = await registered();
    pages.set('/blog', { status: 200, body: '<head><meta name="tributary-verification" content="tell-me"></head>' });
    expect(JSON.stringify(await check(id, 'meta'))).not.toContain('tell-me');
  });

  test('one check follows another after a pause', async () => {
    const { id } = await registered();
    await check(id, 'meta');
    const again = await ask('POST', `/ad-spaces/${id}/ownership-checks`, { method: 'meta' });
    expect(again.json()).toMatchObject({ status: 429, code: 'rate_limited', retry_after: 3 });
  });
});

test('an ad space of somebody else is not there, whatever is asked (T-14)', async () => {
  const { id } = await registered();
  for (const [method, url, body] of [
    ['GET', `/ad-spaces/${id}`, undefined],
    ['PATCH', `/ad-spaces/${id}`, { name: 'Mine' }],
    ['POST', `/ad-spaces/${id}/archive`, undefined],
    ['POST', `/ad-spaces/${id}/restore`, undefined],
    ['POST', `/ad-spaces/${id}/ownership-checks`, { method: 'meta' }],
  ] as const) {
    expect((await ask(method, url, body, stranger)).json()).toMatchObject({ status: 404, code: 'not_found' });
  }
});

test('fields that are the network’s cannot be sent (T-16)', async () => {
  const { id } = await registered();
  for (const field of ['status', 'proof', 'held_for', 'org_id']) {
    expect((await ask('PATCH', `/ad-spaces/${id}`, { [field]: 'active' })).json()).toMatchObject({
      code: 'field_not_allowed',
    });
  }
});
