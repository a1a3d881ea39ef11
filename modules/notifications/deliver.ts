import type { Clock } from '../../platform/clock/index.ts';
import type { Database } from '../../platform/db/index.ts';
import type { Delivery, Mailer } from '../../platform/mail/index.ts';
import type { MasterKeys } from '../../platform/secrets/index.ts';
import { composeMail } from './compose.ts';
import * as store from './mail-store.ts';
import { DAY_MS, MAIL_DAYS_MAX, MAIL_KEPT_DAYS, SENDING_MS_MAX, waitAfter } from './model.ts';
import { unsealMail } from './outbox.ts';
import { switchableOf } from './topics.ts';
import { unsubscribeToken } from './unsubscribe.ts';

export interface DeliverDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly masterKeys: MasterKeys;
  readonly mailer: Mailer;
  readonly publicUrl: string;
  /** Told of mails that will not be tried again. */
  readonly onGivenUp?: (mail: { readonly id: string; readonly kind: string; readonly error: string }) => void;
}

/** What concerns one recipient says nothing of the next mail; that the server is away, or is not who it should be, does. */
const AWAY_CODES = 'E[A-Z]+|tls_error';
const SERVER_AWAY = new RegExp(`^(${AWAY_CODES})$`);

/** More at once would keep a worker from stopping; the next round takes the rest. */
const MAILS_MAX = 100;

/**
 * Sends the mails whose time has come. Each at least once: a process that dies between the server's answer and its record sends it again,
 * with the same Message-ID. A server that is away is not asked for every mail behind the first. Answers how many were sent.
 */
export async function deliverMails(deps: DeliverDeps): Promise<number> {
  let sent = 0;
  for (let tried = 0; tried < MAILS_MAX; tried += 1) {
    const delivery = await deliverNext(deps);
    if (delivery === null) break;
    if (delivery.outcome === 'sent') sent += 1;
    // Who registered while the server was away waits no longer than it was: the link in the mail does not wait either.
    if (sent === 1 && delivery.outcome === 'sent') await wakeMails(deps);
    if (delivery.outcome === 'failed' && SERVER_AWAY.test(delivery.code)) break;
  }
  return sent;
}

async function wakeMails({ db, clock }: DeliverDeps): Promise<void> {
  await db.transaction({ role: 'system' }, (tx) => store.wakeMails(tx, `^(${AWAY_CODES}):`, clock.now()));
}

async function deliverNext(deps: DeliverDeps): Promise<Delivery | null> {
  const { db, clock } = deps;
  const now = clock.now();
  const claimed = await db.transaction({ role: 'system' }, (tx) => store.claimMail(tx, now, now + SENDING_MS_MAX));
  if (claimed === null) return null;
  const delivery = await tryToSend(deps, claimed);
  await db.transaction({ role: 'system' }, async (tx) => {
    const { id, kind, tries } = claimed.mail;
    if (delivery.outcome === 'sent') return store.markSent(tx, id, clock.now());
    const error = `${delivery.code}: ${delivery.reason}`;
    const wait = delivery.outcome === 'refused' ? null : waitAfter(tries);
    if (wait !== null) return store.markTryAgain(tx, id, clock.now() + wait, error);
    await store.markFailed(tx, id, clock.now(), error);
    deps.onGivenUp?.({ id, kind, error });
  });
  return delivery;
}

async function tryToSend(deps: DeliverDeps, { mail, sealed }: store.SealedMail): Promise<Delivery> {
  const { clock, masterKeys, mailer, publicUrl } = deps;
  if (clock.now() - mail.createdAt > MAIL_DAYS_MAX * DAY_MS) {
    return { outcome: 'refused', code: 'too_old', reason: `not sent within ${MAIL_DAYS_MAX} days; its link has ended` };
  }
  // A waiting mail has its text: the database checks it.
  if (sealed === null) throw new Error(`mail ${mail.id} waits without its text`);
  const data = unsealMail(masterKeys, mail, sealed);
  if (data === null)
    return { outcome: 'failed', code: 'sealed', reason: 'sealed with another master key; bring it back' };
  const switchable = switchableOf(data);
  const token = switchable === null ? null : unsubscribeToken(masterKeys, switchable);
  const composed = composeMail(data, publicUrl, token);
  return mailer.deliver({
    to: mail.recipient,
    subject: composed.subject,
    text: composed.text,
    html: composed.html,
    messageId: `<${mail.id}@${new URL(publicUrl).hostname}>`,
    date: new Date(mail.createdAt),
    language: mail.locale,
    ...(token === null ? {} : { unsubscribe: `${publicUrl}/unsubscribe?token=${token}` }),
  });
}

/** Removes mails that nobody asks after any more, with their addresses. */
export async function forgetOldMails({ db, clock }: Pick<DeliverDeps, 'db' | 'clock'>): Promise<void> {
  await db.transaction({ role: 'system' }, (tx) => store.forgetMails(tx, clock.now() - MAIL_KEPT_DAYS * DAY_MS));
}
