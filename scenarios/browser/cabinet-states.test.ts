import type { Browser, Page, Request } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { words } from '../../contract/words/en/advertiser.ts';
import { words as frame } from '../../contract/words/en/frame.ts';
import { words as publisher } from '../../contract/words/en/publisher.ts';
import { createOrganisation, createUser } from '../../modules/accounts/index.ts';
import { programByCode } from '../../modules/programs/index.ts';
import { systemClock } from '../../platform/clock/index.ts';
import { type BusyNetwork, openBusyNetwork, PROGRAM } from './busy-network.ts';
import { openBrowser } from './chromium.ts';
import { open, openVisitor, settled, signIn, type Visitor } from './visitor.ts';

/** What can come between a person and a screen of an advertiser or publisher: no session, somebody else, no right, nothing there, nonsense. */

const SYSTEM = { role: 'system' } as const;
const MS_MAX = 300_000;
const PASSWORD = 'ferns by the loom at noon';
const SETTINGS = `/app/advertiser/programs/${PROGRAM}`;
const PAGE_TEXTS = `${SETTINGS}?tab=page`;
const { page: section, program: settings } = words;
/** Of a hand quicker than the page: nothing else of it has its turn between what is written and the Escape. */
const WRITE_AND_ESCAPE = `(async () => {
  const field = document.activeElement;
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(field, 'Orchard');
  field.dispatchEvent(new Event('input', { bubbles: true }));
  for (let turn = 0; turn < 5; turn += 1) await null;
  field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
})()`;
let network: BusyNetwork;
let browser: Browser;
let owner: { readonly email: string; readonly password: string };

beforeAll(async () => {
  [network, browser] = await Promise.all([openBusyNetwork(), openBrowser()]);
  owner = network.accountOf('advertiser');
}, MS_MAX);
afterAll(async () => {
  await browser?.close();
  await network?.close();
});

async function visit(account: { readonly email: string; readonly password: string }): Promise<Visitor> {
  const visitor = await openVisitor(browser, { url: network.url, language: 'en' });
  await signIn(visitor, account);
  return visitor;
}

/** A colleague of the advertiser, or the only person of a new organisation. */
async function person(role: 'viewer' | 'owner', orgId: string | null): Promise<{ email: string; password: string }> {
  const account = { email: `${role}-${orgId === null ? 'alone' : 'here'}@states.test`, password: PASSWORD };
  const at = systemClock.now();
  await network.network.db.transaction(SYSTEM, async (tx) => {
    const place = orgId ?? (await createOrganisation(tx, { kind: 'advertiser', name: 'New here', at })).id;
    await createUser(tx, { orgId: place, ...account, role, at, actor: 'test' });
  });
  return account;
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const nameField = (page: Page) => page.getByRole('textbox', { name: words.general.name, exact: true });

test('figures that could not be renewed say of when they are, until they are of now', { timeout: MS_MAX }, async () => {
  const visitor = await visit(network.accountOf('operator'));
  const { page, context } = visitor;
  await open(visitor, '/app/operator/health');
  const told = page.getByText(new RegExp(`^${frame.states.outOfDate.replace('{{when}}', '')}`)).first();
  expect(await told.count()).toBe(0);
  await context.setOffline(true);
  await told.waitFor();
  await page.getByText(frame.states.offline).first().waitFor();
  await context.setOffline(false);
  await told.waitFor({ state: 'detached' });
  expect(visitor.problems.filter((problem) => !problem.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([]);
  await visitor.close();
});

test('a store that does not answer is told instead of a screen, which is loaded when it answers again', {
  timeout: MS_MAX,
}, async () => {
  const visitor = await visit(network.accountOf('publisher'));
  const { page } = visitor;
  const session = '**/api/v1/session';
  const body = JSON.stringify({ status: 503, code: 'not_ready', title: 'Not now', detail: 'It hangs.' });
  await page.route(session, (route) => route.fulfill({ status: 503, contentType: 'application/problem+json', body }));
  await page.goto('/app/publisher/overview');
  await page.getByRole('alert').getByText('It hangs.').waitFor();
  await page.unroute(session);
  await button(page, frame.states.retry).click();
  await page.getByRole('heading', { level: 1, name: publisher.overview.title }).waitFor();
  expect(visitor.problems.filter((problem) => !/503|It hangs\./.test(problem))).toEqual([]);
  await visitor.close();
});

test('what is not saved is asked for before it is lost, by tab, link and the way back', {
  timeout: MS_MAX,
}, async () => {
  const visitor = await visit(owner);
  const { page } = visitor;
  await open(visitor, '/app/advertiser/programs');
  await page
    .getByRole('main')
    .getByRole('link', { name: /RU&CIS/ })
    .first()
    .click();
  await nameField(page).fill('Another name');
  const asked = page.getByRole('dialog', { name: frame.unsaved.title });
  const ways = [
    () => page.getByRole('tab', { name: settings.tabs.links }).click(),
    () => page.getByRole('link', { name: frame.navigation.advertiser.orders, exact: true }).click(),
    () => page.evaluate('history.back()'),
  ];
  for (const leave of ways) {
    await leave();
    await asked.waitFor();
    await asked.getByRole('button', { name: frame.actions.cancel }).click();
    await asked.waitFor({ state: 'detached' });
    expect(await nameField(page).inputValue()).toBe('Another name');
  }
  await page.getByRole('link', { name: frame.navigation.advertiser.orders, exact: true }).click();
  await asked.getByRole('button', { name: frame.unsaved.leave }).click();
  await page.getByRole('heading', { level: 1, name: words.daily.orders.title }).waitFor();
  expect(visitor.problems).toEqual([]);
  await visitor.close();
});

test('what is written of an ad space is asked for before it is lost, by link, another kind and closing', {
  timeout: MS_MAX,
}, async () => {
  const visitor = await visit(network.accountOf('publisher'));
  const { page } = visitor;
  const asked = page.getByRole('dialog', { name: frame.unsaved.title });
  const name = page.getByLabel(publisher.adSpaces.form.name);
  const stay = async () => {
    await asked.getByRole('button', { name: frame.actions.cancel }).click();
    await asked.waitFor({ state: 'detached' });
    expect(await name.inputValue()).toBe('Orchard');
  };
  await open(visitor, '/app/publisher/ad-spaces/new?kind=messenger');
  await name.fill('Orchard');
  await page.getByRole('link', { name: publisher.adSpaces.choose.change }).click();
  await asked.waitFor();
  await stay();
  await page.getByRole('link', { name: frame.navigation.publisher.adSpaces, exact: true }).click();
  await asked.waitFor();
  await asked.getByRole('button', { name: frame.unsaved.leave }).click();
  await page.getByRole('heading', { level: 1, name: publisher.adSpaces.title }).waitFor();

  await page.getByRole('main').getByRole('rowheader').first().getByRole('link').click();
  await button(page, publisher.adSpaces.edit).click();
  // Nothing was changed: nothing is asked.
  await name.waitFor();
  await page.keyboard.press('Escape');
  await name.waitFor({ state: 'detached' });
  await button(page, publisher.adSpaces.edit).click();
  await name.focus();
  await page.evaluate(WRITE_AND_ESCAPE);
  await asked.waitFor();
  await stay();
  await button(page, frame.actions.save).click();
  await page.getByRole('heading', { level: 1, name: 'Orchard' }).waitFor();
  await name.waitFor({ state: 'detached' });
  expect(await asked.count()).toBe(0);
  expect(visitor.problems).toEqual([]);
  await visitor.close();
});

test('what was written in a dialog outlives its closing and a reload, and goes with whoever signs out', {
  timeout: MS_MAX,
}, async () => {
  await network.addAdSpace('Quince');
  const visitor = await visit(network.accountOf('publisher'));
  const { page } = visitor;
  const { applications } = publisher;
  const why = page.getByRole('textbox', { name: applications.justification });
  const apply = async () => {
    await button(page, applications.apply).click();
    await page.getByRole('combobox', { name: applications.kind }).click();
    await page
      .getByRole('option', { name: `(${applications.byAgreement})` })
      .first()
      .click();
    await why.waitFor();
  };
  await open(visitor, `/app/publisher/programs/${PROGRAM}`);
  await apply();
  expect(await why.inputValue()).toBe('');
  await why.fill('Twelve thousand readers a month.');
  await page.keyboard.press('Escape');
  await why.waitFor({ state: 'detached' });
  await apply();
  expect(await why.inputValue()).toBe('Twelve thousand readers a month.');
  await page.reload();
  await settled(page);
  await apply();
  expect(await why.inputValue()).toBe('Twelve thousand readers a month.');
  await page.keyboard.press('Escape');
  await why.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: new RegExp(frame.menu.account) }).click();
  await button(page, frame.account.signOut).click();
  await page.waitForURL(/sign-in/);
  expect(await page.evaluate('Object.keys(window.sessionStorage).filter((key) => key.startsWith("unsent "))')).toEqual(
    [],
  );
  expect(visitor.problems).toEqual([]);
  await visitor.close();
});

test('programs without orders are not compared', {
  timeout: MS_MAX,
}, async () => {
  const visitor = await visit(network.accountOf('publisher'));
  const { page } = visitor;
  const compared: string[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.endsWith('/comparison')) compared.push(pathname);
  });
  await open(visitor, '/app/publisher/statistics');
  // The example has two paired programs; only one of them has orders.
  await page.getByRole('heading', { name: 'The same orders in AliExpress WW' }).waitFor();
  expect(compared).toEqual([`/api/v1/programs/${PROGRAM}/comparison`]);
  expect(visitor.problems).toEqual([]);
  await visitor.close();
});

test('a session that ended leaves what was written, and whoever signs in beside goes on', {
  timeout: MS_MAX,
}, async () => {
  const visitor = await visit(owner);
  const { page, context } = visitor;
  await open(visitor, SETTINGS);
  await page.getByRole('textbox', { name: words.general.home }).fill('https://www.aliexpress.com/start');
  await context.clearCookies();
  await button(page, frame.actions.save).click();
  const told = page.getByRole('alert').filter({ hasText: frame.states.sessionBeside });
  await told.waitFor();
  expect(await told.innerText()).not.toContain('Bearer');
  const [beside] = await Promise.all([context.waitForEvent('page'), told.getByRole('link').click()]);
  await beside.getByRole('textbox', { name: 'E-mail address' }).fill(owner.email);
  await beside.getByRole('textbox', { name: 'Password' }).fill(owner.password);
  await beside.locator('button[type=submit]').first().click();
  await beside.getByRole('heading', { level: 1, name: 'AliExpress RU&CIS NEW' }).waitFor();
  await beside.close();
  // The window that comes to the front asks who is signed in.
  const asked = page.waitForResponse((answer) => answer.url().endsWith('/api/v1/session'));
  await page.evaluate("window.dispatchEvent(new Event('focus'))");
  await asked;
  await button(page, frame.actions.save).click();
  await page.getByText(frame.actions.saved, { exact: true }).waitFor();
  await visitor.close();
});

test('of two people with the same section open, the second is told before he overwrites the first', {
  timeout: MS_MAX,
}, async () => {
  const [one, other] = [await visit(owner), await visit(owner)];
  const text = ({ page }: Visitor) => page.getByRole('textbox', { name: section.fields.text, exact: true });
  for (const visitor of [one, other]) {
    await open(visitor, PAGE_TEXTS);
    await button(visitor.page, `${section.edit}: ${section.sections.description}`).click();
  }
  await text(one).fill('Written first.');
  await button(one.page, section.save).click();
  await one.page.getByText(section.saved, { exact: true }).waitFor();
  await text(other).fill('Written second.');
  await button(other.page, section.publish).click();
  await other.page.getByText('Somebody else changed this section in the meantime').waitFor();
  expect(await text(other).inputValue()).toBe('Written second.');
  await button(other.page, section.load).click();
  await expect.poll(() => text(other).inputValue()).toBe('Written first.');
  await one.close();
  await other.close();
});

test('a draft of terms keeps what was typed just before its writer left', { timeout: MS_MAX }, async () => {
  const visitor = await visit(owner);
  const { page } = visitor;
  const editor = page.getByRole('textbox', { name: words.terms.editor.label });
  await open(visitor, `/app/advertiser/terms/${PROGRAM}`);
  await editor.click();
  // On a slow machine a pause between two keys is long enough for a part of it to be saved before.
  const isWhole = (request: Request) => request.postDataJSON()?.text.includes('# just before leaving\n') === true;
  const saved = page.waitForResponse((answer) => answer.url().endsWith('/terms/draft') && isWhole(answer.request()));
  await page.keyboard.type('# just before leaving\n');
  await page.getByRole('link', { name: frame.navigation.advertiser.orders, exact: true }).click();
  expect((await saved).ok()).toBe(true);
  await open(visitor, `/app/advertiser/terms/${PROGRAM}`);
  expect(await editor.innerText()).toContain('# just before leaving');
  expect(visitor.problems).toEqual([]);
  await visitor.close();
});

test('a viewer sees everything and no button that is not his', { timeout: MS_MAX }, async () => {
  const program = await network.network.db.transaction(SYSTEM, (tx) => programByCode(tx, PROGRAM));
  const visitor = await visit(await person('viewer', program?.advertiserOrg ?? ''));
  const { page } = visitor;
  const notHis = [
    frame.actions.save,
    words.daily.imports.preview,
    words.traffic.drop,
    words.drafting.create,
    section.edit,
  ];
  for (const path of [
    SETTINGS,
    `${SETTINGS}?tab=traffic`,
    PAGE_TEXTS,
    '/app/advertiser/imports',
    '/app/advertiser/programs/new',
  ]) {
    await open(visitor, path);
    for (const name of notHis) expect(await button(page, name).count(), `${path} ${name}`).toBe(0);
    if (path !== PAGE_TEXTS) expect(await page.getByText(settings.readOnly).count(), path).toBeGreaterThan(0);
  }
  expect(visitor.problems).toEqual([]);
  await visitor.close();
});

test('an organisation without programs is told so on every screen; nothing waits for ever', {
  timeout: MS_MAX,
}, async () => {
  const visitor = await visit(await person('owner', null));
  for (const screen of [
    '',
    '/programs',
    '/terms',
    '/applications',
    '/orders',
    '/imports',
    '/quality',
    '/integration',
    '/orders/detail',
  ]) {
    await open(visitor, `/app/advertiser${screen}`);
    await expect.poll(() => visitor.page.locator('main .empty').count(), { message: screen }).toBe(1);
  }
  expect(visitor.problems).toEqual([]);
  await visitor.close();
});

test('nonsense in the address of a list is left out or told, and nothing fails', { timeout: MS_MAX }, async () => {
  const visitor = await visit(owner);
  const { page } = visitor;
  for (const query of ['page=-7', 'page=1e9', 'since=2026-02-31', 'until=soon']) {
    await open(visitor, `/app/advertiser/orders?${query}`);
    await page.getByText(/^6 orders$/).waitFor();
  }
  expect(visitor.problems).toEqual([]);
  await page.goto('/app/advertiser/orders?order_id=%00');
  await settled(page);
  expect(await page.getByRole('alert').innerText()).toContain('NUL');
  await visitor.close();
});
