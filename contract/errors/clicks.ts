import type { ErrorArea } from './entry.ts';

/** What can be wrong with links followed and clicks. */
export const clicksErrors = {} as const satisfies ErrorArea;
