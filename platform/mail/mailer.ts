import { createTransport } from 'nodemailer';
import { isMailAddress } from './address.ts';
import { smtpOptions } from './smtp-options.ts';

/** A mail as it goes to the server. */
export interface OutgoingMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** With its angle brackets. The same mail sent again has the same, so that mailboxes show it once. */
  readonly messageId: string;
  readonly date: Date;
  readonly language: string;
  /** Where one stops getting mails of its kind by a single POST (RFC 8058); left out where one cannot. */
  readonly unsubscribe?: string;
}

/** What became of one try. `refused`: the server will never take it; after `failed` it may be tried again. */
export type Delivery =
  | { readonly outcome: 'sent' }
  | { readonly outcome: 'refused' | 'failed'; readonly code: string; readonly reason: string };

export interface Mailer {
  deliver(mail: OutgoingMail): Promise<Delivery>;
  close(): void;
}

export interface MailerOptions {
  /** See `smtpOptions`. */
  readonly smtpUrl: string;
  /** An address, with a name before it if wanted. */
  readonly from: string;
  /** Certificates (PEM) trusted instead of those of the system. */
  readonly trusted?: string;
}

/** Longer explanations of servers say nothing more. */
const REASON_CHARACTERS_MAX = 300;

/** Sends mails to one SMTP server, each over a connection of its own. */
export function createMailer({ smtpUrl, from, trusted }: MailerOptions): Mailer {
  const transport = createTransport(smtpOptions(smtpUrl, trusted));
  return {
    deliver: async (mail) => {
      if (!isMailAddress(mail.to)) return { outcome: 'refused', code: 'address_invalid', reason: 'no e-mail address' };
      try {
        await transport.sendMail({
          from,
          // As an object: a text would be searched for more than one address.
          to: { name: '', address: mail.to },
          subject: mail.subject,
          text: mail.text,
          html: mail.html,
          messageId: mail.messageId,
          date: mail.date,
          headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': mail.language, ...unsubscribing(mail) },
        });
        return { outcome: 'sent' };
      } catch (error) {
        return deliveryOf(error);
      }
    },
    close: () => transport.close(),
  };
}

function unsubscribing({ unsubscribe }: OutgoingMail): Readonly<Record<string, string>> {
  if (unsubscribe === undefined) return {};
  return { 'List-Unsubscribe': `<${unsubscribe}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' };
}

/** Codes of Node and OpenSSL for a certificate that does not prove the server, or a server without TLS. */
const TLS_CODE = /^(ETLS|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_TLS|ERR_SSL|EPROTO|HOSTNAME_MISMATCH)/;

function deliveryOf(error: unknown): Delivery {
  if (!(error instanceof Error)) throw error;
  const code = textOf(error, 'code') ?? 'unknown';
  const answered = numberOf(error, 'responseCode');
  const reason = error.message.replace(/\s+/g, ' ').slice(0, REASON_CHARACTERS_MAX);
  const cause = error.cause instanceof Error ? (textOf(error.cause, 'code') ?? '') : '';
  if (TLS_CODE.test(code) || TLS_CODE.test(cause) || /certificate|self.signed/i.test(reason)) {
    return { outcome: 'failed', code: 'tls_error', reason };
  }
  // What the server says for ever of this recipient or this text. Of a login it says it of the operator's settings.
  const isFinal = answered !== null && answered >= 500 && (code === 'EENVELOPE' || code === 'EMESSAGE');
  return { outcome: isFinal ? 'refused' : 'failed', code: answered === null ? code : String(answered), reason };
}

function textOf(error: Error, name: string): string | null {
  const value: unknown = Reflect.get(error, name);
  return typeof value === 'string' ? value : null;
}

function numberOf(error: Error, name: string): number | null {
  const value: unknown = Reflect.get(error, name);
  return typeof value === 'number' ? value : null;
}
