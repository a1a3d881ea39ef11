import type { TrafficTypeRule, TrafficTypeStatus } from '../../../modules/programs/index.ts';

type Row = readonly [key: string, parent: string | null, status: TrafficTypeStatus];

/** Table 13 of docs/domain/aliexpress-ru-cis.terms.md: 12 allowed, 7 by agreement, 1 prohibited, 1 restricted (S-123). */
const rows: readonly Row[] = [
  ['mobile', null, 'allowed'],
  ['targeting', null, 'restricted'],
  ['targeting.facebook', 'targeting', 'prohibited'],
  ['targeting.vkontakte', 'targeting', 'by_agreement'],
  ['targeting.mytarget', 'targeting', 'by_agreement'],
  ['targeting.other', 'targeting', 'by_agreement'],
  ['targeting.tiktok', 'targeting', 'by_agreement'],
  ['content_site', null, 'allowed'],
  ['other', null, 'allowed'],
  ['price_comparison', null, 'allowed'],
  ['forum', null, 'allowed'],
  ['loyalty', null, 'allowed'],
  ['messenger', null, 'allowed'],
  ['coupon', null, 'allowed'],
  ['youtube', null, 'allowed'],
  ['toolbar', null, 'by_agreement'],
  ['social_group', null, 'by_agreement'],
  ['email', null, 'allowed'],
  ['teaser_banner', null, 'allowed'],
  ['cashback', null, 'allowed'],
  ['contextual', null, 'by_agreement'],
];

export const aliexpressTrafficTypes: readonly TrafficTypeRule[] = rows.map(([key, parent, status]) => ({
  key,
  parent,
  labelKey: `traffic.${key}`,
  status,
}));
