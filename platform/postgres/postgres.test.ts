import { once } from 'node:events';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { connectDatabase } from '../db/index.ts';
import { serverAccount } from './account.ts';
import { isAlive } from './cluster.ts';
import { freePort } from './connection.ts';
import { findDatabaseHome, openDatabaseServer } from './index.ts';
import { refuseOldServer } from './server.ts';
import { type DataDirectory, dataDirectory, endProcess, openElsewhere, serverPid } from './testing/process.ts';

const AS_ROOT = process.getuid?.() === 0;

let made: DataDirectory[] = [];

function newDataDirectory(mode = 0o711, owner?: { uid: number; gid: number }): string {
  const directory = dataDirectory(mode, owner);
  made.push(directory);
  return directory.path;
}

afterEach(async () => {
  for (const directory of made) {
    await directory.remove();
  }
  made = [];
});

async function query(url: string, sql: string): Promise<unknown[]> {
  const db = connectDatabase(url, { poolSize: 1 });
  try {
    return (await db.pool.query(sql)).rows;
  } finally {
    await db.close();
  }
}

describe('the first start', () => {
  test('makes a database that only we can enter, over loopback, with a password, and stops it in order', async () => {
    const dataDir = newDataDirectory();
    const said: string[] = [];
    const server = await openDatabaseServer({ dataDir, onProgress: (message) => said.push(message) });
    expect(server.owned).toBe(true);
    expect(server.version).toMatch(/^18\./);
    expect(said.map((line) => line.split(' ')[0])).toEqual(['making', 'starting']);
    expect(
      await query(
        server.url,
        `select current_setting('listen_addresses') as address, current_setting('fsync') as fsync, current_setting('synchronous_commit') as synchronous_commit,
                current_setting('data_checksums') as checksums, current_setting('server_encoding') as encoding,
                (select datlocprovider::text || ' ' || datlocale from pg_database where datname = current_database()) as locale,
                (select rolsuper from pg_roles where rolname = current_user) as superuser`,
      ),
    ).toEqual([
      {
        address: '127.0.0.1',
        fsync: 'on',
        synchronous_commit: 'on',
        checksums: 'on',
        encoding: 'UTF8',
        locale: 'b C.UTF-8',
        superuser: false,
      },
    ]);
    const home = join(dataDir, 'postgres');
    expect(findDatabaseHome(dataDir)).toBe(home);
    expect(statSync(join(home, 'passwords.json')).mode & 0o777).toBe(0o600);
    expect(statSync(join(home, 'cluster')).mode & 0o777).toBe(0o700);
    await expect(query(server.url.replace(/:[0-9a-f]{64}@/, ':wrong@'), 'select 1')).rejects.toThrow(
      'password authentication failed',
    );
    await server.stop();
    expect(serverPid(dataDir)).toBe(null);
  });

  test('runs the server apart from our process group, so that Ctrl-C on the terminal does not reach it', async () => {
    const dataDir = newDataDirectory();
    const server = await openDatabaseServer({ dataDir });
    const groupOf = (pid: number) => readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1)?.split(' ')[2];
    const pid = serverPid(dataDir) ?? 0;
    expect(groupOf(pid)).toBe(String(pid));
    await server.stop();
  });
});

describe('a second start', () => {
  test('finds everything that was written', async () => {
    const dataDir = newDataDirectory();
    const first = await openDatabaseServer({ dataDir });
    await query(first.url, 'create table kept as select 42 as answer');
    await first.stop();
    const second = await openDatabaseServer({ dataDir });
    expect(await query(second.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
    await second.stop();
  });

  test('beside a running process joins its server, and the last to leave stops it', async () => {
    const dataDir = newDataDirectory();
    const network = await openElsewhere(dataDir);
    const command = await openDatabaseServer({ dataDir });
    expect([network.owned, command.owned, command.url]).toEqual([true, false, network.url]);
    await endProcess(network.child, 'in order');
    expect(await query(command.url, 'select 1 as alive')).toEqual([{ alive: 1 }]);
    await command.stop();
    expect(serverPid(dataDir)).toBe(null);
  });

  test('at the same moment as another makes one database, not two', async () => {
    const dataDir = newDataDirectory();
    const servers = await Promise.all([openDatabaseServer({ dataDir }), openDatabaseServer({ dataDir })]);
    expect(servers.map((server) => server.url)).toEqual([servers[0]?.url, servers[0]?.url]);
    await Promise.all(servers.map((server) => server.stop()));
    expect(serverPid(dataDir)).toBe(null);
  });
});

describe('after kill -9', () => {
  test('of the server it is started again on the same address, with every acknowledged row', async () => {
    const dataDir = newDataDirectory();
    const said: string[] = [];
    const server = await openDatabaseServer({ dataDir, onProgress: (message) => said.push(message) });
    const db = connectDatabase(server.url, { poolSize: 1 });
    await db.pool.query('create table acknowledged (n integer)');
    await db.pool.query('insert into acknowledged select generate_series(1, 1000)');
    const killed = serverPid(dataDir) ?? 0;
    process.kill(killed, 'SIGKILL');
    // A transaction that comes while the server is away waits for it instead of failing.
    const waited = db.transaction({ role: 'app', org: null }, (tx) => tx.query('select 1')).catch(String);
    while (!said.includes('the database server is back')) {
      await pause(20);
    }
    // No migration has made the roles here: the server itself answered.
    expect(await waited).toContain('role "tributary_app" does not exist');
    expect(serverPid(dataDir)).not.toBe(killed);
    expect((await db.pool.query('select count(*)::int as rows from acknowledged')).rows).toEqual([{ rows: 1000 }]);
    await db.close();
    await server.stop();
    expect(serverPid(dataDir)).toBe(null);
  });

  test('of our process the next start adopts the server that lives on, and stops it in the end', async () => {
    const dataDir = newDataDirectory();
    const lost = await openElsewhere(dataDir);
    const orphan = serverPid(dataDir) ?? 0;
    await endProcess(lost.child, 'crash');
    expect(isAlive(orphan)).toBe(true);
    const next = await openDatabaseServer({ dataDir });
    expect([serverPid(dataDir), next.owned, next.url]).toEqual([orphan, true, lost.url]);
    await next.stop();
    expect(isAlive(orphan)).toBe(false);
  });

  test('of both at once the next start recovers', async () => {
    const dataDir = newDataDirectory();
    const lost = await openElsewhere(dataDir);
    await query(lost.url, 'create table kept as select 1 as n');
    await endProcess(lost.child, 'crash');
    process.kill(serverPid(dataDir) ?? 0, 'SIGKILL');
    const next = await openDatabaseServer({ dataDir });
    expect(await query(next.url, 'select n from kept')).toEqual([{ n: 1 }]);
    await next.stop();
  });
});

describe('refusals', () => {
  test('a database of another major version is named, left alone, and the remedy told', async () => {
    const dataDir = newDataDirectory();
    const server = await openDatabaseServer({ dataDir });
    await server.stop();
    const versionFile = join(dataDir, 'postgres', 'cluster', 'PG_VERSION');
    writeFileSync(versionFile, '17\n');
    await expect(openDatabaseServer({ dataDir })).rejects.toThrow(/made by PostgreSQL 17, .* brings 18.*DATABASE_URL/);
    expect(readFileSync(versionFile, 'utf8')).toBe('17\n');
  });

  test('a server older than our SQL is refused with its version, ours and the ways out', () => {
    expect(() => refuseOldServer(140012, '14.12', 'db.example:5432/network')).toThrow(
      /db\.example:5432\/network is PostgreSQL 14\.12, and 15 or newer is needed.*unset DATABASE_URL/,
    );
    expect(() => refuseOldServer(150000, '15.0', 'db.example:5432/network')).not.toThrow();
  });

  test('a DATABASE_URL nobody answers on is named without its password', async () => {
    const dataDir = newDataDirectory();
    const server = await openDatabaseServer({ dataDir });
    const absent = server.url.replace(/\/tributary$/, '/elsewhere');
    const refusal = await openDatabaseServer({ dataDir, databaseUrl: absent }).catch(String);
    expect(refusal).toMatch(/DATABASE_URL: no connection to 127\.0\.0\.1:\d+\/elsewhere: .*does not exist.*Check host/);
    expect(refusal).not.toContain(new URL(absent).password);
    await server.stop();
  });
});

test('waiting for a DATABASE_URL that does not answer is said at once, without its password, and ends', async () => {
  const said: string[] = [];
  const databaseUrl = `postgresql://someone:hidden@127.0.0.1:${await freePort()}/network`;
  const opened = openDatabaseServer({
    dataDir: newDataDirectory(),
    databaseUrl,
    waitMs: 100,
    onProgress: (message) => said.push(message),
  });
  await expect(opened).rejects.toThrow(/no connection to 127\.0\.0\.1:\d+\/network: .*ECONNREFUSED.*Check host/);
  expect(said).toEqual([
    expect.stringMatching(/^waiting for the database at 127\.0\.0\.1:\d+\/network: .*ECONNREFUSED/),
  ]);
});

test('waiting for a DATABASE_URL ends with the stop signal, refused or not answered at all', async () => {
  const silent = createServer();
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const address = silent.address();
  const silentPort = typeof address === 'object' && address !== null ? address.port : 0;
  for (const port of [await freePort(), silentPort]) {
    const stop = new AbortController();
    const taken = port === silentPort ? once(silent, 'connection') : null;
    const opened = openDatabaseServer({
      dataDir: newDataDirectory(),
      databaseUrl: `postgresql://someone:hidden@127.0.0.1:${port}/network`,
      // Longer than a test may take: only the signal ends it.
      waitMs: 86_400_000,
      onProgress: () => stop.abort(new Error('stopped by a person')),
      stop: stop.signal,
    });
    if (taken !== null) void taken.then(() => stop.abort(new Error('stopped by a person')));
    await expect(opened).rejects.toThrow('stopped by a person');
  }
  silent.close();
});

test('a server given by DATABASE_URL is used as it is and never stopped', async () => {
  const dataDir = newDataDirectory();
  const own = await openDatabaseServer({ dataDir });
  const given = await openDatabaseServer({ dataDir: join(dataDir, 'unused'), databaseUrl: own.url });
  expect([given.owned, given.url, existsSync(join(dataDir, 'unused'))]).toEqual([false, own.url, false]);
  await given.stop();
  expect(await query(own.url, 'select 1 as alive')).toEqual([{ alive: 1 }]);
  await own.stop();
});

test('below a directory the server may not enter, the database lives in a system directory that the data directory names', async () => {
  const dataDir = newDataDirectory(0o700);
  const server = await openDatabaseServer({ dataDir });
  const home = findDatabaseHome(dataDir) ?? '';
  // An ordinary user runs the server as itself and can enter its own directories: then the database stays in place.
  expect(home.startsWith('/var/lib/tributary/')).toBe(AS_ROOT);
  expect(statSync(join(home, 'cluster')).uid).toBe(serverAccount()?.uid ?? process.getuid?.());
  await query(server.url, 'create table kept as select 1 as n');
  await server.stop();
  const again = await openDatabaseServer({ dataDir });
  expect(await query(again.url, 'select n from kept')).toEqual([{ n: 1 }]);
  await again.stop();
});

test('an ordinary user gets a database of their own, and root may start it later as that user', async () => {
  const account = AS_ROOT ? { uid: 65534, gid: 65534 } : { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
  const dataDir = newDataDirectory(0o711, account);
  const ordinary = await openElsewhere(dataDir, account);
  expect(statSync(join(dataDir, 'postgres', 'cluster')).uid).toBe(account.uid);
  await endProcess(ordinary.child, 'in order');
  const later = await openDatabaseServer({ dataDir });
  expect(statSync(join(dataDir, 'postgres', 'cluster')).uid).toBe(account.uid);
  await later.stop();
});
