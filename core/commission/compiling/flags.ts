import type { FlagFact, GeoMatch, ProgramTerms } from '../../terms/model.ts';
import type { AdSpaceFacts, ClickFacts, LandingFacts, LineFacts, OrderFacts } from '../facts/facts.ts';

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

/** The flags of one line. */
export function lineFlags(line: LineFacts, click: ClickFacts | null): number {
  const flags =
    told(flagBit['product-affiliate'], line.affiliate) |
    told(flagBit['product-hot'], line.hot) |
    told(flagBit['product-virtual'], line.virtual) |
    told(flagBit['product-hidden'], line.hidden) |
    told(flagBit['seller-rate-known'], line.sellerRate !== null) |
    told(flagBit['hot-rate-known'], line.hotRate !== null);
  return click === null ? flags : flags | landingFlags(click.landing, line);
}

/**
 * Whether the link leads to the product, or at least to its store: to another item of it, or to the store's own page (C-15). Unknown
 * when the link led to an item or a store, but which one, or which was ordered, is not known.
 */
function landingFlags(landing: LandingFacts, line: LineFacts): number {
  const { kind } = landing;
  if (landing.redirected || (kind !== 'item' && kind !== 'shop')) return leadsElsewhere;
  const toProduct = kind === 'item' ? same(landing.productId, line.productId) : false;
  const toStore = toProduct === true ? true : same(landing.storeId, line.storeId);
  return told(flagBit['landing-is-product'], toProduct) | told(flagBit['landing-is-store'], toStore);
}

function same(a: string | null, b: string | null): boolean | null {
  return a === null || b === null ? null : a === b;
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

/** One flag, packed; `null` is unknown. */
function told(bit: number, value: boolean | null): number {
  return value === null ? 0 : value ? packedYes(bit) : packedNo(bit);
}

const leadsElsewhere = told(flagBit['landing-is-product'], false) | told(flagBit['landing-is-store'], false);
