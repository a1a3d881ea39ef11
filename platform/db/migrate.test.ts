import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrate, migrationDirectory } from './index.ts';
import { emptyTestDatabase } from './testing.ts';

let directory: string;
let database: Awaited<ReturnType<typeof emptyTestDatabase>>;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'tributary-migrations-'));
  cpSync(join(migrationDirectory, '0001_roles.sql'), join(directory, '0001_roles.sql'));
  write('0002_first.sql', 'create schema probe; create table probe.first (n integer);');
  database = await emptyTestDatabase();
});
afterEach(async () => {
  await database.drop();
  rmSync(directory, { recursive: true, force: true });
});

function write(file: string, sql: string): void {
  writeFileSync(join(directory, file), `-- A test. Breaks nothing.\n${sql}\n`);
}

const run = () => migrate(database.url, { directory });

async function rows(sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

test('migrations are applied in order, once, as the owner of everything', async () => {
  expect(await run()).toEqual({ applied: ['0001_roles.sql', '0002_first.sql'], before: 0 });
  expect(await run()).toEqual({ applied: [], before: 2 });
  write('0003_second.sql', 'alter table probe.first add m integer;');
  expect(await run()).toEqual({ applied: ['0003_second.sql'], before: 2 });
  expect(await rows(`select distinct tableowner from pg_tables where schemaname = 'probe'`)).toEqual([
    { tableowner: 'tributary_owner' },
  ]);
});

test('two starters at once: one applies them, the other waits and finds nothing to do', async () => {
  const reports = await Promise.all([run(), run()]);
  expect(reports.map((report) => report.applied.length).sort()).toEqual([0, 2]);
});

test('a migration that fails leaves nothing of itself, keeps those before it, and names its file and line', async () => {
  write('0003_wrong.sql', 'create table probe.half (n integer);\nselect nowhere;');
  await expect(run()).rejects.toThrow('migration 0003_wrong.sql failed, line 3: column "nowhere" does not exist');
  expect(await rows(`select tablename from pg_tables where schemaname = 'probe'`)).toEqual([{ tablename: 'first' }]);
  write('0003_wrong.sql', 'create table probe.half (n integer);');
  expect((await run()).applied).toEqual(['0003_wrong.sql']);
});

test('a migration changed after it was applied is refused', async () => {
  await run();
  write('0002_first.sql', 'create schema probe; create table probe.first (n bigint);');
  await expect(run()).rejects.toThrow(
    /made by another version: .*0002_first\.sql was changed after it was applied.*another data directory.*writes a new migration/,
  );
});

test('a database of a newer version is refused', async () => {
  write('0003_newer.sql', 'select 1;');
  await run();
  rmSync(join(directory, '0003_newer.sql'));
  await expect(run()).rejects.toThrow(/has migration 0003_newer\.sql, which this version does not know.*newer version/);
});

test('a migration that comes late, before one already applied, is refused', async () => {
  write('0004_later.sql', 'select 1;');
  await run();
  write('0003_late.sql', 'select 1;');
  await expect(run()).rejects.toThrow(/0003_late\.sql comes before 0004_later\.sql.*next free number/);
});

test('two migrations with one number, or a name that does not fit, are refused before anything runs', async () => {
  write('0002_twin.sql', 'select 1;');
  await expect(run()).rejects.toThrow('0002_first.sql and 0002_twin.sql have one number');
  rmSync(join(directory, '0002_twin.sql'));
  write('3_short.sql', 'select 1;');
  await expect(run()).rejects.toThrow('NNNN_lower_case_words.sql');
});
