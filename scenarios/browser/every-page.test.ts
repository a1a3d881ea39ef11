import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { words as account } from '../../contract/words/en/account.ts';
import { words as frame } from '../../contract/words/en/frame.ts';
import { type BusyNetwork, openBusyNetwork, type Role } from './busy-network.ts';
import { openBrowser } from './chromium.ts';
import { dialogsOf, preparedFor } from './dialogs.ts';
import { accessibilityProblems, layoutProblems, lookAs, open, openVisitor, signIn, type Theme } from './visitor.ts';
import { openCases, type Screen, screensOf } from './visits.ts';

let browser: Browser;
let network: BusyNetwork;

beforeAll(async () => {
  [browser, network] = await Promise.all([openBrowser(), openBusyNetwork()]);
  await openCases(browser, network);
});

afterAll(async () => {
  await browser?.close();
  await network?.close();
});

interface Look {
  readonly width: number;
  readonly theme: Theme;
  readonly asked: 'all' | 'colours';
}

/** At each width all rules in one theme, and in the other those that depend on colours. */
const FIRST_LOOK: Look = { width: 1600, theme: 'light', asked: 'all' };
const LOOKS: readonly Look[] = [
  FIRST_LOOK,
  { width: 1600, theme: 'dark', asked: 'colours' },
  { width: 360, theme: 'dark', asked: 'all' },
  { width: 360, theme: 'light', asked: 'colours' },
];

const pageAt = (path: string): Screen => ({
  name: path,
  isWay: false,
  refused: null,
  open: (visitor) => open(visitor, path),
});

async function objectionsTo(page: Page, { width, theme, asked }: Look): Promise<string[]> {
  const problems = [...(await accessibilityProblems(page, asked)), ...(await layoutProblems(page))];
  return problems.map((problem) => `at ${width} ${theme}: ${problem}`);
}

/** Opens each screen once and looks at it in each width and theme. */
async function objections(screens: readonly Screen[], who: Role | null): Promise<string[]> {
  const found: string[] = [];
  const visitor = await openVisitor(browser, { url: network.url, language: 'en' });
  try {
    if (who !== null) await signIn(visitor, network.accountOf(who));
    for (const screen of screens) {
      await lookAs(visitor.page, FIRST_LOOK);
      await screen.open(visitor);
      for (const look of screen.isWay ? [] : LOOKS) {
        await lookAs(visitor.page, look);
        found.push(...(await objectionsTo(visitor.page, look)).map((problem) => `${screen.name} ${problem}`));
      }
      const told = visitor.problems
        .splice(0)
        .filter((each) => screen.refused === null || !each.includes(screen.refused));
      found.push(...told.map((problem) => `${screen.name}: ${problem}`));
      expect(await visitor.page.locator('h1').count(), `${screen.name} has one title`).toBe(1);
    }
  } finally {
    await visitor.close();
  }
  return found;
}

/** Bounds a browser that hangs; a busy machine takes minutes. */
const TEST_MS_MAX = 400_000;

describe('a publisher’s cabinet', () => {
  test('whoever was signed out meanwhile is told so, and comes back to where he was', async () => {
    const visitor = await openVisitor(browser, { url: network.url, language: 'en' });
    const { page } = visitor;
    await signIn(visitor, network.accountOf('publisher'));
    await open(visitor, '/app/publisher/links');
    await visitor.context.clearCookies();
    await page.getByRole('link', { name: frame.navigation.publisher.actions, exact: true }).click();
    const told = page.getByRole('alert').filter({ hasText: frame.states.sessionEnded });
    await told.waitFor();
    await told.getByRole('link', { name: frame.account.signIn, exact: true }).click();
    const { email, password } = network.accountOf('publisher');
    await page.getByLabel(account.fields.email).fill(email);
    await page.getByRole('textbox', { name: account.fields.password }).fill(password);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/app/publisher/actions');
    await page.getByRole('heading', { level: 1, name: frame.navigation.publisher.actions }).waitFor();
    await visitor.close();
  });

  test('an address that holds what cannot be a name says that nothing is there, without a failure', async () => {
    const visitor = await openVisitor(browser, { url: network.url, language: 'en' });
    await signIn(visitor, network.accountOf('publisher'));
    for (const path of ['programs/%00', 'ad-spaces/%00', 'actions/why?program=x&order=%00']) {
      await open(visitor, `/app/publisher/${path}`);
      const text = await visitor.page.getByRole('alert').innerText();
      expect(text, path).toMatch(/parameter_invalid|not_found/);
    }
    expect(visitor.problems.filter((problem) => !/40[04] \(/.test(problem))).toEqual([]);
    await visitor.close();
  });

  test('on a phone the figures of a row stand beside each other, not each on a line', async () => {
    const visitor = await openVisitor(browser, { url: network.url, language: 'en', width: 360 });
    await signIn(visitor, network.accountOf('publisher'));
    await open(visitor, '/app/publisher/programs');
    const cells = await visitor.page.locator('.data-table tbody tr:first-child td').all();
    const boxes = await Promise.all(cells.map((cell) => cell.boundingBox()));
    const tops = boxes.map((box) => Math.round((box?.y ?? 0) / 8));
    expect(tops.length).toBeGreaterThan(4);
    expect(new Set(tops).size).toBeLessThan(tops.length - 1);
    await visitor.close();
  });
});

describe('every page is free of axe violations, console messages and sideways scrolling, at 360 and 1600 pixels, light and dark', () => {
  test('public pages', { timeout: TEST_MS_MAX }, async () => {
    const pages = [
      '/',
      '/programs',
      '/programs/aliexpress-ru-cis-new',
      '/programs/aliexpress-ww',
      '/es/programs/aliexpress-ru-cis-new',
      '/ru/programs/aliexpress-ru-cis-new',
      '/scheme',
      '/help',
      '/programs/nothing-of-the-kind',
    ];
    expect((await objections(pages.map(pageAt), null)).filter((text) => !/404 \(Not Found\)/.test(text))).toEqual([]);
  });

  test.each(['publisher', 'advertiser', 'operator', null] as const)('every address of the cabinets for: %s', {
    timeout: TEST_MS_MAX,
  }, async (who) => {
    const screens = screensOf(who);
    expect(screens.length).toBeGreaterThan(5);
    expect(await objections(screens, who)).toEqual([]);
  });

  test('dialogs and the pages that mails lead to', { timeout: TEST_MS_MAX }, async () => {
    const dialogs = dialogsOf(await preparedFor(browser, network));
    const found: string[] = [];
    for (const { name, as, show } of dialogs) {
      const visitor = await openVisitor(browser, { url: network.url, language: 'en', width: 360 });
      try {
        if (as !== null) await signIn(visitor, as);
        await show(visitor, async () => {
          for (const look of LOOKS.slice(2).toReversed()) {
            await lookAs(visitor.page, look);
            found.push(...(await objectionsTo(visitor.page, look)).map((problem) => `${name} ${problem}`));
          }
        });
        found.push(...visitor.problems.map((problem) => `${name}: ${problem}`));
      } finally {
        await visitor.close();
      }
    }
    expect(dialogs.length).toBeGreaterThan(7);
    expect(found).toEqual([]);
  });
});
