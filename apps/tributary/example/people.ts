/**
 * Who is in the example network: one operator, one advertiser a program, five publishers with ad spaces of different kinds.
 * Names are invented; addresses end in `.test`, which no mail or browser ever reaches.
 */
export interface ExamplePublisher {
  readonly name: string;
  readonly email: string;
  readonly adSpaces: readonly ExampleAdSpace[];
}

export interface ExampleAdSpace {
  /** Short name used by the traffic plan. */
  readonly key: AdSpaceKey;
  readonly name: string;
  readonly url: string;
  readonly kind: string;
  readonly trafficType: string;
  readonly dropshipping: boolean;
  /** Programs it applied to; joining the RU&CIS program joins its sibling too. */
  readonly joins: readonly string[];
  /** Codes that programs gave to it. */
  readonly coupons?: readonly { readonly program: string; readonly code: string }[];
}

export type AdSpaceKey = 'notes' | 'coupons' | 'cashback' | 'compare' | 'toolbar' | 'channel' | 'dropship';

export const rc = 'aliexpress-ru-cis-new';
export const ww = 'aliexpress-ww';
export const leads = 'leads-bank';
export const hotel = 'hotel-nights';
export const shop = 'shop-loyal';

export const operator = { name: 'Tributary Network', email: 'operator@network.test' } as const;

export const publishers: readonly ExamplePublisher[] = [
  {
    name: 'Gadget Notes',
    email: 'anna@gadget-notes.test',
    adSpaces: [
      {
        key: 'notes',
        name: 'Gadget Notes',
        url: 'https://gadget-notes.test/',
        kind: 'content_site',
        trafficType: 'content_site',
        dropshipping: false,
        joins: [rc, hotel, shop],
      },
    ],
  },
  {
    name: 'Code Corner',
    email: 'boris@code-corner.test',
    adSpaces: [
      {
        key: 'coupons',
        name: 'Code Corner',
        url: 'https://code-corner.test/',
        kind: 'coupon',
        trafficType: 'coupon',
        dropshipping: false,
        joins: [rc, shop],
        coupons: [{ program: shop, code: 'CORNER10' }],
      },
    ],
  },
  {
    name: 'Second Purse',
    email: 'clara@second-purse.test',
    adSpaces: [
      {
        key: 'cashback',
        name: 'Second Purse',
        url: 'https://second-purse.test/',
        kind: 'cashback',
        trafficType: 'cashback',
        dropshipping: false,
        joins: [rc, leads],
      },
    ],
  },
  {
    name: 'Deal Meter',
    email: 'dmitri@deal-meter.test',
    adSpaces: [
      {
        key: 'compare',
        name: 'Deal Meter',
        url: 'https://deal-meter.test/',
        kind: 'price_comparison',
        trafficType: 'price_comparison',
        dropshipping: false,
        joins: [rc, hotel],
      },
      {
        key: 'toolbar',
        name: 'Deal Meter in the browser',
        url: 'https://deal-meter.test/toolbar',
        kind: 'toolbar',
        trafficType: 'toolbar',
        dropshipping: false,
        joins: [rc],
      },
    ],
  },
  {
    name: 'Evening Finds',
    email: 'elena@evening-finds.test',
    adSpaces: [
      {
        key: 'channel',
        name: 'Evening Finds channel',
        url: 'https://evening-finds.test/channel',
        kind: 'messenger',
        trafficType: 'messenger',
        dropshipping: false,
        joins: [rc, leads],
      },
      {
        key: 'dropship',
        name: 'Evening Finds store',
        url: 'https://evening-finds.test/store',
        kind: 'online_store',
        trafficType: 'other',
        dropshipping: true,
        joins: [rc],
      },
    ],
  },
];
