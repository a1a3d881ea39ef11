import { brotliDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { articleNames } from '../../apps/site/help/articles.ts';
import { changeProgram } from '../../modules/programs/index.ts';
import { languages, openPageNetwork, type PageNetwork, rc, textOf, ww } from './page-network.ts';

let n: PageNetwork;
beforeAll(async () => {
  n = await openPageNetwork();
});
afterAll(() => n.close());

const codes = [rc, ww, 'leads-bank', 'hotel-nights', 'shop-loyal'];
const paths = [
  '',
  '/programs',
  '/scheme',
  '/help',
  ...articleNames.map((name) => `/help/${name}`),
  ...codes.flatMap((code) => [`/programs/${code}`, `/programs/${code}/rules`, `/programs/${code}/terms`]),
];
const addresses = languages.flatMap((language) => paths.map((path) => [language, `/${language}${path}`] as const));

describe('every page in every language', () => {
  test('has all its words, one h1, headings without a gap, its landmarks and no id twice', async () => {
    for (const [language, url] of addresses) {
      const html = await n.page(url);
      expect(html, url).toMatch(new RegExp(`^<!doctype html><html lang="${language}">`));
      expect(html, url).not.toMatch(/\{\{|undefined|\[object/);
      const levels = [...html.matchAll(/<h([1-6])\b/g)].map(([, level]) => Number(level));
      expect(
        levels.filter((level) => level === 1),
        url,
      ).toEqual([1]);
      levels.forEach((level, index) => {
        expect(level - (levels[index - 1] ?? 0), `${url}, heading ${index + 1}`).toBeLessThanOrEqual(1);
      });
      for (const landmark of ['<header', '<main id="content"', '<footer', '<nav'])
        expect(html, url).toContain(landmark);
      const ids = [...html.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
      expect(ids.length - new Set(ids).size, `${url}: ${ids.filter((id, i) => ids.indexOf(id) !== i)}`).toBe(0);
    }
  });

  test('says its language to search engines and in the switch, and has a title of its own (R-25)', async () => {
    const titles = new Set<string>();
    for (const [language, url] of addresses) {
      const html = await n.page(url);
      expect(html).toContain(`<link rel="canonical" href="https://network.example${url}"/>`);
      for (const other of languages) {
        const same = url.replace(`/${language}`, `/${other}`);
        expect(html, url).toContain(`hrefLang="${other}" href="https://network.example${same}"`);
        expect(html, url).toMatch(new RegExp(`data-language="${other}"[^>]* href="${same}"`));
      }
      const told = (name: string) => new RegExp(`<meta (?:property|name)="${name}" content="([^"]*)"`).exec(html)?.[1];
      expect(told('og:url'), url).toBe(`https://network.example${url}`);
      expect(told('og:title')?.length, url).toBeGreaterThan(3);
      expect(told('description')?.length, url).toBeGreaterThan(30);
      expect(textOf(told('description') ?? '').length, url).toBeLessThanOrEqual(200);
      expect(told('og:description'), url).toBe(told('description'));
      expect(told('og:image'), url).toBe('https://network.example/share.png');
      expect(told('og:image:alt'), url).toContain('Tributary');
      expect(told('twitter:card'), url).toBe('summary_large_image');
      titles.add(`${language} ${/<title>([^<]*)/.exec(html)?.[1]}`);
    }
    expect(titles.size).toBe(addresses.length);
  });

  test('carries no style, script or handler of its own, and its policy allows none (T-38)', async () => {
    for (const [, url] of addresses) {
      const { body, headers } = await n.server.inject({ url, headers: { accept: 'text/html' } });
      expect(body, url).not.toMatch(/\sstyle=|<style|\son\w+=|javascript:/i);
      expect(
        [...body.matchAll(/<script[^>]*>/g)].map(([tag]) => tag),
        url,
      ).toEqual([expect.stringMatching(/^<script type="module" src="\/assets\/[\w-]+\.js" blocking="render">$/)]);
      const policy = String(headers['content-security-policy']);
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self';");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain('unsafe');
    }
  });

  test('leads to pages that are there', async () => {
    const links = new Set<string>();
    for (const [, url] of addresses) {
      for (const [, href = ''] of (await n.page(url)).matchAll(/<a[^>]* href="([^"]+)"/g)) {
        const [address = ''] = href.replaceAll('&amp;', '&').split('#');
        if (address.startsWith('/')) links.add(address);
        else expect(address, url).toMatch(/^$|^https:\/\/db-ip\.com$/);
      }
    }
    expect(links.size).toBeGreaterThan(60);
    for (const url of links) {
      const { statusCode } = await n.server.inject({ url, headers: { accept: 'text/html' } });
      expect(statusCode, url).toBe(200);
    }
  });

  test('in Spanish holds no Greek letter and, in its own words, no Cyrillic one (S-133)', async () => {
    for (const path of paths) {
      const own = (await n.page(`/es${path}`)).replace(/<a lang="ru"[^>]*>[^<]*<\/a>/g, '');
      expect(textOf(own), path).not.toMatch(/[\u0370-\u03ff\u0400-\u04ff]/);
    }
  });
});

test('the language is what somebody chose before, else what the browser asks for, else English', async () => {
  const languageOf = async (headers: Record<string, string>) =>
    /<html lang="(..)"/.exec(await n.page('/programs', headers))?.[1];
  expect(await languageOf({})).toBe('en');
  expect(await languageOf({ 'accept-language': 'de, es-MX;q=0.8, ru;q=0.9' })).toBe('ru');
  expect(await languageOf({ 'accept-language': 'ru', cookie: 'language=es' })).toBe('es');
  expect(await languageOf({ 'accept-language': '"><script>' })).toBe('en');
});

test('pages have tags; who has a page hears that it did not change, and caches keep languages apart (T-40)', async () => {
  const first = await n.server.inject({ url: '/programs', headers: { accept: 'text/html' } });
  expect(first.headers).toMatchObject({
    'cache-control': 'private, max-age=60',
    vary: 'accept-language, cookie, accept, accept-encoding',
    'content-language': 'en',
  });
  const tag = String(first.headers.etag);
  const again = await n.server.inject({ url: '/programs', headers: { accept: 'text/html', 'if-none-match': tag } });
  expect([again.statusCode, again.body]).toEqual([304, '']);
  const fixed = await n.server.inject({ url: '/es/programs', headers: { accept: 'text/html', 'if-none-match': tag } });
  expect([fixed.statusCode, fixed.headers['cache-control'], fixed.headers.vary]).toEqual([
    200,
    'public, max-age=60',
    'accept-encoding',
  ]);
  const small = await n.server.inject({
    url: '/es/programs',
    headers: { accept: 'text/html', 'accept-encoding': 'gzip, deflate, br' },
  });
  expect([small.headers['content-encoding'], small.headers.etag]).toEqual(['br', fixed.headers.etag]);
  expect(brotliDecompressSync(small.rawPayload).toString()).toBe(fixed.body);
  expect(small.rawPayload.length * 3).toBeLessThan(fixed.rawPayload.length);
  const poisoned = await n.page('/es/programs', { 'x-forwarded-host': 'evil.example', host: 'evil.example' });
  expect(poisoned).toBe(fixed.body);
  expect(poisoned).not.toContain('evil.example');
});

test('the bare address is a page for people and says to programs where to go on', async () => {
  expect(await n.page('/')).toContain('<form class="search"');
  const { headers, body } = await n.server.inject({ url: '/', headers: { accept: 'application/json' } });
  expect(headers['content-type']).toContain('application/json');
  expect(JSON.parse(body)).toMatchObject({ name: 'Tributary', api_description: '/api/openapi.json' });
});

describe('search engines and previews (R-25)', () => {
  test('find every page of every language in the sitemap, and no cabinet', async () => {
    const sitemap = await n.server.inject('/sitemap.xml');
    expect(sitemap.headers['content-type']).toMatch(/^application\/xml/);
    const listed = [...sitemap.body.matchAll(/<loc>https:\/\/network\.example([^<]*)<\/loc>/g)].map(([, path]) => path);
    expect(listed.toSorted()).toEqual(addresses.map(([, url]) => url).toSorted());
    const robots = await n.server.inject('/robots.txt');
    expect(robots.body).toContain('Disallow: /app/');
    expect(robots.body).toContain('Sitemap: https://network.example/sitemap.xml');
  });

  test('get a picture in the size that all of them show', async () => {
    const { headers, rawPayload } = await n.server.inject('/share.png');
    expect(headers['content-type']).toBe('image/png');
    expect([rawPayload.readUInt32BE(16), rawPayload.readUInt32BE(20)]).toEqual([1200, 630]);
    expect(rawPayload.length).toBeLessThan(100_000);
  });

  test('are told who offers what where, and which languages there are', async () => {
    const html = await n.page(`/es/programs/${rc}`);
    expect(html).toContain('itemType="https://schema.org/Service"');
    expect(html).toContain('<span itemProp="name">AliExpress RU&amp;CIS NEW</span>');
    expect(html.match(/itemProp="areaServed"/g)).toHaveLength(11);
    expect(html).toContain('<meta property="og:locale" content="es_ES"/>');
    expect(html.match(/og:locale:alternate/g)).toHaveLength(2);
    expect(await n.page('/en')).toContain('content="https://network.example/en/programs?text={text}"');
  });

  test('take the second page of a list for a page of its own, and a filtered list for the list', async () => {
    const canonical = async (url: string) => /<link rel="canonical" href="([^"]*)"/.exec(await n.page(url))?.[1];
    expect(await canonical('/en/programs?page=2')).toBe('https://network.example/en/programs?page=2');
    expect(await canonical('/en/programs?country=KZ')).toBe('https://network.example/en/programs');
  });
});

describe('the catalogue (S-023)', () => {
  const names = async (query: string) =>
    [...(await n.page(`/en/programs?${query}`)).matchAll(/<h3><a href="\/en\/programs\/([^"]+)">/g)].map(
      ([, code]) => code,
    );

  test('is filtered by country, category, tool, kind of traffic, figures and words', async () => {
    expect(await names('')).toHaveLength(5);
    expect(await names('country=KZ')).toEqual([rc, 'hotel-nights']);
    const german = await names('country=DE');
    expect(german).toContain(ww);
    expect(german).not.toContain(rc);
    expect(await names('category=finance')).toEqual(['leads-bank']);
    expect(await names('tool=lost_orders')).toEqual(['hotel-nights', 'leads-bank']);
    expect(await names('tool=feed')).toEqual([rc, ww]);
    expect(await names('traffic=targeting.facebook')).toEqual(['shop-loyal', 'hotel-nights', 'leads-bank']);
    expect(await names('metric=cookie&least=14')).toEqual(['shop-loyal', 'hotel-nights', 'leads-bank']);
    expect(await names('metric=cookie&least=14,5')).toEqual(['hotel-nights', 'leads-bank']);
    expect(await names('text=kazakh aliexpress')).toEqual([rc]);
    expect(await names('text=nothing-like-it')).toEqual([]);
    const empty = textOf(await n.page('/en/programs?text=nothing-like-it'));
    expect(empty).toContain('0 programs No program matches. Try another word or fewer filters. Show all programs');
  });

  test('is searched in every language, with accents or without, and forgives mistakes of typing', async () => {
    expect(await names(`text=${encodeURIComponent('Казахстан aliexpress')}`)).toEqual([rc]);
    expect(await names('text=kazajistan')).toEqual([rc]);
    const typo = textOf(await n.page('/en/programs?text=alexpress%20kazakstan'));
    expect(typo).toContain('Nothing matches exactly. These are similar: 1 program');
    expect(await names('text=alexpress&country=KZ')).toEqual([rc]);
    expect(textOf(await n.page('/en/programs?text=aliexpress'))).not.toContain('Nothing matches exactly');
    // Whatever is typed, however long: a page that repeats it nowhere but in the field.
    const { statusCode, body } = await n.server.inject({
      url: `/en/programs?text=${encodeURIComponent('<script>alert(1)</script>'.repeat(200))}`,
      headers: { accept: 'text/html' },
    });
    expect(statusCode).toBe(200);
    expect(body.split('alert(1)').length).toBeLessThanOrEqual(20);
    expect(body).not.toContain('<script>alert');
  });

  test('keeps what was asked in its form and in the switch of languages; what is no answer counts as not asked', async () => {
    const html = await n.page('/en/programs?country=KZ&text=ali&sort=cookie');
    expect(html).toContain('<option value="KZ" selected="">Kazakhstan</option>');
    expect(html).toContain('name="text" value="ali"');
    expect(html).toContain('href="/es/programs?country=KZ&amp;text=ali&amp;sort=cookie"');
    expect(
      await names('country=nowhere&category=x&tool=1&traffic=%00&metric=a&least=b&sort=id;drop&page=-1&utm_source=x'),
    ).toHaveLength(5);
    expect(await names('category=finance&category=travel')).toEqual(['hotel-nights']);
  });
});

describe('addresses where nothing is', () => {
  test('a program that is over is gone, and says so to people, search engines and the catalogue', async () => {
    const url = '/es/programs/leads-bank';
    expect(await n.page(url)).toContain('Meridian Bank');
    const by = { at: n.clock.now(), actor: 'test' };
    const over = (status: 'archived' | 'active') =>
      n.network.db.transaction({ role: 'system' }, (tx) => changeProgram(tx, 'leads-bank', { status }, by));
    await over('archived');
    for (const path of ['', '/rules', '/terms']) {
      const page = await n.server.inject({ url: `${url}${path}`, headers: { accept: 'text/html' } });
      expect([path, page.statusCode, page.headers['cache-control']]).toEqual([path, 410, 'no-store']);
      expect(page.body).toContain('<meta name="robots" content="noindex"/>');
      expect(textOf(page.body)).toContain('Este programa ha terminado');
      expect(page.body).not.toContain('Meridian');
    }
    await over('active');
    expect(await n.page(url)).toContain('Meridian Bank');
  });

  test('are a page for people, in their language, and a problem for programs', async () => {
    for (const url of [
      '/nowhere',
      '/es/nowhere',
      '/programs/nowhere',
      '/es/programs/nowhere/rules',
      '/help/nowhere',
      '/de',
    ]) {
      const page = await n.server.inject({ url, headers: { accept: 'text/html', 'accept-language': 'es' } });
      expect([url, page.statusCode]).toEqual([url, 404]);
      expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
      expect(page.headers['cache-control']).toBe('no-store');
      expect(textOf(page.body)).toContain('No hay nada en esta dirección');
    }
    for (const [url, accept] of [
      ['/nowhere', 'application/json'],
      ['/api/v1/nowhere', 'text/html'],
    ] as const) {
      const problem = await n.server.inject({ url, headers: { accept } });
      expect([problem.statusCode, problem.headers['content-type']]).toEqual([
        404,
        'application/problem+json; charset=utf-8',
      ]);
    }
  });
});
