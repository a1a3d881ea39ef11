import { useTranslation } from 'react-i18next';
import type { PageAnswer } from '../../../../contract/wire/program-page.ts';
import { useApi } from '../../kit/api/use-api.ts';

/** What the page of a program says in the reader's language, and what it warns of; asked for once, however many parts of a screen show it. */
export function useProgramPage(program: string) {
  const { i18n } = useTranslation();
  return useApi<PageAnswer>(`/api/v1/programs/${encodeURIComponent(program)}/page`, {
    locale: i18n.resolvedLanguage ?? 'en',
  });
}
