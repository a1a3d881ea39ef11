import { expect, it } from 'vitest';
import { onceEach } from './evidence.ts';

it('what was answered and is lost is found, and what is there twice', () => {
  expect(onceEach('click', ['a', 'b', 'c'], ['b', 'a', 'b', 'd'])).toEqual([
    'click c was answered and is lost',
    'click b is there 2 times',
  ]);
});

it('what is there without an answer is no finding: its answer may have been lost on the way', () => {
  expect(onceEach('click', ['a'], ['a', 'b'])).toEqual([]);
});
