import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { manualClock } from '../../platform/clock/index.ts';
import type { Database } from '../../platform/db/index.ts';
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts';
import { createHttpServer, type HttpServer } from '../../platform/http/index.ts';
import { callerGuard, createApiApplication, issueToken } from '../accounts/index.ts';
import { type AdSpace, setAdSpaceStatus } from '../ad-spaces/index.ts';
import { importProducts } from '../catalogue/index.ts';
import { clickKeys, clickReading } from '../clicks/index.ts';
import { disconnect } from '../partnerships/index.ts';
import { NETWORK_START, testAdSpace, testJoin, testProgram, testPublisher } from '../partnerships/testing.ts';
import { changeProgram, type Program } from '../programs/index.ts';
import { type AppLinks, linkRoutes } from './index.ts';

const testKeys = clickKeys(Buffer.alloc(32, 1));
const SYSTEM = { role: 'system' } as const;
const BY = { at: NETWORK_START, actor: 'test' };
const GO = 'https://go.example';
const item = (id: string) => `https://shop.example/item/${id}.html?sku=1&spm=a b`;
const clock = manualClock(NETWORK_START + 1_000);
let t: TestDatabase;
let db: Database;
let app: HttpServer;
let publisher: string;
let token: string;
let foreign: string;
let program: Program;
let joined: AdSpace;

beforeAll(async () => {
  t = await testDatabase();
  db = t.db;
  publisher = await testPublisher(db);
  const landingPatterns = [{ kind: 'item' as const, path: '/item/{product}.html' }];
  program = (await testProgram(db, { landingPatterns })).program;
  joined = await testAdSpace(db, publisher, { name: 'Garden' });
  await testJoin(db, joined, program);
  const facts = [
    { product_id: 'good', affiliate: true },
    { product_id: 'plain', affiliate: false },
    { product_id: 'gift-card', affiliate: true, virtual: true },
    { product_id: 'secret', affiliate: true, hidden: true },
  ];
  const stream = Readable.from([Buffer.from(facts.map((fact) => `${JSON.stringify(fact)}\n`).join(''))]);
  const file = {
    program,
    format: 'jsonl' as const,
    stream,
    at: NETWORK_START,
    author: 'test',
    onFinding: () => undefined,
  };
  expect(await importProducts(db, clock, file)).toMatchObject({ ok: true, value: { changed: 4, refused: 0 } });
  app = createHttpServer({ logger: null, trustedProxies: [], guard: callerGuard({ db, clock }) });
  app.register(linkRoutes({ db, clock, publicUrl: GO, clicks: clickReading(GO, testKeys) }));
  token = await bearer(publisher);
  foreign = await bearer(await testPublisher(db));
});
afterAll(async () => {
  await app.close();
  await t.drop();
});

async function bearer(orgId: string): Promise<string> {
  const scopes = ['deeplink_generator', 'validate_links', 'short_link'];
  const client = await db.transaction(SYSTEM, (tx) =>
    createApiApplication(tx, { orgId, name: 'robot', scopes, ...BY }),
  );
  const issued = await issueToken(db, clock.now(), { ...client, scopes: [] });
  if (!issued.ok) throw new Error(issued.error.detail);
  return `Bearer ${issued.value.accessToken}`;
}
async function post(url: string, payload: object, authorization = token, server = app) {
  const answer = await server.inject({ method: 'POST', url: `/api/v1${url}`, headers: { authorization }, payload });
  return { status: answer.statusCode, body: answer.json() };
}
const generate = (urls: readonly string[], more: object = {}) =>
  post('/deeplinks', { ad_space: joined.id, program: program.code, urls, ...more });
async function linkOf(url: string, more: object = {}): Promise<string> {
  return (await generate([url], more)).body.links[0].link;
}
/** The same routes under another rule of the operator for app links. */
async function ruledBy(
  rule: AppLinks,
  work: (ask: (path: string, body: object) => ReturnType<typeof post>) => Promise<void>,
): Promise<void> {
  const other = createHttpServer({ logger: null, trustedProxies: [], guard: callerGuard({ db, clock }) });
  other.register(linkRoutes({ db, clock, publicUrl: GO, clicks: clickReading(GO, testKeys, rule) }));
  await work((path, body) => post(path, body, token, other));
  await other.close();
}

const check = async (link: string, authorization = token) => (await post('/link-checks', { link }, authorization)).body;

describe('the deeplink generator', () => {
  test('makes a link whose target is the page, signed, with SubIDs before it (S-074, S-096)', async () => {
    const link = new URL(await linkOf(item('good'), { subids: { subid: 'a&b', subid3: 'ü' } }));
    expect(link.searchParams.get('ulp')).toBe(new URL(item('good')).href);
    expect([...link.searchParams.keys()]).toEqual(['subid', 'subid3', 'ulp', 'sig']);
    expect(link.searchParams.get('sig')).toMatch(/^[\w-]{22}$/);
    expect(link.searchParams.get('subid')).toBe('a&b');
    expect(link.pathname).toMatch(/^\/g\/[0-9a-z]{30}\/$/);
  });

  test('writes one page in one way, whatever way it was asked in', async () => {
    const page = 'https://shop.example/item/good.html?a=%20#end';
    const asked = [
      page,
      'HTTPS://SHOP.example:443/item/good.html?a= #end',
      'https://shop.example/store/../item/./good.html?a=%20#end',
      ` ${page} `,
    ];
    const { body } = await generate(asked);
    const links: readonly { link: string }[] = body.links;
    expect(new Set(links.map(({ link }) => link)).size).toBe(1);
    expect(new URL(links[0]?.link ?? '').searchParams.get('ulp')).toBe(page);
  });

  test('is for ad spaces that have joined, of the caller (S-012, S-074, T-14)', async () => {
    const waiting = await testAdSpace(db, publisher);
    const asked = { program: program.code, urls: [item('good')] };
    expect(await post('/deeplinks', { ...asked, ad_space: waiting.id })).toMatchObject({
      status: 403,
      body: { code: 'NOT_JOINED' },
    });
    expect(await post('/deeplinks', { ...asked, ad_space: joined.id }, foreign)).toMatchObject({ status: 404 });
  });

  test.each([
    ['aliexpress://item/1', 'APP_LINK_NOT_ALLOWED'],
    ['https://a.aliexpress.com/_mK1', 'APP_LINK_NOT_ALLOWED'],
    ['https://A.ALIEXPRESS.COM/_mK1', 'APP_LINK_NOT_ALLOWED'],
    ['https://elsewhere.example/item/1.html', 'TARGET_NOT_ALLOWED'],
    ['https://shop.example.evil.example/', 'TARGET_NOT_ALLOWED'],
    ['https://shop.example@evil.example/', 'TARGET_NOT_ALLOWED'],
    ['javascript:alert(1)', 'TARGET_NOT_ALLOWED'],
    ['just a word', 'TARGET_NOT_ALLOWED'],
    ['', 'TARGET_NOT_ALLOWED'],
    [`${GO}/g/abc/`, 'TARGET_IS_OWN_LINK'],
    [item('secret'), 'HIDDEN_PRODUCT'],
  ])('refuses %s alone with 422 %s (S-076, S-110)', async (url, code) => {
    expect(await generate([url])).toMatchObject({ status: 422, body: { code } });
  });

  test('has the operator’s list of app hosts, refused or let through with a warning (S-076, C-36)', async () => {
    const url = item('good');
    const asked = { ad_space: joined.id, program: program.code };
    await ruledBy({ hosts: ['shop.example'], refused: true }, async (ask) => {
      expect((await ask('/deeplinks', { ...asked, urls: [url] })).body.code).toBe('APP_LINK_NOT_ALLOWED');
      const known = await ask('/deeplinks', { ...asked, urls: ['https://a.aliexpress.com/_mK1'] });
      expect(known.body.code).toBe('TARGET_NOT_ALLOWED');
    });
    await ruledBy({ hosts: ['shop.example'], refused: false }, async (ask) => {
      const { links } = (await ask('/deeplinks', { ...asked, urls: [url] })).body;
      expect(links).toMatchObject([{ from_app: true, affiliate: true, error: null }]);
      const checked = await ask('/link-checks', { link: links[0].link });
      expect(checked.body).toMatchObject({ message: 'Link is valid', notes: ['from_app'] });
      const opened = await ask('/deeplinks', { ...asked, urls: ['shop://item/good'] });
      expect(opened.body.code).toBe('APP_LINK_NOT_ALLOWED');
    });
    expect((await generate([url])).body.links).toMatchObject([{ from_app: false }]);
  });

  test('takes many at once, each with an answer of its own, in their order', async () => {
    const urls = [
      item('good'),
      'aliexpress://item/1',
      item('plain'),
      item('gift-card'),
      item('new'),
      'https://shop.example/',
    ];
    const { status, body } = await generate(urls);
    expect(status).toBe(200);
    expect(body.links.map(({ url }: { url: string }) => url)).toEqual(urls);
    expect(
      body.links.map((line: { affiliate: boolean | null; landing: string | null; error: { code: string } | null }) => [
        line.landing,
        line.affiliate,
        line.error?.code ?? null,
      ]),
    ).toEqual([
      ['item', true, null],
      [null, null, 'APP_LINK_NOT_ALLOWED'],
      ['item', false, null],
      ['item', false, null],
      ['item', null, null],
      ['home', null, null],
    ]);
    expect((await generate(Array.from({ length: 201 }, () => item('good')))).status).toBe(422);
  });

  test('gives the same short link for the same long one', async () => {
    const [first, second] = [
      await generate([item('good'), item('plain')], { short: true }),
      await generate([item('good')], { short: true }),
    ];
    const short = second.body.links[0].short_link;
    expect(short).toMatch(/^https:\/\/go\.example\/s\/[0-9a-z]{8}$/);
    expect(first.body.links[0].short_link).toBe(short);
    expect(first.body.links[1].short_link).not.toBe(short);
    expect(await check(short)).toMatchObject({
      ...{ finding: 'valid', notes: [] },
      link: { target: new URL(item('good')).href },
    });
  });

  test('signs what is shortened, and shortens no link whose target was altered (S-096)', async () => {
    const long = await linkOf(item('good'), { subids: { subid: 'a' } });
    const shorten = (link: string) => post('/short-links', { link });
    const { short_link: signed } = (await shorten(long)).body;
    expect((await shorten(long.replace(/&sig=.*/, ''))).body.short_link).toBe(signed);
    for (const altered of [long.replace('good', 'plain'), `${long}x`, long.replace(/ulp=[^&]*&/, '')]) {
      expect(await shorten(altered)).toMatchObject({ status: 422, body: { code: 'field_invalid', field: 'link' } });
    }
    const foreign = `${long.split('?')[0]}?ulp=${encodeURIComponent('https://elsewhere.example/')}`;
    expect(await check((await shorten(foreign)).body.short_link)).toMatchObject({ finding: 'target_foreign' });
  });
});

describe('the link checker', () => {
  test('answers the seed’s two sentences, byte for byte (S-073, S-075, C-30)', async () => {
    const good = await check(await linkOf(item('good')));
    expect(Buffer.from(good.message)).toEqual(Buffer.from('Link is valid'));
    expect(good.steps.map(({ state }: { state: string }) => state)).toEqual(Array(5).fill('passed'));
    const plain = await check(await linkOf(item('plain')));
    expect(Buffer.from(plain.message)).toEqual(Buffer.from('Attention! This product is non-affiliated'));
    expect(plain.steps.at(-1)).toEqual({ step: 'product', state: 'warning' });
  });

  test('warns of a gift card like of a product that is not affiliated (S-053)', async () => {
    expect(await check(await linkOf(item('gift-card')))).toMatchObject({ finding: 'non_affiliate' });
  });

  test('takes no direct link: "Wrong link" (S-075)', async () => {
    for (const link of [item('good'), 'https://go.example/', 'https://go.example.evil.example/g/x', 'hello']) {
      expect(await check(link)).toMatchObject({ finding: 'wrong_link', message: 'Wrong link', link: null });
    }
  });

  test('a product that is not in the catalogue is valid, with a note', async () => {
    expect(await check(await linkOf(item('new')))).toMatchObject({ finding: 'valid', notes: ['product_unknown'] });
    expect(await check(await linkOf('https://shop.example/'))).toMatchObject({ finding: 'valid', notes: [] });
  });

  test('says of every other what is wrong, and shows up to where it was right', async () => {
    const base = (await linkOf('https://shop.example/')).split('?')[0] ?? '';
    for (const [query, finding, failed] of [
      [`?subid=${'x'.repeat(513)}`, 'subid_too_long', 'subids'],
      ['?subid=a%00b', 'subid_unreadable', 'subids'],
      ['?subid=a&subid=b', 'parameter_twice', 'subids'],
      ['?ulp=%zz', 'target_unreadable', 'target'],
      ['?ulp=aliexpress%3A%2F%2Fitem%2F1', 'target_app_link', 'target'],
      ['?ulp=https%3A%2F%2Felsewhere.example%2F', 'target_foreign', 'target'],
      [`?ulp=${encodeURIComponent(base)}`, 'target_own_link', 'target'],
      [`?ulp=${encodeURIComponent(item('secret'))}`, 'product_hidden', 'product'],
    ] as const) {
      const found = await check(`${base}${query}`);
      expect(found.finding).toBe(finding);
      const steps: readonly { step: string; state: string }[] = found.steps;
      expect(steps.find(({ state }) => state === 'failed')?.step).toBe(failed);
    }
  });

  test('knows an altered target, and tells one that is not signed (S-096)', async () => {
    const link = await linkOf(item('good'));
    const bare = link.replace(/&sig=.*/, '');
    for (const altered of [
      link.replace('good', 'plain'),
      link.replace('shop.example', 'elsewhere.example'),
      link.replace(/ulp=[^&]*&/, ''),
      link.replace(/ulp=[^&]*/, 'ulp=%zz'),
      `${bare}&sig=`,
    ]) {
      expect(await check(altered)).toMatchObject({
        finding: 'target_altered',
        message: expect.stringContaining('altered'),
      });
    }
    expect(await check(bare)).toMatchObject({ finding: 'valid', notes: ['unsigned'] });
    expect(await check(bare.replace('good', 'new'))).toMatchObject({ notes: ['unsigned', 'product_unknown'] });
    const only = (signedLinksOnly: boolean) =>
      db.transaction(SYSTEM, (tx) => changeProgram(tx, program.code, { signedLinksOnly }, BY));
    await only(true);
    expect(await check(bare)).toMatchObject({ finding: 'target_unsigned' });
    expect(await check(link)).toMatchObject({ finding: 'valid', notes: [] });
    expect(await check(link.split('?')[0] ?? '')).toMatchObject({ finding: 'valid', notes: [] });
    await only(false);
  });

  test('a link of somebody else is unknown, as is one that does not exist (T-14)', async () => {
    const link = await linkOf(item('good'));
    const unknown = `${GO}/g/${'0'.repeat(30)}/`;
    expect(await check(link, foreign)).toEqual(await check(unknown, foreign));
    expect(await check(unknown)).toMatchObject({ finding: 'unknown_code', link: null });
  });

  test('says when the cooperation has ended', async () => {
    const adSpace = await testAdSpace(db, publisher);
    await testJoin(db, adSpace, program);
    const asked = { ad_space: adSpace.id, program: program.code, urls: [item('good')] };
    const link = (await post('/deeplinks', asked)).body.links[0].link;
    const block = { id: adSpace.id, reason: 'x', ...BY };
    await db.transaction(SYSTEM, (tx) => setAdSpaceStatus(tx, { ...block, status: 'blocked' }));
    expect(await check(link)).toMatchObject({ finding: 'ad_space_not_active' });
    await db.transaction(SYSTEM, (tx) => setAdSpaceStatus(tx, { ...block, status: 'active' }));
    await db.transaction(SYSTEM, (tx) => disconnect(tx, { adSpaceId: adSpace.id, program: program.code, ...BY }));
    expect(await check(link)).toMatchObject({ finding: 'not_joined', notes: [] });
    await db.transaction(SYSTEM, (tx) => changeProgram(tx, program.code, { status: 'stopped' }, BY));
    expect(await check(link)).toMatchObject({ finding: 'program_not_active' });
    await db.transaction(SYSTEM, (tx) => changeProgram(tx, program.code, { status: 'active' }, BY));
  });

  test('traffic without the agreement it needs is a note: the link works and earns nothing (S-125)', async () => {
    const adSpace = await testAdSpace(db, publisher);
    await testJoin(db, adSpace, program, 'toolbar');
    const asked = { ad_space: adSpace.id, program: program.code, urls: [item('good')] };
    const link = (await post('/deeplinks', asked)).body.links[0].link;
    expect(await check(link)).toMatchObject({ finding: 'valid', notes: ['agreement_missing'] });
  });
});
