import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Networks } from '../../../platform/geoip/index.ts';
import { openSpool } from '../../../platform/spool/index.ts';
import { openClickId } from '../id/click-id.ts';
import { HOME, LINK, signed, ulp } from '../testing/bad-clicks.ts';
import { AT, clock, edgeInTest, from, place } from '../testing/edge-in-test.ts';
import { ask, places, testGeo, testKeys, testProgram, testSnapshot } from '../testing/index.ts';
import { createEdge } from './edge.ts';

const { its, serve, stop, restart, recorded, lastRecorded } = edgeInTest();

describe('a click', () => {
  it('leads to the shop with a click id, durable before the answer, and tells what was clicked', async () => {
    const answer = await ask(
      its.port,
      `${LINK}/?subid=a%20b&subid1=1&subid4=4&${signed('https://m.shop.tld/item/P1.html?x=1#top')}`,
      {
        headers: { 'x-forwarded-for': places.russia, referer: 'https://blog.example/' },
      },
    );
    expect(answer.status).toBe(302);
    expect(place(answer.location)).toBe('https://m.shop.tld/item/P1.html?x=1&admitad_uid=*#top');
    expect(answer.headers).toMatchObject({ 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' });
    const click = await lastRecorded();
    expect(click).toMatchObject({
      at: AT,
      program: 'shop',
      country: 'RU',
      anonymizer: 'no',
      asn: 64_501,
      clientAddress: places.russia,
      landing: { kind: 'item', productId: 'P1', storeId: null, redirected: false },
      target: 'https://m.shop.tld/item/P1.html?x=1#top',
      subids: ['a b', '1', null, null, '4'],
      flags: [],
      attributable: true,
      routedFrom: null,
      geoDataOn: '2026-06-17',
      referrer: 'https://blog.example/',
      raw: null,
    });
    expect(answer.location).toContain(click.clickId);
    const token = openClickId(testKeys, click.clickId);
    expect(token).toMatchObject({ ok: true, value: { at: AT, country: 'RU', spooled: true, attributable: true } });
  });

  it.each(['', '/', '/anything/else', '?', '/?'])('is answered with %j after the code', async (rest) => {
    expect(place((await ask(its.port, LINK + rest)).location)).toBe(`${HOME}*`);
  });

  it('keeps one visitor for the lifetime of the program, by a cookie that scripts and other sites cannot read', async () => {
    const first = await ask(its.port, LINK);
    const cookie = first.headers['set-cookie']?.[0] ?? '';
    expect(cookie).toMatch(/^tv_cccccccccc=[0-9a-v]{40}; Max-Age=259200; Path=\/; HttpOnly; SameSite=Lax$/);
    await ask(its.port, LINK, { headers: { cookie: `a=1; ${cookie.split(';')[0]}; b=2` } });
    await ask(its.port, LINK, { headers: { cookie: 'tv_cccccccccc="><script>' } });
    const [one, two, three] = await recorded();
    expect(two?.visitorId).toBe(one?.visitorId);
    expect(two?.flags).toEqual(['dup']);
    expect(three?.visitorId).not.toBe(one?.visitorId);
    // The id says by itself that the first click was the visitor's first here.
    expect([one?.visitorSince, two?.visitorSince, three?.visitorSince]).toEqual([one?.at, one?.at, three?.at]);
    await restart(testSnapshot(), 'https://network.example');
    expect((await ask(its.port, LINK)).headers['set-cookie']?.[0]).toMatch(/; Secure$/);
  });

  it.each([
    ['https://shop.tld/', 'home', null, null],
    ['https://shop.tld/item/1005001.html?spm=1', 'item', '1005001', null],
    ['https://shop.tld/store/S-CN1', 'shop', null, 'S-CN1'],
    ['https://shop.tld/store/S-CN1/', 'shop', null, 'S-CN1'],
    ['https://shop.tld/category/17/phones.html', 'category', null, null],
    ['https://shop.tld/item/a/b.html', 'home', null, null],
  ])('to %s lands on %s', async (target, kind, productId, storeId) => {
    await ask(its.port, ulp(target));
    expect((await lastRecorded()).landing).toMatchObject({ kind, productId, storeId, redirected: false });
  });

  it('drops a click id that the target brings along, however its name is written', async () => {
    const answer = await ask(its.port, ulp('https://shop.tld/p?a=%20b&admitad_uid=mine&%61dmitad_uid=mine&c=d+e'));
    expect(place(answer.location)).toBe('https://shop.tld/p?a=%20b&c=d+e&admitad_uid=*');
  });

  it('is not answered for other addresses', async () => {
    expect((await ask(its.port, '/')).body).toBe('not a click');
    expect((await ask(its.port, '/goto')).body).toBe('not a click');
  });
});

describe('where a click comes from', () => {
  it.each([
    ['Russian home', places.russia, 'RU', 'no'],
    ['a hosting company', places.russianHosting, 'RU', 'yes'],
    ["the operator's list", '198.51.100.66', 'DE', 'yes'],
    ['an unknown network', places.nowhere, null, 'unknown'],
  ])('%s decides country and anonymiser', async (_, address, country, anonymizer) => {
    await ask(its.port, LINK, from(address));
    expect(await lastRecorded()).toMatchObject({ country, anonymizer, clientAddress: address });
  });

  it.each([
    ['the right-most hop that is no proxy', `${places.germany}, ${places.russia}, 10.1.2.3`, places.russia],
    ['an IPv6 hop with a port', '[2001:db8::7]:443', '2001:db8::7'],
    ['the first proxy when all hops are proxies', '10.0.0.1, 10.0.0.2', '10.0.0.1'],
    ['the socket when the header is garbage', '<svg onload=alert(1)>', '127.0.0.1'],
    ['the socket when a hop on the way is garbage', `${places.russia}, unknown, 10.0.0.2`, '127.0.0.1'],
    [
      'the right-most of fifty',
      Array.from({ length: 50 }, (_, hop) => `198.51.100.${hop}`).join(', '),
      '198.51.100.49',
    ],
  ])('is %s (T-26)', async (_, header, address) => {
    await ask(its.port, LINK, from(header));
    expect((await lastRecorded()).clientAddress).toBe(address);
  });

  it('is the socket when the request came from no trusted proxy; what it claimed is kept as text', async () => {
    await stop();
    const stranger = createEdge({
      keys: testKeys,
      clock,
      geo: testGeo,
      spool: await openSpool({ directory: join(its.root, 'edge-1') }),
      trustedProxies: new Networks([]),
      publicUrl: 'http://network.example',
    });
    stranger.update(testSnapshot());
    await serve(stranger);
    await ask(its.port, LINK, from(places.russia));
    expect(await lastRecorded()).toMatchObject({
      clientAddress: '127.0.0.1',
      flags: ['xff_ignored'],
      raw: { x_forwarded_for: places.russia },
    });
  });
});

describe('an edge in trouble', () => {
  it('still redirects when the spool cannot be written, with an id that says so (R-11)', async () => {
    await stop();
    const spool = await openSpool({ directory: join(its.root, 'edge-1') });
    await spool.close();
    const cutOff = createEdge({
      keys: testKeys,
      clock,
      geo: testGeo,
      spool,
      trustedProxies: new Networks([]),
      publicUrl: 'http://network.example',
    });
    cutOff.update(testSnapshot());
    await serve(cutOff);
    const answer = await ask(its.port, LINK);
    const clickId = /admitad_uid=(\w+)/.exec(answer.location ?? '')?.[1] ?? '';
    expect(openClickId(testKeys, clickId)).toMatchObject({ ok: true, value: { spooled: false, attributable: true } });
    expect(cutOff.status()).toMatchObject({ recorded: 0, unspooled: 1 });
    expect(await recorded()).toEqual([]);
  });

  it('whose clock is set back keeps the time of its last click until the clock is there again (G-21)', async () => {
    for (const at of [AT, AT - 3_600_000, AT + 1]) {
      clock.set(at);
      expect((await ask(its.port, LINK)).status).toBe(302);
    }
    const clicks = await recorded();
    expect(clicks.map(({ at, flags }) => [at, flags])).toEqual([
      [AT, []],
      [AT, ['clock_held']],
      [AT + 1, []],
    ]);
    expect(new Set(clicks.map(({ clickId }) => clickId)).size).toBe(3);
  });

  it('says 503 until it knows links, and forgets none of them over a program it cannot use', async () => {
    await stop();
    const problems: string[] = [];
    const fresh = createEdge({
      keys: testKeys,
      clock,
      geo: testGeo,
      spool: await openSpool({ directory: join(its.root, 'edge-1') }),
      trustedProxies: new Networks([]),
      publicUrl: 'http://network.example',
      onProblem: (problem) => problems.push(problem),
    });
    await serve(fresh);
    expect((await ask(its.port, LINK)).status).toBe(503);
    fresh.update(testSnapshot({ programs: [testProgram(), testProgram({ code: 'odd', homeUrl: 'nowhere' })] }));
    expect((await ask(its.port, LINK)).status).toBe(302);
    expect(problems).toEqual(["program odd: home page 'nowhere' is no http or https address"]);
  });
});
