/** Keys of the rules in their order (S-111). */
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

/** So many of the first are numbered; the others stand in the text beside the list. */
const NUMBERED = 12;

/** The rules to choose from, as `2. Forced registration or purchase`; `nameOf` says them in the reader's language. */
export function ruleChoices(
  nameOf: (key: (typeof ruleKeys)[number]) => string,
): readonly { readonly value: string; readonly label: string }[] {
  return ruleKeys.map((value, index) => ({
    value,
    label: `${index < NUMBERED ? `${index + 1}. ` : ''}${nameOf(value)}`,
  }));
}
