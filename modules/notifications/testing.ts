import type { SendMail } from '../../contract/mail.ts';
import { type ManualClock, manualClock } from '../../platform/clock/index.ts';
import type { Database } from '../../platform/db/index.ts';
import { createMailer } from '../../platform/mail/index.ts';
import { type DeliverDeps, deliverMails, mailOutbox } from './index.ts';

export const PUBLIC_URL = 'https://network.example';
export const MASTER_KEYS = { current: new Uint8Array(32).fill(7), previous: [] };

/** An outbox with a clock of its own, and what has been given up. */
export interface TestOutbox {
  readonly clock: ManualClock;
  readonly givenUp: string[];
  send(mail?: Partial<SendMail>): Promise<void>;
  /** One round of the worker against the server at `smtpUrl`. */
  deliver(smtpUrl: string): Promise<number>;
}

export function testOutbox(db: Database): TestOutbox {
  const clock = manualClock(Date.UTC(2026, 10, 22, 10));
  const sendMail = mailOutbox({ clock, masterKeys: MASTER_KEYS });
  const givenUp: string[] = [];
  const mail: SendMail = {
    to: 'anna@shop.example',
    orgId: null,
    locale: 'en',
    kind: 'confirm_mail',
    data: { link: '/app/confirm?token=secret-token-1', hours: '24' },
  };
  return {
    clock,
    givenUp,
    send: (change = {}) => db.transaction({ role: 'system' }, (tx) => sendMail(tx, { ...mail, ...change })),
    deliver: async (smtpUrl) => {
      const mailer = createMailer({ smtpUrl, from: 'Network <no-reply@network.example>' });
      const onGivenUp: DeliverDeps['onGivenUp'] = ({ error }) => givenUp.push(error);
      const sent = await deliverMails({ db, clock, mailer, masterKeys: MASTER_KEYS, publicUrl: PUBLIC_URL, onGivenUp });
      mailer.close();
      return sent;
    },
  };
}
