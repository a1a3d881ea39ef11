import { useTranslation } from 'react-i18next';
import type { Locale } from '../../../contract/wire/session.ts';

const LOCALES: readonly Locale[] = ['en', 'ru', 'es'];

/** The language in which the page is read now. */
export function useOwnLocale(): Locale {
  const { i18n } = useTranslation();
  return LOCALES.find((locale) => locale === i18n.resolvedLanguage) ?? 'en';
}
