import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { shop } from '../../apps/tributary/example/people.ts';
import { manualClock } from '../../platform/clock/index.ts';
import { openTestNetwork, type TestNetwork } from '../support/network.ts';
import { openBrowser } from './chromium.ts';

/** What a browser says of a navigation, asked of a real one: the edge takes its word for the visitor's action (S-107). */
const anna = 'anna@gadget-notes.test';
const SHOP = /^https:\/\/fern-and-loom\.test\//;

/** A browser without a screen calls itself one, and is taken for a crawler. */
const PERSON = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/147.0.0.0 Safari/537.36';

const clock = manualClock(Date.UTC(2022, 5, 15, 9));
let browser: Browser;
let net: TestNetwork;
let site: Server;
/** Serves one page on two origins: the declared prelander, and another host of this machine. */
let port = 0;
beforeAll(async () => {
  site = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const itself = searchParams.has('itself') ? '<script>document.querySelector("a").click()</script>' : '';
    response.setHeader('content-type', 'text/html');
    response.end(`<a href="${searchParams.get('link')}">To the shop</a>${itself}`);
  }).listen(0);
  await once(site, 'listening');
  const address = site.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
  net = await openTestNetwork({
    clock,
    prepare: ({ db }, established) =>
      db.transaction({ role: 'system' }, async (tx) => {
        await tx.query(
          `update ad_spaces.ad_space set kind = 'pop_with_prelander', prelander_url = $1 where code = $2`,
          [`http://127.0.0.1:${port}/offer`, established.linkCode('notes', shop).slice(10, 20)],
        );
      }),
  });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await net.close();
  site.close();
  site.closeAllConnections();
});

/** Opens the page with the link, has the browser follow it as far as the shop, and tells what became of the click. */
async function followed(way: 'press' | 'itself', host = '127.0.0.1') {
  clock.advance(60_000);
  const link = `${net.url}/g/${net.established.linkCode('notes', shop)}`;
  const page = await browser.newPage({ userAgent: PERSON });
  const arrived = page.waitForRequest((request) => SHOP.test(request.url()));
  const query = `link=${encodeURIComponent(link)}${way === 'itself' ? '&itself' : ''}`;
  await page.goto(`http://${host}:${port}/offer?${query}`, { waitUntil: 'commit' });
  if (way === 'press') await page.getByText('To the shop').click({ noWaitAfter: true });
  const { searchParams } = new URL((await arrived).url());
  await page.close();
  await net.shipper.runOnce();
  const { body } = await net.get(anna, `/api/v1/clicks?program=${shop}`);
  const [{ attributable, flags }] = Object(body).clicks;
  return { attributable, flags: flags.filter((flag: string) => flag === 'no_action'), id: searchParams.has('tribid') };
}

it('pop traffic counts where the visitor presses on the prelander', async () => {
  expect(await followed('press')).toEqual({ attributable: true, flags: [], id: true });
});

it('it does not count where the page presses by itself, though the visitor reaches the shop', async () => {
  expect(await followed('itself')).toEqual({ attributable: false, flags: ['no_action'], id: false });
});

it('it does not count where the visitor presses on a page of another origin', async () => {
  expect(await followed('press', 'localhost')).toEqual({ attributable: false, flags: ['no_action'], id: false });
});
