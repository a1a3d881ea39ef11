import { expect, test } from 'vitest';
import { shortAddress } from './names.ts';
import { unicodeHost } from './unicode-host.ts';

test.each([
  'сад-и-огород.рф',
  'bücher.example',
  'münchen-ost.de',
  'ñandú.es',
  '例え.テスト',
  'garden.example',
  '☃.net',
])('the host %s reads as its owner wrote it', (host) => {
  expect(unicodeHost(new URL(`https://${host}/`).hostname)).toBe(host);
});

test('what is no proper label stays as it is', () => {
  for (const host of ['xn--', 'xn--a!b.test', 'xn--999999999.test', 'plain.test']) expect(unicodeHost(host)).toBe(host);
});

test('an address is told without what every address has', () => {
  expect(shortAddress('https://www.xn-----6kcocdz3cbavd.xn--p1ai/')).toBe('сад-и-огород.рф');
  expect(shortAddress('https://t.me/garden')).toBe('t.me/garden');
  expect(shortAddress(null)).toBe('—');
});
