import { createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectDatabase } from '../../../platform/db/index.ts';
import { type TestDatabase, testDatabase } from '../../../platform/db/testing.ts';
import { portOf } from '../start/port.ts';
import { databaseProbe } from './database-probe.ts';

const MS_MAX = 50;

let t: TestDatabase;
let hanging: Server;
const sockets: Socket[] = [];
beforeAll(async () => {
  t = await testDatabase();
  hanging = createServer((socket) => sockets.push(socket));
  await new Promise<void>((resolve) => hanging.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  hanging.close();
  await t.drop();
});

test('a database that answers is there', async () => {
  expect(await databaseProbe(t.db)()).toBe(true);
});

test('one that lets everybody in and says nothing is as good as away, and is asked by one connection however many ask', async () => {
  const db = connectDatabase(`postgres://tributary@127.0.0.1:${portOf(hanging)}/tributary`);
  const isThere = databaseProbe(db, MS_MAX);
  expect(await Promise.all([isThere(), isThere()])).toEqual([false, false]);
  expect(await isThere()).toBe(false);
  expect(sockets).toHaveLength(1);
  for (const socket of sockets) socket.destroy();
  await db.close();
});
