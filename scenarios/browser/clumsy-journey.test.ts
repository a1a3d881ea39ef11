import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accountsErrors as errors } from '../../contract/errors/accounts.ts';
import { applications } from '../../contract/wire/members.ts';
import { signedIn } from '../../contract/wire/session.ts';
import { words as account } from '../../contract/words/en/account.ts';
import { words as frame } from '../../contract/words/en/frame.ts';
import { words as operator } from '../../contract/words/en/operator.ts';
import { createUser } from '../../modules/accounts/index.ts';
import { systemClock } from '../../platform/clock/index.ts';
import { openTestNetwork, type TestNetwork } from '../support/network.ts';
import { accessibilityProblems } from './axe.ts';
import { openBrowser } from './chromium.ts';
import { mailedLink, personAtWork } from './person.ts';
import { open, openVisitor, settled, signIn, type Visitor } from './visitor.ts';

let browser: Browser;
let network: TestNetwork;

beforeAll(async () => {
  [browser, network] = await Promise.all([openBrowser(), openTestNetwork({ clock: systemClock })]);
});

afterAll(async () => {
  await browser?.close();
  await network?.close();
});

const JOURNEY_MS_MAX = 300_000;
const PASSWORD = 'tomatoes in the sun of May';
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const accountOf = (role: string) => {
  const found = network.credentials.accounts.find((each) => each.role === role);
  if (found === undefined) throw new Error(`the example has no ${role}`);
  return found;
};
const linkOf = (to: string, kind: string) =>
  mailedLink(browser, { url: network.url, operator: accountOf('operator') }, { to, kind });

/** What the page says to somebody whose click was refused; the browser's own note of the answer is taken off the problems. */
async function refusal({ page, problems }: Visitor): Promise<string> {
  const text = await page.getByRole('alert').first().innerText();
  expect(problems.splice(0)).toEqual([expect.stringMatching(/status of 4\d\d/)]);
  return text;
}

async function press(page: Page, link: string, name: string): Promise<void> {
  await page.goto(link);
  await settled(page);
  await button(page, name).click();
}

async function registered(visitor: Visitor, email: string): Promise<void> {
  const { page } = visitor;
  await open(visitor, '/app/register');
  await page.getByLabel(account.fields.organisation).fill('The Orchard');
  await page.getByLabel(account.fields.name, { exact: false }).fill('Lucy');
  await page.getByLabel(account.fields.email).fill(email);
  await page.getByRole('textbox', { name: account.fields.password }).fill(PASSWORD);
  await button(page, account.register.action).click();
  await page.getByText(account.register.sent).waitFor();
}

test('links of mails that are followed twice say that they have ended, and what to do', {
  timeout: JOURNEY_MS_MAX,
}, async () => {
  const visitor = await openVisitor(browser, { url: network.url });
  const { page } = visitor;
  const email = 'lucy@orchard.test';
  await registered(visitor, email);
  const confirm = await linkOf(email, 'confirm_mail');
  await press(page, confirm, account.confirm.action);
  await page.getByText(`${email} is confirmed. You can begin.`).waitFor();
  await press(page, confirm, account.confirm.action);
  expect(await refusal(visitor)).toContain(errors.link_ended.title);

  // What a mail program cut asks nobody anything, and says what to do; a forgotten password is asked for on the spot.
  for (const [path, told] of [
    ['confirm', account.mailLink.whole],
    ['new-mail', account.mailLink.whole],
    ['unsubscribe', account.mailLink.whole],
    ['invitation', account.mailLink.invitation],
    ['reset', account.mailLink.reset],
  ] as const) {
    await open(visitor, `/app/${path}?token=${path === 'unsubscribe' ? '' : confirm.slice(-20)}`);
    await page.getByRole('status').filter({ hasText: told }).waitFor();
    expect(await accessibilityProblems(page), path).toEqual([]);
  }
  await page.getByLabel(account.fields.email).waitFor();
  expect(visitor.problems).toEqual([]);

  // Registering once more says the same as the first time, and mails a way to a new password.
  await registered(visitor, email);
  const reset = await linkOf(email, 'reset_password');
  for (const isFirst of [true, false]) {
    await page.goto(reset);
    await settled(page);
    await page.getByRole('textbox', { name: account.fields.newPassword }).fill('plums in the rain of June');
    await button(page, account.reset.save).click();
    if (isFirst) await page.getByText(account.reset.done).waitFor();
    else expect(await refusal(visitor)).toContain(errors.link_ended.title);
  }
  expect(visitor.problems).toEqual([]);
  await visitor.close();
});

test('an invitation to somebody who is in another organisation, one used twice, and the last owner', {
  timeout: JOURNEY_MS_MAX,
}, async () => {
  const owner = await personAtWork(browser, network.url, accountOf('advertiser'));
  const publisher = accountOf('publisher');
  await owner.post('/api/v1/invitations', { email: publisher.email, role: 'manager' });
  await owner.post('/api/v1/invitations', { email: 'nora@ru-cis.test', role: 'manager' });
  const visitor = await openVisitor(browser, { url: network.url });
  const { page } = visitor;
  const join = async (link: string): Promise<void> => {
    await page.goto(link);
    await settled(page);
    await page.getByRole('textbox', { name: account.fields.name }).fill('Nora');
    await page.getByRole('textbox', { name: account.fields.password }).fill(PASSWORD);
    await button(page, account.invitation.action).click();
  };
  const taken = await linkOf(publisher.email, 'invitation');
  await join(taken);
  await page.getByText(errors.email_taken.remedy).waitFor();
  expect(visitor.problems.splice(0)).toHaveLength(1);
  // Whoever is signed in is told beforehand, and what becomes of an invitation to somebody else.
  await signIn(visitor, publisher);
  await page.goto(taken);
  await page.getByText(`${publisher.email} has an account already`).waitFor();
  await page.goto(await linkOf('nora@ru-cis.test', 'invitation'));
  await page.getByText(`You are signed in as ${publisher.email}.`).waitFor();
  await visitor.context.clearCookies();
  const link = await linkOf('nora@ru-cis.test', 'invitation');
  await join(link);
  await page.getByText(account.invitation.done).waitFor();
  await page.goto(link);
  await settled(page);
  expect(await refusal(visitor)).toContain(errors.link_ended.title);

  await signIn(visitor, accountOf('advertiser'));
  await open(visitor, '/app/account/members');
  await button(page, `${frame.actions.remove}: ${accountOf('advertiser').email}`).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill(accountOf('advertiser').email);
  await dialog.locator('button').last().click();
  expect(await refusal(visitor)).toContain(errors.last_owner.title);
  await button(page, frame.actions.cancel).click();
  await dialog.waitFor({ state: 'detached' });
  // Nothing happened to the owner, who goes on working.
  await open(visitor, '/app/account/members');
  await button(page, `${frame.actions.remove}: ${accountOf('advertiser').email}`).waitFor();
  expect(visitor.problems).toEqual([]);
  await visitor.close();
  await owner.leave();
});

test('a session that the network ends while a page is open leads back to the sign-in and to the page again', {
  timeout: JOURNEY_MS_MAX,
}, async () => {
  const victim = network.credentials.accounts.filter(({ role }) => role === 'publisher').at(-1);
  if (victim === undefined) throw new Error('the example has no publisher');
  const visitor = await openVisitor(browser, { url: network.url });
  await signIn(visitor, victim);
  await open(visitor, '/app/account/security');
  const desk = await openVisitor(browser, { url: network.url });
  await signIn(desk, accountOf('operator'));
  const { page } = desk;
  const organisations = await page.request.get('/api/v1/moderation/organisations?kind=publisher&limit=100');
  const found = Object(await organisations.json()).organisations.find(
    ({ owner }: { owner: { email: string } | null }) => owner?.email === victim.email,
  );
  await open(desk, `/app/operator/people/${found.id}`);
  await button(page, `${operator.people.endSessions}: ${victim.email}`).click();
  const dialog = page.getByRole('dialog');
  await button(page, operator.people.endSessions).last().click();
  await dialog.waitFor({ state: 'detached' });
  expect(desk.problems).toEqual([]);
  await desk.close();
  await visitor.page.goto('/app/account/profile');
  await visitor.page.waitForURL(/\/app\/sign-in\?next=/);
  await visitor.page.getByLabel(account.fields.email).fill(victim.email);
  await visitor.page.getByRole('textbox', { name: account.fields.password }).fill(victim.password);
  await button(visitor.page, account.signIn.action).last().click();
  await visitor.page.waitForURL(/\/app\/account\/profile/);
  await visitor.close();
});

/** What was said is looked for as a whole or with something filled in. */
const about = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '');

test('two people at one browser: a window of the first shows and writes nothing for the second', {
  timeout: JOURNEY_MS_MAX,
}, async () => {
  const [first, second] = [accountOf('advertiser'), accountOf('operator')];
  const visitor = await openVisitor(browser, { url: network.url });
  const { page, context, problems } = visitor;
  await signIn(visitor, first);
  await open(visitor, '/app/account/profile');
  const name = page.getByRole('textbox', { name: account.profile.organisationName });
  const before = await name.inputValue();
  await signIn(visitor, second);
  // Windows side by side: none comes to the front, so that the first does not know yet.
  await name.fill('Written by the first');
  await button(page, frame.actions.save).last().click();
  await page.getByText(about(frame.states.somebodyElse, { email: second.email })).waitFor();
  expect(await page.getByRole('textbox').count()).toBe(0);
  expect(problems.splice(0)).toEqual([expect.stringContaining('403')]);
  await button(page, about(frame.states.somebodyElseGo, { email: second.email })).click();
  await page.waitForURL(/\/app\/operator/);
  await settled(page);
  const told = await (await page.request.get('/api/v1/session')).text();
  expect(told).toContain(second.email);
  expect(told).not.toContain('Written by the first');
  expect(before).not.toBe('');
  await context.clearCookies();
  expect(problems).toEqual([]);

  // The same person anew, in another window: only the token has changed, and nobody notices.
  await signIn(visitor, first);
  await open(visitor, '/app/account/profile');
  await signIn(visitor, first);
  await page.getByRole('textbox', { name: account.fields.name }).fill('Alexey');
  await button(page, frame.actions.save).first().click();
  await page.getByText(frame.actions.saved, { exact: true }).waitFor();
  expect(problems.splice(0)).toEqual([expect.stringContaining('403')]);

  // Where the other window is a cabinet too, it tells this one: not even the console hears of a token of before.
  await signIn(visitor, first);
  const heard = page.waitForResponse((answer) => answer.url().endsWith('/api/v1/session'));
  const other = await context.newPage();
  await other.goto('/app/account/profile');
  await heard;
  await settled(page);
  await page.getByRole('textbox', { name: account.fields.name }).fill('Alexey A.');
  await button(page, frame.actions.save).first().click();
  await page.getByText(frame.actions.saved, { exact: true }).first().waitFor();
  expect(problems).toEqual([]);
  await visitor.close();
});

test('a second click makes nothing twice, and a role that is taken away is told where its buttons were', {
  timeout: JOURNEY_MS_MAX,
}, async () => {
  const owner = await personAtWork(browser, network.url, accountOf('advertiser'));
  const { organisation } = signedIn.parse(await owner.get('/api/v1/session'));
  const colleague = { email: 'olga@ru-cis.test', password: PASSWORD };
  const made = { ...colleague, orgId: organisation.id, name: 'Olga', role: 'owner', at: systemClock.now() } as const;
  const person = await network.network.db.transaction({ role: 'system' }, (tx) =>
    createUser(tx, { ...made, actor: 'test' }),
  );
  if (!person.ok) throw new Error(person.error.detail);
  const member = `/api/v1/members/${person.value.id}`;
  const visitor = await openVisitor(browser, { url: network.url });
  const { page, problems } = visitor;
  await signIn(visitor, colleague);
  await open(visitor, '/app/account/api');
  await page.getByRole('textbox', { name: account.api.name }).fill('Nightly report');
  await page.getByRole('checkbox', { name: 'statistics' }).check();
  await button(page, account.api.makeAction).dblclick();
  await page.getByText(account.api.made).waitFor();
  await page.getByRole('rowheader', { name: 'Nightly report' }).first().waitFor();
  await settled(page);
  expect(await page.getByRole('rowheader', { name: 'Nightly report' }).count()).toBe(1);

  await open(visitor, '/app/account/members');
  await owner.put(`${member}/role`, { role: 'viewer' });
  await page.getByRole('textbox', { name: account.fields.email }).fill('nobody@ru-cis.test');
  await button(page, account.members.inviteAction).click();
  await page.getByText(about(frame.status.roleChanged, { role: frame.roles.viewer })).waitFor();
  await settled(page);
  expect(await button(page, account.members.inviteAction).count()).toBe(0);
  expect(await page.getByRole('row', { name: colleague.email }).innerText()).toContain(frame.roles.viewer);
  expect(await page.getByText('nobody@ru-cis.test').count()).toBe(0);
  expect(problems.splice(0)).toEqual([expect.stringContaining('403')]);

  // Out altogether: the screen says so, and nothing of the organisation is read any more.
  await owner.remove(member);
  await page.getByRole('link', { name: frame.navigation.advertiser.orders, exact: true }).click();
  await page.getByText(frame.states.sessionEnded).first().waitFor();
  expect(problems.every((problem) => problem.includes('401'))).toBe(true);
  await owner.leave();
  await visitor.close();
});

test('every scope that an application may be given is told in words', async () => {
  for (const role of ['publisher', 'advertiser', 'operator']) {
    const person = await personAtWork(browser, network.url, accountOf(role));
    const { scopes } = applications.parse(await person.get('/api/v1/api-applications'));
    expect(Object.keys(account.api.scopeOf), role).toEqual(expect.arrayContaining(scopes));
    expect(scopes.length).toBeGreaterThan(5);
    await person.leave();
  }
});
