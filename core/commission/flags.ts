import type { FlagFact, GeoMatch, ProgramTerms } from '../terms/model.ts';
import type { AdSpaceFacts, ClickFacts, LandingFacts, LineFacts, OrderFacts } from './facts.ts';

/**
 * Yes-or-no facts are kept as two sets of bits, one for those that are known to be so and one for those known not to be; an unknown
 * flag is in neither. Nearly every rule asks for flags first, so a rule that does not hit is passed over by comparing two integers
 * instead of calling a function for each test, which doubled the decisions a second.
 */
export const flagBit: Readonly<Record<FlagFact, number>> = {
  'product-affiliate': 1 << 0,
  'product-hot': 1 << 1,
  'product-virtual': 1 << 2,
  'product-hidden': 1 << 3,
  'landing-is-product': 1 << 4,
  'landing-is-store': 1 << 5,
  'landing-redirected': 1 << 6,
  'click-routed': 1 << 7,
  'ad-space-blocked': 1 << 8,
  'ad-space-dropshipping': 1 << 9,
  'agreement-missing': 1 << 10,
  'seller-rate-known': 1 << 11,
  'hot-rate-known': 1 << 12,
  'coupon-used': 1 << 13,
  'geo-match': 1 << 14,
};

/** Whether click and delivery country agree in the way the version says (C-10). */
export type CountriesAgree = (click: string, delivery: string) => boolean;

export function countriesAgree(geoMatch: GeoMatch, countrySets: ProgramTerms['countrySets']): CountriesAgree {
  if (geoMatch.by === 'country') return (click, delivery) => click === delivery;
  const region = new Set(countrySets[geoMatch.countrySet]);
  return (click, delivery) => region.has(click) === region.has(delivery);
}

/** The flags that are the same for all lines of an order, and how the version compares countries. */
export function orderFlags(order: OrderSide, agree: CountriesAgree): number {
  const { facts, click, adSpace } = order;
  // Orders that carry no coupon were made without one: coupons are reported when they are used.
  let yes = facts.coupon === null ? 0 : flagBit['coupon-used'];
  let known = flagBit['coupon-used'];
  if (adSpace !== null) {
    known |= adSpaceFlags;
    if (adSpace.blocked) yes |= flagBit['ad-space-blocked'];
    if (adSpace.dropshipping) yes |= flagBit['ad-space-dropshipping'];
    if (!adSpace.agreed) yes |= flagBit['agreement-missing'];
  }
  if (click !== null) {
    known |= clickFlags;
    if (click.landing.redirected) yes |= flagBit['landing-redirected'];
    if (click.routedFrom !== null) yes |= flagBit['click-routed'];
    if (click.country !== null && facts.deliveryCountry !== null) {
      known |= flagBit['geo-match'];
      if (agree(click.country, facts.deliveryCountry)) yes |= flagBit['geo-match'];
    }
  }
  return packed(yes, known);
}

interface OrderSide {
  readonly facts: OrderFacts;
  readonly click: ClickFacts | null;
  readonly adSpace: AdSpaceFacts | null;
}

const adSpaceFlags = flagBit['ad-space-blocked'] | flagBit['ad-space-dropshipping'] | flagBit['agreement-missing'];
const clickFlags = flagBit['landing-redirected'] | flagBit['click-routed'];
const ratesKnown = flagBit['seller-rate-known'] | flagBit['hot-rate-known'];

/** The flags of one line. */
export function lineFlags(line: LineFacts, click: ClickFacts | null): number {
  let yes = 0;
  let known = ratesKnown;
  if (line.affiliate !== null) known |= flagBit['product-affiliate'];
  if (line.affiliate === true) yes |= flagBit['product-affiliate'];
  if (line.hot !== null) known |= flagBit['product-hot'];
  if (line.hot === true) yes |= flagBit['product-hot'];
  if (line.virtual !== null) known |= flagBit['product-virtual'];
  if (line.virtual === true) yes |= flagBit['product-virtual'];
  if (line.hidden !== null) known |= flagBit['product-hidden'];
  if (line.hidden === true) yes |= flagBit['product-hidden'];
  if (line.sellerRate !== null) yes |= flagBit['seller-rate-known'];
  if (line.hotRate !== null) yes |= flagBit['hot-rate-known'];
  if (click !== null) {
    const toProduct = leadsToProduct(click.landing, line);
    const toStore = toProduct === true ? true : leadsToStore(click.landing, line);
    if (toProduct !== null) known |= flagBit['landing-is-product'];
    if (toProduct === true) yes |= flagBit['landing-is-product'];
    if (toStore !== null) known |= flagBit['landing-is-store'];
    if (toStore === true) yes |= flagBit['landing-is-store'];
  }
  return packed(yes, known);
}

/** Fifteen flags twice fit into 30 bits, which stay small integers. */
const NO_SHIFT = 15;

/** Both sets in one integer, so that reading the flags of a line makes no object: those that are so, and above them those that are not. */
function packed(yes: number, known: number): number {
  return yes | ((known & ~yes) << NO_SHIFT);
}

/** As `flags` of a situation hold a flag that is so. */
export function packedYes(bit: number): number {
  return bit;
}

/** As `flags` of a situation hold a flag that is known not to be so. */
export function packedNo(bit: number): number {
  return bit << NO_SHIFT;
}

/** Unknown when the link led to an item, but which one, or which was ordered, is not known. */
function leadsToProduct(landing: LandingFacts, line: LineFacts): boolean | null {
  if (landing.kind !== 'item' || landing.redirected) return false;
  return same(landing.productId, line.productId);
}

/** For a link not to the item itself: another item of its store, or that store's own page (C-15). */
function leadsToStore(landing: LandingFacts, line: LineFacts): boolean | null {
  if (landing.redirected || (landing.kind !== 'item' && landing.kind !== 'shop')) return false;
  return same(landing.storeId, line.storeId);
}

function same(a: string | null, b: string | null): boolean | null {
  return a === null || b === null ? null : a === b;
}
