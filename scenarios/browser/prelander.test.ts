import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { edgeInTest } from '../../modules/clicks/testing/edge-in-test.ts';
import { listen, testLink, testSnapshot } from '../../modules/clicks/testing/index.ts';
import { openBrowser } from './chromium.ts';

/** What a browser says of a navigation, asked of a real one: the edge takes its word for the visitor's action (S-107). */
const { its, restart, lastRecorded } = edgeInTest();

let browser: Browser;
let site: Server;
let prelander = '';
beforeAll(async () => {
  browser = await openBrowser();
  site = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '/', prelander);
    const link = searchParams.get('link') ?? '';
    const script = searchParams.has('itself') ? '<script>document.querySelector("a").click()</script>' : '';
    response.setHeader('content-type', 'text/html').end(`<a href="${link}">To the shop</a>${script}`);
  });
  prelander = `http://127.0.0.1:${await listen(site)}`;
});
afterAll(async () => {
  await browser.close();
  site.close();
  await once(site, 'close');
});

/** Opens a page with the link of an ad space of pop traffic, and has the browser follow it to the shop. */
async function followed(way: 'press' | 'itself', declared = prelander) {
  const adSpace = { ...testLink().adSpace, kind: 'pop_with_prelander', prelander: declared };
  await restart(testSnapshot({ links: [testLink({ adSpace })] }));
  const link = `http://127.0.0.1:${its.port}/g/${testLink().code}`;
  const page = await browser.newPage();
  await page.route('https://shop.tld/**', (route) => route.fulfill({ body: 'The shop' }));
  await page.goto(`${prelander}/?link=${encodeURIComponent(link)}${way === 'itself' ? '&itself' : ''}`, {
    waitUntil: 'commit',
  });
  if (way === 'press') await page.getByText('To the shop').click();
  await page.waitForURL('https://shop.tld/**');
  await page.close();
  const { attributable, flags } = await lastRecorded();
  return { attributable, action: !flags.includes('no_action') };
}

describe('pop traffic with a prelander, in a real browser', () => {
  it('counts where the visitor presses', async () => {
    expect(await followed('press')).toEqual({ attributable: true, action: true });
  });

  it('does not count where the page presses by itself', async () => {
    expect(await followed('itself')).toEqual({ attributable: false, action: false });
  });

  it('does not count where the visitor presses on a page that is not the declared one', async () => {
    expect(await followed('press', 'https://pop.example')).toEqual({ attributable: false, action: false });
  });
});
