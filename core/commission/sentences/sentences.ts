import type { Status } from '../decision.ts';
import type { Reason } from '../reasons.ts';

/** What a sentence about a line may mention; everything is text already, in the reader's language where that matters. */
export interface LineStory {
  /** Price of the line, for example `20.00 USD`. */
  readonly price: string;
  /** Percent without the sign, for example `5.00`; `null` when none applied. */
  readonly rate: string | null;
  /** What it earns now, for example `60.00 RUB`. */
  readonly earned: string;
  /** What was taken back after approval. */
  readonly deducted: string;
  readonly clickCountry: string;
  readonly deliveryCountry: string;
  /** How long a click counts, in whole hours. */
  readonly windowHours: number;
  /** The event that confirms an order, in the program's words, for example `goods received`. */
  readonly confirmation: string;
}

export interface OrderStory {
  readonly orderId: string;
  readonly program: string;
  readonly earned: string;
  readonly termsVersion: string | null;
}

/** Notes are open, terms may state their own; these are the ones this system knows. */
export const knownNotes = ['CAPPED', 'VPN_UNVERIFIED', 'GEO_ROUTED', 'REDIRECTED', 'HOT_NEEDS_ITEM_LINK'] as const;
export type KnownNote = (typeof knownNotes)[number];

/** Everything one language says. A language is complete when it has a sentence for each reason, note and status (tested). */
export interface Sentences {
  readonly order: Readonly<Record<Status, (order: OrderStory) => string>>;
  readonly terms: (order: OrderStory) => string;
  readonly line: (lineId: string, sentence: string) => string;
  readonly reasons: Readonly<Record<Reason, (line: LineStory) => string>>;
  /** Says which reason priced a line that now has another one. */
  readonly pricedBy: (sentence: string) => string;
  readonly notes: Readonly<Record<KnownNote, string>>;
  readonly otherNote: (note: string) => string;
  readonly unknown: string;
}
