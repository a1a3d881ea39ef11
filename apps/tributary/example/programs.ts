import type { Instant } from '../../../core/time/index.ts';
import type { NewProgram, TrafficTypeRule } from '../../../modules/programs/index.ts';
import { hotel, leads, rc, shop, ww } from './people.ts';
import { aliexpressTrafficTypes } from './traffic-types.ts';

const dayMs = 86_400_000;

/** Table 4: where clicks belong to the RU&CIS program once routing is switched on. */
const cis11 = ['AM', 'AZ', 'BY', 'GE', 'KZ', 'KG', 'MD', 'RU', 'TJ', 'TM', 'UZ'];

/** Table 13, changed last on 28 April 2022. */
const trafficTypes = { rules: aliexpressTrafficTypes, dated: Date.parse('2022-04-28T09:00:00.000Z') };

const aliexpressHosts = ['aliexpress.ru', '*.aliexpress.ru', 'aliexpress.com', '*.aliexpress.com'];
const aliexpressLandings: NonNullable<NewProgram['landingPatterns']> = [
  { kind: 'item', path: '/item/{product}.html' },
  { kind: 'item', path: '/item/*/{product}.html' },
  { kind: 'item', path: '/i/{product}.html' },
  { kind: 'shop', path: '/store/{store}' },
  { kind: 'category', path: '/category/{category}' },
  { kind: 'category', path: '/category/{category}/*' },
];

export interface ExampleProgram {
  readonly advertiser: { readonly name: string; readonly email: string };
  readonly program: Omit<NewProgram, 'advertiserOrg' | 'at' | 'actor' | 'trafficTypes'>;
  /** The table and the day since which it is so; a program without takes every kind. */
  readonly trafficTypes?: { readonly rules: readonly TrafficTypeRule[]; readonly dated: Instant };
}

/**
 * The programs of the example network. Terms are the shipped files of the same code. Home pages are real for the two real programs
 * (table 1) and invented, below `.test`, for the others.
 */
export const examplePrograms: readonly ExampleProgram[] = [
  {
    advertiser: { name: 'AliExpress RU&CIS', email: 'affiliates@ru-cis.test' },
    trafficTypes,
    program: {
      code: rc,
      name: 'AliExpress RU&CIS NEW',
      homeUrl: 'https://www.aliexpress.com/',
      allowedHosts: aliexpressHosts,
      landingPatterns: aliexpressLandings,
      clickParameter: 'admitad_uid',
      timeZone: 'Europe/Moscow',
      cookieMs: 3 * dayMs,
      categories: ['marketplace', 'electronics', 'fashion', 'home'],
      countries: cis11,
      joinsAlso: [ww],
      rulesWith: [ww],
      geoRouting: { pair: ww, mode: 'off', share: 0, countries: cis11 },
    },
  },
  {
    advertiser: { name: 'AliExpress Worldwide', email: 'affiliates@worldwide.test' },
    trafficTypes,
    program: {
      code: ww,
      name: 'AliExpress WW',
      homeUrl: 'https://best.aliexpress.com/',
      affiliateOnlyLanding: true,
      allowedHosts: aliexpressHosts,
      landingPatterns: aliexpressLandings,
      clickParameter: 'admitad_uid',
      timeZone: 'Europe/Moscow',
      cookieMs: 3 * dayMs,
      categories: ['marketplace', 'electronics', 'fashion', 'home'],
      rulesWith: [rc],
      geoRouting: { pair: rc, mode: 'off', share: 0, countries: null },
    },
  },
  {
    advertiser: { name: 'Meridian Bank', email: 'partners@meridian-bank.test' },
    program: {
      code: leads,
      name: 'Meridian Bank: applications',
      homeUrl: 'https://meridian-bank.test/cards',
      allowedHosts: ['meridian-bank.test'],
      categories: ['finance'],
      countries: ['RU'],
      timeZone: 'Europe/Moscow',
      lostOrders: true,
    },
  },
  {
    advertiser: { name: 'Lighthouse Hotels', email: 'partners@lighthouse-hotels.test' },
    program: {
      code: hotel,
      name: 'Lighthouse Hotels',
      homeUrl: 'https://lighthouse-hotels.test/',
      allowedHosts: ['lighthouse-hotels.test'],
      categories: ['travel'],
      timeZone: 'Europe/Berlin',
      lostOrders: true,
    },
  },
  {
    advertiser: { name: 'Fern & Loom', email: 'partners@fern-and-loom.test' },
    program: {
      code: shop,
      name: 'Fern & Loom',
      homeUrl: 'https://fern-and-loom.test/',
      allowedHosts: ['fern-and-loom.test'],
      categories: ['fashion', 'home'],
      countries: ['ES', 'PT', 'FR', 'IT', 'DE', 'AT'],
      timeZone: 'Europe/Madrid',
      cookieMs: 14 * dayMs,
    },
  },
];
