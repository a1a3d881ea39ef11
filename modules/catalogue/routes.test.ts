import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseTerms } from '../../core/terms/index.ts';
import { manualClock } from '../../platform/clock/index.ts';
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts';
import { createHttpServer, type HttpServer } from '../../platform/http/index.ts';
import { callerGuard, createApiApplication, createOrganisation, issueToken } from '../accounts/index.ts';
import { catalogueRoutes, exportProducts, importProducts, importRates, type ProductRow } from './index.ts';
import { fileOf, makeAdvertiser, PROGRAM } from './testing.ts';

const NOW = Date.parse('2022-06-15T09:00:00.000Z');
const clock = manualClock(NOW);
const text = readFileSync(new URL('../../programs/aliexpress-ru-cis-new.terms', import.meta.url), 'utf8');
const { terms } = parseTerms(text);

let t: TestDatabase;
let app: HttpServer;
let authorization: string;

beforeAll(async () => {
  t = await testDatabase();
  await makeAdvertiser(t.db, NOW);
  authorization = `Bearer ${await tokenOfPublisher(['products'])}`;
  app = createHttpServer({ logger: null, trustedProxies: [], guard: callerGuard({ db: t.db, clock }) });
  app.register(catalogueRoutes({ db: t.db, clock }));
  await app.ready();
  clock.set(Date.parse('2022-06-01T00:00:00Z'));
  await imported(
    'products',
    'product_id,store_id,seller_country,affiliate,price,currency\nP/1,S-CN1,CN,yes,20.00,USD\nP2,=S,CN,,,\n',
  );
  clock.set(NOW - 1);
  await imported(
    'rates',
    'product_id,seller_rate,valid_from,valid_until\nP/1,5.00,2022-06-02,\nP/1,6.00,2022-06-10,2022-06-12\n',
  );
  clock.set(NOW);
});
afterAll(async () => {
  await app.close();
  await t.drop();
});

async function imported(what: 'products' | 'rates', rows: string): Promise<void> {
  const input = { ...fileOf(rows).file, program: PROGRAM };
  const result =
    what === 'products'
      ? await importProducts(t.db, clock, input)
      : await importRates(t.db, clock, { ...input, terms });
  expect(result).toMatchObject({ ok: true, value: { changed: 2, refused: 0 } });
}

async function tokenOfPublisher(scopes: string[]): Promise<string> {
  const { clientId, clientSecret } = await t.db.transaction({ role: 'system' }, async (tx) => {
    const { id } = await createOrganisation(tx, { kind: 'publisher', name: 'North', at: NOW });
    return createApiApplication(tx, { orgId: id, name: 'robot', scopes, at: NOW, actor: 'test' });
  });
  const issued = await issueToken(t.db, NOW, { clientId, clientSecret, scopes });
  if (!issued.ok) throw new Error(issued.error.detail);
  return issued.value.accessToken;
}

const url = `/api/v1/programs/${PROGRAM.code}/products`;
const ask = (path: string) => app.inject({ url: `${url}/${path}`, headers: { authorization } });

test('a product is shown with its facts now and the history of its rates, latest first', async () => {
  const answer = await ask('P%2F1');
  expect(answer.statusCode).toBe(200);
  expect(answer.json()).toMatchObject({
    program: PROGRAM.code,
    product_id: 'P/1',
    at: '2022-06-15T09:00:00.000Z',
    store_id: 'S-CN1',
    seller_country: 'CN',
    affiliate: true,
    hot: null,
    seller_rate: '5.00',
    hot_rate: null,
    price: { amount: '20.00', currency: 'USD' },
    rates: [
      {
        kind: 'seller',
        percent: '6.00',
        valid_from: '2022-06-09T21:00:00.000Z',
        valid_until: '2022-06-11T21:00:00.000Z',
      },
      { kind: 'seller', percent: '5.00', valid_until: null, author: 'test', recorded_at: '2022-06-15T08:59:59.999Z' },
    ],
  });
});

test('it is shown as valid at another instant when asked', async () => {
  expect((await ask('P%2F1?at=2022-06-10T12:00:00Z')).json()).toMatchObject({ seller_rate: '6.00' });
  expect((await ask('P%2F1?at=2022-06-01T12:00:00Z')).json()).toMatchObject({ seller_rate: null });
  expect((await ask('P%2F1?at=2022-05-01T12:00:00Z')).json()).toMatchObject({ code: 'product_unknown' });
  expect((await ask('P%2F1?at=yesterday')).json()).toMatchObject({ code: 'parameter_invalid', field: 'at' });
});

test('an unknown product is not found, and without a token or its scope nothing is shown', async () => {
  const unknown = await ask('P-NOBODY');
  expect([unknown.statusCode, unknown.json().code, unknown.json().value]).toEqual([404, 'product_unknown', 'P-NOBODY']);
  expect((await ask('P%00')).statusCode).toBe(400);
  expect((await app.inject({ url: `${url}/P2` })).statusCode).toBe(401);
  const other = `Bearer ${await tokenOfPublisher(['statistics'])}`;
  expect((await app.inject({ url: `${url}/P2`, headers: { authorization: other } })).statusCode).toBe(403);
});

test('the export gives each product once, by the last time something of it was recorded, half-open', async () => {
  const exported = async (since: number | null, until: number | null) => {
    const rows: ProductRow[] = [];
    await t.db.transaction({ role: 'system' }, (tx) =>
      exportProducts(tx, { since, until }, (row) => void rows.push(row)),
    );
    return rows;
  };
  expect((await exported(null, null)).map((row) => [row.product_id, row.recorded_at, row['seller_rate']])).toEqual([
    ['P2', '2022-06-01T00:00:00.000Z', null],
    ['P/1', '2022-06-15T08:59:59.999Z', '5.00'],
  ]);
  expect((await exported(NOW - 1, NOW)).map((row) => row.product_id)).toEqual(['P/1']);
  expect(await exported(NOW, null)).toEqual([]);
  expect((await exported(null, NOW - 1)).map((row) => row.product_id)).toEqual(['P/1', 'P2']);
});
