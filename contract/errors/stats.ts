import type { ErrorArea } from './entry.ts';

/** What can be wrong with reports. */
export const statsErrors = {} as const satisfies ErrorArea;
