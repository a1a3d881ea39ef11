import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ActionsAnswer } from '../../../contract/wire/actions.ts';
import { manualClock } from '../../../platform/clock/index.ts';
import { type TestDatabase, testDatabase } from '../../../platform/db/testing.ts';
import { createHttpServer, type HttpServer } from '../../../platform/http/index.ts';
import { auditOf, callerGuard, createApiApplication, createOrganisation, issueToken } from '../../accounts/index.ts';
import { metricsNow } from '../metrics/metrics-now.ts';
import { recordActions, recordClicks, recordProgram } from '../record.ts';
import { statsRoutes } from '../routes.ts';
import {
  ADVERTISER,
  actionFact,
  at,
  clickFacts,
  OTHER_PUBLISHER,
  OTHER_SPACE,
  PUBLISHER,
  programFact,
  SPACE,
} from '../testing.ts';

const NOW = at('2022-06-15T09:00:00.000Z');
const clock = manualClock(NOW);
const VIOLATIONS = ['abnormal_traffic', 'abnormal_order', 'PPC_violation', 'SID_black_list', 'risk'];

let t: TestDatabase;
let app: HttpServer;
const tokens = new Map<string, string>();

beforeAll(async () => {
  t = await testDatabase();
  for (const [id, kind] of [
    [PUBLISHER, 'publisher'],
    [OTHER_PUBLISHER, 'publisher'],
    [ADVERTISER, 'advertiser'],
  ] as const) {
    tokens.set(id, await enrol(id, kind));
  }
  await t.db.transaction({ role: 'system' }, async (tx) => {
    await recordProgram(tx, programFact('rc'));
    await recordProgram(tx, programFact('ww', { accrualCurrency: 'USD' }));
    await recordClicks(tx, clickFacts(10, 'rc', NOW - 7_200_000, { subids: ['=cmd()'] }));
    await recordActions(tx, facts());
  });
  app = createHttpServer({ logger: null, trustedProxies: [], guard: callerGuard({ db: t.db, clock }) });
  app.register(statsRoutes({ db: t.db, clock, metricsNow: metricsNow({ db: t.db, clock }) }));
  await app.ready();
});
afterAll(async () => {
  await app.close();
  await t.drop();
});

/** Of the publisher: two pending and one approved in RC, five violations, one of WW in dollars; one order of somebody else. */
function facts() {
  const earned = (name: 'pending' | 'approved' | 'declined', minor: bigint) => ({
    amounts: { pending: 0n, approved: 0n, declined: 0n, deducted: 0n, [name]: minor },
  });
  return [
    actionFact('rc', 'P1', NOW - 3_600_000, { ...earned('pending', 6001n), subids: ['=cmd()', 'spring'] }),
    actionFact('rc', 'P2', NOW - 3_600_000, { ...earned('pending', 1999n), adSpaceId: OTHER_SPACE }),
    actionFact('rc', 'A1', NOW - 86_400_000, {
      ...earned('approved', 12_345n),
      ...{ status: 'approved', reasons: ['PAID_CIS_SELLER'], paidAt: NOW - 1000 },
    }),
    ...VIOLATIONS.map((reason, index) =>
      actionFact('rc', `V${index}`, NOW - 2 * 86_400_000 - index, {
        ...{ ...earned('declined', 100n), status: 'declined', reasons: [reason] },
      }),
    ),
    actionFact('ww', 'W1', NOW - 5_000_000, {
      ...{ ...earned('approved', 690n), status: 'approved', reasons: ['PAID_WW_CATEGORY'], currency: 'USD' },
    }),
    actionFact('rc', 'FOREIGN', NOW - 3_600_000, { publisherOrg: OTHER_PUBLISHER, ...earned('pending', 7n) }),
  ];
}

async function enrol(id: string, kind: 'publisher' | 'advertiser'): Promise<string> {
  const scopes = ['statistics'];
  const { clientId, clientSecret } = await t.db.transaction({ role: 'system' }, async (tx) => {
    await createOrganisation(tx, { id, kind, name: kind, at: NOW });
    return createApiApplication(tx, { orgId: id, name: 'robot', scopes, at: NOW, actor: 'test' });
  });
  const issued = await issueToken(t.db, NOW, { clientId, clientSecret, scopes });
  if (!issued.ok) throw new Error(issued.error.detail);
  return issued.value.accessToken;
}

const ask = (path: string, who = PUBLISHER) =>
  app.inject({ url: `/api/v1/${path}`, headers: { authorization: `Bearer ${tokens.get(who)}` } });
const list = async (query: string): Promise<ActionsAnswer> => (await ask(`actions?${query}`)).json();
const ids = (answer: ActionsAnswer) => answer.actions.map(({ order_id }) => order_id);

describe("a publisher's actions", () => {
  test('come newest first, with totals in each currency that add up to the kopeck (S-021, S-135)', async () => {
    const answer = await list('');
    expect(ids(answer)).toEqual(['P2', 'P1', 'W1', 'A1', 'V0', 'V1', 'V2', 'V3', 'V4']);
    expect(answer.totals).toMatchObject({
      actions: 9,
      by_status: { pending: 2, approved: 2, declined: 5 },
      rewards: [
        { currency: 'RUB', pending: '80.00', approved: '123.45', declined: '5.00', deducted: '0.00' },
        { currency: 'USD', pending: '0.00', approved: '6.90', declined: '0.00', deducted: '0.00' },
      ],
    });
    expect(answer.actions.find(({ order_id }) => order_id === 'A1')).toMatchObject({
      ...{ status: 'approved', reasons: ['PAID_CIS_SELLER'], approved: '123.45', currency: 'RUB', ad_space: SPACE },
      paid_at: '2022-06-15T08:59:59.000Z',
    });
  });

  test('are found by every side of a report, so that a row of it leads to its orders', async () => {
    const row = { country: 'DE', device: 'tablet', linkCode: 'summerlink', trafficType: 'email', subids: ['a,b', 'x'] };
    await t.db.transaction({ role: 'system' }, (tx) =>
      recordActions(tx, [actionFact('rc', 'SIDES', NOW - 60 * 86_400_000, row)]),
    );
    const period = 'since=2022-04-01&until=2022-04-30';
    expect(ids(await list(period))).toEqual(['SIDES']);
    for (const side of [
      'country=FR,DE',
      'device=tablet',
      'link=summerlink',
      'traffic_type=email',
      'subid0=a,b',
      'subid1=x',
      'subid2=',
      'hour=12',
    ]) {
      expect(ids(await list(`${period}&${side}`)), side).toEqual(['SIDES']);
    }
    for (const side of [
      'country=',
      'device=mobile',
      'link=other',
      'traffic_type=social',
      'subid0=x',
      'subid1=a,b',
      'subid2=x',
      'hour=11',
    ]) {
      expect(ids(await list(`${period}&${side}`)), side).toEqual([]);
    }
    expect((await ask(`actions?${period}&hour=24`)).json()).toMatchObject({ code: 'parameter_invalid', field: 'hour' });
  });

  test('without totals where nobody needs to wait for them', async () => {
    const [plain, quick] = [await list('limit=2'), await list('limit=2&totals=no')];
    expect(plain.totals).not.toBeNull();
    expect(quick).toEqual({ ...plain, totals: null });
  });

  test('in pages hold each action once, also where several were made at the same moment', async () => {
    const seen: string[] = [];
    let before = '';
    for (let pages = 0; pages < 9; pages += 1) {
      const page = await list(`limit=2${before}`);
      seen.push(...ids(page));
      expect(page.totals === null).toBe(before !== '');
      if (page.next === null) break;
      before = `&before=${page.next}`;
    }
    expect(seen).toEqual(ids(await list('')));
  });

  test.each([
    ['status=pending', ['P2', 'P1']],
    ['program=ww', ['W1']],
    [`ad_space=${OTHER_SPACE}`, ['P2']],
    ['ad_space=no-uuid', []],
    ['subid=spring', ['P1']],
    ['order=A1', ['A1']],
    ['paid=yes', ['A1']],
    ['reason=PPC_violation', ['V2']],
    ['since=2022-06-14&until=2022-06-15', ['A1']],
    ['order=FOREIGN', []],
  ])('are chosen by %s', async (query, expected) => {
    const answer = await list(query);
    expect(ids(answer)).toEqual(expected);
    expect(answer.totals?.actions).toBe(expected.length);
  });

  test('filtered by risk are those of all five codes of violations (S-087, C-34)', async () => {
    const answer = await list('reason=risk');
    expect(answer.actions.flatMap(({ reasons }) => reasons)).toEqual(VIOLATIONS);
    expect(answer.totals).toMatchObject({ actions: 5, rewards: [{ currency: 'RUB', declined: '5.00' }] });
  });

  test.each([
    ['status=lost', 'status'],
    ['before=nonsense', 'before'],
    [`before=${Buffer.from('["x","y"]').toString('base64url')}`, 'before'],
    ['since=2022-06-16&until=2022-06-15', 'until'],
    ['colour=red', 'colour'],
  ])('refuses %s and names the field', async (query, field) => {
    const answer = await ask(`actions?${query}`);
    expect([answer.statusCode, answer.json().field]).toEqual([400, field]);
  });

  test('are for publishers', async () => {
    expect((await ask('actions', ADVERTISER)).json().code).toBe('wrong_organisation');
  });
});

describe('files of reports and actions', () => {
  test('hold text that a spreadsheet would run as text (T-8), and stand in the audit (I-34)', async () => {
    const answer = await ask('actions/export?status=pending');
    expect(answer.headers['content-disposition']).toBe('attachment; filename="actions-2022-05-17-2022-06-16.csv"');
    const [head, ...rows] = answer.body.trimEnd().split('\r\n');
    expect(head).toContain('"order_id","program","status","reasons"');
    expect(rows).toHaveLength(2);
    expect(rows[1]).toContain(`"'=cmd()","spring"`);
    const audit = await t.db.transaction({ role: 'system' }, (tx) => auditOf(tx, `organisation:${PUBLISHER}`, 10));
    expect(audit[0]).toMatchObject({
      action: 'actions.exported',
      detail: { format: 'csv', rows: 2, status: 'pending' },
    });
  });

  test('of a report hold its rows, with a column for each amount and currency', async () => {
    const answer = await ask('reports/export?format=jsonl&group_by=program,ad_space&sort=program');
    const rows: Record<string, unknown>[] = answer.body
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(rows.map(({ program, pending_RUB, approved_USD }) => [program, pending_RUB, approved_USD])).toEqual([
      ['rc', '60.01', '0.00'],
      ['rc', '19.99', '0.00'],
      ['ww', '0.00', '6.90'],
    ]);
    const csv = await ask('reports/export?group_by=subid');
    expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(csv.body).toContain(`"'=cmd()",10,`);
  });
});
