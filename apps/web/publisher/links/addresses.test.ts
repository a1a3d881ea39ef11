import { expect, test } from 'vitest';
import { addressesIn } from './addresses.ts';

const lamp = 'https://shop.test/item/1.html';
const chair = 'https://shop.test/item/2.html';

test('one a line, whatever ends the lines, and nothing of empty ones', () => {
  expect(addressesIn(`${lamp}\r\n\r\n  ${chair} \n\n`)).toEqual([lamp, chair]);
  expect(addressesIn(' \n\t')).toEqual([]);
});

test('addresses of lists, tables, mails and running text', () => {
  const text = [
    `• ${lamp}`,
    `"${chair}",`,
    `<${lamp}>`,
    `Red lamp\t${lamp}\t12.30`,
    `Chair; ${chair}; 5`,
    `${lamp} ${chair}`,
    `${lamp},${chair}`,
    `${lamp} Red lamp`,
  ].join('\n');
  expect(addressesIn(text)).toEqual([lamp, chair, lamp, lamp, chair, lamp, chair, lamp, chair, lamp]);
});

test('a host without its scheme gets one, in every script', () => {
  expect(addressesIn('shop.test/item/1.html\nмагазин.рф/товар?a=1\nwww.shop.test')).toEqual([
    lamp,
    'https://магазин.рф/товар?a=1',
    'https://www.shop.test',
  ]);
});

test('an address inside an address, a fragment, and a search for two words stay whole', () => {
  const texts = [
    `${lamp}?to=${chair}`,
    `${lamp}#reviews`,
    'https://shop.test/search?q=red lamp',
    'https://магазин.рф/ё',
  ];
  expect(addressesIn(texts.join('\n'))).toEqual(texts);
});

test('what is no web address stays to be refused in sight', () => {
  const texts = ['javascript:alert(1)', 'aliexpress://item/1', 'nonsense', '=HYPERLINK("x")'];
  expect(addressesIn(texts.join('\n'))).toEqual([
    'javascript:alert(1)',
    'aliexpress://item/1',
    'nonsense',
    '=HYPERLINK("x")',
  ]);
});
