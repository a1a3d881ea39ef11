import type SMTPTransport from 'nodemailer/lib/smtp-transport/index.js';

/** A server that does not answer must not hold the mails behind it for longer than this. */
const CONNECT_MS_MAX = 15_000;
const SILENCE_MS_MAX = 30_000;

const LOOPBACK = /^(localhost|127(?:\.\d{1,3}){3}|::1)$/;

/**
 * How to reach the server of `SMTP_URL`. `smtps://` speaks TLS from the first byte. `smtp://` must change to TLS (STARTTLS), but on this
 * very machine; `?tls=required` and `?tls=none` say otherwise. Certificates are always verified (T-38): there is no way to ask for less.
 */
export function smtpOptions(url: string, trusted?: string): SMTPTransport.Options {
  const parsed = new URL(url);
  const secure = parsed.protocol === 'smtps:';
  const host = parsed.hostname.replace(/^\[|\]$/g, '');
  const plain = !secure && (parsed.searchParams.get('tls') ?? (LOOPBACK.test(host) ? 'none' : 'required')) === 'none';
  const user = decodeURIComponent(parsed.username);
  return {
    host,
    port: parsed.port === '' ? (secure ? 465 : 587) : Number(parsed.port),
    secure,
    ignoreTLS: plain,
    requireTLS: !secure && !plain,
    ...(user === '' ? {} : { auth: { user, pass: decodeURIComponent(parsed.password) } }),
    tls: { rejectUnauthorized: true, minVersion: 'TLSv1.2', ...(trusted === undefined ? {} : { ca: trusted }) },
    connectionTimeout: CONNECT_MS_MAX,
    greetingTimeout: CONNECT_MS_MAX,
    socketTimeout: SILENCE_MS_MAX,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}
