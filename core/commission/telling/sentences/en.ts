import type { LineStory, Sentences } from './sentences.ts';

const paid = (why: string) => (line: LineStory) => {
  if (line.rate === null) return `It earns ${line.earned}: ${why}.`;
  const more = line.fixed === null ? '' : ` plus ${line.fixed}`;
  return `It earns ${line.rate} % of ${line.price}${more}: ${why}.`;
};

const PER = { order: 'per order', line: 'per line', unit: 'per unit' } as const;

export const en: Sentences = {
  order: {
    approved: ({ orderId, earned }) => `Order ${orderId} is approved and earns ${earned}.`,
    pending: ({ orderId, earned }) => `Order ${orderId} is pending; it will earn ${earned} once it is confirmed.`,
    deducted: ({ orderId }) => `Order ${orderId} had been approved, and its commission was taken back.`,
    unresolved: ({ orderId }) => `Order ${orderId} cannot be decided yet; the network's staff will look at it.`,
    declined: ({ orderId }) => `Order ${orderId} is declined and earns nothing.`,
    no_reward: ({ orderId }) => `Order ${orderId} earns nothing under the program's terms.`,
    not_attributed: ({ orderId }) => `Order ${orderId} belongs to no publisher.`,
  },
  terms: ({ program, termsVersion }) =>
    termsVersion === null
      ? `The terms of ${program} state nothing for the time of the order.`
      : `It was decided by version ${termsVersion} of the terms of ${program}, which held when the order was made.`,
  line: (lineId, sentence) => `Line ${lineId}: ${sentence}`,
  reasons: {
    NO_CLICK: () => 'No click on a publisher’s link came before this order.',
    COOKIE_EXPIRED: ({ window }) =>
      `No click was recent enough: a click counts for less than ${window} before the order.`,
    AGREEMENT_MISSING: () => 'This kind of traffic needs the advertiser’s agreement, and there was none.',
    AD_SPACE_BLOCKED: () => 'The ad space is blocked.',
    HIDDEN_PRODUCT: () => 'The advertiser has hidden this product; promoting it is not allowed.',
    abnormal_traffic: () => 'The order was found to come from hijacked traffic (abnormal_traffic).',
    abnormal_order: () => 'The order was found to be abusive, for example a refund or coupon fraud (abnormal_order).',
    PPC_violation: () => 'The order came through forbidden paid search (PPC_violation).',
    SID_black_list: () => 'The SubID of the click is on the black list (SID_black_list).',
    risk: () => 'The order was judged fraudulent (risk).',
    VPN_PROXY: () => 'The click came through a VPN or proxy, and such orders are not paid.',
    GEO_MISMATCH: ({ clickCountry, deliveryCountry }) =>
      `The click came from ${clickCountry}, but the order goes to ${deliveryCountry}.`,
    DROPSHIPPING_RU: () => 'Dropshipping traffic from Russia is not paid.',
    EXCLUDED_STORE: () => 'The store is on the list of stores that pay nothing.',
    VIRTUAL_PRODUCT: () => 'The product is virtual or in a special category, and such products are not paid.',
    NON_AFFILIATE: () => 'The product does not take part in the program.',
    RU_SELLER_LINK_NOT_DIRECT: () =>
      'The seller is Russian, so the link has to lead to the item or its shop, and it led elsewhere.',
    GEO_UNKNOWN: () => 'The country of the click or of the delivery is not known.',
    RATE_MISSING: () =>
      'A rate that is needed is not known: the product’s rate, the volume, or the exchange rate of the day.',
    TERMS_NOT_STATED: () => 'The terms do not say what such an order earns.',
    PAID_HOT: paid('the product is hot and the link led straight to it'),
    PAID_CIS_SELLER: paid('the rate that the seller set for the product'),
    PAID_CHUWI: paid('the rate of this named store'),
    PAID_SPECIAL_STORE: paid('the rate of the special stores'),
    PAID_NONCIS_CATEGORY: paid('the rate of its category for deliveries outside CIS'),
    PAID_WW_CATEGORY: paid('the rate of its category'),
    PAID_RATE: paid('the program’s rate'),
    PAID_FIXED: paid('the program’s fixed reward'),
    PAID_TIER: paid('the rate for the volume reached in the period'),
    PAID_NEW_CUSTOMER: paid('the reward for a new customer'),
    PAID_COUPON: paid('the rate for orders with a coupon'),
    PAID_AGREEMENT: paid('the rate agreed with this ad space'),
    ZERO_AMOUNT: ({ price }) => `It is approved, but the commission on ${price} rounds to nothing.`,
    AWAITING_RECEIPT: ({ earned, confirmation }) => `It will earn ${earned} after “${confirmation}”.`,
    NOT_RECEIVED: ({ confirmation }) => `The order was closed without “${confirmation}”.`,
    REFUNDED: () => 'It was refunded before the commission was approved.',
    REFUND_DEDUCTION: ({ deducted }) => `It was refunded after approval, so ${deducted} was taken back.`,
    PARTIAL_REFUND: ({ earned, deducted }) =>
      `A part was refunded after approval: ${earned} is kept, ${deducted} was taken back.`,
  },
  pricedBy: (sentence) => `How it was priced: ${sentence}`,
  notes: {
    CAPPED: 'The commission was lowered to the program’s cap.',
    VPN_UNVERIFIED: 'It could not be verified whether a VPN was used.',
    GEO_ROUTED: 'The click was moved to this program because of its country.',
    REDIRECTED: 'The link was not valid and led to another page, so it counts as direct for nothing.',
    HOT_NEEDS_ITEM_LINK: 'The product is hot, but the hot rate needs a link straight to it.',
  },
  otherNote: (note) => `Note: ${note}.`,
  fixed: (amount, per) => `${amount} ${PER[per]}`,
  and: ' and ',
  confirmations: {},
  decimalPoint: '.',
  unknown: 'an unknown country',
};
