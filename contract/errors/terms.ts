import type { ErrorArea } from './entry.ts';

/** What can be wrong with the terms of a program and its rates. */
export const termsErrors = {
  terms_invalid: {
    status: 422,
    title: 'The terms have errors',
    remedy: 'Correct what was found; each finding names line and column. Check again before publishing.',
    members: ['findings'],
  },
  terms_program_mismatch: {
    status: 422,
    title: 'The terms are written for another program',
    remedy: 'Publish the file under the program code that its first line names.',
  },
  back_dated_terms: {
    status: 422,
    title: 'The publication would change terms that are already valid',
    remedy:
      'Leave valid versions, lists and rates as they are; add a version or entry that begins in the future. Or propose the text with its reason: it needs the approval of the network. `affected` tells which orders were made in that time.',
  },
  notice_too_short: {
    status: 422,
    title: 'The change begins before the notice that partners were promised has passed',
    remedy:
      'Let it begin at `earliest` or later. Or propose the text with its reason: it needs the approval of the network.',
  },
  terms_need_two: {
    status: 403,
    title: 'The terms of this program are published by two people',
    remedy: 'Propose the text; a second person of your organisation approves it, which publishes it.',
  },
  not_back_dated: {
    status: 422,
    title: 'The text needs nobody else’s yes',
    remedy:
      'Publish it: a proposal is for what reaches into the past, breaks the notice, or is of a program whose terms need two.',
  },
  draft_conflict: {
    status: 409,
    title: 'The draft was saved elsewhere in the meantime',
    remedy: 'Load the draft again and apply your change to it.',
    members: ['revision'],
  },
  backtest_running: {
    status: 409,
    title: 'Another text of this program is being tried',
    remedy: 'Wait for it, or cancel it.',
    members: ['backtest'],
  },
  proposal_open: {
    status: 409,
    title: 'Another proposal of this program waits for a verdict',
    remedy: 'Wait for the verdict, or decline that proposal yourself and propose again.',
    members: ['proposal'],
  },
  proposal_decided: {
    status: 409,
    title: 'The verdict on this proposal has been given',
    remedy: 'Propose the text again if it is still wanted.',
  },
  proposal_outdated: {
    status: 409,
    title: 'The text would by now change more than was proposed',
    remedy: 'Decline it and propose the text again: time has passed, and it would change more now.',
    members: ['findings'],
  },
  second_person_required: {
    status: 403,
    title: 'A proposal is approved by somebody else than who made it',
    remedy:
      'Ask a second person of your organisation, or the operator of the network where the text reaches into the past.',
  },
  version_conflict: {
    status: 409,
    title: 'The terms were published by somebody else in the meantime',
    remedy:
      'Read the current terms, apply your change to them and publish again. `diff` tells what the others changed and what your text would change.',
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
