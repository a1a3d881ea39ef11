import { chmodSync, existsSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrate, migrationDirectory } from '../../platform/db/index.ts';
import { serverAccount } from '../../platform/postgres/account.ts';
import { initialise, isAlive, logTail, startServer, stopServer } from '../../platform/postgres/cluster.ts';
import {
  administratorUrl,
  connectWhenReady,
  freePort,
  newPassword,
  serverUrl,
} from '../../platform/postgres/connection.ts';

/** the oldest server that may be given by DATABASE_URL, where Debian and the PostgreSQL project install it. */
const FLOOR = 15;
const PLACES = [
  `/usr/lib/postgresql/${FLOOR}/bin`,
  `/usr/pgsql-${FLOOR}/bin`,
  `/opt/homebrew/opt/postgresql@${FLOOR}/bin`,
];

let directory: string;
let pid = 0;

beforeEach(() => {
  directory = mkdtempSync(join(realpathSync(tmpdir()), 'tributary-floor-'));
  chmodSync(directory, 0o711);
});
afterEach(async () => {
  if (isAlive(pid)) {
    await stopServer(pid);
  }
  rmSync(directory, { recursive: true, force: true });
});

test('all migrations also run on the oldest supported server, for a role without superuser rights', async () => {
  const binaries = PLACES.find((place) => existsSync(join(place, 'postgres')));
  if (binaries === undefined) {
    process.stderr.write(`PostgreSQL ${FLOOR} is not installed here: the migrations were not tried on it\n`);
    return;
  }
  const cluster = {
    directory: join(directory, 'cluster'),
    binaries: { directory: binaries, major: FLOOR },
    account: serverAccount(),
  };
  const password = newPassword();
  initialise(cluster, password);
  const port = await freePort();
  pid = startServer(cluster, port, { fsync: 'off', jit: 'off' });
  const client = await connectWhenReady({
    url: administratorUrl(password, port),
    millisecondsMax: 30_000,
    hopeless: () => (isAlive(pid) ? null : logTail(cluster)),
  });
  await client.query(`create role tributary login createrole noinherit password '${password}'`);
  await client.query('create database tributary owner tributary');
  await client.end();
  const { applied } = await migrate(serverUrl('tributary', password, port, 'tributary'));
  expect(applied).toEqual(readdirSync(migrationDirectory).sort());
});
