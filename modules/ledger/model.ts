import { createHash } from 'node:crypto';
import type { ledgerFaults } from '../../contract/wire/ledger.ts';
import { formatDecimal } from '../../core/money/decimal.ts';
import type { Currency } from '../../core/money/money.ts';
import {
  type AccountKind,
  type AccountName,
  accountKey,
  type EntryKind,
  type JournalEntry,
} from '../../core/posting/index.ts';
import type { Instant } from '../../core/time/instant.ts';

/** What became of one entry handed to `post`. */
export interface PostedEntry {
  readonly id: string;
  /** The same entry had been booked before; nothing was booked now (I-6). */
  readonly duplicate: boolean;
}

export type PostError =
  /** The cause was used before for other content (I-7). */
  | { readonly kind: 'idempotency_mismatch'; readonly entry: JournalEntry; readonly existingId: string }
  /** A publisher's balance would fall below zero by a kind of entry that may not do that (I-11). */
  | { readonly kind: 'balance_too_low'; readonly detail: string };

export interface Balance {
  readonly account: AccountName;
  /** Minor units of the account's currency; positive is what the network owes the holder. */
  readonly minor: bigint;
}

export interface BalanceFilter {
  readonly org?: string;
  readonly program?: string;
  readonly currency?: Currency;
  readonly kinds?: readonly AccountKind[];
}

/** One posting as its holder reads it, with the entry behind it. */
export interface HistoryRow {
  /** Cursor: grows with the order of recording. */
  readonly postingId: bigint;
  readonly entryId: string;
  readonly kind: EntryKind;
  readonly title: string;
  readonly account: AccountName;
  readonly minor: bigint;
  readonly effectiveAt: Instant;
  readonly recordedAt: Instant;
  readonly orderId: string | null;
  readonly lineId: string | null;
  readonly revision: number | null;
  readonly termsVersion: string | null;
  readonly rule: string | null;
  readonly reason: string | null;
  readonly event: string | null;
  readonly fx: {
    readonly base: Currency;
    readonly quote: Currency;
    readonly rate: string;
    readonly source: string;
  } | null;
  readonly reverses: string | null;
}

export interface Finding {
  readonly check: 'totals' | 'entries' | 'balances' | 'chain' | 'unsealed';
  /** The entry concerned, where it is one. */
  readonly entryId: string | null;
  /** What exactly it is, for those who say it in the reader's words, with what stands in the sentence. */
  readonly fault: Fault;
  readonly values: Readonly<Record<string, string>>;
  readonly detail: string;
}

export type Fault = (typeof ledgerFaults)[number];

export interface Verification {
  readonly entries: bigint;
  readonly sealed: bigint;
  /** Entries committed after the last seal: no finding. */
  readonly unsealed: bigint;
  /** Hash of the last link, hexadecimal; `null` while nothing is sealed. */
  readonly head: string | null;
  readonly totals: readonly { readonly currency: Currency; readonly minor: bigint }[];
  readonly findings: readonly Finding[];
}

/**
 * SHA-256 over everything the caller said about the entry. Two posts with one cause are the same entry exactly when these agree.
 */
export function contentHash(entry: JournalEntry): Buffer {
  const { subject, fx } = entry;
  const content = [
    entry.kind,
    entry.title,
    entry.effectiveAt,
    subject === null
      ? null
      : [
          subject.program,
          subject.orderId,
          subject.lineId,
          subject.revision,
          subject.termsVersion,
          subject.rule,
          subject.reason,
          subject.event,
        ],
    fx === null ? null : [fx.base, fx.quote, formatDecimal(fx.rate), fx.source],
    entry.reverses,
    entry.postings.map(({ account, minor }) => [accountKey(account), String(minor)]),
  ];
  return createHash('sha256').update(JSON.stringify(content)).digest();
}

/** The id follows from the cause, so that the same cause has the same id in every attempt and on every machine (UUID version 8). */
export function entryId(entry: Pick<JournalEntry, 'cause' | 'kind'>): string {
  const { source, eventId } = entry.cause;
  const digest = createHash('sha256')
    .update(JSON.stringify([source, eventId, entry.kind]))
    .digest();
  digest.writeUInt8((digest.readUInt8(6) & 0x0f) | 0x80, 6);
  digest.writeUInt8((digest.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = digest.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}
