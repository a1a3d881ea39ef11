import type { words } from '../../../../contract/words/en/advertiser.ts';

type TrafficRow = keyof (typeof words)['traffic']['rows'];

/** Two words of a key are one word of the catalogue: `targeting.facebook` is `targetingFacebook`. */
export function rowKeyOf(key: string): string {
  return key.replaceAll(/\.(.)/g, (_, letter: string) => letter.toUpperCase());
}

const ROWS = [
  'mobile',
  'targeting',
  'targetingFacebook',
  'targetingVkontakte',
  'targetingMytarget',
  'targetingOther',
  'targetingTiktok',
  'content_site',
  'other',
  'price_comparison',
  'forum',
  'loyalty',
  'messenger',
  'coupon',
  'youtube',
  'toolbar',
  'social_group',
  'email',
  'teaser_banner',
  'cashback',
  'contextual',
] as const satisfies readonly TrafficRow[];

/** Rows that a network added itself have no word in the catalogue; they are shown by their key. */
export function isTrafficRow(key: string): key is TrafficRow {
  return ROWS.some((row) => row === key);
}
