import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { shop } from '../../apps/tributary/example/people.ts';
import { words } from '../../contract/words/en/advertiser.ts';
import { words as frame } from '../../contract/words/en/frame.ts';
import { createUser } from '../../modules/accounts/index.ts';
import { programByCode } from '../../modules/programs/index.ts';
import { termsOf } from '../../modules/terms/index.ts';
import { manualClock } from '../../platform/clock/index.ts';
import { openTestNetwork, type TestNetwork } from '../support/network.ts';
import { accessibilityProblems } from './axe.ts';
import { openBrowser } from './chromium.ts';
import { personAtWork } from './person.ts';
import { open, openVisitor, signIn, type Visitor } from './visitor.ts';

const SYSTEM = { role: 'system' } as const;
const DAY_MS = 86_400_000;
const JOURNEY_MS_MAX = 300_000;
/** Ten in the morning in Madrid, where the days of the program begin. */
const clock = manualClock(Date.parse('2026-06-15T08:00:00Z'));
const owner = 'partners@fern-and-loom.test';
const colleague = { email: 'ines@fern-and-loom.test', password: 'ferns by the loom at noon' };
const anna = 'anna@gadget-notes.test';
const TERMS = `/app/advertiser/terms/${shop}`;
const { terms } = words;
/** Midnight in Madrid. */
const START_OF_S2 = Date.parse('2026-06-19T22:00:00Z');

let net: TestNetwork;
let browser: Browser;
let visitor: Visitor;

beforeAll(async () => {
  [net, browser] = await Promise.all([
    openTestNetwork({ clock, establishedAt: clock.now() - 30 * DAY_MS }),
    openBrowser(),
  ]);
  await net.network.db.transaction(SYSTEM, async (tx) => {
    const orgId = net.established.programs.get(shop)?.advertiserOrg ?? '';
    await createUser(tx, { orgId, ...colleague, role: 'manager', at: clock.now(), actor: 'test' });
  });
});

afterAll(async () => {
  await browser?.close();
  await net?.close();
});

const accountOf = (who: string) => {
  const found = net.credentials.accounts.find(({ email }) => email === who);
  if (found === undefined) throw new Error(`the example has no account ${who}`);
  return found;
};

/** Somebody clicks on Anna's link, orders for that amount and keeps the goods. */
async function buy(orderId: string, amount: string, customer: 'new' | 'returning'): Promise<void> {
  const clickId = await net.click({ link: net.established.linkCode('notes', shop), address: '80.24.10.20' });
  await net.shipper.runOnce();
  const order = { program: shop, orderId, currency: 'EUR', deliveryCountry: 'ES', clickIds: [clickId], customer };
  const lines = [{ lineId: '1', amount, productId: 'SOFA' }];
  await net.report(owner, { ...order, orderedAt: clock.now(), lines });
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const tab = (page: Page, name: string) => page.getByRole('tab', { name: new RegExp(`^${name}`) });
const editor = (page: Page) => page.getByRole('textbox', { name: terms.editor.label });

test('an advertiser drafts terms, tries them, has them approved, and the next order earns by them', {
  timeout: JOURNEY_MS_MAX,
}, async () => {
  visitor = await openVisitor(browser, { url: net.url, language: 'en' });
  const { page } = visitor;
  await page.clock.setFixedTime(clock.now());
  await buy('BEFORE-1', '100.00', 'returning');
  await buy('BEFORE-2', '50.00', 'new');
  await buy('BEFORE-3', '80.00', 'returning');
  clock.advance(DAY_MS);
  await page.clock.setFixedTime(clock.now());

  await enter(page);
  await promise(page);
  await draftTooEarly(page);
  await refuseTooEarly(page);
  await typeMistake(page);
  await beginLater(page);
  await tryOnPastOrders(page);
  await propose(page);
  await approve();
  await orderByBoth(page);
  await readWhy(page);
});

async function enter(page: Page): Promise<void> {
  await signIn(visitor, accountOf(owner));
  await open(visitor, '/app/advertiser');
  await page.getByRole('link', { name: frame.navigation.advertiser.programs, exact: true }).click();
  await page.getByRole('link', { name: 'Fern & Loom', exact: true }).first().click();
  await page.getByRole('heading', { level: 1, name: 'Fern & Loom' }).waitFor();
}

/** Three days of notice, and two people. */
async function promise(page: Page): Promise<void> {
  await tab(page, words.program.tabs.partners).click();
  const part = page.getByRole('region', { name: words.partners.promisesTitle });
  await part.getByRole('textbox', { name: words.partners.notice }).fill('3');
  await part.getByRole('checkbox', { name: words.partners.needTwo }).check();
  await part.getByRole('button', { name: frame.actions.save }).click();
  await page.getByText(frame.actions.saved, { exact: true }).waitFor();
  const program = await net.network.db.transaction(SYSTEM, (tx) => programByCode(tx, shop));
  expect(program).toMatchObject({ termsNoticeDays: 3, termsNeedTwo: true });
}

/** A new version from tomorrow on: the form suggests the first day that the notice allows, and he writes an earlier one. */
async function draftTooEarly(page: Page): Promise<void> {
  await page.getByRole('main').getByRole('link', { name: words.program.terms, exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Terms of Fern & Loom' }).waitFor();
  await editor(page).waitFor();
  await button(page, terms.form.newVersion).click();
  const from = page.getByRole('textbox', { name: terms.form.newVersionFrom });
  expect(await from.inputValue()).toBe('20 Jun 2026');
  await from.fill('2026-06-17');
  await button(page, terms.form.add).click();
  await page.getByText('Repeats S1, except for what is written here').waitFor();
  const rate = page.getByRole('textbox', { name: 'Rate of returning in percent' });
  expect(await rate.inputValue()).toBe('3.00');
  await rate.fill('4,5');
  await rate.press('Enter');
  await expect
    .poll(() => textOf(page))
    .toContain('version S2 from 2026-06-17 as S1 except {\n  rule returning: pay 4.5% as PAID_RATE\n}');
}

/** What stands in the editor, read line by line. */
async function textOf(page: Page): Promise<string> {
  return (await editor(page).locator('.cm-line').allInnerTexts()).join('\n');
}

/** Nobody promised that soon: it says so beside the text, and the API refuses to publish it. */
async function refuseTooEarly(page: Page): Promise<void> {
  await tab(page, terms.tabs.changes).click();
  await page.getByText(terms.changes.needs.operator).waitFor();
  const told = await page.getByRole('tabpanel').innerText();
  expect(told).toContain('Notice: 3 days, so without the network from 19 Jun 2026, 10:00');
  expect(told).toContain('version S2: it would begin 16 Jun 2026, 22:00 UTC, before 19 Jun 2026, 08:00 UTC.');
  const answer = await net.post(owner, `/api/v1/programs/${shop}/terms`, { text: await textOf(page), based_on: 1 });
  expect(answer).toMatchObject({ status: 422, body: { code: 'notice_too_short' } });
}

/** A reason that does not exist: the check answers at its place, and the form waits until it is mended. */
async function typeMistake(page: Page): Promise<void> {
  await button(page, `${terms.form.show}: returning`).click();
  await page.keyboard.press('End');
  await page.keyboard.type('D');
  await tab(page, terms.tabs.findings).click();
  const finding = page.getByRole('tabpanel');
  await finding.getByText('"PAID_RATED" is no reason of the list.').waitFor();
  expect(await finding.innerText()).toContain('Did you mean "PAID_RATE"?');
  await expect.poll(() => page.locator('.cm-lintRange-error').allInnerTexts()).toEqual(['PAID_RATED']);
  await page.getByText(terms.form.broken).waitFor();
  expect(await button(page, terms.bar.publish).isDisabled()).toBe(true);

  await button(page, 'Line 31, column 31').click();
  await page.keyboard.press('End');
  await page.keyboard.press('Backspace');
  await finding.getByText(terms.findings.none).waitFor();
  await page.getByRole('textbox', { name: 'Rate of returning in percent' }).waitFor();
}

/** The form moves the new version, and with it the end of the old one; the sentences follow. */
async function beginLater(page: Page): Promise<void> {
  const from = page.getByRole('textbox', { name: terms.form.newVersionFrom });
  expect(await from.inputValue()).toBe('17 Jun 2026');
  await from.fill('2026-06-20');
  await from.press('Enter');
  await expect.poll(() => textOf(page)).toContain('version S1 from 2022-01-01 until 2026-06-20 {');
  expect(await textOf(page)).toContain('version S2 from 2026-06-20 as S1 except {');
  await tab(page, terms.tabs.changes).click();
  const panel = page.getByRole('tabpanel');
  await panel.getByText(terms.changes.needs.colleague).waitFor();
  expect(await panel.getByRole('listitem').allInnerTexts()).toEqual([
    'Version S1 is valid from 1 Jan 2022, 00:00 until 20 Jun 2026, 00:00 Europe/Madrid instead of from 1 Jan 2022, 00:00 Europe/Madrid.',
    'Version S2 is new; it is valid from 20 Jun 2026, 00:00 Europe/Madrid.',
    'From 20 Jun 2026, 00:00 Europe/Madrid the rate of rule returning rises from 3.00 % to 4.5 %.',
  ]);
}

/** Three orders of yesterday: 100.00 and 80.00 of returning customers, 50.00 of a new one. */
async function tryOnPastOrders(page: Page): Promise<void> {
  await tab(page, terms.tabs.trial).click();
  const panel = page.getByRole('tabpanel');
  await panel.getByRole('button', { name: terms.trial.start, exact: true }).click();
  await panel.getByText(terms.trial.mostChanged).first().waitFor();
  const figure = (name: string) => panel.locator('.figure-card').filter({ hasText: name }).innerText();
  expect(await figure(terms.trial.orders)).toContain('3');
  expect(await figure(terms.trial.changed)).toContain('2');
  expect(await figure(terms.trial.cost)).toContain('€17.10\nwas €14.40');
  const rows = await panel.getByRole('table').first().locator('tbody tr').allInnerTexts();
  expect(rows).toEqual(['Gadget Notes\t3\t€14.40\t€17.10\t+€2.70']);
}

async function propose(page: Page): Promise<void> {
  await button(page, terms.bar.propose).click();
  const dialog = page.getByRole('dialog', { name: 'Propose the terms of Fern & Loom' });
  await dialog.getByText('3 changes').waitFor();
  expect(await accessibilityProblems(page)).toEqual([]);
  const send = dialog.getByRole('button', { name: terms.publish.proposeAction, exact: true });
  await dialog.getByRole('textbox', { name: terms.publish.reason }).fill('Returning customers are worth it.');
  expect(await send.isDisabled()).toBe(true);
  await dialog.getByRole('textbox', { name: 'Type shop-loyal to confirm' }).fill(shop);
  await send.click();
  await page.getByText(terms.publish.proposed).waitFor();
  await page.getByText(terms.bar.open).waitFor();
  await button(page, terms.bar.seeProposal).click();
  await page.getByText(terms.proposals.own).waitFor();
}
const proposalsShape = z.looseObject({ proposals: z.array(z.looseObject({ id: z.string() })) });

/** The proposer cannot; his colleague reads the same sentences and says yes. */
async function approve(): Promise<void> {
  const path = `/api/v1/programs/${shop}/terms/proposals`;
  const proposer = await personAtWork(browser, net.url, accountOf(owner));
  const [proposal] = proposalsShape.parse(await proposer.get(path)).proposals;
  const yes = proposer.post(`${path}/${proposal?.id}/approve`, { reason: 'I like it.' });
  await expect(yes).rejects.toThrow(/second_person_required/);
  await proposer.leave();

  const second = await openVisitor(browser, { url: net.url, language: 'en' });
  const { page } = second;
  await page.clock.setFixedTime(clock.now());
  await signIn(second, colleague);
  await open(second, TERMS);
  await button(page, terms.bar.seeProposal).click();
  const panel = page.getByRole('tabpanel');
  await panel.getByText('Reason: Returning customers are worth it.').waitFor();
  const sentence = 'From 20 Jun 2026, 00:00 Europe/Madrid the rate of rule returning rises from 3.00 % to 4.5 %.';
  await panel.getByRole('listitem').filter({ hasText: sentence }).waitFor();
  await panel.getByRole('textbox', { name: terms.proposals.yourReason }).fill('So do I.');
  await panel.getByRole('button', { name: terms.proposals.approve, exact: true }).click();
  await page.getByText(terms.proposals.approved).waitFor();
  await tab(page, terms.tabs.versions).click();
  const announced = panel.locator('.mantine-Paper-root').filter({ hasText: 'S2' }).first();
  await announced.getByText(terms.versions.future, { exact: true }).waitFor();
  expect(second.problems).toEqual([]);
  await second.close();
  const published = await net.network.db.transaction(SYSTEM, (tx) => termsOf(tx, shop));
  expect(published?.versions.map(({ id, from }) => [id, from])).toEqual([
    ['S1', Date.parse('2021-12-31T23:00:00Z')],
    ['S2', START_OF_S2],
  ]);
}

/** An order of the last minute of the old version, and one of the first minute of the new one. */
async function orderByBoth(page: Page): Promise<void> {
  clock.set(START_OF_S2 - 60_000);
  await buy('AFTER-1', '100.00', 'returning');
  clock.set(START_OF_S2 + 60_000);
  await buy('AFTER-2', '100.00', 'returning');
  await page.clock.setFixedTime(clock.now());
  const priced = await Promise.all(
    ['BEFORE-1', 'AFTER-1', 'AFTER-2'].map((order) => net.why(owner, `${shop}/${order}`)),
  );
  expect(priced.map(({ terms_version: version, commission }) => [version, commission])).toEqual([
    ['S1', { amount: '3.00', currency: 'EUR' }],
    ['S1', { amount: '3.00', currency: 'EUR' }],
    ['S2', { amount: '4.50', currency: 'EUR' }],
  ]);
}

/** He and the publisher read the same of both orders: version, rule, amount. */
async function readWhy(page: Page): Promise<void> {
  // Four days have passed: the session has ended.
  await signIn(visitor, accountOf(owner));
  await open(visitor, `/app/advertiser/orders?program=${shop}`);
  await page.getByText('5 orders', { exact: true }).waitFor();
  await page.getByRole('link', { name: 'AFTER-2', exact: true }).click();
  await page.getByText('It was decided by version S2 of the terms of Fern & Loom', { exact: false }).waitFor();
  const lines = page.getByRole('region', { name: words.daily.order.lines, exact: true });
  expect(await lines.locator('tbody tr').allInnerTexts()).toEqual([
    `1\tSOFA\t€100.00\tpending\t${words.names.reason.AWAITING_RECEIPT}\t4.5%\t€4.50`,
  ]);
  await button(page, words.daily.order.showTrace).click();
  await page
    .getByRole('row')
    .filter({ hasText: /returning.*applies/ })
    .waitFor();

  const reader = await openVisitor(browser, { url: net.url, language: 'en' });
  await reader.page.clock.setFixedTime(clock.now());
  await signIn(reader, accountOf(anna));
  await open(reader, `/app/publisher/actions/why?program=${shop}&order=AFTER-2`);
  const told = await reader.page.locator('main').innerText();
  expect(told).toMatch(/You will earn\s+€4\.50/);
  expect(told).toContain(
    'Version S2 of the terms of Fern & Loom held when the order was made (from 20 Jun 2026, 00:00',
  );
  expect(told).toContain('rule returning: pay 4.5% as PAID_RATE');
  await open(reader, `/app/publisher/actions/why?program=${shop}&order=BEFORE-1`);
  const before = await reader.page.locator('main').innerText();
  expect(before).toMatch(/You will earn\s+€3\.00/);
  expect(before).toContain('Version S1 of the terms of Fern & Loom held when the order was made');
  expect(before).toContain('rule returning: pay 3.00% as PAID_RATE');
  expect([...reader.problems, ...visitor.problems]).toEqual([]);
  await reader.close();
  await visitor.close();
}
