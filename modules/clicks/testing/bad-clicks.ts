import { expect } from 'vitest';
import type { LinkSnapshot } from '../links/links.ts';
import type { RecordedClick } from '../model.ts';
import { targetSigner } from '../redirect/target-signature.ts';
import { BROWSER, testKeys, testLink, testProgram, testSnapshot } from './index.ts';

/** The standard link that the snapshots of these tests know. */
export const LINK = `/g/${testLink().code}`;
/** Where it leads, as far as the click id. */
export const HOME = 'https://shop.tld/?admitad_uid=';
/** A click with a target as somebody writes it by hand. */
export const ulp = (target: string) => `${LINK}/?ulp=${encodeURIComponent(target)}`;
/** The parameters of a target as the generator of links makes them. */
export const signed = (target: string) => targetSigner(testKeys).parameters(testLink().code, target);

const stopped = (fallbackUrl: string | null) =>
  testSnapshot({ programs: [testProgram({ status: 'stopped', fallbackUrl })] });
const space = (status: 'pending' | 'active' | 'blocked' | 'rejected') =>
  testSnapshot({ links: [testLink({ adSpace: { ...testLink().adSpace, status } })] });
const partner = (status: 'pending' | 'declined' | 'blocked' | 'disconnected') =>
  testSnapshot({ links: [testLink({ partnership: { status, agreed: true, trafficType: 'content' } })] });
const long = 'x'.repeat(2_001);
const hello = signed('https://shop.tld/hello');

/** A click that is not what it should be, and what becomes of it. */
export interface BadClick {
  readonly id: string;
  readonly what: string;
  readonly given?: LinkSnapshot;
  readonly path: string;
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly status: number;
  readonly location?: string | null;
  readonly flags?: readonly string[] | null;
  readonly check?: (click: RecordedClick) => void;
  readonly says?: string;
}

export const badClicks: readonly BadClick[] = [
  {
    id: 'BAD-1',
    what: 'unknown code',
    path: `/g/${'0'.repeat(30)}/`,
    status: 404,
    flags: null,
    says: 'This link does not exist or was removed',
  },
  { id: 'BAD-1', what: 'no code', path: '/g/', status: 404, flags: null },
  { id: 'BAD-1', what: 'unknown short link', path: '/s/abc', status: 404, flags: null },
  {
    id: 'BAD-2',
    what: 'program stopped',
    given: stopped(null),
    path: LINK,
    status: 410,
    flags: ['program_stopped'],
    says: 'The offer has ended',
  },
  {
    id: 'BAD-2',
    what: 'program stopped, with a fallback',
    given: stopped('https://network.example/offers'),
    path: LINK,
    status: 302,
    location: 'https://network.example/offers',
    flags: ['program_stopped'],
  },
  {
    id: 'BAD-3',
    what: 'ad space waiting for approval',
    given: space('pending'),
    path: `${LINK}?${hello}`,
    status: 302,
    location: 'https://shop.tld/hello',
    flags: ['space_not_active'],
  },
  {
    id: 'BAD-3',
    what: 'ad space blocked',
    given: space('blocked'),
    path: `${LINK}?${hello}`,
    status: 410,
    location: null,
    flags: ['space_not_active'],
    says: 'This link is no longer in use',
  },
  {
    id: 'BAD-3',
    what: 'ad space rejected',
    given: space('rejected'),
    path: `${LINK}?${hello}`,
    status: 302,
    location: 'https://shop.tld/',
    flags: ['space_not_active'],
  },
  {
    id: 'BAD-3',
    what: 'ad space not joined',
    given: partner('disconnected'),
    path: LINK,
    status: 302,
    location: 'https://shop.tld/',
    flags: ['not_joined'],
  },
  {
    id: 'BAD-3',
    what: 'ad space blocked by the program',
    given: partner('blocked'),
    path: `${LINK}?${hello}`,
    status: 410,
    location: null,
    flags: ['not_joined'],
    says: 'This link is no longer in use',
  },
  {
    id: 'BAD-3',
    what: 'ad space blocked in a program that stopped and has a fallback',
    given: testSnapshot({
      programs: [testProgram({ status: 'stopped', fallbackUrl: 'https://network.example/offers' })],
      links: [testLink({ partnership: { status: 'blocked', agreed: true, trafficType: 'content' } })],
    }),
    path: LINK,
    status: 410,
    location: null,
    flags: ['program_stopped', 'not_joined'],
  },
  {
    id: 'BAD-7',
    what: 'target with broken encoding',
    path: `${LINK}?ulp=https://shop.tld/%E0%A4%A`,
    status: 302,
    location: `${HOME}*`,
    flags: ['target_unreadable'],
  },
  {
    id: 'BAD-8',
    what: 'target encoded twice',
    path: `${LINK}?ulp=${encodeURIComponent(encodeURIComponent('https://shop.tld/x'))}`,
    status: 302,
    location: `${HOME}*`,
    flags: ['target_refused', 'unsigned'],
  },
  {
    id: 'BAD-9',
    what: 'line breaks and NUL in a SubID',
    path: `${LINK}?subid=a%0d%0aSet-Cookie:x=1%00b`,
    status: 302,
    location: `${HOME}*`,
    flags: ['control_bytes'],
    check: ({ subids }) => expect(subids[0]).toBe('a%0D%0ASet-Cookie:x=1%00b'),
  },
  {
    id: 'BAD-9',
    what: 'line breaks in the target',
    path: `${LINK}?ulp=https://shop.tld/%0d%0aSet-Cookie:x=1`,
    status: 302,
    location: `${HOME}*`,
    flags: ['target_refused', 'unsigned'],
  },
  {
    id: 'BAD-10',
    what: 'SubID of 2,001 characters',
    path: `${LINK}?subid=${long}`,
    status: 302,
    location: `${HOME}*`,
    flags: ['subid_long'],
    check: ({ subids, raw }) => {
      expect(subids[0]).toBe('x'.repeat(512));
      expect(raw?.['query']).toBe(`subid=${long}`);
    },
  },
  {
    id: 'BAD-11',
    what: 'SubIDs with HTML, emoji, right-to-left marks',
    path: `${LINK}?subid=${encodeURIComponent('</script><b>"\'{{7*7}}')}&subid1=${encodeURIComponent('🦩\u202e')}`,
    status: 302,
    location: `${HOME}*`,
    flags: [],
    check: ({ subids }) => expect(subids.slice(0, 2)).toEqual(['</script><b>"\'{{7*7}}', '🦩\u202e']),
  },
  {
    id: 'BAD-11',
    what: 'SubID with a lone surrogate or other bytes that are no UTF-8',
    path: `${LINK}?subid=%ED%A0%80x&subid1=%ff`,
    status: 302,
    location: `${HOME}*`,
    flags: [],
    check: ({ subids }) => expect(subids.slice(0, 2)).toEqual(['%ED%A0%80x', '%ff']),
  },
  {
    id: 'BAD-12',
    what: 'the same parameter twice',
    path: `${LINK}?subid=a&subid=b`,
    status: 302,
    location: `${HOME}*`,
    flags: ['duplicate_param'],
    check: ({ subids, raw }) => {
      expect(subids[0]).toBe('a');
      expect(raw?.['query']).toBe('subid=a&subid=b');
    },
  },
  {
    id: 'BAD-12',
    what: 'two targets',
    path: `${LINK}?${hello}&ulp=https://evil.tld`,
    status: 302,
    location: 'https://shop.tld/hello?admitad_uid=*',
    flags: ['duplicate_param'],
  },
  {
    id: 'BAD-13',
    what: 'no User-Agent',
    path: LINK,
    headers: { 'user-agent': '' },
    status: 302,
    location: `${HOME}*`,
    flags: ['ua_missing'],
  },
  {
    id: 'BAD-13',
    what: 'User-Agent of 8 kB',
    path: LINK,
    headers: { 'user-agent': `${BROWSER} ${'y'.repeat(8_000)}` },
    status: 302,
    location: `${HOME}*`,
    flags: ['ua_long'],
    check: ({ userAgent, raw }) => {
      expect(userAgent?.length).toBe(512);
      expect(raw?.['user_agent']?.length).toBe(BROWSER.length + 8_001);
    },
  },
  {
    id: 'BAD-14',
    what: 'markup as forwarded address',
    path: LINK,
    headers: { 'x-forwarded-for': '<script>alert(1)</script>' },
    status: 302,
    location: `${HOME}*`,
    flags: ['xff_ignored'],
    check: ({ clientAddress, raw }) => {
      expect(clientAddress).toBe('127.0.0.1');
      expect(raw?.['x_forwarded_for']).toBe('<script>alert(1)</script>');
    },
  },
  {
    id: 'BAD-15',
    what: 'HEAD',
    path: LINK,
    method: 'HEAD',
    status: 302,
    location: 'https://shop.tld/',
    flags: ['prefetch'],
  },
  {
    id: 'BAD-15',
    what: 'prefetch',
    path: LINK,
    headers: { 'sec-purpose': 'prefetch;prerender' },
    status: 302,
    location: 'https://shop.tld/',
    flags: ['prefetch'],
  },
  {
    id: 'BAD-15',
    what: 'preview',
    path: LINK,
    headers: { 'x-purpose': 'preview' },
    status: 302,
    location: 'https://shop.tld/',
    flags: ['prefetch'],
  },
  { id: 'BAD-16', what: 'POST', path: LINK, method: 'POST', status: 405, flags: null },
  { id: 'BAD-16', what: 'PUT', path: LINK, method: 'PUT', status: 405, flags: null },
  { id: 'BAD-16', what: 'TRACE', path: LINK, method: 'TRACE', status: 405, flags: null },
  {
    id: 'BAD-17',
    what: 'address of 20 kB',
    path: `${LINK}?subid=${'z'.repeat(20_000)}`,
    status: 414,
    flags: null,
    says: 'Address too long (limit 8192)',
  },
  {
    id: 'BAD-18',
    what: 'target is a click again',
    path: `${LINK}?ulp=${encodeURIComponent(`http://network.example${LINK}`)}`,
    status: 302,
    location: `${HOME}*`,
    flags: ['target_loop', 'unsigned'],
  },
  {
    id: 'BAD-22',
    what: 'target of a mobile app by its scheme',
    path: `${LINK}?ulp=${encodeURIComponent('shopapp://item/1')}`,
    status: 302,
    location: `${HOME}*`,
    flags: ['app_link', 'unsigned'],
  },
  {
    id: 'BAD-22',
    what: 'target of a mobile app by its host',
    path: `${LINK}?ulp=${encodeURIComponent('https://app.shop.tld/_x1')}`,
    status: 302,
    location: `${HOME}*`,
    flags: ['app_link', 'unsigned'],
  },
  {
    id: 'S-125',
    what: 'traffic that needs an agreement, without one',
    given: testSnapshot({
      links: [testLink({ partnership: { status: 'joined', agreed: false, trafficType: 'toolbar' } })],
    }),
    path: LINK,
    status: 302,
    location: `${HOME}*`,
    flags: ['agreement_missing'],
    check: ({ agreed, trafficType, attributable }) =>
      expect([agreed, trafficType, attributable]).toEqual([false, 'toolbar', true]),
  },
  {
    id: 'bots',
    what: 'a crawler',
    path: LINK,
    headers: { 'user-agent': 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)' },
    status: 302,
    location: `${HOME}*`,
    flags: ['bot'],
    check: ({ attributable }) => expect(attributable).toBe(false),
  },
  {
    id: 'bots',
    what: 'a person with curl',
    path: LINK,
    headers: { 'user-agent': 'curl/8.5.0' },
    status: 302,
    location: `${HOME}*`,
    flags: ['http_tool'],
    check: ({ attributable }) => expect(attributable).toBe(true),
  },
];
