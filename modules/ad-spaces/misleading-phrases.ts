import { looksLike } from './brand-words.ts';

/** Claims by which visitors are lured (rule `misleading`, S-097): English, Russian, Spanish. Case, accents and punctuation make no difference. */
export const misleadingPhrases: readonly string[] = [
  ...['buy one get one free', 'buy 1 get 1 free', 'bogo', 'two for one', '2 for 1', '100% free', '100 percent free'],
  ...['guaranteed prize', 'guaranteed gift', 'you have won a prize'],
  ...[
    'купи один получи второй бесплатно',
    'купи один получи второй в подарок',
    'купи 1 получи 2',
    'два по цене одного',
  ],
  ...['2 по цене 1', '100% бесплатно', 'гарантированный приз', 'гарантированный подарок', 'вы выиграли приз'],
  ...['compra uno y llévate otro gratis', 'compre uno y llévese otro gratis', 'dos por uno', '100% gratis'],
  ...['premio garantizado', 'regalo garantizado', 'ha ganado un premio'],
];

const known = misleadingPhrases.map((phrase) => {
  const words = wordsOf(phrase);
  return { phrase, forms: [words.join(' '), words.join('')] };
});

/** The phrases of the list that a text contains, as whole words or written together as in a hashtag. */
export function misleadingIn(text: string): readonly string[] {
  const read = ` ${wordsOf(text).join(' ')} `;
  return known.filter(({ forms }) => forms.some((form) => read.includes(` ${form} `))).map(({ phrase }) => phrase);
}

/** The percent sign is a word: "100 free recipes" promise nothing. */
function wordsOf(text: string): readonly string[] {
  return looksLike(text).match(/[\p{L}\p{N}]+|%/gu) ?? [];
}
