import type { ErrorArea } from './entry.ts';

/** What can be wrong with reported orders, their events and their files. */
export const ordersErrors = {} as const satisfies ErrorArea;
