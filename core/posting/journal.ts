import type { Decimal } from '../money/decimal.ts';
import type { Currency } from '../money/money.ts';
import type { Instant } from '../time/instant.ts';
import { type AccountKind, accountHolders, type EntryKind, legalPostings } from './chart.ts';

/** An account by its meaning: there is one for every combination that is ever posted to. */
export interface AccountName {
  readonly kind: AccountKind;
  /** Code of the program; `null` for accounts that serve all programs (`bank`). */
  readonly program: string | null;
  /** Organisation of the holder; `null` for the network's own accounts. */
  readonly org: string | null;
  readonly currency: Currency;
}

/** One signed movement on one account, in minor units of the account's currency. Never zero. */
export interface Posting {
  readonly account: AccountName;
  readonly minor: bigint;
}

/** One unit of `base` cost `rate` units of `quote`; kept with every entry that has two currencies (I-21). */
export interface FxUsed {
  readonly base: Currency;
  readonly quote: Currency;
  readonly rate: Decimal;
  readonly source: string;
}

/** The one thing in the world an entry is booked for. (source, eventId, kind) is unique for ever (I-6). */
export interface Cause {
  readonly source: string;
  readonly eventId: string;
}

/** What an entry is about: with it each posting leads to its event, decision, terms version and rule (I-9). */
export interface Subject {
  readonly program: string;
  readonly orderId: string;
  readonly lineId: string;
  /** Revision of the order's decision. */
  readonly revision: number;
  readonly termsVersion: string | null;
  readonly rule: string | null;
  /** The line's reason, for example the type of a violation. */
  readonly reason: string;
  /** What happened, as the intake names it. */
  readonly event: string;
}

export interface JournalEntry {
  readonly kind: EntryKind;
  readonly title: string;
  readonly cause: Cause;
  /** When it counts; when it became known is set by the database. */
  readonly effectiveAt: Instant;
  /** `null` for entries that concern no order, such as payments. */
  readonly subject: Subject | null;
  readonly fx: FxUsed | null;
  /** Id of the entry that this one takes back, wholly or in part. */
  readonly reverses: string | null;
  readonly postings: readonly Posting[];
}

/** A text that is the same exactly for the same account: `publisher_balance/<program>/<org>/RUB`. */
export function accountKey(account: AccountName): string {
  return `${account.kind}/${account.program ?? '-'}/${account.org ?? '-'}/${account.currency}`;
}

/** Sums the postings by account, in order of first appearance, and drops accounts whose sum is zero. */
export function merged(postings: readonly Posting[]): Posting[] {
  const sums = new Map<string, Posting>();
  for (const posting of postings) {
    const key = accountKey(posting.account);
    sums.set(key, { account: posting.account, minor: posting.minor + (sums.get(key)?.minor ?? 0n) });
  }
  return [...sums.values()].filter((posting) => posting.minor !== 0n);
}

/**
 * What forbids booking an entry, as sentences; empty when nothing does. Checks the sum per currency, the number of postings and the
 * table of legal postings (I-1). The database checks the first two again.
 */
export function entryProblems(entry: JournalEntry): string[] {
  const problems: string[] = [];
  if (entry.postings.length < 2) {
    problems.push(`an entry needs at least 2 postings, '${entry.kind}' has ${entry.postings.length}`);
  }
  const sums = new Map<Currency, bigint>();
  const allowed = legalPostings[entry.kind];
  for (const { account, minor } of entry.postings) {
    sums.set(account.currency, (sums.get(account.currency) ?? 0n) + minor);
    const sign = allowed[account.kind];
    if (minor === 0n || sign === undefined || (sign === '+' && minor < 0n) || (sign === '-' && minor > 0n)) {
      problems.push(`'${entry.kind}' may not post ${minor} to ${account.kind}; see the table of legal postings`);
    }
    if ((accountHolders[account.kind] === 'network') !== (account.org === null)) {
      problems.push(`account ${accountKey(account)} must ${account.org === null ? '' : 'not '}name an organisation`);
    }
  }
  for (const [currency, sum] of sums) {
    if (sum !== 0n) {
      problems.push(`postings in ${currency} sum to ${sum} minor units instead of 0`);
    }
  }
  return problems;
}
