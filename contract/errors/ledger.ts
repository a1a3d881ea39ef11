import type { ErrorArea } from './entry.ts';

/** What can be wrong with postings and balances. */
export const ledgerErrors = {} as const satisfies ErrorArea;
