import { formatDecimal, parseDecimal } from '../../core/money/decimal.ts';
import type { Currency } from '../../core/money/index.ts';
import type { AccountKind, AccountName, EntryKind, JournalEntry, Posting } from '../../core/posting/index.ts';
import { accountKey, expressSources } from '../../core/posting/index.ts';
import type { Instant } from '../../core/time/instant.ts';
import { type Queryable, sqlInstant, type Tx } from '../../platform/db/index.ts';
import type { Balance, BalanceFilter, HistoryRow } from './model.ts';

/** Accounts that a connection has found in the book; they never leave it. More than these are looked for again. */
const KNOWN_ACCOUNTS_MAX = 50_000;
const knownAccounts = new WeakMap<Tx['client'], Set<string>>();
/** Accounts that a transaction has made: nobody knows yet whether they will stay. */
const madeAccounts = new WeakMap<Tx, Set<string>>();

/** Makes the accounts that are not there yet. In key order, so that two batches never wait for each other in a circle. */
export async function openAccounts(tx: Tx, accounts: readonly AccountName[]): Promise<void> {
  const known = setOf(knownAccounts, tx.client);
  const asked = accounts.filter((account) => !known.has(accountKey(account)));
  if (asked.length === 0) return;
  const rows = await tx.query<{ key: string }>(
    `insert into ledger.account (kind, program, org_id, currency)
     select w.kind, w.program, w.org_id, w.currency
       from jsonb_to_recordset($1::jsonb) as w(key text, kind text, program text, org_id uuid, currency char(3))
      where not exists (select from ledger.account a where a.key = w.key)
      order by w.key
     on conflict (key) do nothing
     returning key`,
    [
      JSON.stringify(
        asked.map((account) => ({
          key: accountKey(account),
          kind: account.kind,
          program: account.program,
          org_id: account.org,
          currency: account.currency,
        })),
      ),
    ],
  );
  const made = setOf(madeAccounts, tx);
  for (const { key } of rows) made.add(key);
  if (known.size > KNOWN_ACCOUNTS_MAX) known.clear();
  for (const key of asked.map(accountKey)) if (!made.has(key)) known.add(key);
}

function setOf<K extends object>(sets: WeakMap<K, Set<string>>, key: K): Set<string> {
  const present = sets.get(key) ?? new Set<string>();
  sets.set(key, present);
  return present;
}

/** An entry whose id and content were hashed once. */
export interface KnownEntry {
  readonly entry: JournalEntry;
  readonly id: string;
  /** Hexadecimal. */
  readonly hash: string;
}

/**
 * Adds the entries whose cause is new, with their postings, and answers their ids. In order of the cause, as above; all postings at
 * once: the database checks and books them as one set. Their accounts are there already.
 */
export async function insertEntries(tx: Tx, entries: readonly KnownEntry[]): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ id: string }>(
    `with added as (
       insert into ledger.entry (id, kind, title, source, source_event_id, content_hash, effective_at, program, order_id, line_id,
                                 revision, terms_version, rule, reason, event, fx_base, fx_quote, fx_rate, fx_source, reverses)
       select w.id, w.kind, w.title, w.source, w.source_event_id, decode(w.content_hash, 'hex'), w.effective_at, w.program, w.order_id,
              w.line_id, w.revision, w.terms_version, w.rule, w.reason, w.event, w.fx_base, w.fx_quote, w.fx_rate, w.fx_source, w.reverses
         from jsonb_to_recordset($1::jsonb) as w(
           id uuid, kind text, title text, source text, source_event_id text, content_hash text, effective_at timestamptz, program text,
           order_id text, line_id text, revision integer, terms_version text, rule text, reason text, event text, fx_base char(3),
           fx_quote char(3), fx_rate numeric, fx_source text, reverses uuid)
        order by w.source, w.source_event_id, w.kind
       on conflict (source, source_event_id, kind) do nothing
       returning id
     ), posted as (
       insert into ledger.posting (entry_id, position, account_id, amount, currency)
       select w.entry_id, w.position, a.id, w.amount, a.currency
         from jsonb_to_recordset($2::jsonb) as w(n integer, entry_id uuid, position smallint, key text, amount bigint)
         join ledger.account a on a.key = w.key
        -- Not as a join, which would compare each posting with each entry where plans are kept.
        where (w.entry_id in (select added.id from added)) is true
        order by w.n
     )
     select id from added`,
    [JSON.stringify(entries.map(entryRow)), JSON.stringify(postingRows(entries))],
  );
  return new Set(rows.map((row) => row.id));
}

function entryRow({ entry, id, hash }: KnownEntry): object {
  const { subject, fx } = entry;
  return {
    id,
    kind: entry.kind,
    title: entry.title,
    source: entry.cause.source,
    source_event_id: entry.cause.eventId,
    content_hash: hash,
    effective_at: sqlInstant(entry.effectiveAt),
    program: subject?.program,
    order_id: subject?.orderId,
    line_id: subject?.lineId,
    revision: subject?.revision,
    terms_version: subject?.termsVersion,
    rule: subject?.rule,
    reason: subject?.reason,
    event: subject?.event,
    fx_base: fx?.base,
    fx_quote: fx?.quote,
    // As text: a JSON number would pass through a float on the way.
    fx_rate: fx === null ? undefined : formatDecimal(fx.rate),
    fx_source: fx?.source,
    reverses: entry.reverses,
  };
}

function postingRows(entries: readonly KnownEntry[]): readonly object[] {
  let n = 0;
  return entries.flatMap(({ entry, id }) =>
    entry.postings.map((posting, position) => ({
      n: n++,
      entry_id: id,
      position,
      key: accountKey(posting.account),
      amount: String(posting.minor),
    })),
  );
}

/** Which of these entries are booked. */
export async function knownEntries(q: Queryable, ids: readonly string[]): Promise<ReadonlySet<string>> {
  return new Set((await contentHashes(q, ids)).keys());
}

/** Content hashes of booked entries, by id. */
export async function contentHashes(q: Queryable, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await q.query<{ id: string; content_hash: string }>(
    `select id, encode(content_hash, 'hex') as content_hash from ledger.entry where id = any ($1::uuid[])`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row.content_hash]));
}

interface AccountRow {
  readonly account_kind: AccountKind;
  readonly account_program: string | null;
  readonly account_org: string | null;
  readonly account_currency: string;
}

const ACCOUNT_COLUMNS =
  'a.kind as account_kind, a.program as account_program, a.org_id as account_org, a.currency as account_currency';

function accountName(row: AccountRow): AccountName {
  return {
    kind: row.account_kind,
    program: row.account_program,
    org: row.account_org,
    currency: row.account_currency,
  };
}

const ACCOUNT_FILTER = `($1::uuid is null or a.org_id = $1) and ($2::text is null or a.program = $2)
  and ($3::text is null or a.currency = $3) and ($4::text[] is null or a.kind = any ($4))`;

function accountFilter(filter: BalanceFilter): unknown[] {
  return [filter.org ?? null, filter.program ?? null, filter.currency ?? null, filter.kinds ?? null];
}

/** Balances of the accounts that the reader may see, from the projection. */
export async function selectBalances(q: Queryable, filter: BalanceFilter): Promise<Balance[]> {
  const rows = await q.query<AccountRow & { minor: bigint }>(
    `select ${ACCOUNT_COLUMNS}, sum(b.amount)::bigint as minor
       from ledger.account a join ledger.balance b on b.account_id = a.id
      where ${ACCOUNT_FILTER}
      group by a.id order by a.key`,
    accountFilter(filter),
  );
  return rows.map((row) => ({ account: accountName(row), minor: row.minor }));
}

/** Balances of the same accounts from the postings: what counted at `at`, as far as it was known at `knownAt`. */
export async function selectBalancesAt(
  q: Queryable,
  filter: BalanceFilter & { readonly at: Instant; readonly knownAt: Instant },
): Promise<Balance[]> {
  const rows = await q.query<AccountRow & { minor: bigint }>(
    `select ${ACCOUNT_COLUMNS}, sum(p.amount)::bigint as minor
       from ledger.account a
       join ledger.posting p on p.account_id = a.id
       join ledger.entry e on e.id = p.entry_id
      where ${ACCOUNT_FILTER} and e.effective_at <= $5 and e.recorded_at <= $6
      group by a.id order by a.key`,
    [...accountFilter(filter), sqlInstant(filter.at), sqlInstant(filter.knownAt)],
  );
  return rows.map((row) => ({ account: accountName(row), minor: row.minor }));
}

export interface HistorySqlRow extends AccountRow {
  readonly posting_id: bigint;
  readonly entry_id: string;
  readonly kind: EntryKind;
  readonly title: string;
  readonly minor: bigint;
  readonly effective_at: Instant;
  readonly recorded_at: Instant;
  readonly order_id: string | null;
  readonly line_id: string | null;
  readonly revision: number | null;
  readonly terms_version: string | null;
  readonly rule: string | null;
  readonly reason: string | null;
  readonly event: string | null;
  readonly fx_base: string | null;
  readonly fx_quote: string | null;
  readonly fx_rate: string | null;
  readonly fx_source: string | null;
  readonly reverses: string | null;
}

export const HISTORY_COLUMNS = `p.id as posting_id, e.id as entry_id, e.kind, e.title, ${ACCOUNT_COLUMNS}, p.amount as minor, e.effective_at,
  e.recorded_at, e.order_id, e.line_id, e.revision, e.terms_version, e.rule, e.reason, e.event, e.fx_base, e.fx_quote, e.fx_rate,
  e.fx_source, e.reverses`;

export const HISTORY_JOIN = `ledger.posting p join ledger.account a on a.id = p.account_id join ledger.entry e on e.id = p.entry_id`;

export function historyRow(row: HistorySqlRow): HistoryRow {
  const { fx_base: base, fx_quote: quote, fx_rate: rate, fx_source: source } = row;
  return {
    postingId: row.posting_id,
    entryId: row.entry_id,
    kind: row.kind,
    title: row.title,
    account: accountName(row),
    minor: row.minor,
    effectiveAt: row.effective_at,
    recordedAt: row.recorded_at,
    orderId: row.order_id,
    lineId: row.line_id,
    revision: row.revision,
    termsVersion: row.terms_version,
    rule: row.rule,
    reason: row.reason,
    event: row.event,
    fx: base === null || quote === null || rate === null || source === null ? null : { base, quote, rate, source },
    reverses: row.reverses,
  };
}

/** The newest postings on the accounts of `filter` that the reader may see, before the cursor. */
export async function selectHistory(
  q: Queryable,
  filter: BalanceFilter & {
    readonly before: bigint | null;
    readonly orderId: string | null;
    readonly expressPayment: string | null;
    readonly limit: number;
  },
): Promise<HistoryRow[]> {
  const rows = await q.query<HistorySqlRow>(
    `select ${HISTORY_COLUMNS} from ${HISTORY_JOIN}
      where ${ACCOUNT_FILTER} and ($5::bigint is null or p.id < $5)
        and ($6::text is null or e.order_id = $6)
        and ($8::text is null or e.kind not in ('hold', 'void', 'reward') and e.source = any ($9::text[])
          and split_part(e.source_event_id, '/', 1) = $8)
      order by p.id desc limit $7`,
    [
      ...accountFilter(filter),
      filter.before,
      filter.orderId,
      filter.limit,
      filter.expressPayment,
      filter.expressPayment === null ? [] : [...expressSources],
    ],
  );
  return rows.map(historyRow);
}

/** What left the balances of a publisher, by account: paid out, and taken back after approval. Both are zero or more. */
export async function selectTaken(
  q: Queryable,
  org: string,
): Promise<
  readonly { readonly program: string; readonly currency: Currency; readonly paid: bigint; readonly deducted: bigint }[]
> {
  return await q.query(
    // What was earned is never below zero, so most postings are left out before their entry is looked at.
    `select a.program, a.currency, coalesce(-sum(p.amount) filter (where e.kind = 'withdrawal'), 0)::bigint as paid,
       coalesce(-sum(p.amount) filter (where e.kind in ('refund_deduction', 'antispam_deduction')), 0)::bigint as deducted
     from ledger.account a join ledger.posting p on p.account_id = a.id and p.amount < 0 join ledger.entry e on e.id = p.entry_id
     where a.org_id = $1 and a.kind = 'publisher_balance' group by a.program, a.currency`,
    [org],
  );
}

/** What was booked for one order, oldest first, as far as the reader may see it. */
export async function selectOrderPostings(q: Queryable, program: string, orderId: string): Promise<HistoryRow[]> {
  const rows = await q.query<HistorySqlRow>(
    `select ${HISTORY_COLUMNS} from ${HISTORY_JOIN} where e.program = $1 and e.order_id = $2 order by p.id`,
    [program, orderId],
  );
  return rows.map(historyRow);
}

/** An entry as it was booked, and the postings of its reversals so far; `null` when there is none of that id. */
export async function selectForReversal(
  tx: Tx,
  id: string,
): Promise<{ readonly entry: JournalEntry; readonly earlier: readonly Posting[] } | null> {
  // The same lock as the check in the database takes: whoever comes second sees what the first one booked.
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('ledger reversal ' || ($1::uuid)::text, 0))`, [id]);
  const rows = await tx.query<
    HistorySqlRow & { program: string | null; source: string; source_event_id: string; is_original: boolean }
  >(
    `select ${HISTORY_COLUMNS}, e.program, e.source, e.source_event_id, e.id = $1 as is_original from ${HISTORY_JOIN}
      where e.id = $1 or e.reverses = $1 order by p.id`,
    [id],
  );
  const postings = (some: typeof rows): Posting[] =>
    some.map((row) => ({ account: accountName(row), minor: row.minor }));
  const originals = rows.filter((row) => row.is_original);
  const [first] = originals;
  if (first === undefined) {
    return null;
  }
  return {
    entry: {
      kind: first.kind,
      title: first.title,
      cause: { source: first.source, eventId: first.source_event_id },
      effectiveAt: first.effective_at,
      subject: subjectOf(first),
      fx: fxOf(historyRow(first)),
      reverses: first.reverses,
      postings: postings(originals),
    },
    earlier: postings(rows.filter((row) => !row.is_original)),
  };
}

function subjectOf(row: HistorySqlRow & { program: string | null }): JournalEntry['subject'] {
  const { program, order_id, line_id, revision, reason, event } = row;
  if (
    program === null ||
    order_id === null ||
    line_id === null ||
    revision === null ||
    reason === null ||
    event === null
  ) {
    return null;
  }
  return {
    program,
    orderId: order_id,
    lineId: line_id,
    revision,
    termsVersion: row.terms_version,
    rule: row.rule,
    reason,
    event,
  };
}

function fxOf(row: HistoryRow): JournalEntry['fx'] {
  const rate = row.fx === null ? null : parseDecimal(row.fx.rate);
  return row.fx === null || rate === null ? null : { ...row.fx, rate };
}
