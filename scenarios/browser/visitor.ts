import type { Browser, BrowserContext, Page, Request } from 'playwright-core';
import { z } from 'zod';

export type Theme = 'light' | 'dark';

export interface VisitorOptions {
  /** Where the network is; a request to anywhere else is a problem. */
  readonly url: string;
  readonly language?: 'en' | 'ru' | 'es';
  readonly theme?: Theme;
  readonly width?: number;
}

/** A person in front of a browser, and everything the browser objected to meanwhile. */
export interface Visitor {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the console said, what left for other hosts, what the content security policy stopped. A good journey leaves it empty. */
  readonly problems: string[];
  close(): Promise<void>;
}

const HEIGHT = 1000;
/** Bounds what never comes; a busy machine takes many times what a quiet one does. */
const WAIT_MS_MAX = 60_000;
const LOOK_AGAIN_MS = 10;
const LOCALES = { en: 'en-GB', ru: 'ru-RU', es: 'es-ES' } as const;

export async function openVisitor(browser: Browser, options: VisitorOptions): Promise<Visitor> {
  const { url, language = 'en', theme = 'light', width = 1600 } = options;
  const context = await browser.newContext({
    baseURL: url,
    locale: LOCALES[language],
    colorScheme: theme,
    viewport: { width, height: HEIGHT },
    reducedMotion: 'reduce',
    timezoneId: 'UTC',
  });
  context.setDefaultTimeout(WAIT_MS_MAX);
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') problems.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => problems.push(`thrown: ${error.message}`));
  follow(page);
  page.on('request', (request) => {
    const to = request.url();
    if (!to.startsWith(url) && /^https?:/.test(to)) problems.push(`request to another host: ${to}`);
  });
  return { page, context, problems, close: () => context.close() };
}

/** Signs in by the API, as the screen does; what follows is that person. */
export async function signIn(
  visitor: Visitor,
  account: { readonly email: string; readonly password: string },
): Promise<void> {
  const answer = await visitor.page.request.post('/api/v1/session', {
    data: { email: account.email, password: account.password },
    headers: { origin: new URL(await baseOf(visitor)).origin },
  });
  if (!answer.ok()) throw new Error(`signing in as ${account.email}: ${answer.status()} ${await answer.text()}`);
}

async function baseOf(visitor: Visitor): Promise<string> {
  const answer = await visitor.page.request.get('/health');
  return answer.url();
}

/** Opens a page and waits until it shows what it loads. */
export async function open(visitor: Visitor, path: string): Promise<void> {
  await visitor.page.goto(path);
  await settled(visitor.page);
}

// Run by the browser, so they are texts here: this side knows no document.
const WIDTHS = '[document.documentElement.scrollWidth, document.documentElement.clientWidth]';
const widths = z.tuple([z.number(), z.number()]);

/** Shows the page in another width and theme, and waits until it is painted so. */
export async function lookAs(
  page: Page,
  { width, theme }: { readonly width: number; readonly theme: Theme },
): Promise<void> {
  await page.setViewportSize({ width, height: HEIGHT });
  await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
  const cabinets = page.locator('html[data-mantine-color-scheme]');
  if ((await cabinets.count()) > 0)
    await page.locator(`html[data-mantine-color-scheme=${theme}]`).waitFor({ state: 'attached' });
  await evaluated(
    page,
    'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))',
    'to be painted',
  );
}

/** Requests of a page that are not answered yet. */
const underWay = new WeakMap<Page, Set<Request>>();

function follow(page: Page): void {
  const requests = new Set<Request>();
  underWay.set(page, requests);
  page.on('request', (request) => {
    // Nobody waits any more for what the document before this one asked.
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) requests.clear();
    requests.add(request);
  });
  page.on('requestfinished', (request) => requests.delete(request));
  page.on('requestfailed', (request) => requests.delete(request));
}

/**
 * Run by the browser: until it has had nothing to do and changed nothing for several rounds. A page that the browser takes for one out of sight
 * is told only every ten seconds that it is idle, so each round is bounded.
 */
const QUIET = `new Promise((done) => {
  let rounds = 0;
  const observer = new MutationObserver(() => { rounds = 0; });
  observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
  const round = () => requestIdleCallback(() => {
    rounds += 1;
    if (rounds < 6) { setTimeout(round, 25); return; }
    observer.disconnect();
    done(document.querySelector('[aria-busy="true"]:not([data-sample] *)') === null);
  }, { timeout: 500 });
  round();
})`;

/** What is asked of a page that does not answer in this time says why; the test of which it is part would only say that it took too long. */
export const REST_MS_MAX = 60_000;
const ASK_AGAIN_MS = 10_000;
const TELLS_MS_MAX = 5_000;

/** Run by the browser, for two seconds: whether it paints, is idle, is in sight, and what changes all the time. */
const UNREST = `new Promise((done) => {
  const told = { sight: document.visibilityState, painted: 0, idle: 0, changed: {} };
  const nameOf = ({ nodeName, className, parentElement }) => nodeName + '.' + (className || parentElement?.className || '');
  const observer = new MutationObserver((changes) => {
    for (const { type, attributeName, target } of changes) {
      const name = [type, attributeName, nameOf(target)].join(' ');
      told.changed[name] = (told.changed[name] ?? 0) + 1;
    }
  });
  observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
  const paint = () => requestAnimationFrame(() => { told.painted += 1; paint(); });
  const idle = () => requestIdleCallback(() => { told.idle += 1; setTimeout(idle, 10); });
  paint();
  idle();
  setTimeout(() => { observer.disconnect(); done(JSON.stringify(told).slice(0, 2000)); }, 2000);
})`;

class Restless extends Error {}

/**
 * What the page answers to a script within a minute. It is asked again when it is late: two of some thirty runs on a busy machine lost an
 * answer, of a page that was in sight, painted and idle, and the test waited for it to its end.
 */
export async function evaluated(page: Page, script: string, what: string, askAgainMs = ASK_AGAIN_MS): Promise<unknown> {
  const asked: Promise<unknown>[] = [];
  for (const until = Date.now() + REST_MS_MAX; Date.now() < until; ) {
    asked.push(page.evaluate(script));
    const answer = await within(askAgainMs, Promise.race(asked));
    if (answer !== LATE) return answer;
  }
  const unrest = await within(TELLS_MS_MAX, page.evaluate(UNREST));
  throw new Restless(
    `${page.url()} was given a minute ${what}: ${unrest === LATE ? 'it does nothing at all' : unrest}`,
  );
}

const LATE = Symbol('late');

async function within<T>(millisecondsMax: number, answer: Promise<T>): Promise<T | typeof LATE> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<typeof LATE>((resolve) => {
    timer = setTimeout(() => resolve(LATE), millisecondsMax);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

function restless(error: unknown): false {
  if (error instanceof Restless) throw error;
  return false;
}

/** Until nothing loads any more: also after a click, when no new document comes whose end could be waited for. */
export async function settled(page: Page): Promise<void> {
  const requests = underWay.get(page) ?? new Set();
  const until = Date.now() + REST_MS_MAX;
  for (let isQuiet = false; !isQuiet; ) {
    await page.waitForLoadState('load');
    // The document may be left meanwhile; then it is the next one that has to come to rest.
    const isIdle =
      requests.size === 0 && (await evaluated(page, QUIET, 'to have nothing to do').catch(restless)) === true;
    isQuiet = isIdle && requests.size === 0;
    if (!isQuiet) {
      if (Date.now() > until) {
        const waiting = [...requests].map((request) => `${request.method()} ${request.url()}`);
        throw new Error(
          `${page.url()} does not come to rest; it waits for: ${waiting.join(', ') || 'what is busy on it'}`,
        );
      }
      await page.waitForTimeout(LOOK_AGAIN_MS);
    }
  }
}

/** Whether the page is wider than the window: then a phone would scroll sideways. */
export async function layoutProblems(page: Page): Promise<readonly string[]> {
  const [content, inner] = widths.parse(await page.evaluate(WIDTHS));
  return content > inner ? [`layout: the page is ${content} pixels wide in a window of ${inner}`] : [];
}
