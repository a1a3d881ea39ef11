import type { PageContent } from './page-content.ts';

const description = {
  text: 'AliExpress is one of the biggest online marketplaces in the world. It offers low prices, a choice of more than 100 million products from 200,000 sellers, the 20 most popular payment methods, and shipping to more than 200 countries.',
};

const users = [
  'More than 100 million products',
  'More than 200 thousand sellers',
  'Low prices',
  'Free shipping on almost all products to over 200 countries and regions',
  'More than 20 payment methods',
  'Buyer protection: the payment is safe until the buyer confirms delivery',
  'A help centre available 24/7',
  'Sites in many languages',
];

const publishers = [
  { text: 'More than 90% of actions are confirmed', metric: 'confirmation' as const, note: null },
  { text: 'A brand known all over the world', metric: null, note: null },
  { text: 'Global GEO', metric: null, note: 'Which countries pay is listed under the rates.' },
  { text: 'Free or cheap shipping', metric: null, note: null },
  { text: 'All major payment cards are accepted', metric: null, note: null },
  { text: 'All products are paid', metric: null, note: 'Not quite: the exceptions are listed under the rates.' },
];

/** What the rates are called, and their footnotes; two of them name figures that each program has its own of. */
const labels = (figures: { readonly specialBefore: string; readonly chuwi: string }) => [
  {
    key: 'special_category',
    label: 'Special category',
    note: 'Virtual products of the special category, travel services, coupon services and books are not paid; gift cards and coupons are among them. Which products count as virtual is for AliExpress alone to decide.',
  },
  {
    key: 'special-stores',
    label: 'Electronics from special stores',
    note: `This rate applies to orders in the stores on a list kept by AliExpress: stores that sell electronics of Xiaomi, Huawei, Honor, UMIDIGI, Meizu, OnePlus, Lenovo and others. AliExpress may edit the list. Until 1 March 2022 the rate was ${figures.specialBefore}. Some products of these stores are non-affiliate and are not paid.`,
  },
  {
    key: 'S-CHUWI',
    label: 'CHUWI Global - Flagship Store',
    note: `Orders from this store delivered outside the CIS earn ${figures.chuwi}, whatever the category.`,
  },
  {
    key: 'excluded-stores',
    label: 'Excluded stores',
    note: 'Orders from the stores on this list are not paid, wherever they are delivered. AliExpress may update the list.',
  },
];

export const rcEnglish: PageContent = {
  description,
  news: {
    items: [
      {
        name: 'crossborder-increase',
        effective: '2022-08-16',
        text: 'Rates for affiliate products of foreign sellers (crossborder, not from Russia) delivered to CIS countries increase: by up to 60% of their current value, product by product. Until now these rates range from 0.35% to 33.5%. The commission for goods of Russian sellers delivered to CIS countries remains the same: from 0.7% to 62.3%.',
      },
      {
        name: 'rubles',
        effective: '2022-04-04',
        text: 'Commission in this program is accrued in rubles, at the internal conversion rate of AliExpress. It may differ from the rate on the AliExpress website.',
      },
      {
        name: 'non-affiliate-cis',
        effective: '2022-03-01',
        text: 'Two changes:\n\n1. Non-affiliate products delivered to CIS countries are no longer paid. This applies to all sellers.\n2. Rates for affiliate products delivered to non-CIS countries range from 0.38% to 34.6%. As before, non-affiliate products delivered there are not paid.',
      },
    ],
  },
  advantages: { publishers, users },
  rates: {
    intro:
      'What an order earns depends on two countries: where the link was clicked (by IP address) and where the order is delivered. **They have to be the same country.** [The decision scheme](/scheme?program=aliexpress-ru-cis-new) gives the answer for any two countries.\n\nOrders of buyers who use an anonymiser (VPN or proxy) are not paid. For example, if a buyer from a CIS country clicks your link from an IP address outside the CIS, the order is recorded with a commission of zero.',
    labels: labels({ specialBefore: '0.53%', chuwi: '1.05%' }),
    regimes: [
      {
        name: 'NONCIS',
        title: 'For orders delivered to non-CIS countries',
        text: 'Affiliate products are paid by category. These rates are half of those in AliExpress WW: for orders delivered outside the CIS, including Ukraine, [links of AliExpress WW](/programs/aliexpress-ww) earn more.',
      },
      {
        name: 'CIS',
        title: 'For orders delivered to CIS countries',
        text: 'Commission does not depend on the category: sellers set the rate of each product.\n\n**Products of Russian sellers** are paid if your link leads directly to the product, or to any page of that Russian shop, and the buyer places the order there.',
      },
    ],
  },
  hot_products: {
    text: 'Hot products pay more if your link leads directly to the item and the buyer orders it. Otherwise the standard rate is paid: for example, if a buyer follows a link to the home page and then buys a hot product.',
  },
  recommendations: {
    text: 'How to make sure that you link to products that pay:\n\n- Start with the standard link of the program. The standard link of [AliExpress WW](/programs/aliexpress-ww) leads to best.aliexpress.com, which lists affiliate products only; use it for buyers outside the CIS.\n- To promote a particular product, make a deeplink to its page and paste it into the [link checker](/help/link-checker). If the product is non-affiliate, you will see a warning.\n- The API does the same in two steps: make an affiliate link with the [deeplink generator](/help/deeplinks), then have it checked. The answer is `Link is valid` for an affiliate product and `Attention! This product is non-affiliated` for any other.\n\n**Browser plug-ins, add-ons and extensions**, in all countries: they may not change the pages of AliExpress, interfere with them or give visitors instructions on them, be it by pop-ups, pushes, notifications or in any other way. Only notifications inside the plug-in icon are allowed. Cookie stuffing is prohibited.\n\n**Antispam Deduction** is what your balance history calls commission that the advertiser takes back for fraudulent orders, including orders approved earlier.',
  },
  tools: {
    items: [
      {
        name: 'Telegram bot',
        text: 'Makes and checks affiliate links from a phone or any other device.',
        slot: 'telegram-bot',
      },
      {
        name: 'Browser extension',
        text: 'Makes and finds coupons while you are on the advertiser’s website.',
        slot: 'extension',
      },
    ],
  },
  attachments: {
    items: [
      {
        slot: 'geo-scheme',
        title: 'Decision scheme',
        url: '/scheme?program=aliexpress-ru-cis-new',
        version: '1',
        date: '2022-05-31',
      },
      {
        slot: 'banned-keywords',
        title: 'Banned keywords for contextual advertising',
        url: '/programs/aliexpress-ru-cis-new/banned-keywords.txt',
        version: '1',
        date: '2022-05-31',
      },
      {
        slot: 'help-dynamic-ads',
        title: 'Help: dynamic ads',
        url: '/help/dynamic-ads',
        version: '1',
        date: '2022-05-31',
      },
      {
        slot: 'sibling-rules',
        title: 'Rules of AliExpress WW',
        url: '/programs/aliexpress-ww/rules',
        version: '1',
        date: '2022-05-31',
      },
    ],
  },
  notices: {
    items: [
      {
        name: 'crossborder-rates',
        surfaces: ['page', 'feed', 'hot', 'calculator'],
        concerns: 'crossborder',
        from: '2022-08-16',
        until: null,
        text: 'Product feeds, the hot products tool and the reward calculator temporarily show incorrect rates for products of foreign sellers. Orders are paid by the terms, whatever a tool shows.',
      },
    ],
  },
};

export const wwEnglish: PageContent = {
  description,
  advantages: { publishers, users },
  rates: {
    intro:
      'AliExpress WW is for orders delivered outside the CIS. The country of the click and the country of delivery have to be the same; [the decision scheme](/scheme?program=aliexpress-ww) gives the answer for any two countries. Orders of buyers who use a VPN or proxy are not paid.',
    labels: labels({ specialBefore: '1.06%', chuwi: '2.10%' }),
    regimes: [
      {
        name: 'WW',
        title: 'For orders delivered to non-CIS countries',
        text: 'Affiliate products are paid by category, at twice the rate of the same order in [AliExpress RU&CIS NEW](/programs/aliexpress-ru-cis-new).',
      },
      {
        name: 'CIS',
        title: 'For orders delivered to CIS countries',
        text: 'This program states no rates for them. Use links of [AliExpress RU&CIS NEW](/programs/aliexpress-ru-cis-new).',
      },
    ],
  },
  hot_products: {
    text: 'Hot products pay more if your link leads directly to the item and the buyer orders it. With any other link the standard rate is paid.',
  },
  recommendations: {
    text: 'The standard link leads to best.aliexpress.com, which lists affiliate products only. Check deeplinks to particular products with the [link checker](/help/link-checker).',
  },
};
