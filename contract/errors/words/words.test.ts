import { expect, test } from 'vitest';
import { type CatalogueEntry, errorCatalogue } from '../index.ts';
import { texts as spanish } from './es/index.ts';
import { expectationText } from './expectations.ts';
import { errorText } from './index.ts';
import { texts as russian } from './ru/index.ts';
import type { ErrorText } from './text.ts';

const catalogue: Readonly<Record<string, CatalogueEntry>> = errorCatalogue;
const languages: readonly (readonly [string, Readonly<Record<string, ErrorText>>])[] = [
  ['ru', russian],
  ['es', spanish],
];

/** What machines and documents call things: the same in every language. */
const NAMES =
  /`[^`]+`|(?:GET|POST) \/\S+|"[^"]+"|\b[a-z]+_[a-z_]+\b|\b[a-z]+-[a-z]+-[a-z]+\b|\bISO \d+|\bRFC \d+|\d{3,}|\bSubID/g;
const namesIn = ({ title, remedy }: ErrorText) =>
  [...`${title} ${remedy}`.matchAll(NAMES)].map(([name]) => name.replace(/[.,;)]+$/, '')).sort();

const cases = languages.flatMap(([language, texts]) =>
  Object.entries(catalogue).map(([code, english]) => [language, code, english, texts[code]] as const),
);

test.each(cases)('%s tells %s by its title and remedy, with the names of the English', (language, _, english, text) => {
  if (text === undefined) throw new Error('there are no words for it');
  expect(namesIn(text)).toEqual(namesIn(english));
  for (const sentence of [text.title, text.remedy]) {
    expect(sentence).toMatch(/^[A-ZÁÉÍÓÚÑА-ЯЁ"«`v][^|\n]+$/);
    // A Latin letter in a Russian word, or the other way round (S-133).
    expect(sentence).not.toMatch(/[A-Za-z][\u0370-\u03ff\u0400-\u04ff]|[\u0370-\u03ff\u0400-\u04ff][A-Za-z]/);
    expect(sentence !== english.title && sentence !== english.remedy, 'it is translated').toBe(true);
    expect(/[а-яё]/i.test(sentence)).toBe(language === 'ru');
  }
  expect(text.title).not.toMatch(/\.$/);
  expect(text.remedy).toMatch(/\.$/);
});

test('no language has words for a code that there is none of', () => {
  for (const [, texts] of languages) expect(Object.keys(texts).sort()).toEqual(Object.keys(catalogue).sort());
  expect(errorText('not_found', 'es').title).toBe('No existe o no le corresponde verlo');
  expect(errorText('not_found', 'en')).toBe(errorCatalogue.not_found);
});

test.each([
  [
    { kind: 'characters_max', count: 1 },
    'Use at most 1 character.',
    'Можно не больше 1 знака.',
    'Como máximo 1 carácter.',
  ],
  [
    { kind: 'characters_min', count: 3 },
    'Use at least 3 characters.',
    'Нужно не меньше 3 знаков.',
    'Hacen falta al menos 3 caracteres.',
  ],
  [{ kind: 'items_max', count: 21 }, 'Name at most 21.', 'Можно не больше 21 значения.', 'Como máximo 21 valores.'],
  [
    { kind: 'items_min', count: 5 },
    'Name at least 5.',
    'Нужно не меньше 5 значений.',
    'Hacen falta al menos 5 valores.',
  ],
  [
    { kind: 'one_of', value: 'a, $& b, viewer' },
    'Use one of: a, $& b, viewer.',
    'Подойдёт одно из: a, $& b, наблюдатель.',
    'Debe ser uno de: a, $& b, lector.',
  ],
  [{ kind: 'filled' }, 'This must not be empty.', 'Поле не должно быть пустым.', 'No puede quedar vacío.'],
  [
    { kind: 'later_than', value: '2022-06-15T09:00:00Z' },
    'Choose a time after 15 Jun 2022, 09:00 UTC.',
    'Нужно время позже 15.06.2022, 09:00 UTC.',
    'Elija una hora posterior a 15.06.2022, 09:00 UTC.',
  ],
] as const)('what is expected is said with the plural, names and times of the language: %j', (expectation, ...said) => {
  const languages = ['en', 'ru', 'es'] as const;
  const spaced = languages.map((language) => expectationText(expectation, language).replace(/\s/g, ' '));
  expect(spaced).toEqual(said);
});
