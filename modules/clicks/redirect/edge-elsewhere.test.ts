import { describe, expect, it } from 'vitest';
import { openClickId } from '../id/click-id.ts';
import { LINK, signed, ulp } from '../testing/bad-clicks.ts';
import { edgeInTest, from, place } from '../testing/edge-in-test.ts';
import { ask, places, testKeys, testLink, testProgram, testSnapshot } from '../testing/index.ts';

const { its, restart, recorded, lastRecorded } = edgeInTest();

describe('the page in place of the shop of who was blocked (S-090)', () => {
  const blocked = testSnapshot({
    links: [testLink({ partnership: { status: 'blocked', agreed: true, trafficType: 'content' } })],
    shorts: [{ short: 'abcd2345', code: testLink().code, query: 'subid=s' }],
  });

  it.each([
    ['en', 'de, en;q=0.5', 'This link is no longer in use'],
    ['ru', 'ru-RU, en;q=0.5', 'Эта ссылка больше не действует'],
    ['es', 'es-MX', 'Este enlace ya no está en uso'],
  ])('speaks %s to who asks for %s, names nobody and nothing, and lets nothing in', async (language, asked, title) => {
    await restart(blocked);
    const { status, headers, body } = await ask(its.port, LINK, { headers: { 'accept-language': asked } });
    expect(status).toBe(410);
    expect(headers).toMatchObject({
      'content-language': language,
      vary: 'Accept-Language, Cookie',
      'cache-control': 'no-store',
      'x-robots-tag': 'noindex',
      'referrer-policy': 'no-referrer',
      'content-type': 'text/html; charset=utf-8',
    });
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
    );
    expect(headers['set-cookie']).toBeUndefined();
    expect(body).toContain(`<html lang="${language}">`);
    expect(body).toContain(`<h1>${title}</h1>`);
    expect(body).not.toMatch(/https?:|src=|href=|<script|shop\.tld/);
  });

  it('stands behind short links, for crawlers, prefetches and HEAD alike; every click is kept and none is attributable', async () => {
    await restart(blocked);
    const bot = { 'user-agent': 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)' };
    const answers = [
      await ask(its.port, '/s/abcd2345'),
      await ask(its.port, LINK, { headers: bot }),
      await ask(its.port, LINK, { headers: { 'sec-purpose': 'prefetch' } }),
      await ask(its.port, LINK, { method: 'HEAD' }),
      await ask(its.port, ulp('https://evil.tld/')),
    ];
    expect(answers.map(({ status, location }) => [status, location])).toEqual(answers.map(() => [410, null]));
    const clicks = await recorded();
    expect(clicks.map(({ attributable, flags }) => [attributable, flags[0]])).toEqual(
      answers.map(() => [false, 'not_joined']),
    );
    expect(its.edge.status()).toMatchObject({ recorded: 5, pages: { link_not_in_use: 5 } });
  });
});

describe('a short link', () => {
  it('is a click on the link that it stands for, with what was set when it was made', async () => {
    const { code } = testLink();
    await restart(
      testSnapshot({
        shorts: [{ short: 'short001', code, query: `subid=set&${signed('https://shop.tld/item/7.html')}` }],
      }),
    );
    const answer = await ask(its.port, '/s/short001?subid1=own&subid=other', from(places.russia));
    expect(answer.status).toBe(302);
    expect(place(answer.location)).toBe('https://shop.tld/item/7.html?admitad_uid=*');
    expect(await lastRecorded()).toMatchObject({
      linkCode: code,
      subids: ['set', 'own', null, null, null],
      target: 'https://shop.tld/item/7.html',
      flags: ['duplicate_param'],
    });
    expect((await ask(its.port, '/s/short001/', from(places.russia))).status).toBe(302);
    expect((await ask(its.port, '/s/short002', from(places.russia))).status).toBe(404);
  });
});

describe('GEO routing (R-15)', () => {
  const cis = ['RU', 'KZ'];
  const rc = testProgram({
    code: 'rc',
    homeUrl: 'https://rc.tld/',
    allowedHosts: ['rc.tld'],
    geoRouting: { pair: 'ww', mode: 'on', share: 0, countries: cis },
  });
  const ww = testProgram({
    code: 'ww',
    campaignCode: 'dddddddddd',
    homeUrl: 'https://ww.tld/',
    allowedHosts: ['ww.tld'],
    geoRouting: { pair: 'rc', mode: 'on', share: 0, countries: null },
  });
  const toRc = testLink({ program: 'rc' });
  const toWw = testLink({
    program: 'ww',
    code: 'link000002aaaaaaaaaadddddddddd',
    partnership: { status: 'joined', agreed: true, trafficType: 'social' },
  });
  const both = { links: [toRc, toWw], programs: [rc, ww] };

  it.each([
    ['E-88: RC link, German click → WW', toRc, places.germany, 'ww', 'rc'],
    ['E-89: WW link, Russian click → RC', toWw, places.russia, 'rc', 'ww'],
    ['RC link, Russian click stays', toRc, places.russia, 'rc', null],
    ['WW link, German click stays', toWw, places.germany, 'ww', null],
    ['unknown country stays', toRc, places.nowhere, 'rc', null],
  ])('%s', async (_, link, address, program, routedFrom) => {
    await restart(both);
    const answer = await ask(its.port, `/g/${link.code}`, from(address));
    expect(place(answer.location)).toBe(`https://${program}.tld/?admitad_uid=*`);
    const click = await lastRecorded();
    expect(click).toMatchObject({
      program,
      routedFrom,
      linkCode: link.code,
      trafficType: program === 'ww' ? 'social' : 'content',
    });
    const token = openClickId(testKeys, click.clickId);
    expect(token).toMatchObject({
      value: { routed: routedFrom !== null, campaignCode: program === 'ww' ? 'dddddddddd' : 'cccccccccc' },
    });
  });

  it.each([
    ['is off', { ...both, programs: [{ ...rc, geoRouting: { ...rc.geoRouting, mode: 'off' as const } }, ww] }],
    ['has no link of the ad space in the other program', { ...both, links: [toRc] }],
    [
      'finds the ad space not joined there',
      { ...both, links: [toRc, { ...toWw, partnership: { ...toWw.partnership, status: 'blocked' as const } }] },
    ],
    ['finds the other program stopped', { ...both, programs: [rc, { ...ww, status: 'stopped' as const }] }],
  ])('does not happen when it %s', async (_, snapshot) => {
    await restart(snapshot);
    await ask(its.port, `/g/${toRc.code}`, from(places.germany));
    expect(await lastRecorded()).toMatchObject({ program: 'rc', routedFrom: null });
  });

  it('in its test phase moves the stated share of visitors, and each visitor always the same way', async () => {
    await restart({ ...both, programs: [{ ...rc, geoRouting: { ...rc.geoRouting, mode: 'test', share: 0.3 } }, ww] });
    const visitors = Array.from({ length: 400 }, (_, index) => index.toString(32).padStart(40, '0'));
    for (let round = 0; round < 2; round += 1) {
      await Promise.all(
        visitors.map((visitor) =>
          ask(its.port, `/g/${toRc.code}`, {
            headers: { 'x-forwarded-for': places.germany, cookie: `tv_cccccccccc=${visitor}` },
          }),
        ),
      );
    }
    const routedOf = new Map<string, Set<boolean>>();
    for (const { visitorId, routedFrom } of await recorded()) {
      routedOf.set(visitorId, (routedOf.get(visitorId) ?? new Set()).add(routedFrom !== null));
    }
    expect([...routedOf.values()].every((ways) => ways.size === 1)).toBe(true);
    const share = [...routedOf.values()].filter((ways) => ways.has(true)).length / visitors.length;
    expect(share).toBeGreaterThan(0.22);
    expect(share).toBeLessThan(0.38);
  });
});
