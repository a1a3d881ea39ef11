import { type ErrorCode, errorCatalogue } from '../catalogue.ts';
import { texts as spanish } from './es/index.ts';
import { texts as russian } from './ru/index.ts';
import type { ErrorText } from './text.ts';

/** Languages in which refusals are told; English is the catalogue's own. */
export type ErrorLanguage = 'en' | 'ru' | 'es';

const languages: Readonly<Record<ErrorLanguage, Readonly<Record<ErrorCode, ErrorText>>>> = {
  en: errorCatalogue,
  ru: russian,
  es: spanish,
};

/** What a code means and what to do about it, in a language. */
export function errorText(code: ErrorCode, language: ErrorLanguage): ErrorText {
  return languages[language][code];
}
