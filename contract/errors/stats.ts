import type { ErrorArea } from './entry.ts';

/** What can be wrong with reports. */
export const statsErrors = {
  range_invalid: {
    status: 400,
    title: 'The range of days is reversed, empty or too long',
    remedy:
      'Let until be a later day than since; for longer ranges ask for one part after the other, or use tributary export.',
  },
  combination_unsupported: {
    status: 400,
    title: 'Clicks are not counted by these dimensions together',
    remedy:
      'Keep one of hour, link, country, device or the SubIDs and ask for the others in reports of their own; single clicks by any of them are at GET /api/v1/clicks.',
  },
  export_too_large: {
    status: 413,
    title: 'The file would have more rows than one file may',
    remedy: 'Choose a shorter period or fewer dimensions, and take one part after the other.',
  },
} as const satisfies ErrorArea;
