import { formatAmount } from '../../../core/money/money.ts';
import type { Database, Queryable } from '../../../platform/db/index.ts';
import { linkHash } from '../chain.ts';
import {
  countEntries,
  type Drift,
  lastLink,
  selectDrift,
  selectLinks,
  selectTotals,
  selectUnbalanced,
  selectUnchained,
} from '../chain-store.ts';
import type { Fault, Finding, Verification } from '../model.ts';

/** Links read at a time: bounds the memory whatever the size of the book. */
const CHUNK = 2_000;

/** Findings listed per check; one broken thing often shows in many places, and the first ones say where to look. */
const FINDINGS_MAX = 20;

export interface VerifyOptions {
  /** Called as the chain is walked. */
  readonly onProgress?: (done: bigint, total: bigint) => void;
}

/**
 * Checks the whole book: it sums to zero per currency, every entry balances, balances rebuilt from the postings are those kept, and
 * the hash chain is the one that was sealed; the first entry that breaks it is named (I-1, I-2, I-16, I-18). Reads only, beside
 * running writers. Entries that are not sealed yet are counted and are no finding.
 */
export async function verify(db: Database, options: VerifyOptions = {}): Promise<Verification> {
  const read = <T>(work: (q: Queryable) => Promise<T>): Promise<T> => db.transaction({ role: 'system' }, work);
  const totals = await read(selectTotals);
  const findings: Finding[] = [
    ...totals.filter(({ minor }) => minor !== 0n).map(totalFinding),
    ...(await read((q) => selectUnbalanced(q, FINDINGS_MAX))).map(unbalancedFinding),
    ...(await read((q) => selectDrift(q, FINDINGS_MAX))).map(driftFinding),
    ...(await read((q) => selectUnchained(q, FINDINGS_MAX))).map(unchainedFinding),
  ];
  const counts = await read(countEntries);
  const end = await read(lastLink);
  const broken = await walkChain(read, end?.position ?? 0n, options);
  return {
    ...counts,
    head: end?.hash.toString('hex') ?? null,
    totals,
    findings: broken === null ? findings : [...findings, broken],
  };
}

/** Recomputes the chain from its start; stops at the first link that does not hold, because all later ones follow from it. */
async function walkChain(
  read: <T>(work: (q: Queryable) => Promise<T>) => Promise<T>,
  end: bigint,
  options: VerifyOptions,
): Promise<Finding | null> {
  let position = 0n;
  let hash: Buffer | null = null;
  while (position < end) {
    const after = position;
    const chunk = await read((q) => selectLinks(q, after, CHUNK));
    for (const { link, entry } of chunk) {
      position += 1n;
      if (link.position !== position) {
        return chainFinding(
          link.entryId,
          'link_missing',
          { position: String(position) },
          `link ${position} of the hash chain is missing before this entry`,
        );
      }
      if (entry === null) {
        return chainFinding(
          link.entryId,
          'entry_gone',
          { position: String(position) },
          `the entry of link ${position} is gone`,
        );
      }
      hash = linkHash(hash, entry);
      if (!hash.equals(link.hash)) {
        return chainFinding(
          link.entryId,
          'entry_changed',
          { position: String(position) },
          `the entry of link ${position} is not what was sealed, or stands in another place`,
        );
      }
    }
    if (chunk.length === 0) {
      return chainFinding(
        null,
        'chain_short',
        { position: String(position), end: String(end) },
        `the hash chain ends at link ${position} instead of ${end}`,
      );
    }
    options.onProgress?.(position, end);
  }
  return null;
}

function chainFinding(entryId: string | null, fault: Fault, values: Finding['values'], detail: string): Finding {
  return { check: 'chain', entryId, fault, values, detail };
}

function totalFinding(total: { readonly currency: string; readonly minor: bigint }): Finding {
  return {
    check: 'totals',
    entryId: null,
    fault: 'sum_differs',
    values: { currency: total.currency, amount: formatAmount(total) },
    detail: `all postings in ${total.currency} sum to ${total.minor} minor units instead of 0`,
  };
}

function unbalancedFinding(entryId: string): Finding {
  const detail = 'the entry needs at least 2 postings that sum to 0 per currency';
  return { check: 'entries', entryId, fault: 'entry_unbalanced', values: {}, detail };
}

function driftFinding(drift: Drift): Finding {
  const { account, kind, currency, kept, rebuilt } = drift;
  // An account that is gone has no currency either.
  const shown = (minor: bigint) => (currency === null ? String(minor) : formatAmount({ minor, currency }));
  return {
    check: 'balances',
    entryId: null,
    fault: 'balance_differs',
    values: {
      account: String(account),
      ...(kind === null || currency === null ? {} : { kind, currency }),
      kept: shown(kept),
      rebuilt: shown(rebuilt),
    },
    detail: `balance of ${drift.key} is kept as ${drift.kept}, the postings give ${drift.rebuilt} minor units`,
  };
}

function unchainedFinding(entryId: string): Finding {
  const detail = 'the entry is neither in the hash chain nor waiting for it';
  return { check: 'unsealed', entryId, fault: 'entry_unchained', values: {}, detail };
}
