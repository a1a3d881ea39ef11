import type { FlagFact, WordFact } from '../../terms/model.ts';
import { flagBit, packedNo, packedYes } from './flags.ts';
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
  'ad-space': ({ adSpace }) => (adSpace === null ? null : (adSpace.id ?? adSpace.code)),
  'ad-space-kind': ({ adSpace }) => (adSpace === null ? null : adSpace.kind),
  'traffic-type': ({ adSpace }) => (adSpace === null ? null : adSpace.trafficType),
  customer: ({ facts }) => facts.customer,
  coupon: ({ facts }) => (facts.coupon === null ? null : facts.coupon.code),
};

export function isWordFact(fact: string): fact is WordFact {
  return Object.hasOwn(wordReaders, fact);
}

export function flagReader(flag: FlagFact): FlagReader {
  const yes = packedYes(flagBit[flag]);
  const no = packedNo(flagBit[flag]);
  return ({ flags }) => ((flags & yes) !== 0 ? true : (flags & no) !== 0 ? false : null);
}
