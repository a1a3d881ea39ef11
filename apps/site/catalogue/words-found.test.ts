import { expect, test } from 'vitest';
import { folded, hasWords, resembling, wordsOf } from './words-found.ts';

const text = (searched: string) => ({ summary: null, searched: folded(searched) });
const texts = { en: text('AliExpress WW Kazakhstan'), ru: text('Казахстан Ёлка'), es: text('Kazajistán Perú') };
const entry = { texts };
const finds = (asked: string) => hasWords(entry, wordsOf(asked));
const resembles = (asked: string) => resembling([entry], wordsOf(asked)).length === 1;

test('words are found in any case, language and order, with and without accents', () => {
  for (const asked of ['aliexpress', 'EXPRESS ali', 'казахстан ww', 'kazajistan', 'елка', 'PERÚ', 'ali-express', ''])
    expect([asked, finds(asked)]).toEqual([asked, true]);
  for (const asked of ['alexpress', 'peru chile']) expect([asked, finds(asked)]).toEqual([asked, false]);
});

test('a mistake of typing is forgiven, two in a long word, none in a short one', () => {
  for (const asked of ['alexpress', 'alliexprss', 'aliexprses ww', 'казхстан', 'kazakstan'])
    expect([asked, resembles(asked)]).toEqual([asked, true]);
  for (const asked of ['wx', 'aliexxxpresso', 'amazon', 'alexpress amazon'])
    expect([asked, resembles(asked)]).toEqual([asked, false]);
});

test('what is no word asks nothing, and of very many words the first are asked', () => {
  expect(wordsOf(' <>"\' … \u0000 ')).toEqual([]);
  expect(wordsOf('word '.repeat(500))).toHaveLength(12);
});
