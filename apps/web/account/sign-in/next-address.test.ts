import { expect, test } from 'vitest';
import { nextAddress } from './next-address.ts';

test.each([
  ['', '/app/'],
  ['/app/publisher/balance?currency=RUB', '/app/publisher/balance?currency=RUB'],
  ['/programs/aliexpress-ww', '/app/publisher/programs/aliexpress-ww'],
  ['/es/programs/aliexpress-ww', '/app/publisher/programs/aliexpress-ww'],
  ['/programs', '/programs'],
  ['/programs/aliexpress-ww/terms', '/programs/aliexpress-ww/terms'],
  ['https://elsewhere.test/', '/app/'],
  ['//elsewhere.test/programs/x', '/app/'],
  ['/\\elsewhere.test', '/app/'],
])('a publisher who came from %j goes on to %s (S-027)', (next, address) => {
  expect(nextAddress(next, 'publisher')).toBe(address);
});

test('who joins no programs comes back to the program’s page', () => {
  expect(nextAddress('/programs/aliexpress-ww', 'advertiser')).toBe('/programs/aliexpress-ww');
  expect(nextAddress('/programs/aliexpress-ww', 'operator')).toBe('/programs/aliexpress-ww');
});
