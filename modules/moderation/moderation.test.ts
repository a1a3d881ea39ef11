import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SendMail } from '../../contract/mail.ts';
import { manualClock } from '../../platform/clock/index.ts';
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts';
import { createHttpServer, type HttpServer } from '../../platform/http/index.ts';
import {
  auditOf,
  callerGuard,
  createApiApplication,
  createOrganisation,
  createUser,
  issueToken,
  type OrganisationKind,
} from '../accounts/index.ts';
import { adSpaceById } from '../ad-spaces/index.ts';
import { join, partnershipById } from '../partnerships/index.ts';
import { NETWORK_START, testAdSpace, testJoin, testProgram, testPublisher } from '../partnerships/testing.ts';
import { draftProgram, type Program, programByCode, trafficTypesOf } from '../programs/index.ts';
import { moderationRoutes } from './index.ts';

const SYSTEM = { role: 'system' } as const;
const AT = NETWORK_START + 1_000;
const clock = manualClock(AT);
let t: TestDatabase;
let app: HttpServer;
const mails: SendMail[] = [];
let token: string;
let rc: Program;
let ww: Program;

beforeAll(async () => {
  t = await testDatabase();
  app = createHttpServer({ logger: null, trustedProxies: [], guard: callerGuard({ db: t.db, clock }) });
  app.register(
    moderationRoutes({
      db: t.db,
      clock,
      sendMail: async (_tx, mail) => void mails.push(mail),
      hasTerms: async () => true,
    }),
  );
  token = await tokenOf(await organisation('operator', 'active'));
  rc = (await testProgram(t.db, { code: 'rc', joinsAlso: ['ww'] })).program;
  ww = (await testProgram(t.db, { code: 'ww' })).program;
});
afterAll(async () => {
  await app.close();
  await t.drop();
});

const organisation = async (kind: OrganisationKind, status: 'pending' | 'active', name = 'Blue Kite') =>
  (await t.db.transaction(SYSTEM, (tx) => createOrganisation(tx, { kind, name, status, at: AT }))).id;

async function tokenOf(orgId: string): Promise<string> {
  const application = { orgId, name: 'robot', scopes: ['moderation'], at: AT, actor: 'test' };
  const client = await t.db.transaction(SYSTEM, (tx) => createApiApplication(tx, application));
  const issued = await issueToken(t.db, AT, { ...client, scopes: [] });
  if (!issued.ok) throw new Error(issued.error.detail);
  return issued.value.accessToken;
}

async function ask(path: string, payload?: object, as = token) {
  const headers = { authorization: `Bearer ${as}` };
  const sent = payload === undefined ? { method: 'GET' as const } : { method: 'POST' as const, payload };
  return (await app.inject({ url: `/api/v1${path}`, headers, ...sent })).json();
}

const audited = async (subject: string) =>
  (await t.db.transaction(SYSTEM, (tx) => auditOf(tx, subject, 9))).map(({ action }) => action);
const adSpaceStatus = async (id: string) => (await t.db.transaction(SYSTEM, (tx) => adSpaceById(tx, id)))?.status;

describe('organisations', () => {
  test('that wait are let in or declined with a reason, each once, with a record (I-34)', async () => {
    const [one, two] = [await organisation('publisher', 'pending'), await organisation('advertiser', 'pending')];
    expect((await ask('/moderation')).organisations).toMatchObject({ waiting: 2, oldest: new Date(AT).toISOString() });
    const path = (id: string) => `/moderation/organisations/${id}/status`;
    expect(await ask(path(one), { status: 'active' })).toMatchObject({ status: 'active', status_reason: null });
    expect(await ask(path(two), { status: 'declined' })).toMatchObject({ code: 'field_required', field: 'reason' });
    expect(await ask(path(two), { status: 'declined', reason: 'No imprint.' })).toMatchObject({
      status: 'declined',
      status_reason: 'No imprint.',
      history: [{ action: 'organisation.declined', reason: 'No imprint.' }],
    });
    expect(await ask(path(two), { status: 'declined', reason: 'x' })).toMatchObject({
      code: 'transition_not_possible',
    });
    // Somebody who still looks at the queue does not take back what a colleague decided.
    expect(await ask(path(two), { status: 'active', from: 'pending' })).toMatchObject({
      code: 'transition_not_possible',
      current: 'declined',
    });
    expect((await ask('/moderation')).organisations.waiting).toBe(0);
    expect(await audited(`organisation:${one}`)).toEqual(['organisation.active']);
  });

  test('are found by a part of the name or of an address, page by page, newest first', async () => {
    const ids: string[] = [];
    for (const name of ['Searched 100% one', 'Searched 100% two', 'Searched 1000']) {
      ids.push(await organisation('publisher', 'active', name));
    }
    const member = {
      orgId: ids[2] ?? '',
      email: 'zoe@needle.test',
      password: 'a long sentence here',
      role: 'owner',
      at: AT,
    } as const;
    await t.db.transaction(SYSTEM, (tx) => createUser(tx, { ...member, actor: 'test' }));
    expect((await ask('/moderation/organisations?text=100%25')).organisations).toHaveLength(2);
    expect((await ask('/moderation/organisations?text=needle')).organisations).toMatchObject([
      { id: ids[2], owner: { email: 'zoe@needle.test' }, members: 1 },
    ]);
    const first = await ask('/moderation/organisations?text=searched&limit=2');
    const second = await ask(`/moderation/organisations?text=searched&limit=2&before=${first.next}`);
    expect([...first.organisations, ...second.organisations].map(({ id }) => id).sort()).toEqual(ids.toSorted());
    expect(await ask(`/moderation/organisations/${ids[2]}`)).toMatchObject({
      people: [{ email: 'zoe@needle.test', role: 'owner', confirmed: true }],
    });
  });

  test('that are blocked stop with all they have, and start again with exactly that', async () => {
    const publisher = await testPublisher(t.db);
    const [running, resting, refused] = [
      await testAdSpace(t.db, publisher),
      await testAdSpace(t.db, publisher, { status: 'pending' }),
      await testAdSpace(t.db, publisher, { status: 'blocked' }),
    ];
    await testJoin(t.db, running, rc);
    const path = `/moderation/organisations/${publisher}`;
    expect((await ask(path)).block_would_stop).toEqual({
      ad_spaces: 1,
      partnerships: 2,
      links: 0,
      programs: 0,
      undecided: { actions: 0, amounts: [] },
    });
    const { applications } = await ask(path);
    expect(applications).toHaveLength(2);
    expect(applications).toContainEqual(
      expect.objectContaining({
        ad_space: { id: running.id, name: running.name },
        program: { code: rc.code, name: rc.name },
        status: 'joined',
      }),
    );
    await ask(`${path}/status`, { status: 'blocked', reason: 'Stolen identity.' });
    const statuses = () => Promise.all([running, resting, refused].map(({ id }) => adSpaceStatus(id)));
    expect(await statuses()).toEqual(['blocked', 'pending', 'blocked']);
    expect(await ask(path)).toMatchObject({ status: 'blocked', status_reason: 'Stolen identity.' });
    await ask(`${path}/status`, { status: 'active' });
    expect(await statuses()).toEqual(['active', 'pending', 'blocked']);
  });

  test('of an advertiser take their programs with them', async () => {
    const { program } = await testProgram(t.db, { code: 'kite' });
    const path = `/moderation/organisations/${program.advertiserOrg}`;
    expect((await ask(path)).block_would_stop.programs).toBe(1);
    await ask(`${path}/status`, { status: 'blocked', reason: 'Pays nobody.' });
    const now = () => t.db.transaction(SYSTEM, (tx) => programByCode(tx, 'kite'));
    expect(await now()).toMatchObject({ status: 'suspended', statusReason: 'Pays nobody.' });
    await ask(`${path}/status`, { status: 'active' });
    expect(await now()).toMatchObject({ status: 'active' });
  });

  test('of the network itself are nobody’s to block; others neither see nor decide anything', async () => {
    const operator = await organisation('operator', 'active');
    expect(await ask(`/moderation/organisations/${operator}/status`, { status: 'blocked', reason: 'x' })).toMatchObject(
      {
        code: 'transition_not_possible',
      },
    );
    const stranger = await tokenOf(await organisation('publisher', 'active'));
    for (const path of ['/moderation', '/moderation/organisations', '/moderation/ad-spaces', '/traffic-policy']) {
      expect(await ask(path, undefined, stranger)).toMatchObject({ status: 403, code: 'wrong_organisation' });
    }
  });
});

describe('ad spaces', () => {
  test('wait oldest first; a rejection has a code of the closed list and is told to the publisher (S-131)', async () => {
    const publisher = await testPublisher(t.db);
    const [one, two] = [
      await testAdSpace(t.db, publisher, { status: 'pending' }),
      await testAdSpace(t.db, publisher, { status: 'pending' }),
    ];
    const list = `/moderation/ad-spaces?publisher=${publisher}`;
    expect(await ask(list)).toMatchObject({ total: 2, ad_spaces: [{ publisher: { id: publisher } }, {}] });
    const path = ({ id }: { id: string }) => `/moderation/ad-spaces/${id}/verdict`;
    expect(await ask(path(one), { status: 'rejected', reason: 'x' })).toMatchObject({ status: 422 });
    const verdict = { status: 'rejected', code: 'rules', rule: 'pop', reason: 'Pop-ups on every page.' };
    expect(await ask(path(one), verdict)).toMatchObject({
      status: 'rejected',
      verdict: { reason_code: 'rules', rule: 'pop', reason: 'Pop-ups on every page.' },
    });
    expect(await ask(path(two), { status: 'active' })).toMatchObject({ status: 'active', verdict: null });
    expect((await ask(list)).total).toBe(0);
    const told = await t.db.transaction(SYSTEM, (tx) =>
      tx.query<{ kind: string }>('select kind from notifications.notice where org_id = $1 order by kind', [publisher]),
    );
    expect(told.map(({ kind }) => kind)).toEqual(['ad_space_approved', 'ad_space_rejected']);
  });
});

describe('applications', () => {
  test('are approved with what joins along (S-115), or declined with code and reason', async () => {
    const publisher = await testPublisher(t.db);
    const [one, two] = [await testAdSpace(t.db, publisher), await testAdSpace(t.db, publisher)];
    for (const { id } of [one, two]) {
      await t.db.transaction(SYSTEM, (tx) =>
        join(tx, { adSpaceId: id, program: rc.code, trafficType: 'content_site', at: AT }),
      );
    }
    const list = `/moderation/applications?publisher=${publisher}`;
    expect(await ask(list)).toMatchObject({ total: 2, applications: [{ program: { code: 'rc' } }, {}] });
    expect(await ask(`/moderation/applications/${one.id}/rc`, { verdict: 'approve' })).toEqual({
      status: 'joined',
      joined_also: ['ww'],
    });
    const declined = { verdict: 'decline', code: 'audience', reason: 'Another country.' };
    expect(await ask(`/moderation/applications/${two.id}/rc`, declined)).toEqual({
      status: 'declined',
      joined_also: [],
    });
    const [along, apart] = await t.db.transaction(SYSTEM, async (tx) => [
      await partnershipById(tx, one.id, ww.code),
      await partnershipById(tx, two.id, rc.code),
    ]);
    expect([along?.status, apart?.verdict?.code]).toEqual(['joined', 'audience']);
    expect((await ask(list)).total).toBe(0);
  });
});

describe('the table of traffic kinds', () => {
  test('is what a new program begins with; programs that are there keep theirs', async () => {
    const put = async (kinds: object[]) =>
      (
        await app.inject({
          method: 'PUT',
          url: '/api/v1/traffic-policy',
          headers: { authorization: `Bearer ${token}` },
          payload: { kinds },
        })
      ).json();
    const { kinds } = await put([
      { key: 'targeting.facebook', status: 'prohibited' },
      { key: 'toolbar', status: 'by_agreement' },
    ]);
    const saying = Object.fromEntries(kinds.map(({ key, status }: { key: string; status: string }) => [key, status]));
    expect(kinds).toHaveLength(21);
    expect(saying).toMatchObject({ targeting: 'restricted', 'targeting.facebook': 'prohibited', forum: 'allowed' });
    expect(await put([{ key: 'targeting', status: 'allowed' }])).toMatchObject({ code: 'field_invalid' });
    const draft = { code: 'fresh', name: 'Fresh', home_url: 'https://fresh.example/' };
    const keys = { current: new Uint8Array(32).fill(7), previous: [] };
    const orgId = await organisation('advertiser', 'active');
    const table = await t.db.transaction(SYSTEM, async (tx) => {
      await draftProgram(tx, draft, keys, { at: AT, actor: 'test', orgId });
      return trafficTypesOf(tx, 'fresh');
    });
    expect(table.find(({ key }) => key === 'toolbar')?.status).toBe('by_agreement');
    const before = await t.db.transaction(SYSTEM, (tx) => trafficTypesOf(tx, rc.code));
    expect(before).toHaveLength(6);
    expect(await audited('network')).toEqual(['traffic_policy.changed']);
  });
});

test('every session of a person is ended by the network, who is told by mail; nobody of another organisation', async () => {
  const orgId = await organisation('publisher', 'active', 'Green Kite');
  const email = 'kit@kite.test';
  const made = await t.db.transaction(SYSTEM, async (tx) => {
    const user = await createUser(tx, {
      orgId,
      email,
      password: 'seven quiet otters',
      role: 'owner',
      at: AT,
      actor: 'test',
    });
    if (!user.ok) throw new Error(user.error.detail);
    for (const mark of ['1', '2'])
      await tx.query(
        `insert into accounts.session (session_id, token_hash, user_id, org_id, created_at, last_seen_at, idle_until, expires_at,
           user_agent, network, second_factor, reauthenticated_at)
         select gen_random_uuid(), sha256($1), $2, $3, now(), now(), now(), now(), '', '', 'none', now()`,
        [Buffer.from(mark), user.value.id, orgId],
      );
    return user.value;
  });
  const end = async (org: string, person: string) =>
    (
      await app.inject({
        method: 'DELETE',
        url: `/api/v1/moderation/organisations/${org}/people/${person}/sessions`,
        headers: { authorization: `Bearer ${token}` },
      })
    ).json();
  const other = await organisation('publisher', 'active');
  expect(await end(other, made.id)).toMatchObject({ status: 404, code: 'not_found', field: 'person' });
  expect(await end(orgId, made.id)).toEqual({ ended: 2 });
  expect(await end(orgId, made.id)).toEqual({ ended: 0 });
  expect(mails[0]).toMatchObject({ to: email, kind: 'sessions_ended', orgId });
  expect(await audited(`user:${made.id}`)).toContain('sessions.ended_by_network');
});
