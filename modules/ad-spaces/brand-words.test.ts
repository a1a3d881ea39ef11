import { describe, expect, test } from 'vitest';
import { brandLike, brandWords } from './index.ts';

describe('the brands of the seed', () => {
  test('are eleven, and each is a hit as keyword (S-101)', () => {
    expect(brandWords).toHaveLength(11);
    expect(brandWords.filter((word) => brandLike(word) === null)).toEqual([]);
  });

  test.each([
    ['aliexpres', 'AliExpress'],
    ['alliexpress', 'AliExpress'],
    ['ali express', 'AliExpress'],
    ['Ali-Express coupons', 'AliExpress'],
    ['aliexpress-official.example', 'AliExpress'],
    ['myaliexpressshop', 'AliExpress'],
    ['алиэкспресс', 'AliExpress'],
    ['Алиекспрес скидки', 'AliExpress'],
    ['аliехрrеss', 'AliExpress'],
    ['a1iexpress', 'AliExpress'],
    ['ÀliÉxpress', 'AliExpress'],
    ['таобао', 'Taobao'],
    ['tmal', 'Tmall'],
    ['алибаба', 'alibaba.com'],
    ['etao', 'eTao'],
  ])('%s resembles %s (S-104, S-105)', (text, word) => {
    expect(brandLike(text)).toBe(word);
  });

  test.each([
    'express delivery',
    'tablet case',
    'small mall',
    'tall people',
    'Gadget Notes',
    'Dresses from Italy',
    'American Express',
    'metaontology',
    'albany news',
    'Скидки и купоны',
    'icloud storage',
    '',
  ])('%s is no brand', (text) => {
    expect(brandLike(text)).toBeNull();
  });
});
