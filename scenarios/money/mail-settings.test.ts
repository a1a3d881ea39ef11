import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { mailNotices } from '../../apps/tributary/wiring/notice-mails.ts';
import { createUser, type UserRole } from '../../modules/accounts/index.ts';
import { type SessionHeaders, signInAs } from '../../modules/accounts/testing.ts';
import { deliverMails, type NewNotice, notify } from '../../modules/notifications/index.ts';
import { manualClock } from '../../platform/clock/index.ts';
import { createMailer } from '../../platform/mail/index.ts';
import { type ReceivedMail, type TestSmtp, testSmtp } from '../../platform/mail/testing/smtp.ts';
import { openTestNetwork, type TestNetwork } from '../support/network.ts';
import { instant } from './shop-window.ts';

const SYSTEM = { role: 'system' } as const;
const HOUR_MS = 3_600_000;
const anna = 'anna@gadget-notes.test';
const PASSWORD = 'seven quiet otters';
const clock = manualClock(instant('2022-06-15T09:00:00Z'));
let net: TestNetwork;
let smtp: TestSmtp;
let orgId: string;
let owner: SessionHeaders;

beforeAll(async () => {
  net = await openTestNetwork({ clock });
  smtp = await testSmtp();
  owner = await signInAs(net.server, anna, passwordOf(anna));
  orgId = Object((await net.server.inject({ url: '/api/v1/session', headers: owner })).json()).organisation.id;
  for (const role of ['manager', 'finance', 'viewer'] as const) await member(role);
});
beforeEach(async () => {
  clock.advance(4 * 24 * HOUR_MS);
  owner = await signInAs(net.server, anna, passwordOf(anna));
  await mailed();
  smtp.mails.length = 0;
});
afterAll(async () => {
  await smtp.close();
  await net.close();
});

const passwordOf = (email: string): string =>
  net.credentials.accounts.find((account) => account.email === email)?.password ?? '';
const addressOf = (role: UserRole): string => `${role}@gadget-notes.test`;

async function member(role: UserRole): Promise<void> {
  const person = { orgId, email: addressOf(role), password: PASSWORD, role, at: clock.now(), actor: 'test' };
  const made = await net.network.db.transaction(SYSTEM, (tx) => createUser(tx, person));
  expect(made.ok).toBe(true);
}

/** Rounds of the worker, through a real mail server, until nothing is left. */
async function mailed(): Promise<readonly ReceivedMail[]> {
  const { db, masterKeys, sendMail } = net.network;
  await db.transaction(SYSTEM, (tx) => mailNotices(tx, sendMail, clock.now()));
  const mailer = createMailer({ smtpUrl: smtp.url, from: 'Network <no-reply@network.test>' });
  while ((await deliverMails({ db, clock, masterKeys, mailer, publicUrl: net.url })) > 0);
  mailer.close();
  return smtp.mails.filter(({ headers }) => headers.get('subject')?.startsWith('New notices'));
}

const happened = (...notices: readonly NewNotice[]) =>
  net.network.db.transaction(SYSTEM, (tx) => notify(tx, ...notices));
const approved = (): NewNotice => {
  const data = { ad_space: 'Gadget Notes' };
  return { orgId, kind: 'ad_space_approved', subject: 'ad_space:1', data, at: clock.now() };
};
const deducted = (): NewNotice => {
  const data = { program: 'rc', order: '1', amount: '1.00', currency: 'USD', reason: 'abnormal_order' };
  return { orgId, kind: 'antispam_deduction', subject: 'order:rc/1', data, at: clock.now() };
};
const told = (mails: readonly ReceivedMail[]): string[] =>
  mails.map(({ to, headers }) => `${to[0]}: ${headers.get('subject')}`).sort();
const choose = (headers: SessionHeaders, payload: object) =>
  net.server.inject({ method: 'PUT', url: '/api/v1/person/mails', headers: { ...headers }, payload });

/** Address and token of the header by which mail programs switch a kind of mail off. */
function leaving(mail: ReceivedMail | undefined): { readonly path: string; readonly token: string } {
  const address = new URL(/^<(.+)>$/.exec(mail?.headers.get('list-unsubscribe') ?? '')?.[1] ?? 'nowhere:');
  expect(mail?.headers.get('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
  expect(address.origin).toBe(net.url);
  return { path: address.pathname + address.search, token: address.searchParams.get('token') ?? '' };
}

const oneClick = (url: string, payload = 'List-Unsubscribe=One-Click') =>
  net.server.inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload,
  });

describe('mails about keys with which programs act in the name of an organisation', () => {
  it('go to every owner, through the mail server, when the secrets of a program are renewed; never with a secret', async () => {
    const advertiser = net.credentials.accounts.find(({ role }) => role === 'advertiser');
    const program = net.credentials.programs.find(({ advertiser_email }) => advertiser_email === advertiser?.email);
    const headers = await signInAs(net.server, advertiser?.email ?? '', advertiser?.password ?? '');
    const base = `/api/v1/programs/${program?.code}/keys`;
    const renewed = await net.server.inject({ method: 'POST', url: `${base}/renew`, headers: { ...headers } });
    expect(renewed.statusCode).toBe(200);
    const rotated = await net.server.inject({
      method: 'POST',
      url: `${base}/signing-secret`,
      headers: { ...headers },
      payload: { overlap_hours: 1 },
    });
    expect(rotated.statusCode).toBe(200);
    await mailed();
    const [first, second, ...others] = smtp.mails.filter(({ headers: of }) => of.get('subject')?.includes('renewed'));
    expect(others).toEqual([]);
    expect([first?.to, second?.to]).toEqual([[advertiser?.email], [advertiser?.email]]);
    const secrets = Object.values({ ...renewed.json(), ...rotated.json() }).filter((value) => value !== null);
    const said = [first, second].map((mail) => mail?.parts.get('text/plain') ?? '').join();
    for (const secret of secrets) expect(said).not.toContain(String(secret));
    expect(said).toContain('renewed secrets');
  });
});

describe('notices are mailed', () => {
  it('after an hour, in one mail for each topic, to those whom the topic concerns by their role', async () => {
    await happened(approved(), approved(), deducted());
    expect(await mailed()).toEqual([]);
    clock.advance(HOUR_MS);
    const mails = await mailed();
    expect(told(mails)).toEqual([
      `${anna}: New notices about applications and ad spaces`,
      `${anna}: New notices about corrected orders, deductions and express payments`,
      'finance@gadget-notes.test: New notices about corrected orders, deductions and express payments',
      'manager@gadget-notes.test: New notices about applications and ad spaces',
      'manager@gadget-notes.test: New notices about corrected orders, deductions and express payments',
    ]);
    const text = mails.find(({ headers }) => headers.get('subject')?.endsWith('ad spaces'))?.parts.get('text/plain');
    expect(text).toContain('nobody in your organisation has read: 2.');
    expect(text).toContain(`${net.url}/app/publisher/notices`);
    expect(text).toContain(`${net.url}/app/unsubscribe?token=`);
    smtp.mails.length = 0;
    clock.advance(HOUR_MS);
    expect(await mailed()).toEqual([]);
  });

  it('not when somebody has read them, nor when they are older than mails may be', async () => {
    await happened(approved());
    await net.server.inject({ method: 'POST', url: '/api/v1/notices/read', headers: { ...owner }, payload: {} });
    clock.advance(HOUR_MS);
    expect(await mailed()).toEqual([]);
    await happened(deducted());
    clock.advance(80 * HOUR_MS);
    expect(await mailed()).toEqual([]);
  });
});

describe('a person chooses', () => {
  it('which topics to be mailed about, for themselves alone', async () => {
    const settings = await net.server.inject({ url: '/api/v1/person/mails', headers: { ...owner } });
    expect(settings.json()).toEqual({
      topics: ['applications', 'conduct', 'orders', 'programs'].map((topic) => ({ topic, wanted: true })),
    });
    const viewer = await signInAs(net.server, addressOf('viewer'), PASSWORD);
    expect((await choose(viewer, { topic: 'orders', wanted: true })).json()).toEqual({
      topics: ['applications', 'conduct', 'orders', 'programs'].map((topic) => ({ topic, wanted: topic === 'orders' })),
    });
    expect((await choose(owner, { topic: 'orders', wanted: false })).statusCode).toBe(200);
    for (const wrong of [{ topic: 'security', wanted: false }, { topic: 'orders', wanted: 'no' }, { wanted: false }])
      expect((await choose(owner, wrong)).statusCode).toBe(422);
    const foreign = { topic: 'orders', wanted: false, user_id: orgId };
    expect((await choose(owner, foreign)).json()).toMatchObject({ code: 'field_not_allowed', field: 'user_id' });
    await happened(deducted());
    clock.advance(HOUR_MS);
    expect(told(await mailed()).map((line) => line.split(':')[0])).toEqual(
      ['finance', 'manager', 'viewer'].map((role) => `${role}@gadget-notes.test`),
    );
  });

  it('and the network’s own people are asked nothing', async () => {
    const operator = await signInAs(net.server, 'operator@network.test', passwordOf('operator@network.test'));
    const settings = await net.server.inject({ url: '/api/v1/person/mails', headers: { ...operator } });
    expect(settings.json()).toEqual({ topics: [] });
  });
});

describe('one click in a mail program (RFC 8058)', () => {
  it('switches its kind off for its reader, without signing in; opening the address changes nothing', async () => {
    await happened(approved());
    clock.advance(HOUR_MS);
    const { path, token } = leaving((await mailed()).find(({ to }) => to[0] === anna));
    const opened = await net.server.inject({ url: path });
    expect([opened.statusCode, opened.headers.location]).toEqual([302, `/app/unsubscribe?token=${token}`]);
    expect((await oneClick(path, 'List-Unsubscribe=No')).statusCode).toBe(422);
    const wanted = async () => {
      const { topics } = (await net.server.inject({ url: '/api/v1/person/mails', headers: { ...owner } })).json();
      return topics.find(({ topic }: { topic: string }) => topic === 'applications').wanted;
    };
    expect(await wanted()).toBe(true);
    expect((await oneClick(path)).statusCode).toBe(204);
    expect((await oneClick(path)).statusCode).toBe(204);
    expect(await wanted()).toBe(false);
    smtp.mails.length = 0;
    await happened(approved());
    clock.advance(HOUR_MS);
    expect(told(await mailed())).toEqual([`${addressOf('manager')}: New notices about applications and ad spaces`]);
  });

  it('takes no link that we have not made, and the page of the link does the same', async () => {
    await happened(approved());
    clock.advance(HOUR_MS);
    const { token } = leaving((await mailed())[0]);
    const changed = `${token.slice(0, -2)}${token.endsWith('AA') ? 'BB' : 'AA'}`;
    for (const wrong of ['', 'x', changed, `${token}.x.y`.slice(0, 20)]) {
      expect((await oneClick(`/unsubscribe?token=${wrong}`)).json(), wrong).toMatchObject({ code: 'link_ended' });
      const sent = { method: 'POST' as const, url: '/api/v1/unsubscriptions', payload: { token: wrong } };
      expect((await net.server.inject(sent)).json(), wrong).toMatchObject({ status: 410, code: 'link_ended' });
    }
    const right = { method: 'POST' as const, url: '/api/v1/unsubscriptions', payload: { token } };
    expect((await net.server.inject(right)).json()).toEqual({ topic: 'applications' });
  });

  it('is not offered by mails about the security of the account', async () => {
    const change = { current_password: passwordOf(anna), new_password: 'eight loud herons' };
    const url = '/api/v1/person/password';
    expect((await net.server.inject({ method: 'POST', url, headers: { ...owner }, payload: change })).statusCode).toBe(
      204,
    );
    await mailed();
    const mail = smtp.mails.find(({ headers }) => headers.get('subject') === 'Your password was changed');
    expect(mail?.to).toEqual([anna]);
    expect(mail?.headers.has('list-unsubscribe')).toBe(false);
    expect(mail?.raw).not.toContain('unsubscribe');
  });
});
