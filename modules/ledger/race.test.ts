import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withdrawal } from '../../core/posting/index.ts';
import { connectDatabase, type Database, type Tx } from '../../platform/db/index.ts';
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts';
import { balances, entryId, post, reverse, seal, verify } from './index.ts';
import { type Cast, deduction, newCast, reward } from './testing.ts';

/** Parallel connections of a race; the reference asks for at least 20 (RACE). */
const WORKERS = 24;

let t: TestDatabase;
let wide: Database;
beforeAll(async () => {
  t = await testDatabase();
  wide = connectDatabase(t.url, { poolSize: WORKERS });
});
afterAll(async () => {
  await wide.close();
  await t.drop();
});

const system = <T>(work: (tx: Tx) => Promise<T>) => wide.transaction({ role: 'system' }, work);

const parallel = <T>(count: number, work: (n: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, n) => work(n)));

const balanceOf = async (cast: Cast) => (await system((tx) => balances(tx, { org: cast.publisher })))[0]?.minor;

describe('many at once', () => {
  test('one cause posted 100 times gives one entry and 100 equal answers (I-6)', async () => {
    const cast = newCast();
    const answers = await parallel(100, () => system((tx) => post(tx, [reward(cast, 'A1', 6000n)])));
    const ids = answers.flatMap((answer) => (answer.ok ? answer.value.map((entry) => entry.id) : ['refused']));
    expect(new Set(ids)).toEqual(new Set([entryId(reward(cast, 'A1', 6000n))]));
    expect(answers.filter((answer) => answer.ok && answer.value[0]?.duplicate === false)).toHaveLength(1);
    expect(await balanceOf(cast)).toBe(6000n);
  });

  test('one cause with two contents at once: one is booked, the other always refused (I-7)', async () => {
    const cast = newCast();
    const answers = await parallel(60, (n) =>
      system((tx) => post(tx, [reward(cast, 'A1', n % 2 === 0 ? 6000n : 60n)])).then((answer) => [n % 2, answer.ok]),
    );
    const booked = new Set(answers.filter(([, ok]) => ok).map(([parity]) => parity));
    const refused = new Set(answers.filter(([, ok]) => !ok).map(([parity]) => parity));
    expect(booked.size).toBe(1);
    expect(refused.size).toBe(1);
    expect([6000n, 60n]).toContain(await balanceOf(cast));
  });

  test('each of 100 entries reversed twice at once: 100 succeed, 100 are already reversed (I-4)', async () => {
    const cast = newCast();
    const entries = Array.from({ length: 100 }, (_, n) => reward(cast, `A${n}`, 60n));
    await system((tx) => post(tx, entries));
    const answers = await parallel(200, (n) => {
      const entry = entries[n % 100] ?? reward(cast, 'none', 60n);
      const cause = { source: 'op', eventId: `${cast.program} ${n}` };
      return system((tx) => reverse(tx, { entryId: entryId(entry), cause, effectiveAt: 1 }));
    });
    expect(answers.filter((answer) => answer.ok)).toHaveLength(100);
    expect(answers.filter((answer) => !answer.ok && answer.error.kind === 'already_reversed')).toHaveLength(100);
    expect(await balanceOf(cast)).toBe(0n);
  });

  test('50 withdrawals of the whole balance at once: one succeeds (I-12)', async () => {
    const cast = newCast();
    await system((tx) => post(tx, [reward(cast, 'A1', 6000n)]));
    const answers = await parallel(50, (n) =>
      system((tx) =>
        post(tx, [
          withdrawal({
            program: cast.program,
            org: cast.publisher,
            amount: { minor: 6000n, currency: 'RUB' },
            cause: { source: 'bank', eventId: `${cast.program} ${n}` },
            effectiveAt: 1,
          }),
        ]),
      ),
    );
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    expect(await balanceOf(cast)).toBe(0n);
  });

  test('readers never see a book that does not sum to zero, and the chain has no gap, while 20 writers post (I-2)', async () => {
    const casts = Array.from({ length: 4 }, newCast);
    let writing = true;
    const trialBalance = async (): Promise<bigint[]> => {
      const readings: bigint[] = [];
      while (writing) {
        const [row] = await system((tx) =>
          tx.query<{ postings: bigint; balances: bigint }>(
            `select (select count(*) from (select from ledger.posting group by currency having sum(amount) <> 0) p) as postings,
                    (select count(*) from (select from ledger.balance b join ledger.account a on a.id = b.account_id
                                            group by a.currency having sum(b.amount) <> 0) b) as balances`,
          ),
        );
        readings.push((row?.postings ?? 1n) + (row?.balances ?? 1n));
      }
      return readings;
    };
    const sealing = async (): Promise<void> => {
      while (writing) {
        await seal(wide);
      }
    };
    const readers = [trialBalance(), trialBalance()];
    const sealer = sealing();
    await parallel(20, async (worker) => {
      for (let round = 0; round < 10; round += 1) {
        const entries = casts.map((cast, n) => {
          const make = (worker + round + n) % 3 === 0 ? deduction : reward;
          return make(cast, `w${worker}/${round}`, 6000n);
        });
        // Writers meet on the same publishers in different orders.
        await system((tx) => post(tx, worker % 2 === 0 ? entries : entries.reverse()));
      }
    });
    writing = false;
    const readings = (await Promise.all(readers)).flat();
    await sealer;
    await seal(wide);
    expect(readings.length).toBeGreaterThan(0);
    expect(readings.filter((nonzero) => nonzero !== 0n)).toEqual([]);
    const report = await verify(wide);
    expect(report.findings).toEqual([]);
    expect(report.sealed).toBe(report.entries);
  });
});
