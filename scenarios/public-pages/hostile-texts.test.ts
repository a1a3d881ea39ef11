import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PageContent } from '../../apps/tributary/example/pages/page-content.ts';
import type { SectionKind } from '../../contract/wire/program-page.ts';
import { publishSection } from '../../modules/program-pages/index.ts';
import { changeProgram, programByCode, setRecruiting } from '../../modules/programs/index.ts';
import { openPageNetwork, type PageNetwork, textOf } from './page-network.ts';

const code = 'hotel-nights';
let n: PageNetwork;
beforeAll(async () => {
  n = await openPageNetwork();
});
afterAll(() => n.close());

/** What people try to have run by somebody else's browser, in HTML and in Markdown. */
const attacks = [
  '<script>alert(1)</script>',
  '</title></style></script><svg onload=alert(1)>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>',
  '<a href="javascript:alert(1)">x</a>',
  '[x](javascript:alert(1)) [x](JaVaScRiPt:alert(1)) [x](data:text/html;base64,PHNjcmlwdD4=)',
  '[x](vbscript:x) [x](//evil.example) [x](/\\evil.example) [x](http://evil.example)',
  '![x](https://evil.example/pixel.png) <https://evil.example/"onclick=alert(1)>',
  '[x]: javascript:alert(1)\n\n[x]',
  '<base href="https://evil.example/"><meta http-equiv="refresh" content="0;url=https://evil.example">',
  '{{7*7}} #{7*7} {{network}}',
  'a \u202e moc.live',
] as const;
const everything = attacks.join('\n\n');
const one = attacks[2];

const hostile: PageContent = {
  description: { text: everything },
  news: { items: attacks.map((text) => ({ name: null, effective: null, text })) },
  advantages: { publishers: attacks.map((text) => ({ text, metric: 'epc', note: text })), users: [...attacks] },
  rates: {
    intro: everything,
    labels: attacks.map((label, index) => ({ key: index === 0 ? 'bookings' : `k${index}`, label, note: everything })),
    regimes: [],
  },
  hot_products: { text: everything },
  recommendations: { text: everything },
  rules: {
    intro: everything,
    rules: attacks.map((text, index) => ({ number: index + 1, key: `rule_${index}`, text })),
    further: attacks.map((title) => ({ title, text: everything })),
  },
  tools: { items: attacks.map((name) => ({ name, text: everything, slot: 'extension' })) },
  attachments: {
    items: [
      { slot: 'extension', title: one, url: 'https://shop.example/"><script>', version: one, date: '2022-05-31' },
    ],
  },
  banned_keywords: { keywords: [...attacks] },
  notices: {
    items: attacks.map((text, index) => ({
      name: `n${index}`,
      surfaces: ['page'],
      concerns: null,
      from: '2022-01-01',
      until: null,
      text,
    })),
  },
};

/** Tags and attributes that a page of ours may have; anything else came from a text. */
const TAGS =
  /^(!doctype|html|head|meta|title|link|script|body|a|header|footer|main|nav|div|span|svg|path|circle|rect|text|section|article|search|h[1-6]|p|ul|ol|li|dl|dt|dd|table|thead|tbody|tfoot|tr|th|td|form|label|input|select|option|button|details|summary|strong|em|s|code|pre|blockquote|hr|br|time)$/;

function expectInert(html: string): void {
  for (const [whole, , name = '', attributes = ''] of html.matchAll(
    /<(\/?)([a-zA-Z!][\w-]*)((?:"[^"]*"|'[^']*'|[^'">])*)>/g,
  )) {
    expect(name.toLowerCase(), whole).toMatch(TAGS);
    const names = attributes.replace(/"[^"]*"/g, '');
    expect(names, whole).not.toMatch(/\bon\w+\s*=|\bstyle\s*=/i);
    // A text may link to another host; nothing may be loaded from one.
    const allowed = name === 'a' ? /^(\/(?![/\\])|#|https:\/\/)/ : /^(\/(?![/\\])|https:\/\/network\.example)/;
    for (const [, address = ''] of attributes.matchAll(/\b(?:href|src|action)="([^"]*)"/g))
      expect(address, whole).toMatch(allowed);
  }
  expect([...html.matchAll(/<script/g)]).toHaveLength(1);
  expect([...html.matchAll(/<meta http-equiv/g)]).toHaveLength(0);
}

test('texts that attack are texts, in every field that a program writes (T-9, T-10)', async () => {
  await n.network.db.transaction({ role: 'system' }, async (tx) => {
    const page = await programByCode(tx, code);
    if (page === null) throw new Error('the example has hotels');
    const by = { at: n.clock.now(), actor: 'test' };
    for (const [kind, content] of Object.entries(hostile) as [SectionKind, never][]) {
      const published = await publishSection(tx, { page, kind, locale: 'en', content }, by);
      if (!published.ok) throw new Error(`${kind}: ${published.error.detail}`);
    }
    const changed = await changeProgram(tx, code, { name: `Hotel ${one}` }, by);
    expect(changed.ok).toBe(true);
    expect((await setRecruiting(tx, code, { state: 'suspended', reason: everything }, by)).ok).toBe(true);
    await tx.query('update accounts.organisation set name = $1 where org_id = $2', [`Shop ${one}`, page.advertiserOrg]);
  });
  for (const url of [
    `/en/programs/${code}`,
    `/es/programs/${code}`,
    `/en/programs/${code}/rules`,
    '/en/programs',
    '/ru',
    '/en/scheme',
  ]) {
    const html = await n.page(url);
    expectInert(html);
    expect(textOf(html), url).toContain('<img src=x onerror=alert(1)>');
  }
  const html = await n.page(`/en/programs/${code}`);
  expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(textOf(html)).toContain('{{7*7}} #{7*7} {{network}}');
  const keywords = await n.server.inject({ url: `/programs/${code}/banned-keywords.txt` });
  expect(keywords.headers).toMatchObject({
    'content-type': 'text/plain; charset=utf-8',
    'x-content-type-options': 'nosniff',
    'content-disposition': 'attachment; filename="banned-keywords.txt"',
  });
});

test('nothing of an address comes back as HTML (T-11)', async () => {
  const fields = [
    'text',
    'category',
    'country',
    'tool',
    'traffic',
    'metric',
    'least',
    'sort',
    'page',
    'kind',
    'size',
    'program',
    'click',
    'delivery',
    'vpn',
    'callback',
    'next',
  ];
  for (const attack of [...attacks, 'a\u0000b']) {
    const value = encodeURIComponent(attack);
    const query = fields.map((name) => `${name}=${value}`).join('&');
    const urls = ['/', '/programs', `/programs/${code}`, '/scheme', '/help', '/es/programs'].map(
      (path) => `${path}?${query}`,
    );
    for (const url of [
      ...urls,
      `/programs/${value}`,
      `/help/${value}`,
      `/${value}`,
      `/es/${value}`,
      `/programs/${value}/rules`,
    ]) {
      const answer = await n.server.inject({
        url,
        headers: {
          accept: 'text/html',
          'x-forwarded-for': attack.replace(/[^ -~]/g, ''),
          referer: 'https://x/"><script>',
        },
      });
      expect([200, 404, 400, 414], url).toContain(answer.statusCode);
      if (String(answer.headers['content-type']).startsWith('text/html')) expectInert(answer.body);
      else expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    }
  }
});
