/** Rules of conduct and what breaking them leads to, as operators and publishers read them. */
export const words = {
  levels: {
    warning: 'Warning',
    block: 'Block',
    block_and_void: 'Block and void what is undecided',
    expelled: 'Expelled for good',
  },
  /** A rule in a recorded reason. */
  citation: {
    numbered: 'Rule {{number}}: {{name}}',
    unnumbered: 'Rule: {{name}}',
    version: '{{rule}} (version {{version}} of the rules)',
  },
  rules: {
    incentive_action: 'Reward for visitors’ actions',
    forced_action: 'Forced registration or purchase',
    abnormal_activity: 'Scripted views, clicks, enquiries',
    malicious: 'Malicious methods',
    misleading: 'Exaggerated or false claims',
    unlawful: 'Unlawful activity',
    damage: 'Damage or liability',
    pop: 'Pop-up or pop-under',
    brand_search: 'SEO or SEM on brands',
    self_dealing: 'Own or associates’ purchases',
    bait_incentive: 'Incentives as bait for promo pages',
    false_association: 'Untrue association',
    refund_urging: 'Urging refunds or fraud',
    hidden_promotion: 'Promoting hidden products',
  },
};
