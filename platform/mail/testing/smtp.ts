import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { certificate, certificateKey } from './certificate.ts';

/** A mail as a server received it. */
export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  /** Header names in lower case; folded lines are joined. */
  readonly headers: ReadonlyMap<string, string>;
  /** As it came, with its parts encoded. */
  readonly raw: string;
  /** The decoded parts by their type, such as `text/plain`. */
  readonly parts: ReadonlyMap<string, string>;
}

export interface TestSmtp {
  readonly port: number;
  /** `smtp://127.0.0.1:<port>`, or `smtps://` where it speaks TLS from the first byte. */
  readonly url: string;
  readonly mails: ReceivedMail[];
  close(): Promise<void>;
}

/** A real SMTP server on a free port. `refuse` answers a recipient with an error (`responseCode` says which), or takes it with `null`. */
export async function testSmtp(
  options: SMTPServerOptions & { readonly refuse?: (to: string) => Error | null } = {},
): Promise<TestSmtp> {
  const mails: ReceivedMail[] = [];
  const { refuse = () => null, ...rest } = options;
  const server = new SMTPServer({
    authOptional: true,
    cert: certificate,
    key: certificateKey,
    onRcptTo: ({ address }, _session, callback) => callback(refuse(address)),
    onData: (stream, session, callback) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        const from = mailFrom === false ? '' : mailFrom.address;
        mails.push(
          readMail(
            Buffer.concat(chunks).toString('utf8'),
            from,
            rcptTo.map(({ address }) => address),
          ),
        );
        callback();
      });
    },
    ...rest,
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('the SMTP server has no port');
  const { port } = address;
  return {
    port,
    url: `${options.secure === true ? 'smtps' : 'smtp'}://127.0.0.1:${port}`,
    mails,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** What an SMTP server answers a recipient with. */
export function smtpError(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}

function readMail(raw: string, from: string, to: readonly string[]): ReceivedMail {
  const { headers, body } = split(raw);
  const boundary = /boundary="?([^";]+)"?/.exec(headers.get('content-type') ?? '')?.[1];
  const pieces = boundary === undefined ? [raw] : body.split(`--${boundary}`).slice(1, -1);
  const parts = new Map(
    pieces.map((piece) => {
      const part = split(piece.replace(/^\r\n/, ''));
      const type = (part.headers.get('content-type') ?? '').split(';')[0] ?? '';
      return [type, decoded(part.body, part.headers.get('content-transfer-encoding') ?? '')];
    }),
  );
  return { from, to, headers, raw, parts };
}

function split(text: string): { readonly headers: Map<string, string>; readonly body: string } {
  const end = text.indexOf('\r\n\r\n');
  const lines = text
    .slice(0, end)
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n');
  const headers = new Map(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
  return { headers, body: text.slice(end + 4) };
}

function decoded(body: string, encoding: string): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  if (encoding !== 'quoted-printable') return body;
  const bytes = body.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => `%${hex}`);
  return decodeURIComponent(bytes.replace(/%(?![0-9A-F]{2})/g, '%25'));
}
