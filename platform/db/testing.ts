import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { connectDatabase, type Database } from './index.ts';
import { keepUntilEnd } from './testing/kept.ts';
import { testServer } from './testing/server.ts';

/** A database of one test file: migrated, empty, alone. */
export interface TestDatabase {
  readonly db: Database;
  /** For a second connection, as the role that the product itself connects as. */
  readonly url: string;
  /** Closes `db` and removes the database. */
  drop(): Promise<void>;
}

/** Connections of one test file; the files of a run share a server. */
const POOL_SIZE = 8;

/** Cloning may find the template busy for a moment, for instance while another run is making it. */
const CLONE_TRIES_MAX = 20;
const CLONE_PAUSE_MS = 100;

/**
 * Makes a database for this test file, cloned from one that all migrations were applied to, or from `template`, which `testTemplate`
 * made. Call it in `beforeAll` and `drop()` in `afterAll`. The first call of a run starts the server (or uses TEST_DATABASE_URL); runs
 * without such a call start none.
 */
export async function testDatabase(template?: string): Promise<TestDatabase> {
  const server = await testServer();
  const name = newName();
  await withAdministrator(server.url, (client) => clone(client, name, template ?? server.template));
  const url = databaseUrl(server.url, name);
  const db = connectDatabase(url, { poolSize: POOL_SIZE });
  const drop = async () => {
    await db.close();
    await withAdministrator(server.url, (client) => dropDatabase(client, name));
  };
  return { db, url, drop };
}

/**
 * What several test files begin with, made once and then cloned: a migrated database, filled. The end of the run removes it. Answers its
 * name, for `testDatabase`.
 */
export async function testTemplate(fill: (db: Database) => Promise<void>): Promise<string> {
  const server = await testServer();
  const name = newName();
  keepUntilEnd(name);
  await withAdministrator(server.url, (client) => clone(client, name, server.template));
  const db = connectDatabase(databaseUrl(server.url, name), { poolSize: POOL_SIZE });
  try {
    await fill(db);
  } finally {
    await db.close();
  }
  return name;
}

/** Makes an empty database without migrations; for tests of the migrations themselves. Remove it with `drop()`. */
export async function emptyTestDatabase(): Promise<Pick<TestDatabase, 'url' | 'drop'>> {
  const server = await testServer();
  const name = newName();
  await withAdministrator(server.url, (client) => client.query(`create database ${name}`));
  const drop = async () => {
    await withAdministrator(server.url, (client) => dropDatabase(client, name));
  };
  return { url: databaseUrl(server.url, name), drop };
}

function newName(): string {
  return `tributary_test_${process.pid}_${randomBytes(6).toString('hex')}`;
}

async function clone(client: pg.Client, name: string, template: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      // Without fsync copying files takes about 20 ms, and copying through the write-ahead log (the default) 80 ms and more.
      await client.query(`create database ${name} template ${template} strategy file_copy`);
      // Grants on a database itself are not cloned with it; the first migration gave this one.
      await client.query(`grant create on database ${name} to tributary_owner`);
      return;
    } catch (error) {
      const busy = error instanceof pg.DatabaseError && error.code === '55006';
      if (!busy || tries >= CLONE_TRIES_MAX) {
        throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, CLONE_PAUSE_MS));
    }
  }
}

/**
 * Ends whoever is still connected. A role without superuser's rights may not end the autovacuum of a server that is given; a plain drop
 * sends it away and waits for it.
 */
async function dropDatabase(client: pg.Client, name: string): Promise<void> {
  try {
    await client.query(`drop database if exists ${name} with (force)`);
  } catch (error) {
    if (!(error instanceof pg.DatabaseError && error.code === '42501')) {
      throw error;
    }
    await client.query(`drop database if exists ${name}`);
  }
}

async function withAdministrator(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'tributary tests' });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function databaseUrl(url: string, name: string): string {
  const parsed = new URL(url);
  parsed.pathname = `/${name}`;
  return parsed.href;
}
