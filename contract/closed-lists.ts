/** Lists that servers check and forms offer; plain, as browsers load them without the schemas. */

/** What a shop can sell; `names.ts` of each language has the labels. */
export const programCategories = [
  'marketplace',
  'electronics',
  'fashion',
  'beauty',
  'home',
  'children',
  'food',
  'sports',
  'auto',
  'travel',
  'finance',
  'insurance',
  'telecom',
  'software',
  'games',
  'education',
  'services',
  'other',
] as const;

export { countryCodes } from '../core/countries/index.ts';
