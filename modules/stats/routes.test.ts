import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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
import { metricsNow } from './metrics/metrics-now.ts';
import { trafficAlarms } from './quality/indicators.ts';
import { recordActions, recordClicks, recordProgram, settleClicks } from './record.ts';
import { statsRoutes } from './routes.ts';
import {
  ADVERTISER,
  actionFact,
  at,
  clickFact,
  clickFacts,
  OTHER_ADVERTISER,
  OTHER_PUBLISHER,
  OTHER_SPACE,
  PUBLISHER,
  programFact,
} from './testing.ts';

const NOW = at('2022-06-15T09:00:00.000Z');
const OPERATOR = '55555555-5555-4555-8555-555555555555';
const clock = manualClock(NOW);
const kinds: Readonly<Record<string, OrganisationKind>> = {
  [PUBLISHER]: 'publisher',
  [OTHER_PUBLISHER]: 'publisher',
  [ADVERTISER]: 'advertiser',
  [OTHER_ADVERTISER]: 'advertiser',
  [OPERATOR]: 'operator',
};
const tokens = new Map<string, string>();

let t: TestDatabase;
let app: HttpServer;

beforeAll(async () => {
  t = await testDatabase();
  for (const [id, kind] of Object.entries(kinds)) tokens.set(id, await tokenOf(id, kind));
  await t.db.transaction({ role: 'system' }, async (tx) => {
    await recordProgram(tx, programFact('rc'));
    await recordProgram(tx, programFact('ww', { advertiserOrg: OTHER_ADVERTISER, accrualCurrency: 'USD' }));
    const other = { publisherOrg: OTHER_PUBLISHER, adSpaceId: OTHER_SPACE };
    await recordClicks(tx, [
      ...clickFacts(50, 'rc', NOW - 3_600_000, { subids: ['=cmd()'] }),
      ...clickFacts(5, 'rc', NOW - 3_600_000, other),
      clickFact('ww', NOW - 3_600_000, other),
    ]);
    const amounts = { pending: 6000n, approved: 0n, declined: 0n, deducted: 0n };
    await recordActions(tx, [
      actionFact('rc', 'A', NOW - 1_800_000, { amounts }),
      actionFact('rc', 'N', NOW - 1_800_000, { status: 'not_attributed', publisherOrg: null, adSpaceId: null }),
      actionFact('ww', 'B', NOW - 1_800_000, { ...other, advertiserOrg: OTHER_ADVERTISER, currency: 'USD', amounts }),
    ]);
  });
  app = createHttpServer({ logger: null, trustedProxies: [], guard: callerGuard({ db: t.db, clock }) });
  app.register(statsRoutes({ db: t.db, clock, metricsNow: metricsNow({ db: t.db, clock }) }));
  await app.ready();
});
afterAll(async () => {
  await app.close();
  await t.drop();
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

function ask(query: string, org = PUBLISHER) {
  return app.inject({ url: `/api/v1/reports${query}`, headers: { authorization: `Bearer ${tokens.get(org) ?? ''}` } });
}

describe('GET /api/v1/reports', () => {
  test('shows the caller its own numbers, amounts as decimals, with the total', async () => {
    const answer = await ask('?group_by=day,subid');
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({
      since: '2022-05-17',
      until: '2022-06-16',
      group_by: ['day', 'subid'],
      rows: [
        { group: { day: '2022-06-15', subid: '=cmd()' }, ...numbers({ clicks: 50 }) },
        {
          group: { day: '2022-06-15', subid: null },
          ...numbers({ pending: 1 }),
          rewards: [reward({ pending: '60.00', epc: null })],
        },
      ],
      total: {
        ...numbers({ clicks: 50, pending: 1, cr: '2.00' }),
        rewards: [reward({ pending: '60.00', epc: '120.00' })],
      },
      page: { limit: 100, offset: 0, rows_total: 2 },
    });
  });

  function numbers(given: { clicks?: number; pending?: number; cr?: string }) {
    const { clicks = 0, pending = 0, cr = clicks === 0 ? null : '0.00' } = given;
    const none = { approved: 0, deducted: 0, declined: 0, no_reward: 0, unresolved: 0, not_attributed: 0 };
    return {
      clicks,
      unique_clicks: 0,
      filtered_clicks: 0,
      actions: { total: pending, pending, ...none },
      new_customers: 0,
      cr,
      rewards: [],
      sales: pending === 0 ? [] : [{ currency: 'USD', amount: '20.00' }],
    };
  }

  function reward(changes: object) {
    return { currency: 'RUB', approved: '0.00', deducted: '0.00', declined: '0.00', ...changes };
  }

  test.each([
    { who: 'a publisher', org: PUBLISHER, clicks: 50, actions: 1, nobodys: 0 },
    { who: 'another publisher', org: OTHER_PUBLISHER, clicks: 6, actions: 1, nobodys: 0 },
    { who: 'an advertiser', org: ADVERTISER, clicks: 55, actions: 1, nobodys: 1 },
    { who: 'another advertiser', org: OTHER_ADVERTISER, clicks: 1, actions: 1, nobodys: 0 },
    { who: 'the operator', org: OPERATOR, clicks: 56, actions: 2, nobodys: 1 },
  ])('gives $who what it may see and nothing else, whatever it filters by', async ({
    org,
    clicks,
    actions,
    nobodys,
  }) => {
    for (const query of ['', '?program=rc,ww', '?traffic_type=content_site']) {
      const answer = await ask(query, org);
      const { total } = answer.json();
      expect([total.clicks, total.actions.total, total.actions.not_attributed]).toEqual([clicks, actions, nobodys]);
    }
  });

  test.each([
    { query: '?limit=100000', code: 'parameter_invalid', field: 'limit', says: '1000' },
    { query: '?limit=0', code: 'parameter_invalid', field: 'limit', says: '1' },
    { query: '?limit=1e9', code: 'parameter_invalid', field: 'limit', says: '1000' },
    { query: '?offset=-1', code: 'parameter_invalid', field: 'offset', says: '0' },
    { query: '?since=2022-06-10&until=2022-06-01', code: 'range_invalid', field: 'until', says: '-9 days' },
    { query: '?since=2022-06-10&until=2022-06-10', code: 'range_invalid', field: 'until', says: '0 days' },
    { query: '?since=2012-06-10&until=2022-06-10', code: 'range_invalid', field: 'until', says: '400' },
    { query: '?since=2022-02-30&until=2022-06-10', code: 'parameter_invalid', field: 'since', says: '2022-06-15' },
    { query: '?group_by=day,colour', code: 'unknown_field', field: 'group_by', says: 'traffic_type' },
    { query: '?group_by=', code: 'unknown_field', field: 'group_by', says: 'day' },
    { query: '?group_by=day,day', code: 'parameter_invalid', field: 'group_by', says: 'twice' },
    { query: '?sort=id;drop', code: 'unknown_field', field: 'sort', says: 'clicks' },
    { query: '?sort=(case when 1=1 then 1 end)', code: 'unknown_field', field: 'sort', says: 'clicks' },
    { query: '?colour=red', code: 'unknown_field', field: 'colour', says: 'group_by' },
    { query: "?filter[subid]=' or 1=1--", code: 'unknown_field', field: 'filter[subid]', says: 'subid' },
    { query: '?status=nice', code: 'parameter_invalid', field: 'status', says: 'approved' },
    { query: '?hour=24', code: 'parameter_invalid', field: 'hour', says: '0 to 23' },
    { query: '?group_by=link,device', code: 'combination_unsupported', field: 'group_by', says: 'at most one' },
    { query: '?group_by=hour&country=RU', code: 'combination_unsupported', field: 'group_by', says: 'at most one' },
    { query: '?subid=a&subid=b', code: 'duplicate_parameter', field: 'subid', says: 'subid' },
    { query: `?country=${'RU,'.repeat(100)}RU`, code: 'parameter_invalid', field: 'country', says: '100' },
  ])('refuses $query and says what it expects (BAD-104 … BAD-106, T-12)', async ({ query, code, field, says }) => {
    const answer = await ask(encodeURI(query));
    expect(answer.statusCode).toBe(400);
    const problem = answer.json();
    expect([problem.code, problem.field]).toEqual([code, field]);
    expect(problem.detail).toContain(says);
  });

  test('takes any text as the value of a filter, as a value (T-12)', async () => {
    for (const value of ["' or 1=1--", '$1', '%', 'a,b', "\\'; drop table stats.action; --"]) {
      const { total } = (await ask(`?subid=${encodeURIComponent(value)}`)).json();
      expect(total.clicks).toBe(0);
    }
    expect((await ask(`?subid=${encodeURIComponent('=cmd()')}`)).json().total.clicks).toBe(50);
    expect((await ask('?subid=%00')).statusCode).toBe(400);
  });

  test('orders by a count or a dimension, downwards with a minus', async () => {
    const rows = (await ask('?group_by=ad_space&sort=-clicks', ADVERTISER)).json().rows;
    expect(rows.map((row: { clicks: number }) => row.clicks)).toEqual([50, 5, 0]);
  });

  test('is closed without a token', async () => {
    expect((await app.inject({ url: '/api/v1/reports' })).statusCode).toBe(401);
  });
});

describe('GET /api/v1/programs/{code}/metrics', () => {
  test('shows everybody the seven metrics in the order of the page, each with label, definition and window (S-009)', async () => {
    const answer = await app.inject({
      url: '/api/v1/programs/rc/metrics',
      headers: { 'accept-language': 'es-ES,es;q=0.9' },
    });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-language']).toBe('es');
    const { program, at: when, metrics } = answer.json();
    expect([program, when]).toEqual(['rc', '2022-06-15T09:00:00.000Z']);
    expect(metrics.map((metric: { label: string }) => metric.label)).toEqual([
      'EPC',
      'CR',
      'CR por 48 horas',
      'Confirmación',
      'cookie PostClick',
      'Tratamiento medio',
      'Tiempo estimado de pago',
    ]);
    expect(metrics.every((metric: { definition: string }) => metric.definition.length > 20)).toBe(true);
    expect(metrics.map((metric: { text: string }) => metric.text)).toEqual([
      '109,09 ₽',
      '1,82 %',
      '1,82 %',
      '—',
      '3 días',
      '—',
      '—',
    ]);
    expect(metrics[0]).toMatchObject({
      key: 'epc',
      value: '109.09',
      currency: 'RUB',
      window: { since: '2022-05-16T09:00:00.000Z', until: '2022-06-15T09:00:00.000Z' },
      samples: { clicks: 55, actions: 1 },
    });
  });

  test('speaks the asked language', async () => {
    const { metrics } = (await app.inject({ url: '/api/v1/programs/rc/metrics?language=ru' })).json();
    expect(metrics[4]).toMatchObject({ key: 'cookie', text: '3 дня' });
  });

  test('of an unknown program is not found; an unknown language is refused', async () => {
    expect((await app.inject({ url: '/api/v1/programs/none/metrics' })).statusCode).toBe(404);
    expect((await app.inject({ url: '/api/v1/programs/rc/metrics?language=xx' })).json()).toMatchObject({
      code: 'parameter_invalid',
      field: 'language',
    });
  });
});

test('an ad space with many clicks and no order raises both alarms on its calendar day alone (S-122)', async () => {
  await t.db.transaction({ role: 'system' }, async (tx) => {
    await recordProgram(tx, programFact('alarming'));
    await recordClicks(tx, clickFacts(6000, 'alarming', at('2022-06-10T20:59:59.999Z')));
    await recordClicks(tx, clickFacts(6000, 'alarming', at('2022-06-10T21:00:00.000Z'), { adSpaceId: OTHER_SPACE }));
    await recordActions(tx, [actionFact('alarming', 'A', at('2022-06-10T21:00:00Z'), { adSpaceId: OTHER_SPACE })]);
  });
  const alarms = (day: string) =>
    t.db.transaction({ role: 'system' }, (tx) => settleClicks(tx).then(() => trafficAlarms(tx, 'alarming', day)));
  expect(await alarms('2022-06-10')).toMatchObject([{ clicks: 6000n, actions: 0n, raised: ['low_cr', 'no_actions'] }]);
  expect(await alarms('2022-06-11')).toMatchObject([{ adSpaceId: OTHER_SPACE, raised: ['low_cr'] }]);
  expect(await alarms('2022-06-12')).toEqual([]);
});
