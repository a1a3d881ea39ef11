import { afterAll, beforeAll, expect, it } from 'vitest';
import { clickReading } from '../../modules/clicks/index.ts';
import { shortLink, standardLink } from '../../modules/links/index.ts';
import { block, unblock } from '../../modules/partnerships/index.ts';
import {
  NETWORK_START,
  testAdSpace,
  testJoin,
  testProgram,
  testPublisher,
} from '../../modules/partnerships/testing.ts';
import { changeProgram } from '../../modules/programs/index.ts';
import { manualClock } from '../../platform/clock/index.ts';
import { openTestNetwork, type TestNetwork } from '../support/network.ts';
import { until } from './liveness.ts';

/** Promised within a second on an idle machine; here it is only shown that it comes by itself. */
const WAIT_MS_MAX = 100_000;
const BY = { at: NETWORK_START, actor: 'test' };

let t: TestNetwork;
beforeAll(async () => {
  t = await openTestNetwork({ clock: manualClock(NETWORK_START) });
});
afterAll(() => t.close());

/** Status of a click, with what follows the click id's name in the address: whether it carries one. */
async function click(path: string): Promise<{ readonly status: number; readonly withId: boolean }> {
  const { status, headers } = await fetch(`${t.url}${path}`, {
    redirect: 'manual',
    headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0' },
  });
  return { status, withId: headers.get('location')?.includes('tribid=') === true };
}

it('what is made, blocked or stopped while an edge runs reaches it by itself', async () => {
  const { db } = t.network;
  const org = await testPublisher(db);
  const { program } = await testProgram(db);
  const adSpace = await testAdSpace(db, org);
  await testJoin(db, adSpace, program);
  const asked = { adSpaceId: adSpace.id, program: program.code, at: NETWORK_START };
  const link = await db.transaction({ role: 'app', org }, (tx) => standardLink(tx, asked));
  const path = link.ok ? link.value.path : '';
  await until('a new link is known', WAIT_MS_MAX, async () => (await click(path)).status === 302);
  expect(await click(path)).toEqual({ status: 302, withId: true });

  const short = await db.transaction({ role: 'app', org }, (tx) =>
    shortLink(
      tx,
      { publicUrl: t.url, clicks: clickReading(t.url, t.network.clickKeys) },
      { link: `${t.url}${path}?subid=short`, at: NETWORK_START },
    ),
  );
  const shortPath = short.ok ? short.value : '';
  await until('a short link is known', WAIT_MS_MAX, async () => (await click(shortPath)).status === 302);

  await db.transaction({ role: 'system' }, (tx) =>
    block(tx, { adSpaceId: adSpace.id, program: program.code, reason: 'x', ...BY }),
  );
  await until('the block is known', WAIT_MS_MAX, async () => (await click(path)).status === 410);
  expect(await click(shortPath)).toEqual({ status: 410, withId: false });
  await db.transaction({ role: 'system' }, (tx) =>
    unblock(tx, { adSpaceId: adSpace.id, program: program.code, ...BY }),
  );
  await until('the end of the block is known', WAIT_MS_MAX, async () => (await click(path)).status === 302);
  expect(await click(path)).toEqual({ status: 302, withId: true });

  await db.transaction({ role: 'system' }, (tx) => changeProgram(tx, program.code, { status: 'stopped' }, BY));
  await until('the stop is known', WAIT_MS_MAX, async () => (await click(path)).status === 410);
  expect(t.troubles).toEqual([]);
});
