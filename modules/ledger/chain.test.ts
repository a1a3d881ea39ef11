import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../platform/clock/index.ts';
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts';
import { createSealer, entryId, post, seal, verify } from './index.ts';
import { asOwner, type Cast, newCast, reward } from './testing.ts';

let t: TestDatabase;
let cast: Cast;
beforeEach(async () => {
  t = await testDatabase();
  cast = newCast();
});
afterEach(async () => {
  await t.drop();
});

const book = (...names: string[]) =>
  t.db.transaction({ role: 'system' }, (tx) =>
    post(
      tx,
      names.map((name) => reward(cast, name, 6000n)),
    ),
  );

/** Books and seals A1 … A9, one after the other, and answers their ids in the order of the chain. */
async function sealedBook(): Promise<string[]> {
  const names = Array.from({ length: 9 }, (_, n) => `A${n + 1}`);
  for (const name of names) {
    await book(name);
  }
  expect(await seal(t.db)).toBe(9);
  return names.map((name) => entryId(reward(cast, name, 6000n)));
}

/** What somebody with every right in the database can do: triggers off, privileges taken. */
const tamper = (...statements: string[]) =>
  asOwner(
    t.db,
    ...['entry', 'posting', 'account', 'seal'].flatMap((table) => [
      `grant update, delete on ledger.${table} to tributary_owner`,
      `alter table ledger.${table} disable trigger user`,
    ]),
    ...statements,
    ...['entry', 'posting', 'account', 'seal'].map((table) => `alter table ledger.${table} enable trigger user`),
  );

const broken = async () => (await verify(t.db)).findings.filter((finding) => finding.check === 'chain');

describe('the hash chain', () => {
  test('covers every committed entry; what is not sealed yet is counted and no finding (R-20)', async () => {
    await sealedBook();
    await book('late');
    const report = await verify(t.db);
    expect(report).toMatchObject({ entries: 10n, sealed: 9n, unsealed: 1n, findings: [] });
    expect(report.totals).toEqual([
      { currency: 'RUB', minor: 0n },
      { currency: 'USD', minor: 0n },
    ]);
    expect(await seal(t.db)).toBe(1);
    expect(await seal(t.db)).toBe(0);
    const after = await verify(t.db);
    expect(after).toMatchObject({ entries: 10n, sealed: 10n, unsealed: 0n, findings: [] });
    expect(after.head).not.toBe(report.head);
  });

  test('an empty book is in order', async () => {
    expect(await verify(t.db)).toMatchObject({ entries: 0n, head: null, findings: [] });
  });

  test.each<[string, (ids: readonly string[]) => string]>([
    ['one byte of a title', (ids) => `update ledger.entry set title = 'Rewarc' where id = '${ids[3]}'`],
    [
      'a microsecond of a time',
      (ids) => `update ledger.entry set recorded_at = recorded_at + '1us' where id = '${ids[3]}'`,
    ],
    ['the rate', (ids) => `update ledger.entry set fx_rate = 60.0001 where id = '${ids[3]}'`],
    ['the decimals of the rate', (ids) => `update ledger.entry set fx_rate = 60.000 where id = '${ids[3]}'`],
    ['a fact that becomes unknown', (ids) => `update ledger.entry set rule = null where id = '${ids[3]}'`],
    [
      'an amount',
      (ids) => `update ledger.posting set amount = amount + 1 where entry_id = '${ids[3]}' and position = 3`,
    ],
    ['a dropped posting', (ids) => `delete from ledger.posting where entry_id = '${ids[3]}' and position = 3`],
    ['a dropped entry', (ids) => `delete from ledger.entry where id = '${ids[3]}'`],
    [
      'two swapped entries',
      (ids) =>
        `update ledger.seal set position = case position when 4 then -7 else -4 end where entry_id in ('${ids[3]}', '${ids[6]}')`,
    ],
    ['a forged hash', (ids) => `update ledger.seal set hash = sha256('x') where entry_id = '${ids[3]}'`],
  ])('names the first broken entry after a change of %s (I-18)', async (_what, statement) => {
    const ids = await sealedBook();
    const swapped = statement(ids).includes('case position');
    await tamper(
      ...(swapped
        ? [
            'alter table ledger.seal drop constraint seal_position_check',
            statement(ids),
            'update ledger.seal set position = -position where position < 0',
          ]
        : [statement(ids)]),
    );
    // Where two links changed places, the entry that now stands fourth is the first that does not follow.
    expect((await broken()).map((finding) => finding.entryId)).toEqual([swapped ? ids[6] : ids[3]]);
  });

  test('names the entry whose link is missing, and whoever is neither sealed nor waiting', async () => {
    const ids = await sealedBook();
    await tamper(`delete from ledger.seal where position = 4`);
    const { findings } = await verify(t.db);
    expect(findings.map(({ check, fault, entryId: id }) => [check, fault, id])).toEqual([
      ['unsealed', 'entry_unchained', ids[3]],
      ['chain', 'link_missing', ids[4]],
    ]);
  });

  test('an altered account is found at the first entry that posts to it', async () => {
    const ids = await sealedBook();
    await tamper(`update ledger.account set org_id = gen_random_uuid() where kind = 'publisher_balance'`);
    expect((await broken()).map((finding) => finding.entryId)).toEqual([ids[0]]);
  });

  test('a corrupted balance is found by rebuilding it from the postings (I-16)', async () => {
    await sealedBook();
    await asOwner(
      t.db,
      `update ledger.balance set amount = amount + 1 where account_id = (select id from ledger.account where kind = 'publisher_balance')`,
    );
    const { findings } = await verify(t.db);
    expect(findings.map(({ check, detail }) => [check, detail])).toEqual([
      [
        'balances',
        `balance of publisher_balance/${cast.program}/${cast.publisher}/RUB is kept as 54001, the postings give 54000 minor units`,
      ],
    ]);
  });

  test('progress reaches the end of the chain', async () => {
    await sealedBook();
    const seen: string[] = [];
    await verify(t.db, { onProgress: (done, total) => seen.push(`${done}/${total}`) });
    expect(seen).toEqual(['9/9']);
  });

  test('a sealer that is stopped has sealed everything that was committed before', async () => {
    const sealer = createSealer({ db: t.db, clock: systemClock });
    sealer.start();
    await book('A1', 'A2');
    await sealer.stop();
    expect(await verify(t.db)).toMatchObject({ sealed: 2n, unsealed: 0n, findings: [] });
    expect(sealer.state().lastError).toBeNull();
  });
});
