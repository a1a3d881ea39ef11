import type { ErrorArea } from './entry.ts';

/** What can be wrong with reports. */
export const statsErrors = {
  range_invalid: {
    status: 400,
    title: 'The range of days is reversed, empty or too long',
    remedy:
      'Let until be a later day than since; for longer ranges ask for one part after the other, or use tributary export.',
  },
} as const satisfies ErrorArea;
