import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  accountHolders,
  accountKinds,
  type EntryKind,
  entryKinds,
  type JournalEntry,
  overdrawingKinds,
  withdrawal,
} from '../../core/posting/index.ts';
import type { Tx } from '../../platform/db/index.ts';
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts';
import { balances, entryId, history, orderPostings, post, reverse } from './index.ts';
import { asOwner, type Cast, deduction, newCast, reward } from './testing.ts';

let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase();
});
afterAll(async () => {
  await t.drop();
});

const system = <T>(work: (tx: Tx) => Promise<T>) => t.db.transaction({ role: 'system' }, work);
const as = <T>(org: string | null, work: (tx: Tx) => Promise<T>) => t.db.transaction({ role: 'app', org }, work);
const book = (...entries: JournalEntry[]) => system((tx) => post(tx, entries));
const balanceOf = (cast: Cast) =>
  system((tx) => balances(tx, { org: cast.publisher })).then((all) => all.map(({ minor }) => minor));
const countEntries = (cast: Cast) =>
  system((tx) =>
    tx.query<{ n: bigint }>('select count(*) as n from ledger.entry where program = $1', [cast.program]),
  ).then(([row]) => row?.n);

const withdraw = (cast: Cast, eventId: string, minor: bigint) =>
  withdrawal({
    program: cast.program,
    org: cast.publisher,
    amount: { minor, currency: 'RUB' },
    cause: { source: 'bank', eventId },
    effectiveAt: 1,
  });

describe('posting', () => {
  test('books an entry on every account it names and keeps the balances', async () => {
    const cast = newCast();
    const posted = await book(reward(cast, 'A1', 6000n));
    expect(posted).toEqual({ ok: true, value: [{ id: entryId(reward(cast, 'A1', 6000n)), duplicate: false }] });
    expect(await balanceOf(cast)).toEqual([6000n]);
    const postings = await system((tx) => orderPostings(tx, cast.program, 'A1'));
    expect(postings.map(({ account, minor }) => [account.kind, account.currency, minor])).toEqual([
      ['advertiser_due', 'USD', -100n],
      ['network_fx', 'USD', 100n],
      ['network_fx', 'RUB', -6000n],
      ['publisher_balance', 'RUB', 6000n],
    ]);
    expect(postings[0]?.fx).toEqual({ base: 'USD', quote: 'RUB', rate: '60.0000', source: 'internal' });
  });

  test('accounts that a transaction made and did not keep are made again by the next one of the same connection', async () => {
    const cast = newCast();
    const given = new Error('given up');
    const giveUp = async (tx: Tx) => {
      await post(tx, [reward(cast, 'A1', 6000n)]);
      await post(tx, [reward(cast, 'A2', 6000n)]);
      throw given;
    };
    // One after the other, so that the pool hands out the connection that came back last.
    for (let times = 0; times < 3; times += 1) await expect(system(giveUp)).rejects.toBe(given);
    for (const order of ['A1', 'A2', 'A3']) await book(reward(cast, order, 6000n));
    expect(await balanceOf(cast)).toEqual([18_000n]);
  });

  test('the same entry again books nothing and answers the same id (I-6)', async () => {
    const cast = newCast();
    const first = await book(reward(cast, 'A1', 6000n), reward(cast, 'A1', 6000n));
    const again = await book(reward(cast, 'A1', 6000n), reward(cast, 'A2', 6000n));
    expect(first.ok && first.value.map((entry) => entry.duplicate)).toEqual([false, true]);
    expect(again.ok && again.value.map((entry) => entry.duplicate)).toEqual([true, false]);
    expect(await balanceOf(cast)).toEqual([12000n]);
  });

  test('a used cause with other content is refused and nothing of its batch is booked (I-7)', async () => {
    const cast = newCast();
    await book(reward(cast, 'A1', 6000n));
    const changed = reward(cast, 'A1', 6000n);
    const mutations: JournalEntry[] = [
      reward(cast, 'A1', 6060n),
      { ...changed, effectiveAt: 2 },
      { ...changed, title: 'Other' },
      { ...changed, fx: null },
      { ...changed, subject: null },
      { ...changed, postings: [...changed.postings].reverse() },
    ];
    for (const mutation of mutations) {
      const refused = await book(reward(cast, 'A2', 60n), mutation);
      expect(refused).toMatchObject({
        ok: false,
        error: { kind: 'idempotency_mismatch', existingId: entryId(changed) },
      });
    }
    expect(await balanceOf(cast)).toEqual([6000n]);
  });

  test('an entry that does not balance, or posts where its kind may not, is a defect', async () => {
    const good = reward(newCast(), 'A1', 6000n);
    await expect(book({ ...good, postings: good.postings.slice(1) })).rejects.toThrow(
      /sum to 100 minor units instead of 0/,
    );
    await expect(book({ ...good, kind: 'withdrawal' })).rejects.toThrow(/'withdrawal' may not post/);
  });

  test('only the closed list of kinds may take a balance below zero (I-11)', async () => {
    const cast = newCast();
    await book(reward(cast, 'A1', 6000n));
    expect(await book(withdraw(cast, `${cast.program} 1`, 6001n))).toMatchObject({
      ok: false,
      error: { kind: 'balance_too_low' },
    });
    expect(await book(withdraw(cast, `${cast.program} 2`, 6000n))).toMatchObject({ ok: true });
    expect(await book(deduction(cast, 'A1', 6000n))).toMatchObject({ ok: true });
    expect(await balanceOf(cast)).toEqual([-6000n]);
    expect(await book(withdraw(cast, `${cast.program} 3`, 1n))).toMatchObject({ ok: false });
    await book(reward(cast, 'A3', 10020n));
    expect(await balanceOf(cast)).toEqual([4020n]);
  });

  test('balances of any past moment, as known at any later one, can be asked again (I-15, I-17)', async () => {
    const cast = newCast();
    const at = (eventId: string, effectiveAt: number) => ({ ...reward(cast, eventId, 60n), effectiveAt });
    const asOf = (when: number, knownAt: number) =>
      system((tx) => balances(tx, { org: cast.publisher, asOf: { at: when, knownAt } })).then(
        (all) => all[0]?.minor ?? 0n,
      );
    const recorded = async (eventId: string) =>
      (await system((tx) => orderPostings(tx, cast.program, eventId)))[0]?.recordedAt ?? 0;
    await book(at('A1', 1000), at('A2', 3000));
    const known = await recorded('A2');
    expect(await asOf(2000, known + 1)).toBe(60n);
    await system((tx) => tx.query('select pg_sleep(0.005)'));
    await book(at('late', 1500));
    expect(await asOf(2000, known + 1)).toBe(60n);
    expect(await asOf(2000, (await recorded('late')) + 1)).toBe(120n);
    expect(await asOf(3000, (await recorded('late')) + 1)).toBe(180n);
  });
});

describe('reversals', () => {
  test('undo an entry exactly, once (I-4, I-5)', async () => {
    const cast = newCast();
    const original = reward(cast, 'A1', 6000n);
    await book(original, reward(cast, 'A2', 6000n));
    const undo = (eventId: string) =>
      system((tx) => reverse(tx, { entryId: entryId(original), cause: { source: 'op', eventId }, effectiveAt: 5 }));
    expect(await undo(`${cast.program} x`)).toMatchObject({ ok: true, value: { duplicate: false } });
    expect(await undo(`${cast.program} x`)).toMatchObject({ ok: true, value: { duplicate: true } });
    expect(await undo(`${cast.program} y`)).toEqual({ ok: false, error: { kind: 'already_reversed' } });
    expect(await balanceOf(cast)).toEqual([6000n]);
    const rates = await system((tx) => orderPostings(tx, cast.program, 'A1'));
    expect(new Set(rates.map((row) => row.fx?.rate))).toEqual(new Set(['60.0000']));
  });

  test('a reversal of an unknown entry, or of a reversal, is refused', async () => {
    const cast = newCast();
    const original = reward(cast, 'A1', 6000n);
    await book(original);
    const undo = (id: string) =>
      system((tx) => reverse(tx, { entryId: id, cause: { source: 'op', eventId: id }, effectiveAt: 5 }));
    expect(await undo(cast.publisher)).toEqual({ ok: false, error: { kind: 'unknown_entry' } });
    const reversal = await undo(entryId(original));
    expect(reversal.ok && (await undo(reversal.value.id))).toEqual({ ok: false, error: { kind: 'not_reversible' } });
  });
});

describe('whatever is posted, in whatever batches', () => {
  test('balances are the sums of the postings, and the book sums to zero per currency', async () => {
    const cast = newCast();
    let round = 0;
    const batch = fc.array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.boolean()), { minLength: 1, maxLength: 10 });
    await fc.assert(
      fc.asyncProperty(fc.array(batch, { minLength: 1, maxLength: 4 }), async (batches) => {
        round += 1;
        for (const entries of batches) {
          await book(
            ...entries.map(([n, taken]) =>
              taken
                ? deduction(cast, `${round}/d${n}`, BigInt(n + 1) * 60n)
                : reward(cast, `${round}/r${n}`, BigInt(n + 1) * 60n),
            ),
          );
        }
        const [sums] = await system((tx) =>
          tx.query<{ unequal: bigint; nonzero: bigint }>(
            `select (select count(*) from ledger.account a where a.program = $1
                and (select sum(amount) from ledger.posting p where p.account_id = a.id)
                  is distinct from (select sum(amount) from ledger.balance b where b.account_id = a.id)) as unequal,
               (select count(*) from (select from ledger.posting group by currency having sum(amount) <> 0) n) as nonzero`,
            [cast.program],
          ),
        );
        expect(sums).toEqual({ unequal: 0n, nonzero: 0n });
      }),
      { seed: 1, numRuns: 25 },
    );
  });
});

describe('row-level security', () => {
  test('publisher and advertiser see their own postings and the entries behind them, nobody else sees any (I-32, I-33)', async () => {
    const cast = newCast();
    const other = newCast();
    await book(reward(cast, 'A1', 6000n), reward(other, 'B1', 60n));
    const seen = (org: string | null) =>
      as(org, async (tx) => ({
        kinds: (await tx.query<{ kind: string }>('select kind from ledger.account')).map((row) => row.kind),
        entries: (await tx.query('select * from ledger.entry')).length,
        postings: (await tx.query('select * from ledger.posting')).length,
        balances: (await tx.query('select * from ledger.balance')).length,
      }));
    expect(await seen(cast.publisher)).toEqual({ kinds: ['publisher_balance'], entries: 1, postings: 1, balances: 1 });
    expect(await seen(cast.advertiser)).toEqual({ kinds: ['advertiser_due'], entries: 1, postings: 1, balances: 1 });
    expect(await seen(newCast().publisher)).toEqual({ kinds: [], entries: 0, postings: 0, balances: 0 });
    expect(await seen(null)).toEqual({ kinds: [], entries: 0, postings: 0, balances: 0 });
  });

  test('the history of an organisation is newest first, paged, and only its own', async () => {
    const cast = newCast();
    await book(reward(cast, 'A1', 6000n));
    await book(deduction(cast, 'A1', 6000n));
    await book(reward(cast, 'A2', 60n));
    const page = (before?: bigint) =>
      as(cast.publisher, (tx) =>
        history(tx, { org: cast.publisher, limit: 2, ...(before === undefined ? {} : { before }) }),
      );
    const first = await page();
    const second = await page(first.at(-1)?.postingId);
    expect([...first, ...second].map(({ title, minor }) => [title, minor])).toEqual([
      ['Reward', 60n],
      ['Antispam Deduction', -6000n],
      ['Reward', 6000n],
    ]);
    expect(await as(cast.publisher, (tx) => history(tx, { org: cast.advertiser }))).toEqual([]);
  });
});

describe('the database refuses whoever goes round the module (attacks with direct SQL)', () => {
  const tables = ['entry', 'posting', 'account', 'seal'];
  const verbs = (table: string) => [
    `update ledger.${table} set ${table === 'entry' ? "title = 'x'" : table === 'posting' ? 'amount = 1' : table === 'seal' ? 'position = 1' : "kind = 'bank'"}`,
    `delete from ledger.${table}`,
    `truncate ledger.${table}`,
  ];

  test.each([
    'tributary_app',
    'tributary_system',
    'tributary_owner',
    'tributary_ingest',
  ])('%s can neither update, delete nor truncate (I-3)', async (role) => {
    await book(reward(newCast(), 'A1', 60n));
    for (const statement of tables.flatMap(verbs)) {
      const client = await t.db.pool.connect();
      try {
        await client.query('begin');
        await client.query(`set local role ${role}`);
        await expect(client.query(statement), statement).rejects.toThrow(/permission denied/);
      } finally {
        await client.query('rollback');
        client.release();
      }
    }
  });

  test('even with the privilege a trigger refuses (I-3)', async () => {
    await book(reward(newCast(), 'A1', 60n));
    for (const table of tables) {
      for (const statement of verbs(table)) {
        const attack = asOwner(t.db, `grant update, delete, truncate on ledger.${table} to tributary_owner`, statement);
        await expect(attack, statement).rejects.toThrow(/the ledger only grows/);
      }
    }
  });

  test('the application role cannot write at all, and sets no recorded time even where it may write', async () => {
    const columns = 'id, kind, title, source, source_event_id, content_hash, effective_at';
    const values = `gen_random_uuid(), 'hold', 't', 's', gen_random_uuid()::text, sha256('x'), now()`;
    await expect(
      as(null, (tx) => tx.query(`insert into ledger.entry (${columns}) values (${values})`)),
    ).rejects.toThrow(/permission denied/);
    await expect(
      system((tx) => tx.query(`insert into ledger.entry (${columns}, recorded_at) values (${values}, now())`)),
    ).rejects.toThrow(/permission denied/);
    await expect(system((tx) => tx.query('update ledger.balance set amount = 1'))).rejects.toThrow(/permission denied/);
    await expect(system((tx) => tx.query('insert into ledger.unsealed values (gen_random_uuid())'))).rejects.toThrow(
      /permission denied/,
    );
  });

  const rawEntry = (tx: Tx, kind: EntryKind = 'hold', reverses: string | null = null) =>
    tx
      .query<{ id: string }>(
        `insert into ledger.entry (id, kind, title, source, source_event_id, content_hash, effective_at, reverses)
         values (gen_random_uuid(), $1, 't', 'raw', gen_random_uuid()::text, sha256('x'), now(), $2) returning id`,
        [kind, reverses],
      )
      .then(([row]) => row?.id ?? '');
  const rawPostings = (tx: Tx, id: string, cast: Cast, amounts: readonly [string, bigint][]) =>
    tx.query(
      `insert into ledger.posting (entry_id, position, account_id, amount, currency)
       select $1, w.n + 100, a.id, w.amount, a.currency
         from unnest($2::text[], $3::bigint[]) with ordinality as w(kind, amount, n)
         join ledger.account a on a.kind = w.kind and a.program = $4`,
      [id, amounts.map(([kind]) => kind), amounts.map(([, amount]) => amount), cast.program],
    );

  test('an entry without balanced postings cannot be committed (I-1)', async () => {
    const cast = newCast();
    await book(reward(cast, 'A1', 6000n));
    await expect(system((tx) => rawEntry(tx))).rejects.toThrow(/does not balance/);
    const unbalanced = system(async (tx) => {
      await rawPostings(tx, await rawEntry(tx), cast, [
        ['advertiser_due', -1n],
        ['publisher_balance', 1n],
      ]);
    });
    await expect(unbalanced, 'two currencies').rejects.toThrow(/does not balance/);
    const single = system(async (tx) => {
      await rawPostings(tx, await rawEntry(tx), cast, [['publisher_balance', 1n]]);
    });
    await expect(single).rejects.toThrow(/does not balance/);
    expect(await countEntries(cast)).toBe(1n);
  });

  test('the check at commit holds even where the check of the statement is switched off', async () => {
    const cast = newCast();
    await book(reward(cast, 'A1', 6000n));
    await asOwner(t.db, 'alter table ledger.posting disable trigger postings_arrived');
    const unbalanced = system(async (tx) => {
      await rawPostings(tx, await rawEntry(tx), cast, [
        ['advertiser_due', -1n],
        ['publisher_balance', 1n],
      ]);
    });
    await expect(unbalanced).rejects.toThrow(/does not balance/);
    await asOwner(t.db, 'alter table ledger.posting enable trigger postings_arrived');
  });

  test('postings cannot be added to an entry later, not even in its own transaction after an early check', async () => {
    const cast = newCast();
    const entry = reward(cast, 'A1', 6000n);
    await book(entry);
    const more: [string, bigint][] = [
      ['publisher_balance', 5n],
      ['advertiser_due', -5n],
    ];
    await expect(system((tx) => rawPostings(tx, entryId(entry), cast, more))).rejects.toThrow(/closed or missing/);
    const early = system(async (tx) => {
      await post(tx, [reward(cast, 'A2', 60n)]);
      await tx.query('set constraints all immediate');
      await rawPostings(tx, entryId(reward(cast, 'A2', 60n)), cast, more);
    });
    await expect(early).rejects.toThrow(/does not balance/);
  });

  test('a posting in a currency that its account does not have is refused', async () => {
    const cast = newCast();
    await book(reward(cast, 'A1', 6000n));
    const foreign = system(async (tx) => {
      const id = await rawEntry(tx);
      await tx.query(
        `insert into ledger.posting (entry_id, position, account_id, amount, currency)
         select $1, a.id % 30000, a.id, case a.kind when 'publisher_balance' then 5 else -5 end, 'EUR'
           from ledger.account a where a.program = $2 and a.kind in ('publisher_balance', 'advertiser_due')`,
        [id, cast.program],
      );
    });
    await expect(foreign).rejects.toThrow(/another currency/);
  });

  test('a debit of another kind that would cross zero, and a second reversal, are refused by the database itself (I-4, I-11)', async () => {
    const cast = newCast();
    const original = reward(cast, 'A1', 6000n);
    await book(original, { ...withdraw(cast, `${cast.program} w`, 60n) });
    const [bank] = await system((tx) =>
      tx.query<{ id: number }>(`select id from ledger.account where kind = 'bank' and currency = 'RUB'`),
    );
    const steal = system(async (tx) => {
      const id = await rawEntry(tx, 'withdrawal');
      await tx.query(
        `insert into ledger.posting (entry_id, position, account_id, amount, currency)
         select $1::uuid, 0, a.id, -100000, 'RUB' from ledger.account a where a.program = $2 and a.kind = 'publisher_balance'
         union all select $1::uuid, 1, $3::int, 100000, 'RUB'`,
        [id, cast.program, bank?.id],
      );
    });
    await expect(steal).rejects.toThrow(/may not overdraw/);
    const backwards: [string, bigint][] = [
      ['publisher_balance', -6001n],
      ['network_fx', 6001n],
    ];
    const tooMuch = system(async (tx) => {
      const id = await rawEntry(tx, 'reversal', entryId(original));
      await tx.query(
        `insert into ledger.posting (entry_id, position, account_id, amount, currency)
         select $1, w.n, a.id, w.amount, a.currency
           from unnest($2::text[], $3::bigint[]) with ordinality as w(kind, amount, n)
           join ledger.account a on a.kind = w.kind and a.program = $4 and a.currency = 'RUB'`,
        [id, backwards.map(([kind]) => kind), backwards.map(([, amount]) => amount), cast.program],
      );
    });
    await expect(tooMuch).rejects.toThrow(/already reversed, or this reversal exceeds it/);
  });

  test('the tables of kinds in the database are those of the core', async () => {
    const kinds = await system((tx) =>
      tx.query<{ kind: string; may_overdraw: boolean }>(
        'select kind, may_overdraw from ledger.entry_kind order by kind',
      ),
    );
    expect(kinds).toEqual(
      [...entryKinds].sort().map((kind) => ({ kind, may_overdraw: overdrawingKinds.includes(kind) })),
    );
    const accounts = await system((tx) =>
      tx.query<{ kind: string; holder: string }>('select kind, holder from ledger.account_kind order by kind'),
    );
    expect(accounts).toEqual([...accountKinds].sort().map((kind) => ({ kind, holder: accountHolders[kind] })));
  });
});
