import { words as adSpaces } from './publisher-ad-spaces.ts';
import { words as publisher } from './publisher-names.ts';

/** Names of codes that advertisers meet: reasons, events, kinds of ad spaces, what became of a report. */
export const words = {
  reason: { ...publisher.reason, PAID_AGREEMENT: 'rate by agreement' },
  event: publisher.event,
  kind: adSpaces.kinds,
  rewards: { purchase: 'a benefit for a purchase', visit: 'a reward for clicks or visits' },
  intake: {
    pixel_unverified: 'recorded; only a pixel says so',
    earlier_content: 'recorded; says what was said before',
    invalid_token: 'token unknown or expired',
    insufficient_scope: 'the token may not report orders',
    signature_invalid: 'wrong signature',
    signature_missing: 'signature missing',
    timestamp_out_of_range: 'sender’s clock is wrong, or too late',
    message_id_invalid: 'id of the message is none',
    recorded: 'recorded',
    amended: 'order amended',
    extended: 'order extended',
    verified: 'order proven',
    no_change: 'changed nothing',
    applied: 'event recorded',
    duplicate: 'known already',
    parked: 'waits for the order',
    needs_review: 'waits for the network',
    not_counted: 'kept, does not count',
    undecided: 'recorded, still to be decided',
    program_archived: 'the program has ended',
    internal_error: 'failed on our side, tried again',
    postback_key_invalid: 'wrong postback key',
    pixel_not_allowed: 'pixel not allowed',
    order_precedes_click: 'recorded; the order is older than the click',
    click_unverifiable: 'recorded; the click could not be checked',
  },
};
