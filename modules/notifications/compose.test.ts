import { describe, expect, test } from 'vitest';
import { mailFields, type SendMail } from '../../contract/mail.ts';
import { composeMail, isMailKind, mailProblem } from './compose.ts';

const PUBLIC_URL = 'https://network.example';
const DATA = {
  role: 'finance',
  method: 'totp',
  program: 'Shop & Co',
  link: '/app/confirm?token=abc-DEF_1',
  hours: '24',
  days: '7',
  organisation: 'Anna & Co',
  application: 'robot',
  by: 'Anna',
  inviter: 'Anna',
  at: '2026-11-22T10:05:00.000Z',
  version: '4',
  mail: 'new@shop.example',
  device: 'Firefox on Linux',
  address: '203.0.113.7',
  left: '9',
  topic: 'orders',
  count: '3',
  person: 'bd3f0f0e-6a56-4d3c-9a53-1f6d6ffb0c11',
};
const LOCALES = ['en', 'ru', 'es'] as const;
const KINDS = Object.keys(mailFields).filter(isMailKind);
const compose = (mail: Partial<SendMail> & Pick<SendMail, 'kind'>) =>
  composeMail({ locale: 'en', data: DATA, ...mail }, PUBLIC_URL);

describe.each(LOCALES)('in %s', (locale) => {
  test.each(KINDS)('%s has a subject, both parts and nothing left to fill in', (kind) => {
    const { subject, text, html, link } = compose({ kind, locale });
    expect(subject).not.toBe('');
    expect(`${subject}${text}${html}`).not.toMatch(/\{\{|\}\}|undefined|null/);
    expect(link).toBe(mailFields[kind].some((field) => field === 'link') ? PUBLIC_URL + DATA.link : null);
    expect(html).toContain(`<html lang="${locale}">`);
  });
});

test.each([
  ['en', '1', 'The link works for 1 hour.'],
  ['en', '24', 'The link works for 24 hours.'],
  ['ru', '1', 'Ссылка действует 1 час.'],
  ['ru', '3', 'Ссылка действует 3 часа.'],
  ['ru', '24', 'Ссылка действует 24 часа.'],
  ['ru', '12', 'Ссылка действует 12 часов.'],
  ['es', '1', 'El enlace funciona durante 1 hora.'],
  ['es', '2', 'El enlace funciona durante 2 horas.'],
] as const)('hours are counted as one does in %s: %s', (locale, hours, sentence) => {
  expect(compose({ kind: 'confirm_mail', locale, data: { ...DATA, hours } }).text).toContain(sentence);
});

test('a moment is told in the language of the mail, with its zone', () => {
  expect(compose({ kind: 'password_changed' }).text).toContain('22 Nov 2026, 10:05 UTC');
  expect(compose({ kind: 'password_changed', locale: 'ru' }).text).toContain('22.11.2026, 10:05 UTC');
});

test.each([
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</title><svg onload=alert(1)>',
  '&lt;b&gt;',
])('%j is text in the HTML part (T-9, T-10)', (name) => {
  const { html } = compose({ kind: 'invitation', data: { ...DATA, organisation: name, inviter: name } });
  const tags = [...html.matchAll(/<\/?([a-z!]+)/g)].map(([, tag]) => tag);
  const plain = [...compose({ kind: 'invitation' }).html.matchAll(/<\/?([a-z!]+)/g)].map(([, tag]) => tag);
  expect(tags).toEqual(plain);
  expect(html).not.toMatch(/<[^>]*\son\w+=/);
});

test.each([
  'win at https://evil.example/now',
  'http://evil.example',
  'www.evil.example',
  'write to eve@evil.example',
  'javascript:alert(1)',
  '//evil.example/x',
])('%j in a name becomes no link: every address in a mail is the network’s', (name) => {
  const { text, html } = compose({ kind: 'invitation', data: { ...DATA, organisation: name, inviter: name } });
  for (const part of [text, html]) {
    const addresses = [...part.matchAll(/[a-z]+:\/\/[^\s"<]+|\b[\w-]+(?:\.[\w-]+)+|[\w.]+@\w[\w.]*/gi)].map(
      ([found]) => found,
    );
    expect(addresses.filter((found) => !found.startsWith(PUBLIC_URL))).toEqual([]);
  }
  expect([...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href)).toEqual([PUBLIC_URL + DATA.link]);
});

test('line breaks and signs that turn the direction of writing are gone from names, and long names are cut', () => {
  const name = `Anna\r\nBcc: eve@evil.example\u202e${'x'.repeat(500)}`;
  const { subject } = compose({ kind: 'invitation', data: { ...DATA, organisation: name } });
  expect(subject).toMatch(/^You are invited to Anna Bcc: /);
  expect(subject).not.toMatch(/[\p{Cc}\u202e]/u);
  expect(subject.length).toBeLessThan(200);
});

test.each([
  ['https://evil.example/x'],
  ['//evil.example/x'],
  ['/\\evil.example/x'],
  ['javascript:alert(1)'],
  ['/app/x" onclick="y'],
  ['/app/x\r\nBcc: y'],
  ['app/x'],
  [''],
])('%j is no link of ours', (link) => {
  expect(mailProblem({ kind: 'confirm_mail', data: { ...DATA, link } })).not.toBeNull();
});

test('a mail needs the fields of its kind, and numbers where it counts', () => {
  expect(KINDS.map((kind) => mailProblem({ kind, data: DATA }))).toEqual(KINDS.map(() => null));
  const { inviter: _, ...without } = DATA;
  expect(mailProblem({ kind: 'invitation', data: without })).toBe('a mail invitation needs the field inviter');
  expect(mailProblem({ kind: 'confirm_mail', data: { ...DATA, hours: 'many' } })).toMatch(/whole numbers/);
  expect(mailProblem({ kind: 'password_changed', data: { at: 'yesterday' } })).toBe('at of a mail is an instant');
});
