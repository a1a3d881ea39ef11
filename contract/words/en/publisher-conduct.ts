/** What was decided about a publisher for broken rules. */
import { words as named } from './conduct.ts';

export const words = {
  conduct: {
    ...named,
    title: 'Conduct',
    lead: 'Sanctions for broken rules: why, what they did, and your objection.',
    none: 'No sanctions',
    noneHint: 'Nobody has found a broken rule. The rules are on the page of each program.',
    ruleNumber: 'Rule {{number}}: {{rule}}',
    version: 'version {{version}} of the rules',
    ruleText: 'The rule as it read in version {{version}}',
    rulesToday: 'The rules as they are today',
    where: '{{program}}, {{adSpace}}',
    everything: '{{program}}, all ad spaces',
    decided: 'Decided by the network',
    means: {
      warning: 'Nothing stops. The next time weighs more.',
      block: 'Links lead to a neutral page instead of the shop, and new clicks earn nothing. What was earned stays.',
      block_and_void: 'As a block; undecided actions are declined, and later orders of earlier clicks earn nothing.',
      expelled:
        'This is for good: there is no way back into this program, and no objection. Undecided actions are declined, approved ones taken back as “Antispam Deduction”.',
    },
    states: { in_force: 'in force', appealed: 'objected to', answered: 'objection answered', lifted: 'lifted' },
    declined_one: '{{count}} action declined',
    declined_other: '{{count}} actions declined',
    deducted_one: '{{count}} action taken back',
    deducted_other: '{{count}} actions taken back',
    liftedBecause: 'Lifted: {{reason}}',
    yours: 'Your objection',
    object: 'Object',
    objectAgain: 'Change the objection',
    objectHint: 'Say why the sanction is wrong. The network lifts it, or says why it stays.',
    send: 'Send the objection',
    sent: 'The network has your objection',
    until: 'You may object until {{when}}.',
    over: 'The time to object ended {{when}}.',
    answer: 'Answer of the network',
    more: 'Show more',
  },
};
