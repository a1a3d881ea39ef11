import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decimal } from '../../core/money/index.ts';
import { parseTerms } from '../../core/terms/index.ts';
import { manualClock } from '../../platform/clock/index.ts';
import type { Database, Tx } from '../../platform/db/index.ts';
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts';
import { createHttpServer, type HttpServer } from '../../platform/http/index.ts';
import { auditOf, callerGuard, createApiApplication, createOrganisation, issueToken } from '../accounts/index.ts';
import { createProgram } from '../programs/index.ts';
import {
  currentPublication,
  internalRatesOn,
  publishTerms,
  setInternalRate,
  termsInForce,
  termsOf,
  termsOfPublication,
  termsRoutes,
  termsValidAt,
} from './index.ts';
import { someOrders } from './testing.ts';

const SYSTEM = { role: 'system' } as const;
/** Terms of R2 are valid, R3 of August has not begun. */
const JUNE = Date.parse('2022-06-15T09:00:00.000Z');
const SEPTEMBER = Date.parse('2022-09-15T09:00:00.000Z');
const RC = 'aliexpress-ru-cis-new';
const clock = manualClock(JUNE);
let t: TestDatabase;
let db: Database;
let app: HttpServer;
let advertiser: string;
let text: string;

beforeAll(async () => {
  t = await testDatabase();
  db = t.db;
  text = await readFile(new URL(`../../programs/${RC}.terms`, import.meta.url), 'utf8');
  advertiser = await organisation();
  await program(RC);
  app = createHttpServer({ logger: null, trustedProxies: [], guard: callerGuard({ db, clock }) });
  app.register(
    termsRoutes({ db, clock, affectedOrders: async (asked) => someOrders(asked), priceOrders: async () => null }),
  );
});
afterAll(async () => {
  await app.close();
  await t.drop();
});

async function organisation(): Promise<string> {
  const made = await db.transaction(SYSTEM, (tx) =>
    createOrganisation(tx, { kind: 'advertiser', name: 'Shop', at: JUNE }),
  );
  return made.id;
}

/** A program with an empty history. */
async function program(code: string): Promise<string> {
  const base = { homeUrl: 'https://shop.example/', allowedHosts: ['shop.example'], timeZone: 'Europe/Moscow' };
  const input = { ...base, code, name: code, advertiserOrg: advertiser, at: JUNE, actor: 'test' };
  const made = await db.transaction(SYSTEM, (tx) =>
    createProgram(tx, input, { current: new Uint8Array(32), previous: [] }),
  );
  if (!made.ok) throw new Error(made.error.detail);
  return code;
}

const MINIMAL = (id: string, interval: string, percent: string) => `
version ${id} ${interval} {
  clicks last within 72 hours
  geo match by country
  reward in USD
  round half even
  confirm on "goods received" within 90 days
  rule listed: when store in special then pay 1.00 % as PAID_SPECIAL_STORE
  rule paid: pay ${percent} % as PAID_NONCIS_CATEGORY
}
`;
const OPEN = MINIMAL('A', 'from 2022-01-01', '5.00');
const source = (code: string, versions: string, more: { head?: string; stores?: string } = {}) =>
  `program ${code} "${code}"\ntime zone Europe/Moscow\n${more.head ?? 'orders in USD'}\nstores special { ${more.stores ?? 'S1'} }\n${versions}`;
const publish = (code: string, terms: string, more: { at?: number; basedOn?: number } = {}) =>
  db.transaction(SYSTEM, (tx) => publishTerms(tx, { program: code, text: terms, at: JUNE, actor: 'test', ...more }));
const read = <T>(work: (tx: Tx) => Promise<T>) => db.transaction(SYSTEM, work);

describe('a publication', () => {
  test('is kept word for word, with its versions, and is what decisions are made with', async () => {
    const published = await publish(RC, text);
    expect(published).toMatchObject({ ok: true, value: { number: 1, text, publishedAt: JUNE } });
    const current = await read((tx) => currentPublication(tx, RC));
    expect(published).toEqual({ ok: true, value: current });
    expect(current?.versions.map(({ id }) => id)).toEqual(['R0', 'R1', 'R2', 'R3']);
    expect(current?.versions[2]).toEqual({
      id: 'R2',
      from: Date.parse('2022-04-03T21:00:00Z'),
      until: Date.parse('2022-08-15T21:00:00Z'),
    });
    expect(await read((tx) => termsOf(tx, RC))).toEqual(parseTerms(text).terms);
    expect(await read((tx) => termsValidAt(tx, RC, JUNE))).toMatchObject({ number: 1, version: 'R2' });
  });

  test('of the same text again is none', async () => {
    const code = await program('same-text');
    await publish(code, source(code, OPEN));
    expect(await publish(code, source(code, OPEN), { at: SEPTEMBER })).toMatchObject({
      ok: true,
      value: { number: 1, publishedAt: JUNE },
    });
  });

  test('with errors is refused with line and column of each (BAD-70)', async () => {
    const code = await program('with-errors');
    const answer = await publish(code, source(code, OPEN.replace('5.00 %', '5,00 %')));
    expect(answer).toMatchObject({
      error: { code: 'terms_invalid', field: 'text', detail: expect.stringContaining('Line ') },
    });
    const place = expect.objectContaining({ code: 'decimal_comma', position: { line: 13, column: 18 } });
    expect(!answer.ok && answer.error.extra).toEqual({ findings: expect.arrayContaining([place]) });
    expect(await read((tx) => termsOf(tx, code))).toBeNull();
  });

  test('under another program, or of an unknown one, is refused', async () => {
    const code = await program('not-rc');
    expect(await publish(code, text)).toMatchObject({ error: { code: 'terms_program_mismatch', value: RC } });
    expect(await publish('nowhere', text)).toMatchObject({ error: { code: 'not_found' } });
  });

  test('based on another than the current one is a conflict (BAD-110)', async () => {
    const code = await program('conflict');
    const next = (percent: string) =>
      source(
        code,
        `${MINIMAL('A', 'from 2022-01-01 until 2022-07-01', '5.00')}${MINIMAL('B', 'from 2022-07-01', percent)}`,
      );
    await publish(code, source(code, OPEN), { basedOn: 0 });
    const answers = await Promise.all([
      publish(code, next('6.00'), { basedOn: 1 }),
      publish(code, next('7.00'), { basedOn: 1 }),
    ]);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(answers.find(({ ok }) => !ok)).toMatchObject({ error: { code: 'version_conflict', extra: { current: 2 } } });
  });

  test('is in the audit, and neither text nor versions nor rates can be changed by anybody (I-10, I-34)', async () => {
    const code = await program('for-ever');
    await publish(code, source(code, OPEN));
    const records = await read((tx) => auditOf(tx, `program:${code}`, 10));
    const record = records.find(({ action }) => action === 'terms.published');
    expect(record).toMatchObject({
      action: 'terms.published',
      actor: 'test',
      orgId: advertiser,
      detail: { number: 1, versions: ['A'] },
    });
    for (const table of ['publication', 'version', 'internal_rate']) {
      for (const sql of [
        `delete from terms.${table}`,
        `update terms.${table} set program = 'x'`,
        `truncate terms.${table} cascade`,
      ]) {
        await expect(
          read((tx) => tx.query(sql)),
          sql,
        ).rejects.toThrow('permission denied');
        await expect(db.pool.query(`set role tributary_owner; ${sql}`), sql).rejects.toThrow('only grows');
      }
    }
  });

  test('whose versions overlap is refused by the database too (I-10)', async () => {
    const code = await program('overlap');
    await publish(code, source(code, OPEN));
    const insert = `insert into terms.version values ($1, 1, 'B', $2, $3)`;
    await expect(read((tx) => tx.query(insert, [code, '2023-01-01T00:00:00Z', null]))).rejects.toThrow('overlaps');
    await read((tx) => tx.query(insert, [code, null, '2021-12-31T21:00:00Z']));
  });
});

describe('what is valid stays (I-10, BAD-111)', () => {
  const TWO = (percent: string, from = '2022-07-01') =>
    `${MINIMAL('A', `from 2022-01-01 until ${from}`, '5.00')}${MINIMAL('B', `from ${from}`, percent)}`;

  test.each<[string, string, { head?: string; stores?: string }]>([
    ['a version that begins later', TWO('6.00'), {}],
    ['a remark and blank lines', `\n\n# for readers\n${OPEN}`, {}],
    ['a list entry that begins later', OPEN, { stores: 'S1 S2 from 2022-07-01' }],
    ['a later end of a list entry', OPEN, { stores: 'S1 until 2022-07-01' }],
    [
      'one more order currency',
      OPEN.replace('reward in USD', 'reward in USD at internal rate'),
      { head: 'orders in USD, EUR' },
    ],
  ])('%s may be published', async (what, versions, more) => {
    const code = await program(`may-${what.replace(/[^a-z]+/g, '-')}`);
    // Conversion is part of a version, so it has to be there before a currency can be added.
    const first = what.includes('currency') ? versions : OPEN;
    await publish(code, source(code, first));
    expect(await publish(code, source(code, versions, more))).toMatchObject({ ok: true, value: { number: 2 } });
  });

  test.each<[string, string, { head?: string; stores?: string }]>([
    ['version A: its content differs', MINIMAL('A', 'from 2022-01-01', '6.00'), {}],
    ['version A: it is gone', MINIMAL('B', 'from 2022-01-01', '5.00'), {}],
    ['version A: it is gone, or begins at another time', MINIMAL('A', 'from 2022-02-01', '5.00'), {}],
    ['version A: it would end', TWO('6.00', '2022-06-01'), {}],
    ['store list special: S1: it is gone', OPEN, { stores: 'S2 from 2022-07-01' }],
    ['store list special: S2: it would begin', OPEN, { stores: 'S1 S2 from 2022-06-01' }],
    ['store list special: S1: it would end', OPEN, { stores: 'S1 until 2022-06-01' }],
    ['time zone', OPEN, { head: 'orders in USD\n' }],
  ])('a change is refused: %s', async (what, versions, more) => {
    const code = await program(
      `not-${what
        .replace(/[^a-z]+/gi, '-')
        .toLowerCase()
        .replace(/-$/, '')}-${versions.length}`,
    );
    await publish(code, source(code, OPEN));
    const changed = source(code, versions, more);
    const answer = await publish(
      code,
      what === 'time zone' ? changed.replace('Europe/Moscow', 'Europe/Kyiv') : changed,
    );
    expect(answer).toMatchObject({
      error: { code: 'back_dated_terms', field: 'text', extra: { findings: expect.any(Array) } },
    });
    if (what !== 'time zone') expect(!answer.ok && answer.error.detail).toContain(what);
    expect(await read((tx) => currentPublication(tx, code))).toMatchObject({ number: 1 });
  });

  test('earlier publications are found again by their number, as they were (R-8)', async () => {
    const code = await program('found-again');
    await publish(code, source(code, OPEN));
    await publish(code, source(code, TWO('6.00')));
    const of = (number: number) => read((tx) => termsOfPublication(tx, code, number));
    expect((await of(1))?.versions.map(({ id }) => id)).toEqual(['A']);
    expect((await of(2))?.versions.map(({ id }) => id)).toEqual(['A', 'B']);
    expect(await of(3)).toBeNull();
    expect((await read((tx) => termsInForce(tx, [code, 'nobody']))).get(code)).toEqual({
      terms: await of(2),
      publication: 2,
    });
  });

  test('what has not begun may still be changed or taken back, and no longer once it has', async () => {
    const code = await program('not-begun');
    await publish(code, source(code, TWO('6.00')));
    expect(await publish(code, source(code, TWO('7.00')))).toMatchObject({ ok: true });
    expect(await publish(code, source(code, OPEN))).toMatchObject({ ok: true });
    expect(await publish(code, source(code, TWO('7.00')))).toMatchObject({ ok: true, value: { number: 4 } });
    expect(await publish(code, source(code, TWO('8.00')), { at: SEPTEMBER })).toMatchObject({
      error: { code: 'back_dated_terms' },
    });
  });
});

describe('internal rates', () => {
  const set = (
    code: string,
    day: string,
    rate: string,
    at = JUNE,
    more: { base?: string; quote?: string; source?: string } = {},
  ) =>
    read((tx) =>
      setInternalRate(tx, {
        program: code,
        base: 'USD',
        quote: 'RUB',
        source: 'bank sheet',
        ...more,
        day,
        rate: decimal(rate),
        at,
        actor: 'test',
      }),
    );
  const rates = (code: string, day: string) => read((tx) => internalRatesOn(tx, code, day));

  test('are exact, by day and pair', async () => {
    const code = await program('rates-exact');
    await set(code, '2022-06-15', '60.0000');
    await set(code, '2022-06-15', '0.0166', JUNE, { base: 'RUB', quote: 'USD' });
    expect(await rates(code, '2022-06-15')).toEqual({ 'RUB/USD': decimal('0.0166'), 'USD/RUB': decimal('60.0000') });
    expect(await rates(code, '2022-06-16')).toEqual({});
  });

  test('may be stated anew until their day begins in the zone of the program, not after', async () => {
    const code = await program('rates-anew');
    const midnight = Date.parse('2022-06-15T21:00:00.000Z');
    expect(await set(code, '2022-06-16', '60', midnight - 1)).toMatchObject({ ok: true });
    expect(await set(code, '2022-06-16', '61', midnight - 1)).toMatchObject({ ok: true });
    expect(await set(code, '2022-06-16', '62', midnight)).toMatchObject({
      error: { code: 'internal_rate_conflict', value: '62' },
    });
    expect(await set(code, '2022-06-16', '61.00', midnight)).toMatchObject({ ok: true });
    expect(await rates(code, '2022-06-16')).toEqual({ 'USD/RUB': decimal('61') });
    expect(await set(code, '2022-06-01', '59', midnight)).toMatchObject({ ok: true });
  });

  test('two that are stated at once: one stays', async () => {
    const code = await program('rates-race');
    const answers = await Promise.all(['60', '61', '62'].map((rate) => set(code, '2022-06-15', rate)));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  });

  test.each([
    ['rate', '2022-06-15', '0', {}],
    ['day', '2022-02-30', '60', {}],
    ['base', '2022-06-15', '60', { base: 'XXA' }],
    ['quote', '2022-06-15', '60', { quote: 'USD' }],
    ['source', '2022-06-15', '60', { source: ' ' }],
  ])('with a wrong %s are refused, naming it', async (field, day, rate, more) => {
    expect(await set(RC, day, rate, JUNE, more)).toMatchObject({ error: { code: 'field_invalid', field } });
  });
});

describe('over HTTP', () => {
  async function token(orgId: string, scopes = ['terms']): Promise<string> {
    const client = await read((tx) =>
      createApiApplication(tx, { orgId, name: 'robot', scopes, at: JUNE, actor: 'test' }),
    );
    const issued = await issueToken(db, clock.now(), { ...client, scopes: [] });
    if (!issued.ok) throw new Error(issued.error.detail);
    return `Bearer ${issued.value.accessToken}`;
  }
  const check = async (orgId: string, code: string, payload: object) =>
    app.inject({
      method: 'POST',
      url: `/api/v1/programs/${code}/terms/check`,
      headers: { authorization: await token(orgId) },
      payload,
    });

  test('everybody reads the text, its versions and which of them is valid now', async () => {
    await publish(RC, text);
    const june = (await app.inject(`/api/v1/programs/${RC}/terms`)).json();
    expect(june).toMatchObject({ program: RC, publication: 1, current: 'R2', text });
    expect(june.versions[3]).toEqual({ id: 'R3', from: '2022-08-15T21:00:00.000Z', until: null });
    clock.set(SEPTEMBER);
    expect((await app.inject(`/api/v1/programs/${RC}/terms`)).json().current).toBe('R3');
    clock.set(JUNE);
    expect((await app.inject('/api/v1/programs/nowhere/terms')).statusCode).toBe(404);
  });

  test('the advertiser checks a text before it is published: every finding with its place', async () => {
    expect((await check(advertiser, RC, { text })).json()).toMatchObject({ publishable: true });
    const broken = (await check(advertiser, RC, { text: text.replace('38.00 USD', '38,00 USD') })).json();
    expect(broken).toMatchObject({ publishable: false });
    expect(broken.findings[0]).toMatchObject({
      severity: 'error',
      position: { line: expect.any(Number) },
      remedy: expect.any(String),
    });
    expect((await check(advertiser, RC, {})).json()).toMatchObject({
      status: 422,
      code: 'field_required',
      field: 'text',
    });
    expect((await check(advertiser, RC, { text, publish: true })).json()).toMatchObject({
      status: 400,
      code: 'field_not_allowed',
    });
  });

  test('another advertiser finds no such program, and nobody checks without the scope', async () => {
    expect((await check(await organisation(), RC, { text })).json()).toMatchObject({ status: 404, code: 'not_found' });
    const url = `/api/v1/programs/${RC}/terms/check`;
    expect((await app.inject({ method: 'POST', url, payload: { text } })).statusCode).toBe(401);
    const authorization = await token(advertiser, ['orders']);
    expect(
      (await app.inject({ method: 'POST', url, headers: { authorization }, payload: { text } })).json(),
    ).toMatchObject({ status: 403, scope: 'terms' });
  });
});

test('every organisation reads terms and rates, nobody without being one (I-33)', async () => {
  await publish(RC, text);
  const seen = (org: string | null, table: string) =>
    db.transaction({ role: 'app', org }, (tx) => tx.query(`select from terms.${table}`));
  expect((await seen(await organisation(), 'publication')).length).toBeGreaterThan(0);
  for (const table of ['publication', 'version', 'internal_rate']) expect(await seen(null, table)).toEqual([]);
});
