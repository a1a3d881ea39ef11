import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectDatabase, type Database, sqlInstant, sqlState, type Tx } from './index.ts';
import { type TestDatabase, testDatabase } from './testing.ts';

const ORG = '11111111-1111-4111-8111-111111111111';
const OTHER = '22222222-2222-4222-8222-222222222222';

let t: TestDatabase;

beforeAll(async () => {
  t = await testDatabase();
  await t.db.pool.query(`
    set role tributary_owner;
    create schema probe;
    grant usage on schema probe to tributary_app, tributary_system;
    create table probe.owned (id integer primary key, org_id uuid not null, note text not null default '');
    alter table probe.owned enable row level security;
    alter table probe.owned force row level security;
    create policy own on probe.owned to tributary_app using (org_id = tenancy.org());
    create policy everybody on probe.owned to tributary_system using (true);
    grant select, insert, update on probe.owned to tributary_app, tributary_system;
    reset role`);
});
afterAll(() => t.drop());

const app = (org: string | null) => ({ role: 'app', org }) as const;
const SYSTEM = { role: 'system' } as const;

const insert = (tx: Tx, id: number, org: string) =>
  tx.query('insert into probe.owned (id, org_id) values ($1, $2)', [id, org]);
const ids = async (tx: Tx) =>
  (await tx.query<{ id: number }>('select id from probe.owned order by id')).map((row) => row.id);

describe('a transaction', () => {
  test('runs with the role and the organisation of its actor, and both end with it', async () => {
    const who = (tx: Tx) =>
      tx.query<{ role: string; org: string | null }>('select current_user as role, tenancy.org() as org');
    expect(await t.db.transaction(app(ORG), who)).toEqual([{ role: 'tributary_app', org: ORG }]);
    expect(await t.db.transaction(app(null), who)).toEqual([{ role: 'tributary_app', org: null }]);
    expect(await t.db.transaction(SYSTEM, who)).toEqual([{ role: 'tributary_system', org: null }]);
    expect(await t.db.transaction({ role: 'ingest' }, who)).toEqual([{ role: 'tributary_ingest', org: null }]);
    expect(
      (await t.db.pool.query(`select current_user as role, nullif(current_setting('tributary.org', true), '') as org`))
        .rows,
    ).toEqual([{ role: 'tributary', org: null }]);
  });

  test('sees and writes only the rows of its organisation, and none without one', async () => {
    await t.db.transaction(SYSTEM, async (tx) => {
      await insert(tx, 1, ORG);
      await insert(tx, 2, OTHER);
    });
    expect(await t.db.transaction(app(ORG), ids)).toEqual([1]);
    expect(await t.db.transaction(app(OTHER), ids)).toEqual([2]);
    expect(await t.db.transaction(app(null), ids)).toEqual([]);
    await expect(t.db.transaction(app(ORG), (tx) => insert(tx, 3, OTHER))).rejects.toThrow('row-level security');
  });

  test('gives the connecting role nothing by itself: without becoming one of the roles it reads no table', async () => {
    await expect(t.db.pool.query('select from probe.owned')).rejects.toThrow('permission denied');
  });

  test('refuses an organisation that is no UUID, since it becomes part of a statement', async () => {
    await expect(t.db.transaction(app("x'; reset role; --"), ids)).rejects.toThrow('is no UUID');
  });

  test('that throws leaves nothing behind', async () => {
    const failing = t.db.transaction(SYSTEM, async (tx) => {
      await insert(tx, 10, ORG);
      throw new Error('on second thoughts');
    });
    await expect(failing).rejects.toThrow('on second thoughts');
    expect(await t.db.transaction(SYSTEM, ids)).not.toContain(10);
  });

  test('in which a failed statement was ignored is reported instead of silently rolled back', async () => {
    const careless = t.db.transaction(SYSTEM, async (tx) => {
      await insert(tx, 11, ORG);
      await insert(tx, 11, ORG).catch(() => undefined);
    });
    await expect(careless).rejects.toThrow('use tx.savepoint');
  });

  test('goes on after a failed savepoint and keeps what came before it', async () => {
    await t.db.transaction(SYSTEM, async (tx) => {
      await insert(tx, 12, ORG);
      const failure = await tx.savepoint(() => insert(tx, 12, ORG)).catch((error: unknown) => sqlState(error));
      expect(failure).toBe('23505');
      await tx.savepoint(async () => {
        await insert(tx, 13, ORG);
        await tx.savepoint(() => insert(tx, 13, ORG)).catch(() => undefined);
      });
    });
    expect(await t.db.transaction(SYSTEM, ids)).toEqual(expect.arrayContaining([12, 13]));
  });

  test('refuses queries after its end', async () => {
    const escaped = await t.db.transaction(SYSTEM, (tx) => Promise.resolve(tx));
    await expect(escaped.query('select 1')).rejects.toThrow('used after its end');
  });

  test('that loses a deadlock is run again, so both writers succeed', async () => {
    await t.db.transaction(SYSTEM, async (tx) => {
      await insert(tx, 20, ORG);
      await insert(tx, 21, ORG);
    });
    let runs = 0;
    let arrived = 0;
    const touch = (first: number, second: number) =>
      t.db.transaction(SYSTEM, async (tx) => {
        runs += 1;
        await tx.query(`update probe.owned set note = note || 'a' where id = $1`, [first]);
        arrived += 1;
        // Both hold their first row before either asks for the other's: a certain deadlock the first time.
        while (arrived < 2) {
          await pause(1);
        }
        await tx.query(`update probe.owned set note = note || 'b' where id = $1`, [second]);
      });
    await Promise.all([touch(20, 21), touch(21, 20)]);
    expect(runs).toBe(3);
    expect(
      await t.db.transaction(SYSTEM, (tx) => tx.query('select note from probe.owned where id in (20, 21)')),
    ).toHaveLength(2);
  });

  test('that loses every time is given up after five runs', async () => {
    let runs = 0;
    const losing = t.db.transaction(SYSTEM, (tx) => {
      runs += 1;
      return tx.query(`do $$ begin raise exception 'again' using errcode = 'serialization_failure'; end $$`);
    });
    await expect(losing).rejects.toThrow('again');
    expect(runs).toBe(5);
  });
});

describe('values', () => {
  test('arrive exactly: money as BigInt, rates as text, times in milliseconds, days as text', async () => {
    const rows = await t.db.transaction(SYSTEM, (tx) =>
      tx.query(`
        select 9007199254740993::bigint as minor, 0.100000000000000000001::numeric as rate,
               '2022-06-15T09:00:00.123456+03'::timestamptz as at, '1969-12-31T23:59:59.999Z'::timestamptz as before,
               '2022-06-15'::date as day, '{"a": [1]}'::jsonb as fact, null::bigint as nothing,
               array[1, null, 3]::bigint[] as minors, array[0.1, 0.20]::numeric[] as rates,
               array['2022-06-15T09:00:00Z']::timestamptz[] as times, array['2022-06-15']::date[] as days`),
    );
    expect(rows).toEqual([
      {
        minor: 9007199254740993n,
        rate: '0.100000000000000000001',
        at: Date.UTC(2022, 5, 15, 6, 0, 0, 123),
        before: -1,
        day: '2022-06-15',
        fact: { a: [1] },
        nothing: null,
        minors: [1n, null, 3n],
        rates: ['0.1', '0.20'],
        times: [Date.UTC(2022, 5, 15, 9)],
        days: ['2022-06-15'],
      },
    ]);
  });

  test('of time go in and come back the same, in whatever zone machine and server are', async () => {
    const at = Date.UTC(2024, 1, 29, 23, 59, 59, 999);
    const rows = await t.db.transaction(SYSTEM, async (tx) => {
      await tx.query(`set local timezone = 'Asia/Kathmandu'`);
      return await tx.query('select $1::timestamptz as at', [sqlInstant(at)]);
    });
    expect(rows).toEqual([{ at }]);
    expect(() => sqlInstant(Number.NaN)).toThrow('is no instant');
  });

  test('that are no instant are refused instead of becoming a wrong time', async () => {
    const infinite = t.db.transaction(SYSTEM, (tx) => tx.query(`select 'infinity'::timestamptz as at`));
    await expect(infinite).rejects.toThrow("'infinity' is outside");
  });

  test('of BigInt are taken as parameters, alone and in arrays', async () => {
    const rows = await t.db.transaction(SYSTEM, (tx) =>
      tx.query('select $1::bigint as one, $2::bigint[] as many', [9007199254740993n, [1n, 2n]]),
    );
    expect(rows).toEqual([{ one: 9007199254740993n, many: [1n, 2n] }]);
  });
});

test('statements asked for together are executed one after the other in any transaction, and none is left behind its end', async () => {
  const answers = await t.db.transaction(SYSTEM, (tx) =>
    Promise.all([1, 2, 3].map((it) => tx.query<{ it: number }>('select $1::integer as it', [it]))),
  );
  expect(answers).toEqual([[{ it: 1 }], [{ it: 2 }], [{ it: 3 }]]);
  const left: Promise<unknown>[] = [];
  const ended = t.db.transaction(SYSTEM, async (tx) => {
    left.push(...[301, 302].map((id) => insert(tx, id, ORG)));
  });
  await ended;
  const outcomes = await Promise.allSettled(left);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
});

test('what is left for later is waited for before the commit, and fails the transaction when it fails', async () => {
  const rows = (id: number) =>
    t.db.transaction(SYSTEM, (tx) => tx.query('select id from probe.owned where id = $1', [id]));
  const stored = await t.db.transaction(SYSTEM, async (tx) => {
    tx.later(tx.query('select pg_sleep(0.01)').then(() => insert(tx, 311, ORG)));
    return 'before it was stored';
  });
  expect(stored).toBe('before it was stored');
  expect(await rows(311)).toEqual([{ id: 311 }]);
  const failed = t.db.transaction(
    SYSTEM,
    async (tx) => {
      await insert(tx, 312, ORG);
      tx.later(insert(tx, 311, ORG).then(() => insert(tx, 313, ORG)));
    },
    { keepPlans: true },
  );
  await expect(failed).rejects.toThrow('duplicate key');
  expect(await rows(312)).toEqual([]);
});

describe('a transaction that keeps its plans', () => {
  const KEPT = { keepPlans: true } as const;
  const one = (db: Database, text: string) =>
    db.transaction(SYSTEM, (tx) => tx.query<Record<string, unknown>>(text, [1]), KEPT);
  const keptBy = async (db: Database) => {
    const { rows } = await db.pool.query<{ count: number }>(
      'select count(*)::int as count from pg_prepared_statements',
    );
    return rows[0]?.count;
  };

  test('has a statement planned once a connection, and sees the rows of its own role only', async () => {
    const db = connectDatabase(t.url, { poolSize: 1 });
    await db.transaction(SYSTEM, (tx) => insert(tx, 41, ORG));
    const text = 'select id from probe.owned where id = $1 + 40';
    expect(await one(db, text)).toEqual([{ id: 41 }]);
    expect(await one(db, text)).toEqual([{ id: 41 }]);
    expect(await keptBy(db)).toBe(1);
    const asNobody = () => db.transaction(app(OTHER), (tx) => tx.query(text, [1]), KEPT);
    expect(await asNobody()).toEqual([]);
    expect(await one(db, text)).toEqual([{ id: 41 }]);
    expect(await db.transaction(SYSTEM, (tx) => tx.query("select current_setting('enable_seqscan') as scan"))).toEqual([
      { scan: 'on' },
    ]);
    await db.close();
  });

  test('goes on when a migration changes the columns that a kept plan answers', async () => {
    const db = connectDatabase(t.url, { poolSize: 1 });
    const change = (sql: string) => t.db.pool.query(`set role tributary_owner; ${sql}; reset role`);
    await change(
      'create table probe.growing (id integer primary key); grant select on probe.growing to tributary_system',
    );
    const text = 'select * from probe.growing where id <> $1';
    expect(await one(db, text)).toEqual([]);
    await change("alter table probe.growing add column note text default 'new'; insert into probe.growing values (7)");
    expect(await one(db, text)).toEqual([{ id: 7, note: 'new' }]);
    await db.close();
  });

  test('sends statements ahead, executes them in their order, and tells the first failure of those sent together', async () => {
    const insertOne = (tx: Tx, id: number) =>
      tx.query('insert into probe.owned (id, org_id) values ($1, $2)', [id, ORG]);
    const count = (tx: Tx) =>
      tx.query<{ count: number }>('select count(*)::int as count from probe.owned where id > 500');
    const kept = await t.db.transaction(
      SYSTEM,
      (tx) => Promise.all([count(tx), insertOne(tx, 501), count(tx), insertOne(tx, 502), count(tx)]),
      KEPT,
    );
    expect([kept[0], kept[2], kept[4]]).toEqual([[{ count: 0 }], [{ count: 1 }], [{ count: 2 }]]);
    const failed = t.db.transaction(
      SYSTEM,
      (tx) =>
        Promise.all([
          // Told of its failure later than the others of theirs.
          (async () => await (async () => await insertOne(tx, 501))())(),
          insertOne(tx, 503),
          count(tx),
        ]),
      KEPT,
    );
    await expect(failed).rejects.toThrow('duplicate key');
    expect(await t.db.transaction(SYSTEM, count, KEPT)).toEqual([{ count: 2 }]);
  });

  test('keeps none behind a pooler that does not know the names of statements: prepare=off in the URL', async () => {
    const url = `${t.url}${t.url.includes('?') ? '&' : '?'}prepare=off&connect_timeout=10`;
    const db = connectDatabase(url, { poolSize: 1 });
    expect(await one(db, 'select $1::integer as it')).toEqual([{ it: 1 }]);
    expect(await keptBy(db)).toBe(0);
    await db.close();
  });
});

test('an idle connection that breaks is told to the listener and replaced; the process lives on', async () => {
  const broken: Error[] = [];
  const db = connectDatabase(t.url, { poolSize: 1, onIdleError: (error) => broken.push(error) });
  const { rows } = await db.pool.query<{ pid: number }>('select pg_backend_pid() as pid');
  await t.db.pool.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
  while (broken.length === 0) {
    await pause(1);
  }
  expect((await db.pool.query('select 1 as alive')).rows).toEqual([{ alive: 1 }]);
  await db.close();
  await db.close();
});

test('a connection that breaks inside a transaction fails that transaction only', async () => {
  const broken = t.db.transaction(SYSTEM, async (tx) => {
    const [own] = await tx.query<{ pid: number }>('select pg_backend_pid() as pid');
    const ended = new Promise((resolve) => tx.client.once('end', resolve));
    await t.db.pool.query('select pg_terminate_backend($1)', [own?.pid]);
    await ended;
    return await tx.query('select 1');
  });
  await expect(broken).rejects.toThrow();
  expect(await t.db.transaction(SYSTEM, (tx) => tx.query('select 1 as alive'))).toEqual([{ alive: 1 }]);
});

test('a connection that broke unnoticed is replaced before the transaction begins', async () => {
  const db = connectDatabase(t.url, { poolSize: 1 });
  const [own] = await db.transaction(SYSTEM, (tx) => tx.query<{ pid: number }>('select pg_backend_pid() as pid'));
  await t.db.pool.query('select pg_terminate_backend($1)', [own?.pid]);
  expect(await db.transaction(SYSTEM, (tx) => tx.query('select 1 as alive'))).toEqual([{ alive: 1 }]);
  await db.close();
});

test('each test database is its own', async () => {
  const other = await testDatabase();
  await expect(other.db.pool.query('select from probe.owned')).rejects.toThrow('does not exist');
  await other.drop();
});
