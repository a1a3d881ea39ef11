import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessibilityProblems } from './axe.ts';
import { type BusyNetwork, openBusyNetwork, type Role } from './busy-network.ts';
import { openBrowser } from './chromium.ts';
import { layoutProblems, lookAs, openVisitor, signIn, type Theme } from './visitor.ts';
import { openCases, type Screen, screensOf } from './visits.ts';

interface Look {
  readonly width: number;
  readonly theme: Theme;
  readonly asked: 'all' | 'colours';
}

/** At each width all rules in one theme, and in the other those that depend on colours. */
const FIRST_LOOK: Look = { width: 1600, theme: 'light', asked: 'all' };
export const LOOKS: readonly Look[] = [
  FIRST_LOOK,
  { width: 1600, theme: 'dark', asked: 'colours' },
  { width: 360, theme: 'dark', asked: 'all' },
  { width: 360, theme: 'light', asked: 'colours' },
];

/** Bounds a browser that hangs; a busy machine takes minutes. */
export const LOOKING_MS_MAX = 400_000;

/** A browser and a busy network for the tests of a file. */
export interface Place {
  readonly browser: Browser;
  readonly network: BusyNetwork;
}

/** Opens them before the first test and closes them after the last. */
export function placeOfTests(): () => Place {
  let browser: Browser | null = null;
  let network: BusyNetwork | null = null;
  beforeAll(async () => {
    [browser, network] = await Promise.all([openBrowser(), openBusyNetwork()]);
    await openCases(browser, network);
  });
  afterAll(async () => {
    await browser?.close();
    await network?.close();
  });
  return () => {
    if (browser === null || network === null) throw new Error('the browser and the network are there in tests only');
    return { browser, network };
  };
}

/** An amount with the code of its currency, as programs write it; in fields and in what is shown word for word it may stand. */
const BARE_AMOUNT = /\d[.,]\d{2}\s(?:RUB|USD|EUR)\b/g;
const SHOWN = `(() => {
  const copy = document.querySelector('main')?.cloneNode(true);
  for (const each of copy?.querySelectorAll('code, pre, textarea, .cm-editor') ?? []) each.remove();
  return copy?.textContent ?? '';
})()`;

/** Amounts that are not written as people of the language write them. */
async function bareAmounts(page: Page): Promise<readonly string[]> {
  const text = String(await page.evaluate(SHOWN));
  return [...new Set(text.match(BARE_AMOUNT))].map((amount) => `the amount ${amount} is written for programs`);
}

/** What axe and the layout have to object to the page in this width and theme. */
export async function objectionsTo(page: Page, look: Look): Promise<string[]> {
  await lookAs(page, look);
  const problems = [...(await accessibilityProblems(page, look.asked)), ...(await layoutProblems(page))];
  return problems.map((problem) => `at ${look.width} ${look.theme}: ${problem}`);
}

/** A narrow screen has the colours of the wide one, so in the other theme one of a role stands for all. */
const LOOKS_AT_EACH = LOOKS.slice(0, 3);

/** Opens each screen once and looks at it in each width and theme. */
export async function objections(
  { browser, network }: Place,
  screens: readonly Screen[],
  who: Role | null,
): Promise<string[]> {
  const found: string[] = [];
  const first = screens.find(({ isWay }) => !isWay);
  const visitor = await openVisitor(browser, { url: network.url, language: 'en' });
  try {
    if (who !== null) await signIn(visitor, network.accountOf(who));
    for (const screen of screens) {
      await lookAs(visitor.page, FIRST_LOOK);
      await screen.open(visitor);
      for (const look of screen.isWay ? [] : screen === first ? LOOKS : LOOKS_AT_EACH) {
        found.push(...(await objectionsTo(visitor.page, look)).map((problem) => `${screen.name} ${problem}`));
      }
      found.push(...(await bareAmounts(visitor.page)).map((problem) => `${screen.name}: ${problem}`));
      const told = visitor.problems.splice(0);
      found.push(...told.map((problem) => `${screen.name}: ${problem}`));
      expect(await visitor.page.locator('h1').count(), `${screen.name} has one title`).toBe(1);
    }
  } finally {
    await visitor.close();
  }
  return found;
}

/** Everything that this role sees, each address once: a file for each role, so that they are looked at beside each other. */
export function testEveryAddressOf(who: Role | null, place: () => Place): void {
  test(`every address of ${who ?? 'whoever is not signed in'}, at 360 and 1600 pixels, light and dark: no axe violation, no console message, no sideways scrolling`, {
    timeout: LOOKING_MS_MAX,
  }, async () => {
    const screens = screensOf(who);
    expect(screens.length).toBeGreaterThan(5);
    expect(await objections(place(), screens, who)).toEqual([]);
  });
}
