import type { Browser } from 'playwright-core';
import { z } from 'zod';
import { openVisitor, signIn, type Visitor } from '../../../scenarios/browser/visitor.ts';
import type { Measured } from './network.ts';

/** One opening of a page by a browser that knows nothing yet. */
export interface Opening {
  /** Milliseconds from asking to the first text or picture. */
  readonly paint: number;
  /** Bytes of scripts as they travelled, and of everything. */
  readonly scriptBytes: number;
  readonly bytes: number;
  /** Tasks over 50 ms, and their milliseconds together. */
  readonly longTasks: number;
  readonly longTaskMs: number;
  /** Milliseconds until what the page is about was there. */
  readonly shown: number;
}

const LONG_TASKS = `window.longTasks = []; new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.longTasks.push(entry.duration);
}).observe({ type: 'longtask', buffered: true })`;

const FIGURES = `(() => {
  const files = performance.getEntriesByType('resource');
  const page = performance.getEntriesByType('navigation')[0];
  const sent = (entries) => entries.reduce((sum, entry) => sum + entry.encodedBodySize, 0);
  return {
    paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0,
    scriptBytes: sent(files.filter((entry) => new URL(entry.name).pathname.endsWith('.js'))),
    bytes: sent(files) + page.encodedBodySize,
    longTasks: window.longTasks.length,
    longTaskMs: window.longTasks.reduce((sum, ms) => sum + ms, 0),
  };
})()`;

const figuresShape = z.object({
  paint: z.number(),
  scriptBytes: z.number(),
  bytes: z.number(),
  longTasks: z.number(),
  longTaskMs: z.number(),
});

/** Opens an address in a new browser context, signed in where an account is given, and waits for `wanted` (a selector). */
export async function opening(
  browser: Browser,
  network: { readonly url: string; readonly account?: Measured['account'] },
  path: string,
  wanted: string,
): Promise<Opening> {
  const visitor = await openVisitor(browser, { url: network.url });
  try {
    if (network.account !== undefined) await signIn(visitor, network.account);
    return await measured(visitor, path, wanted);
  } finally {
    await visitor.close();
  }
}

async function measured({ page }: Visitor, path: string, wanted: string): Promise<Opening> {
  await page.addInitScript(LONG_TASKS);
  const began = performance.now();
  await page.goto(path, { waitUntil: 'commit' });
  await page.waitForSelector(wanted);
  const shown = performance.now() - began;
  await page.waitForLoadState('networkidle');
  return { shown, ...figuresShape.parse(await page.evaluate(FIGURES)) };
}
