import type { ErrorArea } from './entry.ts';

/** What can be wrong with decisions, replays and what is asked about them. */
export const commissionsErrors = {} as const satisfies ErrorArea;
