import type { Instant } from '../time/instant.ts';
import { titles } from './chart.ts';
import { accountKey, type Cause, type JournalEntry, merged, type Posting } from './journal.ts';

export type ReversalProblem =
  /** Nothing of the original is left to take back (I-4). */
  | { readonly kind: 'already_reversed' }
  /** On this account more would be taken back than is left of the original (I-4). */
  | { readonly kind: 'exceeds_original'; readonly account: string; readonly left: bigint }
  /** A reversal is not reversed: book the original cause anew. */
  | { readonly kind: 'not_reversible' };

/**
 * The entry that takes `original` back: same accounts, same currencies, original rate, whatever has changed since (I-5).
 * `part` takes back that much only, as postings of the reversal; without it everything that earlier reversals left.
 */
export function reversalOf(
  original: { readonly id: string; readonly entry: JournalEntry },
  reversal: {
    readonly cause: Cause;
    readonly effectiveAt: Instant;
    readonly part: readonly Posting[] | null;
    /** Postings of the reversals already booked for the same original. */
    readonly earlier: readonly Posting[];
  },
): { readonly ok: true; readonly value: JournalEntry } | { readonly ok: false; readonly error: ReversalProblem } {
  if (original.entry.kind === 'reversal') {
    return { ok: false, error: { kind: 'not_reversible' } };
  }
  const left = merged([...original.entry.postings, ...reversal.earlier]);
  if (left.length === 0) {
    return { ok: false, error: { kind: 'already_reversed' } };
  }
  const postings = merged(reversal.part ?? left.map(({ account, minor }) => ({ account, minor: -minor })));
  const leftByAccount = new Map(left.map((posting) => [accountKey(posting.account), posting.minor]));
  for (const { account, minor } of postings) {
    const rest = leftByAccount.get(accountKey(account)) ?? 0n;
    if (minor > 0n !== rest < 0n || absolute(minor) > absolute(rest)) {
      return { ok: false, error: { kind: 'exceeds_original', account: accountKey(account), left: rest } };
    }
  }
  return {
    ok: true,
    value: {
      kind: 'reversal',
      title: titles.reversal,
      cause: reversal.cause,
      effectiveAt: reversal.effectiveAt,
      subject: original.entry.subject,
      fx: original.entry.fx,
      reverses: original.id,
      postings,
    },
  };
}

function absolute(value: bigint): bigint {
  return value < 0n ? -value : value;
}
