import { type AccountName, accountKey, entryProblems, type JournalEntry } from '../../../core/posting/index.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { contentHash, entryId, type PostError, type PostedEntry } from '../model.ts';
import { contentHashes, insertEntries, type KnownEntry, openAccounts } from '../store.ts';

/** Carries a refusal out of the savepoint, so that nothing of the batch stays. */
class Refused extends Error {
  readonly error: PostError;
  constructor(error: PostError) {
    super(`ledger: ${error.kind}`);
    this.error = error;
  }
}

/**
 * Books entries in the caller's transaction (the system role): all of them or, where one is refused, none. An entry whose cause
 * was booked before with the same content is answered with the id of then (I-6, I-7). Throws on an entry that is unbalanced or
 * posts where its kind may not: that is a defect of the caller.
 */
export async function post(
  tx: Tx,
  entries: readonly JournalEntry[],
): Promise<
  { readonly ok: true; readonly value: readonly PostedEntry[] } | { readonly ok: false; readonly error: PostError }
> {
  refuseMalformed(entries);
  try {
    return { ok: true, value: await tx.savepoint(() => book(tx, entries)) };
  } catch (error) {
    const refusal = error instanceof Refused ? error.error : overdraft(error);
    if (refusal === null) {
      throw error;
    }
    return { ok: false, error: refusal };
  }
}

/**
 * The same for a caller that gives up its transaction where an entry is refused: it throws then, and needs no savepoint.
 */
export async function postOrThrow(tx: Tx, entries: readonly JournalEntry[]): Promise<readonly PostedEntry[]> {
  refuseMalformed(entries);
  return await book(tx, entries);
}

function refuseMalformed(entries: readonly JournalEntry[]): void {
  for (const entry of entries) {
    const problems = entryProblems(entry);
    if (problems.length > 0) {
      throw new Error(`ledger: ${entry.cause.source} ${entry.cause.eventId}: ${problems.join('; ')}`);
    }
  }
}

async function book(tx: Tx, entries: readonly JournalEntry[]): Promise<PostedEntry[]> {
  if (entries.length === 0) return [];
  const all = entries.map((entry) => ({ entry, id: entryId(entry), hash: contentHash(entry).toString('hex') }));
  const unique = distinct(all);
  const [, added] = await Promise.all([openAccounts(tx, distinctAccounts(unique)), insertEntries(tx, unique)]);
  const known = unique.filter(({ id }) => !added.has(id));
  if (known.length > 0) {
    const ids = known.map(({ id }) => id);
    const hashes = await contentHashes(tx, ids);
    for (const one of known) refuseOtherContent(one, hashes.get(one.id));
  }
  const fresh = new Set(added);
  // Within the batch only the first of equal entries is new.
  return all.map(({ id }) => ({ id, duplicate: !fresh.delete(id) }));
}

/** The batch without repetitions; a repetition with other content is refused like any other. */
function distinct(entries: readonly KnownEntry[]): KnownEntry[] {
  const byId = new Map<string, KnownEntry>();
  for (const one of entries) {
    const first = byId.get(one.id);
    if (first === undefined) byId.set(one.id, one);
    else refuseOtherContent(one, first.hash);
  }
  return [...byId.values()];
}

function refuseOtherContent({ entry, id, hash }: KnownEntry, booked: string | undefined): void {
  if (hash !== booked) throw new Refused({ kind: 'idempotency_mismatch', entry, existingId: id });
}

function distinctAccounts(entries: readonly KnownEntry[]): AccountName[] {
  const accounts = entries.flatMap(({ entry }) => entry.postings.map((posting) => posting.account));
  return [...new Map(accounts.map((account) => [accountKey(account), account])).values()];
}

function overdraft(error: unknown): PostError | null {
  if (error instanceof Error && 'constraint' in error && error.constraint === 'publisher_balance_overdrawn') {
    return { kind: 'balance_too_low', detail: error.message };
  }
  return null;
}
