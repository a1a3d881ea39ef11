import { createServer } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { createMailer, isMailAddress, type OutgoingMail } from './index.ts';
import { smtpOptions } from './smtp-options.ts';
import { certificate } from './testing/certificate.ts';
import { smtpError, type TestSmtp, testSmtp } from './testing/smtp.ts';

const FROM = 'Network <no-reply@network.example>';
const mail: OutgoingMail = {
  to: 'anna@shop.example',
  subject: 'Подтвердите адрес',
  text: 'Здравствуйте!\nhttps://network.example/app/confirm?token=a=b',
  html: '<p>Здравствуйте!</p>',
  messageId: '<one@network.example>',
  date: new Date('2026-11-22T10:00:00Z'),
  language: 'ru',
};

const open: TestSmtp[] = [];
const smtp = async (options?: Parameters<typeof testSmtp>[0]): Promise<TestSmtp> => {
  const server = await testSmtp(options);
  open.push(server);
  return server;
};
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

const deliver = async (smtpUrl: string, change: Partial<OutgoingMail> = {}, trusted?: string) => {
  const mailer = createMailer({ smtpUrl, from: FROM, ...(trusted === undefined ? {} : { trusted }) });
  const delivery = await mailer.deliver({ ...mail, ...change });
  mailer.close();
  return delivery;
};
const outcome = async (...asked: Parameters<typeof deliver>) => {
  const delivery = await deliver(...asked);
  return delivery.outcome === 'sent' ? ['sent'] : [delivery.outcome, delivery.code];
};

test('a mail arrives as it was written, with the identity and the time it was given', async () => {
  const server = await smtp();
  expect(await deliver(server.url)).toEqual({ outcome: 'sent' });
  const [got] = server.mails;
  expect(got?.from).toBe('no-reply@network.example');
  expect(got?.to).toEqual(['anna@shop.example']);
  expect(got?.headers.get('from')).toBe(FROM);
  expect(got?.headers.get('to')).toBe('anna@shop.example');
  expect(got?.headers.get('message-id')).toBe('<one@network.example>');
  expect(got?.headers.get('date')).toBe('Sun, 22 Nov 2026 10:00:00 +0000');
  expect(got?.headers.get('auto-submitted')).toBe('auto-generated');
  expect(got?.parts.get('text/plain')?.trim()).toBe(mail.text.replace('\n', '\r\n'));
  expect(got?.parts.get('text/html')?.trim()).toBe(mail.html);
});

describe('what a server answers', () => {
  test.each([
    [550, 'refused'],
    [553, 'refused'],
    [450, 'failed'],
    [421, 'failed'],
  ])('%d to a recipient: %s', async (code, expected) => {
    const server = await smtp({ refuse: () => smtpError(code, 'not now') });
    expect(await outcome(server.url)).toEqual([expected, String(code)]);
    expect(server.mails).toEqual([]);
  });

  test('a wrong login may be mended by the operator: another try', async () => {
    const server = await smtp({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: (_auth, _session, callback) => callback(smtpError(535, 'wrong login')),
    });
    expect(await outcome(server.url.replace('//', '//user:wrong@'))).toEqual(['failed', '535']);
  });

  test('a server that is not there: another try', async () => {
    const closed = await testSmtp();
    await closed.close();
    const [result, code] = await outcome(closed.url);
    expect([result, code]).toEqual(['failed', 'ESOCKET']);
  });

  test('a server that hangs up in the middle: another try', async () => {
    const rude = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.write('220 rude.example ESMTP\r\n', () => socket.destroy());
    });
    await new Promise<void>((resolve) => rude.listen(0, '127.0.0.1', resolve));
    const address = rude.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    const [result] = await outcome(`smtp://127.0.0.1:${address.port}`);
    expect(result).toBe('failed');
    await new Promise((resolve) => rude.close(resolve));
  });
});

describe('certificates are verified (T-38)', () => {
  const byName = (server: TestSmtp) => server.url.replace('127.0.0.1', 'localhost');

  test('one that nobody trusts is a failure from the first byte, and no mail leaves', async () => {
    const server = await smtp({ secure: true });
    expect(await outcome(byName(server))).toEqual(['failed', 'tls_error']);
    expect(server.mails).toEqual([]);
  });

  test('and where the connection changes to TLS', async () => {
    const server = await smtp();
    expect(await outcome(`${byName(server)}?tls=required`)).toEqual(['failed', 'tls_error']);
    expect(server.mails).toEqual([]);
  });

  test('one that is trusted is taken, either way', async () => {
    const first = await smtp({ secure: true });
    const second = await smtp();
    expect(await outcome(byName(first), {}, certificate)).toEqual(['sent']);
    expect(await outcome(`${byName(second)}?tls=required`, {}, certificate)).toEqual(['sent']);
  });

  test('one of another host is a failure though its signer is trusted', async () => {
    const server = await smtp({ secure: true });
    expect(await outcome(server.url, {}, certificate)).toEqual(['failed', 'tls_error']);
    expect(server.mails).toEqual([]);
  });

  test('a server that cannot change to TLS gets no mail where TLS is required', async () => {
    const server = await smtp({ disabledCommands: ['STARTTLS'] });
    const [result] = await outcome(`${server.url}?tls=required`);
    expect(result).toBe('failed');
    expect(server.mails).toEqual([]);
  });
});

test.each([
  ['smtp://mail.example', { secure: false, requireTLS: true, ignoreTLS: false, port: 587 }],
  ['smtp://mail.example:25?tls=none', { secure: false, requireTLS: false, ignoreTLS: true, port: 25 }],
  ['smtp://localhost:1025', { secure: false, requireTLS: false, ignoreTLS: true, port: 1025 }],
  ['smtp://[::1]:1025', { host: '::1', ignoreTLS: true }],
  ['smtp://localhost:1025?tls=required', { requireTLS: true, ignoreTLS: false }],
  ['smtps://mail.example', { secure: true, requireTLS: false, ignoreTLS: false, port: 465 }],
  ['smtps://u%40x:p%3A1@mail.example?tls=none', { secure: true, auth: { user: 'u@x', pass: 'p:1' } }],
])('%s is reached so', (url, expected) => {
  expect(smtpOptions(url)).toMatchObject({ ...expected, tls: { rejectUnauthorized: true } });
});

test.each([
  'anna@shop.example\r\nBcc: eve@evil.example',
  'anna@shop.example\nSubject: x',
  'anna@shop.example, eve@evil.example',
  'anna@shop.example;eve@evil.example',
  'Anna <anna@shop.example>',
  '"anna@evil.example,"@shop.example',
  'anna@shop.example\u0000',
  'anna@shop\u202eexample',
  'anna',
  '@shop.example',
  'anna@',
  'anna@shop..example',
  `${'a'.repeat(250)}@shop.example`,
])('%j gets no mail: nothing may add a header or a recipient', async (to) => {
  const server = await smtp();
  expect(isMailAddress(to)).toBe(false);
  expect(await outcome(server.url, { to })).toEqual(['refused', 'address_invalid']);
  expect(server.mails).toEqual([]);
});

test.each(['subject', 'messageId', 'language'] as const)('a line break in %s adds no header', async (field) => {
  const server = await smtp();
  await deliver(server.url, { [field]: 'x\r\nX-Evil: 1' });
  expect(server.mails.map(({ headers }) => headers.has('x-evil'))).toEqual([false]);
});

test('addresses of people with letters of their language are addresses', () => {
  expect(['anna@shop.example', 'a.b+c@sub.shop.example', 'анна@почта.рф', 'root@localhost'].map(isMailAddress)).toEqual(
    [true, true, true, true],
  );
});
