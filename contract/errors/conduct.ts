import type { ErrorArea } from './entry.ts';

/** What can be wrong with cases and sanctions under the rules of conduct. */
export const conductErrors = {
  RULE_UNKNOWN: {
    status: 422,
    title: 'There is no such rule of conduct',
    remedy: 'Use one of the keys in `rules`.',
  },
} as const satisfies ErrorArea;
