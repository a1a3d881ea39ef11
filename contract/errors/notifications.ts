import type { ErrorArea } from './entry.ts';

/** What can be wrong with mails. */
export const notificationsErrors = {
  MAIL_NOT_KEPT: {
    status: 409,
    title: 'What the mail said is not kept any more',
    remedy: 'Have the person ask for a new mail.',
  },
} as const satisfies ErrorArea;
