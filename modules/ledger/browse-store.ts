import type { AccountKind, EntryKind } from '../../core/posting/index.ts';
import type { Instant } from '../../core/time/instant.ts';
import type { Queryable } from '../../platform/db/index.ts';

/** Reading the books account by account and entry by entry, as the system role: everything. */

export interface AccountRow {
  readonly id: number;
  readonly kind: AccountKind;
  readonly program: string | null;
  readonly org_id: string | null;
  readonly currency: string;
}

export interface AccountsAsked {
  readonly kind: AccountKind | null;
  readonly program: string | null;
  readonly org: string | null;
  readonly currency: string | null;
  readonly after: bigint;
  readonly limit: number;
}

const BALANCE = '(select coalesce(sum(b.amount), 0)::bigint from ledger.balance b where b.account_id = a.id)';

export async function accountsAfter(
  q: Queryable,
  { kind, program, org, currency, after, limit }: AccountsAsked,
): Promise<(AccountRow & { readonly balance: bigint })[]> {
  return q.query<AccountRow & { readonly balance: bigint }>(
    `select a.id, a.kind, a.program, a.org_id, a.currency, ${BALANCE} as balance from ledger.account a
      where ($1::text is null or a.kind = $1) and ($2::text is null or a.program = $2)
        and ($3::uuid is null or a.org_id = $3) and ($4::text is null or a.currency = $4) and a.id > $5
      order by a.id limit $6`,
    [kind, program, org, currency, after, limit],
  );
}

/** An account with its balance as it is kept and as its postings say; both of one moment. */
export async function accountWithProof(
  q: Queryable,
  id: number,
): Promise<(AccountRow & { readonly balance: bigint; readonly rebuilt: bigint; readonly postings: bigint }) | null> {
  const [row] = await q.query<
    AccountRow & { readonly balance: bigint; readonly rebuilt: bigint; readonly postings: bigint }
  >(
    `select a.id, a.kind, a.program, a.org_id, a.currency, ${BALANCE} as balance,
            (select coalesce(sum(p.amount), 0)::bigint from ledger.posting p where p.account_id = a.id) as rebuilt,
            (select count(*) from ledger.posting p where p.account_id = a.id) as postings
       from ledger.account a where a.id = $1`,
    [id],
  );
  return row ?? null;
}

export interface EntryRow {
  readonly id: string;
  readonly kind: EntryKind;
  readonly title: string;
  readonly program: string | null;
  readonly order_id: string | null;
  readonly reason: string | null;
  readonly recorded_at: Instant;
  readonly effective_at: Instant;
}

const ENTRY = 'e.id, e.kind, e.title, e.program, e.order_id, e.reason, e.recorded_at, e.effective_at';

export interface PostingRow extends EntryRow {
  readonly posting: bigint;
  readonly amount: bigint;
  readonly currency: string;
}

/** The postings of an account, newest first. */
export async function accountPostings(
  q: Queryable,
  account: number,
  before: bigint | null,
  limit: number,
): Promise<PostingRow[]> {
  return q.query<PostingRow>(
    `select p.id as posting, p.amount, p.currency, ${ENTRY}
       from ledger.posting p join ledger.entry e on e.id = p.entry_id
      where p.account_id = $1 and ($2::bigint is null or p.id < $2) order by p.id desc limit $3`,
    [account, before, limit],
  );
}

export interface EntriesAsked {
  readonly kind: EntryKind | null;
  readonly program: string | null;
  readonly orderId: string | null;
  readonly before: bigint | null;
  readonly limit: number;
}

/** Entries in the order of their first postings, newest first: that is the order of booking, and has an index. */
export async function entriesBefore(
  q: Queryable,
  { kind, program, orderId, before, limit }: EntriesAsked,
): Promise<(EntryRow & { readonly posting: bigint })[]> {
  return q.query<EntryRow & { readonly posting: bigint }>(
    `select p.id as posting, ${ENTRY} from ledger.posting p join ledger.entry e on e.id = p.entry_id
      where p.position = 0 and ($1::text is null or e.kind = $1) and ($2::text is null or e.program = $2)
        and ($3::text is null or e.order_id = $3) and ($4::bigint is null or p.id < $4)
      order by p.id desc limit $5`,
    [kind, program, orderId, before, limit],
  );
}

/** What some entries credited, by currency. */
export async function creditsOf(
  q: Queryable,
  ids: readonly string[],
): Promise<{ readonly entry_id: string; readonly currency: string; readonly amount: bigint }[]> {
  return q.query<{ entry_id: string; currency: string; amount: bigint }>(
    `select entry_id, currency, sum(amount)::bigint as amount from ledger.posting
      where entry_id = any ($1) and amount > 0 group by 1, 2 order by 2`,
    [ids],
  );
}

export interface WholeEntryRow extends EntryRow {
  readonly line_id: string | null;
  readonly source: string;
  readonly source_event_id: string;
  readonly event: string | null;
  readonly revision: number | null;
  readonly terms_version: string | null;
  readonly rule: string | null;
  readonly fx_base: string | null;
  readonly fx_quote: string | null;
  readonly fx_rate: string | null;
  readonly fx_source: string | null;
  readonly reverses: string | null;
  readonly reversed_by: string[];
  readonly content_hash: Buffer;
  readonly seal_position: bigint | null;
  readonly seal_hash: Buffer | null;
  readonly sealed_at: Instant | null;
}

export async function wholeEntry(q: Queryable, id: string): Promise<WholeEntryRow | null> {
  const [row] = await q.query<WholeEntryRow>(
    `select ${ENTRY}, e.line_id, e.source, e.source_event_id, e.event, e.revision, e.terms_version, e.rule, e.fx_base, e.fx_quote,
            e.fx_rate, e.fx_source, e.reverses, e.content_hash, s.position as seal_position, s.hash as seal_hash, s.sealed_at,
            array(select r.id::text from ledger.entry r where r.reverses = e.id order by r.recorded_at) as reversed_by
       from ledger.entry e left join ledger.seal s on s.entry_id = e.id where e.id = $1`,
    [id],
  );
  return row ?? null;
}

export async function postingsOf(
  q: Queryable,
  entryId: string,
): Promise<(AccountRow & { readonly posting: bigint; readonly amount: bigint })[]> {
  return q.query<AccountRow & { readonly posting: bigint; readonly amount: bigint }>(
    `select p.id as posting, p.amount, a.id, a.kind, a.program, a.org_id, a.currency
       from ledger.posting p join ledger.account a on a.id = p.account_id where p.entry_id = $1 order by p.position`,
    [entryId],
  );
}

/** The end of the chain with its time. */
export async function sealHead(
  q: Queryable,
): Promise<{ readonly position: bigint; readonly hash: Buffer; readonly at: Instant } | null> {
  const [row] = await q.query<{ position: bigint; hash: Buffer; at: Instant }>(
    'select position, hash, sealed_at as at from ledger.seal order by position desc limit 1',
  );
  return row ?? null;
}

/** How many entries wait for the sealer, and since when the oldest does. */
export async function unsealedTail(
  q: Queryable,
): Promise<{ readonly entries: number; readonly oldest: Instant | null }> {
  const [row] = await q.query<{ entries: number; oldest: Instant | null }>(
    `select count(*)::int as entries, min(e.recorded_at) as oldest
       from ledger.unsealed u join ledger.entry e on e.id = u.entry_id`,
  );
  return row ?? { entries: 0, oldest: null };
}
