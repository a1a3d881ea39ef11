import type { ErrorArea } from './entry.ts';

/** What can be wrong with express payments, transfers and payments of advertisers. */
export const paymentsErrors = {
  EXPRESS_NOT_POSSIBLE: {
    status: 409,
    title: 'Nothing can be paid express now',
    remedy: 'The offer says why, and what is expected; ask again when it is met.',
    members: ['reasons'],
  },
  EXPRESS_CHANGED: {
    status: 409,
    title: 'The offer is another by now than was told before',
    remedy: 'Look at what may be asked for and what it costs now, and ask then.',
  },
  REQUEST_KEY_USED: {
    status: 409,
    title: 'The key was used for another request',
    remedy: 'Make a new key for each request; send the same one only with the same content.',
  },
  EXPRESS_SETTINGS_CHANGED: {
    status: 409,
    title: 'Somebody else has changed the settings of express payments meanwhile',
    remedy: 'Look at them again, and change them then.',
    members: ['current'],
  },
  EXPRESS_NOT_COVERED: {
    status: 409,
    title: 'What the publisher has available does not cover the transfer any more',
    remedy: 'Take the express payment back; the publisher may ask for what is left.',
    members: ['program', 'available', 'net', 'currency'],
  },
  REFERENCE_USED: {
    status: 409,
    title: 'Another transfer was recorded under this reference',
    remedy: 'Check the reference of the bank; each names one transfer.',
  },
  PAYMENT_CHANGED: {
    status: 409,
    title: 'The payment would be of other orders or amounts by now than was told before',
    remedy: 'Look at the preview again, and record it then.',
  },
  NOTHING_DUE: {
    status: 409,
    title: 'None of these orders waits for a payment of the advertiser',
    remedy:
      'Choose orders that are approved and not paid for; the preview says of each named order why it is left out.',
  },
} as const satisfies ErrorArea;
