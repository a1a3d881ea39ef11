import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts';
import { smtpError, type TestSmtp, testSmtp } from '../../platform/mail/testing/smtp.ts';
import { forgetOldMails, mailOutbox } from './index.ts';
import { MASTER_KEYS, PUBLIC_URL, type TestOutbox, testOutbox } from './testing.ts';

const SYSTEM = { role: 'system' } as const;
const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
let t: TestDatabase;
let box: TestOutbox;
beforeAll(async () => {
  t = await testDatabase();
});
afterAll(() => t.drop());
beforeEach(async () => {
  await t.db.transaction(SYSTEM, (tx) => tx.query('delete from notifications.mail'));
  box = testOutbox(t.db);
});
const open: TestSmtp[] = [];
const smtp = async (options?: Parameters<typeof testSmtp>[0]): Promise<TestSmtp> => {
  const server = await testSmtp(options);
  open.push(server);
  return server;
};
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

interface Row {
  readonly mail_id: string;
  readonly status: string;
  readonly tries: number;
  readonly last_error: string | null;
  readonly box: Buffer | null;
}
const rows = () =>
  t.db.transaction(SYSTEM, (tx) =>
    tx.query<Row>(
      'select mail_id, status, tries, last_error, box from notifications.mail order by created_at, recipient',
    ),
  );

test('a mail leaves once, with its link, and what it said is not kept', async () => {
  const server = await smtp();
  await box.send();
  const [stored] = await rows();
  expect([await box.deliver(server.url), await box.deliver(server.url)]).toEqual([1, 0]);
  const [got, ...others] = server.mails;
  expect(others).toEqual([]);
  expect(got?.to).toEqual(['anna@shop.example']);
  expect(got?.headers.get('message-id')).toBe(`<${stored?.mail_id}@network.example>`);
  expect(got?.headers.get('date')).toBe('Sun, 22 Nov 2026 10:00:00 +0000');
  expect(got?.parts.get('text/plain')).toContain(`${PUBLIC_URL}/app/confirm?token=secret-token-1`);
  expect(got?.parts.get('text/html')).toContain(`href="${PUBLIC_URL}/app/confirm?token=secret-token-1"`);
  expect(await rows()).toMatchObject([{ status: 'sent', tries: 1, last_error: null, box: null }]);
});

test('a mail of a transaction that fails does not exist', async () => {
  const sendMail = mailOutbox({ clock: box.clock, masterKeys: MASTER_KEYS });
  const failing = t.db.transaction(SYSTEM, async (tx) => {
    await sendMail(tx, {
      to: 'a@b.example',
      orgId: null,
      locale: 'en',
      kind: 'password_changed',
      data: { at: '2026-11-22T10:00:00Z' },
    });
    throw new Error('afterwards');
  });
  await expect(failing).rejects.toThrow('afterwards');
  expect(await rows()).toEqual([]);
});

test('a token in a mail is nowhere in the database in plain text (T-32)', async () => {
  await box.send();
  const found = await t.db.transaction(SYSTEM, (tx) =>
    tx.query(
      `select from notifications.mail where mail::text like '%secret-token%' or encode(box, 'escape') like '%secret-token%'`,
    ),
  );
  expect(found).toEqual([]);
  expect((await rows())[0]?.box?.length).toBeGreaterThan(40);
});

describe('a failure', () => {
  test('that passes is tried again after growing waits, with one Message-ID, and then the mail arrives', async () => {
    let answers = 3;
    const server = await smtp({ refuse: () => (answers-- > 0 ? smtpError(451, 'greylisted') : null) });
    await box.send();
    const tried: number[] = [];
    for (const minutes of [0, 0.5, 0.5, 4, 1, 14, 1]) {
      box.clock.advance(minutes * MINUTE);
      await box.deliver(server.url);
      tried.push((await rows())[0]?.tries ?? 0);
    }
    expect(tried).toEqual([1, 1, 2, 2, 3, 3, 4]);
    expect(await rows()).toMatchObject([{ status: 'sent', tries: 4, last_error: null }]);
    expect(server.mails).toHaveLength(1);
  });

  test('of one recipient does not stop the mails behind it', async () => {
    const server = await smtp({ refuse: (to) => (to.startsWith('anna') ? smtpError(450, 'busy') : null) });
    await box.send();
    box.clock.advance(1);
    await box.send({ to: 'boris@shop.example' });
    expect(await box.deliver(server.url)).toBe(1);
    expect(server.mails.map(({ to }) => to)).toEqual([['boris@shop.example']]);
  });

  test('that lasts for about a day is given up, and tells why', async () => {
    const server = await smtp({ refuse: () => smtpError(450, 'mailbox busy') });
    await box.send();
    for (const minutes of [0, 1, 5, 15, 60, 180, 360, 720, DAY]) {
      box.clock.advance(minutes * MINUTE);
      await box.deliver(server.url);
    }
    expect(await rows()).toMatchObject([
      { status: 'failed', tries: 8, last_error: expect.stringMatching(/^450: .*mailbox busy/) },
    ]);
    expect(box.givenUp).toEqual([expect.stringMatching(/^450: /)]);
  });

  test('for ever is given up at once', async () => {
    const server = await smtp({ refuse: () => smtpError(550, 'no such user') });
    await box.send();
    await box.deliver(server.url);
    expect(await rows()).toMatchObject([
      { status: 'failed', tries: 1, last_error: expect.stringMatching(/^550: .*no such user/) },
    ]);
    expect(box.givenUp).toHaveLength(1);
  });

  test('of a certificate is tried again and nothing leaves (T-38)', async () => {
    const server = await smtp({ secure: true });
    await box.send();
    expect(await box.deliver(server.url)).toBe(0);
    expect(await rows()).toMatchObject([
      { status: 'waiting', tries: 1, last_error: expect.stringMatching(/^tls_error: /) },
    ]);
    expect(server.mails).toEqual([]);
  });

  test('of the server is found with one mail, not with each', async () => {
    const gone = await testSmtp();
    await gone.close();
    await box.send();
    await box.send({ to: 'boris@shop.example' });
    expect(await box.deliver(gone.url)).toBe(0);
    expect((await rows()).map(({ tries }) => tries).sort()).toEqual([0, 1]);
  });

  test('of the server ends for all with the first mail that it takes: nobody waits hours for a link that ends before', async () => {
    const gone = await testSmtp();
    await gone.close();
    await box.send();
    for (const minutes of [0, 1, 5, 15, 60]) {
      box.clock.advance(minutes * MINUTE);
      await box.deliver(gone.url);
    }
    const server = await smtp({ refuse: (to) => (to.startsWith('carla') ? smtpError(450, 'busy') : null) });
    expect(await box.deliver(server.url)).toBe(0);
    await box.send({ to: 'carla@shop.example' });
    await box.send({ to: 'boris@shop.example' });
    expect(await box.deliver(server.url)).toBe(2);
    expect(server.mails.map(({ to: [to] }) => to).sort()).toEqual(['anna@shop.example', 'boris@shop.example']);
    expect((await rows()).map(({ tries }) => tries).sort()).toEqual([1, 1, 6]);
  });
});

test('a process that dies while sending leaves the mail to the next, which sends it under the same Message-ID', async () => {
  const server = await smtp();
  await box.send();
  await t.db.transaction(SYSTEM, (tx) =>
    tx.query(`update notifications.mail set tries = 1, next_try_at = $1`, [
      new Date(box.clock.now() + 10 * MINUTE).toISOString(),
    ]),
  );
  expect(await box.deliver(server.url)).toBe(0);
  box.clock.advance(10 * MINUTE);
  expect(await box.deliver(server.url)).toBe(1);
  expect(server.mails[0]?.headers.get('message-id')).toBe(`<${(await rows())[0]?.mail_id}@network.example>`);
});

test('two workers at once send each mail once', async () => {
  const server = await smtp();
  for (let mail = 0; mail < 6; mail += 1) await box.send({ to: `person${mail}@shop.example` });
  const sent = await Promise.all([box.deliver(server.url), box.deliver(server.url)]);
  expect(sent[0] + sent[1]).toBe(6);
  expect(server.mails.map(({ to }) => to[0]).sort()).toEqual(
    [0, 1, 2, 3, 4, 5].map((mail) => `person${mail}@shop.example`),
  );
});

test('a mail that waited for a mail server until its link had ended is not sent', async () => {
  const server = await smtp();
  await box.send();
  box.clock.advance(3 * DAY + 1);
  await box.deliver(server.url);
  expect(await rows()).toMatchObject([{ status: 'failed', last_error: expect.stringMatching(/^too_old: /) }]);
  expect(server.mails).toEqual([]);
});

test('mails are forgotten after 30 days, with the addresses in them', async () => {
  await box.send();
  box.clock.advance(30 * DAY);
  await forgetOldMails({ db: t.db, clock: box.clock });
  expect(await rows()).toHaveLength(1);
  box.clock.advance(1);
  await forgetOldMails({ db: t.db, clock: box.clock });
  expect(await rows()).toEqual([]);
});

test.each([
  [{ to: 'anna@shop.example\r\nBcc: eve@evil.example' }, /no e-mail address/],
  [{ to: 'anna@shop.example, eve@evil.example' }, /no e-mail address/],
  [{ data: { hours: '24', link: 'https://evil.example/' } }, /link of a mail is a path of ours/],
  [{ data: { hours: '24' } }, /needs the field link/],
])('a wrong mail is a defect of who sends it, and nothing is kept: %j', async (change, message) => {
  await expect(box.send(change)).rejects.toThrow(message);
  expect(await rows()).toEqual([]);
});

test('an organisation may have a mail sent for itself alone, and reads none', async () => {
  const own = '11111111-1111-4111-8111-111111111111';
  const foreign = '22222222-2222-4222-8222-222222222222';
  const sendMail = mailOutbox({ clock: box.clock, masterKeys: MASTER_KEYS });
  const as = (orgId: string | null) =>
    t.db.transaction({ role: 'app', org: own }, (tx) =>
      sendMail(tx, {
        to: 'a@b.example',
        orgId,
        locale: 'en',
        kind: 'password_changed',
        data: { at: '2026-11-22T10:00:00Z' },
      }),
    );
  await as(own);
  await expect(as(foreign)).rejects.toThrow(/row-level security/);
  await expect(as(null)).rejects.toThrow(/row-level security/);
  const reading = t.db.transaction({ role: 'app', org: own }, (tx) => tx.query('select from notifications.mail'));
  await expect(reading).rejects.toThrow(/permission denied/);
});
