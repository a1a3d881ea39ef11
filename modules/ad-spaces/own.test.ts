import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../platform/db/index.ts';
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts';
import { auditOf, createOrganisation } from '../accounts/index.ts';
import { archiveAdSpace, changeAdSpace, registerAdSpace, restoreAdSpace, setAdSpaceStatus } from './index.ts';
import { kindRules } from './kinds.ts';
import { shownAdSpace } from './shown.ts';

const SYSTEM = { role: 'system' } as const;
const AT = Date.parse('2022-06-15T09:00:00.000Z');
const BY = { at: AT, actor: 'user:anna' };
let t: TestDatabase;
let db: Database;
let orgId: string;

type Asked = Parameters<typeof registerAdSpace>[1];

beforeAll(async () => {
  t = await testDatabase();
  db = t.db;
  const made = await db.transaction(SYSTEM, (tx) => createOrganisation(tx, { kind: 'publisher', name: 'P', at: AT }));
  orgId = made.id;
});
afterAll(() => t.drop());

const plain: Omit<Asked, 'orgId' | 'at' | 'actor'> = {
  kind: 'content_site',
  name: 'Garden Notes',
  url: 'https://garden-notes.example/blog',
  description: '',
  prelanderUrl: null,
  dropshipping: false,
  rewards: 'none',
  behaviours: [],
};
const register = (more: Partial<Asked>) =>
  db.transaction(SYSTEM, (tx) => registerAdSpace(tx, { ...plain, orgId, ...BY, ...more }));
const registered = async (more: Partial<Asked>) => {
  const made = await register(more);
  if (!made.ok) throw new Error(made.error.detail);
  return made.value;
};
const decide = (id: string, status: 'active' | 'rejected' | 'blocked') =>
  db.transaction(SYSTEM, (tx) =>
    setAdSpaceStatus(tx, { id, status, reason: 'looked at it', at: AT, actor: 'operator' }),
  );
const change = (id: string, said: Parameters<typeof changeAdSpace>[2]) =>
  db.transaction(SYSTEM, (tx) => changeAdSpace(tx, { orgId, id, ...BY }, said));

describe('registering', () => {
  test('a site waits for its proof, a channel for a person, each with the traffic type that it brings (S-129)', async () => {
    expect(await registered({})).toMatchObject({
      status: 'new',
      trafficType: 'content_site',
      verdict: null,
      heldFor: [],
    });
    const channel = { kind: 'youtube', url: 'https://www.youtube.com/@garden' };
    expect(await registered(channel)).toMatchObject({ status: 'pending', trafficType: 'youtube' });
    expect(await registered({ kind: 'online_store', dropshipping: true })).toMatchObject({ trafficType: 'other' });
  });

  test('every traffic type of table 13 that can be chosen has a kind that brings it', () => {
    const brought = new Set(kindRules.map(({ trafficType }) => trafficType));
    expect([...brought].sort()).toHaveLength(20);
  });

  test.each([
    ['a page on a shared host', 'https://www.facebook.com/garden', 'ADDRESS_SHARED'],
    ['another spelling of it', 'https://FACEBOOK.com/garden', 'ADDRESS_SHARED'],
    ['a public suffix', 'https://co.uk/', 'ADDRESS_SHARED'],
    ['the host of everybody', 'https://github.io/', 'ADDRESS_SHARED'],
    ['a number', 'http://10.0.0.1/', 'field_invalid'],
    ['a number in brackets', 'http://[::1]/', 'field_invalid'],
    ['a local name', 'http://localhost/', 'field_invalid'],
    ['a scheme that is none', 'javascript:alert(1)', 'field_invalid'],
    ['a user name', 'https://me@garden.example/', 'field_invalid'],
  ])('%s is no address of a site (T-29)', async (_what, url, code) => {
    expect(await register({ url })).toMatchObject({ ok: false, error: { code, field: 'url' } });
  });

  test('of a site the place within a page is left out, of a channel it is kept', async () => {
    const site = await register({ url: 'https://garden-top.example/#top' });
    expect(site).toMatchObject({ ok: true, value: { url: 'https://garden-top.example/' } });
    const channel = await register({
      kind: 'messenger',
      url: 'https://web.telegram.org/k/#@garden',
      description: 'A channel.',
    });
    expect(channel).toMatchObject({ ok: true, value: { url: 'https://web.telegram.org/k/#@garden' } });
  });

  test('a host below a shared one is somebody’s own', async () => {
    expect(await register({ url: 'https://garden.github.io/' })).toMatchObject({ ok: true });
  });

  test('what a kind needs has to be there', async () => {
    expect(await register({ url: null })).toMatchObject({ error: { code: 'field_required', field: 'url' } });
    expect(await register({ kind: 'contextual', url: null })).toMatchObject({ error: { field: 'description' } });
    expect(await register({ kind: 'contextual', url: null, description: 'Search ads in Kazakhstan' })).toMatchObject({
      value: { status: 'pending' },
    });
    const extension = { kind: 'browser_extension', url: 'https://addons.example/x', description: 'Shows codes' };
    expect(await register(extension)).toMatchObject({ error: { field: 'behaviours' } });
    expect(await register({ kind: 'billboard' })).toMatchObject({ error: { code: 'field_invalid', field: 'kind' } });
  });

  test('a name or domain that looks like a brand is held for a closer look (S-104)', async () => {
    expect(await registered({ url: 'https://aliexpress-official.example/' })).toMatchObject({
      status: 'new',
      heldFor: [{ rule: 'false_association', field: 'domain', word: 'AliExpress' }],
    });
    expect((await registered({ name: 'Алиэкспресс скидки' })).heldFor).toEqual([
      { rule: 'false_association', field: 'name', word: 'AliExpress' },
    ]);
    expect((await registered({ url: 'https://xn--80aksgcnie2o.example/', name: 'x' })).heldFor).toHaveLength(0);
  });

  test('a name or description with a misleading phrase is held for moderation, naming rule and phrase (S-097)', async () => {
    const channel = { kind: 'youtube', url: 'https://www.youtube.com/@deals' };
    const said = await registered({ ...channel, description: 'Today only: buy one get one free!' });
    const misleading = { rule: 'misleading', field: 'description', word: 'buy one get one free' } as const;
    expect(said).toMatchObject({ status: 'pending', heldFor: [misleading] });
    expect(shownAdSpace(said).held_for).toEqual([misleading]);
    expect((await registered({ ...channel, name: 'Гарантированный приз' })).heldFor).toEqual([
      { rule: 'misleading', field: 'name', word: 'гарантированный приз' },
    ]);
    const honest = { ...channel, description: 'Buy one, get it delivered free' };
    expect((await registered(honest)).heldFor).toEqual([]);
  });
});

describe('declarations', () => {
  const extension = {
    kind: 'browser_extension',
    url: 'https://addons.example/x',
    description: 'Shows codes',
  } as const;

  test('an extension that stays in its icon waits for a verdict; one that changes pages is rejected with the rule (S-091)', async () => {
    expect(await registered({ ...extension, behaviours: ['icon_notification'] })).toMatchObject({ status: 'pending' });
    expect(await registered({ ...extension, behaviours: ['icon_notification', 'page_banner'] })).toMatchObject({
      status: 'rejected',
      verdict: { code: 'rules', rule: 'malicious', reason: expect.stringContaining('page_banner') },
    });
  });

  test('rewards for visits are rejected, cashback for a purchase is not (S-093, C-19)', async () => {
    expect(await registered({ rewards: 'visit' })).toMatchObject({
      status: 'rejected',
      verdict: { code: 'rules', rule: 'incentive_action' },
    });
    expect(await registered({ kind: 'cashback', rewards: 'purchase' })).toMatchObject({ status: 'new', verdict: null });
  });

  test('pop traffic is rejected without a prelander, and direct pop always (S-100, S-107)', async () => {
    const pop = { kind: 'pop_with_prelander', description: 'Click-under' };
    expect(await registered(pop)).toMatchObject({ status: 'rejected', verdict: { rule: 'pop' } });
    expect(await registered({ ...pop, prelanderUrl: 'https://garden-notes.example/go' })).toMatchObject({
      status: 'new',
    });
    expect(await registered({ kind: 'direct_pop', description: 'Pop-under' })).toMatchObject({
      status: 'rejected',
      verdict: { rule: 'pop' },
    });
  });

  test('what the declaration breaks is told by a code, for words in each language; what a person decided by its reason alone', async () => {
    const pop = { kind: 'direct_pop', description: 'Pop-under' };
    const breaches = [];
    for (const said of [{ rewards: 'visit' }, pop, { ...pop, kind: 'pop_with_prelander' }] as const)
      breaches.push(shownAdSpace(await registered(said)).verdict?.breach);
    breaches.push(shownAdSpace(await registered({ ...extension, behaviours: ['page_change'] })).verdict?.breach);
    expect(breaches).toEqual(['visit_reward', 'direct_pop', 'no_prelander', 'outside_icon']);
    const { id } = await registered({ kind: 'youtube', url: 'https://www.youtube.com/@e' });
    const judged = await decide(id, 'rejected');
    expect(judged.ok && shownAdSpace(judged.value).verdict).toMatchObject({ breach: null });
  });

  test('what was rejected for a declaration can be mended', async () => {
    const { id } = await registered({ rewards: 'visit' });
    expect(await change(id, { rewards: 'none' })).toMatchObject({ value: { status: 'new', verdict: null } });
  });
});

describe('changing', () => {
  test('a new text leaves an active ad space active, another host takes it back to the proof (T-29)', async () => {
    const { id } = await registered({ kind: 'youtube', url: 'https://www.youtube.com/@a' });
    expect(await decide(id, 'active')).toMatchObject({ value: { proof: { method: 'operator' } } });
    expect(await change(id, { description: 'Weekly films' })).toMatchObject({ value: { status: 'active' } });
    expect(await change(id, { url: 'https://rutube.ru/channel/1' })).toMatchObject({
      value: { status: 'pending', proof: { provenAt: null } },
    });
  });

  test('a name that begins to look like a brand is looked at anew (S-104)', async () => {
    const { id } = await registered({ kind: 'youtube', url: 'https://www.youtube.com/@b' });
    await decide(id, 'active');
    expect(await change(id, { name: 'Ali Express bargains' })).toMatchObject({ value: { status: 'pending' } });
  });

  test('a misleading phrase said later is looked at once, and not again while it stays (S-097)', async () => {
    const { id } = await registered({ kind: 'youtube', url: 'https://www.youtube.com/@later', name: 'Tmall finds' });
    await decide(id, 'active');
    expect(await change(id, { description: 'Parcels from China' })).toMatchObject({ value: { status: 'active' } });
    // One finding takes the place of another.
    const lured = { name: 'Finds', description: 'Buy One – Get One FREE' };
    expect(await change(id, lured)).toMatchObject({
      value: { status: 'pending', heldFor: [{ rule: 'misleading', field: 'description' }] },
    });
    await decide(id, 'active');
    expect(await change(id, { name: 'Best finds' })).toMatchObject({ value: { status: 'active' } });
    expect(await change(id, { description: '100% free and buy one get one free' })).toMatchObject({
      value: { status: 'pending' },
    });
    await decide(id, 'active');
    expect(await change(id, { description: '' })).toMatchObject({ value: { status: 'active', heldFor: [] } });
  });

  test('dropshipping is declared at once, and taken back only after a look (S-108)', async () => {
    const { id } = await registered({ kind: 'youtube', url: 'https://www.youtube.com/@shop' });
    await decide(id, 'active');
    expect(await change(id, { dropshipping: true })).toMatchObject({ value: { status: 'active', dropshipping: true } });
    expect(await change(id, { dropshipping: false })).toMatchObject({ value: { status: 'pending' } });
  });

  test('rewards for visits, declared later, end an ad space that works: it gets no link any more (S-103)', async () => {
    const { id } = await registered({ kind: 'youtube', url: 'https://www.youtube.com/@bait' });
    await decide(id, 'active');
    expect(await change(id, { rewards: 'visit' })).toMatchObject({
      value: { status: 'rejected', verdict: { rule: 'incentive_action' } },
    });
  });

  test('a blocked ad space is not changed, and one of somebody else does not exist (T-14)', async () => {
    const { id } = await registered({ kind: 'youtube', url: 'https://www.youtube.com/@c' });
    await decide(id, 'blocked');
    expect(await change(id, { name: 'Other' })).toMatchObject({ error: { code: 'transition_not_possible' } });
    const foreign = { orgId: '00000000-0000-4000-8000-000000000000', id, ...BY };
    expect(await db.transaction(SYSTEM, (tx) => changeAdSpace(tx, foreign, { name: 'Mine' }))).toMatchObject({
      error: { code: 'not_found' },
    });
  });
});

test('archiving is undone by restoring, and both are in the audit (I-34)', async () => {
  const { id } = await registered({ kind: 'youtube', url: 'https://www.youtube.com/@d' });
  await decide(id, 'active');
  const put = (work: typeof archiveAdSpace) => db.transaction(SYSTEM, (tx) => work(tx, { orgId, id, ...BY }));
  expect(await put(archiveAdSpace)).toMatchObject({ value: { status: 'archived', archivedFrom: 'active' } });
  expect(await put(archiveAdSpace)).toMatchObject({ value: { status: 'archived', archivedFrom: 'active' } });
  expect(await put(restoreAdSpace)).toMatchObject({ value: { status: 'active', archivedFrom: null } });
  const audit = await db.transaction(SYSTEM, (tx) => auditOf(tx, `ad_space:${id}`, 10));
  expect(audit.map(({ action }) => action).sort()).toEqual([
    'ad_space.archived',
    'ad_space.registered',
    'ad_space.restored',
    'ad_space.status_changed',
  ]);
});
