import { expect, test } from 'vitest';
import { misleadingIn, misleadingPhrases } from './misleading-phrases.ts';

test('every phrase of the list is found as it stands there, and is there once', () => {
  expect(misleadingPhrases.filter((phrase) => !misleadingIn(phrase).includes(phrase))).toEqual([]);
  expect(new Set(misleadingPhrases).size).toBe(misleadingPhrases.length);
});

test.each([
  ['BUY ONE, GET ONE FREE!!!', 'buy one get one free'],
  ['Buy\u00a0one —\n get  one free', 'buy one get one free'],
  ['#BuyOneGetOneFree', 'buy one get one free'],
  ['buy_one_get_one_free', 'buy one get one free'],
  ['Вuу оnе gеt оnе frее', 'buy one get one free'],
  ['b\u200buy one g\u00ade\u200dt one free', 'buy one get one free'],
  ['ｂｕｙ ｏｎｅ ｇｅｔ ｏｎｅ ｆｒｅｅ', 'buy one get one free'],
  ['all 100 % FREE today', '100% free'],
  ['Купи один — получи второй БЕСПЛАТНО', 'купи один получи второй бесплатно'],
  ['Два по цене одного!', 'два по цене одного'],
  ['Купи oдин, пoлучи втoрoй в пoдарoк', 'купи один получи второй в подарок'],
  ['гарантированныи\u0306 приз', 'гарантированный приз'],
  ['¡Compra uno y llevate otro gratis!', 'compra uno y llévate otro gratis'],
  ['PREMIO GARANTIZADO', 'premio garantizado'],
])('%j says %s (S-097)', (text, phrase) => {
  expect(misleadingIn(text)).toEqual([phrase]);
});

test.each([
  'buy one, get it delivered free',
  'Buy one or get one for free trial',
  '100 free recipes',
  'no prize is guaranteed',
  'bogota travel notes',
  '12 for 1 group',
  'Купи один, второй доставят бесплатно',
  'ещё два по цене одной',
  'compra uno y recibe el otro mañana',
  'el premio no está garantizado',
  '',
])('%j says none', (text) => {
  expect(misleadingIn(text)).toEqual([]);
});
