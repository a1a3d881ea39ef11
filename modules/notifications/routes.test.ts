import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { mailsPage, openedMail } from '../../contract/wire/mails.ts';
import { noticesPage } from '../../contract/wire/notices.ts';
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts';
import { createHttpServer, type HttpServer } from '../../platform/http/index.ts';
import { testSmtp } from '../../platform/mail/testing/smtp.ts';
import { mailRecipients, mailRoutes, type NewNotice, noticeRoutes, notify } from './index.ts';
import { MASTER_KEYS, PUBLIC_URL, type TestOutbox, testOutbox } from './testing.ts';

const SYSTEM = { role: 'system' } as const;
const ORG = '11111111-1111-4111-8111-111111111111';
const OTHER = '22222222-2222-4222-8222-222222222222';
const AT = Date.UTC(2026, 10, 22, 10);
const audit: unknown[] = [];
let t: TestDatabase;
let box: TestOutbox;
let kept: HttpServer;
let served: HttpServer;

beforeAll(async () => {
  t = await testDatabase();
  box = testOutbox(t.db);
  const server = async (hasServer: boolean): Promise<HttpServer> => {
    const app = createHttpServer({ logger: null, trustedProxies: [], guard: async () => null });
    await app.register(
      noticeRoutes({ db: t.db, clock: box.clock, caller: ({ headers }) => ({ orgId: String(headers['x-org']) }) }),
    );
    await app.register(
      mailRoutes({
        db: t.db,
        clock: box.clock,
        masterKeys: MASTER_KEYS,
        publicUrl: PUBLIC_URL,
        hasServer,
        caller: () => ({ actor: 'user:op' }),
        recordAudit: async (_tx, entry) => {
          audit.push(entry);
        },
      }),
    );
    return app;
  };
  [kept, served] = await Promise.all([server(false), server(true)]);
});
afterAll(async () => {
  await Promise.all([kept.close(), served.close()]);
  await t.drop();
});
beforeEach(async () => {
  audit.length = 0;
  await t.db.transaction(SYSTEM, async (tx) => {
    await tx.query('delete from notifications.mail');
    await tx.query('delete from notifications.notice');
  });
});

const mails = async (app: HttpServer, query = '') =>
  mailsPage.parse((await app.inject({ url: `/api/v1/mails${query}` })).json());

test('without a mail server mails are kept, and an operator who opens one sees its link and leaves a record (I-34)', async () => {
  await box.send();
  const page = await mails(kept);
  expect(page.delivery).toBe('kept');
  const [mail] = page.mails;
  expect(mail).toMatchObject({
    to: 'anna@shop.example',
    kind: 'confirm_mail',
    status: 'kept',
    can_be_opened: true,
    error: null,
  });
  expect(JSON.stringify(page)).not.toContain('secret-token');
  const opened = openedMail.parse(
    (await kept.inject({ method: 'POST', url: `/api/v1/mails/${mail?.id}/open` })).json(),
  );
  expect(opened.link).toBe(`${PUBLIC_URL}/app/confirm?token=secret-token-1`);
  expect(opened.text).toContain(opened.link ?? 'no link');
  expect(audit).toEqual([
    {
      at: box.clock.now(),
      orgId: null,
      actor: 'user:op',
      action: 'mail.opened',
      subject: `mail:${mail?.id}`,
      detail: { kind: 'confirm_mail', to: 'anna@shop.example' },
    },
  ]);
});

test('a mail is known to records by whom it went to', async () => {
  await box.send();
  const [mail] = (await mails(kept)).mails;
  const named = await t.db.transaction({ role: 'system' }, (tx) => mailRecipients(tx, [mail?.id ?? '', ORG]));
  expect([...named]).toEqual([[mail?.id, 'anna@shop.example']]);
});

test('what was sent cannot be opened any more', async () => {
  const smtp = await testSmtp();
  await box.send();
  await box.deliver(smtp.url);
  await smtp.close();
  const page = await mails(served);
  expect(page.mails).toMatchObject([{ status: 'sent', can_be_opened: false, tries: 1 }]);
  const answer = await served.inject({ method: 'POST', url: `/api/v1/mails/${page.mails[0]?.id}/open` });
  expect([answer.statusCode, answer.json().code]).toEqual([409, 'MAIL_NOT_KEPT']);
  expect(audit).toEqual([]);
});

test('an unknown mail is told so', async () => {
  const answer = await served.inject({ method: 'POST', url: `/api/v1/mails/${ORG}/open` });
  expect([answer.statusCode, answer.json().code]).toEqual([404, 'not_found']);
});

test('mails are listed newest first, by status, in pages', async () => {
  for (const name of ['a', 'b', 'c']) {
    box.clock.advance(1_000);
    await box.send({ to: `${name}@shop.example` });
  }
  const first = await mails(served, '?limit=2');
  const second = await mails(served, `?limit=2&before=${first.next}`);
  expect([...first.mails, ...second.mails].map(({ to }) => to[0])).toEqual(['c', 'b', 'a']);
  expect(second.next).toBeNull();
  const count = async (app: HttpServer, status: string) => (await mails(app, `?status=${status}`)).mails.length;
  expect([await count(served, 'waiting'), await count(served, 'kept'), await count(served, 'failed')]).toEqual([
    3, 0, 0,
  ]);
  expect([await count(kept, 'waiting'), await count(kept, 'kept')]).toEqual([0, 3]);
});

const notice = (
  change: { readonly orgId?: string; readonly at?: number; readonly once?: string; readonly reason?: string } = {},
): NewNotice => ({
  orgId: change.orgId ?? ORG,
  kind: 'ad_space_rejected',
  subject: 'ad_space:1',
  data: { ad_space: 'Blog', reason: change.reason ?? 'no content' },
  at: change.at ?? AT,
  ...(change.once === undefined ? {} : { once: change.once }),
});
const tell = (...notices: readonly NewNotice[]) => t.db.transaction(SYSTEM, (tx) => notify(tx, ...notices));
const notices = async (org: string, query = '') =>
  noticesPage.parse((await kept.inject({ url: `/api/v1/notices${query}`, headers: { 'x-org': org } })).json());
const read = async (org: string, body: object) =>
  (await kept.inject({ method: 'POST', url: '/api/v1/notices/read', headers: { 'x-org': org }, payload: body })).json();

test('an organisation reads its own notices, newest first, in pages, with the count of unread ones', async () => {
  await tell(...[1, 2, 3].map((n) => notice({ at: AT + n, reason: `reason ${n}` })), notice({ orgId: OTHER }));
  const first = await notices(ORG, '?limit=2');
  const second = await notices(ORG, `?limit=2&before=${first.next}`);
  expect([...first.notices, ...second.notices].map(({ data }) => data['reason'])).toEqual([
    'reason 3',
    'reason 2',
    'reason 1',
  ]);
  expect([first.unread, second.next, (await notices(OTHER)).unread]).toEqual([3, null, 1]);
  expect(first.notices[0]).toMatchObject({
    kind: 'ad_space_rejected',
    subject: 'ad_space:1',
    read: false,
    at: '2026-11-22T10:00:00.003Z',
  });
});

test('an organisation marks some as read, or all, and nothing of another one (I-32)', async () => {
  await tell(notice(), notice({ at: AT + 1 }), notice({ orgId: OTHER }));
  const [newest] = (await notices(ORG)).notices;
  const [foreign] = (await notices(OTHER)).notices;
  expect(await read(ORG, { ids: [newest?.id, foreign?.id] })).toEqual({ unread: 1 });
  expect((await notices(ORG)).notices.map((each) => each.read)).toEqual([true, false]);
  expect((await notices(OTHER)).unread).toBe(1);
  expect(await read(ORG, {})).toEqual({ unread: 0 });
});

test('a page before a notice of another organisation is empty', async () => {
  await tell(notice(), notice({ orgId: OTHER, at: AT + 1 }));
  const [foreign] = (await notices(OTHER)).notices;
  expect((await notices(ORG, `?before=${foreign?.id}`)).notices).toEqual([]);
});

test('what is told once under a name is not told again', async () => {
  await tell(notice({ once: 'traffic/1' }));
  await tell(notice({ once: 'traffic/1' }), notice({ once: 'traffic/2' }));
  await tell(notice({ orgId: OTHER, once: 'traffic/1' }));
  expect([(await notices(ORG)).unread, (await notices(OTHER)).unread]).toEqual([2, 1]);
});

test('a long text is cut', async () => {
  await tell(notice({ reason: 'x'.repeat(2_000) }));
  expect((await notices(ORG)).notices[0]?.data['reason']).toHaveLength(500);
});

test.each(['?limit=0', '?limit=101', '?before=x', '?unread=true'])('%s is refused', async (query) => {
  expect((await kept.inject({ url: `/api/v1/notices${query}`, headers: { 'x-org': ORG } })).statusCode).toBe(400);
});
