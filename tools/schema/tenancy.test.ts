import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts';

/** The same for everybody, so that row-level security would have nothing to tell apart. Each with its reason. */
const SAME_FOR_ALL = [
  'ledger.account_kind', // the chart of accounts
  'ledger.entry_kind', // the kinds of entries that may be posted
];

/** COPY refuses tables under row-level security: nobody but the ingest and system roles may touch these. */
const STAGING = ['clicks.incoming'];

let t: TestDatabase;

beforeAll(async () => {
  t = await testDatabase();
});
afterAll(() => t.drop());

const OURS = `n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'migrations', 'public')`;
const TABLES = `pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p') and ${OURS}`;
const UNPROTECTED = 'not (c.relrowsecurity and c.relforcerowsecurity)';

async function names(query: string): Promise<string[]> {
  const { rows } = await t.db.pool.query<{ name: string }>(`select name::text from (${query}) found order by 1`);
  return rows.map((row) => row.name);
}

test('the migrations made tables to look at', async () => {
  expect(await names(`select c.oid::regclass as name from ${TABLES}`)).not.toEqual([]);
});

test('every table the app role may touch is under forced row-level security, but for what is the same for everybody', async () => {
  const granted = `exists (select from aclexplode(c.relacl) a where pg_get_userbyid(a.grantee) = 'tributary_app')`;
  expect(
    await names(
      `select c.oid::regclass as name from ${TABLES} and ${UNPROTECTED} and ${granted} and not c.relispartition`,
    ),
  ).toEqual(SAME_FOR_ALL);
});

test('every table whose rows belong to an organisation is under forced row-level security, but for staging', async () => {
  const owned = `exists (select from pg_attribute a where a.attrelid = c.oid and a.attname in ('org_id', 'publisher_org', 'advertiser_org'))`;
  expect(
    await names(
      `select c.oid::regclass as name from ${TABLES} and ${UNPROTECTED} and ${owned} and not c.relispartition`,
    ),
  ).toEqual(STAGING);
});

test('a partition is read only through its table, which protects it; shippers may add rows to it', async () => {
  await t.db.transaction({ role: 'ingest' }, (tx) =>
    tx.query(`select clicks.make_partitions('2026-01-01', '2026-02-01')`),
  );
  const grants = `select c.oid::regclass || ' ' || pg_get_userbyid(a.grantee) || ' ' || a.privilege_type as name
    from ${TABLES} and c.relispartition and ${UNPROTECTED}`.replace(' where', ', aclexplode(c.relacl) a where');
  expect(await names(`${grants} and pg_get_userbyid(a.grantee) <> 'tributary_owner'`)).toEqual([
    'clicks.click_2026_01 tributary_ingest INSERT',
    'clicks.click_2026_02 tributary_ingest INSERT',
  ]);
});

test('tributary_owner owns every table, the other roles own nothing, and none of them can log in or pass row-level security', async () => {
  expect(
    await names(`select c.oid::regclass as name from ${TABLES} and pg_get_userbyid(c.relowner) <> 'tributary_owner'`),
  ).toEqual([]);
  expect(
    await names(
      `select rolname as name from pg_roles where rolname like 'tributary\\_%' and (rolcanlogin or rolbypassrls or rolsuper)`,
    ),
  ).toEqual([]);
});

test('nothing is granted to everybody', async () => {
  expect(
    await names(`select c.oid::regclass as name from pg_class c join pg_namespace n on n.oid = c.relnamespace, aclexplode(c.relacl) a
    where ${OURS} and a.grantee = 0`),
  ).toEqual([]);
});

test('functions that run with the rights of the owner fix their search path', async () => {
  expect(
    await names(`select p.oid::regprocedure as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where ${OURS} and p.prosecdef and not coalesce(p.proconfig::text like '%search_path=%', false)`),
  ).toEqual([]);
});

test('no table refers to a table of another module', async () => {
  expect(
    await names(`select k.conname as name from pg_constraint k join pg_class a on a.oid = k.conrelid join pg_class b on b.oid = k.confrelid
    where k.contype = 'f' and a.relnamespace <> b.relnamespace`),
  ).toEqual([]);
});
