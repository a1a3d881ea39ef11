import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { words } from '../../contract/words/ru/frame.ts';
import { type BusyNetwork, openBusyNetwork, type Role } from './busy-network.ts';
import { openBrowser } from './chromium.ts';
import { open, openVisitor, signIn } from './visitor.ts';

/** What a first visit may load of script, compressed, as it travels. */
const CABINET_BYTES_MAX = 200_000;
const PUBLIC_BYTES_MAX = 30_000;
/** Bounds a browser that hangs; a busy machine takes minutes. */
const TEST_MS_MAX = 200_000;

let browser: Browser;
let network: BusyNetwork;

beforeAll(async () => {
  [browser, network] = await Promise.all([openBrowser(), openBusyNetwork()]);
});

afterAll(async () => {
  await browser?.close();
  await network?.close();
});

// Run by the browser, so it is a text here: this side knows no document.
const SCRIPTS = `performance.getEntriesByType('resource').filter(({ name }) => new URL(name).pathname.endsWith('.js'))
  .map(({ name, encodedBodySize, decodedBodySize }) => ({ name, encodedBodySize, decodedBodySize }))`;
const scripts = z.array(z.object({ name: z.string(), encodedBodySize: z.number(), decodedBodySize: z.number() }));

/** Scripts that a browser without a cache fetched until the page had shown all it shows unasked. In Russian: its words weigh most. */
async function loadedBy(path: string, who: Role | null): Promise<z.output<typeof scripts>> {
  const visitor = await openVisitor(browser, { url: network.url, language: 'ru' });
  try {
    if (who !== null) await signIn(visitor, network.accountOf(who));
    await open(visitor, path);
    // What it fetches for later counts as well.
    await visitor.page.waitForLoadState('networkidle');
    const title = await visitor.page.locator('h1').first().textContent();
    expect(title, path).not.toBe(words.states.notFound);
    return scripts.parse(await visitor.page.evaluate(SCRIPTS));
  } finally {
    await visitor.close();
  }
}

const bytesOf = (loaded: z.output<typeof scripts>): number =>
  loaded.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0);

describe('script of the first load, compressed', () => {
  test.each([
    ['/app/publisher/overview', 'publisher'],
    ['/app/advertiser', 'advertiser'],
    ['/app/operator', 'operator'],
    ['/app/sign-in', null],
  ] as const)('%s: at most 200 kB', { timeout: TEST_MS_MAX }, async (path, who) => {
    const loaded = await loadedBy(path, who);
    expect(loaded.length).toBeGreaterThan(2);
    for (const { name, encodedBodySize, decodedBodySize } of loaded) {
      // The smallest do not get smaller; what weighs travels compressed.
      if (decodedBodySize > 1_000) expect(encodedBodySize, name).toBeLessThan(decodedBodySize);
    }
    expect(bytesOf(loaded), loaded.map(({ name }) => name).join(' ')).toBeLessThanOrEqual(CABINET_BYTES_MAX);
  });

  test.each(['/', '/programs', '/programs/aliexpress-ru-cis-new', '/scheme', '/help'])('%s: at most 30 kB', {
    timeout: TEST_MS_MAX,
  }, async (path) => {
    const loaded = await loadedBy(path, null);
    expect(loaded).toHaveLength(1);
    expect(bytesOf(loaded)).toBeLessThanOrEqual(PUBLIC_BYTES_MAX);
  });
});
