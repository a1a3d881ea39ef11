import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { badClicks, HOME, LINK, ulp } from '../testing/bad-clicks.ts';
import { edgeInTest, from, place } from '../testing/edge-in-test.ts';
import { ask, testLink, testSnapshot } from '../testing/index.ts';
import { RATE_PER_SECOND } from './traffic.ts';

const { its, restart, recorded, lastRecorded } = edgeInTest();

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
    const answer = await ask(its.port, ulp(target));
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
    expect(place((await ask(its.port, ulp(target))).location)).toBe(location);
    expect((await lastRecorded()).flags).toEqual(['unsigned']);
  });

  it('a stored target is judged by the same rules', async () => {
    await restart(testSnapshot({ links: [testLink({ kind: 'deeplink', target: 'https://evil.tld/' })] }));
    expect(place((await ask(its.port, LINK)).location)).toBe(`${HOME}*`);
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
    const answer = await ask(its.port, path, {
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
    expect((await ask(its.port, LINK, { method: 'HEAD' })).headers['set-cookie']).toBeUndefined();
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
    expect((await ask(its.port, LINK)).status).toBe(302);
  });

  it('BAD-20: clicks above the rate of a network are flagged, answered and all stored', async () => {
    const count = RATE_PER_SECOND + 20;
    const answers = await Promise.all(
      Array.from({ length: count }, (_, index) => ask(its.port, LINK, from(`198.51.100.${index}`))),
    );
    expect(answers.every(({ status }) => status === 302)).toBe(true);
    const clicks = await recorded();
    expect(clicks.length).toBe(count);
    expect(clicks.filter(({ flags }) => flags.includes('rate')).length).toBe(20);
  });

  function raw(text: string): Promise<string> {
    return new Promise((resolve) => {
      const socket = connect(its.port, '127.0.0.1');
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
