import { expect, test } from 'vitest';
import { LISTED_MAX, readChoice } from './chosen-orders.ts';

test('orders are chosen until a day or by a list, each once', () => {
  const choice = { by: 'day', until: '2022-06-30', list: 'A-1\n\n A-2 \r\nA-1;B 3' } as const;
  expect(readChoice('shop', choice)).toEqual({ program: 'shop', until: '2022-06-30' });
  expect(readChoice('shop', { ...choice, by: 'list' })).toEqual({ program: 'shop', orders: ['A-1', 'A-2', 'B 3'] });
});

test('what is missing is named', () => {
  const nothing = { by: 'day', until: '', list: ' \n ' } as const;
  const long = Array.from({ length: LISTED_MAX + 1 }, (_, number) => `A-${number}`).join('\n');
  expect(readChoice('shop', nothing)).toBe('untilMissing');
  expect(readChoice('shop', { ...nothing, by: 'list' })).toBe('listMissing');
  expect(readChoice('shop', { ...nothing, by: 'list', list: long })).toBe('listLong');
});
