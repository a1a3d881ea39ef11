import { createHash } from 'node:crypto';

/** An entry as the hash chain covers it: every value as exact text, so that not even a microsecond can change unnoticed. */
export interface ChainedEntry {
  readonly id: string;
  readonly fields: readonly (string | null)[];
  /** Position, account, amount and currency of each posting, in order of position. */
  readonly postings: readonly (readonly string[])[];
}

/** Names the layout of the bytes below; another layout gets another name, so that old links stay verifiable. */
const LAYOUT = 'tributary-ledger-1';

/** Before the first link. */
const GENESIS = Buffer.alloc(32);

/** Hash of the link that adds `entry` after `previous` (`null`: it is the first). */
export function linkHash(previous: Buffer | null, entry: ChainedEntry): Buffer {
  const bytes = JSON.stringify([LAYOUT, entry.id, entry.fields, entry.postings]);
  return createHash('sha256')
    .update(previous ?? GENESIS)
    .update(bytes, 'utf8')
    .digest();
}
