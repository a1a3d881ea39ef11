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

/** One thing that a text would change of what is already valid, for readers. Order times from (`null`: since ever) until, excluded. */
export interface ShownFinding {
  readonly what: string;
  readonly problem: string;
  readonly from: string | null;
  readonly until: string;
}

/**
 * The orders made in the time that a back-dated text speaks about. Publishing changes no decision: who has one keeps it, and corrections of it
 * use the terms it was made with. Under the new text are decided orders of that time that are reported later, and those `undecided`.
 */
export interface AffectedOrders {
  /** RFC 3339; `null`: since ever. */
  readonly from: string | null;
  readonly until: string;
  /** Decided, and staying as they are. `commission` says what they earn and what the text would have given them. */
  readonly decided: {
    readonly orders: number;
    readonly publishers: number;
    /** Orders that were priced under the text: the oldest ones, where there are very many. `commission` is of these. */
    readonly compared: number;
    readonly would_differ: number;
    /** Orders that the text could not decide, for instance because of their currency; in no sum. */
    readonly undecidable: number;
    readonly commission: readonly { readonly currency: string; readonly before: string; readonly after: string }[];
  };
  /** Nobody's, or made when there were no terms: decided under the text as soon as something happens to them. */
  readonly undecided: { readonly orders: number };
}

/** Who does something, and for which organisation. */
export interface Party {
  /** `application:<id>` or the like. */
  readonly actor: string;
  readonly orgId: string;
}

/** Whose yes a text needs besides its author's: a second person of the advertiser, or the operator where it reaches into the past or breaks the notice. */
export type Approval = 'colleague' | 'operator';

/** A text that waits for, or has got, a second yes. */
export interface TermsProposal {
  readonly id: string;
  readonly program: string;
  readonly advertiserOrg: string;
  readonly basedOn: number;
  readonly text: string;
  readonly hash: string;
  readonly reason: string;
  readonly approval: Approval;
  readonly findings: readonly ShownFinding[];
  /** As it was when the text was proposed; `null`: it does not reach into the past. */
  readonly affected: AffectedOrders | null;
  readonly proposedAt: Instant;
  readonly proposedBy: Party;
  readonly verdict: {
    readonly outcome: 'approved' | 'declined';
    readonly at: Instant;
    readonly by: Party;
    readonly reason: string;
    /** The publication that an approval made. */
    readonly publication: number | null;
  } | null;
}
