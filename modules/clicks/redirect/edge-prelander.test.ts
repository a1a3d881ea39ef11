import { describe, expect, it } from 'vitest';
import { LINK } from '../testing/bad-clicks.ts';
import { edgeInTest, place } from '../testing/edge-in-test.ts';
import { ask, testLink, testSnapshot } from '../testing/index.ts';

const { its, restart, lastRecorded } = edgeInTest();

const SHOP = 'https://shop.tld/';
const PRELANDER = 'https://pop.example';
const acted = { 'sec-fetch-user': '?1' };
const { adSpace, partnership } = testLink();
const popSpace = { ...adSpace, kind: 'pop_with_prelander', prelander: PRELANDER };

async function clicked(headers: Record<string, string>) {
  const { location } = await ask(its.port, LINK, { headers });
  const { flags, attributable } = await lastRecorded();
  return { location: place(location), flags, attributable };
}
const counts = { location: `${SHOP}?admitad_uid=*`, flags: [], attributable: true };
const doesNot = { location: SHOP, flags: ['no_action'], attributable: false };

describe('a link of pop traffic (S-107)', () => {
  it.each([
    ['the origin alone', PRELANDER],
    ['the origin with a slash', `${PRELANDER}/`],
    ['the whole address', `${PRELANDER}/offer?x=1`],
  ])('counts where the visitor acted on the prelander, told as %s', async (_, referer) => {
    await restart(testSnapshot({ links: [testLink({ adSpace: popSpace })] }));
    expect(await clicked({ ...acted, referer })).toEqual(counts);
  });

  it.each([
    ['a window that opened by itself', { referer: `${PRELANDER}/` }],
    ['another word than the browser’s', { referer: `${PRELANDER}/`, 'sec-fetch-user': '?0' }],
    ['an action on another page', { ...acted, referer: 'https://other.example/' }],
    ['an action on a host that begins alike', { ...acted, referer: `${PRELANDER}.evil.example/` }],
    ['an action by the other scheme', { ...acted, referer: 'http://pop.example/' }],
    ['an action somewhere', acted],
  ])('does not count after %s, though the visitor reaches the shop', async (_, headers) => {
    await restart(testSnapshot({ links: [testLink({ adSpace: popSpace })] }));
    expect(await clicked(headers)).toEqual(doesNot);
  });

  it('counts never without a prelander', async () => {
    await restart(testSnapshot({ links: [testLink({ adSpace: { ...popSpace, prelander: null } })] }));
    expect(await clicked({ ...acted, referer: `${PRELANDER}/` })).toEqual(doesNot);
  });

  it('is one too where an ad space of another kind declared this traffic for the program', async () => {
    const declared = { ...partnership, trafficType: 'pop_with_prelander' };
    const links = [testLink({ adSpace: { ...adSpace, prelander: PRELANDER }, partnership: declared })];
    await restart(testSnapshot({ links }));
    expect(await clicked({})).toEqual(doesNot);
    expect(await clicked({ ...acted, referer: PRELANDER })).toEqual(counts);
  });
});

it('other links need no action', async () => {
  expect(await clicked({})).toEqual(counts);
});
