import type { PageContent } from './page-content.ts';

const description = {
  text: `AliExpress is one of the largest marketplaces in the world. Its buyers choose among more than 100 million products of 200,000 sellers, pay in any of the 20 most popular ways and have their orders shipped to more than 200 countries.`,
};

const users = [
  'More than 100 million products',
  'More than 200 thousand sellers',
  'Low prices',
  'Free delivery of almost everything to over 200 countries and regions',
  'More than 20 ways to pay',
  'Buyer protection: the payment is safe until the buyer confirms delivery',
  'A help centre that answers around the clock',
  'A shop in many languages',
];

const publishers = (allPaidNote: string) => [
  { text: 'More than 90% of actions are confirmed', metric: 'confirmation' as const, note: null },
  { text: 'A brand known all over the world', metric: null, note: null },
  { text: 'Global GEO', metric: null, note: 'Which countries earn what is said under the rates.' },
  { text: 'Free or cheap delivery', metric: null, note: null },
  { text: 'All major payment cards are accepted', metric: null, note: null },
  { text: 'All products are paid', metric: null, note: allPaidNote },
];

const labels = [
  {
    key: 'special_category',
    label: 'Special category',
    note: 'Virtual products of the special category, travel services, coupon services and books earn nothing; gift cards and coupons are among them. Which product counts as virtual is decided by AliExpress alone.',
  },
  {
    key: 'special-stores',
    label: 'Electronics from special stores',
    note: 'The rate holds for orders in the stores of a list that AliExpress keeps: shops selling electronics of Xiaomi, Huawei, Honor, UMIDIGI, Meizu, OnePlus, Lenovo and others. AliExpress may change the list. Until 1 March 2022 the rate was 0.53%. Non-affiliate products of these stores earn nothing.',
  },
  {
    key: 'S-CHUWI',
    label: 'CHUWI Global - Flagship Store',
    note: 'An order of this store delivered outside the CIS earns 1.05%, whatever its category.',
  },
  {
    key: 'excluded-stores',
    label: 'Excluded stores',
    note: 'Orders in the stores of this list earn nothing, wherever they are delivered. AliExpress may change the list.',
  },
];

export const rcEnglish: PageContent = {
  description,
  news: {
    items: [
      {
        name: 'crossborder-increase',
        effective: '2022-08-16',
        text: 'Rates of affiliate products of foreign sellers (crossborder, not from Russia) rise for orders delivered to the CIS: by up to 60% of the rate so far, product by product. So far these rates lie between 0.35% and 33.5%. Goods of Russian sellers delivered to the CIS keep their rates, 0.7% to 62.3%.',
      },
      {
        name: 'rubles',
        effective: '2022-04-04',
        text: 'Commissions of this program are accrued in rubles, at the internal conversion rate of AliExpress. It may differ from the rate that its website shows.',
      },
      {
        name: 'non-affiliate-cis',
        effective: '2022-03-01',
        text: 'Two things change:\n\n1. Non-affiliate products delivered to CIS countries are no longer paid, whoever sells them.\n2. Affiliate products delivered elsewhere earn between 0.38% and 34.6%. Non-affiliate products delivered there have never been paid.',
      },
    ],
  },
  advantages: { publishers: publishers('Not quite: the exceptions are listed under the rates.'), users },
  rates: {
    intro:
      'Two things decide what an order earns: the country from which the link was clicked, told by the IP address, and the country to which the order is delivered. **Both have to be the same country.** [The decision scheme](/scheme?program=aliexpress-ru-cis-new) answers for any pair of countries.\n\nOrders of buyers who hide behind a VPN or proxy earn nothing. An example: somebody in a CIS country clicks your link through an address outside the CIS. The order is recorded with a commission of zero.',
    labels,
    regimes: [
      {
        name: 'NONCIS',
        title: 'For orders delivered to non-CIS countries',
        text: 'Affiliate products earn by their category. The rates are half of those of AliExpress WW: for orders outside the CIS, Ukraine included, [links of AliExpress WW](/programs/aliexpress-ww) earn more.',
      },
      {
        name: 'CIS',
        title: 'For orders delivered to CIS countries',
        text: 'The category plays no role: each seller sets the rate of each product.\n\n**Products of Russian sellers** earn if your link leads straight to the product, or to any page of that Russian shop, and the buyer orders there.',
      },
    ],
  },
  hot_products: {
    text: 'Hot products pay more, provided that your link leads straight to the item and the buyer orders it. Whoever comes by another link, to the home page for instance, and buys a hot product brings you the standard commission.',
  },
  recommendations: {
    text: 'How to be sure that you link to products that earn:\n\n- Start from the standard link of the program. The main link of [AliExpress WW](/programs/aliexpress-ww) leads to best.aliexpress.com, a home page with affiliate products only; use it for buyers outside the CIS.\n- To promote a certain product, make a deeplink to its page and put it into the [link checker](/help/link-checker). It warns you of products that are not affiliated.\n- The same check runs over the API, in two steps: make the affiliate link with the [deeplink generator](/help/deeplinks), then have the link checked. The answer is `Link is valid` for an affiliate product and `Attention! This product is non-affiliated` for any other.\n\n**Browser plug-ins, add-ons and extensions**, in all countries: none may change pages of AliExpress, interfere with them or instruct visitors on them, by pop-ups, pushes, notifications or otherwise. Only notifications inside the icon of the plug-in are allowed. Cookie stuffing is prohibited.\n\n**Antispam Deduction** is the name in the history of your balance for commission that the advertiser takes back for fraudulent orders, approved ones included.',
  },
  tools: {
    items: [
      { name: 'Telegram bot', text: 'Makes and checks affiliate links from a phone.', slot: 'telegram-bot' },
      { name: 'Browser extension', text: 'Makes and finds coupons while you visit the shop.', slot: 'extension' },
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
        version: '2022-05-31',
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
        text: 'Product feeds, the hot products tool and the reward calculator temporarily show wrong rates for products of foreign sellers. Orders are paid by the terms, whatever a tool shows.',
      },
    ],
  },
};

export const wwEnglish: PageContent = {
  description,
  advantages: { publishers: publishers('Not quite: the exceptions are listed under the rates.'), users },
  rates: {
    intro:
      'AliExpress WW is for orders delivered outside the CIS. The country of the click and the country of delivery have to be the same; [the decision scheme](/scheme?program=aliexpress-ww) answers for any pair. Orders of buyers behind a VPN or proxy earn nothing.',
    labels,
    regimes: [
      {
        name: 'WW',
        title: 'For orders delivered to non-CIS countries',
        text: 'Affiliate products earn by their category, twice what the same order earns in [AliExpress RU&CIS NEW](/programs/aliexpress-ru-cis-new). For orders delivered to the CIS use links of that program.',
      },
    ],
  },
  hot_products: {
    text: 'Hot products pay more, provided that your link leads straight to the item and the buyer orders it. By any other link the standard commission is paid.',
  },
  recommendations: {
    text: 'The standard link leads to best.aliexpress.com, a home page with affiliate products only. Check deeplinks to single products with the [link checker](/help/link-checker).',
  },
};
