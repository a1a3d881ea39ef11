import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { manualClock } from '../../platform/clock/index.ts';
import { Networks } from '../../platform/geoip/index.ts';
import { listSegments, openSpool, readSegment } from '../../platform/spool/index.ts';
import { openClickId } from './click-id.ts';
import { createEdge, type Edge } from './edge.ts';
import type { LinkSnapshot } from './links.ts';
import type { RecordedClick } from './model.ts';
import { badClicks, HOME, LINK, ulp } from './testing/bad-clicks.ts';
import {
  ask,
  listen,
  places,
  recordedClick,
  testGeo,
  testKeys,
  testLink,
  testProgram,
  testSnapshot,
} from './testing/index.ts';
import { RATE_PER_SECOND } from './traffic.ts';

/** Large enough for the 20 kB address that must be answered 414, small enough for the 100 kB cookie that must be 431. */
const HEADER_BYTES_MAX = 32_768;
const AT = Date.UTC(2022, 5, 15, 9);

let root = '';
let edge: Edge;
let server: Server;
let port = 0;
const clock = manualClock(AT);

beforeEach(async () => {
  clock.set(AT);
  root = await mkdtemp(join(tmpdir(), 'tributary-edge-'));
  await start(testSnapshot());
});

afterEach(async () => {
  await stop();
  await rm(root, { recursive: true });
});

async function start(snapshot: LinkSnapshot, publicUrl = 'http://network.example'): Promise<void> {
  edge = createEdge({
    keys: testKeys,
    clock,
    geo: testGeo,
    spool: await openSpool({ directory: join(root, 'edge-1') }),
    trustedProxies: new Networks(['127.0.0.0/8', '::1', '10.0.0.0/8']),
    publicUrl,
    appHosts: ['app.shop.tld'],
  });
  edge.update(snapshot);
  server = createServer({ maxHeaderSize: HEADER_BYTES_MAX }, (request, response) => {
    if (!edge.handle(request, response)) {
      response.writeHead(200).end('not a click');
    }
  });
  port = await listen(server);
}

async function stop(): Promise<void> {
  await new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
  await edge.close();
}

async function restart(snapshot: LinkSnapshot, publicUrl?: string): Promise<void> {
  await stop();
  await start(snapshot, publicUrl);
}

async function recorded(): Promise<RecordedClick[]> {
  const clicks: RecordedClick[] = [];
  for (const segment of await listSegments(root)) {
    const part = await readSegment(segment.path, 0, 10_000_000);
    clicks.push(...part.records.map(({ text }) => recordedClick(text)));
  }
  return clicks;
}

const lastRecorded = async () => {
  const click = (await recorded()).at(-1);
  if (click === undefined) {
    throw new Error('no click was recorded');
  }
  return click;
};

const from = (address: string) => ({ headers: { 'x-forwarded-for': address } });

/** What of a Location is not the click id. */
const place = (location: string | null) => location?.replace(/(admitad_uid=)[0-9a-v]{96}/, '$1*') ?? null;

describe('a click', () => {
  it('leads to the shop with a click id, durable before the answer, and tells what was clicked', async () => {
    const answer = await ask(
      port,
      `${LINK}/?subid=a%20b&subid1=1&subid4=4&ulp=${encodeURIComponent('https://m.shop.tld/item/P1.html?x=1#top')}`,
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
    expect(place((await ask(port, LINK + rest)).location)).toBe(`${HOME}*`);
  });

  it('keeps one visitor for the lifetime of the program, by a cookie that scripts and other sites cannot read', async () => {
    const first = await ask(port, LINK);
    const cookie = first.headers['set-cookie']?.[0] ?? '';
    expect(cookie).toMatch(/^tv_cccccccccc=[0-9a-v]{40}; Max-Age=259200; Path=\/; HttpOnly; SameSite=Lax$/);
    await ask(port, LINK, { headers: { cookie: `a=1; ${cookie.split(';')[0]}; b=2` } });
    await ask(port, LINK, { headers: { cookie: 'tv_cccccccccc="><script>' } });
    const [one, two, three] = await recorded();
    expect(two?.visitorId).toBe(one?.visitorId);
    expect(two?.flags).toEqual(['dup']);
    expect(three?.visitorId).not.toBe(one?.visitorId);
    // The id says by itself that the first click was the visitor's first here.
    expect([one?.visitorSince, two?.visitorSince, three?.visitorSince]).toEqual([one?.at, one?.at, three?.at]);
    await restart(testSnapshot(), 'https://network.example');
    expect((await ask(port, LINK)).headers['set-cookie']?.[0]).toMatch(/; Secure$/);
  });

  it.each([
    ['https://shop.tld/', 'home', null, null],
    ['https://shop.tld/item/1005001.html?spm=1', 'item', '1005001', null],
    ['https://shop.tld/store/S-CN1', 'shop', null, 'S-CN1'],
    ['https://shop.tld/store/S-CN1/', 'shop', null, 'S-CN1'],
    ['https://shop.tld/category/17/phones.html', 'category', null, null],
    ['https://shop.tld/item/a/b.html', 'home', null, null],
  ])('to %s lands on %s', async (target, kind, productId, storeId) => {
    await ask(port, ulp(target));
    expect((await lastRecorded()).landing).toMatchObject({ kind, productId, storeId, redirected: false });
  });

  it('drops a click id that the target brings along, however its name is written', async () => {
    const answer = await ask(port, ulp('https://shop.tld/p?a=%20b&admitad_uid=mine&%61dmitad_uid=mine&c=d+e'));
    expect(place(answer.location)).toBe('https://shop.tld/p?a=%20b&c=d+e&admitad_uid=*');
  });

  it('is not answered for other addresses', async () => {
    expect((await ask(port, '/')).body).toBe('not a click');
    expect((await ask(port, '/goto')).body).toBe('not a click');
  });
});

describe('where a click comes from', () => {
  it.each([
    ['Russian home', places.russia, 'RU', 'no'],
    ['a hosting company', places.russianHosting, 'RU', 'yes'],
    ["the operator's list", '198.51.100.66', 'DE', 'yes'],
    ['an unknown network', places.nowhere, null, 'unknown'],
  ])('%s decides country and anonymiser', async (_, address, country, anonymizer) => {
    await ask(port, LINK, from(address));
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
    await ask(port, LINK, from(header));
    expect((await lastRecorded()).clientAddress).toBe(address);
  });

  it('is the socket when the request came from no trusted proxy; what it claimed is kept as text', async () => {
    await stop();
    const stranger = createEdge({
      keys: testKeys,
      clock,
      geo: testGeo,
      spool: await openSpool({ directory: join(root, 'edge-1') }),
      trustedProxies: new Networks([]),
      publicUrl: 'http://network.example',
    });
    stranger.update(testSnapshot());
    edge = stranger;
    server = createServer((request, response) => stranger.handle(request, response));
    port = await listen(server);
    await ask(port, LINK, from(places.russia));
    expect(await lastRecorded()).toMatchObject({
      clientAddress: '127.0.0.1',
      flags: ['xff_ignored'],
      raw: { x_forwarded_for: places.russia },
    });
  });
});

describe('open redirects (T-1, BAD-4 … BAD-6)', () => {
  it.each([
    'https://evil.tld',
    '//evil.tld',
    'https:evil.tld',
    'https:/evil.tld',
    'https:///evil.tld',
    '/\\evil.tld',
    '\\\\evil.tld',
    'https:\\\\evil.tld',
    'https://shop.tld@evil.tld',
    'https://shop.tld:pass@evil.tld/',
    'https://evil.tld\\@shop.tld',
    'https://shop.tld.evil.tld',
    'https://evil.tld#shop.tld',
    'https://evil.tld?shop.tld',
    'https://shop.tld%2eevil.tld',
    'https://evilshop.tld',
    'https://.shop.tld',
    'https://shop.tld:8443/',
    'https://shop.tld./',
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java\tscript:alert(1)',
    'ht\ntps://shop.tld/',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:x',
    'https://shоp.tld/',
    'https://xn--shp-tld/',
    '%2568ttps://shop.tld/',
    'https%3A%2F%2Fevil.tld',
    '/item/1.html',
    'shop.tld',
    'https://',
    'https://[::1]/',
    'ftp://shop.tld/',
  ])('%j never leaves the program; the click is kept and flagged', async (target) => {
    const answer = await ask(port, ulp(target));
    expect(answer.status).toBe(302);
    expect(place(answer.location)).toBe(`${HOME}*`);
    const click = await lastRecorded();
    expect(['target_refused', 'app_link']).toContain(click.flags[0]);
    expect(click.landing).toMatchObject({ kind: 'home', redirected: true });
    expect(click.raw?.['query']).toBe(`ulp=${encodeURIComponent(target)}`);
  });

  it.each([
    ['https://SHOP.tld/A', 'https://shop.tld/A?admitad_uid=*'],
    ['http://a.b.shop.tld/', 'http://a.b.shop.tld/?admitad_uid=*'],
    ['https://shop.tld:443/x', 'https://shop.tld/x?admitad_uid=*'],
    [' https://shop.tld/x ', 'https://shop.tld/x?admitad_uid=*'],
    ['https://shop.tld/тест', 'https://shop.tld/%D1%82%D0%B5%D1%81%D1%82?admitad_uid=*'],
    ['https://shop.tld/?next=https://evil.tld', 'https://shop.tld/?next=https://evil.tld&admitad_uid=*'],
  ])('%s is allowed', async (target, location) => {
    expect(place((await ask(port, ulp(target))).location)).toBe(location);
    expect((await lastRecorded()).flags).toEqual([]);
  });

  it('a stored target is judged by the same rules', async () => {
    await restart(testSnapshot({ links: [testLink({ kind: 'deeplink', target: 'https://evil.tld/' })] }));
    expect(place((await ask(port, LINK)).location)).toBe(`${HOME}*`);
  });
});

describe('bad clicks', () => {
  it.each(badClicks)('$id: $what', async ({
    given,
    path,
    method,
    headers,
    status,
    location = null,
    flags = null,
    check,
    says,
  }) => {
    if (given !== undefined) {
      await restart(given);
    }
    const answer = await ask(port, path, {
      ...(method === undefined ? {} : { method }),
      ...(headers === undefined ? {} : { headers }),
    });
    expect(answer.status).toBe(status);
    expect(place(answer.location)).toBe(location);
    expect(answer.body).toContain(says ?? '');
    const clicks = await recorded();
    expect(clicks.length).toBe(flags === null ? 0 : 1);
    for (const click of clicks) {
      expect(click.flags).toEqual(flags);
      check?.(click);
    }
    if (status === 405) {
      expect(answer.headers['allow']).toBe('GET, HEAD');
    }
  });

  it('BAD-15: none of them gets a cookie', async () => {
    expect((await ask(port, LINK, { method: 'HEAD' })).headers['set-cookie']).toBeUndefined();
  });

  it('BAD-9: raw bytes and header-like text in the address never become a header', async () => {
    const answer = await raw(
      `GET ${LINK}?subid=a\u0001b&ulp=https://shop.tld/%0D%0AX-Injected:1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
    );
    expect(answer).not.toMatch(/x-injected/i);
    expect(answer).toMatch(/^HTTP\/1\.1 (302|400) /);
  });

  it('BAD-19: 100 kB of cookies is 431, and the visitor comes through without them', async () => {
    const cookies = `Cookie: ${'c=1; '.repeat(20_000)}`;
    expect(await raw(`GET ${LINK} HTTP/1.1\r\nHost: x\r\n${cookies}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 431 /);
    expect((await ask(port, LINK)).status).toBe(302);
  });

  it('BAD-20: clicks above the rate of a network are flagged, answered and all stored', async () => {
    const count = RATE_PER_SECOND + 20;
    const answers = await Promise.all(
      Array.from({ length: count }, (_, index) => ask(port, LINK, from(`198.51.100.${index}`))),
    );
    expect(answers.every(({ status }) => status === 302)).toBe(true);
    const clicks = await recorded();
    expect(clicks.length).toBe(count);
    expect(clicks.filter(({ flags }) => flags.includes('rate')).length).toBe(20);
  });

  function raw(text: string): Promise<string> {
    return new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1');
      let received = '';
      socket.on('data', (chunk) => {
        received += chunk.toString('latin1');
      });
      socket.on('error', () => resolve(received));
      socket.on('close', () => resolve(received));
      socket.write(text);
    });
  }
});

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
    const { status, headers, body } = await ask(port, LINK, { headers: { 'accept-language': asked } });
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
      await ask(port, '/s/abcd2345'),
      await ask(port, LINK, { headers: bot }),
      await ask(port, LINK, { headers: { 'sec-purpose': 'prefetch' } }),
      await ask(port, LINK, { method: 'HEAD' }),
      await ask(port, ulp('https://evil.tld/')),
    ];
    expect(answers.map(({ status, location }) => [status, location])).toEqual(answers.map(() => [410, null]));
    const clicks = await recorded();
    expect(clicks.map(({ attributable, flags }) => [attributable, flags[0]])).toEqual(
      answers.map(() => [false, 'not_joined']),
    );
    expect(edge.status()).toMatchObject({ recorded: 5, pages: { link_not_in_use: 5 } });
  });
});

describe('a short link', () => {
  it('is a click on the link that it stands for, with what was set when it was made', async () => {
    const { code } = testLink();
    const target = encodeURIComponent('https://shop.tld/item/7.html');
    await restart(testSnapshot({ shorts: [{ short: 'short001', code, query: `subid=set&ulp=${target}` }] }));
    const answer = await ask(port, '/s/short001?subid1=own&subid=other', from(places.russia));
    expect(answer.status).toBe(302);
    expect(place(answer.location)).toBe('https://shop.tld/item/7.html?admitad_uid=*');
    expect(await lastRecorded()).toMatchObject({
      linkCode: code,
      subids: ['set', 'own', null, null, null],
      target: 'https://shop.tld/item/7.html',
      flags: ['duplicate_param'],
    });
    expect((await ask(port, '/s/short001/', from(places.russia))).status).toBe(302);
    expect((await ask(port, '/s/short002', from(places.russia))).status).toBe(404);
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
    const answer = await ask(port, `/g/${link.code}`, from(address));
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
    await ask(port, `/g/${toRc.code}`, from(places.germany));
    expect(await lastRecorded()).toMatchObject({ program: 'rc', routedFrom: null });
  });

  it('in its test phase moves the stated share of visitors, and each visitor always the same way', async () => {
    await restart({ ...both, programs: [{ ...rc, geoRouting: { ...rc.geoRouting, mode: 'test', share: 0.3 } }, ww] });
    const visitors = Array.from({ length: 400 }, (_, index) => index.toString(32).padStart(40, '0'));
    for (let round = 0; round < 2; round += 1) {
      await Promise.all(
        visitors.map((visitor) =>
          ask(port, `/g/${toRc.code}`, {
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

describe('an edge in trouble', () => {
  it('still redirects when the spool cannot be written, with an id that says so (R-11)', async () => {
    await stop();
    const spool = await openSpool({ directory: join(root, 'edge-1') });
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
    edge = cutOff;
    server = createServer((request, response) => cutOff.handle(request, response));
    port = await listen(server);
    const answer = await ask(port, LINK);
    const clickId = /admitad_uid=(\w+)/.exec(answer.location ?? '')?.[1] ?? '';
    expect(openClickId(testKeys, clickId)).toMatchObject({ ok: true, value: { spooled: false, attributable: true } });
    expect(cutOff.status()).toMatchObject({ recorded: 0, unspooled: 1 });
    expect(await recorded()).toEqual([]);
  });

  it('whose clock is set back keeps the time of its last click until the clock is there again (G-21)', async () => {
    for (const at of [AT, AT - 3_600_000, AT + 1]) {
      clock.set(at);
      expect((await ask(port, LINK)).status).toBe(302);
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
      spool: await openSpool({ directory: join(root, 'edge-1') }),
      trustedProxies: new Networks([]),
      publicUrl: 'http://network.example',
      onProblem: (problem) => problems.push(problem),
    });
    edge = fresh;
    server = createServer((request, response) => fresh.handle(request, response));
    port = await listen(server);
    expect((await ask(port, LINK)).status).toBe(503);
    fresh.update(testSnapshot({ programs: [testProgram(), testProgram({ code: 'odd', homeUrl: 'nowhere' })] }));
    expect((await ask(port, LINK)).status).toBe(302);
    expect(problems).toEqual(["program odd: home page 'nowhere' is no http or https address"]);
  });
});
