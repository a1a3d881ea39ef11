import { afterAll, beforeAll, expect, test } from 'vitest';
import { COPY_HEAD_BYTES, copyIn, sqlState } from './index.ts';
import { type TestDatabase, testDatabase } from './testing.ts';

let t: TestDatabase;

beforeAll(async () => {
  t = await testDatabase();
  await t.db.pool.query(`
    set role tributary_owner;
    create schema probe;
    grant usage on schema probe to tributary_system;
    create table probe.copied (number integer not null);
    grant select, insert on probe.copied to tributary_system;
    reset role`);
});
afterAll(() => t.drop());

const SYSTEM = { role: 'system' } as const;
const COPY = 'copy probe.copied (number) from stdin';

/** Lines in pieces of some bytes, all in the same memory. */
function pieces(lines: readonly string[], bytesMax: number): () => Buffer | null {
  const memory = Buffer.alloc(COPY_HEAD_BYTES + bytesMax);
  const text = Buffer.from(lines.map((line) => `${line}\n`).join(''));
  let at = 0;
  return () => {
    if (at >= text.length) return null;
    const length = text.copy(memory, COPY_HEAD_BYTES, at, at + bytesMax);
    at += length;
    return memory.subarray(0, COPY_HEAD_BYTES + length);
  };
}

const numbers = (count: number) => Array.from({ length: count }, (_, index) => String(index));
const stored = () =>
  t.db.transaction(SYSTEM, (tx) =>
    tx.query<{ count: bigint; sum: bigint }>(
      'select count(*) as count, coalesce(sum(number), 0)::bigint as sum from probe.copied',
    ),
  );

test('what lay in the same memory one piece after the other arrives whole', async () => {
  await t.db.transaction(SYSTEM, (tx) => copyIn(tx, COPY, pieces(numbers(50_000), 7_001)));
  expect(await stored()).toEqual([{ count: 50_000n, sum: 1_249_975_000n }]);
  await t.db.transaction(SYSTEM, (tx) => copyIn(tx, COPY, () => null));
  expect(await stored()).toEqual([{ count: 50_000n, sum: 1_249_975_000n }]);
});

test('what the server refuses fails with its reason, and the transaction goes on behind its savepoint', async () => {
  const lines = [...numbers(20_000), 'no number', ...numbers(200_000)];
  await t.db.transaction(SYSTEM, async (tx) => {
    const failure = await tx.savepoint(() => copyIn(tx, COPY, pieces(lines, 4_096))).catch((error: unknown) => error);
    expect(sqlState(failure)).toBe('22P02');
    await copyIn(tx, COPY, pieces(['7'], 10));
  });
  expect(await stored()).toEqual([{ count: 50_001n, sum: 1_249_975_007n }]);
  const missing = t.db.transaction(SYSTEM, (tx) => copyIn(tx, 'copy probe.nowhere from stdin', pieces(['7'], 10)));
  await expect(missing).rejects.toThrow('does not exist');
});

test('a sender that fails is told its own failure, and nothing of it is stored', async () => {
  const some = pieces(numbers(1_000), 512);
  let asked = 0;
  const failing = () => {
    asked += 1;
    if (asked === 3) throw new Error('the third piece is missing');
    return some();
  };
  await t.db.transaction(SYSTEM, async (tx) => {
    await expect(tx.savepoint(() => copyIn(tx, COPY, failing))).rejects.toThrow('the third piece is missing');
    await tx.query('select 1');
  });
  expect(await stored()).toEqual([{ count: 50_001n, sum: 1_249_975_007n }]);
});

test('a connection that ends while pieces are on their way fails it', async () => {
  const cut = t.db.transaction(SYSTEM, async (tx) => {
    const [row] = await tx.query<{ pid: number }>('select pg_backend_pid() as pid');
    const lines = numbers(100_000);
    let some = pieces(lines, 65_536);
    let sent = 0;
    await copyIn(tx, COPY, () => {
      sent += 1;
      if (sent === 5) void t.db.pool.query('select pg_terminate_backend($1)', [row?.pid]);
      const piece = some();
      if (piece !== null) return piece;
      // It never comes to its end by itself, however late the connection is cut.
      some = pieces(lines, 65_536);
      return some();
    });
  });
  await expect(cut).rejects.toThrow();
  expect(await stored()).toEqual([{ count: 50_001n, sum: 1_249_975_007n }]);
});
