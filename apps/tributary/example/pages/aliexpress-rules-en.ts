import type { SectionContent } from '../../../../contract/wire/program-page.ts';

type Rules = SectionContent<'rules'>;

export const conductEnglish: Rules['rules'] = [
  {
    number: 1,
    key: 'incentive_action',
    text: 'Trading in resources: offering visitors a reward or any benefit for doing something, in order to advertise.',
  },
  {
    number: 2,
    key: 'forced_action',
    text: 'Making visitors who follow an advertisement register, buy or use anything of the participants, whether they want to or not.',
  },
  {
    number: 3,
    key: 'abnormal_activity',
    text: 'Bringing about views, clicks or enquiries that are not genuine, directly or indirectly, by programs, scripts or otherwise.',
  },
  {
    number: 4,
    key: 'malicious',
    text: 'Advertising by malicious or improper means: viruses, fictitious pages, hijacked browsers, addresses or front pages of AliExpress.com, changed member data, malicious plug-ins and unauthorised software, changed source code or address parameters of the platform, and the like.',
  },
  {
    number: 5,
    key: 'misleading',
    text: 'Luring visitors to advertisements or links by exaggerated, false or misleading statements, for example “buy one, get one free” about a campaign page of the platform.',
  },
  { number: 6, key: 'unlawful', text: 'Anything unlawful.' },
  {
    number: 7,
    key: 'damage',
    text: 'Anything that causes damage or liability to AliExpress, its affiliates or the AliExpress.com platform.',
  },
  { number: 8, key: 'pop', text: 'Pop-up and pop-under advertising of any form.' },
  {
    number: 9,
    key: 'brand_search',
    text: 'Search engine optimisation (SEO) and search advertising (SEM) with any brand of Alibaba Group: alibaba.com, Alibaba Group, Taobao, Tmall, Tmall Global, AliExpress, Alimama, AliCloud, Aliyun, eTao, Juhuasuan and others.',
  },
  {
    number: 10,
    key: 'self_dealing',
    text: 'Dishonest or fraudulent transactions, your own or those of friends, relatives, colleagues or other associates; buying through designated links so that you or an associate earns the commission is one of them.',
  },
  {
    number: 11,
    key: 'bait_incentive',
    text: 'Using incentives as bait for campaign or promotional pages of the AliExpress platform.',
  },
  {
    number: 12,
    key: 'false_association',
    text: 'Content that may make others believe in a connection with AliExpress, Alibaba Group, its affiliates or its management that does not exist.',
  },
];

const joint: Rules['further'] = [
  {
    title: 'Joining',
    text: 'When an ad space is approved for AliExpress RU&CIS NEW, it joins AliExpress WW at the same moment. Whoever applies to one of the two accepts the rules of both: [AliExpress RU&CIS NEW](/programs/aliexpress-ru-cis-new/rules), [AliExpress WW](/programs/aliexpress-ww/rules). If you do not agree with them, disconnect your ad space from the program.',
  },
  {
    title: 'Country and anonymisers',
    text: 'An order earns only if it is delivered to the country from which the link was clicked. With a VPN or proxy nothing is paid, and where one goes unnoticed the rate may be determined wrongly. Example: a buyer in a CIS country who clicked through an address outside the CIS brings a commission of zero.',
  },
  {
    title: 'Brand words',
    text: 'Whoever buys brand words of Alibaba Group in search engines, similar or misspelt ones included, is blocked from the program, and no commission is paid.',
  },
  {
    title: 'Pop traffic',
    text: 'Direct pop-up, pop-under, click-under and other aggressive or PPV traffic is prohibited. It may be used only with prelanders, on which the user does something to reach aliexpress.com.',
  },
  {
    title: 'Browser plug-ins, add-ons and extensions',
    text: 'In all countries: none may change pages of AliExpress, interfere with them or instruct visitors on them, be it by pop-ups, pushes, notifications or otherwise. Only notifications inside the icon of the plug-in are allowed. Cookie stuffing is prohibited.',
  },
  {
    title: 'Refunds and fraud',
    text: 'Urging buyers to get their money back by refunds, and any fraud, is strictly prohibited. A publisher who does so is removed from the program at once and for good, all actions are declined, and commission that was paid already may be taken from the balance.',
  },
  {
    title: 'Receipt',
    text: 'Commission is paid for completed orders only: those that the buyer has marked as received. Refunded orders are not paid, whatever the reason. Before approval they are declined; if the commission was withdrawn already, the advertiser may deduct it from the balance.',
  },
  {
    title: 'Antispam Deduction',
    text: 'The advertiser may deduct commission of fraudulent orders, approved ones included; in the history of the balance this is called Antispam Deduction. Orders that are not approved yet are declined, with the kind of violation in the comment: `abnormal_traffic` (hijacking), `abnormal_order` (malicious refund, coupon fraud, stolen card), `PPC_violation`, `SID_black_list`, `risk` (a fraud order; the sum of all kinds before it).',
  },
  {
    title: 'Hidden products',
    text: 'Promoting hidden products of AliExpress is strictly prohibited and may end in a block without any commission.',
  },
  { title: 'Lost orders', text: 'AliExpress does not take claims for lost orders.' },
  { title: 'Most that an order earns', text: 'The commission of one paid order is at most $38.' },
  {
    title: 'Quality of traffic',
    text: 'Traffic is judged by its conversion rate, the volume of sales and the number of new customers. Two indicators are critical: a conversion rate below 0.3% with more than 5000 clicks a day, and no action at all with more than 1000 clicks a day.',
  },
  {
    title: 'Invalid product links',
    text: 'Where a link leads to an invalid product or to one of a seller who does not take part, AliExpress may send the visitor to a similar promotional product.',
  },
  {
    title: 'Links of the mobile app',
    text: 'Links taken from the AliExpress mobile app are no source for deeplinks: their tracking cannot be guaranteed.',
  },
];

const intro =
  'Please read these rules with care. Whoever breaks them can be blocked from working with the program.\n\n**Publishers do none of the following:**';

export const rcRulesEnglish: Rules = {
  intro,
  rules: conductEnglish,
  further: [
    {
      title: 'Virtual products',
      text: 'For local Russian customers virtual products of the special category, travel and coupon services and books are no affiliate products and are not paid; gift cards, coupons and cashback for gift cards are among them.',
    },
    {
      title: 'Orders outside the CIS',
      text: 'They earn 50% of the rate of AliExpress WW; for the full reward join AliExpress WW. A redirection that sends each click to the program in which it earns most, by the country of the click, is being tested.',
    },
    ...joint,
    { title: 'Dropshipping', text: 'Dropshipping sites are prohibited for traffic from Russia.' },
  ],
};

export const wwRulesEnglish: Rules = { intro, rules: conductEnglish, further: joint };
