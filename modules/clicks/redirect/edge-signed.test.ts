import { describe, expect, it } from 'vitest';
import { HOME, LINK, signed as signedTarget } from '../testing/bad-clicks.ts';
import { edgeInTest, place } from '../testing/edge-in-test.ts';
import { ask, testKeys, testLink, testProgram, testSnapshot } from '../testing/index.ts';
import { targetSigner } from './target-signature.ts';

const { its, restart, lastRecorded } = edgeInTest();

const PAGE = 'https://shop.tld/item/P1.html?x=1#top';
const SHOWN = 'https://shop.tld/item/P1.html?x=1&admitad_uid=*#top';
const signed = signedTarget(PAGE);
const [target = '', sig = ''] = signed.split('&');

async function clicked(query: string) {
  const answer = await ask(its.port, `${LINK}/?${query}`);
  const { flags, landing, raw } = await lastRecorded();
  return { location: place(answer.location), flags, redirected: landing.redirected, raw: raw?.['query'] ?? null };
}
const followed = { location: SHOWN, flags: [], redirected: false, raw: null };
const refused = (query: string, ...more: string[]) => ({
  location: `${HOME}*`,
  flags: [...more, 'altered_target'],
  redirected: true,
  raw: query,
});

describe('a signed target (S-096)', () => {
  it('is followed', async () => {
    expect(await clicked(signed)).toEqual(followed);
    expect(await clicked(`subid=a&${sig}&${target}`)).toEqual(followed);
  });

  it.each([
    ['with its host in capitals and its port', 'https://SHOP.tld:443/item/P1.html?x=1#top'],
    ['with dot segments', 'https://shop.tld/store/../item/./P1.html?x=1#top'],
    ['with blanks around it', ` ${PAGE} `],
  ])('may be spelt otherwise: %s', async (_, page) => {
    expect(await clicked(`ulp=${encodeURIComponent(page)}&${sig}`)).toEqual(followed);
  });

  it('may have its signature encoded', async () => {
    const encoded = [...sig.slice('sig='.length)].map((one) => `%${one.charCodeAt(0).toString(16)}`).join('');
    expect(await clicked(`${target}&sig=${encoded}`)).toEqual(followed);
  });

  it.each([
    ['another parameter', `${target.replace('x%3D1', 'x%3D2')}&${sig}`],
    ['one parameter more', `${target.replace('x%3D1', 'x%3D1%26y%3D2')}&${sig}`],
    ['another fragment', `${target.replace('top', 'end')}&${sig}`],
    ['another page', `ulp=${encodeURIComponent('https://shop.tld/item/P2.html?x=1#top')}&${sig}`],
    ['another scheme', `${target.replace('https', 'http')}&${sig}`],
    ['a foreign page', `ulp=${encodeURIComponent('https://evil.tld/')}&${sig}`],
    ['no address', `ulp=nothing&${sig}`],
    ['broken encoding', `ulp=https://shop.tld/%E0%A4%A&${sig}`],
    ['no target', sig],
    ['an empty target', `ulp=&${sig}`],
  ])('is not followed with %s: the home page, flagged, the request kept', async (_, query) => {
    expect(await clicked(query)).toEqual(refused(query));
  });

  it.each([
    ['empty', ''],
    ['too short', sig.slice('sig='.length, -1)],
    ['too long', `${sig.slice('sig='.length)}A`],
    ['of thousands of characters', 'A'.repeat(7_000)],
    ['no Base64', '!'.repeat(22)],
    ['beyond ASCII', encodeURIComponent('ł'.repeat(22))],
    ['broken', '%E0%A4%A'],
  ])('is not followed with a signature that is %s', async (_, signature) => {
    const query = `${target}&sig=${signature}`;
    expect(await clicked(query)).toEqual(refused(query));
  });

  it('has the first of two signatures (BAD-12)', async () => {
    const right = `${signed}&sig=wrong`;
    expect(await clicked(right)).toEqual({ ...followed, flags: ['duplicate_param'], raw: right });
    const wrong = `sig=wrong&${signed}`;
    expect(await clicked(wrong)).toEqual(refused(wrong, 'duplicate_param'));
  });

  it('is of one link: the signature of another does not fit', async () => {
    const other = targetSigner(testKeys).parameters(`link000002${'aaaaaaaaaa'}cccccccccc`, PAGE);
    expect(await clicked(other)).toEqual(refused(other));
  });

  it('on a host that the program gave up is refused as such: nobody altered it', async () => {
    await restart(
      testSnapshot({ programs: [testProgram({ allowedHosts: ['new.tld', 'shop.tld'], homeUrl: 'https://new.tld/' })] }),
    );
    expect(await clicked(signed)).toMatchObject({ location: 'https://shop.tld/item/P1.html?x=1&admitad_uid=*#top' });
    await restart(
      testSnapshot({ programs: [testProgram({ allowedHosts: ['new.tld'], homeUrl: 'https://new.tld/' })] }),
    );
    expect(await clicked(signed)).toMatchObject({
      location: 'https://new.tld/?admitad_uid=*',
      flags: ['target_refused'],
    });
  });

  it('comes with a short link, and what is added to that changes nothing', async () => {
    const shorts = [{ short: 'short001', code: testLink().code, query: signed }];
    await restart(testSnapshot({ shorts }));
    const other = encodeURIComponent('https://shop.tld/other');
    expect(place((await ask(its.port, `/s/short001?ulp=${other}&sig=wrong`)).location)).toBe(SHOWN);
  });
});

describe('a target without a signature', () => {
  it('is followed and told apart', async () => {
    expect(await clicked(target)).toEqual({ ...followed, flags: ['unsigned'] });
  });

  it('is not followed where the program takes signed links only; signed ones and the standard link are', async () => {
    await restart(testSnapshot({ programs: [testProgram({ signedLinksOnly: true })] }));
    expect(await clicked(target)).toEqual({ ...refused(target), flags: ['target_refused', 'unsigned'] });
    expect(await clicked(signed)).toEqual(followed);
    expect(place((await ask(its.port, LINK)).location)).toBe(`${HOME}*`);
    expect((await lastRecorded()).flags).toEqual([]);
  });

  it('that is stored with the link needs none', async () => {
    const links = [testLink({ kind: 'deeplink', target: PAGE })];
    await restart(testSnapshot({ links, programs: [testProgram({ signedLinksOnly: true })] }));
    expect(await clicked('')).toEqual(followed);
  });
});
