import type { Currency } from '../../core/money/money.ts';
import type { Queryable, Tx } from '../../platform/db/index.ts';
import type { ChainedEntry } from './chain.ts';

/** Only one sealer at a time extends the chain; the number is arbitrary and used nowhere else. */
const SEALER_LOCK = 7_267_015_482_633;

export interface Link {
  readonly position: bigint;
  readonly entryId: string;
  readonly hash: Buffer;
}

interface ChainRow {
  readonly entry_id: string;
  readonly fields: (string | null)[] | null;
  readonly postings: string[][] | null;
}

// Every column that says something about the entry, as exact text (JSON, which is read at once); `xact` is left out because a restored copy has other ones.
const FIELDS = `to_json(array[e.kind, e.title, e.source, e.source_event_id, encode(e.content_hash, 'hex'),
  (extract(epoch from e.effective_at) * 1000000)::bigint::text, (extract(epoch from e.recorded_at) * 1000000)::bigint::text,
  e.program, e.order_id, e.line_id, e.revision::text, e.terms_version, e.rule, e.reason, e.event,
  e.fx_base::text, e.fx_quote::text, e.fx_rate::text, e.fx_source, e.reverses::text])`;

const POSTINGS = `(select json_agg(json_build_array(p.position::text, coalesce(a.key, 'missing account ' || p.account_id),
    p.amount::text, p.currency::text) order by p.position)
  from ledger.posting p left join lateral (select key from ledger.account one where one.id = p.account_id limit 1) a on true
  where p.entry_id = e.id)`;

function chained(row: ChainRow & { readonly fields: (string | null)[] }): ChainedEntry {
  return { id: row.entry_id, fields: row.fields, postings: row.postings ?? [] };
}

/** False when another process is sealing. Held until the transaction ends. */
export async function becomeSealer(tx: Tx): Promise<boolean> {
  const [row] = await tx.query<{ locked: boolean }>('select pg_try_advisory_xact_lock($1) as locked', [SEALER_LOCK]);
  return row?.locked === true;
}

export async function lastLink(q: Queryable): Promise<Link | null> {
  const [row] = await q.query<{ position: bigint; entry_id: string; hash: Buffer }>(
    'select position, entry_id, hash from ledger.seal order by position desc limit 1',
  );
  return row === undefined ? null : { position: row.position, entryId: row.entry_id, hash: row.hash };
}

/**
 * Entries that wait for the sealer. Whatever is visible here is committed, and what commits later is found later: the order of the
 * chain is the order of sealing, so no entry can be skipped however transactions overlap. From the queue to its entries by their key,
 * whatever the planner believes of the tables: the other way round it would look through the whole book.
 */
export async function selectUnsealed(q: Queryable, limit: number): Promise<ChainedEntry[]> {
  const rows = await q.query<ChainRow & { fields: (string | null)[] }>(
    `select e.id as entry_id, ${FIELDS} as fields, ${POSTINGS} as postings
       from (select entry_id from ledger.unsealed limit $1) u
       cross join lateral (select * from ledger.entry one where one.id = u.entry_id limit 1) e
      order by e.recorded_at, e.id`,
    [limit],
  );
  return rows.map(chained);
}

export async function insertLinks(tx: Tx, links: readonly Link[]): Promise<void> {
  const rows = links.map((link) => ({
    position: String(link.position),
    entry_id: link.entryId,
    hash: link.hash.toString('hex'),
  }));
  await tx.query(
    `with sealed as (
       insert into ledger.seal (position, entry_id, hash)
       select w.position, w.entry_id, decode(w.hash, 'hex')
         from jsonb_to_recordset($1::jsonb) as w(position bigint, entry_id uuid, hash text) order by w.position
       returning entry_id)
     delete from ledger.unsealed u using sealed s where u.entry_id = s.entry_id`,
    [JSON.stringify(rows)],
  );
}

/** The next links after `after`, each with its entry as it stands now; `entry` is null where the row is gone. */
export async function selectLinks(
  q: Queryable,
  after: bigint,
  limit: number,
): Promise<{ readonly link: Link; readonly entry: ChainedEntry | null }[]> {
  const rows = await q.query<ChainRow & { position: bigint; hash: Buffer }>(
    `select s.position, s.hash, s.entry_id, case when e.id is null then null else ${FIELDS} end as fields, ${POSTINGS} as postings
       from ledger.seal s left join ledger.entry e on e.id = s.entry_id
      where s.position > $1 order by s.position limit $2`,
    [after, limit],
  );
  return rows.map((row) => ({
    link: { position: row.position, entryId: row.entry_id, hash: row.hash },
    entry: row.fields === null ? null : chained({ ...row, fields: row.fields }),
  }));
}

export async function countEntries(
  q: Queryable,
): Promise<{ readonly entries: bigint; readonly sealed: bigint; readonly unsealed: bigint }> {
  const [row] = await q.query<{ entries: bigint; sealed: bigint; unsealed: bigint }>(
    `select (select count(*) from ledger.entry) as entries, (select count(*) from ledger.seal) as sealed,
            (select count(*) from ledger.unsealed) as unsealed`,
  );
  return row ?? { entries: 0n, sealed: 0n, unsealed: 0n };
}

/** Sum of all postings per currency. */
export async function selectTotals(q: Queryable): Promise<{ readonly currency: string; readonly minor: bigint }[]> {
  return await q.query<{ currency: string; minor: bigint }>(
    'select currency, sum(amount)::bigint as minor from ledger.posting group by currency order by currency',
  );
}

/** Entries that do not sum to zero per currency or have fewer than two postings, and postings without an entry. */
export async function selectUnbalanced(q: Queryable, limit: number): Promise<string[]> {
  const rows = await q.query<{ entry_id: string }>(
    `select distinct entry_id from (
       select entry_id from ledger.posting group by entry_id, currency having sum(amount) <> 0
       union all
       select e.id from ledger.entry e left join ledger.posting p on p.entry_id = e.id group by e.id having count(p.id) < 2
       union all
       select p.entry_id from ledger.posting p where not exists (select from ledger.entry e where e.id = p.entry_id)
     ) as broken order by entry_id limit $1`,
    [limit],
  );
  return rows.map((row) => row.entry_id);
}

/** Accounts whose kept balance is not the sum of their postings. One statement, so both sides are of the same moment. */
export interface Drift {
  readonly account: number;
  readonly key: string;
  /** `null` where the account is gone. */
  readonly kind: string | null;
  readonly currency: Currency | null;
  readonly kept: bigint;
  readonly rebuilt: bigint;
}

export async function selectDrift(q: Queryable, limit: number): Promise<Drift[]> {
  return await q.query<Drift>(
    `select s.account_id as account, coalesce(a.key, 'missing account ' || s.account_id) as key, a.kind, a.currency, s.kept, s.rebuilt
       from (
         select account_id, sum(kept)::bigint as kept, sum(rebuilt)::bigint as rebuilt
           from (
             select account_id, amount as kept, 0 as rebuilt from ledger.balance
             union all
             select account_id, 0, sum(amount) from ledger.posting group by account_id
           ) as both_sides group by account_id
       ) s left join ledger.account a on a.id = s.account_id
      where s.kept <> s.rebuilt order by key limit $1`,
    [limit],
  );
}

/** Entries that are neither in the chain nor waiting for it: somebody went round the triggers. */
export async function selectUnchained(q: Queryable, limit: number): Promise<string[]> {
  const rows = await q.query<{ id: string }>(
    `select e.id from ledger.entry e
      where not exists (select from ledger.seal s where s.entry_id = e.id)
        and not exists (select from ledger.unsealed u where u.entry_id = e.id)
      order by e.recorded_at, e.id limit $1`,
    [limit],
  );
  return rows.map((row) => row.id);
}
