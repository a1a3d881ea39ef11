import type { Audience } from './clicks.ts';
import { hotel, leads, rc, shop, ww } from './people.ts';

/** Visitors of the RU&CIS program. */
export const rcAudience: Audience = {
  program: rc,
  adSpaces: [
    ['notes', 30],
    ['cashback', 25],
    ['coupons', 20],
    ['compare', 12],
    ['channel', 8],
    ['toolbar', 3],
    ['dropship', 2],
  ],
  countries: [
    ['RU', 70],
    ['KZ', 8],
    ['BY', 6],
    ['UZ', 4],
    ['AM', 1],
    ['GE', 1],
    ['AZ', 1],
    ['KG', 1],
    ['UA', 3],
    ['DE', 3],
    ['ES', 1],
    ['PL', 1],
  ],
  targets: [
    [null, 55],
    ['https://aliexpress.ru/item/1005001000000101.html', 10],
    ['https://aliexpress.ru/item/1005001000000103.html', 10],
    ['https://aliexpress.ru/item/1005001000000105.html', 10],
    ['https://aliexpress.ru/store/S-CN1', 8],
    ['https://aliexpress.ru/category/garden', 7],
  ],
};

/** Visitors of the other programs, with how many of them there are and how many orders they make. */
export const sideAudiences: readonly {
  readonly audience: Audience;
  readonly clicks: number;
  readonly orders: number;
}[] = [
  {
    audience: {
      program: ww,
      adSpaces: [
        ['notes', 3],
        ['compare', 2],
        ['coupons', 1],
      ],
      countries: [
        ['DE', 4],
        ['ES', 3],
        ['FR', 2],
        ['PL', 2],
        ['IT', 2],
        ['US', 3],
      ],
      targets: [
        [null, 3],
        ['https://www.aliexpress.com/item/1005001000000102.html', 1],
      ],
    },
    clicks: 2_400,
    orders: 190,
  },
  {
    audience: {
      program: leads,
      adSpaces: [
        ['cashback', 1],
        ['channel', 1],
      ],
      countries: [
        ['RU', 3],
        ['KZ', 1],
      ],
      targets: [[null, 1]],
    },
    clicks: 1_200,
    orders: 60,
  },
  {
    audience: {
      program: hotel,
      adSpaces: [
        ['notes', 1],
        ['compare', 2],
      ],
      countries: [
        ['DE', 2],
        ['ES', 2],
        ['IT', 1],
      ],
      targets: [[null, 1]],
    },
    clicks: 1_500,
    orders: 110,
  },
  {
    audience: {
      program: shop,
      adSpaces: [
        ['notes', 1],
        ['coupons', 2],
      ],
      countries: [
        ['DE', 3],
        ['FR', 1],
        ['PL', 1],
      ],
      targets: [[null, 1]],
    },
    clicks: 1_600,
    orders: 140,
  },
];
