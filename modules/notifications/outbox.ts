import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { SendMail } from '../../contract/mail.ts';
import type { Instant } from '../../core/time/instant.ts';
import type { Clock } from '../../platform/clock/index.ts';
import type { Tx } from '../../platform/db/index.ts';
import { isMailAddress } from '../../platform/mail/index.ts';
import { type MasterKeys, openSecret, type SealedSecret, sealSecret } from '../../platform/secrets/index.ts';
import { isMailKind, mailProblem } from './compose.ts';
import * as store from './mail-store.ts';

/** Keeps a mail in the transaction of what it tells: it leaves if and only if that is committed. */
export type MailOutbox = (tx: Tx, mail: SendMail) => Promise<void>;

const PURPOSE = 'mail';

/**
 * The outbox of a network. Works in a system transaction, and in one of the organisation that the mail is for. Throws where the caller
 * is wrong: an address that it did not check, a field that the kind of mail needs.
 */
export function mailOutbox(deps: { readonly clock: Clock; readonly masterKeys: MasterKeys }): MailOutbox {
  return async (tx, mail) => {
    if (!isMailAddress(mail.to))
      throw new TypeError(`a mail ${mail.kind} to no e-mail address: check it before (isMailAddress)`);
    const problem = mailProblem(mail);
    if (problem !== null) throw new TypeError(problem);
    const id = randomUUID();
    const at: Instant = deps.clock.now();
    const sealed = sealSecret(deps.masterKeys, PURPOSE, id, JSON.stringify(mail.data));
    const { to: recipient, orgId, locale, kind } = mail;
    await store.insertMail(tx, { id, orgId, recipient, locale, kind, at }, sealed);
  };
}

const dataShape = z.record(z.string(), z.string());
const localeShape = z.enum(['en', 'ru', 'es']);

/** What a kept mail says; `null` where the master key is another one than that it was sealed with. */
export function unsealMail(
  masterKeys: MasterKeys,
  mail: { readonly id: string; readonly kind: string; readonly locale: string },
  sealed: SealedSecret,
): Pick<SendMail, 'kind' | 'locale' | 'data'> | null {
  const opened = openSecret(masterKeys, PURPOSE, mail.id, sealed);
  if (opened === null) return null;
  if (!isMailKind(mail.kind))
    throw new Error(`mail ${mail.id} is of the kind ${mail.kind}, which this version does not know`);
  return { kind: mail.kind, locale: localeShape.parse(mail.locale), data: dataShape.parse(JSON.parse(opened)) };
}
