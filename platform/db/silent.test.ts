import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectDatabase, type Database, isUnavailable } from './index.ts';
import { type TestDatabase, testDatabase } from './testing.ts';

const SYSTEM = { role: 'system' } as const;
/** Longer than a server needs that works, on a busy machine as well, and short enough to be waited for. */
const SILENT_MS_MAX = 2_000;

let t: TestDatabase;
let relay: Server;
let db: Database;
/** While set, what the server says stays in the relay, as of a server whose processes are stopped: connections are there, and silent. */
let isSilent = false;
const sockets = new Set<Socket>();

beforeAll(async () => {
  t = await testDatabase();
  const { hostname: host, port } = new URL(t.url);
  relay = createServer((near) => {
    const far = connect({ port: Number(port), host });
    near.on('data', (bytes) => far.write(bytes));
    far.on('data', (bytes) => void (isSilent || near.write(bytes)));
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve));
  const address = relay.address();
  if (address === null || typeof address === 'string') throw new Error('the relay does not listen');
  const url = t.url.replace(`@${host}:${port}`, `@127.0.0.1:${address.port}`);
  db = connectDatabase(url, { silentMsMax: SILENT_MS_MAX });
});
afterAll(async () => {
  await db.close();
  for (const socket of sockets) socket.destroy();
  relay.close();
  await t.drop();
});

const failure = () =>
  db
    .transaction(SYSTEM, (tx) => tx.query('select 1'))
    .then(
      () => null,
      (error: unknown) => error,
    );

test('a server that hangs fails a transaction before it begins, on an open connection and on a new one, and is used again when it answers', async () => {
  expect(await failure()).toBeNull();
  isSilent = true;
  expect(db.pool.idleCount).toBe(1);
  const onOpen = await failure();
  expect(onOpen).toMatchObject({ code: 'ETIMEDOUT' });
  expect(db.pool.totalCount).toBe(0);
  const onNew = await failure();
  expect([onOpen, onNew].map(isUnavailable)).toEqual([true, true]);
  isSilent = false;
  expect(await failure()).toBeNull();
});

test('a statement may take longer than that', async () => {
  const slow = db.transaction(SYSTEM, (tx) => tx.query(`select pg_sleep(${(SILENT_MS_MAX + 100) / 1_000})`));
  expect(await slow).toHaveLength(1);
});
