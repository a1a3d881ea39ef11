import type { SendMail } from '../../../contract/mail.ts';
import type { MailTopic } from '../../../contract/wire/mail-settings.ts';
import type { Instant } from '../../../core/time/index.ts';
import { organisationKindOf, peopleOf } from '../../../modules/accounts/index.ts';
import { takeNoticesToMail, whoWants } from '../../../modules/notifications/index.ts';
import type { Tx } from '../../../platform/db/index.ts';

const PEOPLE_MAX = 200;
/** Where each kind of organisation reads its notices. */
const PLACES = { publisher: '/app/publisher/notices', advertiser: '/app/advertiser/applications', operator: '/app/' };

/**
 * Mails people how many notices there are that nobody has read: one mail for each topic they want, at most once an hour, so that a day of
 * corrections is no flood. Needs a system transaction.
 */
export async function mailNotices(
  tx: Tx,
  sendMail: (tx: Tx, mail: SendMail) => Promise<void>,
  now: Instant,
): Promise<void> {
  for (const { orgId, topic, count } of await takeNoticesToMail(tx, now)) {
    const kind = await organisationKindOf(tx, orgId);
    if (kind === null) continue;
    for (const { id, email: to, locale } of await readersOf(tx, orgId, topic)) {
      const data = { topic, count: String(count), link: PLACES[kind], person: id };
      await sendMail(tx, { to, orgId, locale, kind: 'notices', data });
    }
  }
}

/** Whoever wants to read of it and has proven to read the address. */
async function readersOf(tx: Tx, orgId: string, topic: MailTopic) {
  const people = await peopleOf(tx, orgId, PEOPLE_MAX);
  const confirmed = people.filter(({ confirmedAt }) => confirmedAt !== null);
  return whoWants(tx, confirmed, topic);
}
