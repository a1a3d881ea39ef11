import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { manualClock } from '../../platform/clock/index.ts';
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts';
import { createHttpServer, type HttpServer } from '../../platform/http/index.ts';
import {
  callerGuard,
  createApiApplication,
  createOrganisation,
  issueToken,
  type OrganisationKind,
} from '../accounts/index.ts';
import { hoursWithClicks, recordClicks, recordProgram, settleClicks } from '../stats/index.ts';
import { archiveOldMonths } from './archive/archive.ts';
import { type ClickRoutes, clickRoutes } from './routes.ts';
import { advertiserOrg, otherPublisherOrg, publisherOrg, testLink } from './testing/index.ts';
import { recordedClick, storeClicks } from './testing/recorded-click.ts';

const NOW = Date.UTC(2022, 6, 10, 12);
const JULY_FIRST = Date.UTC(2022, 5, 30, 21);
const HOUR = 3_600_000;
const OPERATOR = '55555555-5555-4555-8555-555555555555';
const OTHER_SPACE = '77777777-7777-4777-8777-777777777777';
const clock = manualClock(NOW);
const tokens = new Map<string, string>();

/** One click an hour of the first day of July in Moscow, which begins in June in UTC; the last month is archived. */
const clicks = Array.from({ length: 24 }, (_, hour) =>
  recordedClick(JULY_FIRST + hour * HOUR, {
    publisherOrg: hour % 2 === 0 ? publisherOrg : otherPublisherOrg,
    adSpaceId: hour % 2 === 0 ? testLink().adSpace.id : OTHER_SPACE,
    subids: [hour < 4 ? `s,${hour}` : null, null, null, null, null],
    device: hour < 12 ? 'mobile' : 'desktop',
    country: hour === 5 ? null : 'RU',
  }),
);
const ids = clicks.map(({ clickId }) => clickId).toReversed();

let t: TestDatabase;
let app: HttpServer;
let directory = '';

beforeAll(async () => {
  t = await testDatabase();
  directory = await mkdtemp(join(tmpdir(), 'tributary-clicks-'));
  const kinds: readonly (readonly [string, OrganisationKind])[] = [
    [publisherOrg, 'publisher'],
    [otherPublisherOrg, 'publisher'],
    [advertiserOrg, 'advertiser'],
    [OPERATOR, 'operator'],
  ];
  for (const [id, kind] of kinds) tokens.set(id, await tokenOf(id, kind));
  const stored = [...clicks, recordedClick(JULY_FIRST, { program: 'other' })];
  await storeClicks(t.db, stored);
  await t.db.transaction({ role: 'system' }, async (tx) => {
    const zone = { timeZone: 'Europe/Moscow', accrualCurrency: null, cookieMs: HOUR };
    await recordProgram(tx, { program: 'shop', advertiserOrg, ...zone });
    await recordClicks(
      tx,
      stored.map((click) => ({ ...click, counted: true, visitor: null })),
    );
    await settleClicks(tx);
  });
  app = createHttpServer({ logger: null, trustedProxies: [], guard: callerGuard({ db: t.db, clock }) });
  const zoneOf = async (program: string) => (program === 'shop' ? 'Europe/Moscow' : null);
  const hoursOf: ClickRoutes['hoursOf'] = (actor, query) => t.db.transaction(actor, (tx) => hoursWithClicks(tx, query));
  await app.register(clickRoutes({ db: t.db, clock, archive: directory, zoneOf, hoursOf }));
  await app.ready();
});
afterAll(async () => {
  await app.close();
  await t.drop();
  await rm(directory, { recursive: true });
});

async function tokenOf(id: string, kind: OrganisationKind): Promise<string> {
  const scopes = ['statistics'];
  const credentials = await t.db.transaction({ role: 'system' }, async (tx) => {
    await createOrganisation(tx, { id, kind, name: kind, at: NOW });
    return createApiApplication(tx, { orgId: id, name: 'robot', scopes, at: NOW, actor: 'test' });
  });
  const { clientId, clientSecret } = credentials;
  const issued = await issueToken(t.db, NOW, { clientId, clientSecret, scopes });
  if (!issued.ok) throw new Error(issued.error.detail);
  return issued.value.accessToken;
}

function ask(query: string, org = OPERATOR) {
  const headers = { authorization: `Bearer ${tokens.get(org) ?? ''}` };
  return app.inject({ url: `/api/v1/clicks${query}`, headers });
}

async function idsOf(query: string, org = OPERATOR): Promise<string[]> {
  const answer = await ask(`?program=shop&since=2022-07-01&until=2022-07-02${query}`, org);
  return answer.json().clicks.map((click: { click_id: string }) => click.click_id);
}

const only = (wanted: (hour: number) => boolean) => ids.filter((_, index) => wanted(23 - index));

describe.each(['in the database', 'partly in the archive'])('single clicks %s', (where) => {
  beforeAll(async () => {
    if (where === 'in the database') return;
    const made = await archiveOldMonths({ db: t.db, clock, directory, monthsKept: 0 });
    expect(made.map(({ file }) => file)).toEqual(['2022-06.parquet']);
  });

  it('are those of the calendar day in the zone of the program, newest first', async () => {
    expect(await idsOf('')).toEqual(ids);
    const before = await ask('?program=shop&since=2022-06-01&until=2022-07-01');
    expect(before.json()).toEqual({ clicks: [], next: null });
  });

  it('are filtered as the rows of reports are', async () => {
    expect(await idsOf('&hour=0,23')).toEqual(only((hour) => hour === 0 || hour === 23));
    expect(await idsOf('&subid=s%2C3')).toEqual(only((hour) => hour === 3));
    expect(await idsOf('&subid=')).toEqual(only((hour) => hour >= 4));
    expect(await idsOf('&country=')).toEqual(only((hour) => hour === 5));
    expect(await idsOf(`&device=mobile&ad_space=${OTHER_SPACE}`)).toEqual(only((hour) => hour < 12 && hour % 2 === 1));
    expect(await idsOf(`&link=${encodeURIComponent("' or true --")}`)).toEqual([]);
  });

  it('are found one by one by their ids, where they are the caller’s and of these days', async () => {
    const [id = ''] = only((hour) => hour === 5);
    expect(await idsOf(`&click=${id}`)).toEqual([id]);
    expect(await idsOf(`&click=${id}`, otherPublisherOrg)).toEqual([id]);
    expect(await idsOf(`&click=${id}`, publisherOrg)).toEqual([]);
    expect((await ask(`?program=shop&since=2022-07-02&until=2022-07-03&click=${id}`)).json().clicks).toEqual([]);
  });

  it('come page by page, each once', async () => {
    const seen: string[] = [];
    for (let next: string | null = ''; next !== null; ) {
      const before: string = next === '' ? '' : `&before=${next}`;
      const page: { clicks: { click_id: string }[]; next: string | null } = (
        await ask(`?program=shop&since=2022-07-01&until=2022-07-02&limit=7${before}`)
      ).json();
      seen.push(...page.clicks.map((click) => click.click_id));
      next = page.next;
    }
    expect(seen).toEqual(ids);
  });

  it('are seen by their publisher and by the advertiser of the program alone', async () => {
    expect(await idsOf('', publisherOrg)).toEqual(only((hour) => hour % 2 === 0));
    expect(await idsOf('', otherPublisherOrg)).toEqual(only((hour) => hour % 2 === 1));
    expect(await idsOf('', advertiserOrg)).toEqual(ids);
  });

  it('say what a publisher may know, and no address; the operator sees what was asked for as well', async () => {
    const of = async (org: string) =>
      (await ask('?program=shop&since=2022-07-01&until=2022-07-02&limit=1&hour=3', org)).json().clicks[0];
    expect(await of(OPERATOR)).toEqual({ ...(await of(otherPublisherOrg)), query: 'subid=a%09b' });
    expect(await of(otherPublisherOrg)).toEqual({
      click_id: clicks[3]?.clickId,
      at: '2022-07-01T00:00:00.000Z',
      program: 'shop',
      publisher: otherPublisherOrg,
      ad_space: OTHER_SPACE,
      traffic_type: 'content',
      link: testLink().code,
      country: 'RU',
      device: 'mobile',
      subids: ['s,3', null, null, null, null],
      landing: 'item',
      target: 'https://shop.tld/item/P1.html',
      anonymizer: 'no',
      routed_from: null,
      attributable: true,
      flags: ['dup', 'rate'],
      query: null,
    });
  });

  it('can be asked for by what was noticed', async () => {
    const found = async (flag: string) =>
      (await ask(`?program=shop&since=2022-06-30&until=2022-07-02&flag=${flag}`)).json().clicks;
    expect(await found('altered_target')).toEqual([]);
    expect((await found('rate,altered_target')).length).toBeGreaterThan(0);
    expect((await found('rate')).every(({ flags }: { flags: string[] }) => flags.includes('rate'))).toBe(true);
  });
});

it.each([
  { query: '?program=nowhere', code: 'not_found', field: 'program', status: 404 },
  { query: '?program=shop&since=2022-06-01&until=2022-07-03', code: 'range_invalid', field: 'until', status: 400 },
  { query: '?program=shop&since=2022-02-30', code: 'parameter_invalid', field: 'since', status: 400 },
  { query: '?program=shop&flag=dup,odd', code: 'parameter_invalid', field: 'flag', status: 400 },
  { query: '?program=shop&hour=24', code: 'parameter_invalid', field: 'hour', status: 400 },
  { query: '?program=shop&click=abc', code: 'parameter_invalid', field: 'click', status: 400 },
  { query: '?program=shop&before=abc', code: 'parameter_invalid', field: 'before', status: 400 },
  { query: '?program=shop&limit=501', code: 'parameter_invalid', field: 'limit', status: 400 },
  { query: '?program=shop&colour=red', code: 'unknown_field', field: 'colour', status: 400 },
])('refuses $query with the field that is wrong', async ({ query, code, field, status }) => {
  const answer = await ask(query);
  expect([answer.statusCode, answer.json().code, answer.json().field]).toEqual([status, code, field]);
});

it('are closed without a token', async () => {
  expect((await app.inject({ url: '/api/v1/clicks?program=shop' })).statusCode).toBe(401);
});
