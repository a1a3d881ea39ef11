import type { FlagFact, ListedFact, WordFact } from '../model.ts';

/** How a fact is written: its words, what may be asked of it, and how each question is answered by the model's tests. */
export interface Subject {
  /** As written, for example `ad space kind`. */
  readonly phrase: string;
  readonly word: WordFact | null;
  readonly listed: ListedFact | null;
  /** Adjectives: `product is hot` asks the flag `product-hot`. */
  readonly flags: Readonly<Record<string, FlagFact>>;
  /** The only values there are; `null` where ids are free, `country` for ISO codes, `category` for the program's own. */
  readonly values: readonly string[] | 'country' | 'category' | null;
}

const noFlags: Readonly<Record<string, FlagFact>> = {};

/** Everything a condition can ask about, longest phrase first where one begins like another. */
export const subjects: readonly Subject[] = [
  { phrase: 'click country', word: 'click-country', listed: 'click-country', flags: noFlags, values: 'country' },
  {
    phrase: 'delivery country',
    word: 'delivery-country',
    listed: 'delivery-country',
    flags: noFlags,
    values: 'country',
  },
  { phrase: 'seller country', word: 'seller-country', listed: 'seller-country', flags: noFlags, values: 'country' },
  { phrase: 'anonymizer', word: 'anonymizer', listed: null, flags: noFlags, values: ['yes', 'no'] },
  {
    phrase: 'landing kind',
    word: 'landing-kind',
    listed: null,
    flags: noFlags,
    values: ['home', 'item', 'shop', 'category'],
  },
  {
    phrase: 'landing',
    word: null,
    listed: null,
    flags: { product: 'landing-is-product', store: 'landing-is-store', redirected: 'landing-redirected' },
    values: null,
  },
  { phrase: 'click', word: null, listed: null, flags: { routed: 'click-routed' }, values: null },
  {
    phrase: 'product',
    word: 'product',
    listed: 'product',
    flags: {
      affiliate: 'product-affiliate',
      hot: 'product-hot',
      virtual: 'product-virtual',
      hidden: 'product-hidden',
    },
    values: null,
  },
  { phrase: 'store', word: 'store', listed: 'store', flags: noFlags, values: null },
  { phrase: 'category', word: 'category', listed: null, flags: noFlags, values: 'category' },
  { phrase: 'ad space kind', word: 'ad-space-kind', listed: null, flags: noFlags, values: null },
  {
    phrase: 'ad space',
    word: 'ad-space',
    listed: 'ad-space',
    flags: { blocked: 'ad-space-blocked', dropshipping: 'ad-space-dropshipping' },
    values: null,
  },
  { phrase: 'traffic type', word: 'traffic-type', listed: null, flags: noFlags, values: null },
  { phrase: 'agreement', word: null, listed: null, flags: { missing: 'agreement-missing' }, values: null },
  { phrase: 'customer', word: 'customer', listed: null, flags: noFlags, values: ['new', 'returning'] },
  { phrase: 'coupon', word: 'coupon', listed: null, flags: { used: 'coupon-used' }, values: null },
  { phrase: 'seller rate', word: null, listed: null, flags: { known: 'seller-rate-known' }, values: null },
  { phrase: 'hot rate', word: null, listed: null, flags: { known: 'hot-rate-known' }, values: null },
];

/** The facts that are amounts, and how they are written. */
export const amountSubjects = { 'line amount': 'line-amount', 'order amount': 'order-amount' } as const;

/** Places at which a notice is shown (S-031). */
export const surfaces: readonly string[] = ['news', 'page', 'feed', 'hot', 'calculator'];

/** Words that mean something after `is`, so that an id spelled like them has to be quoted. */
export const wordsAfterIs: ReadonlySet<string> = new Set(['not', 'unknown', 'known', 'one', 'at', 'below']);

export const topKeywords = [
  'program',
  'time',
  'orders',
  'categories',
  'countries',
  'stores',
  'products',
  'ad',
  'internal',
  'notice',
  'sibling',
  'version',
] as const;

export const bodyKeywords = [
  'clicks',
  'coupons',
  'geo',
  'reward',
  'round',
  'confirm',
  'cap',
  'budget',
  'regime',
  'rule',
  'note',
  'import',
  'remove',
] as const;

/** Words of conditions and outcomes, for suggestions. */
export const conditionWords: readonly string[] = [
  ...subjects.map((subject) => subject.phrase),
  ...Object.keys(amountSubjects),
  'geo matches',
  'geo differs',
  'unknown whether',
  'not',
];

export const outcomeWords: readonly string[] = ['pay', 'no reward', 'decline', 'unresolved', 'not attributed'];

export const wordFactPhrases: Readonly<Record<WordFact, string>> = {
  'click-country': 'click country',
  'delivery-country': 'delivery country',
  'seller-country': 'seller country',
  anonymizer: 'anonymizer',
  'landing-kind': 'landing kind',
  product: 'product',
  store: 'store',
  category: 'category',
  'ad-space': 'ad space',
  'ad-space-kind': 'ad space kind',
  'traffic-type': 'traffic type',
  customer: 'customer',
  coupon: 'coupon',
};

/** Each flag as a question: `product is hot`, and how it is denied. */
export const flagPhrases: Readonly<Record<FlagFact, { readonly yes: string; readonly no: string }>> = {
  'product-affiliate': { yes: 'product is affiliate', no: 'product is not affiliate' },
  'product-hot': { yes: 'product is hot', no: 'product is not hot' },
  'product-virtual': { yes: 'product is virtual', no: 'product is not virtual' },
  'product-hidden': { yes: 'product is hidden', no: 'product is not hidden' },
  'geo-match': { yes: 'geo matches', no: 'geo differs' },
  'landing-is-product': { yes: 'landing is product', no: 'landing is not product' },
  'landing-is-store': { yes: 'landing is store', no: 'landing is not store' },
  'landing-redirected': { yes: 'landing is redirected', no: 'landing is not redirected' },
  'click-routed': { yes: 'click is routed', no: 'click is not routed' },
  'ad-space-blocked': { yes: 'ad space is blocked', no: 'ad space is not blocked' },
  'ad-space-dropshipping': { yes: 'ad space is dropshipping', no: 'ad space is not dropshipping' },
  'agreement-missing': { yes: 'agreement is missing', no: 'agreement is not missing' },
  'seller-rate-known': { yes: 'seller rate is known', no: 'seller rate is unknown' },
  'hot-rate-known': { yes: 'hot rate is known', no: 'hot rate is unknown' },
  'coupon-used': { yes: 'coupon is used', no: 'coupon is not used' },
};
