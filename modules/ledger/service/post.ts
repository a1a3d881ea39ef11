import { type AccountName, accountKey, entryProblems, type JournalEntry } from '../../../core/posting/index.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { contentHash, entryId, type PostError, type PostedEntry } from '../model.ts';
import { contentHashes, insertEntries, insertPostings, openAccounts } from '../store.ts';

/** Carries a refusal out of the savepoint, so that nothing of the batch stays. */
class Refused extends Error {
  readonly error: PostError;
  constructor(error: PostError) {
    super(error.kind);
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
  if (entries.length === 0) {
    return { ok: true, value: [] };
  }
  for (const entry of entries) {
    const problems = entryProblems(entry);
    if (problems.length > 0) {
      throw new Error(`ledger: ${entry.cause.source} ${entry.cause.eventId}: ${problems.join('; ')}`);
    }
  }
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

async function book(tx: Tx, entries: readonly JournalEntry[]): Promise<PostedEntry[]> {
  const unique = distinct(entries);
  await openAccounts(tx, distinctAccounts(unique));
  const added = await insertEntries(tx, unique);
  const booked = unique.filter((entry) => added.has(entryId(entry)));
  const known = unique.filter((entry) => !added.has(entryId(entry)));
  if (known.length > 0) {
    const hashes = await contentHashes(tx, known.map(entryId));
    for (const entry of known) {
      refuseOtherContent(entry, hashes.get(entryId(entry)));
    }
  }
  if (booked.length > 0) {
    await insertPostings(tx, booked);
  }
  const fresh = new Set(added);
  // Within the batch only the first of equal entries is new.
  return entries.map((entry) => ({ id: entryId(entry), duplicate: !fresh.delete(entryId(entry)) }));
}

/** The batch without repetitions; a repetition with other content is refused like any other. */
function distinct(entries: readonly JournalEntry[]): JournalEntry[] {
  const byId = new Map<string, JournalEntry>();
  for (const entry of entries) {
    const first = byId.get(entryId(entry));
    if (first === undefined) {
      byId.set(entryId(entry), entry);
    } else {
      refuseOtherContent(entry, contentHash(first).toString('hex'));
    }
  }
  return [...byId.values()];
}

function refuseOtherContent(entry: JournalEntry, hash: string | undefined): void {
  if (hash !== contentHash(entry).toString('hex')) {
    throw new Refused({ kind: 'idempotency_mismatch', entry, existingId: entryId(entry) });
  }
}

function distinctAccounts(entries: readonly JournalEntry[]): AccountName[] {
  const accounts = entries.flatMap((entry) => entry.postings.map((posting) => posting.account));
  return [...new Map(accounts.map((account) => [accountKey(account), account])).values()];
}

function overdraft(error: unknown): PostError | null {
  if (error instanceof Error && 'constraint' in error && error.constraint === 'publisher_balance_overdrawn') {
    return { kind: 'balance_too_low', detail: error.message };
  }
  return null;
}
