import type { ErrorArea } from './entry.ts';

/** What can be wrong with the public page of a program. */
export const programPagesErrors = {
  nothing_to_publish: {
    status: 409,
    title: 'The section already says exactly this',
    remedy:
      'Change the draft before publishing it: publishing moves the date of the last change, so it needs a change.',
  },
  no_draft: {
    status: 404,
    title: 'The section has no draft in this language',
    remedy: 'Save a draft first.',
  },
  section_changed: {
    status: 409,
    title: 'Somebody else changed this section in the meantime',
    remedy: 'Keep a copy of what you wrote, load the section again and apply your change to it.',
  },
  rules_begin: {
    status: 422,
    title: 'A version of the rules cannot begin on this day',
    remedy:
      'Name a day after today, within a year, and not before a version that is announced already; a translation needs none.',
  },
  rules_untranslated: {
    status: 409,
    title: 'The rules of conduct are published in English first',
    remedy: 'Publish the English text: its version is what publishers accept. Then publish the translation.',
  },
} as const satisfies ErrorArea;
