/** Keys of the rules in their order; the first twelve are numbered (S-111). */
export const ruleKeys = [
  'incentive_action',
  'forced_action',
  'abnormal_activity',
  'malicious',
  'misleading',
  'unlawful',
  'damage',
  'pop',
  'brand_search',
  'self_dealing',
  'bait_incentive',
  'false_association',
  'refund_urging',
  'hidden_promotion',
] as const;
