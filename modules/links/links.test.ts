import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { manualClock } from '../../platform/clock/index.ts';
import { connectDatabase, type Database } from '../../platform/db/index.ts';
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts';
import { createHttpServer, type HttpServer } from '../../platform/http/index.ts';
import { outbound } from '../../platform/outbound/index.ts';
import { callerGuard, createApiApplication, issueToken } from '../accounts/index.ts';
import { type AdSpace, adSpaceRoutes, setAdSpaceStatus } from '../ad-spaces/index.ts';
import { clickKeys, clickReading, targetSigner } from '../clicks/index.ts';
import { block, join } from '../partnerships/index.ts';
import { NETWORK_START, testAdSpace, testJoin, testProgram, testPublisher } from '../partnerships/testing.ts';
import { changeProgram, type Program } from '../programs/index.ts';
import { allLinks, linksSince, watchLinks } from './edge-face.ts';
import { linkRoutes, standardLink } from './index.ts';
import type { LinkChanges } from './model.ts';

const testKeys = clickKeys(Buffer.alloc(32, 1));
const SYSTEM = { role: 'system' } as const;
const BY = { at: NETWORK_START, actor: 'test' };
const clock = manualClock(NETWORK_START);
let t: TestDatabase;
let db: Database;
let app: HttpServer;
let publisher: string;
let stranger: string;
let program: Program;
let joined: AdSpace;

beforeAll(async () => {
  t = await testDatabase();
  db = t.db;
  publisher = await testPublisher(db);
  stranger = await testPublisher(db);
  program = (await testProgram(db)).program;
  joined = await testAdSpace(db, publisher);
  await testJoin(db, joined, program);
  app = createHttpServer({ logger: null, trustedProxies: [], guard: callerGuard({ db, clock }) });
  app.register(adSpaceRoutes({ db, clock, outbound: outbound({ agent: 'test' }) }));
  app.register(
    linkRoutes({ db, clock, publicUrl: 'https://go.example', clicks: clickReading('https://go.example', testKeys) }),
  );
});
afterAll(async () => {
  await app.close();
  await t.drop();
});

async function bearer(orgId: string): Promise<string> {
  const scopes = ['websites', 'advcampaigns_for_website', 'short_link'];
  const client = await db.transaction(SYSTEM, (tx) =>
    createApiApplication(tx, { orgId, name: 'robot', scopes, ...BY }),
  );
  const issued = await issueToken(db, clock.now(), { ...client, scopes: [] });
  if (!issued.ok) throw new Error(issued.error.detail);
  return `Bearer ${issued.value.accessToken}`;
}
const get = async (orgId: string, url: string) => app.inject({ url, headers: { authorization: await bearer(orgId) } });
const link = (adSpaceId: string, code = program.code, org = publisher) =>
  db.transaction({ role: 'app', org }, (tx) => standardLink(tx, { adSpaceId, program: code, at: NETWORK_START }));

describe('the standard link', () => {
  test('is one for each ad space and program, however often and by how many it is asked for (S-014)', async () => {
    const adSpace = await testAdSpace(db, publisher);
    await testJoin(db, adSpace, program);
    const answers = await Promise.all(Array.from({ length: 6 }, () => link(adSpace.id)));
    const codes = new Set(answers.map((answer) => (answer.ok ? answer.value.code : answer.error.code)));
    expect(codes.size).toBe(1);
    const [code = ''] = codes;
    expect(code).toMatch(/^[0-9a-z]{10}[0-9a-f]{20}$/);
    expect(code.slice(10)).toBe(`${adSpace.code}${program.campaignCode}`);
  });

  test('is given to an active ad space that has joined, and to no other (S-012)', async () => {
    const waiting = await testAdSpace(db, publisher);
    await db.transaction(SYSTEM, (tx) =>
      join(tx, { adSpaceId: waiting.id, program: program.code, trafficType: 'content_site', at: NETWORK_START }),
    );
    const blocked = await testAdSpace(db, publisher);
    await testJoin(db, blocked, program);
    await db.transaction(SYSTEM, (tx) =>
      setAdSpaceStatus(tx, { id: blocked.id, status: 'blocked', reason: 'x', ...BY }),
    );
    for (const adSpace of [
      waiting,
      blocked,
      await testAdSpace(db, publisher),
      await testAdSpace(db, publisher, { status: 'pending' }),
    ]) {
      const answer = await get(publisher, `/api/v1/ad-spaces/${adSpace.id}/links?program=${program.code}`);
      expect([answer.statusCode, answer.json().code]).toEqual([403, 'NOT_JOINED']);
      expect(answer.json().remedy).toContain('once the cooperation has begun');
    }
    const answer = await get(publisher, `/api/v1/ad-spaces/${joined.id}/links?program=${program.code}`);
    expect(answer.json().links).toMatchObject([
      {
        program: program.code,
        kind: 'standard',
        url: expect.stringMatching(/^https:\/\/go\.example\/g\/[0-9a-z]{30}\/$/),
      },
    ]);
    expect((await get(publisher, `/api/v1/ad-spaces/${joined.id}/links`)).json()).toEqual(answer.json());
  });
});

describe('what another publisher has', () => {
  test('is not there for anybody else: the same 404 as for what does not exist (BAD-99)', async () => {
    const foreign = await get(stranger, `/api/v1/ad-spaces/${joined.id}/links?program=${program.code}`);
    const missing = await get(
      stranger,
      `/api/v1/ad-spaces/00000000-0000-4000-8000-000000000000/links?program=${program.code}`,
    );
    for (const answer of [foreign, missing])
      expect([answer.statusCode, answer.json().code]).toEqual([404, 'not_found']);
    expect(foreign.json().detail).toBe(missing.json().detail);
  });

  test('an organisation lists its own ad spaces, page by page', async () => {
    const own = await testPublisher(db);
    const ids = [await testAdSpace(db, own), await testAdSpace(db, own), await testAdSpace(db, own)]
      .map(({ id }) => id)
      .sort();
    const token = await bearer(own);
    const page = async (query: string) =>
      (await app.inject({ url: `/api/v1/ad-spaces${query}`, headers: { authorization: token } })).json();
    const first = await page('?limit=2');
    expect(first.ad_spaces.map(({ id }: AdSpace) => id)).toEqual(ids.slice(0, 2));
    const second = await page(`?limit=2&after=${first.next}`);
    expect([second.ad_spaces.map(({ id }: AdSpace) => id), second.next]).toEqual([ids.slice(2), null]);
    expect(await page('?limit=501')).toMatchObject({ status: 400, code: 'parameter_invalid', field: 'limit' });
    expect(await page('?sort=id')).toMatchObject({ status: 400, code: 'unknown_field' });
  });

  test('a raw select shows links and ad spaces of the tenant alone, and none without a tenant (I-32, I-33)', async () => {
    await link(joined.id);
    const other = await testAdSpace(db, stranger);
    await testJoin(db, other, program);
    await link(other.id, program.code, stranger);
    const seen = (org: string | null, table: string) =>
      db.transaction({ role: 'app', org }, (tx) =>
        tx.query<{ publisher_org?: string; org_id?: string }>(`select * from ${table}`),
      );
    for (const table of ['links.link', 'ad_spaces.ad_space']) {
      for (const org of [publisher, stranger]) {
        const rows = await seen(org, table);
        expect(rows.length).toBeGreaterThan(0);
        expect(rows.every((row) => (row.publisher_org ?? row.org_id) === org)).toBe(true);
      }
      expect(await seen(null, table)).toEqual([]);
    }
  });
});

describe('a short link', () => {
  const post = async (org: string, link: string) =>
    app.inject({
      method: 'POST',
      url: '/api/v1/short-links',
      headers: { authorization: await bearer(org) },
      payload: { link },
    });

  test('stands for a link with its parameters, is the same each time, and is told to the edges', async () => {
    const issued = await link(joined.id);
    const path = issued.ok ? issued.value.path : '';
    const { mark } = await everything();
    const long = `https://go.example${path}?subid=a%20b&other=1&ulp=https%3A%2F%2Fshop.example%2Fx`;
    const answers = await Promise.all([post(publisher, long), post(publisher, long)]);
    const [first, second] = answers.map((answer) => answer.json());
    expect(first.short_link).toMatch(/^https:\/\/go\.example\/s\/[0-9a-z]{8}$/);
    expect(second).toEqual(first);
    const plain = (await post(publisher, `https://go.example${path}`)).json();
    expect(plain.short_link).not.toBe(first.short_link);
    const { shorts } = await since(mark);
    const code = path.slice(3, -1);
    const told = (answer: { short_link: string }, query: string) => ({
      short: answer.short_link.slice(-8),
      code,
      query,
    });
    expect(shorts).toHaveLength(2);
    const target = targetSigner(testKeys).parameters(code, 'https://shop.example/x');
    expect(shorts).toContainEqual(told(first, `subid=a%20b&${target}`));
    expect(shorts).toContainEqual(told(plain, ''));
  });

  test('is made of own links of this network alone', async () => {
    const issued = await link(joined.id);
    const path = issued.ok ? issued.value.path : '';
    for (const wrong of [
      `https://other.example${path}`,
      'nonsense',
      'https://go.example/g/abc/',
      `https://go.example${path}?subid=${'x'.repeat(2000)}`,
    ]) {
      const answer = await post(publisher, wrong);
      expect([answer.statusCode, answer.json().code, answer.json().field]).toEqual([422, 'field_invalid', 'link']);
    }
    const foreign = await post(stranger, `https://go.example${path}`);
    const missing = await post(stranger, `https://go.example/g/${'0'.repeat(30)}/`);
    for (const answer of [foreign, missing])
      expect([answer.statusCode, answer.json().code]).toEqual([404, 'not_found']);
  });
});

const ONE_MOMENT = { isolation: 'repeatable read' } as const;

/** Everything, and the mark. */
async function everything(): Promise<LinkChanges & { mark: string }> {
  const pages: LinkChanges[] = [];
  const mark = await db.transaction(SYSTEM, (tx) => allLinks(tx, (page) => pages.push(page)), ONE_MOMENT);
  return { ...joinedPages(pages), mark };
}

async function since(mark: string, sure = true): Promise<LinkChanges & { mark: string }> {
  const pages: LinkChanges[] = [];
  const next = await db.transaction(SYSTEM, (tx) => linksSince(tx, mark, sure, (page) => pages.push(page)), ONE_MOMENT);
  if (next === null) throw new Error('the mark is of another database');
  return { ...joinedPages(pages), mark: next };
}

function joinedPages(pages: readonly LinkChanges[]): LinkChanges {
  return {
    programs: pages.flatMap(({ programs }) => programs),
    adSpaces: pages.flatMap(({ adSpaces }) => adSpaces),
    partnerships: pages.flatMap(({ partnerships }) => partnerships),
    links: pages.flatMap(({ links }) => links),
    shorts: pages.flatMap(({ shorts }) => shorts),
  };
}

describe('what the edges are told', () => {
  test('is each link, and once for all of them what decides a redirect', async () => {
    const adSpace = await testAdSpace(db, publisher, { kind: 'toolbar', trafficType: 'toolbar', dropshipping: true });
    await testJoin(db, adSpace, program, 'toolbar');
    const issued = await link(adSpace.id);
    const code = issued.ok ? issued.value.code : '';
    const all = await everything();
    const { id, code: adSpaceCode } = adSpace;
    expect(all.links).toContainEqual({ code, adSpaceId: id, program: program.code, target: null });
    expect(all.adSpaces).toContainEqual({
      id,
      code: adSpaceCode,
      kind: 'toolbar',
      trafficType: 'toolbar',
      dropshipping: true,
      status: 'active',
      prelander: null,
    });
    expect(all.partnerships).toContainEqual({
      adSpaceId: id,
      program: program.code,
      publisherOrg: publisher,
      status: 'joined',
      agreed: false,
      trafficType: 'toolbar',
    });
    expect(all.programs.find((each) => each.code === program.code)).toMatchObject({
      homeUrl: program.homeUrl,
      campaignCode: program.campaignCode,
    });
  });

  test('of the page on which visitors of pop traffic act is its origin (S-107)', async () => {
    const prelanderUrl = 'https://pop.example/offer?x=1';
    const { id } = await testAdSpace(db, publisher, { kind: 'pop_with_prelander', prelanderUrl });
    const { adSpaces } = await everything();
    expect(adSpaces.find((each) => each.id === id)).toMatchObject({ prelander: 'https://pop.example' });
  });

  test('afterwards is what changed since, and nothing else', async () => {
    const adSpace = await testAdSpace(db, publisher);
    await testJoin(db, adSpace, program);
    const { mark } = await everything();
    expect(await since(mark)).toMatchObject({ programs: [], adSpaces: [], partnerships: [], links: [], shorts: [] });
    const issued = await link(adSpace.id);
    const first = await since(mark);
    expect([first.links.map(({ code }) => code), first.partnerships]).toEqual([[issued.ok && issued.value.code], []]);
    await db.transaction(SYSTEM, (tx) =>
      block(tx, { adSpaceId: adSpace.id, program: program.code, reason: 'x', ...BY }),
    );
    await db.transaction(SYSTEM, (tx) =>
      setAdSpaceStatus(tx, { id: adSpace.id, status: 'blocked', reason: 'x', ...BY }),
    );
    await db.transaction(SYSTEM, (tx) =>
      changeProgram(tx, program.code, { fallbackUrl: 'https://shop.example/x' }, BY),
    );
    const second = await since(first.mark);
    expect(second.links).toEqual([]);
    expect(second.partnerships).toMatchObject([{ adSpaceId: adSpace.id, status: 'blocked' }]);
    expect(second.adSpaces).toMatchObject([{ id: adSpace.id, status: 'blocked' }]);
    expect(second.programs).toMatchObject([{ code: program.code, fallbackUrl: 'https://shop.example/x' }]);
    // Nobody is sure after a lost connection: what is known is told again.
    expect((await since(second.mark, false)).links.map(({ code }) => code)).toContain(issued.ok && issued.value.code);
  });

  test('misses nothing that was begun first and committed last', async () => {
    const adSpaces = await Promise.all([1, 2, 3].map(() => testAdSpace(db, publisher)));
    for (const adSpace of adSpaces) await testJoin(db, adSpace, program);
    const [slow, quick, later] = adSpaces.map(({ id }) => id);
    const { mark } = await everything();
    const own = { role: 'app', org: publisher } as const;
    const made = (tx: Parameters<typeof standardLink>[0], adSpaceId = '') =>
      standardLink(tx, { adSpaceId, program: program.code, at: NETWORK_START });
    const seen = await db.transaction(own, async (tx) => {
      await made(tx, slow);
      await db.transaction(own, (other) => made(other, quick));
      return since(mark);
    });
    expect(seen.links.map(({ adSpaceId }) => adSpaceId)).toEqual([quick]);
    await db.transaction(own, (tx) => made(tx, later));
    const rest = await since(seen.mark);
    expect(rest.links.map(({ adSpaceId }) => adSpaceId).sort()).toEqual([slow, later].sort());
  });

  test('of another database has no meaning here', async () => {
    const { mark } = await everything();
    const foreign = mark.replace(/^\d+/, '1');
    const next = await db.transaction(SYSTEM, (tx) => linksSince(tx, foreign, true, () => undefined), ONE_MOMENT);
    expect(next).toBeNull();
  });
});

describe('watching', () => {
  /** Resolves at the next call. */
  function next(): { promise: Promise<void>; call: () => void } {
    let call = () => {};
    const promise = new Promise<void>((resolve) => {
      call = resolve;
    });
    return { promise, call };
  }

  test('a change of a link, a partnership, an ad space or a program is told after it is committed', async () => {
    const adSpace = await testAdSpace(db, publisher);
    const { program: other } = await testProgram(db);
    let seen = next();
    const watch = await watchLinks(db, () => seen.call());
    const told = async (work: () => Promise<unknown>) => {
      seen = next();
      await work();
      await seen.promise;
    };
    await told(() => testJoin(db, adSpace, other));
    await told(() => link(adSpace.id, other.code));
    await told(() => db.transaction(SYSTEM, (tx) => changeProgram(tx, other.code, { status: 'stopped' }, BY)));
    await told(() =>
      db.transaction(SYSTEM, (tx) => setAdSpaceStatus(tx, { id: adSpace.id, status: 'blocked', reason: 'x', ...BY })),
    );
    await watch.stop();
  });

  test('a lost connection is made again, and what happened meanwhile is told', async () => {
    const own = connectDatabase(t.url, { poolSize: 2 });
    const seen = next();
    const errors: unknown[] = [];
    const watch = await watchLinks(own, () => seen.call(), { onError: (error) => errors.push(error) });
    await db.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where query = 'listen tributary_links' and datname = current_database()`,
    );
    await seen.promise;
    expect(errors).toHaveLength(1);
    await watch.stop();
    await own.close();
  });
});
