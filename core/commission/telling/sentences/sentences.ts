import type { FixedReward } from '../../../terms/model.ts';
import type { Status } from '../../decision.ts';
import type { Reason } from '../../reasons.ts';

/** What a sentence about a line may mention; everything is text already, numbers and names in the reader's language. */
export interface LineStory {
  /** Price of the line, for example `20.00 USD`. */
  readonly price: string;
  /** Percent without the sign, for example `5.00`; `null` when none applied. */
  readonly rate: string | null;
  /** What the rule pays beside the percentage, for example `5.00 EUR per order`; `null` when nothing or when nothing else. */
  readonly fixed: string | null;
  /** What it earns now, for example `60.00 RUB`. */
  readonly earned: string;
  /** What was taken back after approval. */
  readonly deducted: string;
  readonly clickCountry: string;
  readonly deliveryCountry: string;
  /** How long a click counts, for example `72 hours`, as it stands alone. */
  readonly window: string;
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
/** A sentence as it goes on after a colon; names and codes keep their capitals. */
export const afterColon = (sentence: string): string =>
  /^\p{Lu}\p{Ll}* /u.test(sentence) ? sentence.slice(0, 1).toLowerCase() + sentence.slice(1) : sentence;

export interface Sentences {
  readonly order: Readonly<Record<Status, (order: OrderStory) => string>>;
  readonly terms: (order: OrderStory) => string;
  readonly line: (lineId: string, sentence: string) => string;
  readonly reasons: Readonly<Record<Reason, (line: LineStory) => string>>;
  /** Says which reason priced a line that now has another one. */
  readonly pricedBy: (sentence: string) => string;
  readonly notes: Readonly<Record<KnownNote, string>>;
  readonly otherNote: (note: string) => string;
  /** Of a fixed reward: `5.00 EUR per order`. */
  readonly fixed: (amount: string, per: FixedReward['per']) => string;
  readonly and: string;
  /** Usual names of what confirms an order; a program's own name is repeated as it is. */
  readonly confirmations: Readonly<Record<string, string>>;
  /** How the language writes the point of a decimal. */
  readonly decimalPoint: '.' | ',';
  readonly unknown: string;
}
