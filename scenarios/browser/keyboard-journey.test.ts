import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dayText } from '../../contract/date-text.ts';
import { words as account } from '../../contract/words/en/account.ts';
import { words as frame } from '../../contract/words/en/frame.ts';
import { words } from '../../contract/words/en/publisher.ts';
import { type BusyNetwork, openBusyNetwork, PROGRAM } from './busy-network.ts';
import { openBrowser } from './chromium.ts';
import { open, openVisitor, settled, type Visitor } from './visitor.ts';

const JOURNEY_MS_MAX = 300_000;
const DAY_MS = 86_400_000;
/** More stops than a page has before what one looks for. */
const STOPS_MAX = 90;
const NAME = 'AliExpress RU&CIS NEW';
const { navigation } = frame;

let browser: Browser;
let network: BusyNetwork;
let visitor: Visitor;
/** What had the focus and did not show it. */
const unseen = new Set<string>();

beforeAll(async () => {
  [browser, network] = await Promise.all([openBrowser(), openBusyNetwork()]);
  await network.addAdSpace('Second shelf');
  visitor = await openVisitor(browser, { url: network.url, language: 'en' });
  await visitor.context.grantPermissions(['clipboard-read', 'clipboard-write']);
});

afterAll(async () => {
  await browser?.close();
  await network?.close();
});

// Run by the browser: what has the focus, and whether one sees it.
const FOCUSED = `(() => {
  const { activeElement: focused, body } = document;
  if (focused === null || focused === body) return 'nothing';
  // A field with a button in it shows the focus around both.
  const isSeen = [focused, focused.closest('.mantine-PasswordInput-input')].some((shown) => {
    if (shown === null) return false;
    const { outlineStyle, outlineWidth } = getComputedStyle(shown);
    return outlineStyle !== 'none' && parseFloat(outlineWidth) > 0;
  });
  return isSeen ? 'seen' : focused.outerHTML.slice(0, 200);
})()`;

const isFocused = async (page: Page, target: Locator) => (await target.and(page.locator(':focus')).count()) === 1;
const button = (place: Page | Locator, name: string) => place.getByRole('button', { name, exact: true });

/** The tab key until it has the focus; every stop on the way is seen. */
async function reach(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  for (let stop = 0; stop < STOPS_MAX; stop += 1) {
    await page.keyboard.press('Tab');
    const focus = await page.evaluate(FOCUSED);
    // Past the last stop the focus is with the browser for a moment.
    if (focus === 'nothing') continue;
    if (focus !== 'seen') unseen.add(String(focus));
    if (await isFocused(page, target)) return;
  }
  throw new Error(`the tab key does not lead to ${target}`);
}

async function follow(page: Page, target: Locator): Promise<void> {
  await reach(page, target);
  await page.keyboard.press('Enter');
}

/** By the navigation; the focus is then at the title. */
async function go(page: Page, line: string, title: string): Promise<void> {
  await follow(
    page,
    page.getByRole('navigation', { name: frame.menu.main }).getByRole('link', { name: line, exact: true }),
  );
  const heading = page.getByRole('heading', { level: 1, name: title });
  await heading.waitFor();
  await expect.poll(() => isFocused(page, heading)).toBe(true);
  await settled(page);
}

test('a publisher works with the keyboard alone and always sees where he is', { timeout: JOURNEY_MS_MAX }, async () => {
  const { page } = visitor;
  await enter(page);
  await skip(page);
  await apply(page);
  await makeLink(page);
  await filter(page);
  await readWhy(page);
  expect([...unseen]).toEqual([]);
  expect(visitor.problems).toEqual([]);
  await visitor.close();
});

async function enter(page: Page): Promise<void> {
  const { email, password } = network.accountOf('publisher');
  await open(visitor, '/app/sign-in');
  await reach(page, page.getByRole('textbox', { name: account.fields.email }));
  await page.keyboard.type(email);
  await reach(page, page.getByRole('textbox', { name: account.fields.password }));
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/app\/publisher/);
}

async function skip(page: Page): Promise<void> {
  await open(visitor, '/app/publisher/overview');
  await page.locator('body').evaluate('document.activeElement.blur()');
  await follow(page, page.getByRole('link', { name: frame.skip }));
  await page.keyboard.press('Tab');
  expect(await page.evaluate(FOCUSED)).toBe('seen');
  expect(await page.locator('main :focus').count()).toBe(1);
}

/** The rules of both programs are read and accepted in a dialog that keeps the focus and gives it back. */
async function apply(page: Page): Promise<void> {
  await go(page, navigation.publisher.programs, words.programs.title);
  await follow(page, page.getByRole('main').getByRole('link', { name: NAME, exact: true }).first());
  await page.getByRole('heading', { level: 1, name: NAME }).waitFor();
  await settled(page);
  const opener = button(page, words.applications.apply);
  await follow(page, opener);
  const dialog = page.getByRole('dialog', { name: `Apply to ${NAME}` });
  await dialog.getByRole('checkbox').nth(1).waitFor();
  for (let stop = 0; stop < 20; stop += 1) {
    await page.keyboard.press('Tab');
    expect(await dialog.locator(':focus').count()).toBe(1);
    const focus = await page.evaluate(FOCUSED);
    if (focus !== 'seen') unseen.add(String(focus));
  }
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await expect.poll(() => isFocused(page, opener)).toBe(true);

  await page.keyboard.press('Enter');
  for (const place of [0, 1]) {
    const box = dialog.getByRole('checkbox').nth(place);
    await reach(page, box);
    await page.keyboard.press('Space');
    expect(await box.isChecked()).toBe(true);
  }
  await follow(page, button(dialog, words.applications.send));
  await page.getByText(words.applications.sent).waitFor();
  await dialog.waitFor({ state: 'detached' });
  await settled(page);
  await expect.poll(() => page.evaluate(FOCUSED)).not.toBe('nothing');
}

async function makeLink(page: Page): Promise<void> {
  await open(visitor, `/app/publisher/links?program=${PROGRAM}`);
  await reach(page, page.getByRole('textbox', { name: words.links.addresses }));
  await page.keyboard.type(`https://aliexpress.ru/item/${network.product}.html`);
  await follow(page, button(page, 'Make 1 link'));
  const row = page.getByRole('row').filter({ hasText: network.product });
  const copy = row.getByRole('button', { name: new RegExp(`^${frame.actions.copy}: `) });
  await follow(page, copy);
  await expect
    .poll(() => page.evaluate('navigator.clipboard.readText()'))
    .toMatch(/^http:\/\/127\.0\.0\.1:\d+\/g\/\w+/);
  expect(await isFocused(page, copy)).toBe(true);
}

/** What is chosen stands in the address. */
async function filter(page: Page): Promise<void> {
  await go(page, navigation.publisher.statistics, words.statistics.title);
  await reach(page, page.getByRole('combobox', { name: words.filters.program }));
  await page.keyboard.press('ArrowDown');
  await page.getByRole('option', { name: NAME }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL(/program=/);
  await reach(page, page.getByRole('textbox', { name: words.filters.subid }));
  await page.keyboard.type('campaign-1');
  await page.keyboard.press('Enter');
  await page.waitForURL(/subid=campaign-1/);
  await settled(page);
  await chooseDay(page);
}

/** Typed as people write it, and the day before from the month that the field opens. */
async function chooseDay(page: Page): Promise<void> {
  await page.locator('body').evaluate('document.activeElement.blur()');
  await reach(page, page.getByRole('textbox', { name: words.filters.from, exact: true }));
  await page.keyboard.type('31.06.2024');
  await page.keyboard.press('Enter');
  await page.getByText(/^This is no day\. Write it as /).waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('ControlOrMeta+a');
  const [day, before] = [40, 41].map((days) => new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 10));
  const told = dayText('en', day ?? '');
  await page.keyboard.type(told);
  await page.keyboard.press('Enter');
  await page.waitForURL(`**from=${day}*`);
  await follow(page, button(page, `${words.filters.from}: choose from a calendar`));
  await expect.poll(() => isFocused(page, page.getByRole('button', { name: `day, ${told}` }))).toBe(true);
  await page.keyboard.press('ArrowLeft');
  expect(await page.evaluate(FOCUSED)).toBe('seen');
  await page.keyboard.press('Enter');
  await page.waitForURL(`**from=${before}*`);
  await settled(page);
  expect(await isFocused(page, button(page, `${words.filters.from}: choose from a calendar`))).toBe(true);
}

async function readWhy(page: Page): Promise<void> {
  await go(page, navigation.publisher.actions, words.actions.title);
  await follow(page, page.getByRole('link', { name: /BROWSER-1/ }));
  await page.getByRole('heading', { level: 1, name: 'Why order BROWSER-1 earns this' }).waitFor();
  await settled(page);
  const more = button(page, words.why.trace.show);
  await follow(page, more);
  await page.getByRole('heading', { name: words.why.trace.rules }).waitFor();
}
