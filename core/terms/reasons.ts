/**
 * The closed list of reasons a line can have. A code is never renamed or reused. Everything else that is worth saying about a
 * line is a note.
 */
export const reasons = [
  // attribution
  'NO_CLICK',
  'COOKIE_EXPIRED',
  'AGREEMENT_MISSING',
  // refused by conduct
  'AD_SPACE_BLOCKED',
  'HIDDEN_PRODUCT',
  'abnormal_traffic',
  'abnormal_order',
  'PPC_violation',
  'SID_black_list',
  'risk',
  // earns nothing by the terms
  'VPN_PROXY',
  'GEO_MISMATCH',
  'DROPSHIPPING_RU',
  'EXCLUDED_STORE',
  'VIRTUAL_PRODUCT',
  'NON_AFFILIATE',
  'RU_SELLER_LINK_NOT_DIRECT',
  // cannot be decided from what is known or stated
  'GEO_UNKNOWN',
  'RATE_MISSING',
  'TERMS_NOT_STATED',
  // priced
  'PAID_HOT',
  'PAID_CIS_SELLER',
  'PAID_CHUWI',
  'PAID_SPECIAL_STORE',
  'PAID_NONCIS_CATEGORY',
  'PAID_WW_CATEGORY',
  'PAID_RATE',
  'PAID_FIXED',
  'PAID_TIER',
  'PAID_NEW_CUSTOMER',
  'PAID_COUPON',
  'PAID_AGREEMENT',
  'ZERO_AMOUNT',
  // what became of a priced line
  'AWAITING_RECEIPT',
  'NOT_RECEIVED',
  'REFUNDED',
  'REFUND_DEDUCTION',
  'PARTIAL_REFUND',
] as const;

export type Reason = (typeof reasons)[number];
