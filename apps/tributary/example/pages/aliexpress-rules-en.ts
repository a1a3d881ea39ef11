import type { SectionContent } from '../../../../contract/wire/program-page.ts';

type Rules = SectionContent<'rules'>;

export const conductEnglish: Rules['rules'] = [
  {
    number: 1,
    key: 'incentive_action',
    text: 'Using any form of resource exchange to advertise, for example offering visitors a reward or benefit for performing certain actions.',
  },
  {
    number: 2,
    key: 'forced_action',
    text: 'Requiring visitors who click an advertisement to register, or to purchase or use any products or services of the participants, whether they intend to or not.',
  },
  {
    number: 3,
    key: 'abnormal_activity',
    text: 'Generating abnormal views, clicks or enquiries of advertisements, directly or indirectly, by programs, scripts or in any other way.',
  },
  {
    number: 4,
    key: 'malicious',
    text: 'Advertising by malicious or improper methods: viruses, fictitious webpages, hijacked browsers or URLs, hijacking the front page of the AliExpress.com platform, modifying information of its registered members, malicious plug-ins or unauthorised software, modifying the source code or URL parameters of the platform, and the like.',
  },
  {
    number: 5,
    key: 'misleading',
    text: 'Luring visitors to advertisements or links with exaggerated, false or misleading content, for example “buy one get one free” for a campaign page of the AliExpress.com platform.',
  },
  { number: 6, key: 'unlawful', text: 'Engaging in any unlawful activity.' },
  {
    number: 7,
    key: 'damage',
    text: 'Engaging in any activity that causes damage or liability to AliExpress, its affiliates or the AliExpress.com platform.',
  },
  { number: 8, key: 'pop', text: 'Engaging in pop-up or pop-under advertising in any form.' },
  {
    number: 9,
    key: 'brand_search',
    text: 'Running search engine optimisation (SEO) or search engine marketing (SEM) campaigns with any brand of Alibaba Group, including alibaba.com, Alibaba Group, Taobao, Tmall, Tmall Global, AliExpress, Alimama, AliCloud, Aliyun, eTao, Juhuasuan and others.',
  },
  {
    number: 10,
    key: 'self_dealing',
    text: 'Engaging in dishonest or fraudulent transactions, alone or together with associates such as friends, relatives or colleagues. One example is making purchases through designated links so that you or an associate obtains the commission.',
  },
  {
    number: 11,
    key: 'bait_incentive',
    text: 'Using incentives as bait for campaign or promotional pages of the AliExpress platform.',
  },
  {
    number: 12,
    key: 'false_association',
    text: 'Using content that may mislead others into believing in a false association with AliExpress, Alibaba Group, its affiliates or its senior management.',
  },
];

type Part = Rules['further'][number];

const beforeDropshipping: readonly Part[] = [
  {
    title: 'Joining',
    text: 'When an ad space is approved for AliExpress RU&CIS NEW, it is connected to AliExpress WW automatically. By applying to either program you accept the rules of both: [AliExpress RU&CIS NEW](/programs/aliexpress-ru-cis-new/rules), [AliExpress WW](/programs/aliexpress-ww/rules). If you do not agree with them, disconnect your ad space from the program.',
  },
  {
    title: 'Country and anonymisers',
    text: 'Commission is paid only if the country of delivery matches the country of the click, told by its IP address. If buyers use an anonymiser (VPN or proxy), no commission is paid. For example, if a buyer from a CIS country clicks from an IP address outside the CIS, the commission of the order is zero.',
  },
  {
    title: 'Brand words',
    text: 'Publishers who buy brand words of Alibaba Group in search engines, including similar and misspelt ones, are blocked from the program, and their commission is not paid.',
  },
  {
    title: 'Pop traffic',
    text: 'Direct pop-up, pop-under, click-under and other aggressive or PPV traffic is prohibited. It may be used only with prelanders on which the user takes an action to get to aliexpress.com.',
  },
];

const dropshipping: Part = {
  title: 'Dropshipping',
  text: 'Dropshipping sites are prohibited for traffic from Russia.',
};

const afterDropshipping: readonly Part[] = [
  {
    title: 'Browser plug-ins, add-ons and extensions',
    text: 'In all countries, they may not change the pages of the AliExpress platform, interfere with them or give visitors instructions on them, be it by pop-ups, pushes, notifications or in any other way. Only notifications inside the plug-in icon are allowed. Cookie stuffing is prohibited.',
  },
  {
    title: 'Refunds and fraud',
    text: 'Urging users to return money for orders by refunds, and any fraud, is strictly prohibited. Any publisher who does so is removed from the program immediately, all actions are declined, and there is no way back into the program. The advertiser may also withdraw commission already paid from the publisher’s balance.',
  },
  {
    title: 'Completed orders',
    text: 'Commission is paid only for completed orders: those marked as “goods received” in the buyer’s AliExpress account. Orders refunded for any reason are not paid. If a refunded order is not approved yet, it is declined; if its commission has already been withdrawn, the advertiser may deduct it from the balance.',
  },
  {
    title: 'Antispam Deduction',
    text: 'The advertiser may deduct commission paid for fraudulent orders, including orders approved earlier; the balance history calls this Antispam Deduction. If such an order is not approved yet, it is declined, and the comment gives the type of violation: `abnormal_traffic` (hijacking), `abnormal_order` (malicious refund, coupon fraud, stolen card), `PPC_violation`, `SID_black_list`, `risk` (fraud order; covers all the types before it).',
  },
  {
    title: 'Hidden products',
    text: 'Promoting hidden products of AliExpress is strictly prohibited. You can be blocked for it without any commission being paid.',
  },
  { title: 'Lost orders', text: 'AliExpress does not work with lost orders.' },
  { title: 'Maximum commission', text: 'The maximum commission for a paid order is $38.' },
  {
    title: 'Quality of traffic',
    text: 'Follow the rules and bring high-quality traffic. It is assessed by conversion rate, sales volume and the number of new customers.',
  },
  {
    title: 'Invalid product links',
    text: 'If a link leads to an invalid product, or to one whose seller does not take part in the program, AliExpress may redirect the click to a similar promotional product.',
  },
  {
    title: 'Critical indicators',
    text: 'Traffic is critical with a conversion rate below 0.3% at more than 5000 clicks a day, and with no actions at more than 1000 clicks a day.',
  },
  {
    title: 'Links from the mobile app',
    text: 'Do not make deeplinks from product links of the AliExpress mobile app: correct tracking cannot be guaranteed.',
  },
];

/** What stands before the twelve rules, in the order of the program’s own page. */
const intro = (virtual: readonly string[]) =>
  [
    'Please read these rules carefully. If you break them, you can be blocked from working with the program.',
    ...virtual,
    'If an anonymiser (VPN or proxy) of a buyer goes unnoticed, the rate of the order may be determined incorrectly.',
    '**Publishers must not engage in any of the following:**',
  ].join('\n\n');

export const rcRulesEnglish: Rules = {
  intro: intro([
    'For local Russian customers, all virtual products of the special category, travel and coupon services and books are non-affiliate and are not paid. They include gift cards, coupons and cashback for gift cards.',
  ]),
  rules: conductEnglish,
  further: [
    {
      title: 'Orders delivered outside the CIS',
      text: 'They are paid at 50% of the rate in AliExpress WW. To get the full reward, join AliExpress WW. A system that redirects each click, by its country, to the program where it earns most is being tested.',
    },
    ...beforeDropshipping,
    dropshipping,
    ...afterDropshipping,
  ],
};

export const wwRulesEnglish: Rules = {
  intro: intro([]),
  rules: conductEnglish,
  further: [...beforeDropshipping, ...afterDropshipping],
};
