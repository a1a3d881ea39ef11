import { isIP } from 'node:net';
import { domainToUnicode } from 'node:url';
import { type Refusal, shownValue } from '../../contract/errors/index.ts';
import { brandLike } from './brand-words.ts';
import type { Finding } from './model.ts';

/** Sites on which everybody has a page: a path there proves nobody (T-29). With every host below them. */
const SHARED_SITES = [
  ...['facebook.com', 'fb.com', 'instagram.com', 'threads.net', 'twitter.com', 'x.com', 'youtube.com', 'youtu.be'],
  ...['tiktok.com', 'vk.com', 'vk.ru', 'vkontakte.ru', 'ok.ru', 'dzen.ru', 'rutube.ru', 't.me', 'telegram.me'],
  ...['telegram.org', 'discord.com', 'discord.gg', 'whatsapp.com', 'wa.me', 'viber.com', 'line.me', 'weixin.qq.com'],
  ...['linkedin.com', 'pinterest.com', 'reddit.com', 'quora.com', 'medium.com', 'twitch.tv', 'vimeo.com'],
  ...['dailymotion.com', 'pikabu.ru', 'habr.com', 'github.com', 'gitlab.com', 'google.com', 'docs.google.com'],
  ...['sites.google.com', 'play.google.com', 'chromewebstore.google.com', 'addons.mozilla.org', 'apps.apple.com'],
  ...['linktr.ee', 'taplink.cc', 'boosty.to', 'patreon.com', 'ebay.com', 'amazon.com', 'avito.ru', 'ozon.ru'],
  ...['bit.ly', 'tinyurl.com', 'goo.gl', 'clck.ru'],
];

/** Below these everybody may have a host, so that they are nobody's; a host below one is somebody's. */
const PUBLIC_SUFFIXES = [
  ...[
    'co.uk',
    'org.uk',
    'me.uk',
    'com.au',
    'net.au',
    'org.au',
    'co.nz',
    'com.br',
    'net.br',
    'com.mx',
    'com.ar',
    'com.co',
  ],
  ...['com.tr', 'com.ua', 'in.ua', 'kiev.ua', 'co.il', 'co.in', 'co.id', 'co.jp', 'co.kr', 'co.th', 'co.za', 'com.cn'],
  ...[
    'com.hk',
    'com.sg',
    'com.tw',
    'com.my',
    'com.ph',
    'com.vn',
    'com.pl',
    'com.es',
    'com.pt',
    'com.kz',
    'com.ru',
    'msk.ru',
  ],
  ...['spb.ru', 'net.ru', 'org.ru', 'pp.ru', 'co.com', 'eu.org', 'com.de'],
  ...['github.io', 'gitlab.io', 'pages.dev', 'workers.dev', 'vercel.app', 'netlify.app', 'web.app', 'firebaseapp.com'],
  ...['herokuapp.com', 'onrender.com', 'blogspot.com', 'wordpress.com', 'tumblr.com', 'weebly.com', 'wixsite.com'],
  ...['livejournal.com', 'ucoz.ru', 'ucoz.com', 'narod.ru', 'tilda.ws', 'myshopify.com', 'shopify.com', 'ghost.io'],
  ...['substack.com', 'notion.site', 'webflow.io', 'carrd.co', 'jimdofree.com', 'azurewebsites.net', 'cloudfront.net'],
  ...['amazonaws.com', 'appspot.com', 'surge.sh', 'glitch.me', 'fly.dev'],
];

/** The address of an ad space, or what is wrong with it. `own`: it must stand on a host of its own. */
export function readAddress(field: string, text: string, own: boolean): URL | Refusal {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    return invalid(field, text, 'an address that begins with https:// or http://', 'url');
  if (url.username !== '' || url.password !== '')
    return invalid(field, text, 'an address without a user name or password', 'plain_url');
  const host = url.hostname;
  if (isIP(host.replace(/^\[|\]$/g, '')) !== 0 || !host.includes('.') || host.endsWith('.'))
    return invalid(field, text, 'the public name of a host, not a number or a name of a local network', 'public_host');
  url.hash = '';
  if (!own) return url;
  if (PUBLIC_SUFFIXES.includes(host)) return notOwn(field, text, `everybody may have a host below ${host}`);
  const shared = SHARED_SITES.find((site) => host === site || host.endsWith(`.${site}`));
  if (shared !== undefined) return notOwn(field, text, `everybody may have a page on ${shared}`);
  return url;
}

/** Which brands the name and the host resemble (S-104). */
export function likenesses(name: string, url: string | null): Finding[] {
  const host = url === null ? '' : domainToUnicode(new URL(url).hostname).replaceAll('.', ' ');
  const found: Finding[] = [];
  for (const [field, text] of [
    ['name', name],
    ['domain', host],
  ] as const) {
    const word = brandLike(text);
    if (word !== null) found.push({ rule: 'false_association', field, word });
  }
  return found;
}

function notOwn(field: string, text: string, why: string): Refusal {
  const detail = `${shownValue(text)} is not yours alone: ${why}. Register a channel, group or application as the kind that it is.`;
  return { code: 'ADDRESS_SHARED', field, value: shownValue(text), detail };
}

function invalid(field: string, text: string, expected: string, kind: 'url' | 'plain_url' | 'public_host'): Refusal {
  return {
    code: 'field_invalid',
    field,
    value: shownValue(text),
    detail: `${field}: expected ${expected}; got ${shownValue(text)}.`,
    expected: { kind },
  };
}
