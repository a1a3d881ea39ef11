import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MetricSummary, ProgramPage } from '../../contract/wire/programs.ts';
import type { Database } from '../../platform/db/index.ts';
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts';
import { createHttpServer, type HttpServer } from '../../platform/http/index.ts';
import { createOrganisation } from '../accounts/index.ts';
import { createProgram, type NewProgram, programRoutes } from './index.ts';

const SYSTEM = { role: 'system' } as const;
const AT = Date.parse('2022-06-15T09:00:00.000Z');
const KEYS = { current: new Uint8Array(32), previous: [] };
let t: TestDatabase;
let db: Database;
let app: HttpServer;
let advertiserOrg: string;

/** Figures as the statistics would give them; programs that are not here have none. */
const figures = new Map<string, readonly MetricSummary[]>(
  [
    ['rc', '299', '11.71', '93'],
    ['de-only', '1000.5', '2', '50'],
    ['p-01', '9', '0.5', null],
  ].map(([code = '', epc, cr, confirmation]) => [
    code ?? '',
    [
      { key: 'epc', value: epc ?? null, unit: 'money_per_100_clicks', currency: 'RUB' },
      { key: 'cr', value: cr ?? null, unit: 'percent', currency: null },
      { key: 'confirmation', value: confirmation ?? null, unit: 'percent', currency: null },
    ],
  ]),
);

/** The codes whose figures were asked for, question by question. */
const measured: (readonly string[])[] = [];

beforeAll(async () => {
  t = await testDatabase();
  db = t.db;
  const made = await db.transaction(SYSTEM, (tx) => createOrganisation(tx, { kind: 'advertiser', name: 'A', at: AT }));
  advertiserOrg = made.id;
  const cis = ['AM', 'AZ', 'BY', 'GE', 'KZ', 'KG', 'MD', 'RU', 'TJ', 'TM', 'UZ'];
  const trafficTypes = [
    { key: 'content_site', parent: null, labelKey: 'x', status: 'allowed' as const },
    { key: 'contextual', parent: null, labelKey: 'x', status: 'by_agreement' as const },
    { key: 'toolbar', parent: null, labelKey: 'x', status: 'prohibited' as const },
  ];
  await program('rc', { name: 'AliExpress RU&CIS NEW', countries: cis, categories: ['marketplace'], trafficTypes });
  await program('de-only', { name: 'Laden', countries: ['DE'], categories: ['fashion'], lostOrders: true });
  await program('closed', {
    name: 'Closed shop',
    countries: ['FR'],
    recruiting: { state: 'suspended', reason: 'payment delays', since: AT },
  });
  for (let index = 1; index <= 46; index += 1) {
    const number = String(index).padStart(2, '0');
    await program(`p-${number}`, { name: `Programme ${number}`, countries: ['US'] });
  }
  const toCis = { pair: 'rc', mode: 'off', share: 0 } as const;
  await program('ww', { name: 'AliExpress WW', geoRouting: { ...toCis, countries: null } });
  await program('not-yet', { status: 'draft', countries: ['KZ'] });
  app = createHttpServer({ logger: null, trustedProxies: [] });
  const offers = {
    metricsOf: async (codes: readonly string[]) => {
      measured.push(codes);
      return figures;
    },
    withProducts: async () => new Set(['rc']),
  };
  app.register(programRoutes({ db, offers }));
});
afterAll(async () => {
  await app.close();
  await t.drop();
});

async function program(code: string, more: Partial<NewProgram>): Promise<void> {
  const base = { homeUrl: `https://${code}.example/`, allowedHosts: [`${code}.example`], name: code };
  const made = await db.transaction(SYSTEM, (tx) =>
    createProgram(tx, { ...base, ...more, code, advertiserOrg, at: AT, actor: 'test' }, KEYS),
  );
  if (!made.ok) throw new Error(made.error.detail);
}
async function search(query: string): Promise<ProgramPage> {
  const answer = await app.inject(`/api/v1/programs?${query}`);
  expect([query, answer.statusCode]).toEqual([query, 200]);
  return answer.json();
}
const codes = async (query: string) => (await search(query)).programs.map(({ code }) => code);

describe('the catalogue of 50 programs', () => {
  test('filtered by KZ has RC, not the one for Germany, and no draft (S-023)', async () => {
    expect((await search('')).total).toBe(50);
    expect(await codes('country=KZ')).toEqual(['rc']);
    expect(await codes('country=DE')).toEqual(['de-only', 'ww']);
  });

  test('a program for all countries leaves those of its pair to it while that is on offer (R-15)', async () => {
    const standing = (status: string) =>
      db.transaction(SYSTEM, (tx) =>
        tx.query(`update programs.program set status = $1 where program = 'rc'`, [status]),
      );
    expect(await codes('country=KZ')).not.toContain('ww');
    await standing('draft');
    expect(await codes('country=KZ')).toEqual(['ww']);
    await standing('active');
  });

  test.each([
    ['category=fashion', ['de-only']],
    ['tool=products', ['rc']],
    ['tool=lost_orders', ['de-only']],
    ['recruiting=suspended', ['closed']],
    ['q=aliexpress%20new', ['rc']],
    ['q=DE-ONLY.example', ['de-only']],
    ['q=%25', []],
    ['codes=rc,nowhere', ['rc']],
    ['country=KZ&traffic_kind=contextual', ['rc']],
    ['country=KZ&traffic_kind=toolbar', []],
    ['country=DE&traffic_kind=toolbar', ['de-only', 'ww']],
    ['epc_min=299&cr_min=11.71', ['rc']],
    ['epc_min=299.01', ['de-only']],
    ['confirmation_min=0', ['de-only', 'rc']],
  ])('%s', async (query, expected) => {
    expect(await codes(query)).toEqual(expected);
  });

  test('sorted by a figure has the greatest first and those without it last', async () => {
    expect((await codes('sort=epc')).slice(0, 4)).toEqual(['de-only', 'rc', 'p-01', 'closed']);
    expect((await codes('sort=confirmation')).slice(0, 3)).toEqual(['rc', 'de-only', 'closed']);
  });

  test('asks for the figures of all only where they decide, else for those of its page', async () => {
    const asked = async (query: string) => {
      measured.length = 0;
      await search(query);
      return measured.map((some) => some.length);
    };
    expect(await asked('limit=20')).toEqual([20]);
    expect(await asked('limit=20&sort=newest&country=KZ')).toEqual([1]);
    expect(await asked('limit=20&sort=cr')).toEqual([50]);
    expect(await asked('limit=20&epc_min=1')).toEqual([50]);
  });

  test('comes page by page in any order, each program once', async () => {
    for (const sort of ['code', 'name', 'newest', 'epc']) {
      const seen: string[] = [];
      for (let after: string | null = ''; after !== null; ) {
        const page: ProgramPage = await search(`sort=${sort}&limit=20&after=${after}`);
        seen.push(...page.programs.map(({ code }) => code));
        after = page.next;
      }
      expect([sort, seen.length, new Set(seen).size]).toEqual([sort, 50, 50]);
    }
  });

  test('brings the figures and the reason of suspended recruiting (S-028)', async () => {
    const [rc] = (await search('country=KZ')).programs;
    expect(rc?.metrics.find(({ key }) => key === 'epc')).toMatchObject({ value: '299', currency: 'RUB' });
    const [closed] = (await search('recruiting=suspended')).programs;
    expect(closed?.recruiting).toMatchObject({ state: 'suspended', reason: 'payment delays' });
  });

  test('refuses what it does not know (T-12)', async () => {
    for (const query of ['sort=id;drop', 'limit=1000000000', 'country=kz', 'epc_min=1e9', 'filter[name]=x']) {
      expect([query, (await app.inject(`/api/v1/programs?${query}`)).statusCode]).toEqual([query, 400]);
    }
  });
});
