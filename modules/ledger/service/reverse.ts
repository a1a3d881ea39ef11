import { type Cause, type Posting, type ReversalProblem, reversalOf } from '../../../core/posting/index.ts';
import type { Instant } from '../../../core/time/instant.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { entryId, type PostError, type PostedEntry } from '../model.ts';
import { contentHashes, selectForReversal } from '../store.ts';
import { post } from './post.ts';

/**
 * Takes an entry back, wholly or (with `part`, postings of the reversal) in part, at its original accounts and rate (I-4, I-5). The
 * same cause again answers the reversal of then.
 */
export async function reverse(
  tx: Tx,
  reversal: {
    readonly entryId: string;
    readonly cause: Cause;
    readonly effectiveAt: Instant;
    readonly part?: readonly Posting[];
  },
): Promise<
  | { readonly ok: true; readonly value: PostedEntry }
  | { readonly ok: false; readonly error: ReversalProblem | PostError | { readonly kind: 'unknown_entry' } }
> {
  const original = await selectForReversal(tx, reversal.entryId);
  if (original === null) {
    return { ok: false, error: { kind: 'unknown_entry' } };
  }
  const id = entryId({ cause: reversal.cause, kind: 'reversal' });
  if ((await contentHashes(tx, [id])).size > 0 && reversal.part === undefined) {
    return { ok: true, value: { id, duplicate: true } };
  }
  const { cause, effectiveAt, part = null } = reversal;
  const made = reversalOf(
    { id: reversal.entryId, entry: original.entry },
    { cause, effectiveAt, part, earlier: original.earlier },
  );
  if (!made.ok) {
    return made;
  }
  const posted = await post(tx, [made.value]);
  if (!posted.ok) {
    return posted;
  }
  return { ok: true, value: posted.value[0] ?? { id, duplicate: false } };
}
