import type { Decimal } from '../money/decimal.ts';
import type { Interval } from '../time/instant.ts';

/** Where a word stands in the file: both count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** An exact amount written in the terms, for example `38.00 USD`. */
export interface StatedAmount {
  readonly amount: Decimal;
  readonly currency: string;
}

/**
 * One program's terms as its file states them, with every `as … except` expanded: each version is complete in itself.
 * Records are plain data (JSON with bigint), so a version can be stored, compared and shown.
 */
export interface ProgramTerms {
  /** Program code, for example `aliexpress-ru-cis-new`. */
  readonly code: string;
  readonly name: string;
  /** IANA zone in which dates without a zone are read, and in which calendar days and months are counted. */
  readonly timeZone: string;
  /** Currencies in which orders may be reported; any other is an error, not a decision. */
  readonly orderCurrencies: readonly string[];
  /** Product categories of the program with the names people read; a category of an order may still be any other. */
  readonly categoryNames: Readonly<Record<string, string>>;
  readonly countrySets: Readonly<Record<string, readonly string[]>>;
  readonly storeLists: Readonly<Record<string, readonly ListEntry[]>>;
  readonly productLists: Readonly<Record<string, readonly ListEntry[]>>;
  /** Groups of ad spaces, by their ids or codes. */
  readonly adSpaceGroups: Readonly<Record<string, readonly ListEntry[]>>;
  /** Internal exchange rates stated by the program itself; an order may bring its own, which come first. */
  readonly internalRates: readonly InternalRate[];
  readonly notices: readonly Notice[];
  /** How this program's rates follow from those of others; guards what is published, never read by a decision. */
  readonly siblings: readonly SiblingRates[];
  /** Oldest first; intervals neither overlap nor leave a gap. */
  readonly versions: readonly TermsVersion[];
}

export interface ListEntry extends Interval {
  readonly id: string;
}

/** One unit of `base` costs `rate` units of `quote` during the interval. */
export interface InternalRate extends Interval {
  readonly base: string;
  readonly quote: string;
  readonly rate: Decimal;
}

/** A dated remark shown to people beside `surfaces`; never read by a decision (S-031). */
export interface Notice extends Interval {
  readonly name: string;
  readonly surfaces: readonly string[];
  /** The product class it concerns, for example `crossborder`; `null` means all. */
  readonly concerns: string | null;
  readonly text: string;
}

/**
 * The rates stated in `regime` are `percent` percent of those that another program states in `otherRegime`, give or take `tolerance`
 * percentage points. Both are stated: neither is derived from the other.
 */
export interface SiblingRates {
  readonly program: string;
  readonly regime: string;
  readonly percent: Decimal;
  readonly otherRegime: string;
  readonly tolerance: Decimal;
  readonly position: Position;
}

export interface TermsVersion extends Interval {
  /** Short name of the version, for example `R2`. */
  readonly id: string;
  readonly position: Position;
  readonly attribution: AttributionTerms;
  readonly geoMatch: GeoMatch;
  /** Currency in which the publisher earns. */
  readonly accrualCurrency: string;
  /** How an amount in the order's currency becomes one in the accrual currency: by the program's internal rate, or not at all. */
  readonly conversion: 'internal-rate' | 'none';
  readonly rounding: Rounding;
  readonly caps: readonly Cap[];
  readonly confirmation: ConfirmationTerms;
  /** Tried in order; the first whose countries hold the delivery country is the order's regime. An unknown country has none, `any` included. */
  readonly regimes: readonly Regime[];
  /** Tried in order; the first whose regime and condition hold decides the line. */
  readonly rules: readonly Rule[];
  /** Remarks added to lines that were priced. */
  readonly notes: readonly NoteRule[];
  readonly importLimits: readonly ImportLimit[];
}

export interface AttributionTerms {
  /** A click counts while order time − click time is below this many milliseconds. */
  readonly windowMs: number;
  readonly pick: 'last' | 'first';
  /** `coupon-first`: a coupon that belongs to an ad space attributes the order to it, with or without a click. */
  readonly coupon: 'ignored' | 'coupon-first';
}

/** `country`: click and delivery country must be equal. `region`: both inside the named country set, or both outside it (C-10). */
export type GeoMatch = { readonly by: 'country' } | { readonly by: 'region'; readonly countrySet: string };

export type Rounding = 'half-even' | 'half-up' | 'down';

/**
 * `line`, `order`: limits one line or one order, in the order's currency before conversion.
 * `day`, `month`: limits what the publisher earns of the program in a calendar day or month of the program's zone.
 * `budget`: limits what the program pays to everybody in the interval of its version.
 */
export interface Cap {
  readonly per: 'line' | 'order' | 'day' | 'month' | 'budget';
  readonly limit: StatedAmount;
  readonly position: Position;
}

export interface ConfirmationTerms {
  /** What has to happen before a reward is approved, in the program's own words, for example `goods received`, `stay completed`. */
  readonly event: string;
  /** After so many days without it the order is overdue (shown, not decided). */
  readonly withinDays: number | null;
}

export interface Regime {
  readonly name: string;
  readonly countries: CountryTest;
  readonly position: Position;
}

export type CountryTest =
  | { readonly kind: 'any' }
  | { readonly kind: 'in-set'; readonly set: string }
  | { readonly kind: 'not-in-set'; readonly set: string }
  | { readonly kind: 'listed'; readonly countries: readonly string[] };

export interface Rule {
  readonly name: string;
  /** Names of the regimes in which the rule is tried; `null` means in all. */
  readonly regimes: readonly string[] | null;
  readonly when: Condition;
  readonly then: Outcome;
  readonly position: Position;
}

export interface NoteRule {
  readonly note: string;
  readonly when: Condition;
  readonly position: Position;
}

/**
 * What a rule asks of the facts, in Kleene's three values: a test on an unknown fact is neither true nor false, so its negation does not
 * hold either; only `unknown` tests are always true or false. A condition holds if it is true.
 */
export type Condition =
  | { readonly kind: 'always' }
  | { readonly kind: 'all'; readonly of: readonly Condition[] }
  | { readonly kind: 'any'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  | Test;

export type Test =
  /** A word-valued fact equals one of the values. */
  | { readonly kind: 'word'; readonly fact: WordFact; readonly values: readonly string[]; readonly position: Position }
  /** A word-valued fact stands in a named set or list at order time. */
  | { readonly kind: 'member'; readonly fact: ListedFact; readonly list: string; readonly position: Position }
  | { readonly kind: 'flag'; readonly fact: FlagFact; readonly position: Position }
  | { readonly kind: 'unknown'; readonly fact: WordFact | FlagFact; readonly position: Position }
  | {
      readonly kind: 'at-least';
      readonly fact: 'line-amount' | 'order-amount';
      readonly limit: StatedAmount;
      readonly position: Position;
    };

export type WordFact =
  | 'click-country'
  | 'delivery-country'
  | 'anonymizer'
  | 'landing-kind'
  | 'product'
  | 'store'
  | 'category'
  | 'seller-country'
  | 'ad-space'
  | 'ad-space-kind'
  | 'traffic-type'
  | 'customer'
  | 'coupon';

/** Facts that can stand in a list: countries in country sets, stores and products in lists, ad spaces in groups. */
export type ListedFact = 'click-country' | 'delivery-country' | 'seller-country' | 'store' | 'product' | 'ad-space';

export type FlagFact =
  | 'product-affiliate'
  | 'product-hot'
  | 'product-virtual'
  | 'product-hidden'
  /** Click and delivery country agree in the way `geo match` says; unknown when one of them is. */
  | 'geo-match'
  /** The link led straight to the ordered item (and was not redirected elsewhere). */
  | 'landing-is-product'
  /** The link led to the item, to another item of its store, or to that store. */
  | 'landing-is-store'
  | 'landing-redirected'
  | 'click-routed'
  | 'ad-space-blocked'
  | 'ad-space-dropshipping'
  /** The advertiser's agreement to this kind of traffic, where one is needed. */
  | 'agreement-missing'
  | 'seller-rate-known'
  | 'hot-rate-known'
  | 'coupon-used';

export type Outcome =
  | { readonly kind: 'pay'; readonly reward: Reward; readonly reason: string; readonly position: Position }
  | { readonly kind: 'no-reward'; readonly reason: string; readonly position: Position }
  | { readonly kind: 'decline'; readonly reason: string; readonly position: Position }
  | { readonly kind: 'unresolved'; readonly reason: string; readonly position: Position }
  | { readonly kind: 'not-attributed'; readonly reason: string; readonly position: Position };

/** Parts add up: a percentage of the line's base amount, and fixed amounts per line, per unit or per order. */
export interface Reward {
  readonly percent: PercentSource | null;
  readonly fixed: readonly FixedReward[];
}

export type PercentSource =
  | { readonly kind: 'stated'; readonly percent: Decimal }
  /** The rate the seller set for the product, valid at order time. */
  | { readonly kind: 'seller-rate' }
  | { readonly kind: 'hot-rate' }
  | {
      readonly kind: 'by-category';
      readonly rates: readonly CategoryRate[];
      /** For every category not named, unknown ones included; `null` leaves them without a rate. */
      readonly otherwise: Decimal | null;
    }
  | {
      readonly kind: 'by-volume';
      readonly per: 'month' | 'day';
      readonly counts: 'orders' | 'amount';
      /** Ascending; the tier with the greatest `from` that does not exceed the volume before this order is used. */
      readonly tiers: readonly VolumeTier[];
    };

export interface CategoryRate {
  readonly category: string;
  readonly percent: Decimal;
  readonly position: Position;
}

export interface VolumeTier {
  readonly from: Decimal;
  readonly percent: Decimal;
  readonly position: Position;
}

export interface FixedReward {
  readonly amount: StatedAmount;
  readonly per: 'order' | 'line' | 'unit';
}

/** Guards the import of rates; never read by a decision. Bounds are inclusive. */
export interface ImportLimit {
  readonly rate: 'seller-rate' | 'hot-rate';
  readonly regimes: readonly string[] | null;
  /** Limits are tried in order; the first whose regime and seller country fit guards the rate. An unknown country fits `any` alone. */
  readonly seller: CountryTest;
  readonly min: Decimal;
  readonly max: Decimal;
  /** A rate of exactly zero is accepted besides the range. */
  readonly orZero: boolean;
  /** A new rate may be at most old × this factor, per product (S-029); `null` where nothing is said. */
  readonly upliftMax: Decimal | null;
  readonly position: Position;
}
