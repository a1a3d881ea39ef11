import type { ErrorArea } from './entry.ts';

/** What can be wrong with the terms of a program and its rates. */
export const termsErrors = {
  terms_invalid: {
    status: 422,
    title: 'The terms have errors',
    remedy: 'Correct the findings listed in `findings`; each names line and column. Check again before publishing.',
  },
  terms_program_mismatch: {
    status: 422,
    title: 'The terms are written for another program',
    remedy: 'Publish the file under the program code that its first line names.',
  },
  back_dated_terms: {
    status: 422,
    title: 'The publication would change terms that are already valid',
    remedy: 'Leave valid versions, lists and rates as they are; add a version or entry that begins in the future.',
  },
  version_conflict: {
    status: 409,
    title: 'The terms were published by somebody else in the meantime',
    remedy: 'Read the current terms, apply your change to them and publish again.',
  },
  conflicting_rules: {
    status: 422,
    title: 'Two rules state different rewards for the same orders',
    remedy: 'Decide which one is meant; both lines are named.',
  },
  internal_rate_conflict: {
    status: 409,
    title: 'Another internal rate stands for that day, and the day has begun',
    remedy: 'Keep it: orders may have been decided with it. Rates of later days may still be stated anew.',
  },
} as const satisfies ErrorArea;
