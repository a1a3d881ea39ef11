import type { ErrorArea } from './entry.ts';

/** What can be wrong with cases and sanctions under the rules of conduct. */
export const conductErrors = {
  APPEAL_TOO_LATE: {
    status: 422,
    title: 'The time to object to this sanction is over',
    remedy: 'Object before the moment that stands beside the sanction; afterwards write to the network.',
  },
  SANCTION_REACH_CHANGED: {
    status: 409,
    title: 'The sanction would do something else by now than was told before',
    remedy: 'Look at what it would do again, and decide then.',
  },
  RULE_UNKNOWN: {
    status: 422,
    title: 'There is no such rule of conduct',
    remedy: 'Choose one of the rules that there are.',
    members: ['rules'],
  },
} as const satisfies ErrorArea;
