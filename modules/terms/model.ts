import type { Decimal } from '../../core/money/decimal.ts';
import type { Instant } from '../../core/time/instant.ts';

/** One published text of a program's terms; immutable (I-10). */
export interface TermsPublication {
  readonly program: string;
  /** Counts from 1; the greatest is the current one. */
  readonly number: number;
  readonly text: string;
  /** SHA-256 of the text, hexadecimal. */
  readonly hash: string;
  readonly publishedAt: Instant;
  readonly versions: readonly PublishedVersion[];
}

/** A version inside a publication: its short name and when it is valid, half-open. */
export interface PublishedVersion {
  readonly id: string;
  readonly from: Instant | null;
  readonly until: Instant | null;
}

/** One unit of `base` costs `rate` units of `quote` on `day` of the program's zone. */
export interface InternalRateRecord {
  readonly program: string;
  readonly base: string;
  readonly quote: string;
  /** `YYYY-MM-DD`. */
  readonly day: string;
  readonly rate: Decimal;
  /** Where the rate comes from, in the words of who set it. */
  readonly source: string;
}
