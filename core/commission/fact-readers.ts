import type { FlagFact, GeoMatch, ProgramTerms, WordFact } from '../terms/model.ts';
import type { LandingFacts, LineFacts } from './facts.ts';
import type { Situation } from './situation.ts';

/** Reads a word-valued fact; `null` is unknown. */
export type WordReader = (situation: Situation) => string | null;
/** Reads a yes-or-no fact; `null` is unknown. */
export type FlagReader = (situation: Situation) => boolean | null;

export const wordReaders: Readonly<Record<WordFact, WordReader>> = {
  'click-country': ({ click }) => (click === null ? null : click.country),
  'delivery-country': ({ facts }) => facts.deliveryCountry,
  anonymizer: ({ click }) => (click === null || click.anonymizer === 'unknown' ? null : click.anonymizer),
  'landing-kind': ({ click }) => (click === null ? null : click.landing.kind),
  product: ({ line }) => line.productId,
  store: ({ line }) => line.storeId,
  category: ({ line }) => line.category,
  'seller-country': ({ line }) => line.sellerCountry,
  'ad-space': ({ adSpace }) => (adSpace === null ? null : adSpace.id),
  'ad-space-kind': ({ adSpace }) => (adSpace === null ? null : adSpace.kind),
  'traffic-type': ({ adSpace }) => (adSpace === null ? null : adSpace.trafficType),
  customer: ({ facts }) => facts.customer,
  coupon: ({ facts }) => (facts.coupon === null ? null : facts.coupon.code),
};

export function isWordFact(fact: string): fact is WordFact {
  return Object.hasOwn(wordReaders, fact);
}

/** All flags but `geo-match`, whose meaning is stated by the version. */
const plainFlagReaders: Readonly<Record<Exclude<FlagFact, 'geo-match'>, FlagReader>> = {
  'product-affiliate': ({ line }) => line.affiliate,
  'product-hot': ({ line }) => line.hot,
  'product-virtual': ({ line }) => line.virtual,
  'product-hidden': ({ line }) => line.hidden,
  'landing-is-product': ({ click, line }) => (click === null ? null : leadsToProduct(click.landing, line)),
  'landing-is-store': ({ click, line }) => (click === null ? null : leadsToStore(click.landing, line)),
  'landing-redirected': ({ click }) => (click === null ? null : click.landing.redirected),
  'click-routed': ({ click }) => (click === null ? null : click.routedFrom !== null),
  'ad-space-blocked': ({ adSpace }) => (adSpace === null ? null : adSpace.blocked),
  'ad-space-dropshipping': ({ adSpace }) => (adSpace === null ? null : adSpace.dropshipping),
  'agreement-missing': ({ adSpace }) => (adSpace === null ? null : !adSpace.agreed),
  'seller-rate-known': ({ line }) => line.sellerRate !== null,
  'hot-rate-known': ({ line }) => line.hotRate !== null,
  // Orders that carry no coupon were made without one: coupons are reported when they are used.
  'coupon-used': ({ facts }) => facts.coupon !== null,
};

export function flagReader(flag: FlagFact, geoMatch: GeoMatch, countrySets: ProgramTerms['countrySets']): FlagReader {
  return flag === 'geo-match' ? geoMatchReader(geoMatch, countrySets) : plainFlagReaders[flag];
}

/** C-10: by country both must be equal, by region both inside the named set or both outside it. */
function geoMatchReader(geoMatch: GeoMatch, countrySets: ProgramTerms['countrySets']): FlagReader {
  if (geoMatch.by === 'country') {
    return ({ click, facts }) => {
      if (click === null || click.country === null || facts.deliveryCountry === null) return null;
      return click.country === facts.deliveryCountry;
    };
  }
  const region = new Set(countrySets[geoMatch.countrySet]);
  return ({ click, facts }) => {
    if (click === null || click.country === null || facts.deliveryCountry === null) return null;
    return region.has(click.country) === region.has(facts.deliveryCountry);
  };
}

/** Unknown when the link led to an item, but which one, or which was ordered, is not known. */
function leadsToProduct(landing: LandingFacts, line: LineFacts): boolean | null {
  if (landing.kind !== 'item' || landing.redirected) return false;
  return same(landing.productId, line.productId);
}

/** The item itself, another item of its store, or that store's own page (C-15). */
function leadsToStore(landing: LandingFacts, line: LineFacts): boolean | null {
  if (landing.redirected || (landing.kind !== 'item' && landing.kind !== 'shop')) return false;
  return leadsToProduct(landing, line) === true ? true : same(landing.storeId, line.storeId);
}

function same(a: string | null, b: string | null): boolean | null {
  return a === null || b === null ? null : a === b;
}
