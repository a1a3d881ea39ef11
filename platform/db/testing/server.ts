import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { serverAccount } from '../../postgres/account.ts';
import { embeddedBinaries } from '../../postgres/binaries.ts';
import { type Cluster, initialise, isAlive, logTail, readPidFile, startServer } from '../../postgres/cluster.ts';
import { administratorUrl, connectWhenReady, freePort, newPassword, serverUrl } from '../../postgres/connection.ts';
import { migrate, migrationDirectory } from '../index.ts';

/** The server of one test run: `url` may create databases; `template` is the migrated one to clone. */
export interface TestServer {
  readonly url: string;
  readonly template: string;
  readonly version: string;
}

/** Set by the run's global setup: a directory of the run's own, in which the server is started when first asked for. */
export const RUN_DIRECTORY_VARIABLE = 'TRIBUTARY_TEST_RUN';

/** Nothing of a test survives its run, so nothing needs to survive a crash; and nothing may run beside the tests. */
const SETTINGS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
  jit: 'off',
  max_connections: '200',
  shared_buffers: '128MB',
  log_min_messages: 'fatal',
};

const START_MS_MAX = 60_000;
const LOCK_PAUSE_MS = 50;

/** Starting and migrating takes a second or two; on an overloaded machine many times that. */
const LOCK_MS_MAX = 120_000;

let known: Promise<TestServer> | null = null;

/** The server of this run, started by whichever test process asks first. */
export function testServer(): Promise<TestServer> {
  known ??= openServer();
  return known;
}

async function openServer(): Promise<TestServer> {
  const directory = process.env[RUN_DIRECTORY_VARIABLE];
  if (directory === undefined) {
    throw new Error(
      `testDatabase: ${RUN_DIRECTORY_VARIABLE} is not set; run tests through vitest with the repository's configuration`,
    );
  }
  return await locked(join(directory, 'lock'), async () => {
    const file = join(directory, 'server.json');
    if (existsSync(file)) {
      const known: TestServer = JSON.parse(readFileSync(file, 'utf8'));
      return known;
    }
    const server = await startTestServer(directory);
    writeFileSync(`${file}.new`, JSON.stringify(server), { mode: 0o600 });
    renameSync(`${file}.new`, file);
    return server;
  });
}

/** One at a time among the processes of a run; a directory is made atomically everywhere. */
async function locked<T>(lock: string, work: () => Promise<T>): Promise<T> {
  const until = Date.now() + LOCK_MS_MAX;
  for (;;) {
    try {
      mkdirSync(lock);
      break;
    } catch {
      if (Date.now() > until) {
        throw new Error(`testDatabase: another process of this run holds ${lock} for too long; run the tests again`);
      }
      await new Promise((resolve) => setTimeout(resolve, LOCK_PAUSE_MS));
    }
  }
  try {
    return await work();
  } finally {
    rmdirSync(lock);
  }
}

async function startTestServer(directory: string): Promise<TestServer> {
  const given = process.env['TEST_DATABASE_URL'];
  const url = given === undefined ? await startEmbedded(directory) : await withoutSuperuser(given);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ version: string }>(`select current_setting('server_version') as version`);
    const template = await migratedTemplate(client, url);
    return { url, template, version: rows[0]?.version ?? 'unknown' };
  } finally {
    await client.end();
  }
}

/** Tests prove little as a superuser, whom no policy binds: given one, they run as a role with the rights of the product's. */
async function withoutSuperuser(given: string): Promise<string> {
  const client = new pg.Client({ connectionString: given });
  await client.connect();
  try {
    const { rows } = await client.query<{ rolsuper: boolean; known: boolean }>(
      `select rolsuper, exists (select from pg_roles where rolname = 'tributary') as known
         from pg_roles where rolname = current_user`,
    );
    if (rows[0]?.rolsuper !== true) return given;
    const password = newPassword();
    const rights = `login createrole createdb noinherit password '${password}'`;
    await client.query(`${rows[0].known ? 'alter' : 'create'} role tributary ${rights}`);
    const url = new URL(given);
    url.username = 'tributary';
    url.password = password;
    return url.href;
  } finally {
    await client.end();
  }
}

/** The cluster of a run's directory, also for whoever stops it. */
function testCluster(directory: string): Cluster {
  const account = serverAccount();
  return { directory: join(directory, 'cluster'), binaries: embeddedBinaries(account, () => undefined), account };
}

async function startEmbedded(directory: string): Promise<string> {
  const cluster = testCluster(directory);
  const password = newPassword();
  initialise(cluster, password);
  const port = await freePort();
  const pid = startServer(cluster, port, SETTINGS);
  const client = await connectWhenReady({
    url: administratorUrl(password, port),
    millisecondsMax: START_MS_MAX,
    hopeless: () => (isAlive(pid) || readPidFile(cluster) !== null ? null : `; the server ended: ${logTail(cluster)}`),
  });
  try {
    // The same rights as the role the product connects as, plus making databases.
    await client.query(`create role tributary login createrole createdb noinherit password '${password}'`);
  } finally {
    await client.end();
  }
  return serverUrl('tributary', password, port, 'postgres');
}

/** A template is named by the content of the migrations, so an edited migration makes a new one. */
async function migratedTemplate(client: pg.Client, url: string): Promise<string> {
  const template = `tributary_template_${migrationsHash()}`;
  await client.query('select pg_advisory_lock(hashtext($1))', [template]);
  const { rows } = await client.query('select from pg_database where datname = $1', [template]);
  if (rows.length === 0) {
    // Made under another name: a template whose migration failed half-way must not be taken for a whole one.
    const unfinished = `${template}_unfinished`;
    await client.query(`drop database if exists ${unfinished} with (force)`);
    await client.query(`create database ${unfinished}`);
    const unfinishedUrl = new URL(url);
    unfinishedUrl.pathname = `/${unfinished}`;
    await migrate(unfinishedUrl.href);
    await client.query(`alter database ${unfinished} rename to ${template}`);
  }
  return template;
}

function migrationsHash(): string {
  const hash = createHash('sha256');
  for (const file of readdirSync(migrationDirectory).sort()) {
    hash.update(file).update(readFileSync(join(migrationDirectory, file)));
  }
  return hash.digest('hex').slice(0, 16);
}
