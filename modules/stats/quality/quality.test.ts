import { afterAll, beforeAll, expect, test } from 'vitest';
import { manualClock } from '../../../platform/clock/index.ts';
import { type TestDatabase, testDatabase } from '../../../platform/db/testing.ts';
import { createHttpServer, type HttpServer } from '../../../platform/http/index.ts';
import {
  callerGuard,
  createApiApplication,
  createOrganisation,
  issueToken,
  type OrganisationKind,
} from '../../accounts/index.ts';
import { recordActions, recordClicks, recordProgram } from '../record.ts';
import {
  ADVERTISER,
  actionFacts,
  at,
  clickFacts,
  OTHER_PUBLISHER,
  OTHER_SPACE,
  PUBLISHER,
  programFact,
  SPACE,
} from '../testing.ts';
import { qualityRoutes } from './quality-routes.ts';

const NOW = at('2022-06-15T09:00:00.000Z');
const SYSTEM = { role: 'system' } as const;
const clock = manualClock(NOW);
const publisher = { id: PUBLISHER, name: 'Anna' };
const names = new Map([
  [SPACE, { name: 'Blog', publisher }],
  [OTHER_SPACE, { name: 'Forum', publisher: { id: OTHER_PUBLISHER, name: 'Dmitri' } }],
]);
const tokens = new Map<string, string>();
let t: TestDatabase;
let app: HttpServer;

beforeAll(async () => {
  t = await testDatabase();
  const kinds = { [PUBLISHER]: 'publisher', [OTHER_PUBLISHER]: 'publisher', [ADVERTISER]: 'advertiser' } as const;
  for (const [id, kind] of Object.entries(kinds)) tokens.set(id, await tokenOf(id, kind));
  const other = { publisherOrg: OTHER_PUBLISHER, adSpaceId: OTHER_SPACE };
  await t.db.transaction(SYSTEM, async (tx) => {
    await recordProgram(tx, programFact('rc'));
    await recordClicks(tx, [
      ...clickFacts(5001, 'rc', NOW - 3_600_000),
      ...clickFacts(1001, 'rc', NOW - 3_600_000, other),
    ]);
    await recordActions(tx, actionFacts(15, 'rc', NOW - 1_800_000, 'A'));
  });
  app = createHttpServer({ logger: null, trustedProxies: [], guard: callerGuard({ db: t.db, clock }) });
  await app.register(qualityRoutes({ db: t.db, clock, adSpaces: async () => names }));
  await app.ready();
});
afterAll(async () => {
  await app.close();
  await t.drop();
});

async function tokenOf(id: string, kind: OrganisationKind): Promise<string> {
  const made = { orgId: id, name: 'robot', scopes: ['statistics'], at: NOW, actor: 'test' };
  const credentials = await t.db.transaction(SYSTEM, async (tx) => {
    await createOrganisation(tx, { id, kind, name: kind, at: NOW });
    return createApiApplication(tx, made);
  });
  const issued = await issueToken(t.db, NOW, { ...credentials, scopes: [] });
  if (!issued.ok) throw new Error(issued.error.detail);
  return issued.value.accessToken;
}

async function ask(org: string, path: string) {
  const answer = await app.inject({ url: path, headers: { authorization: `Bearer ${tokens.get(org) ?? ''}` } });
  return { status: answer.statusCode, body: answer.json() };
}

const blog = { id: SPACE, name: 'Blog', clicks: 5001, actions: 15, conversion: '0.002999', raised: ['low_cr'] };
const forum = {
  id: OTHER_SPACE,
  name: 'Forum',
  clicks: 1001,
  actions: 0,
  conversion: '0.000000',
  raised: ['no_actions'],
};

test('an advertiser sees every ad space, a publisher the same figures of its own alone (S-119 … S-122, I-32)', async () => {
  const all = await ask(ADVERTISER, '/api/v1/programs/rc/quality');
  expect(all.body).toMatchObject({ program: 'rc', day: '2022-06-15', ad_spaces: [blog, forum] });
  expect((await ask(PUBLISHER, '/api/v1/quality')).body).toEqual({
    programs: [{ ...all.body, ad_spaces: [all.body.ad_spaces[0]] }],
  });
  expect((await ask(OTHER_PUBLISHER, '/api/v1/quality')).body).toEqual({
    programs: [{ ...all.body, ad_spaces: [all.body.ad_spaces[1]] }],
  });
  expect((await ask(PUBLISHER, '/api/v1/programs/rc/quality')).status).toBe(403);
  expect((await ask(ADVERTISER, '/api/v1/quality')).status).toBe(403);
});

test('another day has its own figures', async () => {
  expect((await ask(PUBLISHER, '/api/v1/quality?day=2022-06-14')).body).toMatchObject({
    programs: [{ program: 'rc', day: '2022-06-14', ad_spaces: [] }],
  });
  expect((await ask(PUBLISHER, '/api/v1/quality?day=soon')).status).toBe(400);
});
