import type { ErrorArea } from './entry.ts';

/** What can be wrong with imported products and rates. */
export const productsErrors = {} as const satisfies ErrorArea;
