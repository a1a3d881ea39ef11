import type { ErrorArea } from './entry.ts';

/** What can be wrong with decisions, replays and what is asked about them. */
export const commissionsErrors = {
  too_many_orders: {
    status: 400,
    title: 'Too many orders would have to be decided again',
    remedy: 'Ask for fewer days.',
  },
} as const satisfies ErrorArea;
